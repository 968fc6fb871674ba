import { assign, createActor, createMachine, fromTransition, raise, sendTo, setup } from 'xstate';
import { describe, expect, inject, test } from 'vitest';
import { driven, effectsOf, prepared, storyOf, valueOf } from './watch.js';

const boom = new Error('boom');
const explode = (): never => {
  throw boom;
};

describe('an error in the root', () => {
  test.each([
    ['entry action', setup({ actions: { explode } }).createMachine({ id: 'root', entry: 'explode' })],
    [
      'action of a transition',
      setup({ actions: { explode } }).createMachine({ id: 'root', on: { GO: { actions: 'explode' } } }),
    ],
    [
      'guard',
      setup({ guards: { explode } }).createMachine({
        id: 'root',
        on: { GO: { guard: 'explode', actions: [] } },
      }),
    ],
    [
      'assignment',
      setup({}).createMachine({ id: 'root', context: {}, on: { GO: { actions: assign(explode) } } }),
    ],
    ['context factory', createMachine({ id: 'root', context: explode })],
    [
      'delayed action',
      setup({ actions: { explode } }).createMachine({ id: 'root', after: { 5: { actions: 'explode' } } }),
    ],
    [
      'send to a child that is not there',
      setup({}).createMachine({ id: 'root', on: { GO: { actions: sendTo('nobody', { type: 'HELLO' }) } } }),
    ],
  ])('thrown by its %s ends it, and is its own', (_, machine) => {
    const { system } = driven(machine, (running) => running.send(running.root, { type: 'GO' }));

    expect(system.root.getSnapshot().status).toBe('error');
    expect(system.failure?.address).toBe('root');
    expect(system.failure?.error).toBeInstanceOf(Error);
  });

  test('thrown by a transition function ends it too', () => {
    const { system } = driven(fromTransition(explode, 0), (running) => running.sendToRoot({ type: 'GO' }));

    expect(system.failure).toEqual({ address: 'root', error: boom });
  });

  test('leaves an actor that handles its errors alone', () => {
    const { system } = driven(createMachine({ id: 'root' }));

    expect(system.failure).toBeUndefined();
  });
});

test('an error on the last word of the parent that stops a child fails the parent, as in plain XState', () => {
  const child = setup({ actions: { explode } }).createMachine({ on: { LAST: { actions: 'explode' } } });
  const machine = setup({ actors: { child } }).createMachine({
    id: 'root',
    initial: 'first',
    states: {
      first: {
        invoke: { id: 'child', src: 'child' },
        exit: sendTo('child', { type: 'LAST' }),
        on: { GO: 'second' },
      },
      second: {},
    },
  });
  const plainErrors: unknown[] = [];
  const plain = createActor(machine);
  plain.subscribe({ error: (error) => plainErrors.push(error) });
  plain.start().send({ type: 'GO' });

  const { system } = driven(machine, (running) => running.send(running.root, { type: 'GO' }));

  expect(plainErrors).toEqual([boom]);
  expect(system.failure).toEqual({ address: 'root/child', error: boom });
});

