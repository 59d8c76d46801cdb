import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../engine/model/manifest.ts';
import type { Graph } from '../../engine/model/session.ts';
import { decodeLatents } from '../../engine/model/vae.ts';
import { decodeTiles } from '../../engine/model/vae-tiles.ts';

const SCALE = 2;

/** A decoder that looks at one position only: each pixel is its latents, times a factor a plane; `offset` differs from part to part. */
const decoder = (channels: number, tile: number, offset: () => number) => async (part: Float32Array) => {
  const side = tile * SCALE;
  const own = offset();
  return Float32Array.from({ length: 3 * side * side }, (_, i) => {
    const [plane, y, x] = [Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side];
    const position = Math.floor(y / SCALE) * tile + Math.floor(x / SCALE);
    return (plane + 1) * (part[(plane % channels) * tile * tile + position] ?? Number.NaN) + own;
  });
};

const latents = (channels: number, size: number) => Float32Array.from({ length: channels * size * size }, (_, i) => Math.sin(i));
const apart = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

describe('a picture decoded in parts', () => {
  it.each([
    [8, 4],
    [9, 4],
    [10, 8],
    [11, 5],
    [16, 4],
    [6, 6],
    [7, 1],
  ])('of %d positions a side, %d a part, is the whole one', async (size, tile) => {
    const whole = await decoder(2, size, () => 0)(latents(2, size));
    const tiled = await decodeTiles(
      latents(2, size),
      { channels: 2, size, tile, scale: SCALE },
      decoder(2, tile, () => 0),
    );
    expect(tiled.length).toBe(whole.length);
    expect(apart(tiled, whole)).toBeLessThan(1e-5);
  });

  it('has no seam where two parts disagree: one fades into the other', async () => {
    let parts = 0;
    const [size, tile] = [14, 8];
    const made = await decodeTiles(
      new Float32Array(size * size),
      { channels: 1, size, tile, scale: SCALE },
      decoder(1, tile, () => parts++ % 2),
    );
    expect(parts).toBe(4);
    const row = Array.from(made.subarray(0, size * SCALE));
    expect([row[0], row.at(-1)]).toEqual([0, 1]);
    for (let x = 1; x < row.length; x++) {
      expect((row[x] ?? 0) - (row[x - 1] ?? 0)).toBeGreaterThanOrEqual(0);
      expect((row[x] ?? 0) - (row[x - 1] ?? 0)).toBeLessThan(0.5);
    }
  });
});

describe('a VAE of a folder that says nothing of parts', () => {
  /** The sides of what a decoder of 8 pixels a position is given for a picture of so many pixels. */
  async function given(imageSizePx: number, takesAnySize: boolean, tileSizePx?: number): Promise<number[]> {
    const sides: number[] = [];
    const graph: Graph = {
      free: new Set(takesAnySize ? ['latents'] : []),
      async run({ latents: part }) {
        const side = part?.shape.at(-1) ?? 0;
        sides.push(side);
        return () => new Float32Array(3 * (8 * side) ** 2);
      },
      release: async () => {},
    };
    const diffusion = { latentChannels: 1, latentSize: imageSizePx / 8, imageSizePx } as Manifest['diffusion'];
    const vae = { scalingFactor: 1, shiftFactor: 0, ...(tileSizePx === undefined ? {} : { tileSizePx }) };
    const picture = await decodeLatents(graph, { diffusion, vae } as Manifest, new Float32Array((imageSizePx / 8) ** 2));
    expect(picture.widthPx).toBe(imageSizePx);
    return sides;
  }

  it('decodes what is larger than 768 pixels in parts of 512, where it takes any size', async () => {
    expect(await given(768, true)).toEqual([96]);
    expect(await given(1024, true)).toEqual(new Array(9).fill(64));
    expect(await given(1024, false)).toEqual([128]);
    expect(await given(512, true, 256)).toEqual(new Array(9).fill(32));
  });
});
