import type { ExploreOptions } from './explore-options.js';
import { ExploreOptionError } from './explorer-errors.js';
import type { FaultKind } from '../system/fault.js';
import { nearest } from './nearest.js';
import {
  checkCount,
  checkFunction,
  checkNames,
  checkOneOf,
  checkSwitch,
  checkTexts,
  listOf,
  shown,
} from './option-checks.js';

/**
 * Throws an {@link ExploreOptionError} for options that make no sense, and for names that are none: a misspelt property
 * would hold for ever.
 */
export function checkExploreOptions(options: ExploreOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new ExploreOptionError('the options', `are an object; got ${shown(options)}`);
  }
  const wrong = Object.keys(options).find((name) => !Object.hasOwn(CHECKS, name));
  if (wrong !== undefined) {
    const names = Object.keys(CHECKS);
    throw new ExploreOptionError(
      wrong,
      `is no option; the options are ${names.join(', ')} (${nearest(wrong, names)})`,
    );
  }
  for (const [name, check] of Object.entries(CHECKS)) {
    const given: unknown = options[name as keyof ExploreOptions];
    if (given !== undefined) {
      check(given, name);
    }
  }
}

/** What each option may be; it is asked of those that are given. */
const CHECKS: Readonly<Record<keyof ExploreOptions, (given: unknown, option: string) => void>> = {
  strategy: checkStrategy,
  seed: (given, option) => {
    if (!Number.isSafeInteger(given)) {
      throw new ExploreOptionError(option, `takes a safe integer; got ${shown(given)}`);
    }
  },
  schedules: (given, option) => checkCount(option, given, 1),
  steps: (given, option) => checkCount(option, given, 1),
  decisions: (given, option) => checkCount(option, given, 1),
  patience: (given, option) => {
    if (typeof given !== 'number' || !(given >= 0)) {
      throw new ExploreOptionError(option, `takes milliseconds, 0 or more; got ${shown(given)}`);
    }
  },
  timers: (given, option) => checkOneOf(option, given, ['in-turn', 'late']),
  machines: (given, option) => checkOneOf(option, given, ['compiled', 'interpreted']),
  faults: checkFaults,
  keepGoing: (given, option) => checkSwitch(option, given),
  onProgress: (given, option) => checkFunction(option, given),
  coverage: (given, option) => checkSwitch(option, given),
  audit: (given, option) => checkCount(option, given, 0),
  threads: (given, option) => checkCount(option, given, 1),
  shrink: (given, option) => checkSwitch(option, given),
  invariants: (given, option) => listOf(option, given, 'objects { name, holds }').forEach(checkInvariant),
  monitors: (given, option) =>
    listOf(option, given, 'state machines, or of objects { machine }').forEach(checkMonitor),
  mustFinish: (given, option) => checkSwitch(option, given),
  noUnhandledEvents: (given, option) => {
    if (typeof given !== 'boolean') {
      checkNames(option, given, ['except']);
      if ('except' in given && given.except !== undefined) {
        checkTexts(`${option}: except`, given.except, 'event types');
      }
    }
  },
  noErrors: (given, option) => checkOneOf(option, given, ['root', 'all', 'none']),
  noDeadLetters: (given, option) => checkSwitch(option, given),
  properties: (given, option) =>
    listOf(option, given, 'objects { name, looksAt, watch }').forEach(checkProperty),
};

function checkStrategy(strategy: unknown): void {
  const isStrategy = typeof strategy === 'object' && strategy !== null && 'begin' in strategy;
  if (!isStrategy) {
    throw new ExploreOptionError(
      'strategy',
      `takes what random(), pct({ depth: 3 }) and the like return; got ${shown(strategy)}`,
    );
  }
}

const FAULT_KINDS: Readonly<Record<FaultKind, true>> = {
  drop: true,
  duplicate: true,
  crash: true,
  restart: true,
};

function checkFaults(faults: unknown): void {
  checkNames('faults', faults, Object.keys(FAULT_KINDS));
  for (const [kind, plan] of Object.entries(faults) as [string, unknown][]) {
    checkNames(`faults: ${kind}`, plan, ['actors', 'count']);
    const { actors, count } = plan as { readonly actors?: unknown; readonly count?: unknown };
    checkCount(`faults: ${kind}: count`, count, 0);
    checkTexts(`faults: ${kind}: actors`, actors, 'the addresses of one actor or more');
    if ((actors as readonly string[]).length === 0) {
      throw new ExploreOptionError(`faults: ${kind}: actors`, 'takes the addresses of one actor or more');
    }
  }
}

function checkInvariant(invariant: unknown): void {
  if (typeof invariant !== 'object' || invariant === null) {
    throw new ExploreOptionError('invariants', `takes objects { name, holds }; got ${shown(invariant)}`);
  }
  checkNames('invariants', invariant, ['name', 'holds', 'looksAt']);
  const { name, holds, looksAt } = invariant as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof holds !== 'function') {
    throw new ExploreOptionError('invariants', `takes objects { name, holds }; got ${shown(invariant)}`);
  }
  if (looksAt !== undefined) {
    checkTexts('invariants: looksAt', looksAt, 'addresses');
  }
}

function checkMonitor(monitor: unknown): void {
  if (isMachine(monitor)) {
    return;
  }
  const wanted = 'takes state machines, or objects { machine }';
  if (typeof monitor !== 'object' || monitor === null || !('machine' in monitor)) {
    throw new ExploreOptionError('monitors', `${wanted}; got ${shown(monitor)}`);
  }
  checkNames('monitors', monitor, ['machine', 'name', 'input', 'hotFor']);
  const { machine, hotFor } = monitor as { readonly machine: unknown; readonly hotFor?: unknown };
  if (!isMachine(machine)) {
    throw new ExploreOptionError('monitors', `${wanted}; got the machine ${shown(machine)}`);
  }
  checkCount('monitors: hotFor', hotFor, 0);
}

function isMachine(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '__xstatenode' in value;
}

function checkProperty(property: unknown): void {
  const { watch, looksAt } = (property ?? {}) as { readonly watch?: unknown; readonly looksAt?: unknown };
  if (typeof watch !== 'function' || typeof looksAt !== 'function') {
    throw new ExploreOptionError(
      'properties',
      `takes objects { name, looksAt, watch }; got ${shown(property)}`,
    );
  }
}
