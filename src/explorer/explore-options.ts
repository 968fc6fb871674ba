import type { AnyStateMachine } from 'xstate';
import type { Machines } from '../system/machines.js';
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
  /** After how many decisions, over all schedules together, no other schedule is begun; never unless given. */
  readonly decisions?: number;
  /**
   * How long a schedule waits for promises, in milliseconds of the host's time; {@link DEFAULT_PATIENCE} unless given.
   * A promise that has outlasted it in one schedule is hardly waited for in the next.
   */
  readonly patience?: number;
  /**
   * When a timer may fire: `in-turn`, in due order when nothing else is left, unless given; `late`, also while
   * envelopes wait, as on a loaded machine.
   */
  readonly timers?: 'in-turn' | 'late';
  /** How machines take their transitions; `compiled` unless given. What comes of it is the same, but for the speed. */
  readonly machines?: Machines;
  /** What may go wrong, each a decision among the others; nothing unless given. */
  readonly faults?: FaultPlans;
  /** Whether to go on behind the first failing schedule, so as to count them. */
  readonly keepGoing?: boolean;
  /** Told now and then how far the exploration has come; what it throws ends the exploration. */
  readonly onProgress?: (progress: ExploreProgress) => void;
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
  /** Whether to look for the simplest schedule that fails in the same way; true unless given, or for a replay. */
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

/** How far an exploration has come. */
export interface ExploreProgress {
  /** How many schedules were run, those included that were cut short. */
  readonly schedules: number;
  /** How much of the budget is spent, of schedules or of decisions, whichever ends first: from 0 to 1. */
  readonly spent: number;
  /** Whether one has failed, and a simpler one is looked for. */
  readonly isShrinking: boolean;
}

/** How much of its budget an exploration has spent that has taken so many schedules and decisions. */
export function spentBudget(
  taken: { readonly runs: number; readonly decisions: number },
  {
    schedules,
    decisions = Number.POSITIVE_INFINITY,
  }: { readonly schedules: number; readonly decisions?: number },
): number {
  return Math.min(1, Math.max(taken.runs / schedules, taken.decisions / decisions));
}

/** How many decisions a schedule takes at the most unless told otherwise. */
export const DEFAULT_STEPS = 10_000;
/** How long a schedule waits for promises unless told otherwise, in milliseconds of the host's time. */
export const DEFAULT_PATIENCE = 1000;