describe('an error in a child', () => {
  const child = setup({ actions: { explode }, guards: { explode } }).createMachine({
    id: 'child',
    initial: 'calm',
    states: {
      calm: {
        on: {
          ACT: { actions: 'explode' },
          ASK: { guard: 'explode', target: 'calm' },
          RAISE: { actions: raise({ type: 'ACT' }) },
          ENTER: 'bad',
        },
      },
      bad: { entry: 'explode' },
    },
  });

  test.each(['ACT', 'ASK', 'RAISE', 'ENTER'])(
    'on %s is reported to its parent, which may handle it',
    (type) => {
      const parent = setup({ types: { context: {} as { error: unknown } }, actors: { child } }).createMachine(
        {
          id: 'parent',
          context: { error: undefined },
          initial: 'on',
          states: {
            on: {
              invoke: {
                id: 'child',
                src: 'child',
                onError: { target: 'off', actions: assign({ error: ({ event }) => event.error }) },
              },
            },
            off: {},
          },
        },
      );

      const { system, watched } = driven(parent, (running) => running.send('parent/child', { type }));

      expect(valueOf(system.root)).toBe('off');
      expect(system.failure).toBeUndefined();
      expect(effectsOf(watched, 'end').map(({ actor, status }) => [actor.label, status])).toEqual([
        ['parent/child', 'error'],
      ]);
    },
  );

  test('that nobody handles ends every actor up to the root, and is named for where it was thrown', () => {
    const middle = setup({ actors: { child } }).createMachine({
      id: 'middle',
      invoke: { id: 'child', src: 'child' },
    });
    const parent = setup({ actors: { middle } }).createMachine({
      id: 'parent',
      invoke: { id: 'middle', src: 'middle' },
    });

    const { system, watched } = driven(parent, (running) =>
      running.send('parent/middle/child', { type: 'ACT' }),
    );

    expect(system.failure).toEqual({ address: 'parent/middle/child', error: boom });
    expect(storyOf(watched).slice(1)).toEqual([
      '0 deliver ACT @outside→parent/middle/child',
      '0 deliver xstate.error.actor.child parent/middle/child→parent/middle',
      '0 deliver xstate.error.actor.middle parent/middle→parent',
    ]);
  });

  test('in its first state is reported as well', () => {
    const stillborn = setup({ actions: { explode } }).createMachine({ id: 'stillborn', entry: 'explode' });
    const parent = setup({ actors: { stillborn } }).createMachine({
      id: 'parent',
      invoke: { id: 'child', src: 'stillborn' },
    });

    const { system } = driven(parent);

    expect(system.failure).toEqual({ address: 'parent/child', error: boom });
  });

  test('in its context is reported as well', () => {
    const stillborn = createMachine({ id: 'stillborn', context: explode });
    const parent = setup({ actors: { stillborn } }).createMachine({
      id: 'parent',
      invoke: { id: 'child', src: 'stillborn' },
    });

    const { system } = driven(parent);

    expect(system.failure).toEqual({ address: 'parent/child', error: boom });
  });

  test('that was handled is not blamed for a later one of the root', () => {
    const later = new Error('later');
    const parent = setup({
      actors: { child },
      actions: {
        explodeLater: () => {
          throw later;
        },
      },
    }).createMachine({
      id: 'parent',
      invoke: { id: 'child', src: 'child', onError: {} },
      on: { GO: { actions: 'explodeLater' } },
    });

    const { system } = driven(parent, (running) => {
      running.send('parent/child', { type: 'ACT' });
      running.sendToRoot({ type: 'GO' });
    });

    expect(system.failure).toEqual({ address: 'parent', error: later });
  });

  test('ends the child first, and its parent when the report is delivered', () => {
    const parent = setup({ actors: { child } }).createMachine({
      id: 'parent',
      invoke: { id: 'child', src: 'child' },
    });
    const { system } = prepared(parent);
    system.start();
    system.send('parent/child', { type: 'ACT' });

    system.apply(system.next()!);
    expect([...system.actors().keys()]).toEqual(['parent']);
    system.apply(system.next()!);
    expect(system.actors().size).toBe(0);
  });
});

describe('an actor that fails', () => {
  test('takes no more events: they are dead letters', () => {
    const parent = setup({ actions: { explode } }).createMachine({
      id: 'root',
      on: { GO: { actions: 'explode' } },
    });

    const { system } = driven(parent, (running) => {
      running.sendToRoot({ type: 'GO' });
      running.sendToRoot({ type: 'GO' });
    });

    expect(system.bus.deadLetters.map(({ reason }) => reason)).toEqual(['receiver-ended']);
    expect(system.decisions).toBe(2);
  });

  test('fails as it would alone', () => {
    const machine = setup({ actions: { explode } }).createMachine({
      id: 'root',
      on: { GO: { actions: 'explode' } },
    });
    const errors: unknown[] = [];
    const alone = createActor(machine);
    alone.subscribe({ error: (error) => errors.push(error) });
    alone.start();
    alone.send({ type: 'GO' });

    const { system } = prepared(machine);
    system.root.subscribe({ error: (error: unknown) => errors.push(error) });
    system.start();
    system.sendToRoot({ type: 'GO' });
    system.apply(system.next()!);

    expect(errors).toEqual([boom, boom]);
  });
});

// Older releases know of no bound, and never come back.
describe.skipIf(inject('xstate') === 'oldest')('transitions that lead to each other without end', () => {
  const endless = createMachine({
    id: 'endless',
    initial: 'idle',
    states: { idle: { on: { GO: 'a' } }, a: { always: 'b' }, b: { always: 'a' } },
  });

  test('end their actor with an error, in a child as in the root', () => {
    const root = createMachine({
      id: 'root',
      invoke: { src: endless, id: 'child' },
      entry: sendTo('child', { type: 'GO' }),
    });
    const { system } = driven(root);
    const alone = driven(endless, (running) => running.send(running.root, { type: 'GO' })).system;

    expect(system.failure?.address).toBe('root/child');
    expect(alone.failure?.address).toBe('endless');
    expect(String(alone.failure?.error)).toContain('Infinite loop detected');
    expect(String(alone.failure?.error)).toContain('more than 100000 microsteps');
  });

  test('end it sooner where its machine says so, and not at all where they come to an end', () => {
    const counting = (most: number, options: { maxIterations?: number }) =>
      createMachine({
        id: 'counting',
        options,
        types: {} as { context: { count: number } },
        context: { count: 0 },
        always: {
          guard: ({ context }) => context.count < most,
          actions: assign({ count: ({ context }) => context.count + 1 }),
        },
      });

    expect(driven(counting(20_000, {})).system.failure).toBeUndefined();
    expect(String(driven(counting(20_000, { maxIterations: 50 })).system.failure?.error)).toContain(
      'more than 50 microsteps',
    );
  });
});
