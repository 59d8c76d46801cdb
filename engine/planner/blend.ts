/**
 * What an edit leaves alone comes from the picture before it, pixel by pixel: the new picture is laid over it through a mask with a
 * soft edge. The mask is what changed, or what may change; how much stayed is counted on the result.
 */
import type { Picture } from '../model/index.ts';

/** Levels of 255. What a picture loses on its way through the VAE stays below this, what was changed on purpose does not. */
const CHANGED_LEVELS = 24;
/** The mask grows by this much, so that the soft edge of a changed thing is within it; then fades over the next pixels. */
const GROWN = 3 / 128;
const FEATHER = 3 / 128;
/** Of the changed pixels at the border of a given region: above this the change goes on beyond it, and the border shows. */
const SEAM_SHARE = 0.15;

/** 0 to 1 for each pixel: how much of it comes from the new picture. */
export type Mask = Float32Array;

export interface Blended {
  readonly picture: Picture;
  /** Of the pixels, how many are byte for byte those of the picture before. */
  readonly keptShare: number;
  /** Whether the border of the mask runs where both pictures agree, so that it can't be seen. */
  readonly seamless: boolean;
}

/** Both pictures must be of one size. Without a region, what has changed may change. */
export function blend(before: Picture, after: Picture, region?: Mask): Blended {
  const { widthPx, heightPx } = after;
  const px = Math.max(widthPx, heightPx);
  const changed = changedMask(before, after);
  const mask = feathered(region ?? grown(changed, widthPx, heightPx, Math.ceil(GROWN * px)), widthPx, heightPx, Math.ceil(FEATHER * px));
  const rgb = new Uint8Array(after.rgb.length);
  let kept = 0;
  let [border, broken] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    const share = mask[i] ?? 0;
    let same = true;
    for (let c = 3 * i; c < 3 * i + 3; c++) {
      const [old, fresh] = [before.rgb[c] ?? 0, after.rgb[c] ?? 0];
      rgb[c] = share === 0 ? old : Math.round(old + share * (fresh - old));
      if (rgb[c] !== old) same = false;
    }
    if (same) kept++;
    if (share > 0 && share < 1) {
      border++;
      if ((changed[i] ?? 0) > 0) broken++;
    }
  }
  return { picture: { widthPx, heightPx, rgb }, keptShare: kept / mask.length, seamless: broken <= SEAM_SHARE * border };
}

/** Of the pixels, how many are the same; undefined for pictures of different sizes. */
export function sameShare(one: Picture, other: Picture): number | undefined {
  if (one.widthPx !== other.widthPx || one.heightPx !== other.heightPx) return undefined;
  let same = 0;
  for (let i = 0; i < one.rgb.length; i += 3)
    if (one.rgb[i] === other.rgb[i] && one.rgb[i + 1] === other.rgb[i + 1] && one.rgb[i + 2] === other.rgb[i + 2]) same++;
  return same / (one.widthPx * one.heightPx);
}

function changedMask(before: Picture, after: Picture): Mask {
  const mask = new Float32Array(after.widthPx * after.heightPx);
  for (let i = 0; i < mask.length; i++) {
    for (let c = 3 * i; c < 3 * i + 3; c++) {
      if (Math.abs((before.rgb[c] ?? 0) - (after.rgb[c] ?? 0)) > CHANGED_LEVELS) mask[i] = 1;
    }
  }
  return mask;
}

/** Each pixel becomes the highest within `radius`, in both directions: two passes of one dimension. */
function grown(mask: Mask, widthPx: number, heightPx: number, radius: number): Mask {
  return passed(passed(mask, widthPx, heightPx, radius, 1, highest), widthPx, heightPx, radius, widthPx, highest);
}

/** Falls from 1 to 0 outside the mask over `radius` pixels; what is further away stays exactly 0. */
function feathered(mask: Mask, widthPx: number, heightPx: number, radius: number): Mask {
  const wide = grown(mask, widthPx, heightPx, radius);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const soft = passed(passed(wide, widthPx, heightPx, radius, 1, mean), widthPx, heightPx, radius, widthPx, mean);
  return soft.map((value, i) => ((mask[i] ?? 0) >= 1 ? 1 : (wide[i] ?? 0) === 0 ? 0 : value));
}

type Fold = (values: readonly number[]) => number;
const highest: Fold = (values) => Math.max(...values);

/** One dimension: `stride` 1 along rows, `widthPx` along columns. */
function passed(mask: Mask, widthPx: number, heightPx: number, radius: number, stride: number, fold: Fold): Mask {
  const out = new Float32Array(mask.length);
  const along = stride === 1 ? widthPx : heightPx;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = stride === 1 ? x : y;
      const values: number[] = [];
      for (let d = Math.max(0, at - radius); d <= Math.min(along - 1, at + radius); d++) {
        values.push(mask[stride === 1 ? y * widthPx + d : d * widthPx + x] ?? 0);
      }
      out[y * widthPx + x] = fold(values);
    }
  }
  return out;
}

/** White pixels of a mask picture may change; a mask of another size is stretched over the picture. */
export function maskOfPicture(mask: Picture, widthPx: number, heightPx: number): Mask {
  return Float32Array.from({ length: widthPx * heightPx }, (_, i) => {
    const x = Math.floor((((i % widthPx) + 0.5) / widthPx) * mask.widthPx);
    const y = Math.floor(((Math.floor(i / widthPx) + 0.5) / heightPx) * mask.heightPx);
    const at = 3 * (y * mask.widthPx + x);
    return (mask.rgb[at] ?? 0) + (mask.rgb[at + 1] ?? 0) + (mask.rgb[at + 2] ?? 0) > 382 ? 1 : 0;
  });
}

/** The part of a picture that words name: thirds across and down; "the left half", "the sky" (its upper part), "top right". */
export function maskOfPlace(words: string, widthPx: number, heightPx: number): Mask | undefined {
  const says = (pattern: RegExp): boolean => pattern.test(words.toLowerCase());
  const across = says(/\bleft\b/) ? [0, 1] : says(/\bright\b/) ? [2, 3] : undefined;
  const down = says(/\b(?:top|upper|above|sky)\b/) ? [0, 1] : says(/\b(?:bottom|lower|below|ground)\b/) ? [2, 3] : undefined;
  const middle = says(/\b(?:middle|cent(?:er|re))\b/) ? [1, 2] : undefined;
  if (!across && !down && !middle) return undefined;
  // Where nothing is said across, a place at the top is the middle of it for a thing, and all of it for the sky.
  const wide = says(/\b(?:sky|ground|half|side|row|column)\b/) ? [0, 3] : [1, 2];
  const [x0 = 0, x1 = 3] = across ?? (down ? wide : (middle ?? wide));
  const [y0 = 0, y1 = 3] = down ?? (across ? wide : (middle ?? wide));
  return Float32Array.from({ length: widthPx * heightPx }, (_, i) => {
    const [x, y] = [(3 * (i % widthPx)) / widthPx, (3 * Math.floor(i / widthPx)) / heightPx];
    return x >= x0 && x < x1 && y >= y0 && y < y1 ? 1 : 0;
  });
}
