import type { AnyActorLogic, InputFrom } from 'xstate';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/clock/clock.js';
import { createRealClock } from '../../src/clock/real-clock.js';
import { createScaledClock } from '../../src/clock/scaled-clock.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createRun } from '../../src/scheduler/run.js';
import type { Outcome, Scheduler } from '../../src/scheduler/scheduler.js';
import type { ControlledSystem } from '../../src/system/controlled-system.js';
import type { Envelope } from '../../src/bus/lane.js';
import type { Effect } from '../../src/system/effect.js';
import type { Step } from '../../src/system/step.js';
import { replayTrace } from '../../src/trace/replay.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';
import { effectsOf, lettersOf, storyOf, watch, type Watched } from '../system/watch.js';
import { Lanes } from './lanes.js';
import {
  assembly,
  collapse,
  crossing,
  errands,
  farewell,
  kitchenTimers,
  library,
  office,
  relaunch,
  ring,
} from './systems.js';

/** What a scheduler is held to, and how often. */
export interface Conformance {
  /** Each behaviour is tried with each of these. */
  readonly seeds: readonly number[];
  /**
   * Whether the operating system decides, on the clocks of the host. It is exempt from what only one who decides alone
   * can promise: 7, in which order timers fire that are due at different times on different threads is the host's
   * affair, and 8, a run is not a function of its seed. A replay of what happened is, and so it is held to that.
   */
  readonly isFree?: boolean;
}

/**
 * The execution model as tests, one group a point; every scheduler has to pass them all.
 *
 * They see a run through its streams and the snapshots of its actors alone, so that it does not matter on which
 * thread an actor lives.
 */
