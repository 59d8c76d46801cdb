/**
 * What a folder must do whatever it has learnt: write finite numbers, draw what a prompt changes, see what it drew. Catches
 * weights that overflow in half precision, and a condition that does not reach the decoder.
 */
import type { Condition, Context } from '../context.ts';
import { denoise } from '../denoise.ts';
import { GrowingContext } from '../growing-context.ts';
import type { Picture } from '../picture.ts';
import { gaussian, STREAMS } from '../random.ts';
import { decodeLatents } from '../vae.ts';
import { seePicture } from '../vision.ts';
import type { CheckRow } from './report.ts';
import type { CheckedModel } from './vectors.ts';

const SEED = 1;
/** Enough for a broken graph to show; a decoder of full size takes half a minute a step on two cores. */
const STEPS = 4;
const TOKENS = 8;
/** Root mean square a latent has after a few steps, in any model that we know of: 0.3 to 20. */
const LATENTS = { least: 0.01, most: 200 };
/** Standard deviation of a picture's bytes: a flat one has none. */
const LEAST_SPREAD = 1;

export async function* selfTest(model: CheckedModel): AsyncGenerator<CheckRow, void, void> {
  const { graphs, manifest } = model;
  const context = await prompted(model, 'a photo of a cat');
  const logits = context.logits;
  yield finite('self-test: logits', logits);

  const words: number[] = [];
  for await (const { id } of context.fork().decode({ maxTokens: TOKENS, temperature: 0, seed: SEED })) words.push(id);
  yield { name: 'self-test: words', passed: words.length > 0, note: `${words.length} tokens` };

  const condition = await context.dream();
  const other = await (await prompted(model, 'Two red circles above a blue square.')).dream();
  const changed = rootMeanSquare(condition.rows.map((value, i) => value - (other.rows[i] ?? 0)));
  yield {
    name: 'self-test: condition',
    passed: condition.rows.every(Number.isFinite) && changed > 0,
    note:
      changed > 0
        ? `another prompt changes it by ${changed.toPrecision(2)} (root mean square)`
        : Number.isNaN(changed)
          ? 'it holds what is no number'
          : 'no prompt changes it',
  };

  const latents = await paint(model, condition);
  const strength = rootMeanSquare(latents);
  const sane = strength >= LATENTS.least && strength <= LATENTS.most;
  yield { name: `self-test: latents after ${STEPS} steps`, passed: sane, note: `root mean square ${strength.toPrecision(3)}` };

  const picture = await decodeLatents(graphs.vaeDecoder, manifest, latents);
  const spread = spreadOf(picture);
  const size = `${picture.widthPx} × ${picture.heightPx}`;
  yield { name: `self-test: picture, ${size}`, passed: spread >= LEAST_SPREAD, note: `its bytes spread by ${spread.toPrecision(3)}` };

  const { rows } = await seePicture(graphs.visionEncoder, manifest.vision, picture);
  yield finite('self-test: features of that picture', rows);
}

async function prompted(model: CheckedModel, prompt: string): Promise<Context> {
  const context = new GrowingContext(model);
  await context.append([model.manifest.tokens.bos]);
  await context.appendText(prompt);
  return context;
}

function paint({ denoiser, manifest }: CheckedModel, condition: Condition): Promise<Float32Array> {
  const { latentChannels, latentSize, defaults } = manifest.diffusion;
  return denoise(denoiser, manifest, {
    condition,
    guidance: 1,
    steps: STEPS,
    scheduler: defaults.scheduler,
    noise: (draw) => gaussian(SEED, STREAMS.latents + draw, latentChannels * latentSize ** 2),
  });
}

function finite(name: string, values: Float32Array): CheckRow {
  const broken = values.reduce((count, value) => (Number.isFinite(value) ? count : count + 1), 0);
  return {
    name,
    passed: broken === 0,
    note: broken === 0 ? `${values.length} finite numbers` : `${broken} of ${values.length} are not finite`,
  };
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(values.length, 1));
}

function spreadOf({ rgb }: Picture): number {
  const mean = rgb.reduce((sum, byte) => sum + byte, 0) / rgb.length;
  return Math.sqrt(rgb.reduce((sum, byte) => sum + (byte - mean) ** 2, 0) / rgb.length);
}
