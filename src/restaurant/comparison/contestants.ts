import { createCooperativeScheduler } from '../../scheduler/cooperative-scheduler.js';
import { createWorkersScheduler } from '../../scheduler/workers/workers-scheduler.js';
import type { Places } from '../../scheduler/workers/placement.js';
import type { Contestant } from './compare-schedulers.js';

/** The two schedulers: all on one thread, and the staff spread over several. */
export function contestants(threads: number, staff: readonly string[]): readonly Contestant[] {
  const module = new URL('../../../machines/restaurant.js', import.meta.url).href;
  const modules = { restaurant: { module, export: 'restaurant' } };
  // Whoever computes keeps all on the same thread waiting; the kitchen has to answer meanwhile.
  const place: Places = {
    kitchen: 'coordinator',
    ...Object.fromEntries(staff.map((name, index) => [name, index % threads])),
  };
  return [
    { name: 'cooperative', threads: 1, createScheduler: () => createCooperativeScheduler() },
    {
      name: 'workers',
      threads,
      createScheduler: () => createWorkersScheduler({ threads, modules, place }),
    },
  ];
}
