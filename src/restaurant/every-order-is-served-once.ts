import { assign, setup } from 'xstate';
import type { Item, KitchenEvent, Ticket } from '../../machines/protocol.js';
import { itemsOn } from '../../machines/task-queue.js';
import type { MonitorEvent } from '../explorer/properties/monitor.js';

/** What is on order, and what was served, each by a name and in the order of the alphabet. */
interface Orders {
  readonly queued: readonly string[];
  readonly served: readonly string[];
}

interface Input {
  /** What is in the queue from the start. */
  readonly tickets: readonly Ticket[];
}

/**
 * A monitor of the restaurant: every order that was queued is served once.
 *
 * An order with a customer is queued when its items reach the kitchen, and served when the meal reaches the customer.
 * Without customers each item on the tickets is an order of its own, and it is served when it is made.
 */
export const everyOrderIsServedOnce = setup({
  types: { context: {} as Orders, events: {} as MonitorEvent, input: {} as Input },
  actions: {
    noteTheOrder: assign(({ context: { queued, served }, event }) => ({
      queued: withName(queued, customerOf(event)),
      served,
    })),
    noteTheServing: assign(({ context: { queued, served }, event }) => ({
      queued: queued.filter((name) => name !== servedBy(event)),
      served: withName(served, servedBy(event)),
    })),
  },
  guards: {
    ordersNothing: ({ event }) => ordered(event).count === 0,
    isNotQueued: ({ context, event }) => !context.queued.includes(servedBy(event)),
    // With customers, an item is only a part of an order.
    isNoOrder: ({ context, event }) => ![...context.queued, ...context.served].includes(servedBy(event)),
    somethingIsQueued: ({ context }) => context.queued.length > 0,
  },
}).createMachine({
  id: 'every order is served once',
  context: ({ input }) => ({
    queued: itemsOn(input.tickets)
      .map(({ name }) => name)
      .sort(),
    served: [],
  }),
  initial: 'nothingIsDue',
  on: {
    'deliver.items.ordered': [
      { guard: 'ordersNothing' },
      { target: '.somethingIsDue', actions: 'noteTheOrder' },
    ],
    'deliver.meal.served': [
      { guard: 'isNotQueued', target: '.servedTwiceOrUnasked' },
      { target: '.nothingIsDue', actions: 'noteTheServing' },
    ],
    'fire.xstate.after.cookingTime.*': [
      { guard: 'isNoOrder' },
      { guard: 'isNotQueued', target: '.servedTwiceOrUnasked' },
      { target: '.nothingIsDue', actions: 'noteTheServing' },
    ],
  },
  states: {
    nothingIsDue: { always: { guard: 'somethingIsQueued', target: 'somethingIsDue' } },
    somethingIsDue: { tags: 'hot' },
    servedTwiceOrUnasked: { tags: 'violation' },
  },
});

type Ordered = Extract<KitchenEvent, { type: 'items.ordered' }>;

const ordered = ({ event }: MonitorEvent) => event as Ordered;
const customerOf = (event: MonitorEvent) => ordered(event).customer;

/** The name of what is served: the customer who gets the meal, or the item that was just made. */
function servedBy({ kind, to, snapshot }: MonitorEvent): string {
  return kind === 'fire' ? itemMadeIn(snapshot) : to;
}

/** What a member of staff, with or without a kitchen, has in hand when the cooking time is over. */
function itemMadeIn(snapshot: unknown): string {
  const { item, task } = (snapshot as { readonly context: Hands }).context;
  return (item ?? task?.item)?.name ?? '';
}

interface Hands {
  readonly item?: Item | null;
  readonly task?: { readonly item?: Item } | null;
}

const withName = (names: readonly string[], name: string) => [...new Set([...names, name])].sort();
