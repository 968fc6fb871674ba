import { distance } from 'fastest-levenshtein';
import type { Address } from '../../bus/address.js';
import { HostingError } from './workers-errors.js';

/** Where an actor lives: on the thread of this number, from 0, or with the root. */
export type Place = number | 'coordinator';

/** Where actors live, by address or by the name that their parents have for their logic. */
export type Places = Readonly<Record<string, Place>>;

/** A name for each thread, as debuggers list them: its number, and who was placed there by name. */
export function threadNames(threads: number, places: Places): string[] {
  return Array.from({ length: threads }, (_, thread) => {
    const names = Object.keys(places).filter((name) => places[name] === thread);
    return names.length === 0 ? `short-order ${thread}` : `short-order ${thread}: ${names.join(', ')}`;
  });
}

/** How many of those that asked for a place an error shows. */
const MOST_SHOWN = 10;

/** What decides where an actor lives. */
export interface Placed {
  readonly address: Address;
  readonly source: string | undefined;
  /** Whether its parent is the root. */
  readonly isChildOfRoot: boolean;
  /** Whether it is a promise, a callback or an observable, which wait and do not work. */
  readonly isTask: boolean;
}

/**
 * Decides for the children of the coordinator's actors where they live; those of an actor on a thread live with it.
 *
 * By default the children of the root go round the threads in the order of their creation, but for asynchronous
 * tasks, which stay with the root.
 */
export class Placement {
  readonly #threads: number;
  readonly #places: Places;
  /** The entries of `place` that no actor has matched, each with the name that came nearest to it. */
  readonly #unmatched: Map<string, string | undefined>;
  readonly #seen = new Set<string>();
  #next = 0;

  constructor(threads: number, places: Places) {
    this.#threads = threads;
    this.#places = places;
    this.#unmatched = new Map(Object.keys(places).map((name) => [name, undefined]));
  }

  /** @throws HostingError where an actor that was to be placed never came, which may be a slip of the pen */
  checkAllMatched(): void {
    if (this.#unmatched.size > 0) {
      const missed = [...this.#unmatched].map(
        ([name, nearest]) => `"${name}"${nearest === undefined ? '' : ` (nearest: "${nearest}")`}`,
      );
      throw new HostingError(
        'ERR_PLACEMENT',
        `\`place\` names ${missed.join(', ')}, and no actor had such an address or logic; there were ${[...this.#seen].join(', ')}`,
      );
    }
  }

  of({ address, source, isChildOfRoot, isTask }: Placed): Place {
    const asked = this.#asked(address, source);
    if (asked !== undefined) {
      return asked;
    }
    return isChildOfRoot && !isTask ? this.#next++ % this.#threads : 'coordinator';
  }

  /**
   * Notes an actor that lives with its parent on a thread.
   *
   * @throws HostingError where it was to live elsewhere
   */
  checkWithParent({ address, source }: Pick<Placed, 'address' | 'source'>, thread: number): void {
    const asked = this.#asked(address, source);
    if (asked !== undefined && asked !== thread) {
      throw new HostingError(
        'ERR_PLACEMENT',
        `${address} is placed ${whereIs(asked)}, but its parent lives on thread ${thread}, and children live with their parents; place the parent ${whereIs(asked)}`,
      );
    }
  }

  #asked(address: Address, source: string | undefined): Place | undefined {
    const names = source === undefined ? [address] : [address, source];
    const [match] = names.filter((name) => Object.hasOwn(this.#places, name));
    for (const name of names) {
      this.#unmatched.delete(name);
      this.#noteNearest(name);
    }
    if (this.#seen.size < MOST_SHOWN) {
      this.#seen.add(source === undefined ? address : `${address} ("${source}")`);
    }
    return match === undefined ? undefined : this.#places[match];
  }

  #noteNearest(name: string): void {
    for (const [missed, nearest] of this.#unmatched) {
      if (nearest === undefined || distance(missed, name) < distance(missed, nearest)) {
        this.#unmatched.set(missed, name);
      }
    }
  }
}

/** @throws HostingError for a thread that there will not be */
export function checkPlaces(places: Places, threads: number): void {
  for (const [name, place] of Object.entries(places)) {
    if (place !== 'coordinator' && !(Number.isInteger(place) && place >= 0 && place < threads)) {
      throw new HostingError(
        'ERR_PLACEMENT',
        `${name} is placed on thread ${place}; with ${threads} threads there are 0 to ${threads - 1}, and 'coordinator'`,
      );
    }
  }
}

function whereIs(place: Place): string {
  return place === 'coordinator' ? 'on the coordinator' : `on thread ${place}`;
}
