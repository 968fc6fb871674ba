import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur3 } from '../../src/random/murmur3.js';
import { createRandom, RandomRangeError } from '../../src/random/random.js';

describe('a seed', () => {
  test('gives the same draws from one release to the next', () => {
    const random = createRandom(42);

    expect(Array.from({ length: 8 }, () => random.integer(1000))).toEqual([
      387, 297, 816, 728, 33, 440, 497, 994,
    ]);
    expect([random.fraction(), random.fraction()]).toEqual([0.5482242274618028, 0.23633677091904426]);
    expect([random.exponential(1000), random.exponential(1000)]).toEqual([
      322.9396685443248, 549.4845468873111,
    ]);
    expect(random.pick(['burger', 'fries', 'cola'])).toBe('fries');
  });

  test('starts a xoroshiro128+ whose state is the hash of the seed', () => {
    const seed = -7;
    const draws = xoroshiro128plus(murmur3([-1, -1, -7]));

    const random = createRandom(seed);

    for (let i = 0; i < 1000; i++) expect(random.integer(2 ** 32)).toBe(draws());
  });

  test('may be any safe integer, and each gives draws of its own', () => {
    const seeds = [
      0,
      1,
      2,
      3,
      -1,
      -2,
      2 ** 31,
      2 ** 32,
      2 ** 32 + 1,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
    ];

    const firsts = seeds.map((seed) => createRandom(seed).fraction());

    expect(new Set(firsts).size).toBe(seeds.length);
  });

  test.each([0.5, Number.NaN, Infinity, 2 ** 53])('of %d is refused', (seed) => {
    expect(() => createRandom(seed)).toThrow(RandomRangeError);
    expect(() => createRandom(seed)).toThrow(
      `a seed is a safe integer, from -(2^53 - 1) to 2^53 - 1; got ${seed}`,
    );
    expect(() => createRandom(1, 'customer', seed)).toThrow(
      'a number in the name of a stream is a safe integer',
    );
  });

  test('that follows another has first draws that are spread evenly', () => {
    const firsts = Array.from({ length: 10_000 }, (_, seed) => createRandom(seed).integer(10));

    expect(chiSquare(counts(firsts, 10))).toBeLessThan(critical9);
  });
});

describe('a stream', () => {
  test('depends on its name alone, and not on what others draw', () => {
    const other = createRandom(1, 'customer', 16);
    for (let i = 0; i < 100; i++) other.fraction();

    const before = createRandom(1, 'customer', 17).fraction();

    expect(before).toBe(createRandom(1, 'customer', 17).fraction());
  });

  test('differs from that of any other name, part by part', () => {
    const names = [
      [],
      ['a'],
      ['a', ''],
      ['', 'a'],
      ['ab'],
      ['a', 'b'],
      [17],
      ['17'],
      [1, 7],
      [-1],
      [0],
      ['\0'],
      [0, 0],
    ];

    const firsts = names.map((name) => createRandom(1, ...name).fraction());

    expect(new Set(firsts).size).toBe(names.length);
  });

  test('is uncorrelated with its neighbours', () => {
    const length = 20_000;
    const one = createRandom(1, 'customer', 17);
    const next = createRandom(1, 'customer', 18);
    const products = Array.from({ length }, () => (one.fraction() - 0.5) * (next.fraction() - 0.5));

    // The mean of the products of independent fractions has a standard deviation of 1/(12 √n).
    expect(Math.abs(mean(products))).toBeLessThan(4 / (12 * Math.sqrt(length)));
  });

  test('has first draws that are spread evenly over 100,000 numbered names, none of them twice', () => {
    const firsts = Array.from({ length: 100_000 }, (_, n) => createRandom(1, 'customer', n).fraction());

    expect(new Set(firsts).size).toBe(firsts.length);
    expect(
      chiSquare(
        counts(
          firsts.map((first) => Math.floor(first * 10)),
          10,
        ),
      ),
    ).toBeLessThan(critical9);
  });
});

