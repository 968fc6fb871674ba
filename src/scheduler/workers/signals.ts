/** How many numbers are shared beside those of each thread. */
const COMMON = 2;
const BELL = 0;
const NAMES = 1;
const OF_A_THREAD = 2;

/**
 * Numbers in shared memory by which the coordinator and its threads wake each other.
 *
 * A message goes into a port; the bell beside it wakes whoever waits for it without a turn of the event loop.
 */
export class Signals {
  readonly buffer: SharedArrayBuffer;
  readonly #numbers: Int32Array;

  constructor(of: number | SharedArrayBuffer) {
    this.buffer =
      typeof of === 'number'
        ? new SharedArrayBuffer((COMMON + OF_A_THREAD * of) * Int32Array.BYTES_PER_ELEMENT)
        : of;
    this.#numbers = new Int32Array(this.buffer);
  }

  /** How often the coordinator's bell has rung. */
  get rings(): number {
    return Atomics.load(this.#numbers, BELL);
  }

  ringCoordinator(): void {
    this.#ring(BELL);
  }

  /** Stands still until the coordinator's bell has rung more often; `false` when `ms` milliseconds passed before. */
  waitForRing(seen: number, ms: number): boolean {
    return Atomics.wait(this.#numbers, BELL, seen, ms) !== 'timed-out';
  }

  /** How often it has changed who has which system id. */
  get names(): number {
    return Atomics.load(this.#numbers, NAMES);
  }

  nameChanged(): void {
    Atomics.add(this.#numbers, NAMES, 1);
  }

  ringsAt(thread: number): number {
    return Atomics.load(this.#numbers, COMMON + OF_A_THREAD * thread);
  }

  ringThread(thread: number): void {
    this.#ring(COMMON + OF_A_THREAD * thread);
  }

  waitForRingAt(thread: number, seen: number): void {
    Atomics.wait(this.#numbers, COMMON + OF_A_THREAD * thread, seen);
  }

  /** Whether a thread has come to its end. */
  isGone(thread: number): boolean {
    return Atomics.load(this.#numbers, COMMON + OF_A_THREAD * thread + 1) === 1;
  }

  markGone(thread: number): void {
    Atomics.store(this.#numbers, COMMON + OF_A_THREAD * thread + 1, 1);
    this.ringCoordinator();
  }

  markAlive(thread: number): void {
    Atomics.store(this.#numbers, COMMON + OF_A_THREAD * thread + 1, 0);
  }

  #ring(bell: number): void {
    Atomics.add(this.#numbers, bell, 1);
    Atomics.notify(this.#numbers, bell);
  }
}
