import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetStore, Database } from '../../src/core/ports.ts';
import type { AssetId } from '../../src/core/types.ts';
import type { Verified } from '../../src/core/verified.ts';
import { openLikenesses } from '../../src/safety/likenesses.ts';
import { marksOf, stampedAssets } from '../../src/safety/stamped.ts';
import { verifiedLines, verify } from '../../src/safety/verify.ts';
import { openDatabase } from '../../src/store/database.ts';
import { type Ledger, openLedger } from '../../src/store/ledger.ts';
import { flatPicture } from '../support/flat-picture.ts';
import { row } from '../support/made.ts';

let folder = '';
let database: Database;
let ledger: Ledger;
let png: Uint8Array;
let asset: AssetId;
let stamped: AssetStore;
const stored = new Map<AssetId, Uint8Array>();
const marks = (): ReturnType<ReturnType<typeof marksOf>> => open();
let open: ReturnType<typeof marksOf>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  database = openDatabase(folder);
  ledger = await openLedger(database);
  open = marksOf(folder, '0.1.0');
  png = await flatPicture(3);
  asset = `sha256:${createHash('sha256').update(png).digest('hex')}`;
  stored.set(asset, png);
  await ledger.put(row('#1', { turnId: 't1' }));
  await ledger.put(row('#1b', { turnId: 't2', parent: '#1', asset: `sha256:${'2'.repeat(64)}` }));
  await ledger.put(row('#1c', { turnId: 't3', parent: '#1b', caption: 'a red square', asset }));
  stamped = stampedAssets({
    assets: {
      put: async () => asset,
      get: async (wanted) => stored.get(wanted),
      remove: async (gone) => {
        stored.delete(gone);
      },
    },
    modelId: () => 'tiny',
    rowsOf: ledger.rowsOf,
    likenesses: await openLikenesses(database),
    marks,
  });
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const left = async (): Promise<Uint8Array> => (await stamped.get(asset)) ?? Buffer.alloc(0);
const asked = async (file: Uint8Array): Promise<Verified> =>
  verify(file, { ...(await marks()), likenesses: await openLikenesses(database), ledger });

describe('a picture that left', () => {
  it('is marked and signed over it; what a person sent is not touched', async () => {
    const { credentials, watermark } = await marks();
    expect(await credentials.read(await left())).toMatchObject({ intact: true, ours: true, asset });
    expect((await watermark.read(await left()))?.identity).toBe(Number.parseInt(asset.slice(7, 15), 16));
    expect(stored.get(asset)).toEqual(png);
    const sent: AssetId = `sha256:${'5'.repeat(64)}`;
    stored.set(sent, png);
    await ledger.put(row('#2', { asset: sent, messageId: 'm2' }));
    expect(await stamped.get(sent)).toEqual(png);
  });

  it('is known by its credentials, and told with its history', async () => {
    const verified = await asked(await left());
    expect(verified.by).toBe('credentials');
    expect(verifiedLines(verified, () => true)).toEqual([
      'This bot made it, and it is as it was made: its content credentials hold.',
      '#1c of thread local:me:t, edited 2 times, from #1, 2026-01-01 00:00 UTC',
      '  shows: a red square',
      '  asked for by ann, in turn t3',
    ]);
  });

  it('says nothing of people, places and words to those who may not know', async () => {
    const told = verifiedLines(await asked(await left()), () => false).join('\n');
    expect(told).toContain('edited 2 times, from #1, 2026-01-01');
    expect(told).not.toMatch(/ann|local:me|red square|t3/);
  });

  it('is known by its bare file', async () => {
    const verified = await asked(png);
    expect(verified).toMatchObject({ by: 'file', claim: undefined });
    expect(verifiedLines(verified, () => true)[0]).toMatch(/no content credentials. That proves nothing/);
  });

  it('is known by its watermark when it was saved anew', async () => {
    const verified = await asked(
      await sharp(await left())
        .jpeg({ quality: 70 })
        .toBuffer(),
    );
    expect(verified).toMatchObject({ by: 'watermark', pictures: [{ edits: 2, first: '#1', row: { name: '#1c' } }] });
  });

  it('is known by its looks when nothing else is left', async () => {
    const unmarked = await sharp(png).resize(100).jpeg({ quality: 60 }).toBuffer();
    expect(await asked(unmarked)).toMatchObject({ by: 'likeness', pictures: [{ row: { name: '#1c' } }] });
  });

  it('leaves nothing behind when it is forgotten', async () => {
    const file = await sharp(await left())
      .png()
      .toBuffer();
    await ledger.forget({ kind: 'thread', threadId: 'local:me:t' });
    await stamped.remove(asset);
    expect(await stamped.get(asset)).toBeUndefined();
    const verified = await asked(file);
    expect(verified).toMatchObject({ by: 'watermark', pictures: [] });
    expect(verifiedLines(verified, () => true).at(-1)).toBe('The ledger does not know it any more.');
    expect(await (await openLikenesses(database)).near('0'.repeat(64))).toEqual([]);
  });
});

describe('a picture of others', () => {
  it('is not known, and that is no proof', async () => {
    const verified = await asked(await flatPicture(99, 100));
    expect(verified).toEqual({ claim: undefined, pictures: [] });
    expect(verifiedLines(verified, () => true)).toHaveLength(2);
    expect(await asked(Buffer.from('no picture'))).toEqual({ claim: undefined, pictures: [] });
  });
});
