/** How far a folder's numbers may be from the reference: a matter of the precision its weights were stored in. */
import type { Manifest } from '../manifest.ts';

export type Precision = Manifest['quantisation']['language'];

/** What was run: one graph or a context, or a whole denoise loop, where differences grow. */
export type Run = 'graph' | 'loop';

/** Float32: absolute. */
const EXACT: Readonly<Record<Run, number>> = { graph: 1e-4, loop: 1e-3 };

/** Rounded weights: shares of the reference's own root mean square, since an absolute number says nothing across tensors. */
const ROUNDED: Readonly<Record<Exclude<Precision, 'fp32'>, Readonly<Record<Run, number>>>> = {
  fp16: { graph: 0.02, loop: 0.05 },
  int8: { graph: 0.25, loop: 0.5 },
  int4: { graph: 1, loop: 2 },
};

export function toleranceOf(precision: Precision, run: Run, wanted: Float32Array): number {
  return precision === 'fp32' ? EXACT[run] : ROUNDED[precision][run] * rootMeanSquare(wanted);
}

/** In words, for those who read a table of differences. */
export function toleranceNote(precision: Precision): string {
  if (precision === 'fp32') return `fp32: at most ${EXACT.graph} a graph, ${EXACT.loop} after the denoise loop; ids exact`;
  const { graph, loop } = ROUNDED[precision];
  return `${precision}: at most ${graph} of a tensor's own root mean square a graph, ${loop} after the denoise loop; greedy ids are told, not judged`;
}

const WIDEST: readonly Precision[] = ['int4', 'int8', 'fp16', 'fp32'];
export const wider = (a: Precision, b: Precision): Precision => (WIDEST.indexOf(a) < WIDEST.indexOf(b) ? a : b);

function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / Math.max(values.length, 1));
}
