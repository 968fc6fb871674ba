import { type AnyStateMachine, sendParent, sendTo, setup, stopChild } from 'xstate';
import type { ExploreOptions } from '../../../src/explorer/explore-options.js';
import { createRandom } from '../../../src/random/random.js';

/** Sends these events, each to an actor by its system id, as it starts. */
function sender(...mail: readonly (readonly [to: string, type: string])[]): AnyStateMachine {
  return setup({}).createMachine({
    entry: mail.map(([to, type]) => sendTo(({ system }) => system.get(to), { type })),
  });
}

/** Sends an event to another when it gets X; to itself where the other has ended. */
function relay(to: string, type: string): AnyStateMachine {
  return setup({}).createMachine({
    on: { X: { actions: sendTo(({ system }) => system.get(to), { type }) } },
  });
}

/** Takes everything, and is done with the event END. */
const mortal = setup({}).createMachine({
  initial: 'on',
  states: { on: { on: { END: 'off', '*': {} } }, off: { type: 'final' } },
});

/** Reports to its parent when an event or a timer comes, whichever is first. */
function waiter(after: number): AnyStateMachine {
  return setup({}).createMachine({
    initial: 'waiting',
    states: {
      waiting: { after: { [after]: 'late' }, on: { GO: 'went' } },
      late: { entry: sendParent({ type: 'LATE' }), on: { GO: {} } },
      went: { entry: sendParent({ type: 'WENT' }) },
    },
  });
}

/** Sets a timer when it is told to, and cancels it when told again. */
function alarm(after: number): AnyStateMachine {
  return setup({}).createMachine({
    initial: 'off',
    states: {
      off: { on: { SET: 'on' } },
      on: { after: { [after]: 'rang' }, on: { SET: 'off' } },
      rang: { on: { SET: {} }, entry: sendParent({ type: 'RANG' }) },
    },
  });
}

function root(members: Record<string, AnyStateMachine>, on: object = {}): AnyStateMachine {
  return setup({ actors: members }).createMachine({
    id: 'root',
    invoke: Object.keys(members).map((name) => ({ src: name, id: name, systemId: name })),
    on: { '*': {}, ...on },
  });
}

/** Systems in which actors end, stop, set timers and suffer faults while others write to them. */
export const eventfulSystems: Record<string, readonly [AnyStateMachine, ExploreOptions?]> = {
  'a receiver that ends while others write to it': [
    root({
      m: mortal,
      r: relay('m', 'C'),
      a: sender(['m', 'A'], ['m', 'B']),
      b: sender(['m', 'END']),
      c: sender(['r', 'X']),
    }),
  ],
  'a child that is stopped while it is written to': [
    root(
      {
        m: mortal,
        r: relay('m', 'C'),
        a: sender(['m', 'A']),
        c: sender(['r', 'X']),
        s: setup({}).createMachine({ entry: sendParent({ type: 'STOP' }) }),
      },
      { STOP: { actions: stopChild('m') } },
    ),
  ],
  'a child that is done while it is stopped': [
    root(
      {
        m: mortal,
        a: sender(['m', 'END']),
        s: setup({}).createMachine({ entry: sendParent({ type: 'STOP' }) }),
      },
      { STOP: { actions: stopChild('m') } },
    ),
  ],
  'timers due at the same time': [
    root({ x: alarm(10), y: alarm(10), a: sender(['x', 'SET']), b: sender(['y', 'SET']) }),
  ],
  'timers that are set and cancelled': [
    root({
      x: alarm(10),
      y: alarm(20),
      a: sender(['x', 'SET']),
      b: sender(['x', 'SET']),
      c: sender(['y', 'SET']),
    }),
  ],
  'timers due at once': [
    root({
      x: alarm(0),
      y: alarm(0),
      a: sender(['x', 'SET']),
      b: sender(['x', 'SET']),
      c: sender(['y', 'SET']),
    }),
  ],
  'late timers': [
    root({ x: waiter(10), y: waiter(20), a: sender(['x', 'GO']), b: sender(['y', 'GO']) }),
    { timers: 'late' },
  ],
  'late timers that are set and cancelled': [
    root({ x: alarm(10), y: alarm(20), a: sender(['x', 'SET']), b: sender(['y', 'SET'], ['y', 'SET']) }),
    { timers: 'late' },
  ],
  'events that are dropped and doubled': [
    root({ m: mortal, n: mortal, a: sender(['m', 'A'], ['n', 'A']), b: sender(['m', 'END']) }),
    { faults: { drop: { actors: ['m', 'n'] }, duplicate: { actors: ['m'] } } },
  ],
  'a crash and a restart': [
    root({ x: waiter(10), m: mortal, a: sender(['x', 'GO'], ['m', 'A']) }, { 'xstate.error.actor.x': {} }),
    { faults: { crash: { actors: ['x'] }, restart: { actors: ['m'] } } },
  ],
};

/** Some members that take events, some that send four between them, and a root that may stop one of them. */
export function drawSystem(seed: number): readonly [AnyStateMachine, ExploreOptions] {
  const random = createRandom(seed, 'systems');
  const kinds = [mortal, relay('a', 'GO'), relay('b', 'END'), alarm(0), alarm(10), waiter(0), waiter(10)];
  const types = ['X', 'END', 'SET', 'GO'] as const;
  const takers = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, random.pick(kinds)]));
  const mail = Array.from({ length: 4 }, () => [random.pick(['a', 'b', 'c']), random.pick(types)] as const);
  const split = 1 + random.integer(3);
  const senders = { s: sender(...mail.slice(0, split)), t: sender(...mail.slice(split)) };
  const stopped = random.pick(['a', 'b', 'c']);
  const stops = { actions: stopChild(stopped) };
  return [
    root({ ...takers, ...senders }, random.pick([{}, { RANG: stops }, { WENT: stops }])),
    { timers: random.pick(['in-turn', 'late'] as const) },
  ];
}
