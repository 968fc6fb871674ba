import { assign, sendTo, setup } from 'xstate';
import type { Property } from '../../../src/explorer/property.js';
import type { Subject } from '../../../src/explorer/subject.js';
import { team } from './team.js';

type CellEvent =
  | { readonly type: 'READ'; readonly by: string }
  | { readonly type: 'WRITE'; readonly value: number };

const cell = setup({
  types: { context: {} as { readonly value: number }, events: {} as CellEvent },
  actions: {
    tell: sendTo(
      ({ system, event }) => system.get(event.type === 'READ' ? event.by : ''),
      ({ context }) => ({ type: 'VALUE', value: context.value }),
    ),
    keep: assign({ value: ({ event, context }) => (event.type === 'WRITE' ? event.value : context.value) }),
  },
}).createMachine({
  context: { value: 0 },
  on: { READ: { actions: 'tell' }, WRITE: { actions: 'keep' } },
});

function thread(me: string) {
  return setup({
    types: { events: {} as { readonly type: 'VALUE'; readonly value: number } },
    actions: {
      read: sendTo(
        ({ system }) => system.get('cell'),
        () => ({ type: 'READ', by: me }),
      ),
      writeOneMore: sendTo(
        ({ system }) => system.get('cell'),
        ({ event }) => ({ type: 'WRITE', value: event.value + 1 }),
      ),
    },
  }).createMachine({
    initial: 'reading',
    states: {
      reading: { entry: 'read', on: { VALUE: { target: 'written', actions: 'writeOneMore' } } },
      written: {},
    },
  });
}

/** Two threads that each read a cell, add one and write it back. */
export function lostUpdate(): Subject {
  return team({ cell, a: thread('a'), b: thread('b') });
}

/** Whether the cell holds two when all is done. */
export const nothingIsLost: Property = {
  name: 'nothing is lost',
  looksAt: () => false,
  watch: (view) => ({
    atEnd: () => {
      const value = view.context('cell')?.['value'];
      return value === 2 ? undefined : { message: `the cell holds ${String(value)}`, address: 'cell' };
    },
  }),
};
