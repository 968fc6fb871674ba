import type { Step } from '../system/step.js';
import type { Choice } from './choice.js';

/** Decides in which order an exploration takes what is enabled. */
export interface Strategy {
  /** Its name in reports, with its parameters: `pct(3)`. */
  readonly name: string;
  /** Begins an exploration of one system. */
  begin(options: StrategyOptions): Exploration;
}

export interface StrategyOptions {
  /** Decides whatever the strategy leaves to chance. */
  readonly seed: number;
  /** How many schedules may be run. */
  readonly schedules: number;
  /** How many decisions a schedule may take. */
  readonly steps: number;
}

/** One strategy at work on one system: a sequence of schedules. */
export interface Exploration {
  /** The next schedule's picker; `undefined` when there is none that would show anything new. */
  next(): Picker | undefined;
  /** Whether, when `next` returns `undefined`, every schedule that matters has been run. */
  readonly isComplete: boolean;
}

/** Takes the decisions of one schedule. */
export interface Picker {
  /**
   * The index of the choice to take; `undefined` cuts the schedule short, because whatever comes of it has been
   * seen. `choices` is never empty, and is in canonical order: envelopes as they were posted, then the timer.
   */
  pick(choices: readonly Choice[]): number | undefined;
  /** Told after each decision what it led to, the start of the system (step 0) included. */
  taken?(step: Step): void;
  /** Told when the schedule has ended, for whatever reason. */
  ended?(): void;
}
