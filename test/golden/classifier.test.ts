import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Classifier, openClassifier } from '../../engine/model/index.ts';
import type { PictureClassifier } from '../../src/core/classifier.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SHIPPED = join(ROOT, 'classifiers/flat-hazards');
const drawn = (inner: string): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128"><rect width="128" height="128" fill="#fff"/>${inner}</svg>`,
    ),
  )
    .png()
    .toBuffer();
/** As a child would draw them, by no code of the training's. */
const SWORD = drawn(
  '<polygon points="58,80 58,22 64,8 70,22 70,80" fill="#b4bac8"/><rect x="42" y="80" width="44" height="7" fill="#8c5e3c"/><rect x="60" y="87" width="8" height="24" fill="#8c5e3c"/>',
);
const SKULL = drawn(
  '<g transform="translate(24 22) scale(0.6)"><circle cx="64" cy="52" r="40" fill="#eee" stroke="#222" stroke-width="2"/><rect x="44" y="84" width="40" height="26" rx="5" fill="#eee" stroke="#222" stroke-width="2"/><circle cx="49" cy="54" r="12" fill="#222"/><circle cx="79" cy="54" r="12" fill="#222"/><polygon points="64,66 71,80 57,80" fill="#222"/></g>',
);

describe('the classifier that ships', () => {
  let classifier: Classifier;
  beforeAll(async () => {
    classifier = await openClassifier(SHIPPED, 1);
  });
  afterAll(() => classifier.release());

  it('sees a weapon and a skull, and neither in plain scenes', async () => {
    expect((await classifier.find(await SWORD))[0]).toMatchObject({ label: 'weapon', category: 'weapons' });
    expect((await classifier.find(await SKULL))[0]).toMatchObject({ label: 'skull', category: 'violence' });
    const scenes = sharp(join(ROOT, 'test/eval/pictures.webp'));
    let alarms = 0;
    for (let at = 0; at < 40; at++) {
      const [left, top] = [(at % 16) * 128, Math.floor(at / 16) * 128];
      alarms += (await classifier.find(await scenes.clone().extract({ left, top, width: 128, height: 128 }).png().toBuffer())).length;
    }
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it('reads no bytes that are no picture', async () => {
    await expect(classifier.find(Buffer.from('no picture'))).rejects.toThrow(/Expected a PNG, JPEG, WebP or GIF/);
  });
});

describe('a classifier folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'classifier-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const changed = (name: string, change: (json: Record<string, unknown>) => Record<string, unknown>): string => {
    const dir = join(folder, name);
    cpSync(SHIPPED, dir, { recursive: true });
    const json = JSON.parse(readFileSync(join(dir, 'classifier.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(dir, 'classifier.json'), JSON.stringify(change(json)));
    return dir;
  };

  it('is refused in a sentence when it is not what it says', async () => {
    await expect(openClassifier(join(folder, 'nowhere'), 1)).rejects.toThrow(/Expected a classifier.json/);
    await expect(
      openClassifier(
        changed('field', (json) => ({ ...json, labels: [] })),
        1,
      ),
    ).rejects.toThrow(/at labels/);
    await expect(
      openClassifier(
        changed('three', (json) => ({ ...json, labels: [{ label: 'a' }, { label: 'b' }, { label: 'c' }] })),
        1,
      ),
    ).rejects.toThrow(/output logits should have the shape/);
    const altered = changed('altered', (json) => json);
    writeFileSync(join(altered, 'classifier.onnx'), 'something else');
    await expect(openClassifier(altered, 1)).rejects.toThrow(/is not the file that classifier.json speaks of/);
    await expect(
      openClassifier(
        changed('path', (json) => ({ ...json, file: { ...(json.file as object), name: '../secret.onnx' } })),
        1,
      ),
    ).rejects.toThrow(/at file.name/);
  });

  it('tells nothing of labels without a category, and fits its input as it says', async () => {
    const quiet = await openClassifier(
      changed('quiet', (json) => ({ ...json, labels: [{ label: 'weapon' }, { label: 'skull' }] })),
      1,
    );
    expect(quiet.categories).toEqual([]);
    expect(await quiet.find(await SWORD)).toEqual([]);
    await quiet.release();
  });
});

describe('the classifiers in their thread', () => {
  let classifiers: PictureClassifier;
  beforeAll(async () => {
    const { openClassifiers } = (await import(`${ROOT}/dist/engine/index.js`)) as typeof import('../../engine/index.ts');
    classifiers = await openClassifiers([SHIPPED]);
    await expect(openClassifiers(['/nowhere'])).rejects.toThrow(/Expected a classifier.json/);
  }, 60_000);
  afterAll(() => classifiers.close());

  it('answer each picture, also several at once, and fail one alone', async () => {
    expect(classifiers.categories).toEqual(['weapons', 'violence']);
    const [sword, none, skull] = await Promise.allSettled([
      classifiers.find(await SWORD),
      classifiers.find(Buffer.from('no picture')),
      classifiers.find(await SKULL),
    ]);
    expect(sword).toMatchObject({ value: [{ label: 'weapon' }] });
    expect(none).toMatchObject({ reason: { code: 'picture-unreadable' } });
    expect(skull).toMatchObject({ value: [{ label: 'skull' }] });
  });
});
