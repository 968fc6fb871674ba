import {
  type AnyActorRef,
  assign,
  createActor,
  createMachine,
  fromTransition,
  raise,
  sendTo,
  setup,
} from 'xstate';
import { createActor as createActorOfOldest } from 'xstate-oldest';
import { describe, expect, inject, test } from 'vitest';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createSystem } from '../../src/system/seamed-system.js';
import { drive, driven, lettersOf, prepared, storyOf, valueOf } from './watch.js';

test('these tests run on the release of XState that their project names', () => {
  expect(Object.is(createActor, createActorOfOldest)).toBe(inject('xstate') === 'oldest');
});

describe('a system of which every delivery is held', () => {
  const flipFlop = createMachine({
    id: 'flip-flop',
    initial: 'on',
    states: {
      on: { after: { 100: 'expired' }, on: { FLIP: 'off' } },
      off: { on: { FLIP: 'on' } },
      expired: {},
    },
  });

  test('H1: a delayed transition of a state that was left never fires, though the state was entered again', () => {
    const { system, clock } = prepared(flipFlop);
    system.start();
    clock.advanceTo(100);
    system.send('flip-flop', { type: 'FLIP' });
    system.send('flip-flop', { type: 'FLIP' });

    system.apply(system.bus.oldest!);
    system.apply(system.bus.oldest!);

    expect(valueOf(system.root)).toBe('on');
    expect(system.timers().map(({ due }) => due)).toEqual([200]);
    drive(system, clock);
    expect(system.now).toBe(200);
    expect(valueOf(system.root)).toBe('expired');
  });

  test('H1: a delayed transition is taken in the step in which its timer fires, and no event waits before', () => {
    const { system, clock, watched } = prepared(flipFlop);
    system.start();

    drive(system, clock);

    expect(watched.posted).toEqual([]);
    expect(storyOf(watched)).toEqual([
      '0 start flip-flop',
      '100 fire xstate.after.100.flip-flop.on flip-flop→flip-flop',
    ]);
  });

  const job = createMachine({
    id: 'job',
    initial: 'busy',
    states: { busy: { on: { FINISH: 'over' } }, over: { type: 'final' } },
  });

  test('H2: a done child is not taken for the child that was invoked in its place since', () => {
    const employer = setup({ actors: { job } }).createMachine({
      id: 'employer',
      initial: 'hiring',
      states: {
        hiring: { invoke: { id: 'job', src: 'job', onDone: 'pleased' }, on: { FLIP: 'resting' } },
        resting: { on: { FLIP: 'hiring' } },
        pleased: {},
      },
    });

    const { system, watched } = driven(employer, (running) => {
      running.send('employer/job', { type: 'FINISH' });
      running.send('employer', { type: 'FLIP' });
      running.send('employer', { type: 'FLIP' });
    });

    expect(valueOf(system.root)).toBe('hiring');
    expect(lettersOf(watched)).toEqual(['xstate.done.actor.job employer/job→employer: sender-replaced']);
    expect(valueOf(system.actor('employer/job'))).toBe('busy');
  });

  test('H2: nor is it when the child in its place goes by another system id', () => {
    const employer = setup({ actors: { job } }).createMachine({
      id: 'employer',
      initial: 'first',
      states: {
        first: { invoke: { id: 'job', src: 'job', systemId: 'summer-job' }, on: { FLIP: 'second' } },
        second: { invoke: { id: 'job', src: 'job', systemId: 'winter-job', onDone: 'pleased' } },
        pleased: {},
      },
    });

    const { system, watched } = driven(employer, (running) => {
      running.send('summer-job', { type: 'FINISH' });
      running.send('employer', { type: 'FLIP' });
    });

    expect(valueOf(system.root)).toBe('second');
    expect(lettersOf(watched)).toEqual(['xstate.done.actor.job summer-job→employer: sender-replaced']);
  });

  test('H2: nor when the first child in that place had a system id and its successor has none', () => {
    const employer = setup({ actors: { job } }).createMachine({
      id: 'employer',
      initial: 'first',
      states: {
        first: { invoke: { id: 'job', src: 'job', systemId: 'summer-job' }, on: { FLIP: 'second' } },
        second: { invoke: { id: 'job', src: 'job', onDone: 'pleased' } },
        pleased: {},
      },
    });

    const { system } = driven(employer, (running) => {
      running.send('summer-job', { type: 'FINISH' });
      running.send('employer', { type: 'FLIP' });
    });

    expect(valueOf(system.root)).toBe('second');
  });

  test('H3: what a parent sends a child on leaving arrives before the stop that follows it', () => {
    const child = setup({ types: { context: {} as { heard: string[] } } }).createMachine({
      context: { heard: [] },
      on: { '*': { actions: assign({ heard: ({ context, event }) => [...context.heard, event.type] }) } },
    });
    const parent = setup({ actors: { child } }).createMachine({
      id: 'parent',
      initial: 'together',
      states: {
        together: {
          invoke: { id: 'child', src: 'child' },
          exit: sendTo('child', { type: 'LAST' }),
          on: { GO: 'apart' },
        },
        apart: {},
      },
    });
    const { system, clock, watched } = prepared(parent);
    system.start();
    const childRef = system.actor('parent/child');

    system.send('parent', { type: 'GO' });
    drive(system, clock);

    expect(storyOf(watched).slice(2)).toEqual([
      '0 deliver LAST parent→parent/child',
      '0 stop xstate.stop parent→parent/child',
    ]);
    expect(childRef?.getSnapshot()).toMatchObject({ status: 'stopped', context: { heard: ['LAST'] } });
  });
});

