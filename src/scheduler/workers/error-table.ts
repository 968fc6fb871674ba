import { WeakTable } from './weak-table.js';

/**
 * Knows the errors that crossed between threads, so that one which comes back is the same object.
 *
 * A parent that passes on its child's error is told from one that throws its own by nothing else.
 */
export class ErrorTable {
  readonly #here: string;
  readonly #keys = new WeakMap<Error, string>();
  readonly #errors = new WeakTable<Error>();
  #count = 0;

  /** @param here - what no other thread's keys begin with */
  constructor(here: string) {
    this.#here = here;
  }

  keyOf(error: Error): string {
    const known = this.#keys.get(error);
    if (known !== undefined) {
      return known;
    }
    const key = `${this.#here}:e${++this.#count}`;
    this.enter(key, error);
    return key;
  }

  at(key: string): Error | undefined {
    return this.#errors.get(key);
  }

  enter(key: string, error: Error): void {
    this.#keys.set(error, key);
    this.#errors.set(key, error);
  }
}
