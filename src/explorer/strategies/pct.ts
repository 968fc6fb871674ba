import { createRandom, type Random } from '../../random/random.js';
import type { Choice } from '../choice.js';
import { checkInteger, checkNames } from '../option-checks.js';
import type { Exploration, Picker, Strategy } from '../strategy.js';

export interface PctOptions {
  /** How many ordering constraints a bug takes that is to be found for sure with some probability: 1, 2, 3 … */
  readonly depth: number;
}

/**
 * Gives each lane a random priority and always takes from the highest; at `depth` - 1 random steps the lane that
 * was about to go falls behind all others.
 *
 * PCT, from S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte, "A randomized scheduler with probabilistic
 * guarantees of finding bugs", ASPLOS 2010, with lanes in the place of threads: a bug of depth d among n lanes and
 * k steps shows in a schedule with a probability of at least 1 / (n · k^(d-1)), as long as the number of steps is
 * known. Here it is the most that was seen so far.
 *
 * @throws ExploreOptionError unless `depth` is an integer, 1 or more
 */
export function pct(options: PctOptions): Strategy {
  checkNames('pct', options, ['depth']);
  const { depth } = options;
  checkInteger('pct: depth', depth, 1);
  return {
    name: `pct(${depth})`,
    usualSchedules: 1000,
    sampler: { kind: 'pct', depth },
    begin: ({ seed, steps, first = 0 }) => {
      let schedule = first;
      let longest = Math.min(FIRST_GUESS, steps);
      const exploration: Exploration = {
        isComplete: false,
        next: () =>
          new PriorityPicker(createRandom(seed, 'pct', schedule++), depth, longest, (taken) => {
            longest = Math.max(schedule === first + 1 ? 1 : longest, taken);
          }),
      };
      return exploration;
    },
  };
}

/** How many steps a schedule is taken to have before one was run. */
const FIRST_GUESS = 20;

class PriorityPicker implements Picker {
  readonly #random: Random;
  readonly #onStep: (taken: number) => void;
  readonly #priorities = new Map<string, number>();
  /** The steps at which a lane falls behind, each with the priority that it gets: the later the lower. */
  readonly #falls = new Map<number, number>();
  #taken = 0;

  constructor(random: Random, depth: number, steps: number, onStep: (taken: number) => void) {
    this.#random = random;
    this.#onStep = onStep;
    for (let fall = 1; fall < depth; fall++) {
      this.#falls.set(random.integer(steps), -fall);
    }
  }

  pick(choices: readonly Choice[]): number {
    const fall = this.#falls.get(this.#taken++);
    this.#onStep(this.#taken);
    if (fall !== undefined) {
      const falling = choices[this.#highest(choices)];
      if (falling !== undefined) {
        this.#priorities.set(falling.lane, fall);
      }
    }
    return this.#highest(choices);
  }

  #highest(choices: readonly Choice[]): number {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    choices.forEach(({ lane }, index) => {
      const priority = this.#priorityOf(lane);
      if (priority > highest) {
        best = index;
        highest = priority;
      }
    });
    return best;
  }

  #priorityOf(lane: string): number {
    const known = this.#priorities.get(lane);
    if (known !== undefined) {
      return known;
    }
    const priority = this.#random.fraction();
    this.#priorities.set(lane, priority);
    return priority;
  }
}
