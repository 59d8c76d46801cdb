/**
 * What stands in a local thread. The thread store is the platform here: a message of ours carries, beside what every
 * message has, which delivery it is, so that it can be found again after a restart.
 */
import type { Clock, Delivery, ThreadStore } from '../../src/core/ports.ts';
import { SELF } from '../../src/core/thread.ts';
import type { Message, Thread } from '../../src/core/types.ts';

type Standing = Pick<Delivery, 'revision' | 'status' | 'offer' | 'card'>;
interface DeliveredMessage extends Message {
  readonly delivery: Standing;
}

const idOf = (key: string) => `reply:${key}`;

const standingOf = (message: Message): Standing | undefined => ('delivery' in message ? (message as DeliveredMessage).delivery : undefined);

type Threads = Pick<ThreadStore, 'get' | 'put' | 'remove'>;

/**
 * Makes the message of `delivery.key` stand as it shall. An older revision than the stored one changes nothing; one
 * without parts withdraws the message, and none is returned.
 */
export async function putDelivered(
  threads: Threads,
  delivery: Delivery,
  clock: Clock,
): Promise<{ id: string; message: Message | undefined }> {
  const id = idOf(delivery.key);
  const stored = await threads.get(delivery.thread.id, id);
  if (stored && (standingOf(stored)?.revision ?? -1) >= delivery.revision) return { id, message: stored };
  if (delivery.parts.length === 0) {
    await threads.remove(delivery.thread.id, id);
    return { id, message: undefined };
  }
  const message: DeliveredMessage = {
    id,
    threadId: delivery.thread.id,
    author: SELF,
    parts: delivery.parts,
    mentionsBot: false,
    sentAt: stored?.sentAt ?? new Date(clock()).toISOString(),
    turnId: delivery.turnId,
    delivery: {
      revision: delivery.revision,
      status: delivery.status,
      ...(delivery.offer ? { offer: delivery.offer } : {}),
      ...(delivery.card ? { card: delivery.card } : {}),
    },
    ...(delivery.note ? { note: delivery.note } : {}),
  };
  await threads.put(delivery.thread, message);
  return { id, message };
}

export async function findDelivered(threads: Pick<ThreadStore, 'get'>, thread: Thread, key: string) {
  const message = await threads.get(thread.id, idOf(key));
  return message && { id: message.id, revision: standingOf(message)?.revision ?? 0 };
}
