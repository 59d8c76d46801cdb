/**
 * Exactly once, in order, newest last: for each reply one message at a time is sent, each call answered before the next
 * begins. A call whose end is not known (a crash, a lost answer) is read back before anything is sent again. A platform that
 * cannot be reached is tried until `close`, ever more slowly; what it refuses for good is told and left.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigError, PlatformError } from '../core/errors.ts';
import type { Adapter, Database, Delivery, Forgotten, Statements } from '../core/ports.ts';
import { platformOf, replyOf } from '../core/thread.ts';
import type { Part, ReplyStatus } from '../core/types.ts';
import { type Beside, openOutboxTable, type Pending, type ReplyTurn } from './outbox-table.ts';

const FIRST_PAUSE_MS = 500;
const PAUSE_MS_AT_MOST = 60_000;
/** For failures that no adapter should have. */
const FAILURES_AT_MOST = 5;

export interface OutboxOptions {
  readonly database: Database;
  readonly adapterOf: (platform: string) => Adapter | undefined;
  /** Told of every call that failed; it holds no part of the reply. */
  readonly failed: (turnId: string, error: unknown) => void;
  /** Told, again after a crash, of each message that stands on its platform (or is gone, without parts), in the transaction that says so. */
  readonly stood?: (delivery: Delivery, messageId: string, tx: Statements) => Promise<void>;
  /** Waits; returns early when `signal` aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Outbox {
  /** Durable once it returns; the sending goes on by itself. */
  put(turn: ReplyTurn, messages: readonly (readonly Part[])[], status: ReplyStatus, final: boolean, beside?: Beside): Promise<void>;
  /** Resolves when all messages of a reply stand, or are refused for good, or after `limitMs`. Never rejects. */
  settled(replyId: string, limitMs: number): Promise<void>;
  /** Forgets what was delivered, as part of a transaction. */
  forget(what: Forgotten, tx: Statements): Promise<void>;
  /** Takes up what a crash or a shutdown left unsent; call it once the adapters have started. */
  resume(): Promise<void>;
  /** Ends pauses, waits for calls under way up to `graceMs`; what is left is sent after the next start. */
  close(graceMs: number): Promise<void>;
}

/** A reply that is being sent. */
interface Sending {
  /** Something was recorded since the table was last looked at. */
  isBehind: boolean;
  done: Promise<void>;
}

export async function openOutbox({ database, adapterOf, failed, stood, pause = pauseFor }: OutboxOptions): Promise<Outbox> {
  const table = await openOutboxTable(database);
  const sending = new Map<string, Sending>();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // as many as wait

  function send(turnId: string): void {
    const known = sending.get(turnId);
    if (known) known.isBehind = true;
    if (closing.signal.aborted || known) return;
    const begun: Sending = { isBehind: false, done: Promise.resolve() };
    sending.set(turnId, begun);
    begun.done = sendAll(turnId, begun);
  }

  async function sendAll(turnId: string, self: Sending): Promise<void> {
    let failures = 0;
    try {
      while (!closing.signal.aborted) {
        self.isBehind = false;
        const pending = await table.next(turnId);
        if (!pending && self.isBehind) continue;
        if (!pending) return;
        try {
          await bringUp(pending);
          if (!pending.unsure) failures = 0; // reading back is no success yet
        } catch (error) {
          failed(turnId, error);
          if (!isHopeless(error, ++failures)) await paused(pending, error, failures);
          else await table.settle(pending.delivery.key, pending.delivery.revision, 'rejected');
        }
      }
    } catch (error) {
      failed(turnId, error);
    } finally {
      sending.delete(turnId); // in one step with having seen that nothing is pending, and nothing came meanwhile
    }
  }

  /** One step towards the message standing as it shall: reads back, or sends. */
  async function bringUp({ delivery, unsure }: Pending): Promise<void> {
    const platform = platformOf(delivery.thread);
    const adapter = adapterOf(platform);
    if (!adapter) throw new PlatformError('unreachable', `No adapter runs for ${platform}: configure that platform again.`);
    // A message whose id is known can be sent again without harm: it is only ever replaced.
    if (unsure && delivery.messageId === undefined) {
      const found = await adapter.find(delivery.thread, delivery.key);
      if (found) await table.standing(delivery.key, found.revision, found.id);
      else await table.absent(delivery.key);
    } else if (isWithdrawn(delivery) && delivery.messageId === undefined) {
      await table.settle(delivery.key, delivery.revision, 'delivered'); // it never stood anywhere
    } else {
      const messageId = await adapter.deliver(delivery);
      await database.transaction(async (tx) => {
        await stood?.(delivery, messageId, tx);
        await table.standing(delivery.key, delivery.revision, messageId, tx);
      });
    }
  }

  async function paused({ delivery }: Pending, error: unknown, failures: number): Promise<void> {
    await table.unsure(delivery.key);
    const ownMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), PAUSE_MS_AT_MOST);
    const askedMs = error instanceof PlatformError ? (error.retryAfterMs ?? 0) : 0;
    await pause(Math.max(ownMs, askedMs), closing.signal);
  }

  return {
    async put(turn, messages, status, final, beside) {
      await table.record(turn, messages, status, final, beside);
      send(replyOf(turn));
    },
    async settled(replyId, limitMs) {
      const sent = sending.get(replyId);
      if (sent) await within(limitMs, sent.done);
    },
    forget: table.forget,
    async resume() {
      for (const turnId of await table.turnsPending()) send(turnId);
    },
    async close(graceMs) {
      closing.abort();
      await within(graceMs, Promise.allSettled([...sending.values()].map(({ done }) => done)));
    },
  };
}

/** Refused for good, or a mistake of ours that does not pass. */
const isHopeless = (error: unknown, failures: number): boolean =>
  // A disk that is full, a database that is away: what is to be sent is not to blame.
  !(error instanceof ConfigError) &&
  (error instanceof PlatformError ? !error.retryable && error.code !== 'unreachable' : failures >= FAILURES_AT_MOST);

const isWithdrawn = ({ parts }: Delivery): boolean => parts.length === 0;

const pauseFor = (ms: number, signal: AbortSignal): Promise<void> => wait(ms, undefined, { signal }).catch(() => undefined);

async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
