import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PictureLabel } from '../../src/core/classifier.ts';
import type { Database } from '../../src/core/ports.ts';
import type { ImagePart, Part } from '../../src/core/types.ts';
import { openCheck } from '../../src/safety/check.ts';
import { type HashLists, openHashLists, parseHashes } from '../../src/safety/hash-lists.ts';
import { ALIKE, distance, likenessOf } from '../../src/safety/likeness.ts';
import { pictureFinder } from '../../src/safety/pictures.ts';
import { parsePolicy } from '../../src/safety/policy.ts';
import { openDatabase } from '../../src/store/database.ts';
import { flatPicture } from '../support/flat-picture.ts';
import { message, picture, START_MS, thread } from '../support/made.ts';

let folder = '';
let database: Database;
let lists: HashLists;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hashes-'));
  database = openDatabase(folder);
  lists = await openHashLists(database, () => START_MS);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const hashOf = async (file: Uint8Array): Promise<string> => (await likenessOf(file)) ?? '';

describe('a perceptual hash', () => {
  it('stays near when a picture is saved anew, and is far from that of another', async () => {
    const one = await flatPicture(1);
    const copy = await sharp(one).resize(90).jpeg({ quality: 70 }).toBuffer();
    expect(distance(await hashOf(one), await hashOf(copy))).toBeLessThanOrEqual(ALIKE);
    expect(distance(await hashOf(one), await hashOf(await flatPicture(2)))).toBeGreaterThan(2 * ALIKE);
    expect(await hashOf(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(await likenessOf(Buffer.from('no picture'))).toBeUndefined();
  });

  it('differs in as many bits as are not the same', () => {
    expect(distance('0'.repeat(64), '0'.repeat(64))).toBe(0);
    expect(distance('f'.repeat(64), '0'.repeat(64))).toBe(256);
    expect(distance(`8${'0'.repeat(62)}1`, '0'.repeat(64))).toBe(2);
  });
});

describe('the lists', () => {
  it('are read line by line, and name the line that is wrong', () => {
    const text = `# seen before\n${'A'.repeat(64)} a known picture\r\n\n${'0'.repeat(64)}\n`;
    expect(parseHashes(text, 'x.txt', 'block', 'violence')).toEqual([
      { hash: 'a'.repeat(64), list: 'block', category: 'violence', reason: 'a known picture' },
      { hash: '0'.repeat(64), list: 'block', category: 'violence', reason: 'on a list of pictures' },
    ]);
    expect(() => parseHashes('a b c', 'x.txt', 'block', 'violence')).toThrow(/in line 1 of x.txt/);
    expect(() => parseHashes('', 'x.txt', 'block', 'nonsense')).toThrow(/Expected a category \(minors, sexual/);
  });

  it('know what looks like a listed picture until it is taken off', async () => {
    const hash = await hashOf(await flatPicture(1));
    await lists.add(parseHashes(`${hash} seen before`, 'x.txt', 'block', 'violence'));
    const copy = await hashOf(
      await sharp(await flatPicture(1))
        .resize(90)
        .toBuffer(),
    );
    expect((await lists.match(copy)).block).toMatchObject({ reason: 'seen before', category: 'violence' });
    expect(await lists.match(await hashOf(await flatPicture(2)))).toEqual({});
    expect(await lists.remove(hash.toUpperCase())).toBe(true);
    expect(await lists.remove(hash)).toBe(false);
    expect(await lists.match(copy)).toEqual({});
  });
});

describe('the check of a picture', () => {
  const part = picture('1') as ImagePart;
  const found = async (labels: readonly PictureLabel[] = []) =>
    pictureFinder({
      assets: { get: async () => flatPicture(1) },
      hashLists: lists,
      classifier: { categories: ['weapons', 'minors'], find: async () => labels },
    });
  const check = async (labels: readonly PictureLabel[], policy = '{"version": 1}') =>
    openCheck(parsePolicy(policy, 'p'), { picture: (await found(labels)).find })(thread());
  const block = async (category: string) =>
    lists.add(parseHashes(`${await hashOf(await flatPicture(1))} seen before`, 'x', 'block', category));
  const words = (one: Part): Part => one;

  it('refuses what looks like a blocked one, sent or drawn, and names the list', async () => {
    await block('violence');
    const { request, part: ofPart } = await check([]);
    expect(await request(message('m', { parts: [words({ kind: 'text', text: 'what is this?' }), part] }))).toMatchObject({
      kind: 'refuse',
      rule: 'hash-list',
      reason: 'seen before',
    });
    expect(await ofPart(part)).toMatchObject({ kind: 'refuse', rule: 'hash-list' });
  });

  it('does with it what the policy says of its category', async () => {
    await block('brand');
    expect((await (await check([])).part(part)).kind).toBe('allow');
    expect((await (await check([], '{"version": 1, "categories": {"brand": "hold"}}')).part(part)).kind).toBe('hold');
  });

  it('carries what a classifier says, with its score, above the threshold of the policy', async () => {
    const labels = [{ label: 'weapon', category: 'weapons', score: 0.87 }];
    const verdict = await (await check(labels)).part(part);
    expect(verdict).toMatchObject({ kind: 'refuse', rule: 'picture:weapon', reason: 'the picture seems to show this: weapon' });
    expect(verdict.found).toContainEqual(expect.objectContaining({ category: 'weapons', score: 0.87 }));
    const lax = await check(labels, '{"version": 1, "thresholds": {"weapons": 0.9}}');
    expect((await lax.part(part)).kind).toBe('allow');
  });

  it('excuses what is on the allow list, but not from what is never made', async () => {
    await lists.add(parseHashes(`${await hashOf(await flatPicture(1))} our logo`, 'x', 'allow', 'own'));
    expect((await (await check([{ label: 'weapon', category: 'weapons', score: 1 }])).part(part)).kind).toBe('allow');
    expect((await (await check([{ label: 'child', category: 'minors', score: 1 }])).part(part)).kind).toBe('refuse');
  });

  it('passes on that a classifier failed: nothing is shown that was not looked at', async () => {
    const broken = pictureFinder({
      assets: { get: async () => flatPicture(1) },
      hashLists: lists,
      classifier: { categories: [], find: () => Promise.reject(new Error('it died')) },
    });
    await expect(openCheck(parsePolicy('{"version": 1}', 'p'), { picture: broken.find })(thread()).part(part)).rejects.toThrow('it died');
  });

  it('tells persons where a classifier does, which is nothing wrong', async () => {
    const finder = pictureFinder({
      assets: { get: async () => flatPicture(1) },
      hashLists: lists,
      classifier: { categories: ['person'], find: async () => [{ label: 'face', category: 'person', score: 0.9 }] },
    });
    expect(await finder.showsPerson?.(part)).toBe(true);
    expect(await finder.find(part)).toEqual([]);
    expect((await found()).showsPerson).toBeUndefined();
  });

  it('takes no classifier that speaks of what the policy does not know', () => {
    const ports = { assets: { get: async () => undefined }, hashLists: lists };
    expect(() => pictureFinder({ ...ports, classifier: { categories: ['naked'], find: async () => [] } })).toThrow(/got "naked"/);
  });
});

describe('a rule about pictures', () => {
  const policy = parsePolicy(
    '{"version": 1, "rules": [{"id": "no-dogs", "reason": "No dogs here.", "pictures": ["a dog", "red fish"]}]}',
    'p',
  );
  const seen = (alt: string) => openCheck(policy)(thread()).part(picture('1', { alt }));

  it('is held against what was seen, one or many', async () => {
    expect(await seen('a small brown dog on the left, on white')).toMatchObject({ kind: 'refuse', rule: 'no-dogs' });
    expect(await seen('two dogs and a house')).toMatchObject({ kind: 'refuse', rule: 'no-dogs' });
    expect(await seen('a small red fish')).toMatchObject({ kind: 'refuse' });
    expect((await seen('a blue fish and a dogwood tree')).kind).toBe('allow');
  });

  it('is not held against words', async () => {
    const { request, part } = openCheck(policy)(thread());
    expect((await request(message('m', { parts: [{ kind: 'text', text: 'what does a dog eat?' }] }))).kind).toBe('allow');
    expect((await part({ kind: 'text', text: 'A dog eats meat.' })).kind).toBe('allow');
  });
});
