import { describe, expect, it } from 'vitest';
import type { DreamModel, Picture } from '../../engine/model/index.ts';
import type { Member } from '../../engine/planner/cast.ts';
import { cutOuts, likeness, unlike } from '../../engine/planner/likeness.ts';
import { pasted, withMembers } from '../../engine/planner/pasted.ts';
import { row } from '../support/made.ts';

const SIDE = 60;
type Rgb = readonly [number, number, number];
const RED: Rgb = [220, 30, 30];
const BLUE: Rgb = [30, 30, 220];
const CREAM: Rgb = [250, 240, 216];

/** Squares of 12 pixels at cells of a 3 x 3 grid, on a ground. */
function scene(things: Readonly<Record<number, Rgb | undefined>>, ground: Rgb = [255, 255, 255]): Picture {
  const rgb = new Uint8Array(3 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const inside = Math.abs((x % 20) - 10) <= 6 && Math.abs((y % 20) - 10) <= 6;
    rgb.set((inside && things[3 * Math.floor(y / 20) + Math.floor(x / 20)]) || ground, 3 * i);
  }
  return { widthPx: SIDE, heightPx: SIDE, rgb };
}

/** One patch that is the mean colour: enough to tell red from blue. */
const model = (alike?: number) =>
  ({
    manifest: { vision: { patches: 1, ...(alike === undefined ? {} : { likeness: alike }) } },
    see: async ({ rgb }: Picture) => {
      const sums = [0, 0, 0];
      for (const [i, level] of rgb.entries()) sums[i % 3] = (sums[i % 3] ?? 0) + level;
      return { rows: Float32Array.from(sums, (sum) => sum / (rgb.length / 3)) };
    },
  }) as unknown as DreamModel;

describe('likeness', () => {
  it('cuts out each thing, alone on white, whatever the ground', () => {
    const [only, ...none] = cutOuts(scene({ 2: RED }, CREAM));
    expect(none).toEqual([]);
    expect([only?.x, only?.y].map((share) => Math.floor(3 * (share ?? 0)))).toEqual([2, 0]);
    expect([...(only?.picture.rgb.subarray(0, 3) ?? [])]).toEqual([255, 255, 255]);
    expect(cutOuts(scene({ 0: RED, 4: BLUE, 8: RED }))).toHaveLength(3);
    expect(cutOuts(scene({}))).toEqual([{ picture: scene({}), x: 0.5, y: 0.5 }]);
    const dot: Picture = { widthPx: 1, heightPx: 1, rgb: new Uint8Array([1, 2, 3]) };
    expect(cutOuts(dot)).toEqual([{ picture: dot, x: 0.5, y: 0.5 }]);
  });

  it('is high for the same thing in another place, low for another thing', async () => {
    const same = await likeness(model(), scene({ 4: RED }), scene({ 0: BLUE, 8: RED }, CREAM));
    const other = await likeness(model(), scene({ 4: RED }), scene({ 8: BLUE }));
    expect(same).toBeGreaterThan(0.99);
    expect(other).toBeLessThan(0.8);
  });

  it('compares the thing that is meant, where a picture shows several', async () => {
    const shown = scene({ 3: RED, 5: BLUE });
    expect(await likeness(model(), shown, scene({ 4: BLUE }), [2, 1])).toBeGreaterThan(0.99);
    expect(await likeness(model(), shown, scene({ 4: BLUE }), [0, 1])).toBeLessThan(0.8);
  });

  it('is said of those who are off, and of nobody where the folder does not say what is alike', async () => {
    const max: Member = { name: 'Max', looks: ['red square'], row: row('#3') };
    const drawn = scene({ 4: BLUE });
    const of = (alike?: number) => unlike(model(alike), [max], async () => scene({ 4: RED }), drawn);
    expect(await of(0.9)).toEqual([max]);
    expect(await of(-1)).toEqual([]);
    expect(await of(undefined)).toEqual([]);
    expect(await unlike(model(0.9), [max], async () => undefined, drawn)).toEqual([]);
  });
});

describe('a member of the cast who came out wrong', () => {
  it('is laid in by the pixels that show them, and nothing else changes', () => {
    const drawn = scene({ 3: BLUE, 5: BLUE }, CREAM);
    const laid = pasted(scene({ 4: RED }), undefined, drawn, [0, 1]);
    expect(Buffer.from(laid?.rgb ?? []).equals(Buffer.from(scene({ 3: RED, 5: BLUE }, CREAM).rgb))).toBe(true);
    expect(pasted(scene({ 4: RED }), undefined, drawn, [1, 1])).toBeUndefined();
  });

  it('stands where the caption says; where it does not say so, nothing is laid in', async () => {
    const max: Member = { name: 'Max', looks: ['red square'], row: row('#3') };
    const into = (caption: string) => withMembers([max], async () => scene({ 4: RED }), scene({ 3: BLUE, 5: BLUE }), caption);
    const laid = await into('a small red square on the right and a blue square on the left, on white');
    expect(Buffer.from(laid?.rgb ?? []).equals(Buffer.from(scene({ 3: BLUE, 5: RED }).rgb))).toBe(true);
    expect(await into('a red square and a blue square')).toBeUndefined();
    expect(await into('a red square on the left and a red square on the right')).toBeUndefined();
  });
});
