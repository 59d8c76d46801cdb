import { describe, expect, it } from 'vitest';
import { cellsIn, maskOfCells, withPlaces } from '../../engine/planner/cells.ts';

describe('cells of a picture', () => {
  it.each([
    ['make B2 red', [4]],
    ['in cell c1 a star', [2]],
    ['A1 and C3', [0, 8]],
    ['only A1-B2', [0, 1, 3, 4]],
    ['C3:A3', [6, 7, 8]],
    ['change #2b, and vitamin b2', []],
    ['AB2, B22, D1, A4, B2B', []],
  ])('%j', (text, cells) => expect(cellsIn(text)).toEqual(cells));

  it('are told to the model as places', () => {
    expect(withPlaces('put a star in B2 and a tree at C3')).toBe('put a star in the middle and a tree at the bottom right');
    expect(withPlaces('in the cell a1 of #2b')).toBe('in the top left of #2b');
    expect(withPlaces('A1-B2 red')).toBe('A1-B2 red');
  });

  it('are a third of each side, also where that is no whole number of pixels', () => {
    const mask = maskOfCells([4], 7, 3);
    expect([...mask]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...maskOfCells([0, 8], 1, 1)]).toEqual([1]);
  });
});
