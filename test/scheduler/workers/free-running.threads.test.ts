import * as fc from 'fast-check';
import type { AnyActorLogic } from 'xstate';
import { afterAll, describe, expect, test } from 'vitest';
import { createScaledClock } from '../../../src/clock/scaled-clock.js';
import { createRun } from '../../../src/scheduler/run.js';
import { createWorkersScheduler } from '../../../src/scheduler/workers/workers-scheduler.js';
import { ReplayDivergence } from '../../../src/trace/trace-errors.js';
import { replayTrace } from '../../../src/trace/replay.js';
import { recordTrace } from '../../../src/trace/trace-recorder.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import { Lanes } from '../../conformance/lanes.js';
import { anyPlan, type Plan, troupe } from '../../conformance/troupe.js';

const modules = { troupe: { module: moduleForThreads('./troupe.ts'), export: 'troupe' } };
const free = [1, 2, 3].map((threads) => ({
  threads,
  scheduler: createWorkersScheduler({ threads, modules, mode: 'free-running' }),
}));

afterAll(async () => {
  await Promise.all(free.map(({ scheduler }) => scheduler.close()));
});

/** Runs a system freely, a millisecond of its clock in each nanosecond of the host's, and records it. */
async function recorded(logic: AnyActorLogic, input: unknown, scheduler: (typeof free)[number]['scheduler']) {
  const run = createRun(logic, { input, scheduler, clock: createScaledClock(1e6) });
  const trace: string[] = [];
  const recorder = recordTrace(run, { sink: (line) => trace.push(line) });
  const lanes = new Lanes(run.system);
  const outcome = await run.finish();
  const { hash } = recorder.close(outcome);
  return { run, trace, hash, outcome, lanes };
}

/** Whether somebody sets a timer for somebody else: it may be given up while it is on its way to another thread. */
function hasTimersForOthers({ roles }: Plan): boolean {
  return roles.some(({ part, pupil }) => [...part, ...pupil].flat().some((deed) => deed.do === 'send-later'));
}

describe.each(free)('a free run on $threads threads', ({ scheduler }) => {
  test('replays on one thread to the same states, whatever the system', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPlan.filter((plan) => !hasTimersForOthers(plan)),
        async (plan) => {
          const { trace, hash, outcome } = await recorded(troupe, plan, scheduler);

          const replay = await replayTrace(trace, () => ({ logic: troupe }));

          expect(outcome).toMatchObject({ status: 'at-rest', failure: undefined });
          expect(replay.summary.hash).toBe(hash);
          expect(replay.outcome).toEqual(outcome);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('with timers for others replays to the same states, or says at which step it does not', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const { trace, hash } = await recorded(troupe, plan, scheduler);

        const replayed = await replayTrace(trace, () => ({ logic: troupe })).then(
          ({ summary }) => summary.hash,
          (error: unknown) => error,
        );

        expect(
          replayed === hash || (replayed instanceof ReplayDivergence && Number.isInteger(replayed.step)),
        ).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('keeps every lane in order, and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const { lanes, run } = await recorded(troupe, plan, scheduler);

        expect(lanes.wrongs).toEqual([]);
        expect([...lanes.fates.values()].filter((fates) => fates.length !== 1)).toEqual([]);
        expect(run.system.quiescence().isQuiet).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('says in its trace that it was one', async () => {
    const { trace, run } = await recorded(troupe, { roles: [], opening: [] }, scheduler);

    expect(JSON.parse(trace[0] ?? '')).toMatchObject({
      scheduler: 'workers',
      settings: { mode: 'free-running' },
      clock: 'scaled',
    });
    expect(run.scheduler.settings).toMatchObject({ mode: 'free-running' });
  });
});
