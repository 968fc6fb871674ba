import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../src/bus/lane.js';
import { createScaledClock } from '../../src/clock/scaled-clock.js';
import type { CreateRunOptions, Run } from '../../src/scheduler/run.js';
import type { Scheduler } from '../../src/scheduler/scheduler.js';
import type { Order } from '../../src/scheduler/selector.js';
import type { Timer } from '../../src/system/timer.js';
import { replayTrace } from '../../src/trace/replay.js';
import { effectsOf, lettersOf, storyOf } from '../system/watch.js';
import { type Recording, recorded } from '../trace/recording.js';
import { Lanes } from './lanes.js';
import { anyPlan, type Plan, troupe } from './troupe.js';
import { foretell } from './troupe-oracle.js';

const seed = fc.integer({ min: 0, max: 1000 });
const order = fc.constantFrom('fifo' as const, 'random' as const);

type PlayOptions = CreateRunOptions<typeof troupe> & { readonly order?: Order };

/**
 * The execution model as properties of systems that are drawn at random; every scheduler has to keep them.
 *
 * @param createScheduler makes a scheduler that takes its decisions in the given order
 */
export function describeAnySystem(name: string, createScheduler: (order: Order) => Scheduler): void {
  /** Plays a plan, and records it. */
  const play = async (
    input: Plan,
    options: PlayOptions = {},
    before?: (run: Run<typeof troupe>) => void,
  ): Promise<Recording<typeof troupe> & { readonly lanes: Lanes }> => {
    const { order: decisions = 'fifo', ...rest } = options;
    const scheduler = createScheduler(decisions);
    const lanes: Lanes[] = [];
    const recording = await recorded(troupe, { ...rest, scheduler, input }, (run) => {
      lanes.push(new Lanes(run.system));
      before?.(run);
    });
    return { ...recording, lanes: lanes[0]! };
  };

  describe(`any system under the ${name}`, () => {
    test('comes out in FIFO order exactly as foretold without XState, bus or scheduler', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, async (plan) => {
          const { watched } = await play(plan);

          const { story, letters } = foretell(plan);
          expect(storyOf(watched)).toEqual(story);
          expect(lettersOf(watched).toSorted()).toEqual(letters.toSorted());
        }),
        { numRuns: 400 },
      );
    });

    test('comes to rest in any order, with nothing left', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, seed, order, async (plan, runSeed, decisions) => {
          const { outcome, run } = await play(plan, { seed: runSeed, order: decisions });

          expect(outcome).toMatchObject({ status: 'at-rest', failure: undefined });
          expect(run.system.quiescence().isQuiet).toBe(true);
        }),
      );
    });

    test('delivers each lane in order, and each envelope once or never', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, seed, order, async (plan, runSeed, decisions) => {
          const { watched, run, lanes } = await play(plan, { seed: runSeed, order: decisions });

          expect(lanes.wrongs).toEqual([]);
          expect([...lanes.fates.values()].filter((fates) => fates.length !== 1)).toEqual([]);
          expect(watched.posted.map(({ seq }) => seq)).toEqual(watched.posted.map((_, index) => index + 1));
          expect(watched.posted).toHaveLength(watched.delivered.length + watched.deadLetters.length);
          expect(run.system.bus.discarded).toBe(watched.deadLetters.length);
        }),
      );
    });

    test('fires every timer that is not cancelled, once, at its time and in its turn', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, seed, order, async (plan, runSeed, decisions) => {
          const { watched } = await play(plan, { seed: runSeed, order: decisions });

          const pending: Timer[] = [];
          const wrongs: string[] = [];
          let now = 0;
          for (const { index, time, decision, effects } of watched.steps) {
            if (decision?.kind === 'fire') {
              const earliest = Math.min(...pending.map(({ due }) => due));
              const isInTurn = decision === pending.find(({ due }) => due === earliest);
              if (!isInTurn || time !== decision.due || time < now) {
                wrongs.push(`step ${index} fires out of turn or time`);
              }
              pending.splice(pending.indexOf(decision), 1);
            } else if (time !== now) {
              wrongs.push(`step ${index} fires no timer, and time passes`);
            }
            now = time;
            for (const effect of effects) {
              if (effect.kind === 'set-timer') {
                pending.push(effect.timer);
              } else if (effect.kind === 'cancel-timer') {
                const position = pending.indexOf(effect.timer);
                if (position === -1) {
                  wrongs.push(`step ${index} cancels a timer that does not wait`);
                }
                pending.splice(position, 1);
              }
            }
          }
          expect(wrongs).toEqual([]);
          expect(pending).toEqual([]);
        }),
      );
    });

    test('lets time pass only when no envelope waits', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, seed, order, async (plan, runSeed, decisions) => {
          const waiting: number[] = [];
          const { watched } = await play(plan, { seed: runSeed, order: decisions }, ({ system }) => {
            system.steps.subscribe(() => waiting.push(system.bus.waiting));
          });

          const early = watched.steps.filter(({ index, time }) => {
            return time > (watched.steps[index - 1]?.time ?? 0) && waiting[index - 1] !== 0;
          });
          expect(early).toEqual([]);
        }),
      );
    });

    test('gives the same trace for the same seed, and replays to it', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, seed, order, async (plan, runSeed, decisions) => {
          const first = await play(plan, { seed: runSeed, order: decisions });
          const second = await play(plan, { seed: runSeed, order: decisions });

          const replay = await replayTrace(first.trace, () => ({ logic: troupe }));

          expect(second.trace).toEqual(first.trace);
          expect(replay.outcome).toEqual(first.outcome);
          expect(replay.summary.hash).toBe(first.hash);
        }),
      );
    });

    test('gives the same trace on a clock of the host’s as in virtual time', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, seed, order, async (plan, runSeed, decisions) => {
          const virtual = await play(plan, { seed: runSeed, order: decisions });
          const scaled = await play(plan, { seed: runSeed, order: decisions, clock: createScaledClock(1e6) });

          expect(scaled.hash).toBe(virtual.hash);
        }),
        { numRuns: 40 },
      );
    });

    test('does not let the reports of an earlier life pass for those of a later one', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, seed, order, async (plan, runSeed, decisions) => {
          const { watched } = await play(plan, { seed: runSeed, order: decisions });

          const lives = new Map<string, Endpoint>();
          const reporters: [Endpoint, Endpoint | undefined][] = [];
          for (const { decision, effects } of watched.steps) {
            if (decision?.event.type.startsWith('xstate.done.actor.') === true) {
              reporters.push([decision.sender, lives.get(decision.sender.address)]);
            }
            for (const effect of effects) {
              if (effect.kind === 'start') {
                lives.set(effect.actor.address, effect.actor);
              }
            }
          }
          expect(reporters.filter(([reporter, latest]) => reporter !== latest)).toEqual([]);
        }),
      );
    });

    test('shows no actor a cue after its end', async () => {
      await fc.assert(
        fc.asyncProperty(anyPlan, seed, order, async (plan, runSeed, decisions) => {
          const { watched } = await play(plan, { seed: runSeed, order: decisions });

          const ended = new Set<unknown>();
          for (const { decision, actor, effects } of watched.steps) {
            const isDead = effects.some(({ kind }) => kind === 'dead-letter');
            expect(!ended.has(actor) || (decision?.kind === 'fire' && isDead)).toBe(true);
            for (const effect of effects) {
              if (effect.kind === 'end') {
                ended.add(effect.actor);
              }
            }
          }
          expect(ended.size).toBe(effectsOf(watched, 'end').length);
        }),
      );
    });
  });
}
