import type { Clock } from './clock.js';
import { HostClock } from './host-clock.js';

/**
 * Creates a clock of kind `'real'`: milliseconds since its creation, on the host's monotonic clock.
 *
 * Work that is due at once runs in a microtask turn of its own; later work by the host's timers, never early.
 * Waiting work keeps the process alive. `block` blocks the thread.
 *
 * @example
 * const clock = createRealClock();
 * clock.schedule(() => console.log('second'), 5);
 * clock.schedule(() => console.log('first'));
 */
export function createRealClock(): Clock {
  return new HostClock('real', 1);
}
