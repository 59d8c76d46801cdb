/** From noise to latents, under a condition: one graph run a step. */
import { setImmediate } from 'node:timers/promises';
import type { Condition } from './context.ts';
import type { Manifest } from './manifest.ts';
import { throwIfAborted } from './model-error.ts';
import { createScheduler, type SchedulerName } from './noise-scheduler.ts';
import type { Feed, Graph } from './session.ts';

export interface DenoiseOptions {
  readonly condition: Condition;
  /** Guided away from, unless absent: negative + guidance · (condition − negative) (arXiv 2207.12598, eq. 6). */
  readonly negative?: Condition;
  readonly guidance: number;
  readonly steps: number;
  readonly scheduler: SchedulerName;
  /** Draw 0 is where the run starts, draw k the noise of step k (from 1): N(0, 1) each, as long as the latents. */
  readonly noise: (draw: number) => Float32Array;
  /** Latents of the picture to change, for models that take one; zeros when absent. */
  readonly reference?: Float32Array;
  /** After each step, counted from 1. Both arrays are used again. */
  readonly onStep?: (step: number, latents: Float32Array, denoised: Float32Array) => void;
  readonly signal?: AbortSignal;
}

/** Latents (C, h, w). */
export async function denoise(denoiser: Graph, manifest: Manifest, options: DenoiseOptions): Promise<Float32Array> {
  const { condition, negative, guidance, steps, noise, signal } = options;
  const scheduler = createScheduler(options.scheduler, manifest.diffusion, steps);
  const latents = noise(0).slice();
  const denoised = new Float32Array(latents.length);
  const conditions = negative === undefined ? [condition] : [negative, condition];
  const still = stillFeeds(manifest, conditions, options.reference);
  const batch = latentFeed(manifest, conditions.length);
  for (const [index, time] of scheduler.timesteps.entries()) {
    // Lets the thread's messages in (a stop is one); the graph run holds the thread for its whole length.
    await setImmediate();
    throwIfAborted(signal);
    for (let row = 0; row < conditions.length; row++) batch.data.set(latents, row * latents.length);
    const timestep = { data: new Float32Array(conditions.length).fill(time), shape: [conditions.length] };
    const outputs = await denoiser.run({ ...still, latents: batch, timestep });
    const output = guided(outputs('prediction'), latents.length, guidance);
    scheduler.step(index, latents, output, denoised, scheduler.ancestral ? noise(index + 1) : undefined);
    options.onStep?.(index + 1, latents, denoised);
  }
  throwIfAborted(signal);
  return latents;
}

/** Rows [negative, condition] to one; a single row as it is. In place. */
function guided(prediction: Float32Array, length: number, guidance: number): Float32Array {
  if (prediction.length === length) return prediction;
  const output = prediction.subarray(0, length);
  for (let i = 0; i < length; i++) {
    const from = output[i] ?? 0;
    output[i] = from + guidance * ((prediction[length + i] ?? 0) - from);
  }
  return output;
}

function latentFeed({ diffusion }: Manifest, rows: number): Feed & { data: Float32Array } {
  const { latentChannels, latentSize } = diffusion;
  const shape = [rows, latentChannels, latentSize, latentSize];
  return { shape, data: new Float32Array(shape.reduce((a, b) => a * b)) };
}

/** The inputs that stay the same in all steps. */
function stillFeeds(manifest: Manifest, conditions: readonly Condition[], reference: Float32Array | undefined): Record<string, Feed> {
  const { queries, conditionWidth, pooledWidth } = manifest.dream;
  const rows = conditions.length;
  const feeds: Record<string, Feed> = {
    condition: { data: joined(conditions.map((condition) => condition.rows)), shape: [rows, queries, conditionWidth] },
  };
  if (pooledWidth !== undefined) {
    feeds.pooled = { data: joined(conditions.map(({ pooled }) => pooled ?? new Float32Array(pooledWidth))), shape: [rows, pooledWidth] };
  }
  if (manifest.diffusion.reference) {
    const feed = latentFeed(manifest, rows);
    if (reference !== undefined) for (let row = 0; row < rows; row++) feed.data.set(reference, row * reference.length);
    feeds.reference = feed;
  }
  return feeds;
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(arrays.reduce((length, array) => length + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    out.set(array, at);
    at += array.length;
  }
  return out;
}
