import * as fc from 'fast-check';
import type { AnyActorLogic } from 'xstate';
import { afterEach, expect, test } from 'vitest';
import { createScaledClock } from '../../../src/clock/scaled-clock.js';
import { createRun } from '../../../src/scheduler/run.js';
import type { LostThread } from '../../../src/scheduler/workers/lost-actors.js';
import {
  createWorkersScheduler,
  type WorkersOptions,
  type WorkersScheduler,
} from '../../../src/scheduler/workers/workers-scheduler.js';
import { replayTrace } from '../../../src/trace/replay.js';
import { recordTrace } from '../../../src/trace/trace-recorder.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import { guild } from './guild.js';
import { anyVillage, village } from './village.js';

const modules = {
  guild: { module: moduleForThreads('../scheduler/workers/guild.ts'), export: 'guild' },
  village: { module: moduleForThreads('../scheduler/workers/village.ts'), export: 'village' },
};

const opened: WorkersScheduler[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((scheduler) => scheduler.close()));
});

function workers(options: Partial<WorkersOptions>) {
  const lost: LostThread[] = [];
  const scheduler = createWorkersScheduler({
    threads: 2,
    modules,
    onThreadLost: (one) => lost.push(one),
    ...options,
  });
  opened.push(scheduler);
  return { scheduler, lost };
}

async function recorded(plan: unknown, scheduler: WorkersScheduler) {
  const logic = village as AnyActorLogic;
  const clock = createScaledClock(1e6);
  const run = createRun(logic, { input: plan, scheduler, clock, logger: () => undefined });
  const trace: string[] = [];
  const recorder = recordTrace(run, { sink: (line) => trace.push(line) });
  const outcome = await run.finish();
  recorder.close(outcome);
  return { trace, outcome };
}

test('free runs that share their threads do not hear what is for one another', {
  timeout: 120_000,
}, async () => {
  const { scheduler, lost } = workers({ mode: 'free-running' });
  await fc.assert(
    fc.asyncProperty(fc.array(anyVillage, { minLength: 3, maxLength: 4 }), async (plans) => {
      const all = await Promise.all(plans.map((plan) => recorded(plan, scheduler)));

      for (const { trace, outcome } of all) {
        const replay = await replayTrace(trace, () => ({ logic: village as AnyActorLogic }));
        expect(replay.outcome).toEqual(outcome);
      }
      expect(lost).toEqual([]);
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

test('what a thread has done of a round is heard while the run takes a breath', async () => {
  const { scheduler, lost } = workers({ mode: 'lockstep', place: { one: 0, other: 1 }, watchdog: 20_000 });
  const run = createRun(guild as AnyActorLogic, { scheduler, clock: createScaledClock(10) });
  await run.finish();
  // The first thread has done its part long before the second, and the run takes a breath in the midst of it.
  for (let shouts = 0; shouts < 600; shouts++) {
    run.system.send('one', { type: 'SHOUT' });
  }
  for (let shouts = 0; shouts < 6000; shouts++) {
    run.system.send('other', { type: 'SHOUT' });
  }

  const { status } = await run.finish();

  expect(status).toBe('at-rest');
  expect(lost).toEqual([]);
});
