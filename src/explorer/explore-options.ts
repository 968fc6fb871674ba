import type { AnyStateMachine } from 'xstate';
import { ExploreOptionError } from './explorer-errors.js';
import type { FaultPlans } from './faults.js';
import type { Invariant } from './properties/invariant.js';
import type { Monitor } from './properties/monitor.js';
import type { UnhandledEventsOptions } from './properties/unhandled-events.js';
import type { Property } from './property.js';
import type { Strategy } from './strategy.js';

/** How to explore a system, and what is to hold. */
export interface ExploreOptions {
  /** In which order to take what is enabled; `portfolio()` unless given. */
  readonly strategy?: Strategy;
  /** Decides whatever the strategy leaves to chance; 1 unless given. */
  readonly seed?: number;
  /**
   * How many schedules to run at the most; what the strategy is usually given unless given. Ten that go on
   * from where others once stood, as those of `exhaustiveStates()` do, count for one.
   */
  readonly schedules?: number;
  /** How many decisions a schedule takes at the most; {@link DEFAULT_STEPS} unless given. */
  readonly steps?: number;
  /** How long a schedule waits for promises, in milliseconds of the host's time; {@link DEFAULT_PATIENCE} unless given. */
  readonly patience?: number;
  /**
   * When a timer may fire: `in-turn`, in due order when nothing else is left, unless given; `late`, also while
   * envelopes wait, as on a loaded machine.
   */
  readonly timers?: 'in-turn' | 'late';
  /** What may go wrong, each a decision among the others; nothing unless given. */
  readonly faults?: FaultPlans;
  /** Whether to go on behind the first failing schedule, so as to count them. */
  readonly keepGoing?: boolean;
  /** Whether to count which states, transitions and orders of events came about; slows it down. */
  readonly coverage?: boolean;
  /** How many of the schedules to run twice more, to see whether the system does the same; none unless given. */
  readonly audit?: number;
  /**
   * On how many threads to run schedules. The report is the same for every number; `urw` and `pct` then learn anew
   * in each hundred schedules. More than one takes a factory from {@link factoryFrom}, and properties that are
   * functions or machines from its module. `random`, `urw` and `pct` run in parallel, others on one thread.
   */
  readonly threads?: number;
  /** Whether to look for the simplest schedule that fails in the same way; true unless given. */
  readonly shrink?: boolean;

  readonly invariants?: readonly Invariant[];
  readonly monitors?: readonly (Monitor | AnyStateMachine)[];
  /** Whether a run that comes to rest with a root that is not done is a failure: a deadlock. */
  readonly mustFinish?: boolean;
  /** Whether an event that a machine's state does not take is a failure. */
  readonly noUnhandledEvents?: boolean | UnhandledEventsOptions;
  /** Which actors may not end in an error; `root` unless given. */
  readonly noErrors?: 'root' | 'all' | 'none';
  /** Whether an event whose receiver has ended is a failure. */
  readonly noDeadLetters?: boolean;
  /** Properties of your own making. */
  readonly properties?: readonly Property[];
}

/** How many decisions a schedule takes at the most unless told otherwise. */
export const DEFAULT_STEPS = 10_000;
/** How long a schedule waits for promises unless told otherwise, in milliseconds of the host's time. */
export const DEFAULT_PATIENCE = 1000;

/** Throws an {@link ExploreOptionError} for options that make no sense. */
export function checkExploreOptions(options: ExploreOptions): void {
  checkCount('schedules', options.schedules, 1);
  checkCount('steps', options.steps, 1);
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
}

/** Throws unless a count is left out, infinite, or an integer that is `least` or more. */
export function checkCount(option: string, count: number | undefined, least: number): void {
  if (count === undefined || count === Number.POSITIVE_INFINITY) {
    return;
  }
  if (!Number.isSafeInteger(count) || count < least) {
    throw new ExploreOptionError(option, `takes an integer, ${least} or more; got ${count}`);
  }
}
