import { describe, expect, test } from 'vitest';
import { assign, fromPromise, sendParent, sendTo, setup } from 'xstate';
import { followPaths } from '../../src/explorer/paths/follow-paths.js';
import { team } from './systems/team.js';

/** A till that asks a clerk on PAY; it would wait for the answer for ever, and lets the customer go after a while. */
const till = setup({
  types: {
    events: {} as
      | { readonly type: 'PAY'; readonly amount?: number }
      | { readonly type: 'ASK_CLERK' }
      | { readonly type: 'YES' }
      | { readonly type: 'NO' },
  },
  guards: { isEnough: ({ event }) => 'amount' in event && event.amount === 5 },
  actions: { ask: sendTo(({ system }) => system.get('clerk'), { type: 'ASK' }) },
}).createMachine({
  id: 'till',
  initial: 'open',
  states: {
    open: { on: { PAY: [{ guard: 'isEnough', target: 'paid' }, 'short'], ASK_CLERK: 'asking' } },
    asking: { entry: 'ask', on: { YES: 'paid', NO: 'short' } },
    short: { after: { 1000: 'open' } },
    paid: {},
  },
});

const silentClerk = setup({}).createMachine({ on: { ASK: {} } });
const clerk = setup({
  actions: { refuse: sendTo(({ system }) => system.get('till'), { type: 'NO' }) },
}).createMachine({ on: { ASK: { actions: 'refuse' } } });

