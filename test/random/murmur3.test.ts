import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur3 } from '../../src/random/murmur3.js';

describe('murmur3', () => {
  test('agrees with the published algorithm, written out in big integers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 12 }), (words) => {
        expect(murmur3(words).map((word) => BigInt.asUintN(32, BigInt(word)))).toEqual(reference(words));
      }),
    );
  });

  test('keeps its values from one release to the next', () => {
    expect(murmur3([])).toEqual([0, 0, 0, 0]);
    expect(murmur3([1, 2, 3, 4, 5]).map(hex)).toEqual(['713e13b9', '1a30b3ab', '6976854b', '30743396']);
  });

  test('tells a list of words from the same with a zero behind it', () => {
    expect(murmur3([1])).not.toEqual(murmur3([1, 0]));
  });
});

function hex(word: number): string {
  return (word >>> 0).toString(16);
}

/** MurmurHash3_x86_128 of Appleby's MurmurHash3.cpp, over whole words padded to blocks of four. */
function reference(words: readonly number[]): bigint[] {
  const u32 = (value: bigint) => BigInt.asUintN(32, value);
  const rotl = (value: bigint, bits: bigint) => u32((value << bits) | (value >> (32n - bits)));
  const c = [0x239b961bn, 0xab0e9789n, 0x38b34ae5n, 0xa1e38b93n];
  const keyRotation = [15n, 16n, 17n, 18n];
  const hashRotation = [19n, 17n, 15n, 13n];
  const constant = [0x561ccd1bn, 0x0bcaa747n, 0x96cd1c35n, 0x32ac3b17n];

  const h = [0n, 0n, 0n, 0n];
  const padded = [...words, 0, 0, 0].slice(0, Math.ceil(words.length / 4) * 4);
  for (const [index, word] of padded.entries()) {
    const lane = index % 4;
    const key = u32(rotl(u32(u32(BigInt(word)) * c[lane]!), keyRotation[lane]!) * c[(lane + 1) % 4]!);
    const mixed = u32(rotl(h[lane]! ^ key, hashRotation[lane]!) + h[(lane + 1) % 4]!);
    h[lane] = u32(mixed * 5n + constant[lane]!);
  }

  const length = BigInt(words.length * 4);
  const spread = (lanes: bigint[]) => {
    const sum = u32(lanes.reduce((a, b) => a + b, 0n));
    return [sum, ...lanes.slice(1).map((lane) => u32(lane + sum))];
  };
  const finish = (value: bigint) => {
    const once = u32((value ^ (value >> 16n)) * 0x85ebca6bn);
    const twice = u32((once ^ (once >> 13n)) * 0xc2b2ae35n);
    return twice ^ (twice >> 16n);
  };
  return spread(spread(h.map((lane) => lane ^ length)).map(finish));
}
