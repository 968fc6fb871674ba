import { Observable, of } from 'rxjs';
import {
  type AnyActorLogic,
  type AnyActorRef,
  assign,
  createMachine,
  emit,
  fromCallback,
  fromEventObservable,
  fromObservable,
  fromPromise,
  raise,
  sendTo,
  setup,
} from 'xstate';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/clock/clock.js';
import { createRealClock } from '../../src/clock/real-clock.js';
import { createScaledClock } from '../../src/clock/scaled-clock.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import { replayTrace } from '../../src/trace/replay.js';
import type { ReplayDivergence } from '../../src/trace/trace-errors.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';
import { crossing, errands, farewell, library, office, relaunch, ring } from '../conformance/systems.js';
import { contextOf } from '../system/watch.js';
import { recorded } from './recording.js';

/** Replays a trace and says nothing, or throws what `replayTrace` throws. */
async function replayed(trace: readonly string[], logic: AnyActorLogic): Promise<unknown> {
  const { system } = await replayTrace(trace, () => ({ logic }));
  return contextOf(system.root);
}

describe.each(['fifo', 'random'] as const)('the replay of a run in %s order', (order) => {
  const scheduler = () => createCooperativeScheduler({ order });

  test.each([
    ['library', library],
    ['crossing', crossing],
    ['relaunch', relaunch],
    ['farewell', farewell],
    ['office', office],
    ['errands', errands],
  ])('of %s takes every step of it, and comes to the same end', async (_, logic) => {
    for (const seed of [1, 2, 3]) {
      const { trace, outcome, run } = await recorded(logic as typeof office, {
        scheduler: scheduler(),
        seed,
      });

      const replay = await replayTrace(trace, () => ({ logic }));

      expect(replay.outcome).toEqual(outcome);
      expect(contextOf(replay.system.root)).toEqual(contextOf(run.system.root));
      expect(replay.header).toEqual(JSON.parse(trace[0]!));
      expect(replay.summary).toEqual(JSON.parse(trace.at(-1)!));
    }
  });

  test('takes its input from the trace, or from whoever builds the system', async () => {
    const input = { balls: 3, passes: 7 };
    const { trace, outcome } = await recorded(ring, { scheduler: scheduler(), input });

    const fromTrace = await replayTrace(trace, () => ({ logic: ring }));
    const given = await replayTrace(trace, () => ({ logic: ring, input: { ...input } }));

    expect([fromTrace.outcome, given.outcome]).toEqual([outcome, outcome]);
  });
});

/** A machine that keeps all that it hears of its one task. */
function clientOf(task: AnyActorLogic) {
  return setup({ types: { context: {} as { heard: unknown[] } }, actors: { task } }).createMachine({
    id: 'client',
    context: { heard: [] },
    invoke: { id: 'task', src: 'task', input: ({ self }: { readonly self: unknown }) => self },
    initial: 'on',
    states: {
      on: {
        on: {
          TELL: { actions: sendTo('task', { type: 'TOLD' }) },
          LEAVE: 'off',
          '*': { actions: assign({ heard: ({ context, event }) => [...context.heard, withoutType(event)] }) },
        },
      },
      off: { type: 'final' },
    },
  });
}

