import type { Exploration, Strategy } from '../strategy.js';
import { exhaustive } from './exhaustive.js';
import { pct } from './pct.js';
import { random } from './random.js';
import { urw } from './urw.js';

/**
 * The default: random, URW and PCT in turns, and every schedule where the system is small.
 *
 * A first sample of {@link SAMPLE} schedules finds what is easy to find. Then a quarter of what is left goes to the
 * exhaustive search; where that ends, all is known. Where it does not, its schedules are all alike but for their
 * ends, and the rest of the budget goes to the sampling strategies again.
 */
export function portfolio(): Strategy {
  return {
    name: 'portfolio',
    usualSchedules: 1000,
    begin: (options) => {
      const samplers = [random(), urw(), pct({ depth: 3 })].map((strategy) => strategy.begin(options));
      const search = exhaustive().begin(options);
      const sample = Math.min(SAMPLE, Math.ceil(options.schedules / 4));
      return new Portfolio(samplers, search, sample, sample + Math.ceil((options.schedules - sample) / 4));
    },
  };
}

/** How many schedules are sampled before the exhaustive search is tried. */
const SAMPLE = 60;

class Portfolio implements Exploration {
  readonly #samplers: readonly Exploration[];
  readonly #search: Exploration;
  readonly #searchFrom: number;
  readonly #searchUntil: number;
  #runs = 0;
  #sampled = 0;

  constructor(
    samplers: readonly Exploration[],
    search: Exploration,
    searchFrom: number,
    searchUntil: number,
  ) {
    this.#samplers = samplers;
    this.#search = search;
    this.#searchFrom = searchFrom;
    this.#searchUntil = searchUntil;
  }

  get isComplete(): boolean {
    return this.#search.isComplete;
  }

  next(): ReturnType<Exploration['next']> {
    const run = this.#runs++;
    return run >= this.#searchFrom && run < this.#searchUntil
      ? this.#search.next()
      : this.#samplers[this.#sampled++ % this.#samplers.length]?.next();
  }
}
