/** 128 bits, as four signed 32-bit words. */
export type Hash128 = readonly [number, number, number, number];

/**
 * Hashes 32-bit words to 128 bits.
 *
 * Austin Appleby's MurmurHash3_x86_128 (public domain, 2011) with seed 0, over the words' little-endian bytes. It
 * differs only where the words end within a block of four: they are padded with zeros, and the length, mixed in
 * at the end, keeps [1] and [1, 0] apart. It scatters well and is not cryptographic.
 *
 * @param words each taken modulo 2^32
 */
export function murmur3(words: readonly number[]): Hash128 {
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;

  for (let i = 0; i < words.length; i += 4) {
    h1 ^= scramble(words[i] ?? 0, c1, 15, c2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= scramble(words[i + 1] ?? 0, c2, 16, c3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= scramble(words[i + 2] ?? 0, c3, 17, c4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= scramble(words[i + 3] ?? 0, c4, 18, c1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }

  const bytes = 4 * words.length;
  const mixed = spread([h1 ^ bytes, h2 ^ bytes, h3 ^ bytes, h4 ^ bytes]);
  return spread([finish(mixed[0]), finish(mixed[1]), finish(mixed[2]), finish(mixed[3])]);
}

const c1 = 0x239b961b;
const c2 = 0xab0e9789;
const c3 = 0x38b34ae5;
const c4 = 0xa1e38b93;

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function scramble(word: number, before: number, bits: number, after: number): number {
  return Math.imul(rotate(Math.imul(word, before), bits), after);
}

/** Lets every word depend on every other. */
function spread([h1, h2, h3, h4]: Hash128): Hash128 {
  const sum = (h1 + h2 + h3 + h4) | 0;
  return [sum, (h2 + sum) | 0, (h3 + sum) | 0, (h4 + sum) | 0];
}

/** The "fmix32" of MurmurHash3: every bit of the word affects every other. */
function finish(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
