import type { Exploration, Strategy } from '../strategy.js';
import { exhaustive } from './exhaustive.js';
import { pct } from './pct.js';
import { random } from './random.js';
import { StateSearch } from './state-search.js';
import { urw } from './urw.js';

/**
 * The default: random, URW and PCT in turns, and everything where the system is small.
 *
 * A first sample of {@link SAMPLE} schedules finds what is easy to find. Half of what is left goes to two searches:
 * first through all states, as long as the system can be put back to them, then through all orders that matter. Where
 * either ends, all is known. Where neither does, the rest of the budget goes to the sampling strategies again: what a
 * search has run by then is all alike but for the ends, or for the beginnings.
 */
export function portfolio(): Strategy {
  return {
    name: 'portfolio',
    usualSchedules: 1000,
    begin: (options) => {
      const samplers = [random(), urw(), pct({ depth: 3 })].map((strategy) => strategy.begin(options));
      return new Portfolio(samplers, exhaustive().begin(options), options.schedules);
    },
  };
}

/** How many schedules are sampled before a search is tried. */
const SAMPLE = 60;

class Portfolio implements Exploration {
  readonly #samplers: readonly Exploration[];
  readonly #overStates = new StateSearch();
  readonly #overOrders: Exploration;
  readonly #searchFrom: number;
  readonly #statesUntil: number;
  readonly #searchUntil: number;
  #sampled = 0;

  constructor(samplers: readonly Exploration[], overOrders: Exploration, schedules: number) {
    this.#samplers = samplers;
    this.#overOrders = overOrders;
    this.#searchFrom = Math.min(SAMPLE, Math.ceil(schedules / 4));
    this.#statesUntil = this.#searchFrom + (schedules - this.#searchFrom) / 4;
    this.#searchUntil = this.#searchFrom + (schedules - this.#searchFrom) / 2;
  }

  get isComplete(): boolean {
    return this.#overStates.isComplete || this.#overOrders.isComplete;
  }

  /** How many states there are, where all of them were seen. */
  get states(): number | undefined {
    return this.#overStates.isComplete ? this.#overStates.states : undefined;
  }

  get warnings(): string[] {
    return this.isComplete ? [] : this.#overStates.warnings;
  }

  next(spent: number): ReturnType<Exploration['next']> {
    if (spent < this.#searchFrom || spent >= this.#searchUntil) {
      return this.#samplers[this.#sampled++ % this.#samplers.length]?.next(spent);
    }
    const goesThroughStates = spent < this.#statesUntil && this.#overStates.hasGoneBack;
    return (goesThroughStates ? this.#overStates : this.#overOrders).next(spent);
  }
}
