/** How many numbers are shared beside those of each thread. */
const COMMON = 2;
const BELL = 0;
const NAMES = 1;
const OF_A_THREAD = 5;
/** Of a thread: how often its bell has rung, whether it has ended, … */
const RINGS = 0;
const GONE = 1;
/** … the mark of the actor whose step is under way, how many steps it has begun, and whether it waits for an answer. */
const ACTING = 2;
const STEPS = 3;
const WAITS = 4;

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
    return this.#load(thread, RINGS);
  }

  ringThread(thread: number): void {
    this.#ring(placeOf(thread, RINGS));
  }

  /** Stands still until the thread's bell has rung more often, as it does when there is an answer. */
  waitForRingAt(thread: number, seen: number): void {
    Atomics.store(this.#numbers, placeOf(thread, WAITS), 1);
    Atomics.wait(this.#numbers, placeOf(thread, RINGS), seen);
    Atomics.store(this.#numbers, placeOf(thread, WAITS), 0);
  }

  /** Whether a thread stands still until it has an answer. */
  waitsForAnswer(thread: number): boolean {
    return this.#load(thread, WAITS) === 1;
  }

  /** A thread begins a step of the actor of a mark. */
  beginStep(thread: number, mark: number): void {
    Atomics.store(this.#numbers, placeOf(thread, ACTING), mark);
    Atomics.add(this.#numbers, placeOf(thread, STEPS), 1);
  }

  endStep(thread: number): void {
    Atomics.store(this.#numbers, placeOf(thread, ACTING), 0);
  }

  /** The mark of the actor whose step is under way, or was when the thread ended; 0 for none. */
  actingAt(thread: number): number {
    return this.#load(thread, ACTING);
  }

  /** How many steps a thread has begun. */
  stepsAt(thread: number): number {
    return this.#load(thread, STEPS);
  }

  /** Whether a thread has come to its end. */
  isGone(thread: number): boolean {
    return this.#load(thread, GONE) === 1;
  }

  markGone(thread: number): void {
    Atomics.store(this.#numbers, placeOf(thread, GONE), 1);
    this.ringCoordinator();
  }

  markAlive(thread: number): void {
    for (const what of [GONE, ACTING, WAITS]) {
      Atomics.store(this.#numbers, placeOf(thread, what), 0);
    }
  }

  #load(thread: number, what: number): number {
    return Atomics.load(this.#numbers, placeOf(thread, what));
  }

  #ring(bell: number): void {
    Atomics.add(this.#numbers, bell, 1);
    Atomics.notify(this.#numbers, bell);
  }
}

function placeOf(thread: number, what: number): number {
  return COMMON + OF_A_THREAD * thread + what;
}
