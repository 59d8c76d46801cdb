import { describe, expect, it } from 'vitest';
import type { Picture } from '../../engine/model/index.ts';
import { blend, maskOfPicture, maskOfPlace } from '../../engine/planner/blend.ts';

const SIDE = 48;
/** A picture whose colour at (x, y) is `level` of grey. */
const picture = (level: (x: number, y: number) => number, side = SIDE): Picture => ({
  widthPx: side,
  heightPx: side,
  rgb: Uint8Array.from({ length: 3 * side * side }, (_, i) => level(Math.floor(i / 3) % side, Math.floor(i / 3 / side))),
});
const at = ({ rgb }: Picture, x: number, y: number): number => rgb[3 * (y * SIDE + x)] ?? -1;
const inBox = (x: number, y: number, from = 18, to = 30): boolean => x >= from && x < to && y >= from && y < to;

describe('an edit laid over what was before', () => {
  const before = picture((x, y) => 100 + ((x + y) % 3));
  const noisy = (x: number, y: number): number => 100 + ((x * 7 + y * 3) % 9);

  it('keeps every pixel away from the change, byte for byte, and the change itself', () => {
    const {
      picture: blended,
      keptShare,
      seamless,
    } = blend(
      before,
      picture((x, y) => (inBox(x, y) ? 220 : noisy(x, y))),
    );
    expect(at(blended, 24, 24)).toBe(220);
    for (const [x, y] of [
      [0, 0],
      [8, 24],
      [40, 40],
      [24, 5],
    ] as const)
      expect(at(blended, x, y)).toBe(at(before, x, y));
    expect(keptShare).toBeGreaterThan(0.7);
    expect(keptShare).toBeLessThan(1 - 144 / SIDE ** 2);
    expect(seamless).toBe(true);
  });

  it('keeps all of a picture in which nothing changed', () => {
    expect(blend(before, picture(noisy))).toMatchObject({ keptShare: 1, seamless: true, picture: { rgb: before.rgb } });
  });

  it('allows no change outside a region, and says when the change was cut off at its border', () => {
    const left = maskOfPlace('the left half', SIDE, SIDE);
    const beyond = blend(
      before,
      picture(() => 220),
      left,
    );
    expect(at(beyond.picture, 2, 24)).toBe(220);
    expect(at(beyond.picture, 40, 24)).toBe(at(before, 40, 24));
    expect(beyond.seamless).toBe(false);
    expect(
      blend(
        before,
        picture((x, y) => (inBox(x, y, 3, 10) ? 220 : noisy(x, y))),
        left,
      ).seamless,
    ).toBe(true);
  });
});

describe('where an edit may change a picture', () => {
  const share = (words: string): number => (maskOfPlace(words, 9, 9) ?? new Float32Array()).reduce((sum, one) => sum + one, 0) / 9;
  it.each([
    ['at the top left', 1],
    ['the sky', 3],
    ['on the right', 1],
    ['the right half', 3],
    ['in the middle', 1],
    ['the bottom row', 3],
  ])('%s is %i of nine places', (words, places) => expect(share(words)).toBe(places));

  it('is not guessed', () => expect(maskOfPlace('the mug', 9, 9)).toBeUndefined());

  it('follows a mask of another size', () => {
    const mask = maskOfPicture(
      picture((x) => (x < 2 ? 255 : 0), 4),
      8,
      8,
    );
    expect([...mask.slice(0, 8)]).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
  });
});
