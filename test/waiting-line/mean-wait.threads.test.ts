import { expect, test } from 'vitest';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createRun } from '../../src/scheduler/run.js';
import { createWorkersScheduler } from '../../src/scheduler/workers/workers-scheduler.js';
import { moduleForThreads } from '../conformance/module-for-threads.js';
import { bank, TELLERS } from './bank.js';
import { firstOf, readCustomers } from './customers.js';
import { meanWaitByRecursion } from './recursion.js';

/** Every step of a customer's goes to a thread and back: all of the file would take a minute on a slow machine. */
const CUSTOMERS = 500;

test('customers on two threads in lockstep wait as long as the recursion of Kiefer and Wolfowitz says', async () => {
  const customers = firstOf(readCustomers(), CUSTOMERS);
  const clock = createVirtualClock();
  const scheduler = createWorkersScheduler({
    threads: 2,
    mode: 'lockstep',
    modules: { bank: { module: moduleForThreads('../waiting-line/bank.ts'), export: 'bank' } },
  });
  const run = createRun(bank, { input: { clock, customers }, clock, scheduler });
  await run.finish();
  await scheduler.close();
  const { served, meanWait } = run.system.root.getSnapshot().output ?? {};

  expect(served).toBe(CUSTOMERS);
  expect(Math.abs(Number(meanWait) - meanWaitByRecursion(customers, TELLERS))).toBeLessThan(1e-9);
});
