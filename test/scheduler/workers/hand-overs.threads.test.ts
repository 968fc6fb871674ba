import type { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { createScaledClock } from '../../../src/clock/scaled-clock.js';
import { createRun } from '../../../src/scheduler/run.js';
import { HostThread } from '../../../src/scheduler/workers/host-thread.js';
import {
  createWorkersScheduler,
  type WorkersScheduler,
} from '../../../src/scheduler/workers/workers-scheduler.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import { type Plan, troupe } from '../../conformance/troupe.js';

const modules = { troupe: { module: moduleForThreads('./troupe.ts'), export: 'troupe' } };

let scheduler: WorkersScheduler | undefined;
afterEach(async () => {
  await scheduler?.close();
});

/** Six players on two threads, each of whom is met and then given two cues, on which it does nothing. */
const plan: Plan = {
  roles: Array.from({ length: 6 }, () => ({ part: [], pupil: [] })),
  opening: Array.from({ length: 12 }, (_, n) => ({ to: n % 6, cue: 0, strength: 1 })),
};

test('a round in lockstep is handed over to each thread once, however much of it is for its actors', async () => {
  const post = vi.spyOn(HostThread.prototype, 'post');
  scheduler = createWorkersScheduler({ threads: 2, modules });

  const { decisions } = await createRun(troupe, { input: plan, scheduler }).finish();

  const rounds = post.mock.calls.flatMap(([message]) =>
    'ask' in message && message.ask === 'deliver' ? [message.deliveries.length] : [],
  );
  // The start of the root and its timer; then one round of 18 deliveries, nine on each thread.
  expect(decisions).toBe(20);
  expect(rounds).toEqual([9, 9]);
});

test('a thread on which nothing happens is not woken while a run waits', async () => {
  const threads: Worker[] = [];
  const noteThread = (thread: Worker): void => void threads.push(thread);
  process.on('worker', noteThread);
  // It looks at its threads every millisecond.
  scheduler = createWorkersScheduler({ threads: 2, modules, mode: 'free-running', watchdog: 4000 });
  const clock = createScaledClock(1);
  const run = createRun(troupe, {
    input: { roles: [{ part: [], pupil: [] }], opening: [] },
    scheduler,
    clock,
  });
  await run.finish();
  process.removeListener('worker', noteThread);
  run.system.send('troupe/p0', { type: 'NOBODY_KNOWS' });
  await run.finish();
  const [, idle] = threads;
  const active = (): number => (idle as Worker).performance.eventLoopUtilization().active;

  const stop = new AbortController();
  const waiting = run.finish({ signal: stop.signal });
  // Whatever woke it regularly, more often than twice a second, would do so in each of these.
  const activeIn = async (ms: number): Promise<number> => {
    const before = active();
    await new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
    return active() - before;
  };
  await expect.poll(() => activeIn(1000), { timeout: 20_000 }).toBe(0);
  stop.abort();
  await waiting;
});
