import { createActor } from 'xstate';
import type { VirtualClock } from '../../src/clock/virtual-clock.js';
import { bank } from './bank.js';
import type { Customers, Result } from './customers.js';

/**
 * Runs the bank by XState's interpreter and its own system. The clock is a heap: XState's `SimulatedClock` sorts all
 * timers each time, and does not fire each that is due when it is set to its time.
 */
export function runByXState(customers: Customers, clock: VirtualClock, logic: typeof bank = bank): Result {
  const actor = createActor(logic, {
    input: { clock, customers },
    clock: {
      setTimeout: (work, delay) => clock.schedule(work, delay),
      clearTimeout: (timer: { unsubscribe(): void } | undefined) => timer?.unsubscribe(),
    },
  });
  actor.start();
  clock.flush();
  const { output } = actor.getSnapshot();
  if (output === undefined) {
    throw new Error('the bank has not closed');
  }
  return output;
}
