/**
 * A mutex in one number of shared memory: one thread at a time holds it, and those who wait for it sleep.
 *
 * From Ulrich Drepper, "Futexes Are Tricky" (2011), section 5, "Mutex, Take 2", with `Atomics.wait` and
 * `Atomics.notify` as the futex.
 */
export class AtomicsMutex {
  readonly #numbers: Int32Array;
  readonly #index: number;

  /** @param index - where in the shared numbers it is; 0 there means that it is free */
  constructor(numbers: Int32Array, index: number) {
    this.#numbers = numbers;
    this.#index = index;
  }

  /** Returns when this thread holds it. A thread that holds it already waits for ever. */
  acquire(): void {
    const numbers = this.#numbers;
    const index = this.#index;
    let found = Atomics.compareExchange(numbers, index, FREE, HELD);
    while (found !== FREE) {
      if (found === AWAITED || Atomics.compareExchange(numbers, index, HELD, AWAITED) !== FREE) {
        Atomics.wait(numbers, index, AWAITED);
      }
      found = Atomics.compareExchange(numbers, index, FREE, AWAITED);
    }
  }

  /** Lets go of it, and wakes one thread that waits for it. Only for the thread that holds it. */
  release(): void {
    if (Atomics.exchange(this.#numbers, this.#index, FREE) === AWAITED) {
      Atomics.notify(this.#numbers, this.#index, 1);
    }
  }
}

const FREE = 0;
const HELD = 1;
/** Held, and somebody may be waiting for it. */
const AWAITED = 2;
