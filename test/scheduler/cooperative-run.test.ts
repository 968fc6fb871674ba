import {
  assign,
  createMachine,
  fromCallback,
  fromPromise,
  raise,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import { describe, expect, test } from 'vitest';
import { createRealClock } from '../../src/clock/real-clock.js';
import { createScaledClock } from '../../src/clock/scaled-clock.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import { contextOf, storyOf, valueOf, watch } from '../system/watch.js';

const clocks = [
  ['virtual', createVirtualClock],
  ['real', createRealClock],
  ['scaled', () => createScaledClock(20)],
] as const;

test('a run that is under way is not begun a second time', async () => {
  const run = createRun(createMachine({ id: 'm' }));
  const first = run.finish();

  await expect(run.finish()).rejects.toThrow('the run is under way; await what finish() returned before');
  expect((await first).status).toBe('at-rest');
  expect((await run.finish()).status).toBe('at-rest');
});

test.each(clocks)(
  'a system without end leaves the host its turn on the %s clock, so that it can be aborted',
  async (_, createClock) => {
    const echo = setup({}).createMachine({
      on: { BALL: { actions: sendTo(({ system }) => system.get('wall'), { type: 'BALL' }) } },
    });
    const wall = setup({ actors: { echo } }).createMachine({
      id: 'wall',
      invoke: { src: 'echo', id: 'echo' },
      entry: sendTo('echo', { type: 'BALL' }),
      on: { BALL: { actions: sendTo('echo', { type: 'BALL' }) } },
    });
    const run = createRun(wall, { systemId: 'wall', clock: createClock() });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1);

    const outcome = await run.finish({ signal: stop.signal });

    expect(outcome.status).toBe('aborted');
  },
);

