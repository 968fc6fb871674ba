/** How many numbers of shared memory a rail with so many items takes. */
export function railLength(items: number): number {
  return FIRST_ITEM + items;
}

/**
 * The order rail in memory that several threads share: how many items are left, and, for the record, who took what.
 *
 * It is looked at and taken from with plain reads and writes, like any variable. Nothing keeps two threads from
 * doing so at once; the record alone is kept with atomic ones.
 */
export class SharedRail {
  readonly #numbers: Int32Array;

  /** @param numbers - shared memory, {@link railLength} of it, all 0 */
  constructor(numbers: Int32Array) {
    this.#numbers = numbers;
  }

  /** Puts the items there. */
  fill(): void {
    this.#numbers[LEFT] = this.#numbers.length - FIRST_ITEM;
  }

  /** Looks whether something is there. */
  isEmpty(): boolean {
    return (this.#numbers[LEFT] ?? 0) <= 0;
  }

  /** Takes the last item, which is there for whoever has looked and was alone, and counts one item less. */
  take(): void {
    const numbers = this.#numbers;
    const item = (numbers[LEFT] ?? 0) - 1;
    Atomics.add(numbers, item < 0 ? EMPTY_HANDS : FIRST_ITEM + item, 1);
    numbers[LEFT] = (numbers[LEFT] ?? 0) - 1;
  }

  /** What came of it, when all threads have finished. */
  tally(): RailTally {
    const takings = [...this.#numbers.subarray(FIRST_ITEM)];
    return {
      takenTwice: takings.reduce((sum, times) => sum + Math.max(0, times - 1), 0),
      lost: takings.filter((times) => times === 0).length,
      emptyHands: this.#numbers[EMPTY_HANDS] ?? 0,
    };
  }
}

/** What went wrong at a rail. */
export interface RailTally {
  /** How often an item was taken that somebody had taken before. */
  readonly takenTwice: number;
  /** How many items nobody has taken. */
  readonly lost: number;
  /** How often somebody who had seen an item reached into an empty rail. */
  readonly emptyHands: number;
}

const LEFT = 0;
const EMPTY_HANDS = 1;
const FIRST_ITEM = 2;
