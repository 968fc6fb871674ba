import { assign, sendTo, setup } from 'xstate';
import type { Answer } from './cell.js';

export type LockEvent =
  /** Answered when the lock is the thread's. */
  { readonly type: 'acquire'; readonly by: string } | { readonly type: 'release'; readonly by: string };

const YOURS: Answer = { type: 'answer', value: 0 };

/** A mutex: an actor that is held by one thread; the others get it in the order in which they asked. */
export const lock = setup({
  types: { context: {} as { readonly waiting: readonly string[] }, events: {} as LockEvent },
  actions: {
    grant: sendTo(({ system, event }) => system.get(event.by), YOURS),
    grantToTheFirstInLine: sendTo(({ system, context }) => system.get(context.waiting[0] ?? ''), YOURS),
    joinTheLine: assign({ waiting: ({ context, event }) => [...context.waiting, event.by] }),
    letTheLineMoveUp: assign({ waiting: ({ context }) => context.waiting.slice(1) }),
  },
  guards: { somebodyWaits: ({ context }) => context.waiting.length > 0 },
}).createMachine({
  id: 'lock',
  context: { waiting: [] },
  initial: 'free',
  states: {
    free: { on: { acquire: { target: 'held', actions: 'grant' } } },
    held: {
      on: {
        acquire: { actions: 'joinTheLine' },
        release: [
          { guard: 'somebodyWaits', actions: ['grantToTheFirstInLine', 'letTheLineMoveUp'] },
          { target: 'free' },
        ],
      },
    },
  },
});
