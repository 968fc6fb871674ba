import type { AnyActorLogic } from 'xstate';
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
import { guild } from './guild.js';

const modules = {
  troupe: { module: moduleForThreads('./troupe.ts'), export: 'troupe' },
  guild: { module: moduleForThreads('../scheduler/workers/guild.ts'), export: 'guild' },
};

let scheduler: WorkersScheduler | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
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

test('a thread on which nothing happens waits for messages alone, and gets none while a run waits', async () => {
  const looks = vi.spyOn(HostThread.prototype, 'signsOfLife', 'get');
  const post = vi.spyOn(HostThread.prototype, 'post');
  scheduler = createWorkersScheduler({ threads: 2, modules, mode: 'free-running', watchdog: 4000 });
  const run = createRun(guild as AnyActorLogic, { scheduler, clock: createScaledClock(1) });
  await run.finish();
  const waits: unknown[] = [];
  run.system.actor('one')?.on('waits', (event) => waits.push((event as { for?: unknown }).for));
  run.system.send('one', { type: 'SHOW_WHAT_WAITS' });
  // For an hour, so that the run waits.
  run.system.sendToRoot({ type: 'KEEP_OPEN' });
  const stop = new AbortController();
  const waiting = run.finish({ signal: stop.signal });
  await expect.poll(() => waits).toHaveLength(1);
  const posted = post.mock.calls.length;
  looks.mockClear();

  // The watchdog looks at both threads each time.
  await expect.poll(() => looks.mock.calls.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(6);

  expect(waits).toEqual([['MessagePort']]);
  expect(post.mock.calls.length).toBe(posted);
  stop.abort();
  await waiting;
});
