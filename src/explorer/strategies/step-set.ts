/** A set of the numbers of steps, as bits: happens-before is asked for millions of times. */
export class StepSet {
  readonly #words: Uint32Array;

  /** A set that can hold the numbers below `size`. */
  constructor(size: number) {
    this.#words = new Uint32Array((size + 31) >>> 5);
  }

  has(step: number): boolean {
    return (((this.#words[step >>> 5] ?? 0) >>> (step & 31)) & 1) === 1;
  }

  add(step: number): void {
    const word = step >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (step & 31));
  }

  /** Adds all that is in another set, which may hold no number beyond this one's size. */
  addAll(other: StepSet): void {
    other.#words.forEach((bits, word) => {
      this.#words[word] = (this.#words[word] ?? 0) | bits;
    });
  }
}
