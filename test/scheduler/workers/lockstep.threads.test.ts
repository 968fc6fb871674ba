import * as fc from 'fast-check';
import type { AnyActorLogic } from 'xstate';
import { afterAll, describe, expect, test } from 'vitest';
import { createCooperativeScheduler } from '../../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../../src/scheduler/run.js';
import type { Scheduler } from '../../../src/scheduler/scheduler.js';
import type { Places } from '../../../src/scheduler/workers/placement.js';
import { createWorkersScheduler } from '../../../src/scheduler/workers/workers-scheduler.js';
import { recordTrace } from '../../../src/trace/trace-recorder.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import { anyPlan, troupe } from '../../conformance/troupe.js';
import { anyVillage, village } from './village.js';

const modules = {
  troupe: { module: moduleForThreads('./troupe.ts'), export: 'troupe' },
  village: { module: moduleForThreads('../scheduler/workers/village.ts'), export: 'village' },
};
const workersOn = (threads: number, place: Places = {}) =>
  createWorkersScheduler({ threads, modules, place });

const cooperative = createCooperativeScheduler();
const lockstep = {
  '1 thread': workersOn(1),
  '2 threads': workersOn(2),
  '3 threads': workersOn(3),
  '8 threads': workersOn(8),
};
const placed = workersOn(2, { 'troupe/p0': 'coordinator', 'troupe/p1': 1 });

afterAll(async () => {
  await Promise.all([...Object.values(lockstep), placed].map((scheduler) => scheduler.close()));
});

/** All that a run shows to whoever looks from outside. */
async function shown(logic: AnyActorLogic, input: unknown, scheduler: Scheduler) {
  const logged: unknown[] = [];
  const run = createRun(logic, { input, scheduler, logger: (...args) => logged.push(...args) });
  const trace: string[] = [];
  const emitted: unknown[] = [];
  const recorder = recordTrace(run, { sink: (line) => trace.push(line) });
  run.system.emitted.subscribe(({ time, address, event }) => emitted.push([time, address, event.type]));
  const outcome = await run.finish();
  const { hash } = recorder.close(outcome);
  const failure = outcome.failure && { ...outcome.failure, error: String(outcome.failure.error) };
  return { trace: trace.slice(1, -1), hash, emitted, logged, outcome: { ...outcome, failure } };
}

describe('in lockstep any system shows the same as under the cooperative scheduler', () => {
  test.each([...Object.entries(lockstep), ['2 threads, some placed', placed] as const])(
    'a troupe on %s',
    async (_, scheduler) => {
      await fc.assert(
        fc.asyncProperty(anyPlan, async (plan) => {
          expect(await shown(troupe, plan, scheduler)).toEqual(await shown(troupe, plan, cooperative));
        }),
        { numRuns: 100 },
      );
    },
  );

  test.each(Object.entries(lockstep))('a village on %s', async (_, scheduler) => {
    await fc.assert(
      fc.asyncProperty(anyVillage, async (plan) => {
        expect(await shown(village, plan, scheduler)).toEqual(await shown(village, plan, cooperative));
      }),
      { numRuns: 200 },
    );
  });
});
