/**
 * Resizing as Pillow does it (src/libImaging/Resample.c), to the last bit: classifiers were trained on such pixels. One pass along the
 * rows and one along the columns, with the kernel widened where a picture shrinks; weights of 22 bits, bytes between the passes.
 */
import type { Picture } from './picture.ts';

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Radius and weight by distance, in pixels. */
const KERNELS = {
  bilinear: [1, (x: number) => Math.max(0, 1 - Math.abs(x))],
  bicubic: [2, (x: number) => cubic(Math.abs(x))],
  lanczos: [3, (x: number) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0)],
} as const;

export type Resample = keyof typeof KERNELS;
export const RESAMPLES = Object.keys(KERNELS) as [Resample, ...Resample[]];

/** Keys' kernel with a = −0.5. */
function cubic(x: number): number {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? -0.5 * (((x - 5) * x + 8) * x - 4) : 0;
}

interface Weights {
  readonly from: number;
  readonly values: Float64Array;
}

const ONE = 2 ** 22;

function weightsOf(length: number, wanted: number, resample: Resample): Weights[] {
  const [radius, kernel] = KERNELS[resample];
  const scale = length / wanted;
  const widened = Math.max(scale, 1);
  const support = radius * widened;
  return Array.from({ length: wanted }, (_, at) => {
    const centre = (at + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(length, Math.trunc(centre + support + 0.5));
    const raw = Float64Array.from({ length: to - from }, (_, of) => kernel((of + from - centre + 0.5) / widened));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { from, values: raw.map((weight) => Math.trunc((weight / sum) * ONE + (weight < 0 ? -0.5 : 0.5))) };
  });
}

/** One axis made `weights.length` long. `stride`: bytes from a pixel to the next along it, 3 along the rows. */
function along(source: Uint8Array, weights: readonly Weights[], rows: number, rowBytes: number, stride: number): Uint8Array {
  const isRow = stride === 3;
  const outRow = isRow ? weights.length * 3 : rowBytes;
  const outRows = isRow ? rows : weights.length;
  const result = new Uint8Array(outRows * outRow);
  for (let row = 0; row < outRows; row++)
    for (let byte = 0; byte < outRow; byte++) {
      const { from, values } = weights[isRow ? Math.trunc(byte / 3) : row] as Weights;
      let at = isRow ? row * rowBytes + from * 3 + (byte % 3) : from * rowBytes + byte;
      let sum = ONE / 2;
      for (let tap = 0; tap < values.length; tap++, at += stride) sum += (source[at] as number) * (values[tap] as number);
      result[row * outRow + byte] = Math.min(255, Math.max(0, Math.floor(sum / ONE)));
    }
  return result;
}

export function resized({ widthPx, heightPx, rgb }: Picture, width: number, height: number, resample: Resample): Picture {
  const wide = widthPx === width ? rgb : along(rgb, weightsOf(widthPx, width, resample), heightPx, widthPx * 3, 3);
  const all = heightPx === height ? wide : along(wide, weightsOf(heightPx, height, resample), heightPx, width * 3, width * 3);
  return { widthPx: width, heightPx: height, rgb: all };
}