export function describeScheduler(
  name: string,
  createScheduler: () => Scheduler,
  { seeds, isFree = false }: Conformance,
): void {
  const kinds = isFree ? clocks.filter(({ kind }) => kind !== 'virtual') : clocks;
  const run = async <TLogic extends AnyActorLogic>(
    logic: TLogic,
    options: RunOnceOptions<TLogic>,
  ): Promise<RunOnce> => runOnce(logic, createScheduler(), options);

  describe(`the ${name}`, () => {
    describe.each(seeds.flatMap((seed) => kinds.map(({ kind, create }) => ({ seed, kind, create }))))(
      'seed $seed, $kind clock',
      ({ seed, create }) => {
        describe('1 everything between actors is a decision', () => {
          test('an event changes its receiver in the step that delivers it, and not before', async () => {
            const seen: [number, number][] = [];

            const { watched } = await run(library, {
              seed,
              clock: create(),
              prepare: (system) => {
                let delivered = 0;
                system.steps.subscribe(({ decision }) => {
                  delivered += decision?.event.type === 'NOTE' ? 1 : 0;
                  seen.push([delivered, readIn(system).length]);
                });
              },
            });

            expect(seen).toHaveLength(watched.steps.length);
            expect(seen.filter(([delivered, read]) => delivered !== read)).toEqual([]);
            expect(seen.at(-1)).toEqual([16, 16]);
          });

          test('every step but the start carries out one decision, which the system had held before', async () => {
            const { watched } = await run(ring, { seed, clock: create(), input: { balls: 3, passes: 9 } });

            const held = new Set<unknown>([
              ...watched.posted,
              ...effectsOf(watched, 'set-timer').map(({ timer }) => timer),
            ]);
            const [start, ...others] = watched.steps;
            expect(start?.decision).toBeUndefined();
            expect(others.filter(({ decision }) => !held.has(decision))).toEqual([]);
            expect(new Set(others.map(({ decision }) => decision)).size).toBe(others.length);
          });

          test('raise and assign stay inside the step of their actor', async () => {
            const { watched, system } = await run(assembly, {
              seed,
              clock: create(),
              prepare: (prepared) => prepared.send(prepared.root, { type: 'BUILD' }),
            });

            expect(watched.posted.map(({ event }) => event.type)).toEqual([
              'BUILD',
              'HELPER_READY',
              'xstate.stop',
            ]);
            expect(system.root.getSnapshot()).toMatchObject({ context: { parts: ['frame', 'paint'] } });
          });
        });

        describe('2 run to completion', () => {
          test('a step is a whole macrostep, with the start of the children that it spawns', async () => {
            const values: unknown[] = [];

            const { watched } = await run(assembly, {
              seed,
              clock: create(),
              prepare: (system) => {
                system.steps.subscribe(() => values.push(valueOf(system)));
                system.send(system.root, { type: 'BUILD' });
              },
            });

            expect(storyOf(watched).map(withoutTime)).toEqual([
              'start assembly',
              'deliver BUILD @outside→assembly',
              'deliver HELPER_READY assembly/helper→assembly',
              'stop xstate.stop assembly→assembly/helper',
            ]);
            expect(values).toEqual(['empty', 'ready', 'helped', 'helped']);
            expect(startsIn(watched.steps[1])).toEqual(['assembly/helper']);
          });

          test('one step ends before the next one begins', async () => {
            const { watched, outcome } = await run(ring, {
              seed,
              clock: create(),
              input: { balls: 4, passes: 6 },
            });

            expect(watched.steps.map(({ index }) => index)).toEqual(
              Array.from({ length: outcome.decisions }, (_, index) => index),
            );
            for (const envelope of watched.posted) {
              const taken = watched.steps.find(({ decision }) => decision === envelope);
              expect(taken?.index).toBeGreaterThan(envelope.cause);
            }
          });
        });

        describe('3 FIFO per lane', () => {
          test('what one actor sends another arrives in the order of sending', async () => {
            const { system } = await run(library, { seed, clock: create() });

            const read = readIn(system);
            expect(read.filter((page) => page.startsWith('a'))).toEqual(pages('a', 8));
            expect(read.filter((page) => page.startsWith('b'))).toEqual(pages('b', 8));
          });

          test('no lane delivers anything but its head', async () => {
            const lanes: Lanes[] = [];

            await run(ring, {
              seed,
              clock: create(),
              input: { balls: 5, passes: 8 },
              prepare: (system) => lanes.push(new Lanes(system)),
            });

            expect(lanes.map(({ wrongs }) => wrongs)).toEqual([[]]);
            expect(lanes[0]?.fates.size).toBeGreaterThan(10);
          });
        });

        describe('4 timers are cancellable until they fire, and firing is delivery', () => {
          test('a cancelled timer never fires', async () => {
            const { watched, system } = await run(kitchenTimers, { seed, clock: create() });

            const cancelled = effectsOf(watched, 'cancel-timer').map(({ timer }) => timer);
            expect(cancelled.map(({ id }) => id)).toEqual(['never']);
            expect(watched.steps.filter(({ decision }) => cancelled.includes(decision as never))).toEqual([]);
            expect(rangIn(system)).not.toContain('never');
          });

          test('a firing timer is itself the delivery: nothing waits in between', async () => {
            const { watched, system } = await run(kitchenTimers, { seed, clock: create() });

            expect(watched.posted).toEqual([]);
            expect(rangIn(system)).toEqual(['at once', 'first of two', 'second of two', 'nested', 'late']);
          });

          test('a delayed transition does not outlive the state that it belongs to (H1)', async () => {
            const { watched, system } = await run(crossing, { seed, clock: create() });

            // The state is left and entered again at 20, unless its limit of 20 comes first.
            const flips = watched.steps.filter(({ decision }) => decision?.event.type === 'FLIP').length;
            const expiry = watched.steps.find(({ decision }) =>
              decision?.event.type.endsWith('crossing.red'),
            );
            const flipsBefore = watched.steps
              .slice(0, expiry?.index)
              .filter(({ decision }) => decision?.event.type === 'FLIP').length;
            expect(flips).toBe(2);
            expect([
              [0, 20],
              [2, 40],
            ]).toContainEqual([flipsBefore, expiry?.time]);
            expect(valueOf(system)).toBe('expired');
          });
        });

        describe('5 stop waits its turn', () => {
          test('a stop is delivered behind what the parent sent before (H3)', async () => {
            const { watched } = await run(farewell, { seed, clock: create() });

            const toApprentice = storyOf(watched)
              .map(withoutTime)
              .filter((line) => line.endsWith('farewell→apprentice'));
            expect(toApprentice).toEqual([
              'deliver LAST farewell→apprentice',
              'stop xstate.stop farewell→apprentice',
            ]);
          });

          test('the child lives until its stop is delivered', async () => {
            const { watched } = await run(farewell, { seed, clock: create() });

            const isTheirs = (effect: Effect) => effect.kind === 'end' && effect.actor.label === 'apprentice';
            const endings = watched.steps.filter(({ effects }) => effects.some(isTheirs));
            expect(endings.flatMap(({ effects }) => effects.filter(isTheirs))).toMatchObject([
              { status: 'stopped' },
            ]);
            expect(endings.map(({ decision }) => decision?.kind)).toEqual(['stop']);
          });
        });

        describe('6 the dead stay dead', () => {
          test('what is sent to an actor that has ended is a dead letter', async () => {
            const { watched, outcome } = await run(farewell, { seed, clock: create() });

            const letter = 'NOTE farewell/colleague→apprentice: receiver-ended';
            const letters = lettersOf(watched).filter((line) => line === letter);
            // One that was on its way when the apprentice ended was sent, and is a dead letter then.
            const notes = new Set(
              watched.steps.flatMap(({ effects }) =>
                effects.flatMap((effect) => noteFor(effect, 'apprentice')),
              ),
            );
            const read = watched.delivered.filter(({ event }) => event.type === 'NOTE');
            // Where the timers of three actors fire as the host lets them, any number may come too late.
            expect(letters).toHaveLength(isFree ? notes.size - read.length : 1);
            expect(outcome.deadLetters).toBeGreaterThanOrEqual(letters.length);
            expect(lettersOf(watched)).toHaveLength(outcome.deadLetters);
          });

          test('a report of an earlier incarnation is not taken for its successor’s (H2)', async () => {
            const { watched, system } = await run(relaunch, { seed, clock: create() });

            const done = watched.steps.find(({ decision }) => decision?.event.type === DISH_DONE);
            const lives = watched.steps.slice(0, done?.index).flatMap(startsIn).filter(isDish);
            expect(done?.decision?.sender.label ?? lives.at(-1)).toBe(lives.at(-1));
            expect(valueOf(system)).toBe(done === undefined ? 'open' : 'served');
          });

          test('an event that an earlier incarnation sent to somebody else is still delivered', async () => {
            const { watched, system } = await run(relaunch, { seed, clock: create() });

            const dishes = watched.steps.flatMap(startsIn).filter(isDish);
            const notary = system.actor('notary')?.getSnapshot() as { context: { read: string[] } };
            expect(notary.context.read).toEqual(dishes.map(() => 'dish1'));
          });
        });

        describe('9 no impossible runs', () => {
          test('a race comes out as some order of mailboxes lets it come out', async () => {
            const { watched, system } = await run(office, { seed, clock: create() });

            const ledger = system.actor('ledger')?.getSnapshot() as { context: { total: number } };
            const order = watched.steps.map(({ decision }) => decision).filter(isForLedger);
            expect(totalsByMailbox(order)).toBe(ledger.context.total);
            expect([1, 2]).toContain(ledger.context.total);
          });

          test('reads and writes of one clerk keep their order', async () => {
            const { watched } = await run(office, { seed, clock: create() });

            for (const clerk of ['office/clerk-1', 'office/clerk-2']) {
              const between = watched.steps
                .map(({ decision }) => decision)
                .filter((one) => one !== undefined && (one.from === clerk || one.to === clerk));
              expect(between.map((one) => one?.event.type)).toEqual(['ASK', 'TOLD', 'SET']);
            }
          });
        });

        test('what happened replays under the cooperative scheduler to the same states', async () => {
          for (const logic of [library, farewell, relaunch, office, crossing]) {
            const { trace, hash, outcome } = await run(logic as AnyActorLogic, { seed, clock: create() });

            const replay = await replayTrace(trace, () => ({ logic: logic as AnyActorLogic }));

            expect(replay.summary.hash).toBe(hash);
            expect(replay.outcome).toEqual(outcome);
          }
        });

        describe('10 what cannot be controlled is named', () => {
          test('a task settles by a decision of its own', async () => {
            const { watched, system } = await run(errands, { seed, clock: create(), patience: 20 });

            const settled = storyOf(watched)
              .map(withoutTime)
              .filter((line) => line.startsWith('settle'));
            expect(settled.toSorted()).toEqual([
              'settle RANG errands/bell→errands',
              'settle xstate.promise.reject errands/bank→errands/bank',
              'settle xstate.promise.resolve errands/shop→errands/shop',
            ]);
            const { context } = system.root.getSnapshot() as { context: { results: string[] } };
            expect(context.results.toSorted()).toEqual(['Error: closed', 'bell', 'bread']);
          });

          test('a task for which the run still waits is reported with its address and source', async () => {
            const { outcome } = await run(errands, { seed, clock: create(), patience: 20 });

            expect(outcome.status).toBe('waiting');
            expect(outcome.pendingTasks).toEqual([
              { address: 'errands/friend', incarnation: 1, kind: 'promise', source: 'friend' },
              { address: 'errands/bell', incarnation: 1, kind: 'callback', source: 'bell' },
            ]);
          });

          test('an error that ends the run is reported with the actor in which it was thrown', async () => {
            const { outcome } = await run(collapse, { seed, clock: create() });

            expect(outcome.status).toBe('failed');
            expect(outcome.failure).toEqual({
              address: 'collapse/floor/plank',
              error: new Error('too much weight'),
            });
          });
        });
      },
    );

    describe.each(isFree ? [] : seeds.map((seed) => ({ seed })))('seed $seed, virtual time', ({ seed }) => {
      describe('7 virtual time advances only when nothing else is enabled', () => {
        test('a timer fires at exactly the time at which it is due', async () => {
          const { watched, outcome } = await run(kitchenTimers, { seed });

          expect(storyOf(watched)).toEqual([
            '0 start timers',
            '0 fire RING timers→timers',
            '10 fire RING timers→timers',
            '10 fire RING timers→timers',
            '15 fire QUIET timers→timers',
            '22.5 fire RING timers→timers',
            '30 fire RING timers→timers',
          ]);
          expect(outcome.elapsed).toBe(30);
        });

        test('timers that are due at once fire in the order in which they were set', async () => {
          const { watched } = await run(ring, { seed, input: { balls: 5, passes: 12 } });

          const fired = watched.steps.map(({ decision }) => decision).filter((one) => one?.kind === 'fire');
          const set = effectsOf(watched, 'set-timer').map(({ timer }) => timer);
          expect(fired).toEqual(set.toSorted((one, other) => one.due - other.due));
          expect(new Set(fired.map((timer) => timer?.due)).size).toBeLessThan(fired.length);
        });

        test('time moves on when no envelope waits, never back, and never otherwise', async () => {
          const early: string[] = [];

          const { watched } = await run(ring, {
            seed,
            input: { balls: 5, passes: 12 },
            prepare: (system) => {
              let waitedBefore = 0;
              let timeBefore = 0;
              system.steps.subscribe(({ time, decision }) => {
                if (time < timeBefore || (time > timeBefore && waitedBefore > 0)) {
                  early.push(`${time} ${decision?.event.type}`);
                }
                waitedBefore = system.bus.waiting;
                timeBefore = time;
              });
            },
          });

          expect(early).toEqual([]);
          expect(watched.steps.at(-1)?.time).toBeGreaterThan(0);
        });
      });

      describe('8 a run is a function of system, input, seed and schedule', () => {
        test('the same run twice gives the same trace, byte for byte', async () => {
          const input = { balls: 4, passes: 10 };

          const first = await run(ring, { seed, input });
          const second = await run(ring, { seed, input });

          expect(second.trace).toEqual(first.trace);
          expect(second.hash).toBe(first.hash);
        });

        test('another input gives another hash', async () => {
          const first = await run(ring, { seed, input: { balls: 4, passes: 10 } });
          const second = await run(ring, { seed, input: { balls: 4, passes: 11 } });

          expect(second.hash).not.toBe(first.hash);
        });

        test('what ran in the process before makes no difference', async () => {
          const first = await run(relaunch, { seed });
          await run(ring, { seed: seed + 1, input: { balls: 2, passes: 5 } });
          const second = await run(relaunch, { seed });

          expect(second.trace).toEqual(first.trace);
        });

        test('its schedule replays to the same trace', async () => {
          const { trace, hash } = await run(ring, { seed, input: { balls: 4, passes: 10 } });

          const { summary, outcome } = await replayTrace(trace, () => ({ logic: ring }));

          expect(summary.hash).toBe(hash);
          expect(outcome.status).toBe('at-rest');
        });
      });
    });
  });
}

