import { assign, enqueueActions, sendTo, setup, stateIn, stopChild } from 'xstate';
import { customer } from './customer.js';
import type { ComingCustomer, CustomerPlan, ExpectedCustomer } from './customer-plan.js';
import { orderNumber } from './menu.js';
import type { CounterEvent, CustomerEvent, OrderTakerEvent, Visits } from './protocol.js';

/** What the counter has to know. */
export interface CounterInput {
  /** The customers of whom it is known at the opening that they will come. */
  readonly customers: readonly ComingCustomer[];
}

/** What the counter keeps in mind. */
export interface CounterContext {
  readonly expected: readonly ComingCustomer[];
  /** The one who has been thought up last. */
  readonly next: ExpectedCustomer | null;
  /** How many are on their way. */
  readonly onTheirWay: number;
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

/** The address of the nth customer who comes in, from 1. */
export function customerAddress(n: number): string {
  return `customer-${orderNumber(n)}`;
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
    expectThoseWhoAreKnown: enqueueActions(({ context, enqueue }) => {
      for (const [index, coming] of context.expected.entries()) {
        enqueue.raise(
          { type: 'customer.due', customer: coming },
          { delay: coming.arrives, id: `known-${index}` },
        );
      }
      enqueue.assign({ expected: [], onTheirWay: context.expected.length });
    }),
    /** Sets `next` to who comes after the one before. Provide another to think customers up; here nobody comes. */
    planTheNextCustomer: assign({ next: null }),
    expectTheNextCustomer: enqueueActions(({ context, enqueue }) => {
      const { next, onTheirWay } = context;
      if (next === null || next.arrives === 'when called') return;
      enqueue.raise({ type: 'customer.due', customer: next }, { delay: next.arrives, id: 'next' });
      enqueue.assign({ onTheirWay: onTheirWay + 1 });
    }),
    openTheDoor: assign({ onTheirWay: ({ context }) => context.onTheirWay - 1 }),
    letIn: enqueueActions(({ context, enqueue }, { plan }: { plan: CustomerPlan | null }) => {
      if (plan === null) return;
      const address = customerAddress(context.arrived + 1);
      enqueue.spawnChild('customer', { id: address, systemId: address, input: plan });
      enqueue.assign({
        arrived: context.arrived + 1,
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
    forgetTheCustomer: stopChild((_, { customer: address }: { customer: string }) => address),
    countTheVisit: assign({
      inside: ({ context }) => context.inside - 1,
      served: ({ context }, { served }: { served: boolean }) => context.served + (served ? 1 : 0),
    }),
  },
  guards: {
    comesWhenCalled: ({ context }) => context.next?.arrives === 'when called',
    isThoughtUp: ({ context }) => context.next !== null,
    somebodyIsOnTheWay: ({ context }) => context.onTheirWay > 0,
    somebodyIsInLine: ({ context }) => context.line.length > 0,
    theDoorIsShut: stateIn({ open: { door: 'shut' } }),
    everybodyHasGone: ({ context }) => context.inside === 0,
  },
}).createMachine({
  id: 'counter',
  context: ({ input }) => ({
    expected: input.customers,
    next: null,
    onTheirWay: 0,
    arrived: 0,
    served: 0,
    inside: 0,
    line: [],
    orderTaker: '',
  }),
  initial: 'open',
  on: {
    'visit.over': {
      actions: [
        { type: 'countTheVisit', params: ({ event }) => event },
        { type: 'forgetTheCustomer', params: ({ event }) => event },
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
          entry: 'expectThoseWhoAreKnown',
          on: { 'counter.close': { target: '.shut', actions: 'sendEverybodyInLineAway' } },
          states: {
            lookingOut: {
              entry: 'planTheNextCustomer',
              always: [
                { guard: 'comesWhenCalled', target: 'ready' },
                { guard: 'isThoughtUp', target: 'waiting', actions: 'expectTheNextCustomer' },
                { guard: 'somebodyIsOnTheWay', target: 'waiting' },
                { target: 'shut' },
              ],
            },
            waiting: {
              on: {
                'customer.due': {
                  target: 'lookingOut',
                  actions: [
                    'openTheDoor',
                    { type: 'letIn', params: ({ event }) => ({ plan: event.customer }) },
                  ],
                },
              },
            },
            ready: {
              description: 'The next customer comes in when one is wanted.',
              on: {
                'customer.wanted': {
                  target: 'lookingOut',
                  actions: { type: 'letIn', params: ({ context }) => ({ plan: context.next }) },
                },
              },
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
              description: 'An order-taker waits to be sent a customer.',
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
    seeingOut: {
      description: 'The staff have gone home; those who still eat may finish.',
      always: { guard: 'everybodyHasGone', target: 'empty' },
    },
    empty: { type: 'final' },
  },
  output: ({ context }) => ({ arrived: context.arrived, served: context.served }),
});
