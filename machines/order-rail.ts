import { assign, emit, sendTo, setup } from 'xstate';
import type { KitchenInput } from './kitchen.js';
import { addresses } from './protocol.js';
import type { Item, News, RailEvent, RailStaffEvent } from './protocol.js';
import { railLock } from './rail-lock.js';
import { itemsOn } from './task-queue.js';

export interface RailContext {
  readonly items: readonly Item[];
}

/**
 * A bare list of what is to be made, in place of the kitchen. It answers what it is asked, and nothing keeps anybody
 * from taking what another has just seen; the lock beside it helps only if all use it.
 */
export const orderRail = setup({
  types: {
    context: {} as RailContext,
    events: {} as RailEvent,
    input: {} as KitchenInput,
    emitted: {} as News,
  },
  actors: { railLock },
  actions: {
    sayHowManyThereAre: sendTo(
      ({ system }, { staff }: { staff: string }) => system.get(staff),
      ({ context }): RailStaffEvent => ({ type: 'rail.seen', items: context.items.length }),
    ),
    handOverTheFirst: sendTo(
      ({ system }, { staff }: { staff: string }) => system.get(staff),
      ({ context }): RailStaffEvent => ({ type: 'rail.taken', item: context.items[0] ?? null }),
    ),
    takeItOffTheRail: assign({ items: ({ context }) => context.items.slice(1) }),
    announceTheQueue: emit(({ context }) => ({ type: 'queue.changed', waiting: context.items.length })),
  },
}).createMachine({
  id: 'orderRail',
  context: ({ input }) => ({ items: itemsOn(input.tickets) }),
  invoke: { src: 'railLock', id: addresses.lock, systemId: addresses.lock },
  on: {
    'rail.look': { actions: { type: 'sayHowManyThereAre', params: ({ event }) => event } },
    'rail.take': {
      actions: [
        { type: 'handOverTheFirst', params: ({ event }) => event },
        'takeItOffTheRail',
        'announceTheQueue',
      ],
    },
  },
});
