/** From noise to latents, under a condition: one graph run a step, which pictures at different steps share. */
import type { Condition } from './context.ts';
import type { Manifest } from './manifest.ts';
import { ModelError, throwIfAborted } from './model-error.ts';
import type { Level } from './noise-path.ts';
import { createScheduler, type SchedulerName } from './noise-scheduler.ts';
import type { Feed, Graph } from './session.ts';
import type { Step, Steps } from './steps.ts';

export interface DenoiseOptions {
  readonly condition: Condition;
  /** Guided away from, unless absent: negative + guidance · (condition − negative) (arXiv 2207.12598, eq. 6). */
  readonly negative?: Condition;
  readonly guidance: number;
  /** Guides only while the time step is in between (arXiv 2404.07724); the other steps cost half. Always when absent. */
  readonly guidanceInterval?: readonly [from: number, to: number];
  readonly steps: number;
  readonly scheduler: SchedulerName;
  /** Draw 0 is where the run starts, draw k the noise of step k (from 1): N(0, 1) each, as long as the latents. */
  readonly noise: (draw: number) => Float32Array;
  /** Latents of the picture to change, for models that take one; zeros when absent. */
  readonly reference?: Float32Array;
  /** Latents to begin from instead of noise alone (SDEdit, arXiv 2108.01073): noised as far as `strength` (0 to 1) of the way, then denoised. */
  readonly start?: { readonly latents: Float32Array; readonly strength: number };
  /** After each step, counted from 1. Both arrays are used again. */
  readonly onStep?: (step: number, latents: Float32Array, denoised: Float32Array) => void;
  readonly signal?: AbortSignal;
}

/** One picture at one time step, under one or two conditions. */
interface Prediction {
  readonly latents: Float32Array;
  readonly time: number;
  readonly conditions: readonly Condition[];
  readonly reference: Float32Array | undefined;
}

/** One prediction a condition, one behind the other. */
export type Denoiser = Step<Prediction, Float32Array>;

/** Rows of one call; more fill no core any better, and hold up those who write. */
const ROWS_AT_MOST = 8;

export function denoiserSteps(graph: Graph, manifest: Manifest, steps: Steps): Denoiser {
  const { dream, diffusion } = manifest;
  const latentShape = [diffusion.latentChannels, diffusion.latentSize, diffusion.latentSize];
  const shapes: Record<string, number[]> = {
    latents: latentShape,
    timestep: [],
    condition: [dream.queries, dream.conditionWidth],
    ...(dream.pooledWidth === undefined ? {} : { pooled: [dream.pooledWidth] }),
    ...(diffusion.reference ? { reference: latentShape } : {}),
  };
  const feed = batchFeeds(shapes);
  return steps.lane({
    fits(items) {
      let rows = 0;
      for (const [i, { conditions }] of items.entries()) {
        rows += conditions.length;
        if (rows > ROWS_AT_MOST) return i;
      }
      return items.length;
    },
    async run(items) {
      const rows = items.flatMap(({ latents, time, conditions, reference }) =>
        conditions.map((condition) => ({
          latents,
          timestep: [time],
          condition: condition.rows,
          pooled: condition.pooled,
          reference,
        })),
      );
      const outputs = (await graph.run(feed(rows)))('prediction');
      const length = outputs.length / rows.length;
      let at = 0;
      return items.map(({ conditions }) => {
        const from = at;
        at += conditions.length * length;
        return outputs.subarray(from, at);
      });
    },
  });
}

type Row = Readonly<Record<string, ArrayLike<number> | undefined>>;

/** Puts rows together in buffers that are used again by the next call; what a row lacks is zeros. */
function batchFeeds(shapes: Readonly<Record<string, readonly number[]>>): (rows: readonly Row[]) => Record<string, Feed> {
  const buffers = new Map<string, Float32Array>();
  return (rows) =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => {
        const width = shape.reduce((a, b) => a * b, 1);
        const needed = rows.length * width;
        const before = buffers.get(name) ?? new Float32Array();
        const buffer = before.length >= needed ? before : new Float32Array(needed);
        buffers.set(name, buffer);
        const data = buffer.subarray(0, needed);
        for (const [i, row] of rows.entries()) {
          const values = row[name];
          if (values) data.set(values, i * width);
          else data.fill(0, i * width, (i + 1) * width);
        }
        return [name, { data, shape: [rows.length, ...shape] }];
      }),
    );
}

/** Latents (C, h, w). */
export async function denoise(denoiser: Denoiser, manifest: Manifest, options: DenoiseOptions): Promise<Float32Array> {
  const { condition, negative, guidance, steps, noise, reference, signal } = options;
  const scheduler = createScheduler(options.scheduler, manifest.diffusion, steps);
  const [from, to] = options.guidanceInterval ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const first = options.start ? Math.min(steps - 1, Math.round(steps * (1 - options.start.strength))) : 0;
  const latents = first > 0 && options.start ? noised(options.start.latents, noise(0), scheduler.levelBefore(first)) : noise(0).slice();
  const denoised = new Float32Array(latents.length);
  for (const [index, time] of scheduler.timesteps.entries()) {
    if (index < first) continue;
    const conditions = negative === undefined || time < from || time > to ? [condition] : [negative, condition];
    const output = guided(await denoiser({ latents, time, conditions, reference }, signal), latents.length, guidance);
    scheduler.step(index, latents, output, denoised, scheduler.ancestral ? noise(index + 1) : undefined);
    options.onStep?.(index + 1, latents, denoised);
  }
  throwIfAborted(signal);
  if (!latents.every(Number.isFinite)) {
    throw new ModelError('run-failed', 'The denoiser left the range of its numbers, and there is no picture; try another seed or device.');
  }
  return latents;
}

/** α·x0 + σ·ε. */
const noised = (latents: Float32Array, noise: Float32Array, { alpha, sigma }: Level): Float32Array =>
  latents.map((value, i) => alpha * value + sigma * (noise[i] ?? 0));

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
