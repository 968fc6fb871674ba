import { createHash } from 'node:crypto';
import { canonicalJson } from '../../trace/canonical-json.js';
import { NondeterminismError } from '../explorer-errors.js';
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
 * Two states are one if their {@link SystemState}s are. A step is carried out by running the whole schedule that led
 * there again, so each costs as many decisions as it is deep. See `docs/decisions/0012-exploring-by-running-again.md`.
 */
export function exhaustiveStates({ symmetry }: ExhaustiveStatesOptions = {}): Strategy {
  return {
    name: symmetry === undefined ? 'exhaustiveStates' : 'exhaustiveStates(symmetry)',
    usualSchedules: 1_000_000,
    begin: () => new StateSearch(symmetry),
  };
}

/** A state from which some choices have not been tried. */
interface OpenState {
  /** The choices that lead there, by name. */
  readonly path: readonly string[];
  readonly names: readonly string[];
  /** How many of the names have been tried. */
  tried: number;
}

class StateSearch implements Exploration {
  isComplete = false;
  readonly #symmetry: ExhaustiveStatesOptions['symmetry'];
  readonly #seen = new Set<string>();
  /** In the order of their discovery, which is that of their distance from the start. */
  readonly #open: OpenState[] = [];
  #first = 0;
  #hasBegun = false;

  constructor(symmetry: ExhaustiveStatesOptions['symmetry']) {
    this.#symmetry = symmetry;
  }

  get states(): number {
    return this.#seen.size;
  }

  next(): Picker | undefined {
    const path = this.#hasBegun ? this.#nextPath() : [];
    this.#hasBegun = true;
    if (path === undefined) {
      this.isComplete = true;
      return undefined;
    }
    return {
      pick: (choices, situation) => {
        const wanted = path[situation.depth];
        const names = choices.map(({ name }) => name);
        if (wanted === undefined) {
          if (this.#isNew(situation)) {
            this.#open.push({ path, names, tried: 0 });
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

  /** The way to a state and one step on from there that has not been tried; `undefined` where there is none. */
  #nextPath(): readonly string[] | undefined {
    for (let state = this.#open[this.#first]; state !== undefined; state = this.#open[++this.#first]) {
      const name = state.names[state.tried++];
      if (name !== undefined) {
        return [...state.path, name];
      }
    }
    return undefined;
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