describe.each(clocks)('the outcome of a run on the %s clock', (_, createClock) => {
  test('is done with the root’s output when its last envelope is delivered', async () => {
    const machine = setup({ actors: { idle: createMachine({}) } }).createMachine({
      id: 'm',
      initial: 'on',
      invoke: { id: 'idle', src: 'idle' },
      states: { on: { after: { 5: 'off' } }, off: { type: 'final' } },
      output: () => 42,
    });
    const run = createRun(machine, { clock: createClock() });

    const outcome = await run.finish();

    expect(outcome).toEqual({
      status: 'done',
      output: 42,
      failure: undefined,
      decisions: 3,
      elapsed: 5,
      pendingTasks: [],
      deadLetters: 0,
    });
    expect(run.system.actors().size).toBe(0);
  });

  test('is done even if a task of nobody is left', async () => {
    const machine = setup({
      actors: { never: fromPromise(() => new Promise(() => undefined)) },
    }).createMachine({
      id: 'm',
      initial: 'on',
      invoke: { id: 'never', src: 'never' },
      states: { on: { on: { GO: 'off' } }, off: { type: 'final' } },
    });
    const run = createRun(machine, { clock: createClock() });
    run.system.sendToRoot({ type: 'GO' });

    expect(await run.finish()).toMatchObject({ status: 'done', pendingTasks: [] });
  });

  test('is failed with the error when the root fails', async () => {
    const machine = setup({
      actions: {
        explode: () => {
          throw new Error('boom');
        },
      },
    }).createMachine({ id: 'm', after: { 5: { actions: 'explode' } } });

    const outcome = await createRun(machine, { clock: createClock() }).finish();

    expect(outcome).toMatchObject({
      status: 'failed',
      output: undefined,
      failure: { address: 'm', error: new Error('boom') },
    });
  });

  test('is stopped when the root is stopped, before its timers fire', async () => {
    const run = createRun(createMachine({ id: 'm', after: { 60_000: {} } }), { clock: createClock() });
    const watched = watch(run.system);
    run.system.stop();

    expect(await run.finish()).toMatchObject({ status: 'stopped' });
    expect(watched.steps.map(({ decision }) => decision?.kind)).toEqual([undefined, 'stop']);
  });

  test('is at rest when nothing can happen any more', async () => {
    const run = createRun(createMachine({ id: 'm', on: { GO: {} } }), { clock: createClock() });

    expect(await run.finish()).toMatchObject({ status: 'at-rest', decisions: 1 });
  });

  test('is waiting when tasks outlast its patience, and names them', async () => {
    const machine = createMachine({
      id: 'm',
      invoke: { id: 'task', src: fromPromise(() => new Promise(() => undefined)) },
    });

    const outcome = await createRun(machine, { clock: createClock(), patience: 10 }).finish();

    expect(outcome.status).toBe('waiting');
    expect(outcome.pendingTasks.map(({ address }) => address)).toEqual(['m/task']);
  });

  test('is aborted when its caller gives up', async () => {
    const controller = new AbortController();
    const machine = createMachine({ id: 'm', invoke: { id: 'task', src: fromCallback(() => undefined) } });
    const run = createRun(machine, { clock: createClock(), patience: Infinity });

    const finished = run.finish({ signal: controller.signal });
    setTimeout(() => controller.abort(), 5);

    expect(await finished).toMatchObject({ status: 'aborted' });
  });

  test('is aborted at once when its caller gave up before', async () => {
    const machine = setup({}).createMachine({
      id: 'm',
      entry: raise({ type: 'TICK' }, { delay: 0, id: 'tick' }),
      on: { TICK: { actions: raise({ type: 'TICK' }, { delay: 1, id: 'tick' }) } },
    });

    const outcome = await createRun(machine, { clock: createClock() }).finish({
      signal: AbortSignal.abort(),
    });

    expect(outcome).toMatchObject({ status: 'aborted', decisions: 1 });
  });

  test('is aborted in the middle of a run that would never end', async () => {
    const controller = new AbortController();
    const machine = setup({}).createMachine({
      id: 'm',
      entry: raise({ type: 'TICK' }, { delay: 1, id: 'tick' }),
      on: {
        TICK: {
          actions: [
            raise({ type: 'TICK' }, { delay: 1, id: 'tick' }),
            () => {
              if (run.system.decisions === 10) {
                controller.abort();
              }
            },
          ],
        },
      },
    });
    const run = createRun(machine, { clock: createClock() });

    expect(await run.finish({ signal: controller.signal })).toMatchObject({
      status: 'aborted',
      decisions: 10,
    });
  });

  test('goes on from where it was when finish is called again', async () => {
    const machine = setup({ types: { context: {} as { n: number } } }).createMachine({
      id: 'm',
      context: { n: 0 },
      on: { UP: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
    });
    const run = createRun(machine, { clock: createClock() });
    const watched = watch(run.system);
    const first = await run.finish();
    run.system.sendToRoot({ type: 'UP' });
    run.system.sendToRoot({ type: 'UP' });

    const second = await run.finish();
    const third = await run.finish();

    expect([first, second, third].map(({ status, decisions }) => [status, decisions])).toEqual([
      ['at-rest', 1],
      ['at-rest', 3],
      ['at-rest', 3],
    ]);
    expect(contextOf(run.system.root)).toEqual({ n: 2 });
    expect(watched.steps.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  test('takes what arrives while it waits for a task', async () => {
    const machine = setup({
      actors: { bell: fromCallback(({ sendBack }) => void setTimeout(() => sendBack({ type: 'RING' }), 3)) },
    }).createMachine({
      id: 'm',
      invoke: { id: 'bell', src: 'bell' },
      initial: 'on',
      states: { on: { on: { RING: 'off' } }, off: { type: 'final' } },
    });

    const outcome = await createRun(machine, { clock: createClock(), patience: Infinity }).finish();

    expect(outcome.status).toBe('done');
  });
});

describe('virtual time', () => {
  const slowly = (ms: number) => fromPromise(() => new Promise<void>((resolve) => setTimeout(resolve, ms)));

  test('waits for a promise: a timeout of a day does not overtake it', async () => {
    const machine = setup({ actors: { errand: slowly(10) } }).createMachine({
      id: 'm',
      initial: 'on',
      states: {
        on: { invoke: { id: 'errand', src: 'errand', onDone: 'home' }, after: { 86_400_000: 'lost' } },
        home: { type: 'final' },
        lost: { type: 'final' },
      },
    });
    const run = createRun(machine);

    const outcome = await run.finish();

    expect(valueOf(run.system.root)).toBe('home');
    expect(outcome.elapsed).toBe(0);
  });

  test('goes on without a promise that outlasts the patience of the run', async () => {
    const machine = setup({
      actors: { never: fromPromise(() => new Promise(() => undefined)) },
    }).createMachine({
      id: 'm',
      initial: 'on',
      states: {
        on: { invoke: { id: 'never', src: 'never', onDone: 'home' }, after: { 86_400_000: 'lost' } },
        home: { type: 'final' },
        lost: { type: 'final' },
      },
    });
    const run = createRun(machine, { patience: 10 });

    const outcome = await run.finish();

    expect(valueOf(run.system.root)).toBe('lost');
    expect(outcome).toMatchObject({ status: 'done', elapsed: 86_400_000, pendingTasks: [] });
  });

  test('does not wait for a callback while timers are left', async () => {
    const machine = createMachine({
      id: 'm',
      invoke: { id: 'ear', src: fromCallback(() => undefined) },
      initial: 'on',
      states: { on: { after: { 86_400_000: 'off' } }, off: { type: 'final' } },
    });

    const outcome = await createRun(machine, { patience: Infinity }).finish();

    expect(outcome).toMatchObject({ status: 'done', elapsed: 86_400_000 });
  });

  test('lets a promise of many turns settle before a timer of the same moment', async () => {
    const machine = setup({
      actors: {
        errand: fromPromise(async () => {
          for (let turn = 0; turn < 50; turn++) {
            await Promise.resolve();
          }
        }),
      },
    }).createMachine({
      id: 'm',
      initial: 'on',
      states: {
        on: { invoke: { id: 'errand', src: 'errand', onDone: 'home' }, after: { 1: 'lost' } },
        home: { type: 'final' },
        lost: { type: 'final' },
      },
    });
    const run = createRun(machine);

    await run.finish();

    expect(valueOf(run.system.root)).toBe('home');
  });

  test('lets the host have its turn in a run that goes on and on', async () => {
    const controller = new AbortController();
    const machine = setup({}).createMachine({
      id: 'm',
      entry: ({ self }) => self.send({ type: 'AGAIN' }),
      on: { AGAIN: { actions: ({ self }) => self.send({ type: 'AGAIN' }) } },
    });
    setTimeout(() => controller.abort(), 1);

    const outcome = await createRun(machine).finish({ signal: controller.signal });

    expect(outcome.status).toBe('aborted');
  });
});

describe('on the real clock', () => {
  test('each decision is taken in a microtask turn of its own', async () => {
    const machine = setup({ actors: { idle: createMachine({}) } }).createMachine({
      id: 'm',
      invoke: { id: 'idle', src: 'idle' },
      entry: [1, 2, 3, 4].map((n) => sendTo('idle', { type: `N${n}` })),
    });
    const run = createRun(machine, { clock: createRealClock() });
    const turns = { passed: 0, areCounted: true };
    const turnOfStep: number[] = [];
    run.system.steps.subscribe(() => turnOfStep.push(turns.passed));
    const countTurns = async (): Promise<void> => {
      while (turns.areCounted) {
        await Promise.resolve();
        turns.passed++;
      }
    };

    const finished = run.finish();
    const counted = countTurns();
    await finished;
    turns.areCounted = false;
    await counted;

    expect(turnOfStep).toHaveLength(5);
    expect(new Set(turnOfStep.slice(1)).size).toBe(4);
  });

  test('no decision is taken in the turn in which an event is sent', async () => {
    const run = createRun(createMachine({ id: 'm', invoke: { src: fromCallback(() => undefined) } }), {
      clock: createRealClock(),
      patience: 20,
    });
    const finished = run.finish();
    const before = run.system.decisions;

    run.system.send('m', { type: 'HELLO' });

    expect(run.system.decisions).toBe(before);
    await finished;
    expect(run.system.decisions).toBe(before + 1);
  });

  test('logical times do not depend on how late the host is', async () => {
    const machine = setup({}).createMachine({
      id: 'm',
      entry: [raise({ type: 'A' }, { delay: 3, id: 'a' }), raise({ type: 'B' }, { delay: 4, id: 'b' })],
      on: {
        A: {
          actions: () => {
            const until = performance.now() + 15;
            while (performance.now() < until);
          },
        },
      },
    });
    const run = createRun(machine, { clock: createRealClock() });
    const watched = watch(run.system);

    await run.finish();

    expect(storyOf(watched)).toEqual(['0 start m', '3 fire A m→m', '4 fire B m→m']);
  });
});

describe('many short lives', () => {
  const brief = setup({}).createMachine({
    id: 'brief',
    initial: 'living',
    states: { living: { after: { 1: 'over' } }, over: { type: 'final' } },
  });

  test('leave nothing behind in the registry, the lanes or the timers', async () => {
    const machine = setup({
      types: { context: {} as { born: number } },
      actors: { brief },
    }).createMachine({
      id: 'm',
      context: { born: 0 },
      initial: 'on',
      // XState keeps a child that is done among its parent's children until the parent stops it.
      on: { 'xstate.done.actor.*': { actions: stopChild(({ event }) => doneActorOf(event)) } },
      states: {
        on: {
          entry: [
            spawnChild('brief', { id: ({ context }) => `brief-${context.born}` }),
            assign({ born: ({ context }) => context.born + 1 }),
          ],
          after: { 2: [{ guard: ({ context }) => context.born < 20_000, target: 'on', reenter: true }] },
        },
      },
    });
    const run = createRun(machine);

    const outcome = await run.finish();

    expect(contextOf(run.system.root)).toEqual({ born: 20_000 });
    expect([...run.system.actors().keys()]).toEqual(['m']);
    expect(run.system.quiescence()).toEqual({
      isQuiet: true,
      waitingEnvelopes: 0,
      nextDue: undefined,
      pendingTasks: [],
    });
    expect(run.system.timers()).toEqual([]);
    expect([...run.system.bus.all()]).toEqual([]);
    expect(outcome.deadLetters).toBe(0);
  });

  test('all at once, with mail for each that comes too late, end as cleanly', async () => {
    const machine = setup({ actors: { brief } }).createMachine({
      id: 'm',
      entry: Array.from({ length: 500 }, (_, n) => spawnChild('brief', { id: `brief-${n}` })),
    });
    const run = createRun(machine);
    run.system.start();
    for (const [address] of run.system.actors()) {
      run.system.send(address, { type: 'HELLO' });
    }
    run.system.stop();

    const outcome = await run.finish();

    expect(outcome.status).toBe('stopped');
    expect(run.system.actors().size).toBe(0);
    expect(run.system.bus.waiting).toBe(0);
    expect(run.system.timers()).toEqual([]);
  });
});

function doneActorOf(event: object): string {
  return (event as { readonly actorId: string }).actorId;
}

describe('a cooperative scheduler', () => {
  test('says how it is called and in which order it takes decisions', () => {
    expect(createCooperativeScheduler()).toMatchObject({ name: 'cooperative', settings: { order: 'fifo' } });
    expect(createCooperativeScheduler({ order: 'random' })).toMatchObject({
      name: 'cooperative',
      settings: { order: 'random' },
    });
  });

  test('runs several systems, each as if it were alone', async () => {
    const scheduler = createCooperativeScheduler({ order: 'random' });
    const machine = setup({ actors: { idle: createMachine({}) } }).createMachine({
      id: 'm',
      invoke: ['a', 'b', 'c', 'd'].map((id) => ({ id, src: 'idle' as const })),
      entry: ['a', 'b', 'c', 'd'].map((id) => sendTo(id, { type: 'HELLO' })),
    });
    const stories = [1, 1, 2, 1].map(async (seed) => {
      const run = createRun(machine, { scheduler, seed });
      const watched = watch(run.system);
      await run.finish();
      return storyOf(watched);
    });

    const [first, second, other, third] = await Promise.all(stories);

    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(other).not.toEqual(first);
  });
});
