/**
 * What went wrong with a clock:
 *
 * - `ERR_CLOCK_RANGE`: a time, duration or factor that is no use, such as `NaN` or a time gone by
 * - `ERR_CLOCK_LIMIT`: a flush that reached its limit with work still pending
 * - `ERR_CLOCK_REENTRY`: work that drives the clock which runs it
 * - `ERR_CLOCK_BLOCK`: a clock that cannot stand still
 * - `ERR_CLOCK_NAME`: a text that names no clock
 */
export type ClockErrorCode =
  | 'ERR_CLOCK_RANGE'
  | 'ERR_CLOCK_LIMIT'
  | 'ERR_CLOCK_REENTRY'
  | 'ERR_CLOCK_BLOCK'
  | 'ERR_CLOCK_NAME';

/** The error of every clock: `code` tells which, the message says what was wrong and what to do next. */
export class ClockError extends Error {
  override readonly name = 'ClockError';

  constructor(
    readonly code: ClockErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Returns `ms` if it is a duration: a finite number of milliseconds, 0 or more.
 *
 * @param what names the value in the message, as in `block(ms)`
 * @throws ClockError `ERR_CLOCK_RANGE` if it is not
 */
export function checkDuration(what: string, ms: number): number {
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new ClockError(
    'ERR_CLOCK_RANGE',
    `${what} takes a finite number of milliseconds, 0 or more; got ${ms}`,
  );
}
