/**
 * Every event of the restaurant. Those up to {@link RestaurantEvent} go from one actor to another and are grouped
 * by who receives them; {@link News} is what actors make known to whoever watches.
 *
 * Events are plain data. Where an actor is meant, its address (its `systemId`) is in the event, never a reference.
 */
import type { DoneActorEvent } from 'xstate';
import type { CustomerPlan } from './customer-plan.js';
import type { Dish } from './menu.js';

/** Where the actors are that there is one of. Staff have their names for addresses. */
export const addresses = {
  kitchen: 'kitchen',
  counter: 'counter',
  orderTaker: 'order-taker',
  lock: 'rail-lock',
} as const;

/** One thing to cook. */
export interface Item {
  /** `#0001-burger00` */
  readonly name: string;
  /** The dish's name. */
  readonly dish: string;
  /** Time to make it, in milliseconds. */
  readonly ms: number;
  /** The order it belongs to; 0 for what was known before anybody ordered. */
  readonly order: number;
}

/** What a member of staff is given to do. */
export type Task =
  | { readonly kind: 'cook'; readonly item: Item }
  | { readonly kind: 'take order'; readonly order: number };

/** Several items of one dish that wait in the kitchen's queue, the first of them first. */
export interface Ticket {
  readonly kind: 'cook';
  readonly order: number;
  readonly dish: string;
  readonly ms: number;
  /** The index of the item that is next. */
  readonly next: number;
  /** The index behind the last item. */
  readonly end: number;
}

/** What waits in the kitchen's queue: food to make, or a customer to be asked. */
export type Queued = Ticket | { readonly kind: 'take order'; readonly order: number };

/** Received by the kitchen. */
export type KitchenEvent =
  /** From staff: I am free, what is next? */
  | { readonly type: 'task.wanted'; readonly staff: string }
  /** From staff: this one is ready. */
  | { readonly type: 'item.made'; readonly order: number; readonly item: string }
  /** From the order-taker: so many of this dish for this customer. */
  | {
      readonly type: 'items.ordered';
      readonly order: number;
      readonly customer: string;
      readonly dish: Dish;
      readonly count: number;
    }
  /** From the order-taker: nothing more will come for this order. */
  | { readonly type: 'order.complete'; readonly order: number; readonly customer: string }
  /** From an order-taker who does not stay: somebody may take the next order when its turn comes. */
  | { readonly type: 'counter.free' }
  /** From the order-taker: there will be no more orders. */
  | { readonly type: 'orders.ended' }
  /** From the restaurant: take no more orders. */
  | { readonly type: 'counter.close' };

/** Received by a member of staff. */
export type StaffEvent =
  /** From the kitchen: do this. */
  | { readonly type: 'task.given'; readonly task: Task }
  /** From the kitchen: nothing at the moment. */
  | { readonly type: 'task.none' }
  /** From the kitchen: nothing any more, go home. */
  | { readonly type: 'shift.over' }
  /** From the kitchen, to the one who is taking an order: end it where it stands. */
  | { readonly type: 'counter.close' };

/** Received by the order-taker. */
export type OrderTakerEvent =
  /** From the counter: this one is next. */
  | { readonly type: 'customer.called'; readonly customer: string }
  /** From the counter: nobody is there, and nobody will come. */
  | { readonly type: 'customer.none' }
  /** From the customer: the answer to the question, and for how long it kept everybody waiting. */
  | { readonly type: 'answer.given'; readonly text: string; readonly keptWaitingMs: number }
  /** From the kitchen, or passed on by the member of staff: end the order where it stands. */
  | { readonly type: 'counter.close' };

/** Received by a customer. */
export type CustomerEvent =
  /** From the order-taker: how many of this dish? */
  | {
      readonly type: 'question.asked';
      readonly orderTaker: string;
      readonly order: number;
      readonly dish: string;
    }
  /** From outside, to a customer who sits at the terminal: the line that was typed. */
  | { readonly type: 'answer.typed'; readonly text: string }
  /** From the order-taker: your order is queued, please wait. */
  | { readonly type: 'order.confirmed' }
  /** From the kitchen: here is your meal. */
  | { readonly type: 'meal.served' }
  /** From the counter, when it closes, or from the kitchen, for an order of nothing: there is nothing for you. */
  | { readonly type: 'customer.dismissed' };

