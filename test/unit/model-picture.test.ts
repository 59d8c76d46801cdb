import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../engine/model/model-error.ts';
import { fitPicture, type Picture, pictureFromPlanes, pixelPlanes, readPicture, writePng } from '../../engine/model/picture.ts';

/** Three pixels wide, two high: red green blue, then white black grey. */
const sixPixels: Picture = {
  widthPx: 3,
  heightPx: 2,
  rgb: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 128, 128, 128),
};
const raw = { raw: { width: 3, height: 2, channels: 3 } } as const;

const failureOf = async (file: Uint8Array): Promise<ModelError> => {
  const error: unknown = await readPicture(file).catch((reason: unknown) => reason);
  if (!(error instanceof ModelError)) throw new Error(`expected a ModelError, got ${error}`);
  expect(error.code).toBe('picture-unreadable');
  return error;
};

const plain = ({ widthPx, heightPx, rgb }: Picture) => ({ widthPx, heightPx, rgb: Array.from(rgb) });

describe('reading', () => {
  it('gives back what was written', async () => {
    expect(plain(await readPicture(await writePng(sixPixels)))).toEqual(plain(sixPixels));
  });

  it.each(['webp', 'gif', 'jpeg'] as const)('reads %s', async (format) => {
    const picture = await readPicture(await sharp(sixPixels.rgb, raw).toFormat(format, { lossless: true }).toBuffer());
    expect([picture.widthPx, picture.heightPx, picture.rgb.length]).toEqual([3, 2, 18]);
  });

  it('turns a picture upright', async () => {
    const file = await sharp(sixPixels.rgb, raw).withMetadata({ orientation: 6 }).png().toBuffer();
    const { widthPx, heightPx, rgb } = await readPicture(file);
    expect([widthPx, heightPx]).toEqual([2, 3]);
    expect(Array.from(rgb.subarray(0, 6))).toEqual([255, 255, 255, 255, 0, 0]); // a quarter turn to the right
  });

  it('puts what is transparent on white', async () => {
    const rgba = Uint8Array.of(255, 0, 0, 255, 255, 0, 0, 0);
    const { rgb } = await readPicture(
      await sharp(rgba, { raw: { width: 2, height: 1, channels: 4 } })
        .png()
        .toBuffer(),
    );
    expect(Array.from(rgb)).toEqual([255, 0, 0, 255, 255, 255]);
  });

  it('reads grey, and 16 bits a channel, as three bytes', async () => {
    const grey = await sharp(Uint8Array.of(0, 200), { raw: { width: 2, height: 1, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect(Array.from((await readPicture(grey)).rgb)).toEqual([0, 0, 0, 200, 200, 200]);
    const deep = await sharp(sixPixels.rgb, raw).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(plain(await readPicture(deep))).toEqual(plain(sixPixels));
  });

  it('takes the first frame of an animation', async () => {
    const frames = Uint8Array.of(...new Array(12).fill(255), ...new Array(12).fill(0));
    const gif = await sharp(frames, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } })
      .gif({ delay: [50, 50] })
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    const { heightPx, rgb } = await readPicture(gif);
    expect([heightPx, ...rgb]).toEqual([2, ...new Array(12).fill(255)]);
  });

  it('reads the four inks of a print as three colours', async () => {
    const file = await sharp({ create: { width: 2, height: 2, channels: 3, background: { r: 255, g: 0, b: 0 } } })
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    const [red = 0, green = 0, blue = 0] = (await readPicture(file)).rgb;
    expect(red).toBeGreaterThan(200);
    expect(Math.max(green, blue)).toBeLessThan(80);
  });

  it('reads a single pixel, and makes it as large as it is needed', async () => {
    const file = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#336699' } })
      .png()
      .toBuffer();
    const fitted = await fitPicture(await readPicture(file), 4, { fit: 'crop', resample: 'lanczos' });
    expect(fitted.rgb).toHaveLength(48);
    expect([...fitted.rgb.slice(45)]).toEqual([0x33, 0x66, 0x99]);
  });

  it('makes a wide picture smaller', async () => {
    const file = await sharp({ create: { width: 5000, height: 100, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer();
    const { widthPx, heightPx } = await readPicture(file);
    expect([widthPx, heightPx]).toEqual([2048, 41]);
  });
});

describe('refusing', () => {
  it('what is no picture, and kinds that are not read', async () => {
    for (const file of ['', 'hello', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', '%PDF-1.7', 'RIFF....WAVE']) {
      expect((await failureOf(Buffer.from(file))).message).toMatch(/Expected a PNG, JPEG, WebP or GIF/);
    }
  });

  it('what is cut off', async () => {
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 256);
    const whole = sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
    for (const format of ['png', 'jpeg', 'webp', 'gif'] as const) {
      const file = await whole.clone().toFormat(format).toBuffer();
      expect((await failureOf(file.subarray(0, file.length / 2))).message).toMatch(/damaged or incomplete/);
    }
  });

  it('what is too large, before its pixels are made', async () => {
    const file = await sharp({ create: { width: 9000, height: 5000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect((await failureOf(file)).message).toMatch(/45 million pixels; at most 40 million/);
  });
});

describe('fitting', () => {
  it('crops to the middle, or stretches', async () => {
    // left half black, right half white
    const rgb = Uint8Array.from({ length: 40 * 10 * 3 }, (_, i) => (Math.floor(i / 3) % 40 < 20 ? 0 : 255));
    const wide = { widthPx: 40, heightPx: 10, rgb };
    const row = ({ rgb: pixels }: Picture) => Array.from({ length: 10 }, (_, x) => pixels[3 * x] ?? -1);
    for (const fit of ['crop', 'stretch'] as const) {
      const fitted = await fitPicture(wide, 10, { fit, resample: 'bilinear' });
      expect([fitted.widthPx, fitted.heightPx, fitted.rgb.length]).toEqual([10, 10, 300]);
      const middle = row(fitted).map((value) => (value > 127 ? 1 : 0));
      expect(middle).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    }
    const lopsided = { ...wide, rgb: rgb.map((_, i) => (Math.floor(i / 3) % 40 < 5 ? 0 : 255)) };
    expect(row(await fitPicture(lopsided, 10, { fit: 'crop', resample: 'bicubic' }))).toEqual(new Array(10).fill(255));
    expect(row(await fitPicture(lopsided, 10, { fit: 'stretch', resample: 'bicubic' }))[0]).toBeLessThan(16);
  });

  it('leaves a picture that fits as it is', async () => {
    const square = { widthPx: 1, heightPx: 1, rgb: Uint8Array.of(1, 2, 3) };
    expect(await fitPicture(square, 1, { fit: 'crop', resample: 'lanczos' })).toBe(square);
  });
});

describe('planes', () => {
  it('holds one channel after the other, normalised', () => {
    const planes = pixelPlanes({ widthPx: 2, heightPx: 1, rgb: Uint8Array.of(255, 0, 51, 0, 255, 102) }, [0.5, 0, 0], [0.5, 1, 0.2]);
    const wanted = [1, -1, 0, 1, 1, 2];
    for (const [i, value] of planes.entries()) expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 6);
  });

  it('comes back as bytes, clamped and rounded', () => {
    const half = [0.5, 0.5, 0.5];
    expect(plain(pictureFromPlanes(pixelPlanes(sixPixels, half, half), 3, 2))).toEqual(plain(sixPixels));
    expect(Array.from(pictureFromPlanes(Float32Array.of(-3, 3, 0), 1, 1).rgb)).toEqual([0, 255, 128]);
  });
});
