/** A large picture decoded part by part, so that its memory does not grow with it. */

export interface TiledShape {
  readonly channels: number;
  /** Sides, in latent positions, of the picture and of a part, and pixels a position. */
  readonly size: number;
  readonly tile: number;
  readonly scale: number;
}

/** Of a part's side, what it shares with its neighbour; there one fades into the other. */
const OVERLAP = 0.25;

/**
 * Planes (3, size · scale, size · scale) of latents (C, size, size). Each pixel is the mean of the parts that hold it, weighted by
 * its distance to their edges, up to the overlap; edges of the picture itself do not fade.
 */
export async function decodeTiles(
  latents: Float32Array,
  { channels, size, tile, scale }: TiledShape,
  decode: (part: Float32Array) => Promise<Float32Array>,
): Promise<Float32Array> {
  const sidePx = size * scale;
  const tilePx = tile * scale;
  const planes = new Float32Array(3 * sidePx * sidePx);
  const starts = startsOf(size, tile);
  const weights = starts.map((start) => fades(tilePx, start > 0, start + tile < size));
  const total = new Float32Array(sidePx);
  for (const [i, start] of starts.entries()) {
    for (const [x, weight] of weights[i]?.entries() ?? []) total[start * scale + x] = (total[start * scale + x] ?? 0) + weight;
  }
  for (const [row, top] of starts.entries()) {
    for (const [column, left] of starts.entries()) {
      const part = await decode(cut(latents, channels, size, tile, top, left));
      for (let y = 0; y < tilePx; y++) {
        const down = (weights[row]?.[y] ?? 0) / (total[top * scale + y] ?? 1);
        for (let x = 0; x < tilePx; x++) {
          const share = (down * (weights[column]?.[x] ?? 0)) / (total[left * scale + x] ?? 1);
          const at = (top * scale + y) * sidePx + left * scale + x;
          for (let channel = 0; channel < 3; channel++) {
            const plane = channel * sidePx * sidePx;
            planes[plane + at] = (planes[plane + at] ?? 0) + share * (part[(channel * tilePx + y) * tilePx + x] ?? 0);
          }
        }
      }
    }
  }
  return planes;
}

/** Where parts begin, so that neighbours overlap and the last one ends with the picture. */
function startsOf(size: number, tile: number): number[] {
  const stride = Math.max(1, Math.floor(tile * (1 - OVERLAP)));
  const count = Math.ceil((size - tile) / stride) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, size - tile));
}

/** The weight of each pixel of a part along one axis. */
function fades(tilePx: number, atStart: boolean, atEnd: boolean): Float32Array {
  const overlapPx = tilePx * OVERLAP;
  return Float32Array.from({ length: tilePx }, (_, x) =>
    Math.min(1, atStart ? (x + 0.5) / overlapPx : 1, atEnd ? (tilePx - x - 0.5) / overlapPx : 1),
  );
}

function cut(latents: Float32Array, channels: number, size: number, tile: number, top: number, left: number): Float32Array {
  const part = new Float32Array(channels * tile * tile);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < tile; y++) {
      const from = (channel * size + top + y) * size + left;
      part.set(latents.subarray(from, from + tile), (channel * tile + y) * tile);
    }
  }
  return part;
}
