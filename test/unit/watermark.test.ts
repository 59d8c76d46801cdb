import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carriersOf, tileOf } from '../../src/safety/watermark/carriers.ts';
import { CODED_BITS, decode, encode } from '../../src/safety/watermark/code.ts';
import { emptyField, transform } from '../../src/safety/watermark/fourier.ts';
import { watermarkKey } from '../../src/safety/watermark/key.ts';
import { openWatermark } from '../../src/safety/watermark/watermark.ts';
import { flatPicture, seeded } from '../support/flat-picture.ts';

const key = Buffer.alloc(32, 7);
const otherKey = Buffer.alloc(32, 8);
const IDENTITY = 0x9abcdef0;

describe('the transform', () => {
  it('takes a wave to its place, and back', () => {
    const field = emptyField(16);
    for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) field.re[y * 16 + x] = Math.cos((2 * Math.PI * (3 * x + 5 * y)) / 16);
    const before = field.re.slice();
    transform(field);
    expect(field.re[5 * 16 + 3]).toBeCloseTo(128);
    expect(Math.hypot(field.re[0] ?? 1, field.im[0] ?? 1)).toBeCloseTo(0);
    transform(field, true);
    expect(Math.max(...field.re.map((value, at) => Math.abs(value - (before[at] ?? 0))))).toBeLessThan(1e-12);
  });
});

describe('the code', () => {
  it('says what was said when one bit in twelve is wrong', () => {
    const random = seeded(1);
    for (let identity = 1; identity < 20; identity++) {
      const soft = Float64Array.from(encode(identity * 0x0fedcba9, key), (bit) => (random() < 1 / 12 ? -bit : bit));
      expect(decode(soft, key)).toBe((identity * 0x0fedcba9) >>> 0);
    }
  });

  it('takes neither noise nor what another key said for a message', () => {
    const random = seeded(2);
    for (let trial = 0; trial < 200; trial++)
      expect(
        decode(
          Float64Array.from({ length: CODED_BITS }, () => random() - 0.5),
          key,
        ),
      ).toBeUndefined();
    expect(decode(Float64Array.from(encode(IDENTITY, otherKey)), key)).toBeUndefined();
  });
});

describe('a watermark', () => {
  const watermark = openWatermark(key);
  let bare: Buffer;
  let marked: Uint8Array;
  beforeAll(async () => {
    bare = await flatPicture(3);
    marked = await watermark.embed(bare, IDENTITY);
  });

  it('changes a flat drawing by little, the same way every time', async () => {
    const one = await sharp(bare).raw().toBuffer();
    const other = await sharp(marked).raw().toBuffer();
    const squares = one.reduce((sum, level, at) => sum + (level - (other[at] ?? 0)) ** 2, 0);
    const psnr = 10 * Math.log10(255 ** 2 / (squares / one.length));
    expect(psnr).toBeGreaterThan(40);
    expect(psnr).toBeLessThan(60); // something was written
    expect(await watermark.embed(bare, IDENTITY)).toEqual(marked);
  });

  const ways: Record<string, (picture: Sharp) => Sharp> = {
    'as PNG': (picture) => picture.png(),
    'through JPEG 50': (picture) => picture.jpeg({ quality: 50 }),
    'through WebP 80': (picture) => picture.webp({ quality: 80 }),
    'at half size': (picture) => picture.resize(64).png(),
    'at double size': (picture) => picture.resize(256).png(),
    'when a tenth is cut off': (picture) => picture.extract({ left: 9, top: 4, width: 115, height: 115 }).jpeg({ quality: 75 }),
  };
  it.each(Object.entries(ways))('is read %s', async (_, way) => {
    expect((await watermark.read(await way(sharp(marked)).toBuffer()))?.identity).toBe(IDENTITY);
  });

  it('is read from a picture made of many tiles, cut and resized', async () => {
    const large = await watermark.embed(await flatPicture(5, 320), 77);
    const shot = await sharp(large).extract({ left: 21, top: 5, width: 290, height: 290 }).resize(236).jpeg({ quality: 80 }).toBuffer();
    expect((await watermark.read(shot))?.identity).toBe(77);
  });

  it('is that of the last one who wrote, when there was one before', async () => {
    const again = await watermark.embed(await sharp(marked).png().toBuffer(), 42);
    expect([42, undefined]).toContain((await watermark.read(again))?.identity);
  });

  it('is not seen without the key, in a bare picture, in bytes that are none', async () => {
    const small = (bytes: Uint8Array) => sharp(bytes).extract({ left: 0, top: 0, width: 100, height: 100 }).png().toBuffer();
    expect(await openWatermark(otherKey).read(await small(marked))).toBeUndefined();
    expect(await watermark.read(await small(bare))).toBeUndefined();
    expect(await watermark.read(Buffer.from('no picture'))).toBeUndefined();
  });

  it('leaves pictures alone that are too small to carry it', async () => {
    const tiny = await flatPicture(1, 64);
    expect(await watermark.embed(tiny, IDENTITY)).toEqual(tiny);
  });

  it('lies in waves of 8 to 16 pixels', () => {
    const field = emptyField(128);
    field.re.set(tileOf(carriersOf(key), encode(IDENTITY, key)));
    transform(field);
    const outside = Array.from(field.re.keys()).filter((at) => {
      const [u, v] = [(((at % 128) + 64) % 128) - 64, ((Math.floor(at / 128) + 64) % 128) - 64];
      const cycles = Math.hypot(u, v);
      return Math.hypot(field.re[at] ?? 0, field.im[at] ?? 0) > 1e-6 && (cycles < 8 || cycles > 16);
    });
    expect(outside).toEqual([]);
  });
});

describe("the watermark's key", () => {
  const folder = mkdtempSync(join(tmpdir(), 'watermark-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is made once, for the owner alone', async () => {
    const made = await watermarkKey(folder);
    const place = join(folder, 'credentials', 'watermark.key');
    expect(made).toHaveLength(32);
    expect(await watermarkKey(folder)).toEqual(made);
    expect(readFileSync(place, 'utf8').trim()).toBe(Buffer.from(made).toString('hex'));
    expect(statSync(place).mode & 0o777).toBe(0o600);
    writeFileSync(place, 'what is this');
    await expect(watermarkKey(folder)).rejects.toThrow(/expected 64 hexadecimal digits/);
  });
});
