/** Conversations for tests, a line each. */
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { ImagePart, Message, Part, PictureName } from '../../src/core/types.ts';
import { assetId, row } from './made.ts';

/** `who>3: words [#2b<#2 caption] words` as a message; its pictures join the rows. */
export function messageOf(line: string, at: number, rows: Map<PictureName, LedgerRow>): Message {
  const [, who = '', replyTo, words = ''] = /^(\w+)(?:>(\d+))?: (.*)$/.exec(line) ?? [];
  const isSelf = who === 'bot';
  const parts = words
    .split(/(\[[^\]]+\])/)
    .filter((piece) => piece.trim() !== '')
    .map((piece): Part => {
      const [, name, parent, caption = ''] = /^\[(#\w+)(?:<(#\w+))? (.*)\]$/.exec(piece) ?? [];
      if (!name) return { kind: 'text', text: piece.trim() };
      const known = row(name as PictureName, {
        caption,
        messageId: `m${at}`,
        authorId: who,
        ...(parent ? { parent: parent as PictureName } : {}),
      });
      rows.set(known.name, known);
      const image: ImagePart = {
        kind: 'image',
        asset: assetId('1'),
        mediaType: 'image/png',
        widthPx: 8,
        heightPx: 8,
        alt: caption,
        name: known.name,
      };
      return image;
    });
  return {
    id: `m${at}`,
    threadId: 't',
    author: { id: who, name: who[0]?.toUpperCase() + who.slice(1), isBot: isSelf, isSelf },
    parts,
    mentionsBot: true,
    sentAt: '2026-01-01T00:00:00.000Z',
    ...(replyTo ? { replyToId: `m${replyTo}` } : {}),
  };
}
