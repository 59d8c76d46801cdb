import { describe, expect, it } from 'vitest';
import { countedAsAsked } from '../../engine/planner/counted.ts';

const FIVE =
  'a red square at the top left, a red square at the top right, a red square in the middle, a red square at the bottom left and a red square at the bottom right, on white';
const FOUR =
  'a red square at the top left, a red square at the top right, a red square at the bottom left and a red square at the bottom right, on white';
const PAIR = 'a red square on the left and a red square on the right, on white';

describe('as many as were asked for', () => {
  it.each([
    ['bring me four squares', FIVE, FOUR],
    ['please could you show me 4 boxes?', FIVE, FOUR],
    ['5 squares', PAIR, FIVE],
    ['two squares, please', FOUR, PAIR],
  ])('%s', (asked, caption, after) => {
    expect(countedAsAsked(asked, caption)).toBe(after);
  });

  it.each([
    ['four squares', FOUR],
    ['squares', PAIR],
    ['two squares and another square', FOUR],
    ['two squares above 2 squares', FIVE],
    ['a row of two squares with a square below it', FOUR],
    ['make 3 squares, a square', FIVE],
    ['three squares', 'a huge red square in the middle, on white'],
    ['three squares', 'a red square on the left and a blue square on the right, on white'],
  ])('leaves alone what it cannot tell: %s', (asked, caption) => {
    expect(countedAsAsked(asked, caption)).toBe(caption);
  });
});
