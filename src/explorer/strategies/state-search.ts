import { canonicalJson } from '../../trace/canonical-json.js';
import { NondeterminismError } from '../explorer-errors.js';
import type { Choice } from '../choice.js';
import { digestOf } from '../digest.js';
import type { Place } from '../place.js';
import type { Exploration, Picker, Situation } from '../strategy.js';
import type { SystemState } from '../system-state.js';

/** A state, and what has been tried there. */
interface FoundState {
  readonly digest: string;
  /** The step that led there; `undefined` for the start. */
  readonly by: Step | undefined;
  readonly names: readonly string[];
  /** How many of the names have been tried. */
  tried: number;
  /** Where to begin from there, where it could be kept. */
  place: Place | undefined;
}

/** A choice to be tried in a state. */
interface Step {
  readonly from: FoundState;
  readonly name: string;
  /** Its place among the choices there. */
  readonly index: number;
}

/** How many states are kept as places to come back to; the memory of a million would not suffice. */
const MOST_PLACES = 100_000;

/** Longer than this no key is kept as it is. */
const LONGEST_KEY = 100;

/** How many of the states are reached from the start again before a search that went back is believed. */
const CHECKS = 20;

/**
 * Goes through the states of one system, breadth-first, by putting the system back to those that it has found.
 *
 * That is right only where snapshots are all that the actors remember. Who keeps more (a variable beside the machine)
 * goes unnoticed at first; so in the end some of the states are reached again by a run from the start. If one of them
 * is another then, the search begins anew, and does not go back any more.
 *
 * States are told apart by their texts. Where one holds what its text does not tell, two that differ may have been taken
 * for one, so the search does not claim to be complete.
 */
export class StateSearch implements Exploration {
  isComplete = false;
  /** Whether it has been able to go back wherever it wanted to. */
  hasGoneBack = true;
  /** What was met first that no text of a state tells; `undefined` as long as there was nothing. */
  #unseen: string | undefined;
  readonly #symmetry: ((state: SystemState) => unknown) | undefined;
  readonly #seen = new Set<string>();
  /** In the order of their discovery, which is that of their distance from the start. */
  readonly #found: FoundState[] = [];
  #first = 0;
  #places = 0;
  #hasBegun = false;
  #mayGoBack = true;
  #wentBack = false;
  /** The states to reach again; `undefined` as long as there are others to be found. */
  #toCheck: FoundState[] | undefined;

  constructor(symmetry?: (state: SystemState) => unknown) {
    this.#symmetry = symmetry;
  }

  get states(): number {
    return this.#seen.size;
  }

  get warnings(): string[] {
    return this.#unseen === undefined
      ? []
      : [
          `nobody can see all of ${this.#unseen}: states that differ in it alone count as one, so a search over states is never complete here; exhaustive() does not compare states`,
        ];
  }

  next(): Picker | undefined {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      return this.#try(undefined);
    }
    const step = this.#nextStep();
    if (step !== undefined) {
      return this.#try(step);
    }
    this.#toCheck ??= this.#wentBack ? this.#sample() : [];
    const state = this.#toCheck.pop();
    this.isComplete = state === undefined && this.#unseen === undefined;
    return state && this.#check(state);
  }

  /** Takes a step, and notes the state that it leads to. */
  #try(step: Step | undefined): Picker {
    const from = this.#placeBefore(step);
    const path = from === undefined ? pathTo(step) : [step?.name ?? ''];
    const begin = from?.decisions.length ?? 0;
    return {
      from,
      needsNewSystem: !this.#mayGoBack,
      pick: (choices, situation) => {
        const wanted = path[situation.depth - begin];
        if (wanted !== undefined) {
          return indexOf(wanted, choices, situation, step?.index);
        }
        this.#note(step, choices, situation);
        return undefined;
      },
      ended: (situation) => this.#note(step, [], situation),
    };
  }

  /** Takes note of a state, unless it has been found before. */
  #note(by: Step | undefined, choices: readonly Choice[], situation: Situation): void {
    const digest = this.#digestOf(situation);
    if (!this.#seen.has(digest)) {
      this.#seen.add(digest);
      const names = choices.map(({ name }) => name);
      const place = names.length === 0 ? undefined : this.#keep(situation);
      this.#found.push({ digest, by, names, tried: 0, place });
    }
  }

  /** Reaches a state from the start. */
  #check(state: FoundState): Picker {
    const path = pathTo(state.by);
    return {
      isRepeat: true,
      needsNewSystem: true,
      pick: (choices, situation) => {
        const index = choices.findIndex(({ name }) => name === path[situation.depth]);
        if (index === -1) {
          this.#compare(situation, state);
          return undefined;
        }
        return index;
      },
      ended: (situation) => this.#compare(situation, state),
    };
  }

  #compare(situation: Situation, { digest }: FoundState): void {
    if (this.#digestOf(situation) !== digest) {
      this.#beginAnew();
    }
  }

  #beginAnew(): void {
    this.#mayGoBack = false;
    this.#wentBack = false;
    this.hasGoneBack = false;
    this.#hasBegun = false;
    this.#seen.clear();
    this.#found.length = 0;
    this.#first = 0;
    this.#toCheck = undefined;
  }

  /** One step on from a state that has not been tried; `undefined` where there is none. */
  #nextStep(): Step | undefined {
    for (let from = this.#found[this.#first]; from !== undefined; from = this.#found[++this.#first]) {
      const index = from.tried++;
      const name = from.names[index];
      if (name !== undefined) {
        return { from, name, index };
      }
      if (from.place !== undefined) {
        from.place = undefined;
        this.#places--;
      }
    }
    return undefined;
  }

  /** Some of the states, evenly spread over all, the last among them. */
  #sample(): FoundState[] {
    const count = Math.min(CHECKS, this.#found.length - 1);
    return Array.from({ length: count }, (_, index) =>
      this.#found.at(-1 - Math.floor((index * (this.#found.length - 1)) / count)),
    ).filter((state) => state !== undefined);
  }

  #keep(situation: Situation): Place | undefined {
    if (!this.#mayGoBack || this.#places === MOST_PLACES) {
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
    this.#wentBack ||= place !== undefined && !isLost;
    return isLost ? undefined : place;
  }

  /** What tells the state from others; long keys as digests, since those of a million states would fill the memory. */
  #digestOf(situation: Situation): string {
    this.#unseen ??= situation.unseen();
    const key =
      this.#symmetry === undefined
        ? situation.stateKey()
        : canonicalJson(this.#symmetry(JSON.parse(situation.stateText()) as SystemState));
    return key.length <= LONGEST_KEY ? key : digestOf(key);
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

/** Where the wanted choice is, which is mostly where it was. */
function indexOf(
  wanted: string,
  choices: readonly Choice[],
  { depth }: Situation,
  likely: number | undefined,
): number {
  if (likely !== undefined && choices[likely]?.name === wanted) {
    return likely;
  }
  const index = choices.findIndex(({ name }) => name === wanted);
  if (index === -1) {
    throw new NondeterminismError(
      depth + 1,
      wanted,
      choices.map(({ name }) => name),
    );
  }
  return index;
}
