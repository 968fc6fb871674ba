import { ClockError } from './clock-error.js';
import type { Clock } from './clock.js';
import { HostClock } from './host-clock.js';

/**
 * Creates a clock of kind `'scaled'`: a real clock on which `factor` milliseconds pass in each real one.
 *
 * @param factor how fast it goes: 60 makes a minute of a second, 0.5 two seconds of one
 * @throws ClockError `ERR_CLOCK_RANGE` unless `factor` is finite and more than 0
 *
 * @example
 * const clock = createScaledClock(60);
 * clock.schedule(() => console.log('a minute later, by this clock'), 60_000); // in a second
 */
export function createScaledClock(factor: number): Clock {
  if (!Number.isFinite(factor) || factor <= 0) {
    throw new ClockError(
      'ERR_CLOCK_RANGE',
      `a clock's factor is a finite number more than 0, such as 60; got ${factor}`,
    );
  }
  return new HostClock('scaled', factor);
}
