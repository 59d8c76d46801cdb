import { describe, expect, it } from 'vitest';
import { gaussian, philox, uniform } from '../../engine/model/random.ts';

describe('philox', () => {
  it('gives the published answers (Random123, kat_vectors, philox4x32 10)', () => {
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const ones = 0xffffffff;
    expect(philox([ones, ones, ones, ones], [ones, ones])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

describe('uniform', () => {
  it('depends on every one of seed, stream and index, also beyond 32 bits', () => {
    const draws = [
      uniform(1, 0, 0),
      uniform(2, 0, 0),
      uniform(1, 1, 0),
      uniform(1, 0, 1),
      uniform(1 + 2 ** 32, 0, 0),
      uniform(1, 0, 2 ** 32),
    ];
    expect(new Set(draws).size).toBe(draws.length);
    expect(uniform(1, 0, 0)).toBe(draws[0]);
  });

  it('fills [0, 1) evenly', () => {
    const draws = Array.from({ length: 20_000 }, (_, i) => uniform(7, 0, i));
    for (const share of [0.1, 0.5, 0.9]) {
      expect(draws.filter((draw) => draw < share).length / draws.length).toBeCloseTo(share, 1.7);
    }
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(1);
  });
});

describe('gaussian', () => {
  const noise = gaussian(3, 1, 40_001);
  const moment = (power: number) => noise.reduce((sum, value) => sum + value ** power, 0) / noise.length;

  it('has the moments of N(0, 1), at any length', () => {
    expect(moment(1)).toBeCloseTo(0, 1.5);
    expect(moment(2)).toBeCloseTo(1, 1.5);
    expect(moment(3)).toBeCloseTo(0, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
    expect(noise.every(Number.isFinite)).toBe(true);
  });

  it('starts the same whatever the length, and differs by stream', () => {
    expect(gaussian(3, 1, 5)).toEqual(noise.slice(0, 5));
    expect(gaussian(3, 2, 5)).not.toEqual(noise.slice(0, 5));
  });
});
