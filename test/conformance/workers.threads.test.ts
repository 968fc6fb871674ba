import { afterAll } from 'vitest';
import { createWorkersScheduler } from '../../src/scheduler/workers/workers-scheduler.js';
import type { Order } from '../../src/scheduler/selector.js';
import { describeAnySystem } from './describe-any-system.js';
import { describeScheduler } from './describe-scheduler.js';
import { moduleForThreads } from './module-for-threads.js';

const systems = moduleForThreads('./systems.ts');
const ids = [
  'library',
  'assembly',
  'crossing',
  'farewell',
  'relaunch',
  'office',
  'ring',
  'errands',
  'collapse',
];
/** Where the systems are found, by the ids of their roots. */
const modules = {
  ...Object.fromEntries(ids.map((id) => [id, { module: systems, export: id }])),
  timers: { module: systems, export: 'kitchenTimers' },
  troupe: { module: moduleForThreads('./troupe.ts'), export: 'troupe' },
};

const schedulers = new Map<string, ReturnType<typeof createWorkersScheduler>>();

/** One scheduler for all runs of its kind: to start threads takes longer than most of the runs. */
function schedulerOn(threads: number, order: Order, mode: 'lockstep' | 'free-running' = 'lockstep') {
  const name = `${threads} ${order} ${mode}`;
  const settings = { threads, order, modules, mode, watchdog: Number.POSITIVE_INFINITY } as const;
  const scheduler = schedulers.get(name) ?? createWorkersScheduler(settings);
  schedulers.set(name, scheduler);
  return scheduler;
}

afterAll(async () => {
  await Promise.all([...schedulers.values()].map((scheduler) => scheduler.close()));
});

for (const threads of [1, 2, 3]) {
  const name = `workers scheduler in lockstep on ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  describeScheduler(name, () => schedulerOn(threads, 'fifo'), { seeds: [1] });
  describeAnySystem(name, (order) => schedulerOn(threads, order));
}

for (const threads of [1, 2, 3]) {
  const name = `workers scheduler free-running on ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const free = () => schedulerOn(threads, 'fifo', 'free-running');
  describeScheduler(name, free, { seeds: [1], isFree: true });
}

describeScheduler('workers scheduler in random order', () => schedulerOn(2, 'random'), { seeds: [1, 2] });
