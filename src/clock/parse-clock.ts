import { ClockError } from './clock-error.js';
import type { Clock } from './clock.js';
import { createRealClock } from './real-clock.js';
import { createScaledClock } from './scaled-clock.js';
import { createVirtualClock } from './virtual-clock.js';

/**
 * Reads a clock's name and returns what creates that clock: `virtual`, `real`, or a speed such as `60x` or `0.5x`.
 *
 * @throws ClockError `ERR_CLOCK_NAME`, whose message is for the person who typed the text
 *
 * @example
 * const createClock = parseClock('60x');
 * const clock = createClock(); // its time starts here
 */
export function parseClock(text: string): () => Clock {
  if (text === 'virtual') return () => createVirtualClock();
  if (text === 'real') return () => createRealClock();
  const factor = speed.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (factor > 0 && factor < Infinity) return () => createScaledClock(factor);
  throw new ClockError(
    'ERR_CLOCK_NAME',
    `${JSON.stringify(text)} is no clock: use virtual, real, or a speed more than 0 such as 60x or 0.5x`,
  );
}

const speed = /^\d+(\.\d+)?x$/;
