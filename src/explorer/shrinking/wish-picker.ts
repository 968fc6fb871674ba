import type { Choice } from '../choice.js';
import type { Picker, Situation } from '../strategy.js';
import type { Complexity } from './complexity.js';

/**
 * Takes decisions in the order of a list of wishes as far as it can: always the first of those left that is enabled,
 * and where none is, what has waited longest. So any list is a schedule.
 */
export class WishPicker implements Picker {
  /** What was enabled at each decision, by name, what has waited longest first. */
  readonly enabled: (readonly string[])[] = [];
  readonly #wishes: string[];
  #preemptions = 0;
  #overtakings = 0;

  constructor(wishes: readonly string[]) {
    this.#wishes = [...wishes];
  }

  /** How complex the schedule has become. */
  get complexity(): Complexity {
    return {
      decisions: this.enabled.length,
      preemptions: this.#preemptions,
      overtakings: this.#overtakings,
    };
  }

  pick(choices: readonly Choice[], { depth }: Situation): number {
    const names = choices.map(({ name }) => name);
    const wish = this.#wishes.findIndex((name) => names.includes(name));
    const [granted] = wish === -1 ? [] : this.#wishes.splice(wish, 1);
    const index = granted === undefined ? 0 : names.indexOf(granted);
    const followsFromTheLast = choices.map(({ decision, isFault }) => !isFault && decision.cause === depth);
    if (followsFromTheLast.includes(true) && followsFromTheLast[index] === false) {
      this.#preemptions++;
    }
    this.#overtakings += index;
    this.enabled.push(names);
    return index;
  }
}
