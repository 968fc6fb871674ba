import { assign, cancel, createMachine, enqueueActions, raise, sendParent, sendTo, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import { drive, driven, effectsOf, lettersOf, prepared, storyOf, valueOf } from './watch.js';

describe('a delayed send', () => {
  const friend = createMachine({ id: 'friend' });

  test('to another actor fires as its delivery there', () => {
    const sender = setup({ actors: { friend } }).createMachine({
      id: 'sender',
      invoke: { id: 'friend', src: 'friend' },
      entry: sendTo('friend', { type: 'HELLO' }, { delay: 25, id: 'hello' }),
    });

    const { watched } = driven(sender);

    expect(storyOf(watched)).toEqual(['0 start sender', '25 fire HELLO sender→sender/friend']);
    expect(watched.steps[1]?.actor.label).toBe('sender/friend');
    expect(watched.posted).toEqual([]);
  });

  test('to the parent fires there, whatever became of the state that sent it', () => {
    const child = setup({}).createMachine({
      id: 'child',
      initial: 'a',
      states: { a: { entry: sendParent({ type: 'UP' }, { delay: 10 }), after: { 5: 'b' } }, b: {} },
    });
    const parent = setup({ actors: { child } }).createMachine({
      id: 'parent',
      invoke: { id: 'child', src: 'child' },
    });

    const { watched } = driven(parent);

    expect(storyOf(watched).slice(1)).toEqual([
      '5 fire xstate.after.5.child.a parent/child→parent/child',
      '10 fire UP parent/child→parent',
    ]);
  });

  test('to an actor that ends before is a dead letter when it falls due', () => {
    const brief = createMachine({ initial: 'a', states: { a: { after: { 5: 'b' } }, b: { type: 'final' } } });
    const sender = setup({ actors: { brief } }).createMachine({
      id: 'sender',
      invoke: { id: 'brief', src: 'brief' },
      entry: sendTo('brief', { type: 'HELLO' }, { delay: 25, id: 'hello' }),
    });

    const { watched, system } = driven(sender);

    expect(lettersOf(watched)).toEqual(['HELLO sender→sender/brief: receiver-ended']);
    expect(system.now).toBe(25);
  });

  test('falls due at once when its delay is zero or negative, behind nothing but what its sender sent before', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      entry: [
        raise({ type: 'LATER' }, { delay: 1, id: 'later' }),
        raise({ type: 'ZERO' }, { delay: 0, id: 'zero' }),
        raise({ type: 'NEGATIVE' }, { delay: -5, id: 'negative' }),
        raise({ type: 'NO NUMBER' }, { delay: Number.NaN, id: 'nan' }),
      ],
    });

    const { watched } = driven(machine);

    expect(storyOf(watched).slice(1)).toEqual([
      '0 fire ZERO m→m',
      '0 fire NEGATIVE m→m',
      '0 fire NO NUMBER m→m',
      '1 fire LATER m→m',
    ]);
  });

  test('that is due never overtakes an envelope on its own lane', () => {
    const receiver = createMachine({ id: 'receiver' });
    const sender = setup({ actors: { receiver } }).createMachine({
      id: 'sender',
      invoke: { id: 'receiver', src: 'receiver' },
      entry: sendTo('receiver', { type: 'SECOND' }, { delay: 0, id: 'second' }),
      on: { GO: {} },
    });
    const { system, clock } = prepared(sender);
    system.start();
    system.sendAs(system.root, system.actor('sender/receiver')!, { type: 'FIRST' });

    expect(system.enabled().map(({ event }) => event.type)).toEqual(['FIRST']);
    system.apply(system.next()!);
    expect(system.enabled().map(({ event }) => event.type)).toEqual(['SECOND']);
    drive(system, clock);
    expect(system.enabled()).toEqual([]);
  });

  test('may have a delay that no clock ever reaches', () => {
    const { system } = driven(
      setup({}).createMachine({ id: 'm', entry: raise({ type: 'NEVER' }, { delay: Infinity, id: 'never' }) }),
    );

    expect(system.nextDue).toBeUndefined();
    expect(system.quiescence().isQuiet).toBe(true);
  });
});

