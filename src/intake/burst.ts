/**
 * What somebody says while their last request still waits belongs to that request: it is answered once, as a whole. And the same
 * request, sent twice within a minute, is one. A turn that runs takes nothing more along.
 */
import type { Clock, ThreadStore, TurnQueue } from '../core/ports.ts';
import type { Message, Thread, Turn } from '../core/types.ts';
import type { Journal } from './journal.ts';
import { isOwnThread, textOf } from './request.ts';

const BURST_MS = 15 * 60_000;
const SAME_MS = 60_000;
const MESSAGES_AT_MOST = 12;
const LOOKED_AT = 5;

export interface BurstPorts {
  readonly queue: Pick<TurnQueue, 'amend' | 'position'>;
  readonly threads: Pick<ThreadStore, 'get'>;
  readonly journal: Pick<Journal, 'turnsOf' | 'made'>;
  readonly clock: Clock;
  /** Stores the message; false when it is not kept. */
  keep(thread: Thread, message: Message): Promise<boolean>;
}

/** The turn that answers a message, when one does already. `ownId`: the id of the turn that it would make. */
export async function joined(thread: Thread, message: Message, ownId: string, ports: BurstPorts): Promise<Turn | undefined> {
  // In a channel, each request is one of its own.
  if (!thread.isDirect && !isOwnThread(thread)) return undefined;
  const { queue, threads, journal, clock } = ports;
  const authorId = message.author.id;
  const asked = async (sinceMs: number): Promise<string[]> =>
    (await journal.turnsOf(thread.id, authorId, clock() - sinceMs))
      .filter(({ task, turnId, replyId }) => !task && turnId === replyId)
      .slice(0, LOOKED_AT)
      .map(({ turnId }) => turnId);

  const recent = await asked(BURST_MS);
  if (recent.includes(ownId)) return undefined; // its event came again
  let waiting: Turn | undefined;
  for (const turnId of recent) {
    let waits = false;
    const turn = await queue.amend(turnId, (same) => {
      waits = true;
      return same;
    });
    if (turn?.more?.includes(message.id)) return turn; // its event came again
    if (waits) waiting ??= turn;
  }
  for (const turnId of await asked(SAME_MS)) {
    const turn = await queue.amend(turnId, (same) => same);
    const before = turn && !turn.more && (await threads.get(thread.id, turn.messageId));
    if (before && isSame(before, message) && (await queue.position(turnId)) !== undefined) return turn;
  }
  if (!waiting || (waiting.more?.length ?? 0) + 1 >= MESSAGES_AT_MOST || !(await ports.keep(thread, message))) return undefined;
  const turn = await queue.amend(waiting.id, ({ more = [], ...rest }) => ({ ...rest, more: [...more, message.id] }));
  if (!turn?.more?.includes(message.id)) return undefined; // it has begun meanwhile
  // So that the whole of it is redone when its reply is.
  await journal.made({ turnId: ownId, threadId: thread.id, authorId, messageId: message.id, replyId: turn.id }, clock());
  return turn;
}

function isSame(one: Message, other: Message): boolean {
  const words = (message: Message): string => textOf(message).toLowerCase().replace(/\s+/g, ' ').trim();
  const pictures = ({ parts }: Message): string => parts.flatMap((part) => (part.kind === 'image' ? [part.asset] : [])).join(' ');
  return words(one) === words(other) && pictures(one) === pictures(other);
}
