import { assign, sendTo, setup } from 'xstate';
import type { LockEvent, RailStaffEvent } from './protocol.js';

export interface LockContext {
  /** Who waits for the lock, the first of them first. */
  readonly waiting: readonly string[];
}

/** Hangs at the order rail. One holds it at a time; the others get it in the order in which they asked. */
export const railLock = setup({
  types: { context: {} as LockContext, events: {} as LockEvent },
  actions: {
    grant: sendTo(({ system }, { staff }: { staff: string }) => system.get(staff), {
      type: 'lock.granted',
    } satisfies RailStaffEvent),
    joinTheLine: assign({
      waiting: ({ context }, { staff }: { staff: string }) => [...context.waiting, staff],
    }),
    letTheLineMoveUp: assign({ waiting: ({ context }) => context.waiting.slice(1) }),
  },
  guards: {
    somebodyWaits: ({ context }) => context.waiting.length > 0,
  },
}).createMachine({
  id: 'railLock',
  context: { waiting: [] },
  initial: 'free',
  states: {
    free: {
      on: {
        'lock.acquire': { target: 'held', actions: { type: 'grant', params: ({ event }) => event } },
      },
    },
    held: {
      on: {
        'lock.acquire': { actions: { type: 'joinTheLine', params: ({ event }) => event } },
        'lock.release': [
          {
            guard: 'somebodyWaits',
            actions: [
              { type: 'grant', params: ({ context }) => ({ staff: context.waiting[0] ?? '' }) },
              'letTheLineMoveUp',
            ],
          },
          { target: 'free' },
        ],
      },
    },
  },
});
