/**
 * The systems that the conformance suite runs. They touch nothing outside of themselves, so that a scheduler
 * may run any of their actors on another thread: what they do shows in their states and on the bus alone.
 */
import {
  type AnyActorRef,
  assign,
  cancel,
  emit,
  enqueueActions,
  type EventObject,
  fromCallback,
  fromPromise,
  raise,
  sendParent,
  sendTo,
  setup,
} from 'xstate';

// Two writers send one reader numbered notes, at two times.

type Note = { readonly type: 'NOTE'; readonly writer: string; readonly page: number };
type Write = { readonly type: 'WRITE'; readonly from: number; readonly to: number };

const reader = setup({ types: { context: {} as { read: string[] }, events: {} as Note } }).createMachine({
  id: 'reader',
  context: { read: [] },
  on: {
    NOTE: {
      actions: assign({ read: ({ context, event }) => [...context.read, `${event.writer}${event.page}`] }),
    },
  },
});

const writer = setup({
  types: { context: {} as { name: string }, input: {} as { name: string }, events: {} as Write },
}).createMachine({
  id: 'writer',
  context: ({ input }) => input,
  on: {
    WRITE: {
      actions: enqueueActions(({ context, event, system, enqueue }) => {
        for (let page = event.from; page <= event.to; page++) {
          enqueue.sendTo(refOf(system.get('reader')), { type: 'NOTE', writer: context.name, page });
        }
      }),
    },
  },
});

export const library = setup({ actors: { reader, writer } }).createMachine({
  id: 'library',
  invoke: [
    { id: 'reader', src: 'reader', systemId: 'reader' },
    { id: 'a', src: 'writer', input: { name: 'a' } },
    { id: 'b', src: 'writer', input: { name: 'b' } },
  ],
  entry: ['a', 'b'].flatMap((name) => [
    sendTo(name, { type: 'WRITE', from: 1, to: 3 }),
    sendTo(name, { type: 'WRITE', from: 4, to: 5 }),
    sendTo(name, { type: 'WRITE', from: 6, to: 8 }, { delay: 5, id: name }),
  ]),
});

// One event leads through several states, with raised events and a child, in one step.

const helper = setup({}).createMachine({
  id: 'helper',
  entry: sendParent({ type: 'HELPER_READY' }),
});

export const assembly = setup({
  types: {
    context: {} as { parts: string[] },
    events: {} as { type: 'BUILD' | 'FRAME' | 'PAINT' | 'HELPER_READY' },
  },
  actors: { helper },
}).createMachine({
  id: 'assembly',
  context: { parts: [] },
  initial: 'empty',
  states: {
    empty: { on: { BUILD: { target: 'framing', actions: raise({ type: 'FRAME' }) } } },
    framing: {
      entry: assign({ parts: ({ context }) => [...context.parts, 'frame'] }),
      on: { FRAME: { target: 'painting', actions: raise({ type: 'PAINT' }) } },
    },
    painting: {
      on: { PAINT: { actions: assign({ parts: ({ context }) => [...context.parts, 'paint'] }) } },
      always: { guard: ({ context }) => context.parts.includes('paint'), target: 'ready' },
    },
    ready: { invoke: { id: 'helper', src: 'helper' }, on: { HELPER_READY: 'helped' } },
    helped: { type: 'final' },
  },
});

// A parent asks a child and changes its mind in the same step: timers set, moved and given up.

export const kitchenTimers = setup({
  types: {
    context: {} as { rang: string[] },
    events: {} as { type: 'RING'; name: string } | { type: 'QUIET' },
  },
}).createMachine({
  id: 'timers',
  context: { rang: [] },
  entry: [
    raise({ type: 'RING', name: 'late' }, { delay: 30, id: 'late' }),
    raise({ type: 'RING', name: 'first of two' }, { delay: 10, id: 'one' }),
    raise({ type: 'RING', name: 'second of two' }, { delay: 10, id: 'two' }),
    raise({ type: 'RING', name: 'at once' }, { delay: 0, id: 'zero' }),
    raise({ type: 'RING', name: 'never' }, { delay: 20, id: 'never' }),
    raise({ type: 'QUIET' }, { delay: 15, id: 'quiet' }),
  ],
  on: {
    RING: { actions: assign({ rang: ({ context, event }) => [...context.rang, event.name] }) },
    QUIET: {
      actions: [cancel('never'), raise({ type: 'RING', name: 'nested' }, { delay: 7.5, id: 'nested' })],
    },
  },
});

