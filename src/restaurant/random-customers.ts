import type { ExpectedCustomer, Manner } from '../../machines/customer-plan.js';
import type { Menu } from '../../machines/menu.js';
import { createRandom } from '../random/random.js';

/** What random customers have in common. */
export interface Crowd {
  readonly seed: number;
  /** How many will come. */
  readonly customers: number;
  /** How many come in an hour, on average. */
  readonly perHour: number;
  readonly menu: Menu;
  readonly manner: Manner;
  /** Whether they eat here, or take the meal away. */
  readonly eatHere: boolean;
}

const hour = 3_600_000;
/** An answer takes half a second, and then a second more on average. */
const think = { atLeast: 500, more: 1000 };
/** A meal takes three to nine minutes. */
const eat = { atLeast: 180_000, more: 360_000 };
/** How many items one customer orders; each is equally likely, and so is each dish. */
const appetites = [1, 2, 2, 3];

/**
 * The nth customer of a crowd (from 1), or `null` after the last: a function of the seed and n alone, so that
 * customers can be thought up one at a time. Arrivals are a Poisson process. Times are whole milliseconds.
 */
export function randomCustomer(crowd: Crowd, n: number): ExpectedCustomer | null {
  if (n > crowd.customers) return null;
  const random = createRandom(crowd.seed, 'customer', n);
  const about = (mean: number) => Math.round(random.exponential(mean));
  const arrives = about(hour / crowd.perHour);
  const thinkMs = think.atLeast + about(think.more);
  const eatMs = crowd.eatHere ? eat.atLeast + random.integer(eat.more) : 0;
  const dishes = Array.from({ length: random.pick(appetites) }, () => random.pick(crowd.menu));
  const answers = crowd.menu.map((dish) => String(dishes.filter((wanted) => wanted === dish).length));
  return { arrives, manner: crowd.manner, answers, thinkMs, eatMs };
}
