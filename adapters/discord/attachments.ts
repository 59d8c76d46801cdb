/**
 * Files that people send: fetched at once, from Discord alone, and made anew as pictures. Their addresses expire within a
 * day and are never stored.
 */
import type { Attachment } from 'discord.js';
import { PlatformError } from '../../src/core/errors.ts';
import { nextName } from '../../src/core/ledger.ts';
import type { AssetStore, LedgerStore } from '../../src/core/ports.ts';
import { say } from '../../src/core/sentences.ts';
import type { AssetId, Author, ImagePart, PictureName } from '../../src/core/types.ts';
import { PICTURE_BYTES, readPicture, tooLarge } from '../picture.ts';

const PICTURES_AT_MOST = 4;
const FETCH_MS = 20_000;

export interface AttachmentPorts {
  readonly assets: Pick<AssetStore, 'put'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  /** Origins that files may be fetched from. */
  readonly fileOrigins: readonly string[];
}

/** Of attached files, those that say they are pictures; the rest is nothing that can be looked at. */
export const picturesAmong = (attachments: Iterable<Attachment>): Attachment[] =>
  [...attachments].filter(({ contentType }) => contentType?.startsWith('image/')).slice(0, PICTURES_AT_MOST);

/** What was sent along to be looked at, and cannot be. */
export const noPicture = ({ name }: Pick<Attachment, 'name'>): PlatformError =>
  new PlatformError('invalid-payload', say('file-no-picture', { file: name }));

/** Every file is read before any is stored. Throws PlatformError with one sentence about the first that cannot be read. */
export async function imageParts(
  threadId: string,
  attachments: readonly Attachment[],
  sender: Pick<Author, 'id' | 'name'>,
  /** Of the message that brings them along. */
  authorId: string,
  ports: AttachmentPorts,
): Promise<ImagePart[]> {
  const read = await Promise.all(
    attachments.map(async (attachment) => ({
      attachment,
      picture: await readPicture(await fetchFile(attachment, ports), attachment.name),
    })),
  );
  const taken: PictureName[] = (await ports.ledger.rows(threadId)).map(({ name }) => name);
  const parts: ImagePart[] = [];
  for (const { attachment, picture } of read) {
    const { bytes, mediaType, widthPx, heightPx } = picture;
    // A proposal: the ledger's row, written when the event is stored, has the last word.
    const name = nextName(taken);
    taken.push(name);
    const asset = await ports.assets.put(bytes);
    const alt = attachment.description ?? `${attachment.name}, sent by ${sender.name}`;
    parts.push({ kind: 'image', asset, mediaType, widthPx, heightPx, alt, name, ...(sender.id === authorId ? {} : { sentBy: sender }) });
  }
  return parts;
}

/** The asset of a mask that came with a form. */
export async function maskAsset(attachment: Attachment, ports: AttachmentPorts): Promise<AssetId> {
  const { bytes } = await readPicture(await fetchFile(attachment, ports), attachment.name);
  return ports.assets.put(bytes);
}

/** A file of Discord's by its address, which is used at once. */
export type Linked = Pick<Attachment, 'url' | 'name' | 'size'>;

/** Throws PlatformError when it cannot be had, or is larger than a picture may be. */
export async function fetchFile({ url, name, size }: Linked, { fileOrigins }: Pick<AttachmentPorts, 'fileOrigins'>): Promise<Uint8Array> {
  if (size > PICTURE_BYTES) throw tooLarge(name, size);
  const notFetched = (cause?: unknown) => new PlatformError('invalid-payload', say('file-not-fetched', { file: name }), { cause });
  if (!URL.canParse(url) || !fileOrigins.includes(new URL(url).origin)) throw notFetched();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_MS) });
    if (!answer.ok || !answer.body) throw new Error(`Discord answered ${answer.status}`);
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > PICTURE_BYTES) throw tooLarge(name, bytes); // leaving the loop ends the transfer
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof PlatformError ? cause : notFetched(cause);
  }
  return Buffer.concat(chunks);
}
