/** Open classifiers as they come, by path and a classifier.json of a few lines: what their graphs are fed is what Pillow and numpy computed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { openClassifier, openWordClassifier } from '../../engine/model/index.ts';
import { distilbert, keras, seeing, vit, writeFolder } from '../support/classifier-layouts.ts';

const root = mkdtempSync(join(tmpdir(), 'layouts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const folder = (...files: Parameters<typeof writeFolder>[1][]): string =>
  writeFolder(join(root, `f${folders++}`), Object.assign({}, ...files));

/** Levels by the formula of engine/train/dreamtrain/classifier_pixels.py. */
function pictureOf(width: number, height: number): Promise<Buffer> {
  const level = (x: number, y: number, c: number): number => (x * 7 + y * 13 + c * 101 + x * y * (c + 1)) % 256;
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.trunc(at / 3);
    return level(pixel % width, Math.trunc(pixel / width), at % 3);
  });
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
const flat = (r: number, g: number, b: number): Promise<Buffer> =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();
const softmax = (logits: readonly number[]): number[] => {
  const powers = logits.map(Math.exp);
  return powers.map((power) => power / powers.reduce((sum, one) => sum + one, 0));
};

interface Case {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly preprocessor: Record<string, unknown>;
  readonly values: string;
}
const cases = JSON.parse(await readFile(join(import.meta.dirname, 'classifier-pixels.json'), 'utf8')) as Case[];

describe('a picture becomes the numbers that transformers’ processors make of it', () => {
  it.each(cases.map((one) => [`${one.widthPx} × ${one.heightPx}, ${JSON.stringify(one.preprocessor)}`, one] as const))(
    '%s',
    async (_, one) => {
      const classifier = await openClassifier(folder(seeing(one.preprocessor)), 1);
      const scores = await classifier.scores(await pictureOf(one.widthPx, one.heightPx));
      await classifier.release();
      const expected = new Float32Array(new Uint8Array(Buffer.from(one.values, 'base64')).buffer);
      expect(scores).toHaveLength(expected.length);
      const furthest = Math.max(...scores.map(({ score }, at) => Math.abs(Math.log(score / (1 - score)) - (expected[at] ?? Number.NaN))));
      expect(furthest).toBeLessThan(2e-6);
    },
  );
});

describe('a ViT as optimum exports it', () => {
  const named = (labels: object, more: object = {}) => ({ 'classifier.json': { format: 'dreamthread.classifier/1', labels, ...more } });

  it('needs a file that says what its labels count as, and nothing else', async () => {
    const classifier = await openClassifier(folder(vit(), named({ nsfw: { category: 'sexual', threshold: 0.6 } })), 1);
    expect(classifier.categories).toEqual(['sexual']);
    const levels = [200, 90, 40].map((level) => (level / 255 - 0.5) / 0.5);
    const [r = 0, g = 0, b = 0] = levels;
    const [normal = 0, nsfw = 0] = softmax([0.5 * r + 0.25 * g - 0.75 * b, -r + 2 * g + 1.5 * b]);
    const scores = await classifier.scores(await flat(200, 90, 40));
    expect(scores.map(({ score }) => score)).toEqual([expect.closeTo(normal, 3), expect.closeTo(nsfw, 3)]);
    expect(await classifier.find(await flat(200, 90, 40))).toEqual([]);
    expect(await classifier.find(await flat(40, 200, 200))).toEqual([
      { label: 'nsfw', category: 'sexual', score: expect.closeTo(0.9645, 3) },
    ]);
    await classifier.release();
  });

  it('says what is not as it should be, and goes by what is said over its files', async () => {
    const refused = async (dir: string) => openClassifier(dir, 1).catch((error: Error) => error.message);
    expect(await refused(folder(vit(), named({ porn: {} })))).toMatch(/^Expected labels of config.json \(normal, nsfw\) in .*, got "porn"/);
    const { 'preprocessor_config.json': processor, ...others } = vit();
    expect(await refused(folder(others, named({})))).toMatch(/^Expected preprocessor_config.json beside/);
    const odd = { 'preprocessor_config.json': { ...processor, resample: 0 } };
    expect(await refused(folder(vit(), odd, named({})))).toMatch(/^Expected a resample of 1, 2 or 3 in .*, got 0/);
    expect(await refused(folder(vit(), odd, named({}, { output: { activation: 'guess' } })))).toMatch(/resample/);
    const other = await openClassifier(folder(vit(), named({}, { output: { activation: 'sigmoid' }, input: { fit: 'cover' } })), 1);
    expect(other.described).toMatchObject({
      output: { name: 'logits', activation: 'sigmoid' },
      input: { fit: 'cover', resample: 'bilinear' },
    });
    await other.release();
  });
});

it('a Keras MobileNet or Inception takes rows of pixels and gives probabilities: its classifier.json says all', async () => {
  const described = (sidePx: number) => ({
    format: 'dreamthread.classifier/1',
    id: 'nsfw',
    file: { name: 'nsfw.onnx' },
    input: { name: 'input_1', widthPx: sidePx, heightPx: sidePx, layout: 'NHWC', scale: 255, resample: 'bilinear' },
    output: { name: 'dense_3', activation: 'none' },
    labels: [
      { label: 'drawings' },
      { label: 'hentai', category: 'sexual', threshold: 0.3 },
      { label: 'neutral' },
      { label: 'porn', category: 'sexual', threshold: 0.3 },
      { label: 'sexy', category: 'sexual', threshold: 0.9 },
    ],
  });
  for (const sidePx of [224, 299]) {
    const classifier = await openClassifier(folder(keras(sidePx), { 'classifier.json': described(sidePx) }), 1);
    const [r, g, b] = [40 / 255, 200 / 255, 220 / 255];
    const expected = softmax([r - b, 2 * g + 0.25 * b, 3 * r + g, -r + 0.5 * g + 2 * b, 0.5 * r - 2 * g + b]);
    const picture = await flat(40, 200, 220);
    expect((await classifier.scores(picture)).map(({ score }) => score)).toEqual(expected.map((score) => expect.closeTo(score, 3)));
    expect((await classifier.find(picture)).map(({ label }) => label)).toEqual(['porn', 'hentai']);
    await classifier.release();
  }
});

it('a DistilBERT as optimum exports it needs its labels named, too; how much it reads at once is its tokenizer’s', async () => {
  const named = {
    'classifier.json': { format: 'dreamthread.word-classifier/1', labels: { THREAT: { category: 'violence', threshold: 0.6 } } },
  };
  const classifier = await openWordClassifier(folder(distilbert(), named), 1);
  expect(classifier.described).toMatchObject({ tokens: 8, input: { ids: 'input_ids', mask: 'attention_mask' } });
  const [threat = 0] = softmax([3, -8]);
  const long = `${'rock '.repeat(20)}smite`;
  for (const words of ['smite the rock', long])
    expect(await classifier.find(words)).toEqual([{ label: 'THREAT', category: 'violence', score: expect.closeTo(threat, 5) }]);
  expect(await classifier.find('a flower')).toEqual([]);
  await classifier.release();
});
