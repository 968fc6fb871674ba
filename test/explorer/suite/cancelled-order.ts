import { sendTo, setup } from 'xstate';
import type { SubjectFactory } from '../../../src/explorer/subject.js';
import type { SuiteCase } from './suite-case.js';

const GRILL_MS = 60_000;

/** The grill makes one burger, unless it is told in time that nobody wants it. */
const grill = setup({
  types: { events: {} as { readonly type: 'grill' } | { readonly type: 'stop' } },
  actions: { hand: sendTo(({ system }) => system.get('kitchen'), { type: 'burger' }) },
  delays: { untilDone: GRILL_MS },
}).createMachine({
  id: 'grill',
  initial: 'cold',
  states: {
    cold: { on: { grill: 'grilling' } },
    grilling: { on: { stop: 'cold' }, after: { untilDone: { target: 'cold', actions: 'hand' } } },
  },
});

/** A guest orders, and thinks better of it at once. */
const guest = setup({
  types: { events: {} as { readonly type: 'meal' | 'refund' } },
  actions: {
    order: sendTo(({ system }) => system.get('kitchen'), { type: 'order' }),
    cancelTheOrder: sendTo(({ system }) => system.get('kitchen'), { type: 'cancel' }),
  },
}).createMachine({
  id: 'guest',
  initial: 'waiting',
  states: {
    waiting: { entry: ['order', 'cancelTheOrder'], on: { meal: 'fed', refund: 'refunded' } },
    fed: { on: { refund: 'fedForNothing' } },
    refunded: { on: { meal: 'fedForNothing' } },
    fedForNothing: {},
  },
});

/** What the kitchen does with a burger that comes from the grill although its order was cancelled. */
type LateBurger = 'serve' | 'throw away';

const kitchenThat = (lateBurger: LateBurger) =>
  setup({
    types: { events: {} as { readonly type: 'order' | 'cancel' | 'burger' } },
    actions: {
      startTheGrill: sendTo(({ system }) => system.get('grill'), { type: 'grill' }),
      stopTheGrill: sendTo(({ system }) => system.get('grill'), { type: 'stop' }),
      serve: sendTo(({ system }) => system.get('guest'), { type: 'meal' }),
      refund: sendTo(({ system }) => system.get('guest'), { type: 'refund' }),
    },
  }).createMachine({
    id: 'kitchen',
    initial: 'idle',
    states: {
      idle: { on: { order: { target: 'busy', actions: 'startTheGrill' } } },
      busy: {
        on: {
          burger: { target: 'served', actions: 'serve' },
          cancel: { target: 'cancelled', actions: ['stopTheGrill', 'refund'] },
        },
      },
      served: {},
      cancelled: { on: { burger: lateBurger === 'serve' ? { actions: 'serve' } : {} } },
    },
  });

/**
 * A cancelled order whose grill timer fires: the kitchen tells the grill to stop, and believes that no burger will
 * come of it any more.
 */
export const cancelledOrder: SuiteCase = {
  name: 'cancelled_order',
  buggy: restaurantWith('serve'),
  correct: restaurantWith('throw away'),
  shortest: 7,
  options: {
    timers: 'late',
    invariants: [
      {
        name: 'nobody eats for nothing',
        looksAt: ['guest'],
        holds: (system) => system.value('guest') !== 'fedForNothing',
      },
    ],
  },
};

function restaurantWith(lateBurger: LateBurger): SubjectFactory {
  const kitchen = kitchenThat(lateBurger);
  const machine = setup({ actors: { grill, kitchen, guest } }).createMachine({
    id: 'restaurant',
    invoke: [
      { src: 'grill', id: 'grill', systemId: 'grill' },
      { src: 'kitchen', id: 'kitchen', systemId: 'kitchen' },
      { src: 'guest', id: 'guest', systemId: 'guest' },
    ],
  });
  return () => ({ machine });
}
