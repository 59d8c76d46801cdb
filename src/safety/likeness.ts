/**
 * Perceptual hashes: 256 bits that stay nearly the same when a picture is resized, re-encoded or shaded a little. The 16 × 16
 * lowest waves (DCT-II) of the picture at 64 × 64 grey levels, each as above or below their median. Colour alone is not seen, and
 * a picture that was cut is another one. (64 bits are too few for
 * flat drawings: of 30,381 pairs of different scenes 10 had the same.)
 */
import sharp from 'sharp';

const SIDE = 64;
const WAVES = 16;
const PIXELS_AT_MOST = 50_000_000;

/** 64 hexadecimal digits. */
export type LikenessHash = string;

/** Hashes this near are taken for the same picture; what that finds and mistakes is measured in test/eval/RESULTS.md. */
export const ALIKE = 16;

/** Undefined for what is no picture. */
export async function likenessOf(file: Uint8Array): Promise<LikenessHash | undefined> {
  const grey = await sharp(file, { limitInputPixels: PIXELS_AT_MOST })
    .flatten({ background: '#fff' })
    .greyscale()
    .resize(SIDE, SIDE, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
    .catch(() => undefined);
  if (!grey) return undefined;
  /** Of each row the wave `u` along it. */
  const along = new Float64Array(WAVES * SIDE);
  for (let u = 0; u < WAVES; u++)
    for (let y = 0; y < SIDE; y++) {
      let row = 0;
      for (let x = 0; x < SIDE; x++) row += (grey[y * SIDE + x] ?? 0) * (COSINES[u * SIDE + x] ?? 0);
      along[u * SIDE + y] = row;
    }
  const waves: number[] = [];
  for (let v = 0; v < WAVES; v++)
    for (let u = 0; u < WAVES; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += (along[u * SIDE + y] ?? 0) * (COSINES[v * SIDE + y] ?? 0);
      waves.push(sum);
    }
  const ordered = [...waves].sort((a, b) => a - b);
  const median = ((ordered[waves.length / 2 - 1] ?? 0) + (ordered[waves.length / 2] ?? 0)) / 2;
  return waves
    .reduce((bits, wave) => (bits << 1n) | (wave > median ? 1n : 0n), 0n)
    .toString(16)
    .padStart(64, '0');
}

/** In how many of the 256 bits two hashes differ. */
export function distance(one: LikenessHash, other: LikenessHash): number {
  let differing = 0;
  for (let at = 0; at < one.length; at += 8) {
    let bits = Number.parseInt(one.slice(at, at + 8), 16) ^ Number.parseInt(other.slice(at, at + 8), 16);
    for (; bits !== 0; bits &= bits - 1) differing++;
  }
  return differing;
}

/** cos(π(2x + 1)u / 2N), rows by u. */
const COSINES = Float64Array.from({ length: WAVES * SIDE }, (_, at) =>
  Math.cos((Math.PI * (2 * (at % SIDE) + 1) * Math.floor(at / SIDE)) / (2 * SIDE)),
);