describe('a timer that is cancelled', () => {
  test('before it is due never fires, though the clock goes past it', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      entry: [
        raise({ type: 'BOOM' }, { delay: 20, id: 'fuse' }),
        raise({ type: 'CUT' }, { delay: 10, id: 'cut' }),
        raise({ type: 'LATE' }, { delay: 30, id: 'late' }),
      ],
      on: { CUT: { actions: cancel('fuse') } },
    });

    const { watched } = driven(machine);

    expect(storyOf(watched)).toEqual(['0 start m', '10 fire CUT m→m', '30 fire LATE m→m']);
    expect(effectsOf(watched, 'cancel-timer').map(({ timer }) => timer.id)).toEqual(['fuse']);
  });

  test('at the very time at which it is due, by a decision before, does not fire', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      entry: [
        raise({ type: 'CUT' }, { delay: 10, id: 'cut' }),
        raise({ type: 'BOOM' }, { delay: 10, id: 'fuse' }),
      ],
      on: { CUT: { actions: cancel('fuse') } },
    });

    const { watched } = driven(machine);

    expect(storyOf(watched).slice(1)).toEqual(['10 fire CUT m→m']);
  });

  test('is no longer a decision that can be carried out', () => {
    const { system } = prepared(
      setup({}).createMachine({
        id: 'm',
        entry: raise({ type: 'BOOM' }, { delay: 0, id: 'fuse' }),
        on: { CUT: { actions: cancel('fuse') } },
      }),
    );
    system.start();
    const fuse = system.enabled()[0]!;
    system.sendToRoot({ type: 'CUT' });

    system.apply(system.bus.oldest!);

    expect(() => system.apply(fuse)).toThrow('the timer fuse of m is not enabled');
  });

  test('twice, or under a name that none has, is nothing', () => {
    const { watched } = driven(
      setup({}).createMachine({
        id: 'm',
        entry: [
          raise({ type: 'BOOM' }, { delay: 20, id: 'fuse' }),
          cancel('fuse'),
          cancel('fuse'),
          cancel('nothing'),
        ],
      }),
    );

    expect(effectsOf(watched, 'cancel-timer')).toHaveLength(1);
  });

  test('by one actor is not the timer of the same name of another', () => {
    const other = setup({}).createMachine({
      id: 'other',
      entry: raise({ type: 'RING' }, { delay: 20, id: 'bell' }),
    });
    const machine = setup({ actors: { other } }).createMachine({
      id: 'm',
      invoke: { id: 'other', src: 'other' },
      entry: [raise({ type: 'RING' }, { delay: 20, id: 'bell' }), cancel('bell')],
    });

    const { watched } = driven(machine);

    expect(storyOf(watched).slice(1)).toEqual(['20 fire RING m/other→m/other']);
  });
});

describe('timers under one name', () => {
  test('fire all, as in XState, and the last of them alone can be cancelled', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      entry: [
        raise({ type: 'FIRST' }, { delay: 10, id: 'same' }),
        raise({ type: 'SECOND' }, { delay: 20, id: 'same' }),
        raise({ type: 'CUT' }, { delay: 5, id: 'cut' }),
      ],
      on: { CUT: { actions: cancel('same') } },
    });

    const { watched } = driven(machine);

    expect(storyOf(watched).slice(1)).toEqual(['5 fire CUT m→m', '10 fire FIRST m→m']);
  });
});

describe('many timers', () => {
  test('that are due at once fire in the order in which they were set, over all actors', () => {
    const ticker = setup({ types: { input: {} as { name: string } } }).createMachine({
      id: 'ticker',
      context: ({ input }) => input,
      entry: enqueueActions(({ enqueue }) => {
        enqueue.raise({ type: 'B' }, { delay: 20, id: 'b' });
        enqueue.raise({ type: 'A' }, { delay: 10, id: 'a' });
      }),
      on: { A: { actions: raise({ type: 'C' }, { delay: 10, id: 'c' }) } },
    });
    const machine = setup({ actors: { ticker } }).createMachine({
      id: 'm',
      invoke: ['x', 'y'].map((name) => ({ id: name, src: 'ticker' as const, input: { name } })),
    });

    const { watched } = driven(machine);

    expect(storyOf(watched).slice(1)).toEqual([
      '10 fire A m/x→m/x',
      '10 fire A m/y→m/y',
      '20 fire B m/x→m/x',
      '20 fire B m/y→m/y',
      '20 fire C m/x→m/x',
      '20 fire C m/y→m/y',
    ]);
  });

  test('cascade at their exact times, fractions of a millisecond too', () => {
    const machine = setup({ types: { context: {} as { left: number } } }).createMachine({
      id: 'm',
      context: { left: 4 },
      initial: 'on',
      states: {
        on: {
          after: {
            0.25: {
              guard: ({ context }) => context.left > 0,
              target: 'on',
              reenter: true,
              actions: assign({ left: ({ context }) => context.left - 1 }),
            },
          },
        },
      },
    });

    const { watched, system } = driven(machine);

    expect(watched.steps.map(({ time }) => time)).toEqual([0, 0.25, 0.5, 0.75, 1, 1.25]);
    expect(valueOf(system.root)).toBe('on');
  });
});

describe('raise', () => {
  test('without a delay stays inside the step, with a delay is a timer', () => {
    const machine = setup({}).createMachine({
      id: 'm',
      on: {
        GO: { actions: [raise({ type: 'NOW' }), raise({ type: 'LATER' }, { delay: 1 })] },
        NOW: { actions: raise({ type: 'ALSO_NOW' }) },
      },
    });

    const { watched } = driven(machine, (system) => system.sendToRoot({ type: 'GO' }));

    expect(storyOf(watched)).toEqual(['0 start m', '0 deliver GO @outside→m', '1 fire LATER m→m']);
    expect(watched.posted).toHaveLength(1);
  });
});