/** Received by the counter. */
export type CounterEvent =
  /** From itself, when it is time: this customer comes in. */
  | { readonly type: 'customer.due'; readonly customer: CustomerPlan }
  /** From the order-taker: who is next? */
  | { readonly type: 'customer.wanted'; readonly orderTaker: string }
  /** From the order-taker or the restaurant: let nobody in any more, and send away who stands in line. */
  | { readonly type: 'counter.close' }
  /** From the restaurant: see the last customers out. */
  | { readonly type: 'house.close' }
  /** From a customer who is out of the door. */
  | { readonly type: 'visit.over'; readonly customer: string; readonly served: boolean };

/** Received by the root. */
export type RestaurantEvent =
  /** From outside: close in order, now. */
  | { readonly type: 'counter.close' }
  /** From a member of staff who has gone home, by XState. */
  | DoneActorEvent<Shift, `staff.${string}`>
  /** From the counter when the last customer has gone, by XState. */
  | DoneActorEvent<Visits, 'counter'>;

/** Received by the order rail, which stands in for the kitchen in the scenarios `race` and `lock`. */
export type RailEvent =
  /** From staff: how many are there? */
  | { readonly type: 'rail.look'; readonly staff: string }
  /** From staff: give me the first. */
  | { readonly type: 'rail.take'; readonly staff: string };

/** Received by the staff who take from the order rail. */
export type RailStaffEvent =
  /** From the lock: it is yours. */
  | { readonly type: 'lock.granted' }
  /** From the rail: so many are there. */
  | { readonly type: 'rail.seen'; readonly items: number }
  /** From the rail: the first of them, or nothing if there was none left. */
  | { readonly type: 'rail.taken'; readonly item: Item | null };

/** Received by the lock on the rail. */
export type LockEvent =
  /** From staff: I want it; I wait until I get it. */
  | { readonly type: 'lock.acquire'; readonly staff: string }
  /** From the holder: I am done with it. */
  | { readonly type: 'lock.release' };

/** What the counter knows in the end. */
export interface Visits {
  /** Customers who came in. */
  readonly arrived: number;
  /** Customers who got a meal. */
  readonly served: number;
}

/** What a member of staff knows in the end. */
export interface Shift {
  /** Items made. */
  readonly items: number;
}

/** What happens in the restaurant, as it is made known (`emit`) to whoever watches; the words are up to them. */
export type News =
  /** By the root. */
  | { readonly type: 'restaurant.opened' }
  /** By a customer who comes in. */
  | { readonly type: 'customer.arrived' }
  /** By the order-taker, who has a customer. */
  | { readonly type: 'order.opened'; readonly order: number; readonly dishes: readonly string[] }
  /**
   * By the customer who is asked. `answer` is what a scripted customer is going to say, known beforehand so that
   * it can be shown behind its question; `null` if it is still to be typed.
   */
  | {
      readonly type: 'question.heard';
      readonly order: number;
      readonly dish: string;
      readonly answer: string | null;
    }
  /** By the order-taker. */
  | { readonly type: 'order.queued'; readonly order: number }
  /** By the kitchen: so many items now wait to be made. */
  | { readonly type: 'queue.changed'; readonly waiting: number }
  /** By a member of staff. */
  | { readonly type: 'task.started'; readonly task: Task }
  /** By a member of staff, between the start and the finish of a task. */
  | { readonly type: 'item.made'; readonly item: Item }
  /** By a member of staff. */
  | { readonly type: 'task.finished'; readonly task: Task }
  /** By a customer who gets a meal. */
  | { readonly type: 'customer.served' }
  /** By a customer, served or not. */
  | { readonly type: 'customer.left' }
  /** By the kitchen: no more orders are taken; what is queued will be made. */
  | { readonly type: 'orders.ended' }
  /** By the root: all is done, and everybody has gone. */
  | { readonly type: 'restaurant.closed' };
