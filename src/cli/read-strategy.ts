import { delayBounded } from '../explorer/strategies/delay-bounded.js';
import { exhaustiveStates } from '../explorer/strategies/exhaustive-states.js';
import { exhaustive } from '../explorer/strategies/exhaustive.js';
import { pct } from '../explorer/strategies/pct.js';
import { portfolio } from '../explorer/strategies/portfolio.js';
import { random } from '../explorer/strategies/random.js';
import { urw } from '../explorer/strategies/urw.js';
import type { Strategy } from '../explorer/strategy.js';
import { usageError } from './command-error.js';
import { nearest } from '../explorer/nearest.js';
import { readNumber } from './read-number.js';

/** A strategy as it can be typed: its name, and for some a number behind a colon. */
interface NamedStrategy {
  readonly create: (parameter: number) => Strategy;
  /** What the number is and what it is unless given; a strategy without one has no number. */
  readonly parameter?: { readonly name: string; readonly usual: number; readonly least: number };
}

const strategies: Readonly<Record<string, NamedStrategy>> = {
  portfolio: { create: portfolio },
  random: { create: () => random() },
  urw: { create: () => urw() },
  pct: { create: (depth) => pct({ depth }), parameter: { name: 'depth', usual: 3, least: 1 } },
  'delay-bounded': {
    create: (delays) => delayBounded({ delays }),
    parameter: { name: 'delays', usual: 2, least: 0 },
  },
  exhaustive: { create: () => exhaustive() },
  'exhaustive-unreduced': { create: () => exhaustive({ reduction: false }) },
  'exhaustive-states': { create: () => exhaustiveStates() },
};

/** The names that `--strategy` takes. */
export const strategyNames: readonly string[] = Object.keys(strategies);

/** The strategy that `--strategy` asks for: `urw`, `pct`, `pct:4`. */
export function readStrategy(text: string): Strategy {
  const [name = '', given, ...rest] = text.split(':');
  const strategy = Object.hasOwn(strategies, name) ? strategies[name] : undefined;
  if (strategy === undefined) {
    throw usageError(
      `--strategy takes ${strategyNames.join(', ')}; got ${JSON.stringify(text)} (${nearest(name, strategyNames)})`,
    );
  }
  const { create, parameter } = strategy;
  if (parameter === undefined) {
    if (given !== undefined) {
      throw usageError(`--strategy ${name} takes no number; got ${JSON.stringify(text)}`);
    }
    return create(0);
  }
  const { usual, least } = parameter;
  if (given === undefined) {
    return create(usual);
  }
  const range = { least, most: 1000, isWhole: true, unit: '' };
  return create(readNumber(`--strategy ${name}:<${parameter.name}>`, [given, ...rest].join(':'), range));
}
