import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/queue/forecast.ts';

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
  });
});