describe('the tasks of a run', () => {
  let starts = 0;
  const counted = <T>(value: T): T => {
    starts++;
    return value;
  };
  class Loaf {
    constructor(readonly grams: number) {}
  }
  const tasks: [string, () => AnyActorLogic][] = [
    ['promise that resolves', () => fromPromise(() => counted(Promise.resolve({ bread: 1 })))],
    ['promise that resolves to nothing', () => fromPromise(() => counted(Promise.resolve(undefined)))],
    [
      'promise that resolves to an instance',
      () => fromPromise(() => counted(Promise.resolve(new Loaf(500)))),
    ],
    [
      'promise that is rejected with fields',
      () => fromPromise(() => counted(Promise.reject(Object.assign(new Error('no'), { code: 'E_NO' })))),
    ],
    ['promise that never settles', () => fromPromise(() => counted(new Promise(() => undefined)))],
    [
      'promise that throws at once',
      () =>
        fromPromise(() => {
          throw counted(new Error('at once'));
        }),
    ],
    [
      'promise that sends by a ref at once and later, and emits',
      () =>
        fromPromise(async ({ input, emit: say }) => {
          const client = input as AnyActorRef;
          client.send(counted({ type: 'AT_ONCE' }));
          say({ type: 'begun' });
          await Promise.resolve();
          client.send({ type: 'LATER' });
          say({ type: 'ended' });
        }),
    ],
    [
      'callback that sends back at once, later and in answer',
      () =>
        fromCallback(({ sendBack, receive, emit: say }) => {
          sendBack(counted({ type: 'AT_ONCE', n: 1 }));
          sendBack({ type: 'AT_ONCE', n: 2 });
          say({ type: 'begun' });
          queueMicrotask(() => sendBack({ type: 'LATER' }));
          receive((event) => sendBack({ type: 'ANSWER', to: event.type }));
        }),
    ],
    [
      'callback that sends while it cleans up',
      () => fromCallback(({ sendBack }) => counted(() => sendBack({ type: 'CLEANED' }))),
    ],
    [
      'callback that throws at once',
      () =>
        fromCallback(() => {
          throw counted(new Error('at once'));
        }),
    ],
    [
      'callback that throws at an event, after it has answered',
      () =>
        fromCallback(({ sendBack, receive }) =>
          receive(() => {
            sendBack({ type: 'ANSWER' });
            throw counted(new Error('cannot'));
          }),
        ),
    ],
    [
      'promise that sends when it is aborted',
      () =>
        fromPromise(({ input, signal }) => {
          signal.addEventListener('abort', () => (input as AnyActorRef).send({ type: 'ABORTED' }));
          return counted(new Promise(() => undefined));
        }),
    ],
    [
      'observable that sends when it is left',
      () =>
        fromObservable(
          ({ input }) => new Observable(() => counted(() => (input as AnyActorRef).send({ type: 'LEFT' }))),
        ),
    ],
    ['observable of values', () => fromObservable(() => counted(of(1, 2)))],
    [
      'observable that throws at once',
      () =>
        fromObservable(() => {
          throw counted(new Error('at once'));
        }),
    ],
    ['observable of events', () => fromEventObservable(() => counted(of({ type: 'ONE' }, { type: 'TWO' })))],
  ];

  test.each(tasks)('%s: comes from the trace, and is not started again', async (_, createTask) => {
    starts = 0;
    const machine = clientOf(createTask());
    const { trace, run } = await recorded(machine, {}, ({ system }) => {
      system.send('client', { type: 'TELL' });
    });
    const startsOfRun = starts;

    const context = await replayed(trace, machine);

    expect(startsOfRun).toBeGreaterThan(0);
    expect(starts).toBe(startsOfRun);
    expect(JSON.stringify(context)).toBe(JSON.stringify(contextOf(run.system.root)));
  });

  test.each(tasks)('%s: replays when its client leaves it', async (_, createTask) => {
    const machine = clientOf(createTask());
    const { trace, outcome } = await recorded(machine, {}, ({ system }) => {
      system.send('client', { type: 'TELL' });
      system.send('client', { type: 'LEAVE' });
    });

    const replay = await replayTrace(trace, () => ({ logic: machine }));

    expect(replay.outcome.status).toBe(outcome.status);
  });

  test('an observable’s snapshots replay as their parent saw them', async () => {
    const machine = setup({
      types: { context: {} as { seen: unknown[] } },
      actors: { task: fromObservable(() => of('a', 'b')) },
    }).createMachine({
      id: 'm',
      context: { seen: [] },
      invoke: {
        id: 'task',
        src: 'task',
        onSnapshot: {
          actions: assign({ seen: ({ context, event }) => [...context.seen, event.snapshot.context] }),
        },
      },
    });
    const { trace } = await recorded(machine);

    expect(await replayed(trace, machine)).toEqual({ seen: [undefined, 'a', 'b'] });
  });

  test('two lives of one task replay each as its own', async () => {
    const machine = setup({
      types: { context: {} as { results: unknown[] } },
      actors: {
        task: fromPromise(async () => {
          await Promise.resolve();
          return counted(starts);
        }),
      },
    }).createMachine({
      id: 'm',
      context: { results: [] },
      initial: 'on',
      states: {
        on: {
          invoke: {
            id: 'task#2',
            src: 'task',
            onDone: {
              actions: assign({ results: ({ context, event }) => [...context.results, event.output] }),
            },
          },
          on: { AGAIN: { target: 'on', reenter: true } },
        },
      },
    });
    starts = 0;
    const { trace, watched, run } = await recorded(machine, {}, async ({ system }) => {
      system.start();
      system.sendToRoot({ type: 'AGAIN' });
      system.apply(system.next()!);
      // Both lives settle while the stop of the first one still waits.
      await new Promise(setImmediate);
    });
    expect(watched.arrivals.map(({ envelope }) => envelope.sender.label)).toEqual([
      '@outside',
      'm/task#2',
      'm/task#2#2',
    ]);

    expect(await replayed(trace, machine)).toEqual(contextOf(run.system.root));
  });

  test('hand-written logic runs again', async () => {
    let started = 0;
    const task = {
      start: () => started++,
      transition: (snapshot: object) => snapshot,
      getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
      getPersistedSnapshot: (snapshot: unknown) => snapshot,
    } as unknown as AnyActorLogic;
    const machine = clientOf(task);
    const { trace } = await recorded(machine);

    await replayed(trace, machine);

    expect(started).toBe(2);
  });
});

