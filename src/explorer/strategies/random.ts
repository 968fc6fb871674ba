import { createRandom } from '../../random/random.js';
import { checkNoOptions } from '../option-checks.js';
import type { Strategy } from '../strategy.js';

/** Takes any of the enabled decisions, each with the same probability: the control for every other strategy. */
export function random(...options: readonly never[]): Strategy {
  checkNoOptions('random', options);
  return {
    name: 'random',
    usualSchedules: 1000,
    sampler: { kind: 'random' },
    begin: ({ seed, first = 0 }) => {
      let schedule = first;
      return {
        isComplete: false,
        next: () => {
          const generator = createRandom(seed, 'random', schedule++);
          return { pick: (choices) => generator.integer(choices.length) };
        },
      };
    },
  };
}
