/** The opened model as the planner uses it, on the small random models. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denoise, denoiserSteps } from '../../engine/model/denoise.ts';
import { type DreamModel, type Manifest, openModel, type PaintOptions } from '../../engine/model/index.ts';
import { openParts } from '../../engine/model/open-model.ts';
import { gaussian, STREAMS } from '../../engine/model/random.ts';
import { Steps } from '../../engine/model/steps.ts';
import { decodeLatents } from '../../engine/model/vae.ts';

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));

describe.each(['tiny-ddpm', 'tiny-flow'])('%s', (name) => {
  let model: DreamModel;
  let options: PaintOptions;
  beforeAll(async () => {
    model = await openModel(folder(name), { threads: 1 });
    const context = model.newContext();
    await context.append([model.manifest.tokens.bos]);
    await context.appendText('a cat');
    options = { condition: await context.dream(), seed: 5 };
  });
  afterAll(() => model.close());

  it('paints the same picture for the same seed, another for another', async () => {
    const [first, again, other] = [await model.paint(options), await model.paint(options), await model.paint({ ...options, seed: 6 })];
    const { imageSizePx } = model.manifest.diffusion;
    expect([first.widthPx, first.heightPx, first.rgb.length]).toEqual([imageSizePx, imageSizePx, 3 * imageSizePx ** 2]);
    expect(again.rgb).toEqual(first.rgb);
    expect(other.rgb).not.toEqual(first.rgb);
  });

  it('paints what the denoiser makes of independent noise at every step', async () => {
    const parts = await openParts(folder(name), { threads: 1 });
    const { latentChannels, latentSize, defaults } = parts.manifest.diffusion;
    const latents = await denoise(denoiserSteps(parts.graphs.denoiser, parts.manifest, new Steps()), parts.manifest, {
      ...{ condition: options.condition, steps: 3, guidance: 1, scheduler: defaults.scheduler },
      noise: (draw) => gaussian(options.seed, STREAMS.latents + draw, latentChannels * latentSize ** 2),
    });
    const picture = await decodeLatents(parts.graphs.vaeDecoder, parts.manifest, latents);
    expect((await model.paint({ ...options, steps: 3, guidance: 1 })).rgb).toEqual(picture.rgb);
    await Promise.all(Object.values(parts.graphs).map((graph) => graph.release()));
  });

  it('reports each step, with a preview where the model has a map for one', async () => {
    const steps: [number, number][] = [];
    await model.paint({
      ...options,
      steps: 4,
      onStep(step, of, preview) {
        steps.push([step, of]);
        const size = model.manifest.diffusion.latentSize;
        expect(preview?.rgb.length).toBe(model.manifest.preview && 3 * size * size);
      },
    });
    expect(steps).toEqual([1, 2, 3, 4].map((step) => [step, 4]));
  });

  it('heeds guidance and the negative condition', async () => {
    const bare = await model.paint({ ...options, guidance: 1 });
    expect((await model.paint({ ...options, guidance: 1, negative: options.condition })).rgb).toEqual(bare.rgb);
    expect((await model.paint({ ...options, guidance: 4 })).rgb).not.toEqual(bare.rgb);
    const same = await model.paint({ ...options, guidance: 4, negative: options.condition });
    const largest = Math.max(...same.rgb.map((byte, i) => Math.abs(byte - (bare.rgb[i] ?? 0))));
    expect(largest).toBeLessThanOrEqual(1); // guided away from itself: nowhere
  });

  it('guides only within the interval', async () => {
    const guided = await model.paint({ ...options, guidance: 4 });
    const bare = await model.paint({ ...options, guidance: 1 });
    const within = async (from: number, to: number) => (await model.paint({ ...options, guidance: 4, guidanceInterval: [from, to] })).rgb;
    expect(await within(0, 1000)).toEqual(guided.rgb);
    expect(await within(2000, 3000)).toEqual(bare.rgb);
    const half = await within(0, 500);
    expect([Buffer.compare(half, guided.rgb), Buffer.compare(half, bare.rgb)]).not.toContain(0);
  });

  it('stops at every step it is told to, before the first one too', async () => {
    for (let at = 0; at <= 3; at++) {
      const controller = new AbortController();
      if (at === 0) controller.abort();
      let reported = 0;
      const painting = model.paint({
        ...options,
        steps: 3,
        signal: controller.signal,
        onStep(step) {
          reported++;
          if (step === at) controller.abort();
        },
      });
      await expect(painting).rejects.toMatchObject({ name: 'ModelError', code: 'cancelled' });
      expect(reported).toBe(at);
    }
  });

  it('lets messages in between the steps', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    await expect(model.paint({ ...options, steps: 900, signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('changes a picture, or says that it cannot', async () => {
    const reference = await model.paint(options);
    if (model.manifest.diffusion.reference) {
      expect((await model.paint({ ...options, reference })).rgb).not.toEqual(reference.rgb);
    } else {
      await expect(model.paint({ ...options, reference })).rejects.toThrow(/takes no picture to change/);
    }
  });

  it('sees what it painted, by way of a file', async () => {
    const picture = await model.readPicture(await model.writePng(await model.paint(options)));
    const features = await model.see(picture);
    expect(features.rows.length).toBe(model.manifest.vision.patches * model.manifest.language.hiddenSize);
    expect(features.rows.every(Number.isFinite)).toBe(true);
  });
});

describe('a folder whose graphs are not those of its manifest', () => {
  const cases: readonly [string, (manifest: Manifest) => void, RegExp][] = [
    [
      'another width',
      (manifest) => Object.assign(manifest.dream, { conditionWidth: 21 }),
      /condition-head\.onnx .* output condition .*\(B, 8, 21\) and has \(B, 8, 20\)/,
    ],
    ['a layer too many', (manifest) => Object.assign(manifest.language, { layers: 3 }), /language-model\.onnx .* no input past\.2\.key/],
    [
      'a layer too few',
      (manifest) => Object.assign(manifest.language, { layers: 1 }),
      /language-model\.onnx .* input past\.1\.key that is not expected/,
    ],
    [
      'another picture size',
      (manifest) => Object.assign(manifest.diffusion, { imageSizePx: 128, latentSize: 8 }),
      /denoiser\.onnx .* input latents/,
    ],
    [
      'graphs in each other’s place',
      ({ graphs }) => Object.assign(graphs, { vaeDecoder: graphs.vaeEncoder, vaeEncoder: graphs.vaeDecoder }),
      /no input latents|not expected/,
    ],
    ['a file that is no graph', ({ graphs, tokenizer }) => Object.assign(graphs, { denoiser: tokenizer }), /cannot open .*tokenizer\.json/],
    ['a tokenizer that is none', (manifest) => Object.assign(manifest, { tokenizer: manifest.dream.file }), /not a tokenizer\.json/],
  ];
  it.each(cases)('%s', async (_, change, message) => {
    const dir = await mkdtemp(join(tmpdir(), 'altered-'));
    await cp(folder('tiny-ddpm'), dir, { recursive: true });
    const path = join(dir, 'model.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
    change(manifest);
    await writeFile(path, JSON.stringify(manifest));
    const opening = openModel(dir, { threads: 1 });
    await expect(opening).rejects.toMatchObject({ name: 'ModelError', code: 'model-invalid' });
    await expect(opening).rejects.toThrow(message);
    await rm(dir, { recursive: true });
  });
});
