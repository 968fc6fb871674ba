import type { ComingCustomer, Manner } from '../../machines/customer-plan.js';

/** A customer whose answers are known beforehand. Plain data. */
export interface ScriptedCustomer {
  /** One answer a question, in the order of the menu. */
  readonly answers: readonly string[];
  /** Time to think about each answer, in milliseconds. */
  readonly thinkMs: number;
  /** When the customer comes, in milliseconds after the opening. */
  readonly arrivesMs: number;
}

/** The customers of one day. */
export type Orders = readonly ScriptedCustomer[];

/** The customers of the tutorial: two burgers and fries, a burger and two fries, and one who changes his mind. */
export const tutorialOrders: Orders = [['2', '1'], ['1', '2'], ['q']].map((answers) => ({
  answers,
  thinkMs: 1300,
  arrivesMs: 0,
}));

/** The scripted customers as the counter expects them. */
export function expectedCustomers(orders: Orders, manner: Manner, eatMs: number): readonly ComingCustomer[] {
  return orders.map(({ answers, thinkMs, arrivesMs }) => ({
    manner,
    answers,
    thinkMs,
    eatMs,
    arrives: arrivesMs,
  }));
}
