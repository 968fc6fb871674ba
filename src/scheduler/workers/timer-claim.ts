const WAITS = 0;
const FIRED = 1;
const GIVEN_UP = 2;
const RECORDED = 3;

/**
 * Decides between two threads what becomes of a timer: whoever comes first, the sender that gives it up or the
 * receiver whose step fires it, has it.
 */
export class TimerClaim {
  readonly buffer: SharedArrayBuffer;
  readonly #state: Int32Array;

  constructor(buffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#state = new Int32Array(buffer);
  }

  /** Takes it to fire it; `false` where it was given up. */
  fire(): boolean {
    return Atomics.compareExchange(this.#state, 0, WAITS, FIRED) === WAITS;
  }

  /** Takes it to give it up; `false` where it has fired. */
  giveUp(): boolean {
    return Atomics.compareExchange(this.#state, 0, WAITS, GIVEN_UP) === WAITS;
  }

  /** It has fired, and nothing can come between that and its place in the recording any more. */
  settle(): void {
    Atomics.store(this.#state, 0, RECORDED);
  }

  get isSettled(): boolean {
    return Atomics.load(this.#state, 0) === RECORDED;
  }
}