// A state with a time limit is left and entered again, at the time of its limit.

const pedestrian = setup({}).createMachine({
  id: 'pedestrian',
  initial: 'waiting',
  states: {
    waiting: {
      after: {
        20: { target: 'gone', actions: [sendParent({ type: 'FLIP' }), sendParent({ type: 'FLIP' })] },
      },
    },
    gone: {},
  },
});

export const crossing = setup({
  types: { events: {} as { type: 'FLIP' } },
  actors: { pedestrian },
}).createMachine({
  id: 'crossing',
  invoke: { id: 'pedestrian', src: 'pedestrian' },
  initial: 'red',
  states: {
    red: { after: { 20: 'expired' }, on: { FLIP: 'green' } },
    green: { on: { FLIP: 'red' } },
    expired: {},
  },
});

// A child finishes while its parent leaves its state and comes back with the child's successor.

const dish = setup({ types: { events: {} as { type: 'SERVE' } } }).createMachine({
  id: 'dish',
  initial: 'cooking',
  entry: sendTo(({ system }) => refOf(system.get('notary')), { type: 'NOTE', writer: 'dish', page: 1 }),
  states: { cooking: { on: { SERVE: 'served' } }, served: { type: 'final' } },
});

const guest = setup({}).createMachine({
  id: 'guest',
  initial: 'reading',
  states: {
    reading: { after: { 5: 'ordering' } },
    ordering: {
      entry: [
        sendTo(({ system }) => refOf(system.get('dish')), { type: 'SERVE' }),
        sendParent({ type: 'FLIP' }),
        sendParent({ type: 'FLIP' }),
      ],
    },
  },
});

export const relaunch = setup({
  types: { events: {} as { type: 'FLIP' } },
  actors: { dish, guest, reader },
}).createMachine({
  id: 'relaunch',
  invoke: [
    { id: 'notary', src: 'reader', systemId: 'notary' },
    { id: 'guest', src: 'guest' },
  ],
  initial: 'open',
  states: {
    open: {
      invoke: { id: 'dish', src: 'dish', systemId: 'dish', onDone: 'served' },
      on: { FLIP: 'pausing' },
    },
    pausing: { on: { FLIP: 'open' } },
    served: {},
  },
});

// A parent's last words to a child that it stops; a colleague goes on writing to that child.

const apprentice = setup({
  types: { context: {} as { heard: string[] }, events: {} as { type: 'LAST' } | Note },
}).createMachine({
  id: 'apprentice',
  context: { heard: [] },
  on: { '*': { actions: assign({ heard: ({ context, event }) => [...context.heard, event.type] }) } },
});

const colleague = setup({
  types: { context: {} as { friend: AnyActorRef | undefined } },
}).createMachine({
  id: 'colleague',
  context: { friend: undefined },
  initial: 'silent',
  states: {
    silent: { after: { 1: 'early' } },
    early: {
      entry: [
        assign({ friend: ({ system }) => refOf(system.get('apprentice')) }),
        sendTo(({ context }) => refOf(context.friend), { type: 'NOTE', writer: 'c', page: 1 }),
      ],
      after: { 9: 'late' },
    },
    late: { entry: sendTo(({ context }) => refOf(context.friend), { type: 'NOTE', writer: 'c', page: 2 }) },
  },
});

export const farewell = setup({ actors: { apprentice, colleague } }).createMachine({
  id: 'farewell',
  invoke: { id: 'colleague', src: 'colleague' },
  initial: 'together',
  states: {
    together: {
      invoke: { id: 'apprentice', src: 'apprentice', systemId: 'apprentice' },
      exit: sendTo('apprentice', { type: 'LAST' }),
      after: { 5: 'apart' },
    },
    apart: {},
  },
});

// Two clerks add one to a number that they ask for first.

const ledger = setup({
  types: {
    context: {} as { total: number },
    events: {} as { type: 'ASK'; from: AnyActorRef } | { type: 'SET'; total: number },
  },
}).createMachine({
  id: 'ledger',
  context: { total: 0 },
  on: {
    ASK: {
      actions: sendTo(
        ({ event }) => event.from,
        ({ context }) => ({ type: 'TOLD', total: context.total }),
      ),
    },
    SET: { actions: assign({ total: ({ event }) => event.total }) },
  },
});