describe('integer', () => {
  test('stays from 0 to below - 1', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        (seed, below) => {
          const drawn = createRandom(seed).integer(below);
          expect(Number.isSafeInteger(drawn) && drawn >= 0 && drawn < below).toBe(true);
        },
      ),
    );
  });

  test.each([2, 3, 10])('draws each of %d numbers equally often', (below) => {
    const random = createRandom(7);
    const draws = Array.from({ length: 60_000 }, () => random.integer(below));

    expect(chiSquare(counts(draws, below))).toBeLessThan(critical9);
  });

  test('favours none of the numbers below 3 · 2^30, which do not divide the 2^32 draws', () => {
    const random = createRandom(7);
    const thirds = Array.from({ length: 60_000 }, () => Math.floor(random.integer(3 * 2 ** 30) / 2 ** 30));

    // Without rejection the first third would come up twice as often as each of the others.
    expect(chiSquare(counts(thirds, 3))).toBeLessThan(critical9);
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])('below %d is refused', (below) => {
    expect(() => createRandom(1).integer(below)).toThrow(
      `integer(below) takes a safe integer, 1 or more; got ${below}`,
    );
  });
});

describe('fraction', () => {
  test('lies in [0, 1) and is a multiple of 2^-53', () => {
    const random = createRandom(3);
    for (let i = 0; i < 10_000; i++) {
      const drawn = random.fraction();
      expect(drawn >= 0 && drawn < 1 && Number.isInteger(drawn * 2 ** 53)).toBe(true);
    }
  });

  test('uses the last of its 53 bits', () => {
    const random = createRandom(3);
    const last = Array.from({ length: 10_000 }, () => (random.fraction() * 2 ** 53) % 2);

    expect(chiSquare(counts(last, 2))).toBeLessThan(critical9);
  });
});

describe('exponential', () => {
  test('has the mean and the variance that it should', () => {
    const random = createRandom(5);
    const length = 100_000;
    const draws = Array.from({ length }, () => random.exponential(60));

    const average = mean(draws);
    const variance = mean(draws.map((draw) => (draw - average) ** 2));

    // Four standard errors: 60/√n for the mean, 60² √(8/n) for the variance.
    expect(Math.abs(average - 60)).toBeLessThan((4 * 60) / Math.sqrt(length));
    expect(Math.abs(variance - 3600)).toBeLessThan(4 * 3600 * Math.sqrt(8 / length));
  });

  test('falls into the ten equally likely parts of its distribution equally often', () => {
    const random = createRandom(6);
    const parts = Array.from({ length: 50_000 }, () =>
      Math.floor(10 * (1 - Math.exp(-random.exponential(1)))),
    );

    expect(chiSquare(counts(parts, 10))).toBeLessThan(critical9);
  });

  test.each([0, -1, Number.NaN, Infinity])('with a mean of %d is refused', (average) => {
    expect(() => createRandom(1).exponential(average)).toThrow(
      `exponential(mean) takes a finite number more than 0; got ${average}`,
    );
  });
});

describe('pick', () => {
  test('takes the item at the index that integer would draw', () => {
    const items = ['burger', 'fries', 'cola'];
    const index = createRandom(9).integer(3);

    expect(createRandom(9).pick(items)).toBe(items[index]);
  });

  test('from nothing is refused, with a code', () => {
    expect(() => createRandom(1).pick([])).toThrow(
      expect.objectContaining({
        name: 'RandomRangeError',
        code: 'ERR_RANDOM_RANGE',
        message: 'pick(items) takes at least one item; got none',
      }),
    );
  });
});

/** Exceeded once in 100,000 times by the statistic of ten equally likely outcomes; by fewer outcomes less often. */
const critical9 = 39.34;

function chiSquare(observed: readonly number[]): number {
  const expected = observed.reduce((a, b) => a + b) / observed.length;
  return observed.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function counts(values: readonly number[], kinds: number): number[] {
  const result = Array.from({ length: kinds }, () => 0);
  for (const value of values) result[value]!++;
  return result;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b) / values.length;
}

/**
 * xoroshiro128+ of Blackman and Vigna (2018), with the constants 24, 16, 37, in big integers. Draws the low
 * 32 bits, moved up by 2^31 as `pure-rand` moves its signed words when it makes them indices.
 */
function xoroshiro128plus([s01, s00, s11, s10]: readonly [number, number, number, number]): () => number {
  const u64 = (value: bigint) => BigInt.asUintN(64, value);
  const word = (high: number, low: number) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  const rotl = (value: bigint, bits: bigint) => u64((value << bits) | (value >> (64n - bits)));
  let s0 = word(s01, s00);
  let s1 = word(s11, s10);
  return () => {
    const sum = u64(s0 + s1);
    s1 ^= s0;
    s0 = u64(rotl(s0, 24n) ^ s1 ^ (s1 << 16n));
    s1 = rotl(s1, 37n);
    return (Number(BigInt.asIntN(32, sum)) + 2 ** 31) % 2 ** 32;
  };
}
