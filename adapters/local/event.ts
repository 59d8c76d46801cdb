/** What a person sent, as an event. Its pictures are read, renewed and stored first, so the event holds hashes only. */
import { type LedgerRow, nextName } from '../../src/core/ledger.ts';
import type { AssetStore, Clock, LedgerStore } from '../../src/core/ports.ts';
import type { ChatEvent, ImagePart, Part, PictureName } from '../../src/core/types.ts';
import { readPicture } from '../picture.ts';
import type { Sent } from './request.ts';
import { localThread, ME } from './thread.ts';

export interface EventPorts {
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly assets: Pick<AssetStore, 'put'>;
  readonly clock: Clock;
  /** A fresh id, unlike all others. */
  readonly newId: () => string;
}

export type MessageEvent = Extract<ChatEvent, { kind: 'message-create' | 'message-edit' }>;

/** Every picture is checked before any is stored. Throws PlatformError when one cannot be read. */
export async function messageEvent(sent: Sent, name: string, ports: EventPorts): Promise<MessageEvent> {
  const thread = localThread(name);
  const pictures = await Promise.all(sent.files.map(async (file) => ({ file, picture: await readPicture(file.bytes, file.name) })));
  const taken: PictureName[] = (await ports.ledger.rows(thread.id)).map((row: LedgerRow) => row.name);
  const images: ImagePart[] = [];
  for (const { file, picture } of pictures) {
    const { bytes, mediaType, widthPx, heightPx } = picture;
    // A proposal: the ledger's row, written when the event is stored, has the last word.
    const proposed = nextName(taken);
    taken.push(proposed);
    const asset = await ports.assets.put(bytes);
    images.push({ kind: 'image', asset, mediaType, widthPx, heightPx, alt: `${file.name}, sent by you`, name: proposed });
  }
  const parts: Part[] = sent.text === '' ? images : [{ kind: 'text', text: sent.text }, ...images];
  const id = sent.id ?? ports.newId();
  return {
    kind: 'message-create',
    id,
    thread,
    message: { id, threadId: thread.id, author: ME, parts, mentionsBot: true, sentAt: new Date(ports.clock()).toISOString() },
    ...(sent.seed !== undefined && { seed: sent.seed }),
  };
}
