/**
 * How a customer comes to an answer.
 *
 * - `aside`: thinks for a while, and the restaurant goes on
 * - `in the way`: thinks for a while, and everybody has to wait
 * - `at the terminal`: somebody types it
 */
export type Manner = 'aside' | 'in the way' | 'at the terminal';

/** All that a customer is going to do. */
export interface CustomerPlan {
  readonly manner: Manner;
  /** What the customer says, one answer a question. Who has no answer left says goodbye. */
  readonly answers: readonly string[];
  /** Time to think about each answer, in milliseconds. */
  readonly thinkMs: number;
  /** Time to eat, in milliseconds; who takes the meal away has 0. */
  readonly eatMs: number;
}

/** A customer who is on the way. */
export interface ComingCustomer extends CustomerPlan {
  /** Milliseconds from when it is known that the customer will come. */
  readonly arrives: number;
}

/** A customer who comes in whenever somebody is free to ask. */
export interface CustomerOnCall extends CustomerPlan {
  readonly arrives: 'when called';
}

/** A customer who is going to come. */
export type ExpectedCustomer = ComingCustomer | CustomerOnCall;
