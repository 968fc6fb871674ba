import type { Choice } from '../choice.js';
import { NondeterminismError } from '../explorer-errors.js';
import { checkInteger, checkNames } from '../option-checks.js';
import type { Exploration, Picker, Strategy } from '../strategy.js';

export interface DelayBoundedOptions {
  /** How many times a schedule may put off what is first in line. */
  readonly delays: number;
}

/**
 * Takes what has waited longest, but puts it off up to `delays` times; runs every such schedule. What is put off
 * goes to the end of the line.
 *
 * From M. Emmi, S. Qadeer, Z. Rakamarić, "Delay-bounded scheduling", POPL 2011. It is complete where no schedule
 * had anything to put off that the bound forbade.
 *
 * @throws ExploreOptionError unless `delays` is an integer, 0 or more
 */
export function delayBounded(options: DelayBoundedOptions): Strategy {
  checkNames('delayBounded', options, ['delays']);
  const { delays } = options;
  if (delays !== Number.POSITIVE_INFINITY) {
    checkInteger('delayBounded: delays', delays, 0);
  }
  return {
    name: `delayBounded(${delays})`,
    usualSchedules: 100_000,
    begin: () => new DelayTree(delays),
  };
}

/** How far down the line a decision reached: what it puts off costs a delay each. */
interface Reach {
  taken: number;
  /** How far it may reach with the delays that were left. */
  readonly furthest: number;
}

class DelayTree implements Exploration {
  readonly #delays: number;
  readonly #path: Reach[] = [];
  #hasBegun = false;
  #wasBounded = false;
  #hasEnded = false;

  constructor(delays: number) {
    this.#delays = delays;
  }

  get isComplete(): boolean {
    return this.#hasEnded && !this.#wasBounded;
  }

  next(): Picker | undefined {
    if (this.#hasBegun && !this.#turn()) {
      this.#hasEnded = true;
      return undefined;
    }
    this.#hasBegun = true;
    const line = new Line();
    let left = this.#delays;
    return {
      pick: (choices, { depth }) => {
        const waiting = line.order(choices);
        const reach = (this.#path[depth] ??= this.#newReach(waiting.length, left));
        const index = waiting[reach.taken];
        if (index === undefined) {
          throw new NondeterminismError(
            depth + 1,
            `choice ${reach.taken + 1} in line`,
            choices.map(({ name }) => name),
          );
        }
        left -= reach.taken;
        line.putOff(waiting.slice(0, reach.taken).flatMap((passed) => choices[passed] ?? []));
        return index;
      },
    };
  }

  #newReach(waiting: number, left: number): Reach {
    this.#wasBounded ||= waiting - 1 > left;
    return { taken: 0, furthest: Math.min(waiting - 1, left) };
  }

  /** Goes back to the last decision that may reach further, and lets it; false where there is none. */
  #turn(): boolean {
    for (let reach = this.#path.at(-1); reach !== undefined; reach = this.#path.at(-1)) {
      if (reach.taken < reach.furthest) {
        reach.taken++;
        return true;
      }
      this.#path.pop();
    }
    return false;
  }
}

/** The lanes in the order in which their heads came to wait, or were put off; then the faults. */
class Line {
  readonly #places = new Map<string, number>();
  #last = 0;

  /** The indexes of the choices, in the order of the line. */
  order(choices: readonly Choice[]): number[] {
    const waiting = new Set(choices.map(({ name }) => name));
    for (const name of this.#places.keys()) {
      if (!waiting.has(name)) {
        this.#places.delete(name);
      }
    }
    for (const name of waiting) {
      if (!this.#places.has(name)) {
        this.#places.set(name, ++this.#last);
      }
    }
    return choices
      .map(({ name, isFault }, index) => ({ index, isFault, place: this.#places.get(name) ?? 0 }))
      .sort((a, b) => Number(a.isFault) - Number(b.isFault) || a.place - b.place)
      .map(({ index }) => index);
  }

  putOff(choices: readonly Choice[]): void {
    for (const { name } of choices) {
      this.#places.set(name, ++this.#last);
    }
  }
}
