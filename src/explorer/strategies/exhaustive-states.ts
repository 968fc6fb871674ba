import { createHash } from 'node:crypto';
import { canonicalJson } from '../../trace/canonical-json.js';
import { NondeterminismError } from '../explorer-errors.js';
import type { Place } from '../place.js';
import type { Exploration, Picker, Situation, Strategy } from '../strategy.js';
import type { SystemState } from '../system-state.js';

export interface ExhaustiveStatesOptions {
  /**
   * Gives the same value for states that are to count as one, such as a state with its interchangeable actors put
   * in order. It must not tell apart what such states lead to.
   */
  readonly symmetry?: (state: SystemState) => unknown;
}

/**
 * Goes through every state of a system, breadth-first: the first failure is one with the fewest decisions.
 *
 * Two states are one if their {@link SystemState}s are. From each it takes one step after the other, for which it puts
 * the system back there; where that cannot be done, it runs the whole schedule that led there again, and the step costs
 * as many decisions as it is deep. See `docs/decisions/0014-a-state-search-puts-the-system-back.md`.
 */
export function exhaustiveStates({ symmetry }: ExhaustiveStatesOptions = {}): Strategy {
  return {
    name: symmetry === undefined ? 'exhaustiveStates' : 'exhaustiveStates(symmetry)',
    usualSchedules: 1_000_000,
    begin: () => new StateSearch(symmetry),
  };
}

/** How many states are kept as places to come back to; the memory of a million would not suffice. */
const MOST_PLACES = 100_000;

/** A state from which some choices have not been tried. */
interface OpenState {
  /** The step that led there; `undefined` for the start. */
  readonly by: Step | undefined;
  readonly depth: number;
  readonly names: readonly string[];
  /** How many of the names have been tried. */
  tried: number;
  /** Where to begin from there, where it could be kept. */
  place: Place | undefined;
}

/** A choice to be tried in a state. */
interface Step {
  readonly from: OpenState;
  readonly name: string;
}

/** The search of {@link exhaustiveStates} on one system. */
export class StateSearch implements Exploration {
  isComplete = false;
  /** Whether it has been able to put the system back to all states so far. */
  hasGoneBack = true;
  readonly #symmetry: ExhaustiveStatesOptions['symmetry'];
  readonly #seen = new Set<string>();
  /** In the order of their discovery, which is that of their distance from the start. */
  readonly #open: OpenState[] = [];
  #first = 0;
  #places = 0;
  #hasBegun = false;

  constructor(symmetry?: ExhaustiveStatesOptions['symmetry']) {
    this.#symmetry = symmetry;
  }

  get states(): number {
    return this.#seen.size;
  }

  next(): Picker | undefined {
    const step = this.#hasBegun ? this.#nextStep() : undefined;
    if (this.#hasBegun && step === undefined) {
      this.isComplete = true;
      return undefined;
    }
    this.#hasBegun = true;
    const place = this.#placeBefore(step);
    const path = place === undefined ? pathTo(step) : [step?.name ?? ''];
    const begin = place === undefined ? 0 : (step?.from.depth ?? 0);
    return {
      from: place,
      pick: (choices, situation) => {
        const wanted = path[situation.depth - begin];
        const names = choices.map(({ name }) => name);
        if (wanted === undefined) {
          if (this.#isNew(situation)) {
            const { depth } = situation;
            this.#open.push({ by: step, depth, names, tried: 0, place: this.#keep(situation) });
          }
          return undefined;
        }
        const index = names.indexOf(wanted);
        if (index === -1) {
          throw new NondeterminismError(situation.depth + 1, wanted, names);
        }
        return index;
      },
      ended: (situation) => {
        this.#isNew(situation);
      },
    };
  }

  /** One step on from a state that has not been tried; `undefined` where there is none. */
  #nextStep(): Step | undefined {
    for (let from = this.#open[this.#first]; from !== undefined; from = this.#open[++this.#first]) {
      const name = from.names[from.tried++];
      if (name !== undefined) {
        return { from, name };
      }
      if (from.place !== undefined) {
        from.place = undefined;
        this.#places--;
      }
    }
    return undefined;
  }

  #keep(situation: Situation): Place | undefined {
    if (this.#places === MOST_PLACES) {
      return undefined;
    }
    const place = situation.save();
    this.hasGoneBack &&= place !== undefined;
    this.#places += place === undefined ? 0 : 1;
    return place;
  }

  #placeBefore(step: Step | undefined): Place | undefined {
    const place = step?.from.place;
    const isLost = place?.isLost === true;
    this.hasGoneBack &&= !isLost;
    return isLost ? undefined : place;
  }

  /** Whether a state has not been seen, which it now has. */
  #isNew(situation: Situation): boolean {
    const text = situation.stateText();
    const canonical =
      this.#symmetry === undefined ? text : canonicalJson(this.#symmetry(JSON.parse(text) as SystemState));
    // A digest: the texts of a million states would fill the memory.
    const key = createHash('sha256').update(canonical).digest('base64');
    const before = this.#seen.size;
    this.#seen.add(key);
    return this.#seen.size > before;
  }
}

/** The choices that lead behind a step from the start, by name. */
function pathTo(step: Step | undefined): string[] {
  const path: string[] = [];
  for (let at = step; at !== undefined; at = at.from.by) {
    path.push(at.name);
  }
  return path.reverse();
}
