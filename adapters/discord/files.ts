/** The files of a message: which it has already, which are uploaded, under which names, and no larger than allowed. */
import type { APIMessage } from 'discord.js';
import sharp from 'sharp';
import type { AssetStore } from '../../src/core/ports.ts';
import type { AssetId, ImagePart, PictureName } from '../../src/core/types.ts';
import type { Upload } from './wire.ts';

/** All uploads of one request together, with room for its words. */
const REQUEST_BYTES = 24 * 1024 ** 2;
const QUALITIES = [92, 84, 72, 58];

/** A picture as a message shows it. */
export interface Picture {
  readonly name: PictureName;
  readonly asset: AssetId;
  /** Shown covered until a person uncovers it. */
  readonly spoiler?: true;
}

/** File name → attachment id, of a message as it stands. */
export type Standing = ReadonlyMap<string, string>;

export interface Files {
  /** The name of a picture's file; undefined when its bytes are missing from the store. */
  readonly nameOf: (picture: Picture) => string | undefined;
  readonly kept: readonly string[];
  readonly uploads: readonly Upload[];
}

/** The same picture has the same name, another one never: clients keep files by their names, and cover what is named so. */
const stemOf = ({ name, asset, spoiler }: Picture): string => `${spoiler ? 'SPOILER_' : ''}${name.slice(1)}-${asset.slice(-12)}`;
const stemIn = (fileName: string): string => fileName.replace(/\.[a-z]+$/, '');

/** What a message holds, read from Discord's answer. Files that components show are not listed among its attachments. */
export function standingFiles(message: APIMessage): Standing {
  const found = new Map<string, string>();
  for (const component of message.components ?? []) {
    for (const { media } of 'items' in component ? component.items : []) {
      const fileName = URL.canParse(media.url) ? new URL(media.url).pathname.split('/').at(-1) : undefined;
      if (media.attachment_id && fileName) found.set(fileName, media.attachment_id);
    }
  }
  return found;
}

/** `limitBytes`: of one file, as Discord says for the place. */
export async function filesFor(
  pictures: readonly Picture[],
  standing: Standing,
  assets: Pick<AssetStore, 'get'>,
  limitBytes: number,
): Promise<Files> {
  const names = new Map<string, string>();
  const kept: string[] = [];
  const missing: Picture[] = [];
  for (const picture of new Map(pictures.map((picture) => [stemOf(picture), picture])).values()) {
    const there = [...standing].find(([fileName]) => stemIn(fileName) === stemOf(picture));
    if (there) {
      names.set(stemOf(picture), there[0]);
      kept.push(there[1]);
    } else missing.push(picture);
  }
  const uploads: Upload[] = [];
  for (const picture of missing) {
    const bytes = await assets.get(picture.asset);
    if (!bytes) continue;
    const file = await fitting(bytes, Math.min(limitBytes, REQUEST_BYTES / missing.length));
    const name = `${stemOf(picture)}.${file.extension}`;
    names.set(stemOf(picture), name);
    uploads.push({ name, bytes: file.bytes });
  }
  return { nameOf: (picture) => names.get(stemOf(picture)), kept, uploads };
}

const EXTENSIONS: Record<ImagePart['mediaType'], string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** The bytes as they are when they fit, else as WebP: of less quality first, then smaller. */
async function fitting(bytes: Uint8Array, limitBytes: number): Promise<{ bytes: Uint8Array; extension: string }> {
  if (bytes.length <= limitBytes) {
    const { format } = await sharp(bytes).metadata();
    return { bytes, extension: EXTENSIONS[`image/${format}` as ImagePart['mediaType']] ?? 'png' };
  }
  const { width } = await sharp(bytes).metadata();
  for (let widthPx = width; ; widthPx = Math.floor(widthPx / 2)) {
    for (const quality of QUALITIES) {
      const smaller = await sharp(bytes).resize({ width: widthPx }).webp({ quality }).toBuffer();
      if (smaller.length <= limitBytes || widthPx < 64) return { bytes: smaller, extension: 'webp' };
    }
  }
}
