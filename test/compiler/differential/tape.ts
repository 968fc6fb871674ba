/**
 * Numbers from which a random value is read off, one choice after the other. Behind its end a tape is all zeros, so
 * a shorter tape or a smaller number always reads as a simpler value; this is what makes failures shrink.
 */
export class Tape {
  readonly #numbers: ArrayLike<number>;
  #position = 0;

  constructor(numbers: ArrayLike<number>) {
    this.#numbers = numbers;
  }

  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    return (this.#numbers[this.#position++] ?? 0) % bound;
  }

  /** True `parts` times out of 256. */
  chance(parts: number): boolean {
    return 255 - this.below(256) < parts;
  }

  /** One of the choices; the first is the simplest. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** As many values as the tape says, at most `most`. */
  list<T>(most: number, read: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, read);
  }
}
