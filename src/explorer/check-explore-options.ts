import { checkCount, type ExploreOptions } from './explore-options.js';
import { ExploreOptionError } from './explorer-errors.js';

/**
 * Throws an {@link ExploreOptionError} for options that make no sense, and for names that are none: a misspelt property
 * would hold for ever.
 */
export function checkExploreOptions(options: ExploreOptions): void {
  checkNames(options);
  checkStrategy(options.strategy);
  checkOneOf('timers', options.timers, ['in-turn', 'late']);
  checkOneOf('noErrors', options.noErrors, ['root', 'all', 'none']);
  checkCount('schedules', options.schedules, 1);
  checkCount('steps', options.steps, 1);
  checkCount('decisions', options.decisions, 1);
  checkCount('audit', options.audit, 0);
  checkCount('threads', options.threads, 1);
  if (options.patience !== undefined && !(options.patience >= 0)) {
    throw new ExploreOptionError('patience', `takes milliseconds, 0 or more; got ${options.patience}`);
  }
  if (options.seed !== undefined && !Number.isSafeInteger(options.seed)) {
    throw new ExploreOptionError('seed', `takes a safe integer; got ${options.seed}`);
  }
  for (const [kind, { actors, count }] of Object.entries(options.faults ?? {})) {
    checkCount(`faults: ${kind}: count`, count, 0);
    if (!Array.isArray(actors) || actors.length === 0) {
      throw new ExploreOptionError(`faults: ${kind}: actors`, 'takes the addresses of one actor or more');
    }
  }
  for (const { name, holds } of options.invariants ?? []) {
    if (typeof name !== 'string' || typeof holds !== 'function') {
      throw new ExploreOptionError('invariants', 'takes objects { name, holds }');
    }
  }
  for (const monitor of options.monitors ?? []) {
    const machine: unknown = 'machine' in monitor ? monitor.machine : monitor;
    if (typeof machine !== 'object' || machine === null || !('__xstatenode' in machine)) {
      throw new ExploreOptionError('monitors', 'takes state machines, or objects { machine }');
    }
    if ('machine' in monitor) {
      checkCount('monitors: hotFor', monitor.hotFor, 0);
    }
  }
  for (const property of options.properties ?? []) {
    if (typeof property.watch !== 'function' || typeof property.looksAt !== 'function') {
      throw new ExploreOptionError('properties', 'takes objects { name, looksAt, watch }');
    }
  }
}

const NAMES: Readonly<Record<keyof ExploreOptions, true>> = {
  strategy: true,
  seed: true,
  schedules: true,
  steps: true,
  decisions: true,
  patience: true,
  timers: true,
  faults: true,
  keepGoing: true,
  onProgress: true,
  coverage: true,
  audit: true,
  threads: true,
  shrink: true,
  invariants: true,
  monitors: true,
  mustFinish: true,
  noUnhandledEvents: true,
  noErrors: true,
  noDeadLetters: true,
  properties: true,
};

function checkNames(options: object): void {
  const wrong = Object.keys(options).find((name) => !Object.hasOwn(NAMES, name));
  if (wrong !== undefined) {
    throw new ExploreOptionError(wrong, `is no option; the options are ${Object.keys(NAMES).join(', ')}`);
  }
}

function checkStrategy(strategy: unknown): void {
  const isStrategy = typeof strategy === 'object' && strategy !== null && 'begin' in strategy;
  if (strategy !== undefined && !isStrategy) {
    throw new ExploreOptionError(
      'strategy',
      `takes what random(), pct({ depth: 3 }) and the like return; got ${typeof strategy === 'function' ? 'a function' : JSON.stringify(strategy)}`,
    );
  }
}

function checkOneOf(option: string, given: string | undefined, known: readonly string[]): void {
  if (given !== undefined && !known.includes(given)) {
    throw new ExploreOptionError(option, `takes ${known.join(' or ')}; got ${JSON.stringify(given)}`);
  }
}
