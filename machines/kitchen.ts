import { assign, emit, sendTo, setup } from 'xstate';
import type { Dish } from './menu.js';
import { addresses } from './protocol.js';
import type { CustomerEvent, KitchenEvent, News, Queued, StaffEvent, Ticket } from './protocol.js';
import { firstTask, itemsWaiting, withoutTheFirstTask } from './task-queue.js';

/**
 * Who takes orders.
 *
 * - `staff`: taking an order is a task in the queue like any other
 * - `order-taker`: one who does nothing else
 * - `nobody`: there is what was known at the start, and nothing more will come
 */
export type OrdersTakenBy = 'staff' | 'order-taker' | 'nobody';

/** What the kitchen has to know. */
export interface KitchenInput {
  readonly ordersTakenBy: OrdersTakenBy;
  /** What is in the queue from the start. */
  readonly tickets: readonly Ticket[];
}

export interface OpenOrder {
  readonly customer: string;
  /** Items that are not made yet. */
  readonly toMake: number;
  /** Whether more may be ordered. */
  readonly complete: boolean;
}

export interface KitchenContext {
  readonly ordersTakenBy: OrdersTakenBy;
  readonly queue: readonly Queued[];
  /** The number of the next order that staff are to take. */
  readonly nextOrder: number;
  /** Whoever takes an order at the moment, or was the last to do so. */
  readonly orderTakenBy: string;
  /** The orders with something to make, by their numbers. */
  readonly orders: Readonly<Record<number, OpenOrder>>;
}

export interface Ordered {
  readonly order: number;
  readonly customer: string;
  readonly dish: Dish;
  readonly count: number;
}

const toMake = ({ orders }: KitchenContext, order: number) => orders[order]?.toMake ?? 0;

const changed = ({ orders }: KitchenContext, order: number, change: Partial<OpenOrder>) => {
  const open = orders[order];
  return open === undefined ? orders : { ...orders, [order]: { ...open, ...change } };
};

const isTakingAnOrder = (queued: Queued) => queued.kind === 'take order';