interface RunOnceOptions<TLogic extends AnyActorLogic> {
  readonly seed: number;
  readonly clock?: Clock;
  readonly input?: InputFrom<TLogic>;
  readonly patience?: number;
  /** Called before the run starts. */
  readonly prepare?: (system: ControlledSystem<TLogic>) => unknown;
}

interface RunOnce {
  readonly system: ControlledSystem;
  readonly watched: Watched;
  readonly outcome: Outcome;
  readonly trace: readonly string[];
  readonly hash: string;
}

async function runOnce<TLogic extends AnyActorLogic>(
  logic: TLogic,
  scheduler: Scheduler,
  { prepare, ...options }: RunOnceOptions<TLogic>,
): Promise<RunOnce> {
  const run = createRun(logic, { ...options, scheduler });
  const watched = watch(run.system);
  const trace: string[] = [];
  const recorder = recordTrace(run, { sink: (line) => trace.push(line) });
  prepare?.(run.system);
  const outcome = await run.finish();
  const { hash } = recorder.close(outcome);
  return { system: run.system, watched, outcome, trace, hash };
}

const clocks: readonly { readonly kind: string; readonly create: () => Clock }[] = [
  { kind: 'virtual', create: () => createVirtualClock() },
  { kind: 'real', create: () => createRealClock() },
  { kind: 'scaled', create: () => createScaledClock(10) },
];