describe('the paths of a machine', () => {
  test('are all followed where the other actors let it', async () => {
    const system = () => team({ till, clerk: silentClerk });

    expect(await followPaths(system, { actor: 'till' })).toEqual({ paths: 3, left: [] });
    expect(await followPaths(system, { actor: 'till', paths: 'simple' })).toEqual({ paths: 4, left: [] });
  });

  test('are reported with the step at which the system left them', async () => {
    const { paths, left } = await followPaths(() => team({ till, clerk }), { actor: 'till' });

    expect(paths).toBe(3);
    expect(left).toEqual([
      {
        events: ['ASK_CLERK', 'YES'],
        step: 2,
        expected: 'paid',
        actual: 'short',
        message: 'till left the path at step 2: YES came too late: NO from clerk had led to "short"',
      },
    ]);
  });

  test('have events with what these carry', async () => {
    const enough = { type: 'PAY', amount: 5 };

    const { paths, left } = await followPaths(() => team({ till, clerk: silentClerk }), {
      actor: 'till',
      paths: 'simple',
      events: [enough, { type: 'PAY' }],
      except: ['ASK_CLERK'],
    });

    expect([paths, left]).toEqual([2, []]);
  });

  test('wait for timers and promises, which the system makes itself', async () => {
    const baker = setup({ actors: { bake: fromPromise(() => Promise.resolve('bread')) } }).createMachine({
      initial: 'idle',
      states: {
        idle: { on: { GO: 'baking' } },
        baking: { invoke: { src: 'bake', id: 'bake', onDone: 'cooling', onError: 'burnt' } },
        cooling: { after: { 60_000: 'done' } },
        done: {},
        burnt: {},
      },
    });
    const { paths, left } = await followPaths(() => team({ baker }), { actor: 'baker' });

    expect(paths).toBe(4);
    expect(left).toEqual([
      {
        events: ['GO', 'xstate.error.actor.bake'],
        step: 2,
        expected: 'burnt',
        actual: 'cooling',
        message:
          'baker left the path at step 2: xstate.error.actor.bake came too late: xstate.done.actor.bake from team/baker/bake had led to "cooling"',
      },
    ]);
  });

  test('begin where the started system has brought the actor', async () => {
    const shop = team({
      lamp: setup({}).createMachine({
        initial: 'off',
        states: { off: { on: { ON: 'on' } }, on: { on: { BREAK: 'broken' } }, broken: {} },
      }),
      hand: setup({
        actions: { press: sendTo(({ system }) => system.get('lamp'), { type: 'ON' }) },
      }).createMachine({ entry: 'press' }),
    });

    expect(await followPaths(() => shop, { actor: 'lamp' })).toEqual({ paths: 1, left: [] });
  });

  test('are left where the system finds no rest, unless they have come to their end', async () => {
    const echo = (to: string) =>
      setup({
        actions: { play: sendTo(({ system }) => system.get(to), { type: 'BALL' }) },
      }).createMachine({
        initial: 'ready',
        states: {
          ready: { on: { BALL: { actions: 'play' }, GO: 'playing' } },
          playing: { entry: 'play', on: { BALL: { actions: 'play' }, STOP: 'off' } },
          off: {},
        },
      });
    const { paths, left } = await followPaths(() => team({ a: echo('b'), b: echo('a') }), {
      actor: 'a',
      steps: 50,
    });

    expect(paths).toBe(2);
    expect(left).toEqual([
      {
        events: ['GO', 'STOP'],
        step: 2,
        expected: 'off',
        actual: 'playing',
        message: 'a left the path at step 2: STOP found no rest in 50 decisions',
      },
    ]);
  });

  test('lead through machines that send to their parent', async () => {
    const worker = setup({}).createMachine({
      initial: 'idle',
      entry: sendParent({ type: 'READY' }),
      states: {
        idle: { on: { GO: 'busy' } },
        busy: { entry: sendParent({ type: 'BUSY' }), on: { STOP: 'idle', BREAK: 'broken' } },
        broken: { entry: sendParent({ type: 'BROKEN' }) },
      },
    });

    expect(await followPaths(() => team({ worker }), { actor: 'worker' })).toEqual({ paths: 2, left: [] });
  });

  test('lead through machines that send to children which come later, or say where such a send throws', async () => {
    const listener = setup({}).createMachine({ on: { HELLO: {} } });
    const caller = setup({ actors: { listener } }).createMachine({
      initial: 'alone',
      states: {
        alone: {
          on: {
            CALL: 'talking',
            SHOUT: { target: 'hoarse', actions: sendTo('listener', { type: 'HELLO' }) },
          },
        },
        talking: {
          invoke: { src: 'listener', id: 'listener' },
          entry: sendTo('listener', { type: 'HELLO' }),
          on: { AGAIN: { target: 'done', actions: sendTo('listener', { type: 'HELLO' }) }, END: 'done' },
        },
        hoarse: {},
        done: {},
      },
    });
    const system = () => team({ caller });

    await expect(followPaths(system, { actor: 'caller' })).rejects.toMatchObject({
      code: 'ERR_PATHS',
      message:
        'no paths of caller: its graph cannot be walked: AGAIN throws in "talking"; give it in events with what it ' +
        "carries, or leave it out with except (Unable to send event to actor 'listener' from machine '(machine)'.)",
    });
    expect(await followPaths(system, { actor: 'caller', except: ['AGAIN'] })).toMatchObject({
      paths: 3,
      left: [{ events: ['SHOUT'], step: 1, expected: 'hoarse' }],
    });
  });

  test('begin right after the start where the system runs by itself until the actor has ended', async () => {
    const order = setup({}).createMachine({
      entry: sendTo(({ self }) => self, { type: 'PAY' }),
      initial: 'open',
      states: { open: { on: { PAY: 'paid', CANCEL: 'cancelled' } }, paid: { type: 'final' }, cancelled: {} },
    });

    expect(await followPaths(() => team({ order }), { actor: 'order' })).toEqual({ paths: 2, left: [] });
    expect(await followPaths(() => ({ machine: order, id: 'order' }), { actor: 'order' })).toEqual({
      paths: 2,
      left: [],
    });
  });

  test.each<[string, object]>([
    ['actor', {}],
    ['actor', { actor: 5 }],
    ['paths', { actor: 'till', paths: 'longest' }],
    ['events', { actor: 'till', events: [{}] }],
    ['except', { actor: 'till', except: 'PAY' }],
    ['followPaths: actr', { actr: 'till' }],
    ['followPaths', 5 as never],
  ])('are refused with an option that makes no sense: %s', async (option, options) => {
    await expect(followPaths(() => team({ till }), options as never)).rejects.toMatchObject({
      code: 'ERR_EXPLORE_OPTION',
      option,
    });
  });

  test('are refused of an actor that is not there, that is no machine, or whose graph has no end', async () => {
    const counter = setup({
      types: { context: {} as { readonly count: number } },
      actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
    }).createMachine({ context: { count: 0 }, on: { UP: { actions: 'count' } } });
    const system = () => team({ counter });
    const refused = (message: string) => ({
      code: 'ERR_PATHS',
      message: expect.stringContaining(message) as string,
    });

    await expect(followPaths(system, { actor: 'till' })).rejects.toMatchObject(
      refused('nobody has this address when the system has started; known: team, counter'),
    );
    await expect(followPaths(system, { actor: 'counter', limit: 100 })).rejects.toMatchObject(
      refused('its graph cannot be walked'),
    );
    await expect(followPaths(system, { actor: 'counter', limit: 0 })).rejects.toMatchObject({
      code: 'ERR_EXPLORE_OPTION',
    });
  });
});
