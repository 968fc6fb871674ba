import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { createScaledClock } from '../../src/clock/scaled-clock.js';
import { reportText } from '../../src/restaurant/report-text.js';
import { scenarioModules } from '../../src/restaurant/scenario-logic.js';
import { scenarios } from '../../src/restaurant/scenarios.js';
import type { Scenario, ScenarioSettings } from '../../src/restaurant/scenario.js';
import { createService } from '../../src/restaurant/service.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import type { Scheduler } from '../../src/scheduler/scheduler.js';
import type { LostThread, Restart } from '../../src/scheduler/workers/lost-actors.js';
import {
  createWorkersScheduler,
  type WorkersScheduler,
} from '../../src/scheduler/workers/workers-scheduler.js';

const CUSTOMERS = 60;
const scenario = scenarios.find(({ name }) => name === 'lunch-rush') as Scenario;
const settings: ScenarioSettings = {
  ...scenario.defaults,
  customers: { from: 'chance', customers: CUSTOMERS, perHour: 850 },
};
const place = { counter: 0, kitchen: 1, John: 1, Jane: 2, 'order-taker': 2 };

const opened: WorkersScheduler[] = [];
let threads: Worker[] = [];
const noteThread = (thread: Worker) => threads.push(thread);

afterEach(async () => {
  process.removeListener('worker', noteThread);
  threads = [];
  await Promise.all(opened.splice(0).map((scheduler) => scheduler.close()));
});

/** A rush on three threads, of which one is killed when the 20th customer has a meal. */
async function rushWithout(thread: number, mode: 'lockstep' | 'free-running', restart: Restart) {
  process.on('worker', noteThread);
  const lost: LostThread[] = [];
  const scheduler = createWorkersScheduler({
    threads: 3,
    modules: scenarioModules({ scenario: scenario.name, settings }),
    place,
    mode,
    restart,
    watchdog: 60_000,
    onThreadLost: (one) => lost.push(one),
  });
  opened.push(scheduler);
  const result = await serve(scheduler, mode, (served) => {
    if (served === 20) {
      void threads[thread]?.terminate();
    }
  });
  return { ...result, lost };
}

async function serve(scheduler: Scheduler, mode: 'lockstep' | 'free-running', onServed: (n: number) => void) {
  const clock = createScaledClock(mode === 'lockstep' ? 1000 : 200);
  const service = createService({ scenario, settings, clock, scheduler, machines: 'interpreted' });
  let served = 0;
  service.news.subscribe(({ event }) => {
    if (event.type === 'customer.served') {
      onServed(++served);
    }
  });
  return service.serve(new AbortController().signal);
}

describe.each(['lockstep', 'free-running'] as const)(
  'a thread killed in a %s lunch rush',
  { timeout: 120_000 },
  (mode) => {
    test.each([
      [0, 'the counter, with all customers'],
      [1, 'the kitchen, and John'],
    ])('leaves every customer served, or named in the report (thread %i: %s)', async (thread) => {
      const { figures, lost } = await rushWithout(thread, mode, 'never');
      const { arrived, served, notServed, neverCame } = figures.customers;
      const text = reportText(figures).join('\n');

      expect(lost.map(({ error, anew }) => [error.thread, anew])).toEqual([[thread, []]]);
      expect(served).toBeGreaterThanOrEqual(20);
      expect(served + notServed.length).toBe(arrived);
      expect(served + notServed.length + (neverCame?.count ?? 0)).toBe(CUSTOMERS);
      expect(served).toBeLessThan(CUSTOMERS);
      expect(notServed.filter((name) => !text.includes(name))).toEqual([]);
    });
  },
);

test.each([
  ['once', 0],
  ['always', 1],
] as const)(
  'a thread killed in a lockstep lunch rush leaves every customer served, where actors begin anew (%s, thread %i)',
  { timeout: 120_000 },
  async (restart, thread) => {
    const { figures, lost, outcome, summary } = await rushWithout(thread, 'lockstep', restart);
    const alone = await serve(createCooperativeScheduler(), 'lockstep', () => undefined);

    expect(lost.map(({ error, ended }) => [error.thread, ended])).toEqual([[thread, []]]);
    expect(outcome.status).toBe('done');
    expect(figures.customers).toMatchObject({ served: CUSTOMERS, notServed: [], neverCame: null });
    expect(summary.hash).toBe(alone.summary.hash);
  },
);
