/** One thing checked. */
import { type Precision, type Run, toleranceOf } from './tolerance.ts';

export interface CheckRow {
  readonly name: string;
  /** Absent where something is told and not judged. */
  readonly passed?: boolean;
  /** The largest absolute difference from the reference; for ids, how many differ. */
  readonly difference?: number;
  /** The most that passes. */
  readonly tolerance?: number;
  /** What was found, or what is wrong and what to do. */
  readonly note?: string;
}

/** Compares numbers. NaN is infinitely far from anything, and so is an array of another length. */
export function judged(name: string, made: Float32Array, wanted: Float32Array, precision: Precision, run: Run): CheckRow {
  const difference = made.length === wanted.length ? largestDifference(made, wanted) : Number.POSITIVE_INFINITY;
  const tolerance = toleranceOf(precision, run, wanted);
  return { name, difference, tolerance, passed: difference <= tolerance };
}

function largestDifference(made: Float32Array, wanted: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < wanted.length; i++) {
    const apart = Math.abs((made[i] ?? Number.NaN) - (wanted[i] ?? Number.NaN));
    if (Number.isNaN(apart)) return Number.POSITIVE_INFINITY;
    if (apart > largest) largest = apart;
  }
  return largest;
}
