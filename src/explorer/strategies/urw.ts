import { createRandom, type Random } from '../../random/random.js';
import type { Step } from '../../system/step.js';
import { Choice } from '../choice.js';
import { checkNoOptions } from '../option-checks.js';
import type { Exploration, Picker, Strategy } from '../strategy.js';

/**
 * Takes from each lane with a probability in proportion to the steps that are still to come from it, so that every
 * interleaving is about equally likely; a plain random walk prefers those that let short lanes go first.
 *
 * URW, from H. Zhao, D. Wolff, U. Mathur, A. Roychoudhury, "Selectively uniform concurrency testing", ASPLOS 2025,
 * with lanes in the place of threads. A step counts for its own lane and, like those of a thread that another
 * creates, for each lane that led to it. How many are to come is taken from the schedule before; the first one is
 * a plain random walk.
 */
export function urw(...options: readonly never[]): Strategy {
  checkNoOptions('urw', options);
  return {
    name: 'urw',
    usualSchedules: 1000,
    sampler: { kind: 'urw' },
    begin: ({ seed, first = 0 }) => {
      let schedule = first;
      let expected: ReadonlyMap<string, number> = new Map();
      const exploration: Exploration = {
        isComplete: false,
        next: () => {
          const picker = new WeighingPicker(createRandom(seed, 'urw', schedule++), expected);
          expected = picker.counts;
          return picker;
        },
      };
      return exploration;
    },
  };
}

class WeighingPicker implements Picker {
  /** How many steps of this schedule came from each lane so far, whatever led from it to them. */
  readonly counts = new Map<string, number>();
  readonly #random: Random;
  readonly #expected: ReadonlyMap<string, number>;
  /** The lanes that led to each step. */
  readonly #lanes: (readonly string[])[] = [];

  constructor(random: Random, expected: ReadonlyMap<string, number>) {
    this.#random = random;
    this.#expected = expected;
  }

  pick(choices: readonly Choice[]): number {
    const weights = choices.map(({ lane }) => this.#toCome(lane));
    let left = this.#random.integer(weights.reduce((sum, weight) => sum + weight, 0));
    return weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
  }

  taken({ decision }: Step): void {
    if (decision === undefined) {
      this.#lanes.push([]);
      return;
    }
    const before = this.#lanes[decision.cause] ?? [];
    const { lane } = new Choice(decision);
    const lanes = before.includes(lane) ? before : [...before, lane];
    this.#lanes.push(lanes);
    for (const name of lanes) {
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    }
  }

  #toCome(lane: string): number {
    return Math.max(1, (this.#expected.get(lane) ?? 1) - (this.counts.get(lane) ?? 0));
  }
}
