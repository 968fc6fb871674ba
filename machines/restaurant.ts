import { assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { counter } from './counter.js';
import type { CounterInput } from './counter.js';
import { kitchen } from './kitchen.js';
import type { KitchenInput } from './kitchen.js';
import type { Menu } from './menu.js';
import { orderTaker } from './order-taker.js';
import { addresses } from './protocol.js';
import type { CounterEvent, KitchenEvent, News, RestaurantEvent, Shift, Visits } from './protocol.js';
import { staff } from './staff.js';

/** What it takes to open a restaurant. Plain data. */
export interface RestaurantInput extends KitchenInput, CounterInput {
  /** Names of the staff, who begin in this order; each is also an address. */
  readonly staff: readonly string[];
  /** How long staff rest when there is nothing to do, in milliseconds. */
  readonly restMs: number;
  readonly menu: Menu;
  /** For staff who compute what they cook: how many rounds of computing a millisecond of cooking takes. */
  readonly roundsPerMs?: number;
}

/** What a day came to. */
export interface RestaurantOutput {
  /** Items made. */
  readonly items: number;
  /** Customers who came in. */
  readonly arrived: number;
  /** Customers who got a meal. */
  readonly served: number;
}

export interface RestaurantContext {
  readonly input: RestaurantInput;
  /** How many of the staff are at work. */
  readonly atWork: number;
  readonly items: number;
  readonly visits: Visits;
}

/**
 * The restaurant: opens the kitchen and the counter, calls in the staff, and closes when these have gone home and the
 * last customer has left.
 */
export const restaurant = setup({
  types: {
    context: {} as RestaurantContext,
    events: {} as RestaurantEvent,
    input: {} as RestaurantInput,
    output: {} as RestaurantOutput,
    emitted: {} as News,
  },
  actors: { kitchen, counter, staff, orderTaker },
  actions: {
    announceTheOpening: emit({ type: 'restaurant.opened' }),
    callInTheStaff: enqueueActions(({ context, enqueue }) => {
      const { staff: names, restMs, menu, roundsPerMs } = context.input;
      const work = roundsPerMs === undefined ? {} : { roundsPerMs };
      for (const name of names) {
        enqueue.spawnChild('staff', {
          id: `staff.${name}`,
          systemId: name,
          input: { name, restMs, menu, ...work },
        });
      }
    }),
    callInTheOrderTakerIfThereIsOne: enqueueActions(({ context, enqueue }) => {
      if (context.input.ordersTakenBy !== 'order-taker') return;
      enqueue.spawnChild('orderTaker', {
        id: addresses.orderTaker,
        systemId: addresses.orderTaker,
        input: { order: 1, menu: context.input.menu, stays: true },
      });
    }),
    tellTheKitchenToClose: sendTo(addresses.kitchen, { type: 'counter.close' } satisfies KitchenEvent),
    tellTheCounterToClose: sendTo(addresses.counter, { type: 'counter.close' } satisfies CounterEvent),
    seeTheCustomersOut: sendTo(addresses.counter, { type: 'house.close' } satisfies CounterEvent),
    noteWhoWentHome: assign({
      atWork: ({ context }) => context.atWork - 1,
      items: ({ context }, { shift }: { shift: Shift }) => context.items + shift.items,
    }),
    noteTheVisits: assign({ visits: (_, { visits }: { visits: Visits }) => visits }),
    announceTheClosing: emit({ type: 'restaurant.closed' }),
  },
  guards: {
    allStaffHaveGoneHome: ({ context }) => context.atWork === 0,
  },
}).createMachine({
  id: 'restaurant',
  context: ({ input }) => ({
    input,
    atWork: input.staff.length,
    items: 0,
    visits: { arrived: 0, served: 0 },
  }),
  initial: 'open',
  states: {
    open: {
      entry: 'announceTheOpening',
      invoke: {
        id: addresses.counter,
        systemId: addresses.counter,
        src: 'counter',
        input: ({ context }) => context.input,
        onDone: {
          target: 'closed',
          actions: { type: 'noteTheVisits', params: ({ event }) => ({ visits: event.output }) },
        },
      },
      initial: 'working',
      states: {
        working: {
          entry: ['callInTheStaff', 'callInTheOrderTakerIfThereIsOne'],
          invoke: {
            id: addresses.kitchen,
            systemId: addresses.kitchen,
            src: 'kitchen',
            input: ({ context }) => context.input,
          },
          on: {
            'counter.close': { actions: ['tellTheCounterToClose', 'tellTheKitchenToClose'] },
            'xstate.done.actor.staff.*': {
              actions: { type: 'noteWhoWentHome', params: ({ event }) => ({ shift: event.output }) },
            },
          },
          always: { guard: 'allStaffHaveGoneHome', target: 'cleaningUp' },
        },
        cleaningUp: { entry: 'seeTheCustomersOut' },
      },
    },
    closed: { type: 'final', entry: 'announceTheClosing' },
  },
  output: ({ context }) => ({ items: context.items, ...context.visits }),
});
