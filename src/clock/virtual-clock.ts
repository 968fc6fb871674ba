import type { Subscription } from 'rxjs';
import { ClockAction } from './clock-action.js';
import type { DueAction, Timeline, Work } from './clock-action.js';
import { checkDuration, ClockError } from './clock-error.js';
import type { Clock } from './clock.js';
import { DueHeap } from './due-heap.js';

/** How far a virtual clock may be driven. */
export interface DriveOptions {
  /** The most actions to run before giving up with `ERR_CLOCK_LIMIT`; without it there is no limit. */
  readonly limit?: number;
}

/**
 * A clock that stands still until it is driven, and then jumps from one due time to the next.
 *
 * While work runs, `now()` is exactly the time at which it was due (or later, if `block` has moved the clock
 * past it). Work that work schedules takes its turn in the same drive. If work throws, its action is
 * cancelled, the error goes to whoever drives the clock, and the clock can be driven on.
 *
 * Every way of driving throws `ERR_CLOCK_REENTRY` when work that this clock runs calls it.
 */
export interface VirtualClock extends Clock {
  readonly kind: 'virtual';

  /** How many actions wait for their time. */
  readonly pending: number;

  /** When the earliest of them is due, in milliseconds; undefined if none waits. */
  readonly nextDue: number | undefined;

  /** Runs the one action that is due first, and moves the time there; false if there is none. */
  advance(): boolean;

  /**
   * Runs everything that is due up to and including `time`, after which `now()` is `time`, unless work has
   * blocked for longer. Returns how many actions ran.
   *
   * @throws ClockError `ERR_CLOCK_RANGE` if `time` is not finite or has gone by; `ERR_CLOCK_LIMIT`
   */
  advanceTo(time: number, options?: DriveOptions): number;

  /**
   * The same as `advanceTo(now() + ms)`.
   *
   * @throws ClockError `ERR_CLOCK_RANGE` if `ms` is not a finite number, 0 or more; `ERR_CLOCK_LIMIT`
   */
  advanceBy(ms: number, options?: DriveOptions): number;

  /**
   * Runs until nothing is left, and returns how many actions ran. An interval without end never stops: give a limit.
   *
   * @throws ClockError `ERR_CLOCK_LIMIT` when `limit` actions have run and more wait
   */
  flush(options?: DriveOptions): number;

  /**
   * Shows another time, earlier or later, and forgets what is pending: the one way in which a clock goes back, for
   * who puts all back that goes by it.
   *
   * @throws ClockError `ERR_CLOCK_RANGE` if `time` is not finite
   */
  reset(time: number): void;
}

/**
 * Creates a clock of kind `'virtual'`, whose time passes only as it is driven.
 *
 * @param options.start the time, in milliseconds, that the clock shows at first
 * @throws ClockError `ERR_CLOCK_RANGE` if `start` is not finite
 *
 * @example
 * import { interval, take } from 'rxjs';
 *
 * const clock = createVirtualClock();
 * interval(10, clock).pipe(take(3)).subscribe((n) => console.log(clock.now(), n));
 * clock.flush(); // 10 0, 20 1, 30 2
 */
export function createVirtualClock({ start = 0 }: { readonly start?: number } = {}): VirtualClock {
  return new HeapClock(checkTime('a clock starts at', start));
}

/** Whether a clock's time passes only as it is driven. */
export function isVirtualClock(clock: Clock): clock is VirtualClock {
  return clock.kind === 'virtual';
}

class HeapClock implements VirtualClock, Timeline {
  readonly kind = 'virtual';
  blocked = 0;
  readonly #waiting = new DueHeap<DueAction>();
  #now: number;
  #running = false;

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  get pending(): number {
    return this.#waiting.size;
  }

  get nextDue(): number | undefined {
    return this.#waiting.nextDue;
  }

  schedule<T>(work: Work<T>, delay = 0, state?: T): Subscription {
    const action = new ClockAction(this, work, state);
    this.place(action, delay);
    return action;
  }

  place(action: DueAction, delay: number): void {
    if (delay === Infinity) return;
    this.#waiting.push(action, delay > 0 ? this.#now + delay : this.#now);
  }

  withdraw(action: DueAction): void {
    this.#waiting.remove(action);
  }

  block(ms: number): void {
    this.#now += checkDuration('block(ms)', ms);
    this.blocked += ms;
  }

  advance(): boolean {
    this.#enter();
    try {
      return this.#runNext(Infinity);
    } finally {
      this.#running = false;
    }
  }

  advanceTo(time: number, options: DriveOptions = {}): number {
    if (!Number.isFinite(time) || time < this.#now) {
      const problem = `cannot advance to ${time} ms`;
      throw new ClockError(
        'ERR_CLOCK_RANGE',
        `${problem}: give a finite time that is not before now, ${this.#now} ms`,
      );
    }
    const count = this.#runUntil(time, options);
    this.#now = Math.max(this.#now, time);
    return count;
  }

  advanceBy(ms: number, options?: DriveOptions): number {
    return this.advanceTo(this.#now + checkDuration('advanceBy(ms)', ms), options);
  }

  flush(options: DriveOptions = {}): number {
    return this.#runUntil(Infinity, options);
  }

  reset(time: number): void {
    this.#now = checkTime('a clock is reset to', time);
    if (this.#waiting.size > 0) {
      this.#waiting.clear();
    }
  }

  #runUntil(time: number, { limit = Infinity }: DriveOptions): number {
    this.#enter();
    try {
      let count = 0;
      while (count < limit && this.#runNext(time)) count++;
      const next = this.#waiting.nextDue;
      if (count >= limit && next !== undefined && next <= time) throw this.#limitError(limit, next);
      return count;
    } finally {
      this.#running = false;
    }
  }

  /** Runs the earliest action if it is due at `time` or before. Time does not go back for one that is late. */
  #runNext(time: number): boolean {
    const due = this.#waiting.nextDue;
    if (due === undefined || due > time) return false;
    const action = this.#waiting.pop();
    if (due > this.#now) this.#now = due;
    action?.execute();
    return true;
  }

  #enter(): void {
    if (this.#running) {
      const situation = `the clock is already running the work that is due at ${this.#now} ms`;
      throw new ClockError(
        'ERR_CLOCK_REENTRY',
        `${situation}: let that work schedule more, and drive the clock from outside`,
      );
    }
    this.#running = true;
  }

  #limitError(limit: number, next: number): ClockError {
    const situation = `after ${limit} actions the clock, at ${this.#now} ms, still has ${this.pending} pending, the next due at ${next} ms`;
    return new ClockError(
      'ERR_CLOCK_LIMIT',
      `${situation}: unsubscribe from what never ends, use advanceTo(time), or raise the limit`,
    );
  }
}

function checkTime(what: string, time: number): number {
  if (!Number.isFinite(time)) {
    throw new ClockError('ERR_CLOCK_RANGE', `${what} a finite number of milliseconds; got ${time}`);
  }
  return time;
}