const clerk = setup({ types: { events: {} as { type: 'TOLD'; total: number } } }).createMachine({
  id: 'clerk',
  entry: sendTo(
    ({ system }) => refOf(system.get('ledger')),
    ({ self }) => ({ type: 'ASK', from: self }),
  ),
  on: {
    TOLD: {
      actions: sendTo(
        ({ system }) => refOf(system.get('ledger')),
        ({ event }) => ({
          type: 'SET',
          total: event.total + 1,
        }),
      ),
    },
  },
});

export const office = setup({ actors: { ledger, clerk } }).createMachine({
  id: 'office',
  invoke: [
    { id: 'ledger', src: 'ledger', systemId: 'ledger' },
    { id: 'clerk-1', src: 'clerk' },
    { id: 'clerk-2', src: 'clerk' },
  ],
});

// Players in a ring pass balls on, some at once and some after a while; the result depends on the order.

type Pass = { readonly type: 'PASS'; readonly ball: number; readonly left: number };

const player = setup({
  types: {
    context: {} as { index: number; count: number; caught: number[] },
    input: {} as { index: number; count: number },
    events: {} as Pass,
  },
}).createMachine({
  id: 'player',
  context: ({ input }) => ({ ...input, caught: [] }),
  on: {
    PASS: {
      actions: [
        assign({ caught: ({ context, event }) => [...context.caught, event.ball] }),
        enqueueActions(({ context, event, system, enqueue }) => {
          const next = refOf(system.get(`player-${(context.index + event.ball) % context.count}`));
          const pass = { ...event, left: event.left - 1 };
          if (event.left > 0 && (event.left + event.ball) % 3 === 0) {
            enqueue.sendTo(next, pass, { delay: event.ball, id: `ball-${event.ball}-${event.left}` });
          } else if (event.left > 0) {
            enqueue.sendTo(next, pass);
          }
        }),
        emit(({ event }) => ({ type: 'caught', ball: event.ball })),
      ],
    },
  },
});

interface Game {
  readonly balls: number;
  readonly passes: number;
}

export const ring = setup({
  types: { context: {} as Game, input: {} as Game },
  actors: { player },
}).createMachine({
  id: 'ring',
  context: ({ input }) => input,
  invoke: [0, 1, 2].map((index) => ({
    id: `player-${index}`,
    src: 'player' as const,
    systemId: `player-${index}`,
    input: { index, count: 3 },
  })),
  entry: enqueueActions(({ context, enqueue }) => {
    for (let ball = 1; ball <= context.balls; ball++) {
      const pass: Pass = { type: 'PASS', ball, left: context.passes };
      enqueue.sendTo(`player-${ball % 3}`, pass, { delay: 0, id: `ball-${ball}` });
    }
  }),
});

// Asynchronous tasks: one that resolves, one that rejects, one that never does either, one that calls back.

export const errands = setup({
  types: { context: {} as { results: string[] }, events: {} as { type: 'RANG' } },
  actors: {
    shop: fromPromise(() => Promise.resolve('bread')),
    bank: fromPromise((): Promise<string> => Promise.reject(new Error('closed'))),
    friend: fromPromise(() => new Promise<string>(() => undefined)),
    bell: fromCallback<EventObject>(({ sendBack }) => {
      void Promise.resolve().then(() => sendBack({ type: 'RANG' }));
    }),
  },
}).createMachine({
  id: 'errands',
  context: { results: [] },
  invoke: [
    {
      id: 'shop',
      src: 'shop',
      onDone: { actions: assign({ results: ({ context, event }) => [...context.results, event.output] }) },
    },
    {
      id: 'bank',
      src: 'bank',
      onError: {
        actions: assign({ results: ({ context, event }) => [...context.results, String(event.error)] }),
      },
    },
    { id: 'friend', src: 'friend' },
    { id: 'bell', src: 'bell' },
  ],
  on: { RANG: { actions: assign({ results: ({ context }) => [...context.results, 'bell'] }) } },
});

// An actor that fails deep in the tree, for want of anybody who handles it.

export const collapse = setup({
  actors: {
    floor: setup({
      actors: {
        plank: setup({
          actions: {
            crack: () => {
              throw new Error('too much weight');
            },
          },
        }).createMachine({
          id: 'plank',
          initial: 'whole',
          states: { whole: { after: { 3: { actions: 'crack' } } } },
        }),
      },
    }).createMachine({ id: 'floor', invoke: { id: 'plank', src: 'plank' } }),
  },
}).createMachine({ id: 'collapse', invoke: { id: 'floor', src: 'floor' } });

function refOf(actor: AnyActorRef | undefined): AnyActorRef {
  if (actor === undefined) {
    throw new Error('the actor is not there');
  }
  return actor;
}
