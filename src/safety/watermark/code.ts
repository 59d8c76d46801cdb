/**
 * What a watermark says, as bits that survive errors: 32 bits of identity, 24 bits that only the key's owner can make (a
 * truncated HMAC), under a convolutional code of rate 1/3 and constraint length 7 (generators 133, 171, 165 octal; Viterbi 1967).
 */
import { createHmac } from 'node:crypto';

const IDENTITY_BITS = 32;
const PROOF_BITS = 24;
const GENERATORS = [0o133, 0o171, 0o165] as const;
const MEMORY = 6;
const STATES = 1 << MEMORY;
const STEPS = IDENTITY_BITS + PROOF_BITS + MEMORY;

/** Of which one bit is coded. */
export const CODED_BITS = STEPS * GENERATORS.length;

/** `identity`: 32 bits. Gives +1 and −1. */
export function encode(identity: number, key: Uint8Array): Int8Array {
  const bits = [...bitsOf(identity >>> 0, IDENTITY_BITS), ...bitsOf(proofOf(identity, key), PROOF_BITS), ...Array<number>(MEMORY).fill(0)];
  const coded = new Int8Array(CODED_BITS);
  let state = 0;
  bits.forEach((bit, step) => {
    const register = (bit << MEMORY) | state;
    GENERATORS.forEach((generator, i) => {
      coded[step * GENERATORS.length + i] = parity(register & generator) === 1 ? 1 : -1;
    });
    state = register >> 1;
  });
  return coded;
}

/** The likeliest message behind soft bits (any scale, the sign is the bit); undefined when its proof does not hold. */
export function decode(soft: Float64Array, key: Uint8Array): number | undefined {
  let cost = new Float64Array(STATES).fill(-Infinity);
  cost[0] = 0;
  const from: Uint8Array[] = [];
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(STATES).fill(-Infinity);
    const before = new Uint8Array(STATES);
    for (let state = 0; state < STATES; state++) {
      for (const bit of step < STEPS - MEMORY ? [0, 1] : [0]) {
        const register = (bit << MEMORY) | state;
        let sum = cost[state] ?? 0;
        for (const [i, generator] of GENERATORS.entries()) {
          const value = soft[step * GENERATORS.length + i] ?? 0;
          sum += parity(register & generator) === 1 ? value : -value;
        }
        const to = register >> 1;
        if (sum > (next[to] ?? 0)) {
          next[to] = sum;
          before[to] = state;
        }
      }
    }
    cost = next;
    from.push(before);
  }
  const bits: number[] = [];
  for (let step = STEPS - 1, state = 0; step >= 0; step--) {
    bits.unshift(state >> (MEMORY - 1));
    state = from[step]?.[state] ?? 0;
  }
  const identity = numberOf(bits.slice(0, IDENTITY_BITS));
  const proof = numberOf(bits.slice(IDENTITY_BITS, IDENTITY_BITS + PROOF_BITS));
  return proof === proofOf(identity, key) ? identity : undefined;
}

const proofOf = (identity: number, key: Uint8Array): number =>
  createHmac('sha256', key)
    .update(`proof ${identity >>> 0}`)
    .digest()
    .readUIntBE(0, PROOF_BITS / 8);

const bitsOf = (value: number, count: number): number[] => Array.from({ length: count }, (_, i) => (value >>> (count - 1 - i)) & 1);
const numberOf = (bits: readonly number[]): number => bits.reduce((value, bit) => ((value << 1) | bit) >>> 0, 0);

const parity = (word: number): number => {
  let folded = word ^ (word >> 4);
  folded ^= folded >> 2;
  return (folded ^ (folded >> 1)) & 1;
};
