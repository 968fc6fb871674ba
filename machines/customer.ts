import { assign, emit, sendParent, sendTo, setup } from 'xstate';
import type { CustomerPlan } from './customer-plan.js';
import type { CounterEvent, CustomerEvent, News, OrderTakerEvent } from './protocol.js';

export interface CustomerContext extends CustomerPlan {
  readonly orderTaker: string;
  readonly answer: string;
}

/**
 * A customer comes in, is asked, waits for the meal, eats, says farewell to the counter and is stopped there.
 *
 * Going is no final state: XState keeps each type of event that a machine has seen, and the type of a done event has
 * the child's id in it. A counter with customers without number would remember every one of them.
 */
export const customer = setup({
  types: {
    context: {} as CustomerContext,
    events: {} as CustomerEvent,
    input: {} as CustomerPlan,
    emitted: {} as News,
  },
  actions: {
    comeIn: emit({ type: 'customer.arrived' }),
    hearTheQuestion: emit(({ context }, asked: { order: number; dish: string }) => ({
      type: 'question.heard',
      order: asked.order,
      dish: asked.dish,
      answer: context.manner === 'at the terminal' ? null : context.answer,
    })),
    noteWhoAsks: assign({ orderTaker: (_, asked: { orderTaker: string }) => asked.orderTaker }),
    recallTheAnswer: assign({
      answer: ({ context }) => context.answers[0] ?? '',
      answers: ({ context }) => context.answers.slice(1),
    }),
    readTheTypedAnswer: assign({ answer: (_, typed: { text: string }) => typed.text }),
    answer: sendTo(
      ({ system, context }) => system.get(context.orderTaker),
      ({ context }): OrderTakerEvent => ({
        type: 'answer.given',
        text: context.answer,
        keptWaitingMs: context.manner === 'in the way' ? context.thinkMs : 0,
      }),
    ),
    takeTheMeal: emit({ type: 'customer.served' }),
    leave: emit({ type: 'customer.left' }),
    sayFarewell: sendParent(
      ({ self }, { served }: { served: boolean }): CounterEvent => ({
        type: 'visit.over',
        customer: self.id,
        served,
      }),
    ),
  },
  guards: {
    holdsUpTheCounter: ({ context }) => context.manner === 'in the way',
    sitsAtTheTerminal: ({ context }) => context.manner === 'at the terminal',
    takesTheMealAway: ({ context }) => context.eatMs === 0,
  },
  delays: {
    thinkingTime: ({ context }) => context.thinkMs,
    eatingTime: ({ context }) => context.eatMs,
  },
}).createMachine({
  id: 'customer',
  context: ({ input }) => ({ ...input, orderTaker: '', answer: '' }),
  initial: 'inTheHouse',
  entry: 'comeIn',
  states: {
    inTheHouse: {
      initial: 'waitingToBeAsked',
      on: {
        'question.asked': {
          target: '.asked',
          actions: [
            { type: 'noteWhoAsks', params: ({ event }) => event },
            'recallTheAnswer',
            { type: 'hearTheQuestion', params: ({ event }) => event },
          ],
        },
        'order.confirmed': '.waitingForTheMeal',
        'meal.served': 'served',
        'customer.dismissed': 'gone',
      },
      states: {
        waitingToBeAsked: {},
        asked: {
          always: [
            { guard: 'sitsAtTheTerminal', target: 'typing' },
            { guard: 'holdsUpTheCounter', target: 'waitingToBeAsked', actions: 'answer' },
            { target: 'thinking' },
          ],
        },
        thinking: {
          after: { thinkingTime: { target: 'waitingToBeAsked', actions: 'answer' } },
        },
        typing: {
          on: {
            'answer.typed': {
              target: 'waitingToBeAsked',
              actions: [{ type: 'readTheTypedAnswer', params: ({ event }) => event }, 'answer'],
            },
          },
        },
        waitingForTheMeal: {},
      },
    },
    served: {
      entry: 'takeTheMeal',
      always: [{ guard: 'takesTheMealAway', target: 'goneSatisfied' }, { target: 'eating' }],
    },
    eating: { after: { eatingTime: 'goneSatisfied' } },
    goneSatisfied: { entry: ['leave', { type: 'sayFarewell', params: { served: true } }] },
    gone: { entry: ['leave', { type: 'sayFarewell', params: { served: false } }] },
  },
});
