import {
  type AnyActorRef,
  assign,
  createMachine,
  emit,
  fromTransition,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import { describe, expect, test } from 'vitest';
import { contextOf, drive, driven, effectsOf, lettersOf, prepared, storyOf, valueOf } from './watch.js';

const idle = createMachine({ id: 'idle' });
const mortal = createMachine({
  id: 'mortal',
  initial: 'living',
  states: { living: { on: { DIE: 'dead' } }, dead: { type: 'final' } },
  output: () => 'farewell',
});

describe('a child', () => {
  test('that is invoked starts in the step that enters the state', () => {
    const parent = setup({ actors: { idle } }).createMachine({
      id: 'parent',
      initial: 'alone',
      states: { alone: { on: { GO: 'accompanied' } }, accompanied: { invoke: { id: 'child', src: 'idle' } } },
    });

    const { watched } = driven(parent, (system) => system.sendToRoot({ type: 'GO' }));

    expect(watched.steps[1]?.effects).toMatchObject([{ kind: 'start', actor: { address: 'parent/child' } }]);
  });

  test('that is spawned into context or by an action has an address of its own', () => {
    const parent = setup({
      types: { context: {} as { refs: AnyActorRef[] } },
      actors: { idle },
    }).createMachine({
      id: 'parent',
      context: ({ spawn }) => ({ refs: [spawn('idle', { id: 'early' })] }),
      on: {
        GO: {
          actions: [
            assign({ refs: ({ context, spawn }) => [...context.refs, spawn('idle', { id: 'assigned' })] }),
            spawnChild('idle', { id: 'acted' }),
          ],
        },
      },
    });

    const { system } = driven(parent, (running) => running.sendToRoot({ type: 'GO' }));

    expect([...system.actors().keys()]).toEqual([
      'parent',
      'parent/early',
      'parent/assigned',
      'parent/acted',
    ]);
  });

  test('of a child has the ids from the root as its address, or its system id', () => {
    const middle = setup({ actors: { idle } }).createMachine({
      id: 'middle',
      invoke: [
        { id: 'leaf', src: 'idle' },
        { id: 'named', src: 'idle', systemId: 'nick' },
      ],
    });
    const parent = setup({ actors: { middle } }).createMachine({
      id: 'parent',
      invoke: { id: 'middle', src: 'middle', systemId: 'the-middle' },
    });

    const { system } = driven(parent);

    expect([...system.actors().keys()]).toEqual(['parent', 'the-middle', 'parent/middle/leaf', 'nick']);
    expect(system.addressOf(system.actor('nick')!)).toBe('nick');
  });

  test('that is done ends, and then its parent hears of it', () => {
    const parent = setup({
      types: { context: {} as { output: unknown } },
      actors: { mortal },
    }).createMachine({
      id: 'parent',
      context: { output: undefined },
      invoke: {
        id: 'child',
        src: 'mortal',
        onDone: { actions: assign({ output: ({ event }) => event.output }) },
      },
    });

    const { system, watched } = driven(parent, (running) => running.send('parent/child', { type: 'DIE' }));

    expect(storyOf(watched)).toEqual([
      '0 start parent',
      '0 deliver DIE @outside→parent/child',
      '0 deliver xstate.done.actor.child parent/child→parent',
    ]);
    expect(effectsOf(watched, 'end').map(({ actor, status }) => [actor.label, status])).toEqual([
      ['parent/child', 'done'],
    ]);
    expect(contextOf(system.root)).toEqual({ output: 'farewell' });
    expect(system.actor('parent/child')).toBeUndefined();
  });

  test('that is done as soon as it starts reports so too', () => {
    const parent = setup({
      actors: { brief: createMachine({ initial: 'over', states: { over: { type: 'final' } } }) },
    }).createMachine({
      id: 'parent',
      initial: 'open',
      states: { open: { invoke: { id: 'child', src: 'brief', onDone: 'closed' } }, closed: {} },
    });

    const { system } = driven(parent);

    expect(valueOf(system.root)).toBe('closed');
  });

  test('whose snapshots its parent asks for sends each of them', () => {
    const counter = fromTransition((count: number) => count + 1, 0);
    const parent = setup({
      types: { context: {} as { seen: unknown[] } },
      actors: { counter },
    }).createMachine({
      id: 'parent',
      context: { seen: [] },
      invoke: {
        id: 'counter',
        src: 'counter',
        onSnapshot: {
          actions: assign({ seen: ({ context, event }) => [...context.seen, event.snapshot.context] }),
        },
      },
      on: { COUNT: { actions: sendTo('counter', { type: 'UP' }) } },
    });

    const { system, watched } = driven(parent, (running) => {
      running.sendToRoot({ type: 'COUNT' });
      running.sendToRoot({ type: 'COUNT' });
    });

    expect(contextOf(system.root)).toEqual({ seen: [0, 1, 2] });
    expect(watched.delivered.filter(({ event }) => event.type === 'xstate.snapshot.counter')).toHaveLength(3);
  });

  test('that emits is heard outside, with its address and the time', () => {
    const speaker = createMachine({ id: 'speaker', after: { 7: { actions: emit({ type: 'spoken' }) } } });
    const parent = setup({ actors: { speaker } }).createMachine({
      id: 'parent',
      invoke: { id: 'speaker', src: 'speaker' },
    });

    const { watched } = driven(parent);

    expect(watched.emitted).toEqual([{ time: 7, address: 'parent/speaker', event: { type: 'spoken' } }]);
    expect(effectsOf(watched, 'emit').map(({ event }) => event)).toEqual([{ type: 'spoken' }]);
  });

  test('that sends by a ref while it starts is the sender, not its parent', () => {
    const caller = setup({ types: { input: {} as { to: AnyActorRef } } }).createMachine({
      id: 'caller',
      entry: ({ self }) => (self as unknown as { _parent: AnyActorRef })._parent.send({ type: 'CALL' }),
    });
    const parent = setup({ actors: { caller } }).createMachine({
      id: 'parent',
      invoke: { id: 'caller', src: 'caller', input: ({ self }) => ({ to: self }) },
    });

    const { watched } = driven(parent);

    expect(storyOf(watched)[1]).toBe('0 deliver CALL parent/caller→parent');
  });
});

describe('a child whose system id another actor has', () => {
  test('is refused, as in XState, and the other keeps its address', () => {
    const parent = setup({ actors: { idle } }).createMachine({
      id: 'parent',
      invoke: { id: 'first', src: 'idle', systemId: 'nick' },
      on: { GO: { actions: spawnChild('idle', { id: 'second', systemId: 'nick' }) } },
    });
    const { system, clock } = prepared(parent);
    system.start();
    const first = system.actor('nick');

    system.sendToRoot({ type: 'GO' });
    system.apply(system.next()!);

    expect(system.failure?.error).toEqual(new Error("Actor with system ID 'nick' already exists."));
    expect(system.actor('nick')).toBe(first);
    drive(system, clock);
  });
});

describe('a child that is stopped', () => {
  const parentOf = (childOnStop: 'mortal' | 'idle') =>
    setup({ actors: { idle, mortal } }).createMachine({
      id: 'parent',
      entry: spawnChild(childOnStop, { id: 'child', systemId: 'child' }),
      on: {
        STOP: { actions: stopChild('child') },
        SWAP: {
          actions: [stopChild('child'), spawnChild(childOnStop, { id: 'child', systemId: 'child' })],
        },
      },
    });

  test('ends when its stop is delivered, and leaves its address free', () => {
    const { system, clock, watched } = prepared(parentOf('idle'));
    system.start();
    system.sendToRoot({ type: 'STOP' });

    system.apply(system.next()!);
    expect(system.actors().has('child')).toBe(true);
    drive(system, clock);

    expect(system.actors().has('child')).toBe(false);
    expect(effectsOf(watched, 'end').map(({ actor, status }) => [actor.label, status])).toEqual([
      ['child', 'stopped'],
    ]);
  });

  test('in the step in which it was spawned never starts', () => {
    const parent = setup({ actors: { idle } }).createMachine({
      id: 'parent',
      entry: [spawnChild('idle', { id: 'child' }), stopChild('child')],
    });

    const { system, watched } = driven(parent);

    expect(effectsOf(watched, 'start').map(({ actor }) => actor.label)).toEqual(['parent']);
    expect(effectsOf(watched, 'end').map(({ actor, status }) => [actor.label, status])).toEqual([
      ['parent/child', 'stopped'],
    ]);
    expect([...system.actors().keys()]).toEqual(['parent']);
    expect(system.bus.waiting).toBe(0);
  });

  test('may be followed at once by another with its id and system id, the next incarnation', () => {
    const { system, watched } = driven(parentOf('idle'), (running) => {
      running.sendToRoot({ type: 'SWAP' });
      running.sendToRoot({ type: 'SWAP' });
    });

    expect(effectsOf(watched, 'start').map(({ actor }) => actor.label)).toEqual([
      'parent',
      'child',
      'child#2',
      'child#3',
    ]);
    expect(effectsOf(watched, 'end').map(({ actor }) => actor.label)).toEqual(['child', 'child#2']);
    expect([...system.actors().keys()]).toEqual(['parent', 'child']);
  });

  test('takes with it, one step each, the children that it has itself', () => {
    const middle = setup({ actors: { idle } }).createMachine({
      id: 'middle',
      invoke: [
        { id: 'left', src: 'idle' },
        { id: 'right', src: 'idle' },
      ],
    });
    const parent = setup({ actors: { middle } }).createMachine({
      id: 'parent',
      invoke: { id: 'middle', src: 'middle' },
    });

    const { system, watched } = driven(parent, (running) => running.stop());

    expect(storyOf(watched).slice(1)).toEqual([
      '0 stop xstate.stop @outside→parent',
      '0 stop xstate.stop parent→parent/middle',
      '0 stop xstate.stop parent/middle→parent/middle/left',
      '0 stop xstate.stop parent/middle→parent/middle/right',
    ]);
    expect(system.actors().size).toBe(0);
    expect(system.root.getSnapshot().status).toBe('stopped');
  });

  test('gives up its timers', () => {
    const sleeper = createMachine({ id: 'sleeper', after: { 1000: {} } });
    const parent = setup({ actors: { sleeper } }).createMachine({
      id: 'parent',
      entry: spawnChild('sleeper', { id: 'sleeper' }),
      on: { STOP: { actions: stopChild('sleeper') } },
    });

    const { system, watched } = driven(parent, (running) => running.sendToRoot({ type: 'STOP' }));

    expect(effectsOf(watched, 'cancel-timer')).toHaveLength(1);
    expect(system.quiescence()).toEqual({
      isQuiet: true,
      waitingEnvelopes: 0,
      nextDue: undefined,
      pendingTasks: [],
    });
    expect(system.now).toBe(0);
  });
});

describe('an earlier incarnation', () => {
  test('leaves behind what it sent to others before it ended', () => {
    const chatty = setup({}).createMachine({
      id: 'chatty',
      entry: sendTo(({ system }) => system.get('listener') as AnyActorRef, { type: 'CHAT' }),
    });
    const listener = setup({ types: { context: {} as { heard: number } } }).createMachine({
      id: 'listener',
      context: { heard: 0 },
      on: { CHAT: { actions: assign({ heard: ({ context }) => context.heard + 1 }) } },
    });
    const parent = setup({ actors: { chatty, listener } }).createMachine({
      id: 'parent',
      invoke: { id: 'listener', src: 'listener', systemId: 'listener' },
      initial: 'on',
      states: {
        on: { invoke: { id: 'chatty', src: 'chatty' }, on: { AGAIN: { target: 'on', reenter: true } } },
      },
    });
    const { system, clock } = prepared(parent);
    system.start();
    system.sendToRoot({ type: 'AGAIN' });

    // The second incarnation lives, and the first has ended, before the first one's word is delivered.
    system.apply(system.enabled().find(({ event }) => event.type === 'AGAIN')!);
    system.apply(system.enabled().find(({ kind }) => kind === 'stop')!);
    drive(system, clock);

    expect(contextOf(system.actor('listener'))).toEqual({ heard: 2 });
    expect(system.bus.deadLetters).toEqual([]);
  });

  test('does not receive what was meant for it, nor does its successor', () => {
    const { system, watched } = driven(
      setup({ actors: { mortal } }).createMachine({
        id: 'parent',
        initial: 'on',
        states: {
          on: {
            invoke: { id: 'child', src: 'mortal' },
            exit: [],
            on: { AGAIN: { target: 'on', reenter: true } },
          },
        },
      }),
      (running) => {
        const first = running.actor('parent/child')!;
        running.sendToRoot({ type: 'AGAIN' });
        running.send(first, { type: 'FIRST' });
        running.apply(running.next()!);
        running.apply(running.enabled().find(({ kind }) => kind === 'stop')!);
        running.send(first, { type: 'SECOND' });
      },
    );

    expect(lettersOf(watched)).toEqual([
      'FIRST @outside→parent/child: receiver-ended',
      'SECOND @outside→parent/child: receiver-ended',
    ]);
    expect(valueOf(system.actor('parent/child'))).toBe('living');
  });

  test('loses the report that it makes while its successor lives', () => {
    const { system, watched } = driven(
      setup({ actors: { mortal } }).createMachine({
        id: 'parent',
        initial: 'on',
        states: {
          on: {
            invoke: { id: 'child', src: 'mortal', onDone: 'over' },
            on: { AGAIN: { target: 'on', reenter: true } },
          },
          over: {},
        },
      }),
      (running) => {
        running.send('parent/child', { type: 'DIE' });
        running.sendToRoot({ type: 'AGAIN' });
        running.apply(running.enabled().find(({ event }) => event.type === 'AGAIN')!);
      },
    );

    expect(lettersOf(watched)).toEqual([
      'xstate.stop parent→parent/child: receiver-ended',
      'xstate.done.actor.child parent/child→parent: sender-replaced',
    ]);
    expect(valueOf(system.root)).toBe('on');
  });
});

describe('a machine that is a child’s child', () => {
  test('reaches its own parent by sendParent', () => {
    const leaf = setup({}).createMachine({ id: 'leaf', entry: sendParent({ type: 'UP' }) });
    const middle = setup({ actors: { leaf } }).createMachine({
      id: 'middle',
      invoke: { id: 'leaf', src: 'leaf' },
      on: { UP: { actions: sendParent({ type: 'UP_AGAIN' }) } },
    });
    const parent = setup({ actors: { middle } }).createMachine({
      id: 'parent',
      invoke: { id: 'middle', src: 'middle' },
    });

    const { watched } = driven(parent);

    expect(storyOf(watched).slice(1)).toEqual([
      '0 deliver UP parent/middle/leaf→parent/middle',
      '0 deliver UP_AGAIN parent/middle→parent',
    ]);
  });
});
