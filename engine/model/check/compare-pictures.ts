/** The picture half against reference vectors: seeing, each denoise step, the loop, the VAE. Stored noise, no seed. */
import type { Features } from '../context.ts';
import { denoise } from '../denoise.ts';
import type { NoiseScheduler } from '../noise-path.ts';
import { createScheduler } from '../noise-scheduler.ts';
import { type CheckRow, judged } from './report.ts';
import type { Precision } from './tolerance.ts';
import { type CheckedModel, storedCondition, type Vectors } from './vectors.ts';

/** Fills `pictures` with what the encoder sees in the two stored ones. */
export async function* compareVision(
  { graphs, manifest }: CheckedModel,
  vectors: Vectors,
  precision: Precision,
  pictures: Features[],
): AsyncGenerator<CheckRow, void, void> {
  const { imageSizePx, patches } = manifest.vision;
  const shape = [1, 3, imageSizePx, imageSizePx];
  for (const key of ['', '_2']) {
    const outputs = await graphs.visionEncoder.run({ pixels: { data: vectors.floats(`image.pixel_values${key}`, ...shape), shape } });
    pictures.push({ rows: outputs('features') });
    const wanted = vectors.floats(`image.embeds${key}`, patches, manifest.language.hiddenSize);
    yield judged(`features of picture ${pictures.length}`, outputs('features'), wanted, precision, 'graph');
  }
}

/** Ancestral sampling from the stored noise under the stored conditions, then the picture. */
export async function* comparePainting(model: CheckedModel, vectors: Vectors): AsyncGenerator<CheckRow, void, void> {
  const { graphs, manifest } = model;
  const precision = manifest.quantisation.decoder;
  const { latentChannels, latentSize, imageSizePx } = manifest.diffusion;
  const shape = [1, latentChannels, latentSize, latentSize];
  const stored = (key: string) => vectors.floats(`t2i.${key}`, ...shape);
  const steps = vectors.timesteps.length;
  yield sameTimesteps(createScheduler('ddpm', manifest.diffusion, steps), vectors);

  const condition = storedCondition(vectors, manifest, 'cond');
  const negative = storedCondition(vectors, manifest, 'uncond');
  for (const [step, time] of vectors.timesteps.entries()) {
    const latents = { data: stored(step === 0 ? 'latents_init' : `step${step - 1}.latents`), shape };
    for (const [name, { rows, pooled }] of Object.entries({ cond: condition, uncond: negative })) {
      const outputs = await graphs.denoiser.run({
        latents,
        timestep: { data: Float32Array.of(time), shape: [1] },
        condition: { data: rows, shape: [1, manifest.dream.queries, manifest.dream.conditionWidth] },
        ...(pooled && { pooled: { data: pooled, shape: [1, pooled.length] } }),
      });
      const wanted = stored(`step${step}.eps_${name}`);
      const of = name === 'cond' ? 'the prompt' : 'nothing';
      yield judged(`prediction at step ${step + 1}, ${of}`, outputs('prediction'), wanted, precision, 'graph');
    }
  }

  const walked: Float32Array[] = [];
  const latents = await denoise(model.denoiser, manifest, {
    condition,
    negative,
    guidance: vectors.guidance,
    steps,
    scheduler: 'ddpm',
    noise: (draw) => stored(draw === 0 ? 'latents_init' : `step${draw - 1}.noise`),
    onStep: (_, now) => walked.push(now.slice()),
  });
  for (const [step, now] of walked.entries())
    yield judged(`latents after step ${step + 1}`, now, stored(`step${step}.latents`), precision, 'loop');

  const { scalingFactor, shiftFactor } = manifest.vae;
  const outputs = await graphs.vaeDecoder.run({ latents: { data: latents.map((value) => value / scalingFactor + shiftFactor), shape } });
  const picture = outputs('pixels').map((value) => Math.min(Math.max(value / 2 + 0.5, 0), 1));
  yield judged('picture (0 to 1)', picture, vectors.floats('t2i.image_01', 3, imageSizePx, imageSizePx), precision, 'loop');
  if (graphs.vaeEncoder === undefined) return;
  const pixelShape = [1, 3, imageSizePx, imageSizePx];
  const pixels = { data: vectors.floats('vae.encode_input', ...pixelShape), shape: pixelShape };
  const encoded = (await graphs.vaeEncoder.run({ pixels }))('latents');
  yield judged('latents of a picture', encoded, vectors.floats('vae.encode_mean', ...shape), precision, 'graph');
}

function sameTimesteps({ timesteps }: NoiseScheduler, vectors: Vectors): CheckRow {
  const difference = vectors.timesteps.filter((time, i) => time !== timesteps[i]).length;
  return { name: `${timesteps.length} time steps`, difference, tolerance: 0, passed: difference === 0 };
}
