/**
 * What stands in a local thread. The thread store is the platform here: a message of ours carries, beside what every
 * message has, which delivery it is, so that it can be found again after a restart.
 */
import type { Clock, Delivery, ThreadStore } from '../../src/core/ports.ts';
import type { Message, Thread } from '../../src/core/types.ts';
import { BOT } from './thread.ts';

export type Standing = Pick<Delivery, 'revision' | 'status'>;
export interface DeliveredMessage extends Message {
  readonly delivery: Standing;
}

const idOf = (key: string) => `reply:${key}`;

export const standingOf = (message: Message): Standing | undefined =>
  'delivery' in message ? (message as DeliveredMessage).delivery : undefined;

/** Stores the message of `delivery.key` as it shall stand now; an older revision than the stored one changes nothing. */
export function putDelivered(threads: Pick<ThreadStore, 'get' | 'put'>, delivery: Delivery, clock: Clock): Message {
  const id = idOf(delivery.key);
  const stored = threads.get(delivery.thread.id, id);
  if (stored && (standingOf(stored)?.revision ?? -1) >= delivery.revision) return stored;
  const message: DeliveredMessage = {
    id,
    threadId: delivery.thread.id,
    author: BOT,
    parts: delivery.parts,
    mentionsBot: false,
    sentAt: stored?.sentAt ?? new Date(clock()).toISOString(),
    turnId: delivery.turnId,
    delivery: { revision: delivery.revision, status: delivery.status },
  };
  threads.put(delivery.thread, message);
  return message;
}

export function findDelivered(threads: Pick<ThreadStore, 'get'>, thread: Thread, key: string) {
  const message = threads.get(thread.id, idOf(key));
  return message && { id: message.id, revision: standingOf(message)?.revision ?? 0 };
}
