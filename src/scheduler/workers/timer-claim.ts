const WAITS = 0;
const FIRED = 1;
const GIVEN_UP = 2;

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

  get waits(): boolean {
    return Atomics.load(this.#state, 0) === WAITS;
  }
}
