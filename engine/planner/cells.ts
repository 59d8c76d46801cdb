/** A picture as a grid of three by three: columns A to C from the left, rows 1 to 3 from the top. "B2" is the middle. */
import type { Mask } from './blend.ts';

const PLACES = ['top left', 'top', 'top right', 'left', 'middle', 'right', 'bottom left', 'bottom', 'bottom right'];
/** "B2" as it stands, "b2" after "cell"; "A1-B2" is all between. A name of a picture ("#2b") is none. */
const CELL = /(?:\b(?:the )?cells? ([a-c][1-3])|(?<![\w#])([A-C][1-3]))(?: ?[-–:] ?([A-Ca-c][1-3]))?(?!\w)/g;

/** Of the nine cells, counted in reading order, those that a text names. */
export function cellsIn(text: string): number[] {
  const found = new Set<number>();
  for (const [, spoken, named, last] of text.matchAll(CELL)) {
    const from = cellOf(spoken ?? named ?? '');
    const to = last === undefined ? from : cellOf(last);
    for (let y = Math.min(from.y, to.y); y <= Math.max(from.y, to.y); y++)
      for (let x = Math.min(from.x, to.x); x <= Math.max(from.x, to.x); x++) found.add(3 * y + x);
  }
  return [...found].sort((a, b) => a - b);
}

const cellOf = (name: string) => ({ x: name.toUpperCase().charCodeAt(0) - 65, y: Number(name[1]) - 1 });

/** The text with places for cells, as models know them: "in B2" becomes "in the middle". */
export const withPlaces = (text: string): string =>
  text.replace(CELL, (found, spoken?: string, named?: string, last?: string) => {
    if (last !== undefined) return found;
    const { x, y } = cellOf(spoken ?? named ?? '');
    return `the ${PLACES[3 * y + x]}`;
  });

export function maskOfCells(cells: readonly number[], widthPx: number, heightPx: number): Mask {
  return Float32Array.from({ length: widthPx * heightPx }, (_, i) => {
    const [x, y] = [Math.floor((3 * (i % widthPx)) / widthPx), Math.floor((3 * Math.floor(i / widthPx)) / heightPx)];
    return cells.includes(3 * y + x) ? 1 : 0;
  });
}
