/**
 * An invisible watermark: says which picture this is, in the pixels themselves, so it stays when a platform takes everything
 * else out. Spread spectrum with an error-correcting code; read without the original, by whoever has the key.
 */
import sharp, { type Sharp } from 'sharp';
import type { AssetId } from '../../core/types.ts';
import { carriersOf, TILE_PX, tileOf } from './carriers.ts';
import { encode } from './code.ts';
import { detect, type Grey, type Sighting } from './detect.ts';
import { eachRow } from './rows.ts';

/**
 * Root mean square of the change, in grey levels: 1.2 is a PSNR of 46.5 dB, 1.8 one of 43.0. The faintest one is taken whose
 * mark comes through the trials.
 */
const STRENGTHS = [1.2, 1.5, 1.8];
const TRIALS = [(picture: Sharp) => picture.jpeg({ quality: 50 }), (picture: Sharp) => picture.webp({ quality: 75 })];
/** White and black keep this distance from their ends, or half of the mark would be cut off there. */
const HEADROOM = 2;
/** Smaller pictures hold too few waves. */
const SIDE_AT_LEAST_PX = 96;
/** Larger ones are looked at as if they had this side. */
const SIDE_AT_MOST_PX = 2_048;
const PIXELS_AT_MOST = 50_000_000;
/** Sides of pictures as models paint them. */
const USUAL_SIDES_PX = [128, 192, 256, 320, 384, 448, 512, 640, 768, 1_024];

/** What was cut and resized is looked for as if it had been halved, doubled or anything between. */
const [SMALLEST_SCALE, LARGEST_SCALE] = [0.48, 2.1];

export interface Watermark {
  /** The same picture as a PNG that says `identity` (32 bits). Too small ones stay as they are. The same bytes every time. */
  embed(png: Uint8Array, identity: number): Promise<Uint8Array>;
  /** Undefined when there is none, or it did not survive; also when it is no picture. Gives up after so many sizes. */
  read(file: Uint8Array, sizesAtMost?: number): Promise<Sighting | undefined>;
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What a watermark can hold of a picture's hash: its first 32 bits. */
export const identityOf = (asset: AssetId): number => Number.parseInt(asset.slice('sha256:'.length, 'sha256:'.length + 8), 16);

/** `key`: 32 bytes. */
export function openWatermark(key: Uint8Array): Watermark {
  const carriers = carriersOf(key);
  return {
    async embed(png, identity) {
      const picture = await coloursOf(png);
      const { width, height } = picture.info;
      if (Math.min(width, height) < SIDE_AT_LEAST_PX) return png;
      const tile = tileOf(carriers, encode(identity, key));
      const marked = async (strength: number): Promise<Sharp> => {
        const data = await added(picture, tile, strength);
        return sharp(data, { raw: { width, height, channels: picture.info.channels } });
      };
      const survives = async (strength: number): Promise<boolean> => {
        for (const trial of TRIALS) {
          const grey = await greyOf(await trial(await marked(strength)).toBuffer());
          if (grey === undefined || (await detect(grey, carriers))?.identity !== identity >>> 0) return false;
        }
        return true;
      };
      for (const strength of STRENGTHS)
        if (strength === STRENGTHS.at(-1) || (await survives(strength))) return (await marked(strength)).png().toBuffer();
      return png;
    },

    async read(file, sizesAtMost = Infinity) {
      const picture = await greyOf(file);
      if (!picture) return undefined;
      let tried = 0;
      for (const size of sizesToTry(picture)) {
        if (tried++ >= sizesAtMost) break;
        const found = await detect(await resized(picture, size), carriers);
        if (found) return found;
      }
      return undefined;
    },
  };
}

type Colours = Awaited<ReturnType<typeof coloursOf>>;

const coloursOf = (file: Uint8Array) => sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });

async function added({ data, info }: Colours, tile: Float64Array, strength: number): Promise<Uint8Array> {
  const { width, height, channels } = info;
  const changed = new Uint8Array(data.length);
  await eachRow(width, height, (y) => {
    for (let x = 0; x < width; x++) {
      const change = strength * (tile[(y % TILE_PX) * TILE_PX + (x % TILE_PX)] ?? 0);
      for (let at = (y * width + x) * channels, end = at + channels; at < end; at++)
        changed[at] = clamp(Math.round(clamp(data[at] ?? 0, HEADROOM) + change), 0);
    }
  });
  return changed;
}

const clamp = (level: number, margin: number): number => Math.min(Math.max(level, margin), 255 - margin);

async function greyOf(file: Uint8Array): Promise<Grey | undefined> {
  try {
    const { data, info } = await sharp(file, { limitInputPixels: PIXELS_AT_MOST })
      .flatten({ background: '#fff' })
      .resize({ width: SIDE_AT_MOST_PX, height: SIDE_AT_MOST_PX, fit: 'inside', withoutEnlargement: true })
      .greyscale()
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { widthPx: info.width, heightPx: info.height, levels: data };
  } catch {
    return undefined;
  }
}

async function resized(grey: Grey, { widthPx, heightPx }: Size): Promise<Grey> {
  if (widthPx === grey.widthPx && heightPx === grey.heightPx) return grey;
  const levels = await sharp(grey.levels, { raw: { width: grey.widthPx, height: grey.heightPx, channels: 1 } })
    .resize({ width: widthPx, height: heightPx, fit: 'fill' })
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  return { widthPx, heightPx, levels };
}

/** As it is; as it was painted, if it was only resized; then, for what was cut and resized, scale by scale. */
function* sizesToTry(picture: Size): Generator<Size> {
  yield picture;
  const shape = picture.widthPx / picture.heightPx;
  const usual = USUAL_SIDES_PX.map((side) =>
    shape >= 1 ? { widthPx: side, heightPx: Math.round(side / shape) } : { widthPx: Math.round(side * shape), heightPx: side },
  );
  for (const size of usual) if (size.widthPx !== picture.widthPx || size.heightPx !== picture.heightPx) yield size;
  // A scale that is off by half a step moves the picture's rim by less than a pixel, or by little more in the largest.
  const step = Math.min(Math.max(3 / Math.max(picture.widthPx, picture.heightPx), 0.005), 0.025);
  for (let scale = SMALLEST_SCALE; scale <= LARGEST_SCALE; scale *= 1 + step)
    yield { widthPx: Math.round(picture.widthPx * scale), heightPx: Math.round(picture.heightPx * scale) };
}
