import * as fc from 'fast-check';
import type { AnyActorLogic } from 'xstate';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createScaledClock } from '../../../src/clock/scaled-clock.js';
import { createRun } from '../../../src/scheduler/run.js';
import { createWorkersScheduler } from '../../../src/scheduler/workers/workers-scheduler.js';
import { replayTrace } from '../../../src/trace/replay.js';
import { recordTrace } from '../../../src/trace/trace-recorder.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import { Lanes } from '../../conformance/lanes.js';
import { anyPlan, type Plan, troupe } from '../../conformance/troupe.js';
import { anyVillage, village } from './village.js';

const modules = {
  troupe: { module: moduleForThreads('./troupe.ts'), export: 'troupe' },
  village: { module: moduleForThreads('../scheduler/workers/village.ts'), export: 'village' },
};
const free = [1, 2, 3].map((threads) => ({
  threads,
  scheduler: createWorkersScheduler({ threads, modules, watchdog: Number.POSITIVE_INFINITY }),
}));

afterAll(async () => {
  await Promise.all(free.map(({ scheduler }) => scheduler.close()));
});

/** Runs a system freely, a millisecond of its clock in each nanosecond of the host's, and records it. */
async function recorded(logic: AnyActorLogic, input: unknown, scheduler: (typeof free)[number]['scheduler']) {
  const run = createRun(logic, { input, scheduler, clock: createScaledClock(1e6), logger: () => undefined });
  const trace: string[] = [];
  const recorder = recordTrace(run, { sink: (line) => trace.push(line) });
  const lanes = new Lanes(run.system);
  const outcome = await run.finish();
  const { hash } = recorder.close(outcome);
  return { run, trace, hash, outcome, lanes };
}

describe.each(free)('a free run on $threads threads', ({ scheduler }) => {
  test.each([
    { name: 'a troupe', logic: troupe as AnyActorLogic, plans: anyPlan as fc.Arbitrary<unknown> },
    { name: 'a village', logic: village as AnyActorLogic, plans: anyVillage as fc.Arbitrary<unknown> },
  ])('comes to its end, and replays on one thread to the same states: $name', async ({ logic, plans }) => {
    // The people of a village talk to themselves.
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { trace, hash, outcome } = await recorded(logic, plan, scheduler);

        const replay = await replayTrace(trace, () => ({ logic }));

        expect(outcome).toMatchObject({ status: 'at-rest', failure: undefined });
        expect(replay.summary.hash).toBe(hash);
        expect(replay.outcome).toEqual(outcome);
      }),
      { numRuns: 40 },
    );
  });

  test('replays where an actor gives up a timer before and after it sets it', async () => {
    const deeds = [
      { do: 'cancel', timer: 's' },
      { do: 'set', cue: 1, delay: 2, timer: 's' },
      { do: 'cancel', timer: 's' },
    ] as const;
    const plan: Plan = {
      roles: [{ part: [deeds, [{ do: 'send', to: 0, cue: 2 }], []], pupil: [] }],
      opening: [{ to: 0, cue: 0, strength: 3 }],
    };
    const { trace, outcome } = await recorded(troupe, plan, scheduler);

    const replay = await replayTrace(trace, () => ({ logic: troupe }));

    expect(replay.outcome).toEqual(outcome);
    // The start, the timer and the cues of the root, and nothing of a timer that was given up.
    expect(outcome.decisions).toBe(4);
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
