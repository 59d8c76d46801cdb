import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetId } from '../../src/core/types.ts';
import { type Credentials, openCredentials } from '../../src/safety/credentials.ts';

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
  it.each([false, true])('say that this bot made the picture, and which; edited: %s', async (edited) => {
    const stamped = await credentials.stamp(png, { asset, edited, modelId: 'tiny' });
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