describe('names that no process decides', () => {
  test('an actor without an id is named for its source, counted by its parent', () => {
    const worker = createMachine({});
    const boss = setup({ actors: { worker } }).createMachine({
      id: 'boss',
      context: ({ spawn }) => ({ refs: [spawn('worker'), spawn('worker'), spawn(worker), spawn('worker')] }),
    });

    const first = driven(boss);
    createActor(boss).start();
    const second = driven(boss);

    const expected = ['boss', 'boss/worker-1', 'boss/worker-2', 'boss/actor-1', 'boss/worker-3'];
    expect([...first.system.actors().keys()]).toEqual(expected);
    expect([...second.system.actors().keys()]).toEqual(expected);
  });

  test('session ids are counted by each system', () => {
    const parent = setup({ actors: { child: createMachine({}) } }).createMachine({
      id: 'parent',
      invoke: { id: 'child', src: 'child' },
    });

    const sessions = [driven(parent), driven(parent)].map(({ system }) =>
      [...system.actors().values()].map(({ sessionId }) => sessionId),
    );

    expect(sessions).toEqual([
      ['x:0', 'x:1'],
      ['x:0', 'x:1'],
    ]);
  });

  test('a machine is called by its own id, other logic root, and either by the id that it is given', () => {
    const machine = createMachine({ id: 'shop' });

    expect([
      ...prepared(fromTransition((n: number) => n, 0))
        .system.actors()
        .keys(),
    ]).toEqual(['root']);
    expect([...prepared(machine).system.actors().keys()]).toEqual(['shop']);
    expect([...prepared(machine, { id: 'kiosk' }).system.actors().keys()]).toEqual(['kiosk']);
    expect([...prepared(machine, { systemId: 'main' }).system.actors().keys()]).toEqual(['main']);
  });

  test('a delayed send without an id draws no random name', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      entry: [raise({ type: 'A' }, { delay: 10 }), raise({ type: 'B' }, { delay: 20 })],
    });
    const { system } = prepared(machine);

    system.start();

    expect(system.timers().map(({ id }) => id)).toEqual(['unnamed-1', 'unnamed-2']);
  });
});

describe('what actors see of their system', () => {
  test('system.get finds actors by their system id, from their start to their stop', () => {
    const seen: (string | undefined)[] = [];
    const child = createMachine({ id: 'child' });
    const parent = setup({ actors: { child } }).createMachine({
      id: 'parent',
      initial: 'with',
      states: {
        with: { invoke: { id: 'child', src: 'child', systemId: 'nick' }, on: { GO: 'without' } },
        without: {},
      },
      on: {
        LOOK: { actions: ({ system }) => seen.push((system.get('nick') as AnyActorRef | undefined)?.id) },
      },
    });

    driven(parent, (system) => {
      system.send('parent', { type: 'LOOK' });
      system.send('parent', { type: 'GO' });
      system.send('parent', { type: 'LOOK' });
    });

    expect(seen).toEqual(['child', undefined]);
  });

  test('getSnapshot shows the timers that wait, and when they were set by the run’s clock', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      entry: [raise({ type: 'A' }, { delay: 10, id: 'a' }), raise({ type: 'B' }, { delay: 20, id: 'b' })],
    });
    const { system, clock } = prepared(machine);
    system.start();

    const before = system.root.system.getSnapshot();
    clock.advanceTo(10);
    system.apply(system.next()!);
    const after = system.root.system.getSnapshot();

    expect(Object.keys(before._scheduledEvents)).toEqual(['x:0.a', 'x:0.b']);
    expect(Object.keys(after._scheduledEvents)).toEqual(['x:0.b']);
    expect(Object.values(after._scheduledEvents)[0]).toMatchObject({ id: 'b', delay: 10, startedAt: 10 });
  });

  test('an inspector that is attached late sees every delivery from then on', () => {
    const { system, clock } = prepared(
      setup({ actors: { child: createMachine({}) } }).createMachine({
        id: 'parent',
        invoke: { id: 'child', src: 'child' },
      }),
    );
    system.start();
    system.send('parent/child', { type: 'UNSEEN' });
    drive(system, clock);
    const seen: string[] = [];

    system.root.system.inspect((event) => {
      if (event.type === '@xstate.event') {
        seen.push(event.event.type);
      }
    });
    system.send('parent/child', { type: 'SEEN' });
    drive(system, clock);

    expect(seen).toEqual(['SEEN']);
  });

  test('an actor’s own clock is the run’s', () => {
    const times: number[] = [];
    const machine = createMachine({
      id: 'm',
      entry: ({ self }) => {
        const { clock: own } = self as unknown as {
          clock: { setTimeout(work: () => void, ms: number): unknown };
        };
        own.setTimeout(() => times.push(runClock.now()), 50);
      },
    });
    const runClock = createVirtualClock();
    const system = createSystem(machine, { clock: runClock });

    system.start();
    runClock.flush();

    expect(times).toEqual([50]);
  });

  test('a machine runs alone as before once it has been in a controlled system', () => {
    const machine = setup({ types: { context: {} as { n: number } } }).createMachine({
      id: 'm',
      context: { n: 0 },
      initial: 'a',
      states: { a: { on: { GO: 'b' } }, b: { entry: assign({ n: ({ context }) => context.n + 1 }) } },
    });
    driven(machine, (system) => system.sendToRoot({ type: 'GO' }));

    const alone = createActor(machine).start();
    alone.send({ type: 'GO' });

    expect(alone.getSnapshot()).toMatchObject({ value: 'b', context: { n: 1 } });
  });
});

declare module 'vitest' {
  interface ProvidedContext {
    /** The release of XState to which the imports of `xstate` lead. */
    readonly xstate: 'newest' | 'oldest';
  }
}
