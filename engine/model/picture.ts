/** Pictures as bytes: files to RGB and back, bounded in size, and fitted to what a graph takes. */
import sharp from 'sharp';
import type { Manifest } from './manifest.ts';
import { ModelError } from './model-error.ts';

/** Three bytes a pixel, sRGB, rows from the top. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

const MAX_PIXELS = 40_000_000;
/** No model looks closer; it keeps a 40-megapixel photograph from staying in memory as 120 MB. */
const MAX_SIDE_PX = 2048;

/** How each kind of file begins, by offset. No other decoder (SVG, PDF) ever sees a stranger's file. */
const SIGNATURES: readonly (readonly [at: number, text: string][])[] = [
  [[0, '\x89PNG\r\n\x1a\n']],
  [[0, '\xff\xd8\xff']],
  [[0, 'GIF8']],
  [
    [0, 'RIFF'],
    [8, 'WEBP'],
  ],
];

function isPictureFile(file: Uint8Array): boolean {
  const start = Buffer.from(file.subarray(0, 12)).toString('latin1');
  return SIGNATURES.some((signature) => signature.every(([at, text]) => start.startsWith(text, at)));
}

/** PNG, JPEG, WebP or GIF (first frame), turned upright, on white, sides of at most 2048 pixels. */
export async function readPicture(file: Uint8Array): Promise<Picture> {
  if (!isPictureFile(file))
    throw new ModelError('picture-unreadable', 'Expected a PNG, JPEG, WebP or GIF picture; this file is none of them.');
  try {
    const source = sharp(file, { failOn: 'error', limitInputPixels: false });
    const { width, height } = await source.metadata();
    if (width * height > MAX_PIXELS) {
      const megapixels = Math.ceil((width * height) / 1e6);
      throw new ModelError(
        'picture-unreadable',
        `The picture has ${megapixels} million pixels; at most ${MAX_PIXELS / 1e6} million can be read.`,
      );
    }
    const { data, info } = await source
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize({ width: MAX_SIDE_PX, height: MAX_SIDE_PX, fit: 'inside', withoutEnlargement: true })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { widthPx: info.width, heightPx: info.height, rgb: data };
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError('picture-unreadable', 'The picture file is damaged or incomplete; send it again.', error);
  }
}

export async function writePng({ widthPx, heightPx, rgb }: Picture): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toBuffer();
}

const KERNELS = { bilinear: 'linear', bicubic: 'cubic', lanczos: 'lanczos3' } as const;

/** `factor` times as large a side, by Lanczos' kernel. */
export async function enlargePicture({ widthPx, heightPx, rgb }: Picture, factor: number): Promise<Picture> {
  const [width, height] = [widthPx * factor, heightPx * factor];
  const larger = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  return { widthPx: width, heightPx: height, rgb: larger };
}

/** Square, `sizePx` a side: the middle of the picture, or all of it stretched. */
export async function fitPicture(picture: Picture, sizePx: number, vision: Pick<Manifest['vision'], 'fit' | 'resample'>): Promise<Picture> {
  if (picture.widthPx === sizePx && picture.heightPx === sizePx) return picture;
  const rgb = await sharp(picture.rgb, { raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 } })
    .resize(sizePx, sizePx, { fit: vision.fit === 'crop' ? 'cover' : 'fill', kernel: KERNELS[vision.resample] })
    .raw()
    .toBuffer();
  return { widthPx: sizePx, heightPx: sizePx, rgb };
}

/** RGB bytes to planes (1, 3, height, width): (byte / 255 − mean) / std per channel. */
export function pixelPlanes(picture: Picture, mean: readonly number[], std: readonly number[]): Float32Array {
  const area = picture.widthPx * picture.heightPx;
  const planes = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    const [m, s] = [mean[channel] ?? 0, std[channel] ?? 1];
    for (let i = 0; i < area; i++) planes[channel * area + i] = ((picture.rgb[3 * i + channel] ?? 0) / 255 - m) / s;
  }
  return planes;
}

/** Planes (1, 3, height, width) in [-1, 1] to RGB bytes: clamped, then rounded. */
export function pictureFromPlanes(planes: Float32Array, widthPx: number, heightPx: number): Picture {
  const area = widthPx * heightPx;
  const rgb = new Uint8Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < area; i++) {
      const value = (planes[channel * area + i] ?? 0) / 2 + 0.5;
      rgb[3 * i + channel] = Math.round(255 * Math.min(Math.max(value, 0), 1));
    }
  }
  return { widthPx, heightPx, rgb };
}
