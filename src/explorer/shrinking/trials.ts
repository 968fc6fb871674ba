import { hostNow, nextMacrotask } from '../../clock/host-timers.js';
import { runSchedule, type ScheduleOptions, type ScheduleResult } from '../schedule-run.js';
import type { Picker } from '../strategy.js';
import type { SubjectFactory } from '../subject.js';
import { type Complexity, isSimpler } from './complexity.js';
import { WishPicker } from './wish-picker.js';

/** A failing schedule, and what else could have been decided. */
export interface Trial {
  readonly result: ScheduleResult;
  readonly complexity: Complexity;
  /** What was enabled at each decision, by name. */
  readonly enabled: readonly (readonly string[])[];
}

/** Runs a system under lists of wishes, and keeps the simplest schedule that breaks one property. */
export class Trials {
  best: Trial | undefined;
  readonly #factory: SubjectFactory;
  readonly #property: string;
  readonly #options: ScheduleOptions;
  readonly #tried = new Set<string>();
  #runs = 0;
  #effort: number;

  /** @param effort - how many decisions may be carried out, and actors started at a run's begin */
  constructor(factory: SubjectFactory, property: string, options: ScheduleOptions, effort: number) {
    this.#factory = factory;
    this.#property = property;
    this.#options = options;
    this.#effort = effort;
  }

  /** How many decisions the best schedule has; where there is none, what no schedule may exceed. */
  get length(): number {
    return this.best?.complexity.decisions ?? this.#options.steps;
  }

  /** The decisions of the best schedule. */
  get decisions(): readonly string[] {
    return this.best?.result.decisions ?? [];
  }

  get lateTimers(): boolean {
    return this.#options.lateTimers;
  }

  /** What is left of the effort; below 0 where the last run took more. */
  get effort(): number {
    return this.#effort;
  }

  /** Whether another run may be made. */
  get hasEffort(): boolean {
    return this.#effort > 0;
  }

  /**
   * Whether a list of wishes leads to a failing schedule that is simpler than the best, which it then is.
   */
  async simplifies(wishes: readonly string[]): Promise<boolean> {
    const key = wishes.join('\n');
    if (this.#tried.has(key)) {
      return false;
    }
    this.#tried.add(key);
    const picker = new WishPicker(wishes);
    const result = await this.run(picker, this.length);
    const { complexity, enabled } = picker;
    if (
      !this.isFailure(result) ||
      (this.best !== undefined && !isSimpler(complexity, this.best.complexity))
    ) {
      return false;
    }
    this.best = { result, complexity, enabled };
    return true;
  }

  /** Runs one schedule, and cuts it short where it would take more than so many decisions. */
  async run(picker: Picker, most: number): Promise<ScheduleResult> {
    const { patience } = this.#options;
    const begun = hostNow();
    const result = await runSchedule(this.#factory, cutAfter(most, picker), this.#options);
    const hasWaitedInVain = patience > 0 && hostNow() - begun >= patience;
    this.#effort -= effortOf(result);
    this.#effort -= hasWaitedInVain ? patience * EFFORT_A_MILLISECOND : 0;
    if (++this.#runs % RUNS_A_TURN === 0) {
      await nextMacrotask();
    }
    return result;
  }

  /** Whether a schedule breaks the property. */
  isFailure({ failure }: ScheduleResult): boolean {
    return failure?.property === this.#property;
  }
}

/** What a run counts for: one that began where another once stood is put back there, and makes no actors. */
function effortOf({ starters, decisions, carriedOut }: ScheduleResult): number {
  return carriedOut < decisions.length ? carriedOut + 1 : starters.length + decisions.length;
}

/** The picker up to so many decisions. A step limit would not do: properties may take that for the end of a run. */
function cutAfter(most: number, picker: Picker): Picker {
  return {
    from: picker.from,
    pick: (choices, situation) => (situation.depth < most ? picker.pick(choices, situation) : undefined),
    ended: (situation) => picker.ended?.(situation),
  };
}

/** How many runs are made before the host's other work gets its turn. */
const RUNS_A_TURN = 64;
/** What a run counts for that waited until its patience ended, for each millisecond of it. */
const EFFORT_A_MILLISECOND = 4;
