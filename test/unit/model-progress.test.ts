import { describe, expect, it } from 'vitest';
import { openProgress } from '../../src/models/progress.ts';
import { countText, sizeText } from '../../src/models/size.ts';

/** Everything printed while one file grows to 100 bytes, a byte each `everyMs`, and then another begins. */
function printed(terminal: { isTTY?: boolean; columns?: number }, json: boolean, everyMs: number): string {
  let out = '';
  let nowMs = 1_000_000;
  const { progress, end } = openProgress({ ...terminal, write: (text) => (out += text) }, { json, nowMs: () => nowMs });
  for (let done = 0; done <= 100; done += 1, nowMs += everyMs) progress('weights', done, 100);
  progress('tokenizer', 5, 5);
  end();
  return out;
}

describe('progress', () => {
  it('is a bar that is redrawn at most ten times a second, and fits the terminal', () => {
    const lines = printed({ isTTY: true, columns: 60 }, false, 10).split('\n');
    expect(lines).toHaveLength(3);
    const frames = lines[0]?.split('\r\x1b[2K').slice(1) ?? [];
    expect(frames).toHaveLength(11); // 0 to 1000 ms
    expect(frames[5]).toBe('████████████░░░░░░░░░░░░  50 %  weights  50 B of 100 B');
    expect(frames.at(-1)).toMatch(/^█{24} 100 %/);
    expect(
      printed({ isTTY: true, columns: 20 }, false, 10)
        .split(/[\n\r]/)
        .every((line) => line.replace('\x1b[2K', '').length < 20),
    ).toBe(true);
  });

  it('is a line every ten seconds, and one at the end, where nobody looks', () => {
    expect(printed({}, false, 250).trim().split('\n')).toEqual([
      'weights: 40 B of 100 B',
      'weights: 80 B of 100 B',
      'weights: 100 B of 100 B',
      'tokenizer: 5 B of 5 B',
    ]);
  });

  it('is JSON for a program', () => {
    const lines = printed({ isTTY: true }, true, 1_000)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(102);
    expect(lines[0]).toEqual({ type: 'progress', what: 'weights', done: 0, total: 100 });
  });
});

describe('sizes', () => {
  it('has three digits and a prefix', () => {
    expect([0, 999, 1000, 45_189_704, 999_900_000, 2 ** 52].map(sizeText)).toEqual([
      '0 B',
      '999 B',
      '1.00 kB',
      '45.2 MB',
      '1.00 GB',
      '4.50 PB',
    ]);
    expect([5, 22_600_000, 6_738_400_000].map(countText)).toEqual(['5', '22.6 M', '6.74 G']);
  });
});
