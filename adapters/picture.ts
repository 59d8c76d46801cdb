/**
 * A picture from outside: what it claims is read from its first bytes, its size from its header, and only then is it
 * decoded. It is stored upright, without camera data or location, as a fresh file: none of the sender's bytes remain.
 */
import sharp from 'sharp';
import { PlatformError } from '../src/core/errors.ts';
import { say } from '../src/core/sentences.ts';
import type { ImagePart, Said } from '../src/core/types.ts';

export const PICTURE_BYTES = 20 * 1024 * 1024;
const PICTURE_PIXELS = 40_000_000;
/** A file made to be slow is given up. */
const DECODE_S = 30;
/** The model reads far less; beyond this a thread only becomes slow to show. */
const STORED_SIDE_PX = 2048;
/** A covered picture is drawn out of at most so many cells a side. */
const COVER_CELLS = 6;
const COVER_SIDE_PX = 256;

export interface Picture {
  readonly bytes: Uint8Array;
  readonly mediaType: ImagePart['mediaType'];
  readonly widthPx: number;
  readonly heightPx: number;
}

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** The type that a file's first bytes declare; undefined for all but PNG, JPEG, WebP and GIF. */
export function mediaTypeOf(bytes: Uint8Array): ImagePart['mediaType'] | undefined {
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return 'image/gif';
  return undefined;
}

const refuse = (id: Parameters<typeof say>[0], values: Said['values'], cause?: unknown) =>
  new PlatformError('invalid-payload', say(id, values), { cause });
const count = (n: number) => n.toLocaleString('en-US');

/** Of a file with more bytes than are read. */
export const tooLarge = (file: string, bytes: number) => refuse('file-too-large', { file, megabytes: (bytes / 1024 ** 2).toFixed(1) });

/** `file` is how the sentence of a refusal calls it. Throws PlatformError. */
export async function readPicture(bytes: Uint8Array, file: string): Promise<Picture> {
  if (bytes.length === 0) throw refuse('file-empty', { file });
  if (bytes.length > PICTURE_BYTES) {
    throw tooLarge(file, bytes.length);
  }
  const mediaType = mediaTypeOf(bytes);
  if (!mediaType) throw refuse('file-no-picture', { file });

  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw refuse('file-no-header', { file }, cause);
    });
  if (header.width * header.height > PICTURE_PIXELS) {
    throw refuse('file-too-many-pixels', { file, width: count(header.width), height: count(header.height) });
  }

  // Line art stays exact as PNG; photographs would grow tenfold and become WebP.
  const exact = mediaType === 'image/png' || mediaType === 'image/gif';
  const upright = sharp(bytes, { limitInputPixels: PICTURE_PIXELS })
    .rotate()
    .resize({ width: STORED_SIDE_PX, height: STORED_SIDE_PX, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: DECODE_S });
  const { data, info } = await (exact ? upright.png() : upright.webp({ quality: 92 }))
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw refuse('file-cut-short', { file }, cause);
    });
  return { bytes: data, mediaType: exact ? 'image/png' : 'image/webp', widthPx: info.width, heightPx: info.height };
}

/** What a covered picture shows of itself: its colours and where they are, nothing that can be made out. */
export async function covered(bytes: Uint8Array): Promise<Uint8Array> {
  const tiny = await sharp(bytes).resize(COVER_CELLS, COVER_CELLS, { fit: 'inside' }).png().toBuffer();
  return sharp(tiny).resize(COVER_SIDE_PX, COVER_SIDE_PX, { fit: 'inside', kernel: 'cubic' }).png().toBuffer();
}

/** A stored picture as a chat shows it: PNG, JPEG and GIF as they are, anything else as PNG. */
export async function widelyShown(bytes: Uint8Array, mediaType: ImagePart['mediaType']): Promise<{ bytes: Uint8Array; extension: string }> {
  if (mediaType === 'image/webp') return { bytes: await sharp(bytes).png().toBuffer(), extension: 'png' };
  return { bytes, extension: mediaType === 'image/jpeg' ? 'jpg' : mediaType.slice('image/'.length) };
}
