import type { ControlledSystem } from '../system/controlled-system.js';
import { CooperativeRun } from './cooperative-run.js';
import type { Scheduler } from './scheduler.js';
import { createSelector, type Order, type Selector } from './selector.js';

export interface CooperativeOptions {
  /** `fifo` unless given. */
  readonly order?: Order;
}

/**
 * Runs all actors on the calling thread, one decision at a time.
 *
 * On a virtual clock decisions follow each other without a pause; on any other clock each decision is a
 * work item of its own on the clock, so that the host's other work comes in between.
 */
export function createCooperativeScheduler({ order = 'fifo' }: CooperativeOptions = {}): Scheduler {
  const selectors = new WeakMap<ControlledSystem, Selector>();
  return {
    name: 'cooperative',
    settings: { order },
    run(system, options) {
      const selector = selectors.get(system) ?? createSelector(order, options.seed);
      selectors.set(system, selector);
      return new CooperativeRun(system, selector, options).run();
    },
  };
}
