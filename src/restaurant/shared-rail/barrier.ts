/** A place in shared memory where so many threads wait for each other, as often as they like. */
export class Barrier {
  readonly #numbers: Int32Array;
  readonly #index: number;
  readonly #threads: number;
  #meetings = 0;

  /** @param index - where in the shared numbers it is; it takes {@link BARRIER_LENGTH} of them, 0 at the start */
  constructor(numbers: Int32Array, index: number, threads: number) {
    this.#numbers = numbers;
    this.#index = index;
    this.#threads = threads;
  }

  /** Returns when each of the threads has come here as often as this one: to all at nearly the same moment. */
  meet(): void {
    const numbers = this.#numbers;
    const expected = ++this.#meetings * this.#threads;
    this.#gather(expected);
    // Threads that slept woke one after the other: now that all are awake, they wait for each other wide awake.
    Atomics.add(numbers, this.#index + AWAKE, 1);
    while (Atomics.load(numbers, this.#index + AWAKE) < expected) {
      // Look again.
    }
  }

  /** Returns when all have come; those who are early sleep. */
  #gather(expected: number): void {
    const numbers = this.#numbers;
    const index = this.#index + ARRIVED;
    let arrived = Atomics.add(numbers, index, 1) + 1;
    if (arrived === expected) {
      Atomics.notify(numbers, index);
    }
    for (; arrived < expected; arrived = Atomics.load(numbers, index)) {
      // Returns at once when somebody has come since, and is woken by the last.
      Atomics.wait(numbers, index, arrived);
    }
  }
}

export const BARRIER_LENGTH = 2;
const ARRIVED = 0;
const AWAKE = 1;
