import { expect } from 'vitest';
import type { ExploreOptions } from '../explore-options.js';
import type { SystemView } from '../system-view.js';
import { toHold } from './to-hold.js';
import { type ReachOptions, toReach } from './to-reach.js';

declare module 'vitest' {
  // Vitest's own parameter, which has to be repeated for the two declarations to be one.
  interface Matchers<T> {
    /**
     * Explores the system and expects every property to hold: `await expect(() => ({ machine })).toHold()`.
     *
     * @param options - those of `explore`
     */
    toHold(options?: ExploreOptions): Promise<void>;
    /**
     * Explores the system and expects some schedule to come to a state of which the predicate is true.
     *
     * @param options - how to explore
     */
    toReach(predicate: (system: SystemView) => boolean, options?: ReachOptions): Promise<void>;
  }
}

expect.extend({
  toHold(received: unknown, options?: ExploreOptions) {
    return toHold(this.isNot, received, options);
  },
  toReach(received: unknown, predicate: (system: SystemView) => boolean, options?: ReachOptions) {
    return toReach(this.isNot, received, predicate, options);
  },
});
