import { expect, it } from 'vitest';
import { editName, isPictureName, namesIn, nextName } from '../../src/core/ledger.ts';
import type { PictureName } from '../../src/core/types.ts';

it('numbers new pictures, and never twice', () => {
  expect(nextName([])).toBe('#1');
  expect(nextName(['#1', '#3', '#3b'])).toBe('#4');
  expect(nextName(['#9', '#10'])).toBe('#11');
});

it('names edits after the picture they began as', () => {
  expect(editName('#2', ['#1', '#2'])).toBe('#2b');
  expect(editName('#2b', ['#1', '#2', '#2b', '#1b'])).toBe('#2c');
  expect(editName('#2', ['#2', '#2c'])).toBe('#2d');
  expect(editName('#1', ['#1', '#11', '#11b'])).toBe('#1b');
});

it('never runs out of names for edits, each one readable again', () => {
  const taken: PictureName[] = ['#7'];
  for (let n = 0; n < 900; n++) taken.push(editName('#7', taken));
  expect(new Set(taken).size).toBe(901);
  expect([taken[1], taken[25], taken[26], taken[675], taken[676]]).toEqual(['#7b', '#7z', '#7ba', '#7zz', '#7baa']);
  expect(taken.every(isPictureName)).toBe(true);
});

it.each([
  ['make #1 like #2b, but #1 bigger', ['#1', '#2b']],
  ['#12: at night', ['#12']],
  ['(#3)', ['#3']],
  ['issue#4, R&D#5, #x, # 6, #', []],
  ['colour #1f2e3d and #00ff00', []],
  ['#2B and #2b', ['#2b']],
])('reads the names in %s', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});
