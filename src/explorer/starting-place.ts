import type { Step } from '../system/step.js';
import type { ExploreOptions } from './explore-options.js';
import type { ExploredSystem } from './explored-system.js';
import { Place } from './place.js';
import { runAnew, type ScheduleOptions, type ScheduleResult, type StartKeeper } from './schedule-run.js';
import type { SubjectFactory } from './subject.js';

/** How many schedules are run again with new systems before the others are believed, at the most. */
const CHECKS = 20;

/** Where the schedules of an exploration may begin; `undefined` where they are to be audited, and each is by itself. */
export function startingPlaceFor({ audit = 0 }: ExploreOptions): StartingPlace | undefined {
  return audit === 0 ? new StartingPlace() : undefined;
}

/** A schedule that began here, to be held against one with a new system. */
interface Ran {
  readonly result: ScheduleResult;
  /** The key of the state that it ended in. */
  readonly state: string;
}

/**
 * One system of an exploration as it is once it has started. Schedules begin there, instead of each with a system of
 * its own, whose actors take longer to make than to run.
 *
 * That is right only where snapshots are all that the actors remember. So in the end a sample of the schedules is run
 * again, each with a new system: see {@link holds}.
 */
export class StartingPlace implements StartKeeper {
  #place: Place | undefined;
  #text = '';
  #isTaken = false;
  /** Every so many schedules, evenly over all that there were. */
  readonly #sample: Ran[] = [];
  #stride = 1;
  #schedules = 0;

  /** Where the next schedule may begin; `undefined` where it takes a new system. */
  get place(): Place | undefined {
    return this.#place?.isLost === true ? undefined : this.#place;
  }

  /** Keeps the first system that it is shown, which has just started, unless that cannot be put back. */
  keep(explored: ExploredSystem, start: Step): void {
    if (this.#isTaken) {
      return;
    }
    this.#isTaken = true;
    const memento = explored.save();
    if (memento !== undefined) {
      this.#place = new Place(explored, memento, [], [], start);
      this.#text = explored.stateText();
    }
  }

  /** Told of a schedule that began here, while the system is as the schedule left it. */
  ran(result: ScheduleResult): void {
    const place = this.place;
    if (place === undefined || this.#schedules++ % this.#stride !== 0) {
      return;
    }
    this.#sample.push({ result, state: place.explored.stateKey() });
    if (this.#sample.length === 2 * CHECKS) {
      this.#stride *= 2;
      this.#sample.splice(0, this.#sample.length, ...this.#sample.filter((_, index) => index % 2 === 0));
    }
  }

  /**
   * Whether the schedules that began here did what they would have done with systems of their own: the start is what
   * it was, and those of a sample take the same decisions out of as many choices, and end in the same state.
   */
  async holds(factory: SubjectFactory, options: ScheduleOptions): Promise<boolean> {
    const place = this.#place;
    if (place === undefined) {
      return true;
    }
    if (place.explored.hasStrayed) {
      return false;
    }
    if (!place.isLost) {
      place.comeBack();
      if (place.explored.unrememberedStateText() !== this.#text) {
        return false;
      }
    }
    const share = Math.ceil(this.#sample.length / Math.min(CHECKS, Math.ceil(this.#schedules / 10)));
    for (const { result, state } of this.#sample.filter((_, index) => index % share === 0)) {
      const { texts } = place.explored;
      const anew = await runAnew(factory, result.decisions, { ...options, texts });
      if (!isSame(result, anew.result) || anew.state !== state) {
        return false;
      }
    }
    return true;
  }
}

function isSame(one: ScheduleResult, other: ScheduleResult): boolean {
  return (
    one.end === other.end &&
    one.failure?.property === other.failure?.property &&
    one.decisions.length === other.decisions.length &&
    one.choices.every((count, index) => count === other.choices[index])
  );
}