describe('what comes from outside', () => {
  const account = setup({
    types: { context: {} as { heard: unknown[] } },
    actors: { idle: createMachine({}) },
  }).createMachine({
    id: 'account',
    context: { heard: [] },
    invoke: { id: 'clerk', src: 'idle', systemId: 'clerk' },
    on: {
      '*': { actions: assign({ heard: ({ context, event }) => [...context.heard, withoutType(event)] }) },
    },
  });

  test('replays at its place, with all that it carries', async () => {
    const { trace, run } = await recorded(account, {}, ({ system }) => {
      system.send('account', {
        type: 'DATA',
        date: new Date(5),
        map: new Map([[1, 2n]]),
        none: undefined,
      } as never);
      system.send('account', { type: 'REF', clerk: system.root } as never);
      system.send('clerk', { type: 'HELLO' });
    });

    const replay = await replayTrace(trace, () => ({ logic: account }));

    const { heard } = contextOf(replay.system.root) as { heard: { clerk?: unknown }[] };
    expect(heard[0]).toEqual({ date: new Date(5), map: new Map([[1, 2n]]) });
    expect(heard[1]?.clerk).toBe(replay.system.root);
    expect(heard).toHaveLength((contextOf(run.system.root) as { heard: unknown[] }).heard.length);
  });

  test('replays though it came while other things happened', async () => {
    const ticking = setup({ types: { context: {} as { n: number } } }).createMachine({
      id: 'ticking',
      context: { n: 0 },
      initial: 'on',
      states: {
        on: {
          after: {
            2: { target: 'on', reenter: true, actions: assign({ n: ({ context }) => context.n + 1 }) },
          },
          on: { STOP: 'off' },
        },
        off: { type: 'final' },
      },
    });
    const { trace, outcome } = await recorded(ticking, { clock: createRealClock() }, ({ system }) => {
      setTimeout(() => system.sendToRoot({ type: 'STOP' }), 15);
    });

    const replay = await replayTrace(trace, () => ({ logic: ticking }));

    expect(outcome.status).toBe('done');
    expect(replay.outcome).toEqual(outcome);
  });

  test('replays when it is a stop', async () => {
    const { trace } = await recorded(account, {}, ({ system }) => system.stop());

    const replay = await replayTrace(trace, () => ({ logic: account }));

    expect(replay.outcome.status).toBe('stopped');
  });

  test('replays though something from outside came too late for its receiver', async () => {
    const { trace } = await recorded(library, {}, ({ system }) => {
      system.start();
      const reader = system.actor('reader')!;
      const writer = system.actor('library/a')!;
      system.stop();
      let isSent = false;
      system.steps.subscribe(() => {
        if (!isSent && !system.actors().has('library/a')) {
          isSent = true;
          system.send(writer, { type: 'TOO_LATE' });
          system.send(reader, { type: 'NOTE', writer: 'z', page: 1 } as never);
        }
      });
    });

    const replay = await replayTrace(trace, () => ({ logic: library }));

    expect(trace.filter((line) => line.startsWith('{"arrival"') && line.includes('TOO_LATE'))).toEqual([]);
    expect(replay.outcome.status).toBe('stopped');
  });
});

