/**
 * Random numbers that are a function of (seed, stream, index): Philox4x32-10 of Salmon et al., "Parallel random numbers:
 * as easy as 1, 2, 3" (SC 2011). Nothing is carried over, so a step of a run can be repeated by itself.
 */

/** Which numbers of a seed: those of tokens, of the first latents, and of denoise step k (`latents` + k) are independent. */
export const STREAMS = { tokens: 0, latents: 1 } as const;

type Words = readonly [number, number, number, number];

/** The upper 32 bits of the product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  return (aHigh * bHigh + Math.floor((middle + aLow * bHigh) / 0x10000)) >>> 0;
}

/** Ten rounds over a counter of four words with a key of two; all words are unsigned 32-bit integers. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let [a, b, c, d] = counter;
  let [k, l] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, a);
    const low0 = Math.imul(0xd2511f53, a) >>> 0;
    const high1 = multiplyHigh(0xcd9e8d57, c);
    const low1 = Math.imul(0xcd9e8d57, c) >>> 0;
    [a, b, c, d] = [(high1 ^ b ^ k) >>> 0, low1, (high0 ^ d ^ l) >>> 0, low0];
    k = (k + 0x9e3779b9) >>> 0;
    l = (l + 0xbb67ae85) >>> 0;
  }
  return [a, b, c, d];
}

/** Four words for one index of a stream. Seeds are integers from 0 to 2^53 - 1. */
function words(seed: number, stream: number, index: number): Words {
  return philox([index >>> 0, Math.floor(index / 2 ** 32), stream, 0], [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0]);
}

/** The number at `index`, in [0, 1), with 53 random bits. */
export function uniform(seed: number, stream: number, index: number): number {
  const [a, b] = words(seed, stream, index);
  return ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53;
}

/** `length` numbers of N(0, 1), by Box and Muller's transform. */
export function gaussian(seed: number, stream: number, length: number): Float32Array {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i += 4) {
    const [a, b, c, d] = words(seed, stream, i / 4);
    pair(out, i, a, b);
    pair(out, i + 2, c, d);
  }
  return out;
}

/** Writes past the end of a typed array are dropped, which is what the last pair of an odd length needs. */
function pair(out: Float32Array, at: number, a: number, b: number): void {
  const radius = Math.sqrt(-2 * Math.log((a + 1) / 2 ** 32));
  const angle = (2 * Math.PI * b) / 2 ** 32;
  out[at] = radius * Math.cos(angle);
  out[at + 1] = radius * Math.sin(angle);
}
