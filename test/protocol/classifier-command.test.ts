/** `dreamthread classifier check`, as a moderator plugs an open classifier in. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MAIN } from '../support/app.ts';
import { distilbert, keras, vit, writeFolder } from '../support/classifier-layouts.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'classifier-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const check = (...words: string[]): Promise<{ code: number; said: string }> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [MAIN, 'classifier', 'check', ...words, '--data', join(dir, 'data')],
      { timeout: 60_000 },
      (error, out, err) => done({ code: Number(error?.code ?? 0), said: (out + err).replaceAll(dir, '') }),
    );
  });

it('tells what to write, what is understood, what each label will do, and how sure it is of a picture', async () => {
  const folder = writeFolder(join(dir, 'vit'), vit());
  const empty = await check(folder);
  expect(empty.code).toBe(1);
  const proposed = JSON.parse(empty.said.slice(empty.said.indexOf('{'))) as { labels: Record<string, unknown> };
  expect(proposed).toEqual({ format: 'dreamthread.classifier/1', labels: { normal: {}, nsfw: {} } });
  const write = (category: string): void =>
    writeFileSync(join(folder, 'classifier.json'), JSON.stringify({ ...proposed, labels: { nsfw: { category, threshold: 0.7 } } }));
  write('indecent');
  expect(await check(folder)).toMatchObject({ code: 1, said: expect.stringContaining('got "indecent"') });
  write('sexual');
  const head =
    'vit reads pictures with model.onnx\n' +
    '  in   pixel_values: 224 × 224, stretched (bilinear), NCHW, RGB, (level / 255 − [0.5, 0.5, 0.5]) / [0.5, 0.5, 0.5]\n' +
    '  out  logits: 2 numbers, softmax\n\nLabels, under policy version 0:\n';
  const foot = '\n\nTo look with it: DREAMTHREAD_CLASSIFIERS=/vit\n';
  expect(await check(folder)).toEqual({ code: 0, said: `${head}  normal  is never told\n  nsfw    sexual from 0.7: refuse${foot}` });
  const file = join(dir, 'a.png');
  const background = { r: 40, g: 200, b: 200 };
  await sharp({ create: { width: 30, height: 20, channels: 3, background } })
    .png()
    .toFile(file);
  expect((await check(folder, file)).said).toBe(`${head}  normal  0.035  is never told\n  nsfw    0.965  sexual from 0.7: refuse${foot}`);
}, 60_000);

it('proposes all that a graph alone tells, and reads words', async () => {
  const { said } = await check(writeFolder(join(dir, 'keras'), keras(299)));
  const proposed = JSON.parse(said.slice(said.indexOf('{'))) as { labels: unknown[] };
  expect(proposed).toMatchObject({
    input: { name: 'input_1', widthPx: 299, heightPx: 299, layout: 'NHWC', scale: 255 },
    output: { name: 'dense_3', activation: 'none' },
  });
  expect(proposed.labels).toHaveLength(5);
  const json = { format: 'dreamthread.word-classifier/1', labels: { THREAT: { category: 'violence', threshold: 0.6 } } };
  const words = await check(writeFolder(join(dir, 'words'), { ...distilbert(), 'classifier.json': json }), 'smite', 'it');
  expect(words.said).toContain('  THREAT   1.000  violence from 0.6: refuse\n  NEUTRAL  0.000  is never told\n');
}, 60_000);
