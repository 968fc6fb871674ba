import { animationFrameScheduler, asapScheduler, asyncScheduler, queueScheduler } from 'rxjs';
import type { SchedulerLike, Subscription } from 'rxjs';
import type { Work } from './clock-action.js';
import { checkDuration, ClockError } from './clock-error.js';
import type { Clock } from './clock.js';
import { blockThread } from './host-timers.js';

/**
 * Makes a clock of kind `'rxjs'` of any RxJS scheduler, with that scheduler's time and order.
 *
 * `block` blocks the thread if the scheduler is one of RxJS's own that go by the wall clock (`asyncScheduler`,
 * `asapScheduler`, `queueScheduler`, `animationFrameScheduler`). For all others it throws `ERR_CLOCK_BLOCK`: a
 * `VirtualTimeScheduler` sets its frame to each action's due time, so that it would take back what `block` added.
 *
 * @example
 * import { asapScheduler } from 'rxjs';
 *
 * const clock = fromRxScheduler(asapScheduler);
 * clock.schedule(() => console.log('as soon as possible'));
 */
export function fromRxScheduler(scheduler: SchedulerLike): Clock {
  return new RxClock(scheduler);
}

class RxClock implements Clock {
  readonly kind = 'rxjs';
  blocked = 0;
  readonly #scheduler: SchedulerLike;

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  now(): number {
    return this.#scheduler.now();
  }

  schedule<T>(work: Work<T>, delay?: number, state?: T): Subscription {
    return this.#scheduler.schedule(work, delay, state);
  }

  block(ms: number): void {
    checkDuration('block(ms)', ms);
    if (!wallClockSchedulers.has(this.#scheduler)) {
      const problem = `a clock made of a ${this.#scheduler.constructor.name} cannot block`;
      throw new ClockError(
        'ERR_CLOCK_BLOCK',
        `${problem}: use createVirtualClock(), or schedule what comes ${ms} ms later`,
      );
    }
    blockThread(ms);
    this.blocked += ms;
  }
}

const wallClockSchedulers: ReadonlySet<SchedulerLike> = new Set([
  asyncScheduler,
  asapScheduler,
  queueScheduler,
  animationFrameScheduler,
]);
