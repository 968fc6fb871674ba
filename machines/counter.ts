import { assign, enqueueActions, sendTo, setup, stateIn, stopChild } from 'xstate';
import { customer } from './customer.js';
import type { CustomerPlan } from './customer.js';
import { orderNumber } from './menu.js';
import type { CounterEvent, CustomerEvent, CustomerVisit, OrderTakerEvent, Visits } from './protocol.js';

/** A customer who is going to come. */
export interface ExpectedCustomer extends CustomerPlan {
  /** Milliseconds after the customer before, or after the opening; or whenever somebody is free to ask. */
  readonly arrives: number | 'when called';
}

/** What the counter has to know. */
export interface CounterInput {
  /** The customers who will come, in this order. */
  readonly customers: readonly ExpectedCustomer[];
}

/** What the counter keeps in mind. */
export interface CounterContext {
  /** Those who will come after the next. */
  readonly expected: readonly ExpectedCustomer[];
  readonly next: ExpectedCustomer | null;
  /** How many have come. */
  readonly arrived: number;
  /** How many got a meal. */
  readonly served: number;
  /** How many are in the house. */
  readonly inside: number;
  /** Addresses of those who stand in line, the first of them first. */
  readonly line: readonly string[];
  readonly orderTaker: string;
}

/** Customers come in here, stand in line, are called by the order-taker, and are seen out in the end. */
export const counter = setup({
  types: {
    context: {} as CounterContext,
    events: {} as CounterEvent,
    input: {} as CounterInput,
    output: {} as Visits,
  },
  actors: { customer },
  actions: {
    /** Sets `next`, or leaves `null` there if nobody else will come. Provide another to think customers up. */
    planTheNextCustomer: assign({
      next: ({ context }) => context.expected[0] ?? null,
      expected: ({ context }) => context.expected.slice(1),
    }),
    letTheNextCustomerIn: enqueueActions(({ context, enqueue }) => {
      const { next, arrived } = context;
      if (next === null) return;
      const number = orderNumber(arrived + 1);
      const address = `customer-${number}`;
      enqueue.spawnChild('customer', { id: `customer.${number}`, systemId: address, input: next });
      enqueue.assign({
        arrived: arrived + 1,
        inside: context.inside + 1,
        line: [...context.line, address],
      });
    }),
    noteWhoAsks: assign({ orderTaker: (_, asking: { orderTaker: string }) => asking.orderTaker }),
    callTheFirstInLine: sendTo(
      ({ system, context }) => system.get(context.orderTaker),
      ({ context }): OrderTakerEvent => ({ type: 'customer.called', customer: context.line[0] ?? '' }),
    ),
    letTheLineMoveUp: assign({ line: ({ context }) => context.line.slice(1) }),
    sayThatNobodyWillCome: sendTo(({ system, context }) => system.get(context.orderTaker), {
      type: 'customer.none',
    } satisfies OrderTakerEvent),
    sendEverybodyInLineAway: enqueueActions(({ context, enqueue, system }) => {
      for (const address of context.line) {
        enqueue.sendTo(system.get(address), { type: 'customer.dismissed' } satisfies CustomerEvent);
      }
      enqueue.assign({ line: [] });
    }),
    sayFarewell: stopChild((_, { child }: { child: string }) => child),
    countWhoHasGone: assign({
      inside: ({ context }) => context.inside - 1,
      served: ({ context }, { visit }: { visit: CustomerVisit }) => context.served + (visit.served ? 1 : 0),
    }),
  },
  guards: {
    nobodyElseWillCome: ({ context }) => context.next === null,
    comesWhenCalled: ({ context }) => context.next?.arrives === 'when called',
    isHereAlready: ({ context }) => context.next?.arrives === 0,
    somebodyIsInLine: ({ context }) => context.line.length > 0,
    theDoorIsShut: stateIn({ open: { door: 'shut' } }),
    everybodyHasGone: ({ context }) => context.inside === 0,
  },
  delays: {
    untilTheNextCustomer: ({ context }) => Number(context.next?.arrives),
  },
}).createMachine({
  id: 'counter',
  context: ({ input }) => ({
    expected: input.customers,
    next: null,
    arrived: 0,
    served: 0,
    inside: 0,
    line: [],
    orderTaker: '',
  }),
  initial: 'open',
  on: {
    'xstate.done.actor.customer.*': {
      actions: [
        { type: 'countWhoHasGone', params: ({ event }) => ({ visit: event.output }) },
        { type: 'sayFarewell', params: ({ event }) => ({ child: event.actorId }) },
      ],
    },
  },
  states: {
    open: {
      type: 'parallel',
      on: { 'house.close': { target: 'seeingOut', actions: 'sendEverybodyInLineAway' } },
      states: {
        door: {
          initial: 'lookingOut',
          on: { 'counter.close': { target: '.shut', actions: 'sendEverybodyInLineAway' } },
          states: {
            lookingOut: {
              entry: 'planTheNextCustomer',
              always: [
                { guard: 'nobodyElseWillCome', target: 'shut' },
                { guard: 'comesWhenCalled', target: 'ready' },
                {
                  guard: 'isHereAlready',
                  target: 'lookingOut',
                  reenter: true,
                  actions: 'letTheNextCustomerIn',
                },
                { target: 'waiting' },
              ],
            },
            waiting: {
              after: { untilTheNextCustomer: { target: 'lookingOut', actions: 'letTheNextCustomerIn' } },
            },
            ready: {
              on: { 'customer.wanted': { target: 'lookingOut', actions: 'letTheNextCustomerIn' } },
            },
            shut: {},
          },
        },
        desk: {
          initial: 'unattended',
          states: {
            unattended: {
              on: {
                'customer.wanted': {
                  target: 'attended',
                  actions: { type: 'noteWhoAsks', params: ({ event }) => event },
                },
              },
            },
            attended: {
              always: [
                {
                  guard: 'somebodyIsInLine',
                  target: 'unattended',
                  actions: ['callTheFirstInLine', 'letTheLineMoveUp'],
                },
                { guard: 'theDoorIsShut', target: 'unattended', actions: 'sayThatNobodyWillCome' },
              ],
            },
          },
        },
      },
    },
    seeingOut: { always: { guard: 'everybodyHasGone', target: 'empty' } },
    empty: { type: 'final' },
  },
  output: ({ context }) => ({ arrived: context.arrived, served: context.served }),
});
