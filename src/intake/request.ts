/** What a message asks of the bot: whether it is addressed to it, whether it is a stop word, whether it can be answered. */
import { PlatformError } from '../core/errors.ts';
import { say } from '../core/sentences.ts';
import type { Message, Standing, Thread } from '../core/types.ts';

export const TEXT_CHARS_AT_MOST = 8000;

/** Alone in a message, with a mention or a full stop at most. */
const STOP_WORDS = new Set([
  'stop',
  'cancel',
  'abort',
  'stopp',
  'halt',
  'arrête',
  'arrete',
  'para',
  'detente',
  '停止',
  '止めて',
  'やめて',
  '停',
]);

export function textOf(message: Message): string {
  return message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
}

export function isStopWord(message: Message): boolean {
  if (message.parts.some(({ kind }) => kind === 'image')) return false;
  const words = textOf(message)
    .toLowerCase()
    .replace(/<?@[^\s>]+>?/g, ' ')
    .replace(/[.!。！]+\s*$/u, '')
    .trim();
  return STOP_WORDS.has(words);
}

/**
 * A thread of its own, not the channel around it: `platform:channel:` and `platform:channel:channel` are channels,
 * where people talk to each other and the bot speaks only when it is spoken to.
 */
export function isOwnThread(thread: Thread): boolean {
  const [, channel = '', rest = ''] = /^[^:]*:([^:]*):?(.*)$/.exec(thread.id) ?? [];
  return rest !== '' && rest !== channel;
}

/** Throws PlatformError `invalid-payload` that says what would be answered. */
export function assertAnswerable(message: Message): void {
  const chars = textOf(message).length;
  if (chars > TEXT_CHARS_AT_MOST) {
    throw new PlatformError('invalid-payload', say('message-too-long', { most: TEXT_CHARS_AT_MOST, chars }));
  }
  if (isEmpty(message)) {
    throw new PlatformError('invalid-payload', say('message-empty'));
  }
}

export function isEmpty(message: Message): boolean {
  return message.parts.every((part) => part.kind === 'text' && part.text.replace(/<?@[^\s>]+>?/g, '').trim() === '');
}

/** What is known of who asks, of all that an event holds. */
export const standingOf = ({ authorRoles, workspace, timeZone, moderates }: Standing): Standing => ({
  ...(authorRoles ? { authorRoles } : {}),
  ...(workspace === undefined ? {} : { workspace }),
  ...(timeZone === undefined ? {} : { timeZone }),
  ...(moderates === undefined ? {} : { moderates }),
});
