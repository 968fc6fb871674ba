// Two threads that add one to a cell, as a module that every thread of an exploration can import for itself.
import { assign, sendTo, setup } from 'xstate';

const cell = setup({
  actions: {
    tell: sendTo(
      ({ system, event }) => system.get(event.by),
      ({ context }) => ({ type: 'VALUE', value: context.value }),
    ),
    keep: assign({ value: ({ event }) => event.value }),
  },
}).createMachine({
  id: 'cell',
  context: { value: 0 },
  on: { READ: { actions: 'tell' }, WRITE: { actions: 'keep' } },
});

const thread = (me) =>
  setup({
    actions: {
      read: sendTo(({ system }) => system.get('cell'), { type: 'READ', by: me }),
      writeOneMore: sendTo(
        ({ system }) => system.get('cell'),
        ({ event }) => ({ type: 'WRITE', value: event.value + 1 }),
      ),
    },
  }).createMachine({
    id: 'thread',
    initial: 'reading',
    states: {
      reading: { entry: 'read', on: { VALUE: { target: 'written', actions: 'writeOneMore' } } },
      written: {},
    },
  });

export function createSharedCell() {
  const names = ['cell', 'a', 'b'];
  return {
    machine: setup({ actors: { cell, a: thread('a'), b: thread('b') } }).createMachine({
      id: 'team',
      invoke: names.map((name) => ({ src: name, id: name, systemId: name })),
    }),
  };
}

export function createNothing() {
  throw new Error('the shop is closed');
}

/** That the cell holds two in the end. */
export const nothingIsLost = {
  properties: [
    {
      name: 'nothing is lost',
      looksAt: () => false,
      watch: (view) => ({
        atEnd: () =>
          view.context('cell').value === 2
            ? undefined
            : { message: `the cell holds ${view.context('cell').value}`, error: new RangeError('lost') },
      }),
    },
  ],
};

/** The same with threads of these names. */
export function createCellOf({ threads }) {
  const actors = Object.fromEntries(threads.map((name) => [name, thread(name)]));
  return {
    machine: setup({ actors: { cell, ...actors } }).createMachine({
      id: 'team',
      invoke: ['cell', ...threads].map((name) => ({ src: name, id: name, systemId: name })),
    }),
  };
}

/** That the cell holds so much in the end. */
export function sumIs({ sum }) {
  const watch = (view) => ({
    atEnd: () => {
      const { value } = view.context('cell');
      return value === sum ? undefined : { message: `it is ${value}`, address: 'cell' };
    },
  });
  return { properties: [{ name: `the sum comes to ${sum}`, looksAt: () => false, watch }] };
}
