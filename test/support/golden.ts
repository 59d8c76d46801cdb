/** The golden checks of one model folder: what the runtime computes, against what the training code computed. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSafetensors, type StoredTensor } from '../../engine/model/check/safetensors.ts';
import type { Context, DecodeOptions, LanguageModel } from '../../engine/model/context.ts';
import { type Denoiser, denoise, denoiserSteps } from '../../engine/model/denoise.ts';
import { GrowingContext } from '../../engine/model/growing-context.ts';
import { type ModelParts, openLanguage, openParts } from '../../engine/model/open-model.ts';
import type { Picture } from '../../engine/model/picture.ts';
import { Steps } from '../../engine/model/steps.ts';
import { decodeLatents, encodePicture } from '../../engine/model/vae.ts';
import { seePicture } from '../../engine/model/vision.ts';

interface Plan {
  readonly texts: readonly { readonly text: string; readonly ids: readonly number[] }[];
  readonly prompt: string;
  readonly more: string;
  readonly lengths: readonly number[];
  readonly greedy: readonly number[];
  readonly guidance: number;
  readonly scheduler: 'ddpm' | 'flow-euler';
}

/** Per graph, and after the whole denoise loop. */
const TOLERANCE = 1e-4;
const LOOP_TOLERANCE = 1e-3;

function expectClose(actual: Float32Array, wanted: StoredTensor | Float32Array, tolerance: number): void {
  const values = wanted instanceof Float32Array ? wanted : wanted.data;
  expect(actual.length).toBe(values.length);
  let worst = 0;
  for (let i = 0; i < values.length; i++) worst = Math.max(worst, Math.abs((actual[i] ?? Number.NaN) - (values[i] ?? Number.NaN)));
  expect(worst).toBeLessThanOrEqual(tolerance); // fails on NaN, too
}

