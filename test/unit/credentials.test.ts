import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetId } from '../../src/core/types.ts';
import { type Credentials, openCredentials } from '../../src/safety/credentials.ts';
import { stampedAssets } from '../../src/safety/stamped.ts';
import { verifyLines } from '../../src/safety/verify.ts';
import { row, thread } from '../support/made.ts';

let folder = '';
let credentials: Credentials;
let png: Uint8Array;
let asset: AssetId;
const made = { edited: false, modelId: 'tiny' };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  credentials = await openCredentials(folder, '0.1.0');
  png = new Uint8Array(
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c33' } })
      .png()
      .toBuffer(),
  );
  asset = `sha256:${createHash('sha256').update(png).digest('hex')}`;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('content credentials', () => {
  it('say that this bot made the picture, and which', async () => {
    const stamped = await credentials.stamp(png, { asset, ...made });
    expect(await credentials.read(stamped)).toEqual({ intact: true, ours: true, signer: expect.stringContaining('Dreamthread'), asset });
  });

  it('leave the picture as it was, and cost a few kilobytes', async () => {
    const stamped = await credentials.stamp(png, { asset, ...made });
    const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();
    expect(await pixels(stamped)).toEqual(await pixels(png));
    expect(stamped.length - png.length).toBeLessThan(8_000);
  });

  it('are the same for the same picture, after a restart too', async () => {
    const again = await openCredentials(folder, '0.1.0');
    expect(await again.stamp(png, { asset, ...made })).toEqual(await credentials.stamp(png, { asset, ...made }));
    expect(statSync(join(folder, 'credentials', 'key.pem')).mode & 0o777).toBe(0o600);
  });

  it('do not hold when the picture was changed', async () => {
    const changed = Buffer.from(await credentials.stamp(png, { asset, ...made }));
    const at = changed.lastIndexOf('IDAT') + 8;
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(await credentials.read(changed)).toMatchObject({ intact: false, ours: false });
  });

  it('of another bot hold, but are not ours', async () => {
    const other = mkdtempSync(join(tmpdir(), 'credentials-'));
    const stamped = await (await openCredentials(other, '0.1.0')).stamp(png, { asset, ...made });
    expect(await credentials.read(stamped)).toMatchObject({ intact: true, ours: false });
    expect((await credentials.read(stamped))?.asset).toBeUndefined();
    rmSync(other, { recursive: true, force: true });
  });

  it('are absent where they were taken out, and from what is no picture', async () => {
    const stamped = await credentials.stamp(png, { asset, ...made });
    expect(await credentials.read(await sharp(stamped).png().toBuffer())).toBeUndefined();
    expect(await credentials.read(png)).toBeUndefined();
    expect(await credentials.read(Buffer.from('not a picture'))).toBeUndefined();
    expect(await credentials.read(png.subarray(0, 20))).toBeUndefined();
  });

  it('need a key that can be used', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'credentials-'));
    await openCredentials(broken, '0.1.0');
    writeFileSync(join(broken, 'credentials', 'key.pem'), readFileSync(join(broken, 'credentials', 'chain.pem')));
    await expect(openCredentials(broken, '0.1.0')).rejects.toThrow(/expected an Ed25519 key in key.pem/);
    rmSync(broken, { recursive: true, force: true });
  });
});

describe('pictures as they leave', () => {
  const store = (turnId?: string) =>
    stampedAssets({
      assets: { put: async () => asset, get: async () => png, remove: async () => undefined },
      modelId: 'tiny',
      rowsOf: () => [row('#1', { asset, ...(turnId ? { turnId } : {}) })],
      credentials: async () => credentials,
    });

  it('carry credentials when this bot made them, and are as they came when a person did', async () => {
    expect((await credentials.read((await store('t1').get(asset)) ?? png))?.asset).toBe(asset);
    expect(await store().get(asset)).toEqual(png);
  });
});

describe('verify', () => {
  const rows = [
    row('#1', { turnId: 't1', asset: 'sha256:1' as AssetId }),
    row('#1b', { turnId: 't2', parent: '#1', asset: 'sha256:2' as AssetId }),
    row('#1c', { turnId: 't3', parent: '#1b', caption: 'a red square' }),
  ];
  const ledger = (of: AssetId) => ({
    rowsOf: (wanted: AssetId) => (wanted === of ? [{ ...rows[2], asset: of } as (typeof rows)[number]] : []),
    rows: (id: string) => (id === thread().id ? rows : []),
  });
  const file = (bytes: Uint8Array): string => {
    const path = join(folder, 'seen.png');
    writeFileSync(path, bytes);
    return path;
  };

  it('tells where a picture of ours came from', async () => {
    const lines = await verifyLines(file(await credentials.stamp(png, { asset, ...made })), credentials, ledger(asset));
    expect(lines[0]).toBe('This bot made it, and it is as it was made: its content credentials hold.');
    expect(lines.slice(1)).toEqual([
      '#1c of thread local:me:t, edited 2 times, from #1, 2026-01-01 00:00 UTC',
      '  shows: a red square',
      '  asked for by ann, in turn t3',
    ]);
  });

  it('knows a bare picture by its hash, and says that missing credentials prove nothing', async () => {
    const lines = await verifyLines(file(png), credentials, ledger(asset));
    expect(lines[0]).toMatch(/no content credentials. That proves nothing/);
    expect(lines).toHaveLength(4);
    expect(await verifyLines(file(await sharp(png).negate().png().toBuffer()), credentials, ledger(asset))).toHaveLength(1);
  });
});
