import { assign, enqueueActions, setup } from 'xstate';

/** What a thread may ask of a cell; each is answered with the value that the cell then has. */
export type CellEvent =
  | { readonly type: 'read'; readonly by: string }
  | { readonly type: 'write'; readonly by: string; readonly value: number }
  | { readonly type: 'add'; readonly by: string; readonly value: number }
  /** Answered as soon as the cell has this value. */
  | { readonly type: 'await'; readonly by: string; readonly value: number };

/** What a thread is answered by a cell, or by a lock that is now its own. */
export interface Answer {
  readonly type: 'answer';
  readonly value: number;
}

interface CellContext {
  readonly value: number;
  readonly awaiting: readonly { readonly by: string; readonly value: number }[];
}

/** A shared variable: an actor that holds one number, and does to it one thing at a time. */
export const cell = setup({
  types: { context: {} as CellContext, input: {} as number, events: {} as CellEvent },
  actions: {
    store: assign({ value: ({ event, context }) => ('value' in event ? event.value : context.value) }),
    increase: assign({
      value: ({ event, context }) => context.value + ('value' in event ? event.value : 0),
    }),
    noteWhoAwaits: assign({
      awaiting: ({ event, context }) =>
        event.type === 'await'
          ? [...context.awaiting, { by: event.by, value: event.value }]
          : context.awaiting,
    }),
    answer: enqueueActions(({ enqueue, event, context: { value }, system }) => {
      enqueue.sendTo(system.get(event.by), answerOf(value));
    }),
    answerWhoAwaitedThis: enqueueActions(({ enqueue, context: { value, awaiting }, system }) => {
      for (const { by } of awaiting.filter((one) => one.value === value)) {
        enqueue.sendTo(system.get(by), answerOf(value));
      }
      enqueue.assign({ awaiting: awaiting.filter((one) => one.value !== value) });
    }),
  },
  guards: { isSo: ({ event, context }) => event.type === 'await' && event.value === context.value },
}).createMachine({
  id: 'cell',
  context: ({ input }) => ({ value: input, awaiting: [] }),
  on: {
    read: { actions: 'answer' },
    write: { actions: ['store', 'answer', 'answerWhoAwaitedThis'] },
    add: { actions: ['increase', 'answer', 'answerWhoAwaitedThis'] },
    await: [{ guard: 'isSo', actions: 'answer' }, { actions: 'noteWhoAwaits' }],
  },
});

const answerOf = (value: number): Answer => ({ type: 'answer', value });