const DISH_DONE = 'xstate.done.actor.dish';

/** What the ledger must hold after the events that it was delivered, by a mailbox of our own. */
function totalsByMailbox(order: readonly Step['decision'][]): number {
  let total = 0;
  const told = new Map<string, number>();
  for (const decision of order) {
    const clerk = decision?.from ?? '';
    if (decision?.event.type === 'ASK') {
      told.set(clerk, total);
    } else {
      total = (told.get(clerk) ?? 0) + 1;
    }
  }
  return total;
}

function isForLedger(decision: Step['decision']): boolean {
  return decision?.to === 'ledger';
}

function pages(writer: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${writer}${index + 1}`);
}

function withoutTime(line: string): string {
  return line.slice(line.indexOf(' ') + 1);
}

function noteFor(effect: Effect, address: string): Envelope[] {
  const isNote =
    (effect.kind === 'send' || (effect.kind === 'dead-letter' && effect.envelope.kind === 'deliver')) &&
    effect.envelope.event.type === 'NOTE' &&
    effect.envelope.to === address;
  return isNote ? [effect.envelope] : [];
}

function startsIn(step: Step | undefined): string[] {
  return (step?.effects ?? []).flatMap((effect) => (effect.kind === 'start' ? [effect.actor.label] : []));
}

function isDish(label: string): boolean {
  return label.startsWith('dish');
}

function valueOf(system: ControlledSystem): unknown {
  return (system.root.getSnapshot() as { readonly value: unknown }).value;
}

function readIn(system: ControlledSystem): readonly string[] {
  const reader = system.actor('reader')?.getSnapshot() as { context: { read: string[] } } | undefined;
  return reader?.context.read ?? [];
}

function rangIn(system: ControlledSystem): readonly string[] {
  return (system.root.getSnapshot() as { context: { rang: string[] } }).context.rang;
}
