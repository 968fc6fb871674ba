/** How many numbers are shared beside those of each thread. */
const COMMON = 2;
const BELL = 0;
const NAMES = 1;
const OF_A_THREAD = 6;
/** Of a thread: how often its bell has rung, whether it has ended, … */
const RINGS = 0;
const GONE = 1;
/** … the mark of the actor whose step is under way, how many steps it has begun, and whether it waits for an answer. */
const ACTING = 2;
const STEPS = 3;
const WAITS = 4;
/** Whether the coordinator has taken it for lost, while it may yet go on. */
const DISMISSED = 5;

/**
 * Numbers in shared memory by which the coordinator and its threads wake each other.
 *
 * A message goes into a port; the bell beside it wakes whoever waits for it without a turn of the event loop.
 */
export class Signals {
  readonly #common: Int32Array;
  /** Of each thread numbers of its own: one that was lost may still write while another is in its place. */
  readonly #threads: Int32Array[] = [];

  /** @param shared - what the coordinator gave to the thread; nothing on the coordinator itself */
  constructor(shared?: { readonly thread: number; readonly buffers: SignalBuffers }) {
    this.#common = numbersIn(shared?.buffers.common ?? bufferFor(COMMON));
    if (shared !== undefined) {
      this.#threads[shared.thread] = numbersIn(shared.buffers.own);
    }
  }

  /** What a thread is to be given. */
  buffersOf(thread: number): SignalBuffers {
    return { common: bufferOf(this.#common), own: bufferOf(this.#of(thread)) };
  }

  /** How often the coordinator's bell has rung. */
  get rings(): number {
    return Atomics.load(this.#common, BELL);
  }

  ringCoordinator(): void {
    ring(this.#common, BELL);
  }

  /** Stands still until the coordinator's bell has rung more often; `false` when `ms` milliseconds passed before. */
  waitForRing(seen: number, ms: number): boolean {
    return Atomics.wait(this.#common, BELL, seen, ms) !== 'timed-out';
  }

  /** How often it has changed who has which system id. */
  get names(): number {
    return Atomics.load(this.#common, NAMES);
  }

  nameChanged(): void {
    Atomics.add(this.#common, NAMES, 1);
  }

  ringsAt(thread: number): number {
    return this.#load(thread, RINGS);
  }

  ringThread(thread: number): void {
    ring(this.#of(thread), RINGS);
  }

  /** Stands still until the thread's bell has rung more often, as it does when there is an answer. */
  waitForRingAt(thread: number, seen: number): void {
    Atomics.store(this.#of(thread), WAITS, 1);
    Atomics.wait(this.#of(thread), RINGS, seen);
    Atomics.store(this.#of(thread), WAITS, 0);
  }

  /** Whether a thread stands still until it has an answer. */
  waitsForAnswer(thread: number): boolean {
    return this.#load(thread, WAITS) === 1;
  }

  /** A thread begins a step of the actor of a mark. */
  beginStep(thread: number, mark: number): void {
    Atomics.store(this.#of(thread), ACTING, mark);
    Atomics.add(this.#of(thread), STEPS, 1);
  }

  endStep(thread: number): void {
    Atomics.store(this.#of(thread), ACTING, 0);
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
    Atomics.store(this.#of(thread), GONE, 1);
    this.ringCoordinator();
  }

  /** The coordinator hears a thread for the last time, and then ends it: it is to send nobody anything. */
  dismiss(thread: number): void {
    Atomics.store(this.#of(thread), DISMISSED, 1);
  }

  isDismissed(thread: number): boolean {
    return this.#load(thread, DISMISSED) === 1;
  }

  /** A thread is about to begin, and has numbers of its own from then on. */
  markAlive(thread: number): void {
    this.#threads[thread] = numbersIn(bufferFor(OF_A_THREAD));
  }

  #load(thread: number, what: number): number {
    return Atomics.load(this.#of(thread), what);
  }

  #of(thread: number): Int32Array {
    const numbers = this.#threads[thread];
    if (numbers === undefined) {
      throw new TypeError(`thread ${thread} was not started`);
    }
    return numbers;
  }
}

/** The memory that a thread shares with the coordinator. */
export interface SignalBuffers {
  readonly common: SharedArrayBuffer;
  readonly own: SharedArrayBuffer;
}

function ring(numbers: Int32Array, bell: number): void {
  Atomics.add(numbers, bell, 1);
  Atomics.notify(numbers, bell);
}

const bufferFor = (count: number): SharedArrayBuffer =>
  new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT);

const numbersIn = (buffer: SharedArrayBuffer): Int32Array => new Int32Array(buffer);

const bufferOf = ({ buffer }: Int32Array): SharedArrayBuffer => buffer as SharedArrayBuffer;