export function goldenChecks(name: string, dir: string, expectedPath: string): void {
  describe(`${name} computes what the reference computes`, () => {
    const { tensors, metadata } = parseSafetensors(readFileSync(expectedPath), expectedPath);
    const plan = JSON.parse(metadata.plan ?? '{}') as Plan;
    const wanted = (key: string): StoredTensor => {
      const tensor = tensors.get(key);
      if (tensor === undefined) throw new Error(`${expectedPath} holds no ${key}`);
      return tensor;
    };
    const storedPicture = (key: string): Picture => {
      const { shape, data } = wanted(key);
      return { heightPx: shape[0] ?? 0, widthPx: shape[1] ?? 0, rgb: data as Uint8Array };
    };
    const floats = (key: string): Float32Array => wanted(key).data as Float32Array;

    let parts: ModelParts;
    let language: LanguageModel;
    let denoiser: Denoiser;

    beforeAll(async () => {
      parts = await openParts(dir, { threads: 1 });
      const steps = new Steps();
      language = await openLanguage(parts, steps);
      denoiser = denoiserSteps(parts.graphs.denoiser, parts.manifest, steps);
    });
    afterAll(() => Promise.all(Object.values(parts.graphs).map((graph) => graph.release())));

    /** BOS and the prompt. */
    async function prompted(): Promise<Context> {
      const context = new GrowingContext(language);
      await context.append([parts.manifest.tokens.bos]);
      await context.appendText(plan.prompt);
      return context;
    }
    const seen = () => seePicture(parts.graphs.visionEncoder, parts.manifest.vision, storedPicture('image.picture'));

    it('tokens', () => {
      expect(plan.texts.length).toBeGreaterThan(5);
      for (const { text, ids } of plan.texts) {
        expect({ text, ids: language.tokenizer.encode(text) }).toEqual({ text, ids });
        const stream = language.tokenizer.stream();
        const streamed = ids.map((id) => stream.push(id)).join('') + stream.end();
        expect(streamed).toBe(language.tokenizer.decode(ids));
      }
    });

    it('logits of growing prefixes, fed at once, token by token, and after a truncation', async () => {
      const ids = [parts.manifest.tokens.bos, ...language.tokenizer.encode(plan.prompt)];
      const vocabSize = parts.manifest.language.vocabSize;
      const logits = floats('text.logits');
      const growing = new GrowingContext(language);
      for (const [row, length] of plan.lengths.entries()) {
        const rowLogits = logits.subarray(row * vocabSize, (row + 1) * vocabSize);
        const whole = new GrowingContext(language);
        await whole.append(ids.slice(0, length));
        expectClose(whole.logits, rowLogits, TOLERANCE);
        while (growing.tokens < length) await growing.append([ids[growing.tokens] ?? 0]);
        expectClose(growing.logits, rowLogits, TOLERANCE);
      }
      growing.truncate(1);
      await growing.append(ids.slice(2)); // other rows at those places: none of them may be taken up
      growing.truncate(1);
      await growing.append(ids.slice(1));
      expectClose(growing.logits, logits.subarray(-vocabSize), TOLERANCE);
      expect(growing.tokens).toBe(ids.length);
    });

    it('greedy tokens', async () => {
      const { eos, dreamStart } = parts.manifest.tokens;
      const bias = new Map([eos, dreamStart].map((id) => [id, Number.NEGATIVE_INFINITY]));
      const options: DecodeOptions = { maxTokens: plan.greedy.length, temperature: 0, seed: 0, bias };
      const ids: number[] = [];
      let text = '';
      for await (const token of (await prompted()).decode(options)) {
        ids.push(token.id);
        text += token.text;
      }
      expect(ids).toEqual(plan.greedy);
      expect(text).toBe(language.tokenizer.decode(plan.greedy));
    });

    it('a picture in the context', async () => {
      const features = await seen();
      expectClose(features.rows, wanted('image.features'), TOLERANCE);
      const context = await prompted();
      await context.appendPicture(features);
      await context.append(language.tokenizer.encode(plan.more));
      expectClose(context.logits, wanted('image.logits'), TOLERANCE);
    });

    it('the condition of a dream block, and of nothing', async () => {
      const context = await prompted();
      const condition = await context.dream();
      expectClose(condition.rows, wanted('dream.condition'), TOLERANCE);
      expectClose(context.logits, wanted('dream.logits'), TOLERANCE);
      if (tensors.has('dream.pooled')) expectClose(condition.pooled ?? new Float32Array(), wanted('dream.pooled'), TOLERANCE);
      if (parts.manifest.dream.unconditional === 'zeros') return;
      const empty = new GrowingContext(language);
      await empty.append([parts.manifest.tokens.bos]);
      expectClose((await empty.dream()).rows, wanted('dream.nothing'), TOLERANCE);
    });

    it('an interleaved document: text, dream, picture, text, dream', async () => {
      const context = await prompted();
      await context.dream();
      await context.appendPicture(await seen());
      await context.append(language.tokenizer.encode(plan.more));
      const condition = await context.dream();
      expectClose(condition.rows, wanted('document.condition'), TOLERANCE);
      expectClose(context.logits, wanted('document.logits'), TOLERANCE);
    });

    it('latents of a picture', async () => {
      if (parts.graphs.vaeEncoder === undefined) throw new Error('no vaeEncoder');
      const latents = await encodePicture(parts.graphs.vaeEncoder, parts.manifest, storedPicture('denoise.reference'));
      expectClose(latents, wanted('denoise.reference_latents'), TOLERANCE);
    });

    it('every denoise step, with guidance and without, and the picture', async () => {
      const { shape, data: noise } = wanted('denoise.noise');
      const size = floats('denoise.unguided').length;
      const steps = (shape[0] ?? 0) - 1;
      const pooled = (key: string) => (tensors.has(key) ? { pooled: floats(key) } : {});
      const common = {
        condition: { rows: floats('dream.condition'), ...pooled('dream.pooled') },
        steps,
        scheduler: plan.scheduler,
        noise: (draw: number) => (noise as Float32Array).subarray(draw * size, (draw + 1) * size),
      };
      let stepped = 0;
      const latents = await denoise(denoiser, parts.manifest, {
        ...common,
        negative: { rows: floats('dream.nothing'), ...pooled('dream.nothing_pooled') },
        guidance: plan.guidance,
        ...(parts.manifest.diffusion.reference ? { reference: floats('denoise.reference_latents') } : {}),
        onStep(step, now) {
          stepped++;
          expectClose(now, floats('denoise.latents').subarray((step - 1) * size, step * size), LOOP_TOLERANCE);
        },
      });
      expect(stepped).toBe(steps);
      const unguided = await denoise(denoiser, parts.manifest, { ...common, guidance: 1 });
      expectClose(unguided, wanted('denoise.unguided'), LOOP_TOLERANCE);

      const picture = await decodeLatents(parts.graphs.vaeDecoder, parts.manifest, latents);
      const differences = picture.rgb.map((byte, i) => Math.abs(byte - (storedPicture('denoise.picture').rgb[i] ?? 0)));
      expect(Math.max(...differences)).toBeLessThanOrEqual(1); // a rounding apart
    });
  });
}
