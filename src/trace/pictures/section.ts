import { OUTSIDE } from '../../bus/address.js';
import { PictureError } from './picture-error.js';
import type { StoryStep } from './trace-story.js';

/** The part of a trace that is to be drawn; what is left out means all. */
export interface Section {
  /** The first step, from 0. */
  readonly from?: number | undefined;
  /** The last step. */
  readonly to?: number | undefined;
  /** The addresses between which things happened. */
  readonly actors?: readonly string[] | undefined;
}

/** Tells which steps of a trace belong to a section, and notices names that are none of the trace's. */
export class SectionFilter {
  readonly #from: number;
  readonly #to: number;
  readonly #chosen: ReadonlySet<string> | undefined;
  readonly #known = new Set<string>();
  #last = -1;

  constructor({ from = 0, to = Number.POSITIVE_INFINITY, actors }: Section) {
    this.#from = from;
    this.#to = to;
    this.#chosen = actors === undefined ? undefined : new Set(actors);
  }

  /** Whether a step belongs to the section; to be asked of every step of the trace. */
  takes({ index, kind, from, to, started }: StoryStep): boolean {
    this.#last = index;
    if (this.#chosen !== undefined) {
      this.#know(to);
      for (const { label } of started) {
        this.#know(label);
      }
    }
    const hasSender = kind !== 'start' && from !== OUTSIDE;
    return this.isIn(index) && this.shows(to) && (!hasSender || this.shows(from));
  }

  isIn(index: number): boolean {
    return index >= this.#from && index <= this.#to;
  }

  /** Whether a life is one of those that are to be drawn. */
  shows(label: string): boolean {
    return this.#chosen === undefined || this.#chosen.has(label) || this.#chosen.has(addressOf(label));
  }

  /** To be called at the end of the trace, with the number of steps that were drawn; throws a {@link PictureError}. */
  check(drawn: number): void {
    for (const name of this.#chosen ?? []) {
      if (!this.#known.has(name)) {
        throw new PictureError('unknown-actor', `no actor has the address "${name}"`, name, [...this.#known]);
      }
    }
    if (drawn === 0) {
      throw new PictureError(
        'empty-section',
        `no step lies in that section; the trace has the steps 0 to ${this.#last}`,
      );
    }
  }

  #know(label: string): void {
    this.#known.add(label);
    this.#known.add(addressOf(label));
  }
}

/** The address of a life: its label without the incarnation. */
export function addressOf(label: string): string {
  return label.replace(/#\d+$/, '');
}
