import type { Step } from '../system/step.js';
import type { Choice } from './choice.js';
import type { Place } from './place.js';

/** Decides in which order an exploration takes what is enabled. */
export interface Strategy {
  /** Its name in reports, with its parameters: `pct(3)`. */
  readonly name: string;
  /** How many schedules it is given where the caller sets no budget. */
  readonly usualSchedules: number;
  /** Whether its schedules were chosen by the caller, who wants to see them as they are and not shrunk. */
  readonly isAsGiven?: boolean;
  /** How another thread makes it, where its schedules may be run in parts; see {@link Sampler}. */
  readonly sampler?: Sampler;
  /** Begins an exploration of one system. */
  begin(options: StrategyOptions): Exploration;
}

/**
 * A strategy as plain data, whose schedules hang on the seed and their number, and on no schedule before the first
 * of their part.
 */
export type Sampler =
  | { readonly kind: 'random' }
  | { readonly kind: 'urw' }
  | { readonly kind: 'pct'; readonly depth: number };

export interface StrategyOptions {
  /** Decides whatever the strategy leaves to chance. */
  readonly seed: number;
  /** How many schedules may be run; ten that begin at a {@link Place} count for one. */
  readonly schedules: number;
  /** The number of the first schedule, for a part that a {@link Sampler} runs; 0 unless given. */
  readonly first?: number;
  /** How many decisions a schedule may take. */
  readonly steps: number;
  /** Whether timers may fire while envelopes wait. */
  readonly lateTimers: boolean;
  /** The names of the properties which look at a step from outside of its actor, so that its place matters to them. */
  readonly onlookers: (step: Step) => readonly string[];
}

/** One strategy at work on one system: a sequence of schedules. */
export interface Exploration {
  /**
   * The next schedule's picker; `undefined` when there is none that would show anything new.
   *
   * @param spent - how much of the budget is spent, in schedules
   */
  next(spent: number): Picker | undefined;
  /** Whether, when `next` returns `undefined`, every schedule that matters has been run. */
  readonly isComplete: boolean;
  /** How many distinct states were seen, where the strategy tells states apart. */
  readonly states?: number | undefined;
  /** What to know of it, in sentences; nothing unless given. */
  readonly warnings?: readonly string[];
}

/** Takes the decisions of one schedule. */
export interface Picker {
  /** Where the schedule begins; at the start of the system unless given. It must not be lost. */
  readonly from?: Place | undefined;
  /** Whether it only makes sure of what another schedule has shown, and is to be counted nowhere but in the budget. */
  readonly isRepeat?: boolean;
  /** Whether it must not begin with a system that another schedule has used. */
  readonly needsNewSystem?: boolean;
  /**
   * The index of the choice to take; `undefined` cuts the schedule short, because whatever comes of it has been
   * seen. `choices` is never empty, and is in canonical order: envelopes as they were posted, then the timer,
   * then the faults.
   */
  pick(choices: readonly Choice[], situation: Situation): number | undefined;
  /** Told after each decision what it led to, the start of the system (step 0) included. */
  taken?(step: Step): void;
  /** Told when the schedule has ended, for whatever reason but that this picker cut it short. */
  ended?(situation: Situation): void;
}

/** Where a schedule stands. */
export interface Situation {
  /** How many decisions were taken behind the start. */
  readonly depth: number;
  /** The time of the run, in milliseconds, before the decision. */
  readonly time: number;
  /** The whole state of the system and of what watches it: a `SystemState` as canonical JSON. */
  stateText(): string;
  /** A short text that stands for it, in this exploration: the same for the same state, and for no other. */
  stateKey(): string;
  /**
   * What of the state is not in its text, as a sentence names it: `shop.context.box (an instance of Box)`; `undefined`
   * where everything is.
   */
  unseen(): string | undefined;
  /**
   * Keeps this place, for another schedule to begin at; `undefined` where the system, or a property that watches it,
   * cannot be put back.
   */
  save(): Place | undefined;
}
