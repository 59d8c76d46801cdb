import { nextName } from '../core/ledger.ts';
import type { LedgerStore } from '../core/ports.ts';
import type { ImagePart, Message, Part, PictureName } from '../core/types.ts';

/** Gives the pictures of a message their names in the thread; again the same ones when it is received again. */
export async function named(message: Message, ledger: LedgerStore): Promise<Message> {
  if (!message.parts.some(({ kind }) => kind === 'image')) return message;
  const mine = (await ledger.rows(message.threadId)).filter((row) => row.messageId === message.id && !row.turnId);
  const parts: Part[] = [];
  for (const part of message.parts) {
    if (part.kind === 'text') parts.push(part);
    else {
      const at = mine.findIndex(({ asset }) => asset === part.asset);
      const known = at < 0 ? undefined : mine.splice(at, 1)[0];
      parts.push({ ...part, name: known?.name ?? (await nameNew(message, part, ledger)) });
    }
  }
  return { ...message, parts };
}

async function nameNew(
  message: Message,
  { asset, mediaType, widthPx, heightPx, alt, sentBy = message.author }: ImagePart,
  ledger: LedgerStore,
): Promise<PictureName> {
  const { threadId, id: messageId, sentAt: madeAt } = message;
  const name = nextName((await ledger.rows(threadId)).map((row) => row.name));
  const row = await ledger.put({
    threadId,
    name,
    asset,
    mediaType,
    widthPx,
    heightPx,
    caption: alt,
    authorId: sentBy.id,
    authorName: sentBy.name,
    messageId,
    madeAt,
  });
  return row.name;
}
