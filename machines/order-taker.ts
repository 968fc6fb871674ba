import { assign, emit, sendTo, setup } from 'xstate';
import { countIn } from './answer.js';
import type { Dish, Menu } from './menu.js';
import { addresses } from './protocol.js';
import type { CounterEvent, CustomerEvent, KitchenEvent, News, OrderTakerEvent } from './protocol.js';

/** What an order-taker has to know. */
export interface OrderTakerInput {
  /** The number of the first order to take. */
  readonly order: number;
  readonly menu: Menu;
  /** Whether to take one order after the other until closing time, or this one alone. */
  readonly stays: boolean;
}

export interface OrderTakerContext extends OrderTakerInput {
  readonly customer: string;
  /** Which dish of the menu the question is about. */
  readonly dish: number;
}

export type Answer = Pick<Extract<OrderTakerEvent, { type: 'answer.given' }>, 'text' | 'keptWaitingMs'>;

const dishAskedFor = ({ menu, dish }: OrderTakerContext) => menu[dish] as Dish;

/**
 * Calls the next customer, asks for each dish on the menu, and passes on each answer at once, so that the kitchen
 * can begin. A goodbye ends the order where it stands, and there will be no other.
 */
export const orderTaker = setup({
  types: {
    context: {} as OrderTakerContext,
    events: {} as OrderTakerEvent,
    input: {} as OrderTakerInput,
    emitted: {} as News,
  },
  actions: {
    callTheNextCustomer: sendTo(
      ({ system }) => system.get(addresses.counter),
      (): CounterEvent => ({ type: 'customer.wanted', orderTaker: addresses.orderTaker }),
    ),
    noteTheCustomer: assign({ customer: (_, called: { customer: string }) => called.customer }),
    greet: emit(({ context }) => ({
      type: 'order.opened',
      order: context.order,
      dishes: context.menu.map(({ name }) => name),
    })),
    ask: sendTo(
      ({ system, context }) => system.get(context.customer),
      ({ context }): CustomerEvent => ({
        type: 'question.asked',
        orderTaker: addresses.orderTaker,
        order: context.order,
        dish: dishAskedFor(context).plural,
      }),
    ),
    /** Time passes, and nothing happens meanwhile. Only a clock can do that: whoever has one provides it. */
    keepEverybodyWaiting: (_, _answer: Answer) => {},
    turnToTheFirstDish: assign({ dish: 0 }),
    turnToTheNextDish: assign({ dish: ({ context }) => context.dish + 1 }),
    passOnTheItems: sendTo(
      ({ system }) => system.get(addresses.kitchen),
      ({ context }, { text }: Answer): KitchenEvent => ({
        type: 'items.ordered',
        order: context.order,
        customer: context.customer,
        dish: dishAskedFor(context),
        count: countIn(text) ?? 0,
      }),
    ),
    endTheOrder: sendTo(
      ({ system }) => system.get(addresses.kitchen),
      ({ context }): KitchenEvent => ({
        type: 'order.complete',
        order: context.order,
        customer: context.customer,
      }),
    ),
    confirmTheOrder: sendTo(({ system, context }) => system.get(context.customer), {
      type: 'order.confirmed',
    } satisfies CustomerEvent),
    announceTheOrder: emit(({ context }) => ({ type: 'order.queued', order: context.order })),
    turnThePage: assign({ order: ({ context }) => context.order + 1 }),
    leaveTheCounterToOthers: sendTo(({ system }) => system.get(addresses.kitchen), {
      type: 'counter.free',
    } satisfies KitchenEvent),
    tellTheKitchenThatNoMoreWillCome: sendTo(({ system }) => system.get(addresses.kitchen), {
      type: 'orders.ended',
    } satisfies KitchenEvent),
    closeTheCounter: sendTo(({ system }) => system.get(addresses.counter), {
      type: 'counter.close',
    } satisfies CounterEvent),
  },
  guards: {
    isAGoodbye: (_, { text }: Answer) => countIn(text) === null,
    isAboutTheLastDish: ({ context }) => context.dish === context.menu.length - 1,
    isALongAwaitedGoodbye: (_, { text, keptWaitingMs }: Answer) =>
      countIn(text) === null && keptWaitingMs > 0,
    staysAtTheCounter: ({ context }) => context.stays,
  },
  delays: { politePause: 0 },
}).createMachine({
  id: 'orderTaker',
  context: ({ input }) => ({ ...input, customer: '', dish: 0 }),
  initial: 'calling',
  states: {
    calling: {
      entry: 'callTheNextCustomer',
      on: {
        'customer.called': {
          target: 'takingTheOrder',
          actions: { type: 'noteTheCustomer', params: ({ event }) => event },
        },
        'customer.none': 'closing',
        'counter.close': 'callingInVain',
      },
    },
    callingInVain: {
      description: 'It is closing time, but whoever has been called already must not be left standing there.',
      on: {
        'customer.called': {
          target: 'closing',
          actions: [{ type: 'noteTheCustomer', params: ({ event }) => event }, 'endTheOrder'],
        },
        'customer.none': 'closing',
      },
    },
    takingTheOrder: {
      entry: ['greet', 'turnToTheFirstDish'],
      initial: 'asking',
      on: {
        'counter.close': { target: 'closing', actions: 'endTheOrder' },
      },
      states: {
        asking: {
          entry: 'ask',
          on: {
            'answer.given': [
              {
                guard: { type: 'isALongAwaitedGoodbye', params: ({ event }) => event },
                target: 'lettingOthersGoFirst',
                actions: { type: 'keepEverybodyWaiting', params: ({ event }) => event },
              },
              {
                guard: { type: 'isAGoodbye', params: ({ event }) => event },
                target: '#orderTaker.closing',
                actions: 'endTheOrder',
              },
              {
                target: 'heard',
                actions: [
                  { type: 'keepEverybodyWaiting', params: ({ event }) => event },
                  { type: 'passOnTheItems', params: ({ event }) => event },
                ],
              },
            ],
          },
        },
        lettingOthersGoFirst: {
          description: 'Whoever was due while everybody waited has waited long enough.',
          after: { politePause: { target: '#orderTaker.closing', actions: 'endTheOrder' } },
        },
        heard: {
          always: [
            { guard: 'isAboutTheLastDish', target: 'everythingIsAsked' },
            { target: 'asking', actions: 'turnToTheNextDish' },
          ],
        },
        everythingIsAsked: { type: 'final' },
      },
      onDone: { target: 'queued', actions: ['endTheOrder', 'confirmTheOrder', 'announceTheOrder'] },
    },
    queued: {
      always: [
        { guard: 'staysAtTheCounter', target: 'calling', actions: 'turnThePage' },
        { target: 'done', actions: 'leaveTheCounterToOthers' },
      ],
    },
    closing: {
      entry: ['tellTheKitchenThatNoMoreWillCome', 'closeTheCounter'],
      always: 'done',
    },
    done: { type: 'final' },
  },
});
