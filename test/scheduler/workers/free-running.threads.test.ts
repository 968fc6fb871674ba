import * as fc from 'fast-check';
import type { AnyActorLogic } from 'xstate';
import { afterAll, describe, expect, test } from 'vitest';
import { createScaledClock } from '../../../src/clock/scaled-clock.js';
import { createRun } from '../../../src/scheduler/run.js';
import { createWorkersScheduler } from '../../../src/scheduler/workers/workers-scheduler.js';
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

/** Plans in which nobody sets a timer for somebody else: on another thread, that is refused. */
const plansWithoutTimersForOthers = anyPlan.filter(
  ({ roles }) =>
    !roles.some(({ part, pupil }) => [...part, ...pupil].flat().some((deed) => deed.do === 'send-later')),
);

describe.each(free)('a free run on $threads threads', ({ scheduler }) => {
  test('replays on one thread to the same states, whatever the system', async () => {
    await fc.assert(
      fc.asyncProperty(plansWithoutTimersForOthers, async (plan) => {
        const { trace, hash, outcome } = await recorded(troupe, plan, scheduler);

        const replay = await replayTrace(trace, () => ({ logic: troupe }));

        expect(outcome).toMatchObject({ status: 'at-rest', failure: undefined });
        expect(replay.summary.hash).toBe(hash);
        expect(replay.outcome).toEqual(outcome);
      }),
      { numRuns: 15 },
    );
  });

  test('refuses a timer for an actor on another thread, and no other', async () => {
    const role = (to: number) => ({
      part: [[{ do: 'send-later', to, cue: 0, delay: 1, timer: 't' }], [], []],
      pupil: [[], [], []],
    });
    const plan = { roles: [role(1), role(1)], opening: [{ to: 0, cue: 0, strength: 2 }] } as unknown as Plan;

    const { outcome, run } = await recorded(troupe, plan, scheduler);

    const { threads } = run.scheduler.settings;
    expect((outcome.failure?.error as Error | undefined)?.message ?? '').toBe(
      threads === 1
        ? ''
        : 'troupe/p0 sets a timer for troupe/p1 on another thread, which it might give up while it is on its way there; place both on one thread, or run in lockstep',
    );
  });

  test('keeps every lane in order, and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(plansWithoutTimersForOthers, async (plan) => {
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
