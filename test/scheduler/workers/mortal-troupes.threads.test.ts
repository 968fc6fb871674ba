import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createScaledClock } from '../../../src/clock/scaled-clock.js';
import { createVirtualClock } from '../../../src/clock/virtual-clock.js';
import { createCooperativeScheduler } from '../../../src/scheduler/cooperative-scheduler.js';
import type { ControlledSystem } from '../../../src/system/controlled-system.js';
import { createRun } from '../../../src/scheduler/run.js';
import type { Scheduler } from '../../../src/scheduler/scheduler.js';
import type { LostThread, Restart } from '../../../src/scheduler/workers/lost-actors.js';
import { createWorkersScheduler } from '../../../src/scheduler/workers/workers-scheduler.js';
import { replayTrace } from '../../../src/trace/replay.js';
import { recordTrace } from '../../../src/trace/trace-recorder.js';
import { moduleForThreads } from '../../conformance/module-for-threads.js';
import { anyPlan, type Plan, troupe } from '../../conformance/troupe.js';

/** For how many milliseconds a run may go on: a thousand times as long as one takes. */
const PATIENCE = 60_000;

type Mode = 'lockstep' | 'free-running';

const module = moduleForThreads('./troupe.ts');
/** By address: players hire pupils as objects, which have no name to find them by. */
const pupils = [0, 1, 2, 3].map((n) => [`troupe/p${n}/pupil`, { module, export: 'player' }]);

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((scheduler) => scheduler.close()));
});

/** Runs a plan on threads, of which those are lost that take the steps of these numbers. */
async function played(plan: Plan, deaths: readonly number[], mode: Mode, threads: number, restart: Restart) {
  const fate = new Int32Array(new SharedArrayBuffer(16));
  fate.set(deaths, 1);
  const lost: LostThread[] = [];
  const scheduler = createWorkersScheduler({
    threads,
    mode,
    restart,
    modules: { troupe: { module, export: 'mortalTroupe', args: fate }, ...Object.fromEntries(pupils) },
    onThreadLost: (one) => lost.push(one),
  });
  opened.push(scheduler);
  return { ...(await recorded(plan, scheduler, mode)), lost };
}

async function recorded(plan: Plan, scheduler: Scheduler, mode: Mode) {
  const clock = mode === 'lockstep' ? createVirtualClock() : createScaledClock(1e6);
  const run = createRun(troupe, { input: plan, scheduler, clock });
  const trace: string[] = [];
  const recorder = recordTrace(run, { sink: (line) => trace.push(line) });
  const outcome = await inTime(run.finish(), () => whatWaits(run.system));
  return { trace, outcome, hash: recorder.close(outcome).hash };
}

/** Fails, and says what is waited for, where a run does not come to its end. */
async function inTime<T>(work: Promise<T>, describeWait: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still waits for ${describeWait()}`)), PATIENCE);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function whatWaits(system: ControlledSystem): string {
  const mail = [...system.bus.all()].map(
    ({ kind, event, sender, receiver }) => `${kind} ${event.type} ${sender.label}→${receiver.label}`,
  );
  const timers = system
    .timers()
    .map(({ id, due, sender, receiver }) => `timer ${id} at ${due} ${sender.label}→${receiver.label}`);
  return [...mail, ...timers].join('; ');
}

const step = fc.integer({ min: 1, max: 30 });
const threads = fc.integer({ min: 1, max: 3 });

describe('a troupe whose threads are lost', { timeout: 120_000 }, () => {
  test('plays in lockstep as if none had been, where its players begin anew', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, step, threads, async (plan, death, count) => {
        const { trace, lost } = await played(plan, [death], 'lockstep', count, 'always');
        const alone = await recorded(plan, createCooperativeScheduler(), 'lockstep');

        expect(lost.flatMap(({ ended }) => ended)).toEqual([]);
        expect(trace.slice(1, -1)).toEqual(alone.trace.slice(1, -1));
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  test.each([
    { mode: 'lockstep' as const, restart: 'never' as const },
    { mode: 'free-running' as const, restart: 'never' as const },
    { mode: 'lockstep' as const, restart: 'once' as const },
  ])('comes to its end, and its recording replays ($mode, $restart)', async ({ mode, restart }) => {
    const deaths = fc.uniqueArray(step, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anyPlan, deaths, threads, async (plan, some, count) => {
        const { trace, hash, outcome } = await played(plan, some, mode, count, restart);

        const replay = await replayTrace(trace, () => ({ logic: troupe }));

        expect(replay.summary.hash).toBe(hash);
        expect(replay.outcome.status).toBe(outcome.status);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});
