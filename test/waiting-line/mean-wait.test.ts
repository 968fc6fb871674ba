import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import { bank, customer, TELLERS } from './bank.js';
import { readCustomers } from './customers.js';
import type { Result } from './customers.js';
import { runByHand } from './heap-loop.js';
import { loadSimJs, runInSimJs } from './in-simjs.js';
import { findSimPy, runInSimPy } from './in-simpy.js';
import { meanWaitByRecursion } from './recursion.js';
import { runByXState } from './xstate-alone.js';

const customers = readCustomers();
const compiled = compile(bank.provide({ actors: { customer: compile(customer) } }));
const simPy = findSimPy();

describe('ten thousand customers wait as long as the recursion of Kiefer and Wolfowitz says', () => {
  const wanted = meanWaitByRecursion(customers, TELLERS);

  test.each<[string, () => Result | Promise<Result>]>([
    ['interpreted, by XState alone', () => runByXState(customers, createVirtualClock())],
    ['compiled, by XState alone', () => runByXState(customers, createVirtualClock(), compiled)],
    ['interpreted, in a controlled system', async () => controlled(bank, 'fifo')],
    ['compiled, in a controlled system', async () => controlled(compiled, 'fifo')],
    ['compiled, in a controlled system in random order', async () => controlled(compiled, 'random')],
    ['by a loop over a heap', () => runByHand(customers)],
    ['in SIM.JS', async () => runInSimJs(await loadSimJs(), customers)],
    ...(simPy === undefined ? [] : [['in SimPy', () => runInSimPy(simPy, 1)[0]] as never]),
  ])('%s', { timeout: 120_000 }, async (_, run) => {
    const { served, meanWait } = await run();

    expect(served).toBe(10_000);
    expect(Math.abs(meanWait - wanted)).toBeLessThan(1e-9);
  });
});

async function controlled(logic: typeof bank, order: 'fifo' | 'random'): Promise<Result> {
  const clock = createVirtualClock();
  const run = createRun(logic, {
    input: { clock, customers },
    clock,
    scheduler: createCooperativeScheduler({ order }),
  });
  await run.finish();
  const { output } = run.system.root.getSnapshot();
  return output ?? { served: 0, meanWait: Number.NaN };
}
