import { createRandom } from '../random/random.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Decision } from '../system/decision.js';

/** Picks the next decision of a system out of those enabled; `undefined` when none is. */
export type Selector = (system: ControlledSystem) => Decision | undefined;

/** The order in which a scheduler takes what is enabled. */
export type Order = 'fifo' | 'random';

/** Takes the envelope that has waited longest, and a due timer when no envelope waits. */
export const selectOldest: Selector = (system) => system.next();

/** Takes any of the enabled decisions, each with the same probability, by a seeded generator. */
export function createRandomSelector(seed: number): Selector {
  const random = createRandom(seed, 'interleave');
  return (system) => {
    const enabled = system.enabled();
    return enabled.length < 2 ? enabled[0] : enabled[random.integer(enabled.length)];
  };
}

/** The selector of an order. */
export function createSelector(order: Order, seed: number): Selector {
  return order === 'random' ? createRandomSelector(seed) : selectOldest;
}
