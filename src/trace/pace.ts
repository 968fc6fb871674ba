import type { Clock } from '../clock/clock.js';
import { nextMacrotask } from '../clock/host-timers.js';
import { isVirtualClock } from '../clock/virtual-clock.js';

/** So many steps are taken before the host's other work gets its turn. */
const STEPS_A_TURN = 64;

/**
 * Lets a replay go as fast as a clock does; on a virtual clock as fast as it can, with turns for the host's other work.
 *
 * @returns what waits until the clock has come to a time of the run, in milliseconds
 */
export function paceBy(clock: Clock): (time: number) => Promise<void> | undefined {
  const origin = clock.now();
  let steps = 0;
  return (time) => {
    const wait = isVirtualClock(clock) ? 0 : time - (clock.now() - origin);
    if (wait > 0) {
      return new Promise((resolve) => {
        clock.schedule(() => resolve(), wait);
      });
    }
    return ++steps % STEPS_A_TURN === 0 ? nextMacrotask() : undefined;
  };
}
