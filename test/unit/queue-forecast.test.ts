import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { corrected, forecast, type Held } from '../../src/queue/forecast.ts';

const idle = { runningMs: [], ahead: 0, lanes: 1 };

describe('how long a turn will take', () => {
  it('is not said while fewer than five turns are known', () => {
    expect(forecast([1000, 1000, 1000, 1000], idle)).toBeUndefined();
    expect(forecast([1000, 1000, 1000, 1000, 1000], idle)).toEqual({ p50: 1000, p90: 1000 });
  });

  it('adds the turns before it, and what the running one still needs', () => {
    const past = [1000, 1000, 1000, 1000, 1000];
    expect(forecast(past, { runningMs: [400], ahead: 2, lanes: 1 })).toEqual({ p50: 3600, p90: 3600 });
    expect(forecast(past, { runningMs: [400, 0], ahead: 2, lanes: 2 })).toEqual({ p50: 2600, p90: 2600 });
  });

  it('holds nine times of ten, for draws from the same past', () => {
    const past = Array.from({ length: 100 }, (_, n) => (n % 10 === 0 ? 20_000 : 1000 + 10 * n));
    const { p90 } = forecast(past, { runningMs: [], ahead: 9, lanes: 1 }) ?? { p90: 0 };
    let held = 0;
    for (let start = 0; start < 100; start++) {
      let sumMs = 0;
      for (let n = 0; n < 10; n++) sumMs += past[createHash('sha256').update(`${start} ${n}`).digest().readUInt16LE() % 100] ?? 0;
      if (sumMs <= p90) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(80);
    expect(held).toBeLessThan(100);
  });

  it('takes one that runs longer than any before it for nearly done', () => {
    expect(forecast([1000, 1000, 1000, 1000, 2000], { runningMs: [9000], ahead: 0, lanes: 1 })?.p50).toBeLessThanOrEqual(3000);
  });

  it('stays quick behind a very long queue', () => {
    const past = Array.from({ length: 300 }, (_, n) => 500 + n);
    const eta = forecast(past, { runningMs: [], ahead: 10_000, lanes: 1 });
    expect(eta?.p50).toBeGreaterThan(10_000 * 600);
    expect(eta?.p50).toBeCloseTo(10_001 * 649.5, -6);
    // It goes on where it is played in part as where it is played in whole.
    const [before, behind] = [400, 401].map((ahead) => forecast(past, { runningMs: [], ahead, lanes: 1 })?.p50 ?? 0);
    expect((behind ?? 0) - (before ?? 0)).toBeGreaterThan(500);
    expect((behind ?? 0) - (before ?? 0)).toBeLessThan(800);
  });
});

describe('a forecast, corrected by how the last ones held', () => {
  const held = (count: number): Held[] =>
    Array.from({ length: count }, (_, n) => ({ forecast: { p50: 1000, p90: 2000 }, tookMs: 100 * (n + 1) }));

  it('is left as it is while few are known', () => {
    expect(corrected({ p50: 10, p90: 20 }, held(29))).toEqual({ p50: 10, p90: 20 });
  });

  it('is scaled so that it would have held for its share of them', () => {
    // Of 100 turns that took 0.1 to 10 s, half took up to 5.1 s and nine tenths up to 9.1 s.
    expect(corrected({ p50: 1000, p90: 2000 }, held(100))).toEqual({ p50: 5100, p90: 9100 });
  });

  it('never has its later time before its earlier one', () => {
    const odd = held(40).map((one) => ({ ...one, forecast: { p50: 1000, p90: 100_000 } }));
    const { p50, p90 } = corrected({ p50: 1000, p90: 1100 }, odd);
    expect(p90).toBeGreaterThanOrEqual(p50);
  });
});
