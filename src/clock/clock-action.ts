import { Subscription } from 'rxjs';
import type { SchedulerAction } from 'rxjs';
import type { DueEntry } from './due-heap.js';

/** Work that waits for its time; a clock sees it without knowing the type of its state. */
export interface DueAction extends DueEntry {
  /** Runs the work once; if it throws, the action is cancelled and the error goes on to the caller. */
  execute(): void;
}

/** The part of a clock that an action calls: it decides when, the action knows what. */
export interface Timeline {
  /** Lets the action run once, when `delay` milliseconds have passed. It must not be waiting already. */
  place(action: DueAction, delay: number): void;
  /** Lets the action not run after all; nothing happens if it is not waiting. */
  withdraw(action: DueAction): void;
}

/** The work that an RxJS scheduler is given: `this` is the action, so that it can schedule itself again. */
export type Work<T> = (this: SchedulerAction<T>, state?: T) => void;

/**
 * Scheduled work as RxJS knows it: a `Subscription` that cancels it, and `schedule`, with which it runs again.
 *
 * As with RxJS's own actions, `schedule` on an action that is waiting moves it, an action that has run stays
 * open and may be scheduled again, and a cancelled one never runs again.
 */
export class ClockAction<T> extends Subscription implements SchedulerAction<T>, DueAction {
  position = -1;
  readonly #timeline: Timeline;
  #work: Work<T> | undefined;
  #state: T | undefined;

  constructor(timeline: Timeline, work: Work<T>, state: T | undefined) {
    super();
    this.#timeline = timeline;
    this.#work = work;
    this.#state = state;
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#timeline.withdraw(this);
    this.#state = state;
    this.#timeline.place(this, delay);
    return this;
  }

  execute(): void {
    const work = this.#work;
    if (work === undefined) return;
    try {
      work.call(this, this.#state);
    } catch (error) {
      this.unsubscribe();
      throw error;
    }
  }

  override unsubscribe(): void {
    if (this.closed) return;
    this.#timeline.withdraw(this);
    this.#work = undefined;
    this.#state = undefined;
    super.unsubscribe();
  }
}
