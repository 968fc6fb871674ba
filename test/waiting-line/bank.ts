import { assign, sendParent, sendTo, setup, spawnChild, stopChild } from 'xstate';
import type { Customers, Result } from './customers.js';

/** How many customers are served at once. */
export const TELLERS = 2;

type CustomerEvent = { readonly type: 'called' };
type BankEvent = { readonly type: 'customer.leaves'; readonly id: string };

/** Somebody who waits for a teller, is served for as long as it takes, and says goodbye. */
export const customer = setup({
  types: {
    context: {} as { readonly service: number },
    input: {} as { readonly service: number },
    events: {} as CustomerEvent,
  },
  actions: { sayGoodbye: sendParent(({ self }) => ({ type: 'customer.leaves', id: self.id })) },
  delays: { service: ({ context }) => context.service },
}).createMachine({
  id: 'customer',
  context: ({ input }) => ({ service: input.service }),
  initial: 'waiting',
  states: {
    waiting: { on: { called: 'beingServed' } },
    beingServed: { after: { service: 'served' } },
    served: { entry: 'sayGoodbye' },
  },
});

interface Waiting {
  readonly id: string;
  readonly since: number;
}

interface BankContext {
  readonly clock: { now(): number };
  readonly customers: Customers;
  readonly arrived: number;
  readonly served: number;
  readonly freeTellers: number;
  readonly line: readonly Waiting[];
  /** For how long all who were called so far had waited. */
  readonly waited: number;
}

interface BankInput {
  readonly clock: { now(): number };
  readonly customers: Customers;
}

/** A bank of two tellers and one line, and an actor for each customer while he is there. */
export const bank = setup({
  types: {
    context: {} as BankContext,
    input: {} as BankInput,
    events: {} as BankEvent,
    output: {} as Result,
  },
  actors: { customer },
  actions: {
    letIn: spawnChild('customer', {
      id: ({ context }) => nextCustomer(context),
      input: ({ context }) => ({ service: context.customers.services[context.arrived] ?? 0 }),
    }),
    lineUp: assign({
      line: ({ context }) => [...context.line, { id: nextCustomer(context), since: context.clock.now() }],
      arrived: ({ context }) => context.arrived + 1,
    }),
    callFirst: sendTo(({ context }) => context.line[0]?.id ?? '', { type: 'called' }),
    moveUp: assign({
      line: ({ context }) => context.line.slice(1),
      freeTellers: ({ context }) => context.freeTellers - 1,
      waited: ({ context }) => context.waited + context.clock.now() - (context.line[0]?.since ?? 0),
    }),
    letOut: stopChild(({ event }) => event.id),
    freeTeller: assign({
      freeTellers: ({ context }) => context.freeTellers + 1,
      served: ({ context }) => context.served + 1,
    }),
  },
  guards: {
    canCall: ({ context }) => context.freeTellers > 0 && context.line.length > 0,
    isLastArrival: ({ context }) => context.arrived === context.customers.gaps.length - 1,
    allServed: ({ context }) => context.served === context.customers.gaps.length,
  },
  delays: { untilNextArrival: ({ context }) => context.customers.gaps[context.arrived] ?? 0 },
}).createMachine({
  id: 'bank',
  context: ({ input }) => ({
    ...input,
    arrived: 0,
    served: 0,
    freeTellers: TELLERS,
    line: [],
    waited: 0,
  }),
  initial: 'open',
  states: {
    open: {
      after: {
        untilNextArrival: [
          { guard: 'isLastArrival', target: 'closing', actions: ['letIn', 'lineUp'] },
          { target: 'open', reenter: true, actions: ['letIn', 'lineUp'] },
        ],
      },
    },
    closing: { always: { guard: 'allServed', target: 'closed' } },
    closed: { type: 'final' },
  },
  on: { 'customer.leaves': { actions: ['letOut', 'freeTeller'] } },
  always: { guard: 'canCall', actions: ['callFirst', 'moveUp'] },
  output: ({ context }) => ({ served: context.served, meanWait: context.waited / context.served }),
});

function nextCustomer({ arrived }: BankContext): string {
  return `customer-${arrived}`;
}
