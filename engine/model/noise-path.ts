/**
 * What all noise schedulers share: the path x_t = α·x0 + σ·ε from picture to noise, and the turning of a prediction into x0.
 */
import type { Manifest } from './manifest.ts';

export type Diffusion = Manifest['diffusion'];

/** One run's steps from noise to picture; a second run needs a new one, as some remember the step before. */
export interface NoiseScheduler {
  /** What the denoiser is told, in training steps, one number per step, falling. */
  readonly timesteps: readonly number[];
  /** Whether `step` wants noise. */
  readonly ancestral: boolean;
  /** How much picture and how much noise there is where step `index` begins. */
  levelBefore(index: number): Level;
  /**
   * Moves `latents` one step towards the picture, in place, and puts the picture as guessed at this step into `denoised`.
   * `prediction` is the denoiser's answer for step `index` (from 0); `noise` is N(0, 1), of the same length.
   */
  step(index: number, latents: Float32Array, prediction: Float32Array, denoised: Float32Array, noise?: Float32Array): void;
}

/** A place on the path: how much picture, how much noise. */
export interface Level {
  readonly alpha: number;
  readonly sigma: number;
}

export const CLEAN: Level = { alpha: 1, sigma: 0 };

/** Writes x0 into `denoised`. v as in arXiv 2202.00512, §D: v = α·ε − σ·x0. Flow: v = ε − x0 along α = 1 − σ. */
export function denoisedFrom(
  prediction: Diffusion['prediction'],
  level: Level,
  latents: Float32Array,
  output: Float32Array,
  denoised: Float32Array,
): void {
  const { alpha, sigma } = level;
  // x0 = a·x + b·output
  const [a, b] = prediction === 'epsilon' ? [1 / alpha, -sigma / alpha] : prediction === 'v' ? [alpha, -sigma] : [1, -sigma];
  for (let i = 0; i < latents.length; i++) denoised[i] = a * (latents[i] ?? 0) + b * (output[i] ?? 0);
}

/** ᾱ_t, the product of 1 − β up to and with training step t. */
export function alphaProducts(noise: NonNullable<Diffusion['noise']>): Float64Array {
  const { trainSteps, betaStart, betaEnd } = noise;
  const power = noise.betaSchedule === 'scaled_linear' ? 2 : 1;
  const [from, to] = [betaStart ** (1 / power), betaEnd ** (1 / power)];
  const products = new Float64Array(trainSteps);
  let product = 1;
  for (let t = 0; t < trainSteps; t++) {
    product *= 1 - (from + ((to - from) * t) / (trainSteps - 1)) ** power;
    products[t] = product;
  }
  return products;
}

/** The level of training step t; before the first one lies the clean picture. */
export function levelAt(products: Float64Array, t: number): Level {
  const product = t < 0 ? 1 : (products[t] ?? Number.NaN);
  return { alpha: Math.sqrt(product), sigma: Math.sqrt(1 - product) };
}

/** Time steps `leading`: multiples of floor(trainSteps / steps), plus the offset, falling. */
export function leadingTimesteps(noise: NonNullable<Diffusion['noise']>, steps: number): { timesteps: number[]; stride: number } {
  const stride = Math.floor(noise.trainSteps / steps);
  return { stride, timesteps: Array.from({ length: steps }, (_, i) => (steps - 1 - i) * stride + noise.stepsOffset) };
}

/** Time from 1 (noise) to 0 in equal steps, shifted: t' = s·t / (1 + (s − 1)·t) (arXiv 2403.03206, eq. 23). */
export function flowTimes(steps: number, shift: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => 1 - i / steps).map((t) => (shift * t) / (1 + (shift - 1) * t));
}
