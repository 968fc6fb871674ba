import { checkNames, checkSwitch } from '../option-checks.js';
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
 *
 * @throws ExploreOptionError for an option that is none
 */
export function exhaustive(options: ExhaustiveOptions = {}): Strategy {
  checkNames('exhaustive', options, ['reduction']);
  const { reduction = true } = options;
  checkSwitch('exhaustive: reduction', reduction);
  return {
    name: reduction ? 'exhaustive' : 'exhaustive(unreduced)',
    usualSchedules: 100_000,
    begin: (begun) => new ScheduleTree(begun, reduction),
  };
}