describe('the clock of a run', () => {
  const slowCook = (clock: Clock) =>
    setup({ actions: { chop: () => clock.block(40), say: emit({ type: 'served' }) } }).createMachine({
      id: 'cook',
      initial: 'idle',
      entry: raise({ type: 'RING' }, { delay: 30, id: 'ring' }),
      states: {
        idle: { after: { 20: { target: 'chopping' } } },
        chopping: {
          entry: 'chop',
          after: { 5: { target: 'idle', actions: 'say', guard: ({ event }) => event.type !== '' } },
        },
      },
      on: { RING: {} },
    });

  test.each([
    ['virtual', createVirtualClock],
    ['real', createRealClock],
    ['scaled', () => createScaledClock(10)],
  ])('when it was %s and was blocked, replays on a virtual one', async (_, createClock) => {
    const clock = createClock();
    const { trace, watched } = await recorded(slowCook(clock), { clock }, ({ system }) => {
      system.steps.subscribe(({ index }) => {
        if (index === 4) {
          system.stop();
        }
      });
    });

    const replay = await replayTrace(trace, (_header, replayClock) => ({ logic: slowCook(replayClock) }));

    expect(watched.steps.map(({ time }) => time).slice(0, 4)).toEqual([0, 20, 60, 65]);
    expect(replay.outcome.status).toBe('stopped');
  });

  test('when it was real and a promise took its time, replays at the same times', async () => {
    const machine = setup({
      actors: { errand: fromPromise(() => new Promise((resolve) => setTimeout(() => resolve(1), 5))) },
    }).createMachine({
      id: 'm',
      initial: 'away',
      states: {
        away: { invoke: { id: 'errand', src: 'errand', onDone: 'back' } },
        back: { after: { 3: 'over' } },
        over: { type: 'final' },
      },
    });
    const { trace, outcome } = await recorded(machine, { clock: createRealClock(), patience: Infinity });

    const replay = await replayTrace(trace, () => ({ logic: machine }));

    expect(replay.outcome).toEqual(outcome);
    expect(outcome.elapsed).toBeGreaterThan(3);
  });
});