/** Keeps the queue, gives the task at its head to whoever asks, and serves each order when all of it is made. */
export const kitchen = setup({
  types: {
    context: {} as KitchenContext,
    events: {} as KitchenEvent,
    input: {} as KitchenInput,
    emitted: {} as News,
  },
  actions: {
    queueTheItems: assign({
      queue: ({ context }, { order, dish, count }: Ordered) =>
        count === 0
          ? context.queue
          : [
              ...context.queue,
              { kind: 'cook' as const, order, dish: dish.name, ms: dish.ms, next: 0, end: count },
            ],
    }),
    noteTheItems: assign({
      orders: ({ context }, { order, customer, count }: Ordered) =>
        count === 0
          ? context.orders
          : {
              ...context.orders,
              [order]: { customer, toMake: (context.orders[order]?.toMake ?? 0) + count, complete: false },
            },
    }),
    noteThatItIsComplete: assign({
      orders: ({ context }, { order }: { order: number }) => changed(context, order, { complete: true }),
    }),
    noteThatOneIsMade: assign({
      orders: ({ context }, { order }: { order: number }) =>
        changed(context, order, { toMake: toMake(context, order) - 1 }),
    }),
    serve: sendTo(
      ({ system, context }, { order }: { order: number }) =>
        system.get(context.orders[order]?.customer ?? ''),
      { type: 'meal.served' } satisfies CustomerEvent,
    ),
    forgetTheOrder: assign({
      orders: ({ context }, { order }: { order: number }) => {
        const { [order]: _served, ...others } = context.orders;
        return others;
      },
    }),
    dismissWhoOrderedNothing: sendTo(
      ({ system }, { customer }: { customer: string }) => system.get(customer),
      { type: 'customer.dismissed' } satisfies CustomerEvent,
    ),
    announceTheQueue: emit(({ context }) => ({
      type: 'queue.changed',
      waiting: itemsWaiting(context.queue),
    })),
    giveTheFirstTask: sendTo(
      ({ system }, { staff }: { staff: string }) => system.get(staff),
      ({ context }): StaffEvent => ({ type: 'task.given', task: firstTask(context.queue) }),
    ),
    noteWhoTakesTheOrder: assign({
      orderTakenBy: ({ context }, { staff }: { staff: string }) =>
        context.queue[0]?.kind === 'take order' ? staff : context.orderTakenBy,
    }),
    takeItOffTheQueue: assign({ queue: ({ context }) => withoutTheFirstTask(context.queue) }),
    sayThatThereIsNone: sendTo(({ system }, { staff }: { staff: string }) => system.get(staff), {
      type: 'task.none',
    } satisfies StaffEvent),
    sendHome: sendTo(({ system }, { staff }: { staff: string }) => system.get(staff), {
      type: 'shift.over',
    } satisfies StaffEvent),
    queueTheNextOrder: assign({
      queue: ({ context }) => [...context.queue, { kind: 'take order' as const, order: context.nextOrder }],
      nextOrder: ({ context }) => context.nextOrder + 1,
    }),
    takeNoMoreOrders: assign({ queue: ({ context }) => context.queue.filter((q) => !isTakingAnOrder(q)) }),
    interruptTheOrder: sendTo(({ system, context }) => system.get(context.orderTakenBy), {
      type: 'counter.close',
    } satisfies StaffEvent),
    announceTheEndOfOrders: emit({ type: 'orders.ended' }),
  },
  guards: {
    nobodyTakesOrders: ({ context }) => context.ordersTakenBy === 'nobody',
    staffTakeOrders: ({ context }) => context.ordersTakenBy === 'staff',
    nothingIsQueued: ({ context }) => context.queue.length === 0,
    theNextOrderIsQueued: ({ context }) => context.queue.some(isTakingAnOrder),
    isNotOnTheBooks: ({ context }, { order }: { order: number }) => context.orders[order] === undefined,
    isAllMade: ({ context }, { order }: { order: number }) => toMake(context, order) === 0,
    wasTheLastOfItsOrder: ({ context }, { order }: { order: number }) =>
      context.orders[order]?.complete === true && toMake(context, order) === 1,
  },
}).createMachine({
  id: 'kitchen',
  context: ({ input }) => ({
    ordersTakenBy: input.ordersTakenBy,
    queue: input.tickets,
    nextOrder: 1,
    orderTakenBy: addresses.orderTaker,
    orders: {},
  }),
  initial: 'openingUp',
  on: {
    'items.ordered': {
      actions: [
        { type: 'queueTheItems', params: ({ event }) => event },
        { type: 'noteTheItems', params: ({ event }) => event },
        'announceTheQueue',
      ],
    },
    'order.complete': [
      {
        guard: { type: 'isNotOnTheBooks', params: ({ event }) => event },
        actions: { type: 'dismissWhoOrderedNothing', params: ({ event }) => event },
      },
      {
        guard: { type: 'isAllMade', params: ({ event }) => event },
        actions: [
          { type: 'serve', params: ({ event }) => event },
          { type: 'forgetTheOrder', params: ({ event }) => event },
        ],
      },
      { actions: { type: 'noteThatItIsComplete', params: ({ event }) => event } },
    ],
    'item.made': [
      { guard: { type: 'isNotOnTheBooks', params: ({ event }) => event } },
      {
        guard: { type: 'wasTheLastOfItsOrder', params: ({ event }) => event },
        actions: [
          { type: 'serve', params: ({ event }) => event },
          { type: 'forgetTheOrder', params: ({ event }) => event },
        ],
      },
      { actions: { type: 'noteThatOneIsMade', params: ({ event }) => event } },
    ],
    'task.wanted': {
      actions: [
        { type: 'giveTheFirstTask', params: ({ event }) => event },
        { type: 'noteWhoTakesTheOrder', params: ({ event }) => event },
        'takeItOffTheQueue',
        'announceTheQueue',
      ],
    },
  },
  states: {
    openingUp: {
      always: [
        { guard: 'nobodyTakesOrders', target: 'closing' },
        { guard: 'staffTakeOrders', target: 'open', actions: 'queueTheNextOrder' },
        { target: 'open' },
      ],
    },
    open: {
      initial: 'takingOrders',
      on: {
        'task.wanted': {
          guard: 'nothingIsQueued',
          actions: { type: 'sayThatThereIsNone', params: ({ event }) => event },
        },
        'orders.ended': { target: 'closing', actions: 'announceTheEndOfOrders' },
      },
      states: {
        takingOrders: {
          on: {
            'counter.free': { actions: 'queueTheNextOrder' },
            'counter.close': [
              {
                guard: 'theNextOrderIsQueued',
                target: '#kitchen.closing',
                actions: ['takeNoMoreOrders', 'announceTheEndOfOrders'],
              },
              { target: 'lastOrder', actions: 'interruptTheOrder' },
            ],
          },
        },
        lastOrder: {
          description: 'Somebody is taking an order, and has been asked to end it.',
          on: {
            'counter.free': { target: '#kitchen.closing', actions: 'announceTheEndOfOrders' },
          },
        },
      },
    },
    closing: {
      description: 'What is queued is made; who finds nothing more to do may go home.',
      on: {
        'task.wanted': {
          guard: 'nothingIsQueued',
          actions: { type: 'sendHome', params: ({ event }) => event },
        },
      },
    },
  },
});
