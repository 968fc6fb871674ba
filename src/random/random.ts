import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { murmur3 } from './murmur3.js';

/** A stream of random draws that is the same on every machine, from the first to the last. */
export interface Random {
  /**
   * An integer from 0 to `below` - 1, each equally likely.
   *
   * @throws RandomRangeError unless `below` is a safe integer, 1 or more
   */
  integer(below: number): number;

  /** A multiple of 2^-53 from 0 up to and without 1, each equally likely. */
  fraction(): number;

  /**
   * A draw from the exponential distribution: the time between two arrivals that come at random, `mean` apart on average.
   *
   * @throws RandomRangeError unless `mean` is finite and more than 0
   */
  exponential(mean: number): number;

  /**
   * One of the items, each equally likely.
   *
   * @throws RandomRangeError if there are none
   */
  pick<T>(items: readonly T[]): T;
}

/** A seed, bound or mean out of which no random draw can be made; the message says what would do. */
export class RandomRangeError extends RangeError {
  override readonly name = 'RandomRangeError';
  readonly code = 'ERR_RANDOM_RANGE';
}

/**
 * Creates the stream of draws that belongs to a seed and, if given, to a name within that seed.
 *
 * Streams of different names are independent of each other: what one draws, or how often, changes nothing in
 * another, and creating the 200,000th depends on no earlier one. Names are compared part by part, and the number
 * 17 is another name than the string `'17'`.
 *
 * The generator is xoroshiro128+ (Blackman and Vigna, 2018) of `pure-rand`. Started from small seeds its first
 * draws resemble each other; here its state is a 128-bit hash of seed and name, so neighbours have nothing in common.
 *
 * @param seed any safe integer
 * @param stream the parts of the stream's name: strings and safe integers
 * @throws RandomRangeError for a seed or a part that is a number and no safe integer
 *
 * @example
 * const arrivals = createRandom(42, 'arrivals');
 * const customer = createRandom(42, 'customer', 17);
 * arrivals.exponential(6_000); // milliseconds to the next customer
 * customer.pick(['burger', 'fries', 'cola']);
 */
export function createRandom(seed: number, ...stream: readonly (number | string)[]): Random {
  const words: number[] = [];
  addInteger(words, 'a seed', seed);
  for (const part of stream) {
    if (typeof part === 'number') addInteger(words, 'a number in the name of a stream', part);
    else addString(words, part);
  }
  return new SeededRandom(xoroshiro128plusFromState(murmur3(words)));
}

class SeededRandom implements Random {
  readonly #generator: RandomGenerator;

  constructor(generator: RandomGenerator) {
    this.#generator = generator;
  }

  integer(below: number): number {
    if (!Number.isSafeInteger(below) || below < 1) {
      throw new RandomRangeError(`integer(below) takes a safe integer, 1 or more; got ${below}`);
    }
    return uniformInt(this.#generator, 0, below - 1);
  }

  fraction(): number {
    return uniformFloat64(this.#generator);
  }

  exponential(mean: number): number {
    if (!Number.isFinite(mean) || mean <= 0) {
      throw new RandomRangeError(`exponential(mean) takes a finite number more than 0; got ${mean}`);
    }
    return mean * this.#standardExponential();
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RandomRangeError('pick(items) takes at least one item; got none');
    return items[this.integer(items.length)] as T;
  }

  /**
   * By comparisons alone (J. von Neumann, "Various techniques used in connection with random digits", 1951): the
   * logarithm of the usual formula may differ in its last bit from one engine to the next.
   */
  #standardExponential(): number {
    for (let whole = 0; ; whole++) {
      const first = this.fraction();
      let fallen = first;
      let length = 1;
      for (let next = this.fraction(); next < fallen; next = this.fraction()) {
        fallen = next;
        length++;
      }
      if (length % 2 === 1) return whole + first;
    }
  }
}

/** Each part begins with a word that says what it is, so that no two names give the same words. */
const integerTag = -1;

function addInteger(words: number[], what: string, value: number): void {
  if (!Number.isSafeInteger(value)) {
    throw new RandomRangeError(`${what} is a safe integer, from -(2^53 - 1) to 2^53 - 1; got ${value}`);
  }
  words.push(integerTag, Math.floor(value / 2 ** 32), value);
}

function addString(words: number[], text: string): void {
  words.push(text.length);
  for (let i = 0; i < text.length; i++) words.push(text.charCodeAt(i));
}
