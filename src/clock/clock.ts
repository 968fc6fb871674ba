import type { SchedulerLike } from 'rxjs';

/** What drives a clock's time: pending work, the host, the host sped up or slowed down, or some RxJS scheduler. */
export type ClockKind = 'virtual' | 'real' | 'scaled' | 'rxjs';

/**
 * An RxJS scheduler whose time, in milliseconds, a run reads and waits by.
 *
 * Every clock keeps these promises: work whose delay is 0, negative or `NaN` is due at once, and never
 * runs before `schedule` has returned; work with a delay of `Infinity` never runs; work runs in the order
 * in which it falls due, ties in the order in which they were set; `now()` never goes back and is never
 * less than the due time of the work that runs. (A clock of kind `'rxjs'` keeps what its scheduler keeps.)
 */
export interface Clock extends SchedulerLike {
  readonly kind: ClockKind;

  /** How many milliseconds of this clock's time `block` has taken so far. */
  readonly blocked: number;

  /**
   * Stands still: keeps the whole thread busy for `ms` milliseconds of this clock's time, and nothing else
   * happens meanwhile. What falls due in that time runs later.
   *
   * @throws ClockError `ERR_CLOCK_RANGE` unless `ms` is a finite number, 0 or more; `ERR_CLOCK_BLOCK` if
   * the clock's time cannot be moved like this.
   */
  block(ms: number): void;
}