describe('a replay that diverges', () => {
  const counter = (step: number, limit = 3) =>
    setup({ types: { context: {} as { n: number } } }).createMachine({
      id: 'counter',
      context: { n: 0 },
      initial: 'on',
      states: {
        on: {
          always: { guard: ({ context }) => context.n >= limit, target: 'off' },
          after: {
            10: { target: 'on', reenter: true, actions: assign({ n: ({ context }) => context.n + step }) },
          },
        },
        off: {},
      },
    });

  async function divergenceOf(trace: readonly string[], logic: AnyActorLogic): Promise<ReplayDivergence> {
    return replayTrace(trace, () => ({ logic })).then(
      () => {
        throw new Error('it did not diverge');
      },
      (error: unknown) => error as ReplayDivergence,
    );
  }

  test('says at which step, what was expected and what came instead', async () => {
    const { trace } = await recorded(counter(1));

    const divergence = await divergenceOf(trace, counter(2));

    expect(divergence).toMatchObject({
      code: 'ERR_REPLAY_DIVERGED',
      name: 'ReplayDivergence',
      step: 1,
      expected: '1',
      actual: '2',
      message: 'step 1 came out otherwise at state.context.n: the recording has 1, this run has 2',
    });
  });

  test('in its start is step 0', async () => {
    const { trace } = await recorded(createMachine({ id: 'm', initial: 'a', states: { a: {}, b: {} } }));

    const divergence = await divergenceOf(
      trace,
      createMachine({ id: 'm', initial: 'b', states: { a: {}, b: {} } }),
    );

    expect(divergence).toMatchObject({ step: 0, expected: '"a"', actual: '"b"' });
  });

  test('because a step is not enabled says what is', async () => {
    const { trace } = await recorded(office);
    const taken = trace.findIndex((line) => line.includes('"step":2'));
    const step = JSON.parse(trace[taken]!) as { from: string };
    const forged = JSON.stringify({ ...step, from: 'office/clerk-9' });

    const divergence = await divergenceOf(trace.with(taken, forged), office);

    expect(divergence).toMatchObject({
      step: 2,
      expected: 'deliver ASK from office/clerk-9 to ledger',
      actual: 'deliver ASK from office/clerk-2 to ledger; deliver TOLD from ledger to office/clerk-1',
    });
    expect(divergence.message).toBe(
      'step 2: the recording has "deliver ASK from office/clerk-9 to ledger", which is not enabled; enabled: deliver ASK from office/clerk-2 to ledger; deliver TOLD from ledger to office/clerk-1',
    );
  });

  test('because nothing is enabled says so', async () => {
    const { trace } = await recorded(counter(1));
    const { trace: shorter } = await recorded(counter(1, 2));
    const longer = [...shorter.slice(0, -1), trace.at(-2)!, shorter.at(-1)!];

    const divergence = await divergenceOf(longer, counter(1, 2));

    expect(divergence.message).toMatch(/which is not enabled; nothing is$/);
  });

  test('for an effect more, less or other names it', async () => {
    const chatty = (types: string[]) =>
      setup({ actors: { idle: createMachine({}) } }).createMachine({
        id: 'chatty',
        invoke: { id: 'friend', src: 'idle' },
        entry: types.map((type) => sendTo('friend', { type })),
      });
    const { trace } = await recorded(chatty(['A', 'B']));

    expect((await divergenceOf(trace, chatty(['A']))).message).toMatch(
      /^step 0 came out otherwise at effects\[3\]/,
    );
    expect((await divergenceOf(trace, chatty(['A', 'B', 'C']))).message).toMatch(
      /^step 0 came out otherwise at effects\[4\]: the recording has nothing/,
    );
    expect((await divergenceOf(trace, chatty(['A', 'X']))).message).toMatch(
      /^step 0 came out otherwise at effects\[3\]\.type: the recording has "B", this run has "X"/,
    );
  });

  test('because the receiver of an event from outside does not live names the receiver', async () => {
    const { trace } = await recorded(library, {}, ({ system }) => {
      system.start();
      system.send('reader', { type: 'HELLO' });
    });
    const other = createMachine({ id: 'library' });

    const divergence = await divergenceOf([trace[0]!, ...trace.slice(2)], other);

    expect(divergence.message).toMatch(/does not live$/);
  });
});

test('a replay names the receiver of an event from outside that has ended meanwhile', async () => {
  const { trace } = await recorded(farewell);
  const end = trace.length - 1;
  const forged = JSON.stringify({
    arrival: 99,
    after: end - 1,
    time: 10,
    do: 'deliver',
    from: '@outside',
    to: 'apprentice',
    event: { type: 'LATE' },
  });

  await expect(
    replayTrace(trace.toSpliced(end, 0, forged), () => ({ logic: farewell })),
  ).rejects.toMatchObject({
    code: 'ERR_REPLAY_DIVERGED',
    actual: 'apprentice does not live',
  });
});

function withoutType({ type: _, ...rest }: { readonly type: string }): object {
  return rest;
}

test('an object that is sent twice counts as the same in the run and in its replay', async () => {
  const machine = setup({ types: { events: {} as { type: 'SET'; value: object } } }).createMachine({
    id: 'keeper',
    context: { kept: {} },
    on: { SET: { actions: assign({ kept: ({ event }) => event.value }) } },
  });
  const value = { a: 1 };
  const run = createRun(machine);
  const lines: string[] = [];
  const recorder = recordTrace(run, { sink: (line) => lines.push(line) });
  run.system.sendToRoot({ type: 'SET', value });
  run.system.sendToRoot({ type: 'SET', value });
  recorder.close(await run.finish());

  const { outcome } = await replayTrace(lines, () => ({ logic: machine }));

  expect(outcome.decisions).toBe(3);
});
