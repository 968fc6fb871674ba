import type { Strategy } from '../strategy.js';
import { ScheduleTree } from './schedule-tree.js';

export interface ExhaustiveOptions {
  /** Whether to run only one of the schedules that differ in the order of independent steps; true unless given. */
  readonly reduction?: boolean;
}

/**
 * Runs every schedule that matters, depth-first, each from the start.
 *
 * What holds in those that a reduction leaves out: each actor goes through the same states in the same order, the
 * same events are delivered, and the system comes to the same rest. Properties that look at more than that say so
 * (`Property.looksAt`), and then nothing is left out that they could tell apart.
 */
export function exhaustive({ reduction = true }: ExhaustiveOptions = {}): Strategy {
  return {
    name: reduction ? 'exhaustive' : 'exhaustive(unreduced)',
    usualSchedules: 100_000,
    begin: (options) => new ScheduleTree(options, reduction),
  };
}
