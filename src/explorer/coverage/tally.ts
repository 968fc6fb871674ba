import type { Counts } from './coverage.js';

/** Counts by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, count: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  /** The counts, in the order of the names. */
  read(): Counts {
    return Object.fromEntries([...this.#counts].sort(byName));
  }
}

/** Counts by two names. */
export class TallyTable {
  readonly #rows = new Map<string, Tally>();

  add(row: string, column: string, count: number): void {
    const tally = this.#rows.get(row) ?? new Tally();
    this.#rows.set(row, tally);
    tally.add(column, count);
  }

  /** The counts, in the order of the names. */
  read(): Record<string, Counts> {
    return Object.fromEntries([...this.#rows].sort(byName).map(([name, tally]) => [name, tally.read()]));
  }
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
