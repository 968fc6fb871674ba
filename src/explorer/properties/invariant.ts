import type { Address } from '../../bus/address.js';
import { disregardPromise } from '../disregard-promise.js';
import { type Property, remembersNothing } from '../property.js';
import type { SystemView } from '../system-view.js';
import { concerns } from './concerns.js';

/** Something that is to hold of the whole system after each decision. */
export interface Invariant {
  /** What is to hold, as reports say it: `no item is made twice`. */
  readonly name: string;
  /** Whether it holds now; a text says that it does not, and how. What it throws counts as a violation too. */
  readonly holds: (system: SystemView) => boolean | string;
  /**
   * The actors that it looks at; all of them unless given. `exhaustive()` runs every order of their steps, and
   * without this list of all steps.
   */
  readonly looksAt?: readonly Address[];
}

/** The property that an invariant holds after the start and after each decision. */
export function invariantProperty({ name, holds, looksAt }: Invariant): Property {
  return {
    name,
    looksAt: (step) => looksAt === undefined || looksAt.some((address) => concerns(step, address)),
    watch: (view) => ({
      afterStep: () => {
        const answer = holds(view);
        if (answer === true) {
          return undefined;
        }
        disregardPromise(answer);
        return { message: typeof answer === 'string' ? answer : messageOf(name, answer) };
      },
      save: remembersNothing,
    }),
  };
}

function messageOf(name: string, answer: unknown): string {
  if (answer === false) {
    return `"${name}" does not hold`;
  }
  const what = answer instanceof Promise ? 'a promise, which nobody waits for' : typeof answer;
  return `"${name}" answered with ${what}; true, false or a text is an answer`;
}
