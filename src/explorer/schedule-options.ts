import { DEFAULT_PATIENCE, DEFAULT_STEPS, type ExploreOptions } from './explore-options.js';
import { propertiesOf } from './properties.js';
import { TextNumbers } from './text-numbers.js';
import type { ScheduleOptions } from './schedule-run.js';

/** How each schedule of an exploration is run; those that share these options share what they learn of promises. */
export function scheduleOptionsOf(options: ExploreOptions): ScheduleOptions {
  const { steps = DEFAULT_STEPS, patience = DEFAULT_PATIENCE, faults = {}, timers } = options;
  const { machines = 'compiled' } = options;
  return {
    steps,
    patience,
    outlasted: new Set(),
    texts: new TextNumbers(),
    faults,
    machines,
    lateTimers: timers === 'late',
    properties: propertiesOf(options),
  };
}
