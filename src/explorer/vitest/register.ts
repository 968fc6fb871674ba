import { expect } from 'vitest';
import type { CoverageDemand } from '../coverage/demand-coverage.js';
import type { TellOptions } from '../report/explored-text.js';
import type { SystemView } from '../system-view.js';
import { type CoverOptions, toCover } from './to-cover.js';
import { toHold } from './to-hold.js';
import { type ReachOptions, toReach } from './to-reach.js';

declare module 'vitest' {
  // Vitest's own parameter, which has to be repeated for the two declarations to be one.
  interface Matchers<T> {
    /**
     * Explores the system and expects every property to hold: `await expect(() => ({ machine })).toHold()`.
     *
     * @param options - those of `check`
     */
    toHold(options?: TellOptions): Promise<void>;
    /**
     * Explores the system and expects some schedule to come to a state of which the predicate is true.
     *
     * @param options - how to explore
     */
    toReach(predicate: (system: SystemView) => boolean, options?: ReachOptions): Promise<void>;
    /**
     * Explores the system and expects so much of each machine to come about: `toCover({ states: 1 })`.
     *
     * @param demand - fractions from 0 to 1
     * @param options - how to explore
     */
    toCover(demand: CoverageDemand, options?: CoverOptions): Promise<void>;
  }
}

expect.extend({
  toHold(received: unknown, options?: TellOptions) {
    return toHold(this.isNot, received, options);
  },
  toReach(received: unknown, predicate: (system: SystemView) => boolean, options?: ReachOptions) {
    return toReach(this.isNot, received, predicate, options);
  },
  toCover(received: unknown, demand: CoverageDemand, options?: CoverOptions) {
    return toCover(this.isNot, received, demand, options);
  },
});
