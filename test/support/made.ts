/** Threads, messages, turns and rows for tests: plain, and changed where a test says so. */
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { AssetId, ChatEvent, ImagePart, Message, Part, Thread, Turn } from '../../src/core/types.ts';

export const START_MS = Date.UTC(2026, 0, 1);
export const iso = (ms: number): string => new Date(ms).toISOString();
export const assetId = (digit: string): AssetId => `sha256:${digit.repeat(64)}`;

export const thread = (id = 'local:me:t', changes: Partial<Thread> = {}): Thread => ({
  id,
  isDirect: true,
  audience: 'private',
  ageRestricted: false,
  ...changes,
});

export const text = (words: string): Part => ({ kind: 'text', text: words });

export const picture = (digit: string, changes: Partial<ImagePart> = {}): ImagePart => ({
  kind: 'image',
  asset: assetId(digit),
  mediaType: 'image/png',
  widthPx: 64,
  heightPx: 64,
  alt: `picture ${digit}`,
  name: '#1',
  ...changes,
});

export const message = (id: string, changes: Partial<Message> = {}): Message => ({
  id,
  threadId: 'local:me:t',
  author: { id: 'ann', name: 'Ann', isBot: false, isSelf: false },
  parts: [text(`words of ${id}`)],
  mentionsBot: true,
  sentAt: iso(START_MS),
  ...changes,
});

export const turn = (id: string, changes: Partial<Turn> = {}): Turn => ({
  id,
  thread: thread(),
  eventId: `event of ${id}`,
  messageId: `message of ${id}`,
  authorId: 'ann',
  seed: 7,
  enqueuedAt: iso(START_MS),
  deadlineAt: '2100-01-01T00:00:00.000Z',
  ...changes,
});

export const row = (name: LedgerRow['name'], changes: Partial<LedgerRow> = {}): LedgerRow => ({
  threadId: 'local:me:t',
  name,
  asset: assetId('1'),
  widthPx: 64,
  heightPx: 64,
  caption: `picture ${name}`,
  authorId: 'ann',
  messageId: 'm1',
  madeAt: iso(START_MS),
  ...changes,
});

/** The nth of many requests for a picture, in few threads and of few people. */
export function eventNumber(platform: string, n: number): ChatEvent {
  const where = thread(`${platform}:me:t${n % 9}`);
  const author = { id: `p${n % 4}`, name: 'Someone', isBot: false, isSelf: false };
  const sentAt = iso(START_MS + n * 1000);
  const parts = [text(`draw square number ${n}`)];
  return { kind: 'message-create', id: `e${n}`, thread: where, message: message(`m${n}`, { threadId: where.id, author, parts, sentAt }) };
}
