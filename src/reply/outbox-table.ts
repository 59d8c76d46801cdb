/**
 * What shall stand on the platforms, and what does. A message's newest revision overwrites the one before it, so only
 * the newest is ever sent; a row is written before its first call to a platform and answers for that message for ever.
 */
import type { DeskCard } from '../core/desk.ts';
import type { Database, Delivery, Forgotten, Statements } from '../core/ports.ts';
import { replyOf } from '../core/thread.ts';
import type { Offer, Part, ReplyStatus, Thread, Turn } from '../core/types.ts';

const TABLES = [
  `CREATE TABLE outbox (
     key TEXT PRIMARY KEY,
     turn_id TEXT NOT NULL,
     place INTEGER NOT NULL,
     thread TEXT NOT NULL,
     parts TEXT NOT NULL,
     status TEXT NOT NULL,
     revision INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'rejected')),
     -- The platform's id of the message, once known.
     message_id TEXT,
     -- A call was made whose end is not known: what stands there has to be read back first.
     unsure INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE UNIQUE INDEX outbox_by_turn ON outbox (turn_id, place);
   CREATE INDEX outbox_pending ON outbox (turn_id, place) WHERE state = 'pending';`,
  `ALTER TABLE outbox ADD COLUMN author_id TEXT NOT NULL DEFAULT '';
   ALTER TABLE outbox ADD COLUMN last INTEGER NOT NULL DEFAULT 1;
   ALTER TABLE outbox ADD COLUMN offer TEXT;`,
  `ALTER TABLE outbox ADD COLUMN card TEXT;
   ALTER TABLE outbox ADD COLUMN note INTEGER NOT NULL DEFAULT 0;`,
];

interface OutboxRow {
  readonly key: string;
  readonly turn_id: string;
  readonly author_id: string;
  readonly last: number;
  readonly offer: string | null;
  readonly card: string | null;
  readonly note: number;
  readonly thread: string;
  readonly parts: string;
  readonly status: ReplyStatus;
  readonly revision: number;
  readonly message_id: string | null;
  readonly unsure: number;
}

/** What a turn tells of the reply it writes. */
export type ReplyTurn = Pick<Turn, 'id' | 'task' | 'thread' | 'authorId'>;

/** What a message has beside its parts. */
export type Beside = Pick<Delivery, 'offer' | 'card' | 'note'>;

export interface Pending {
  readonly delivery: Delivery;
  readonly unsure: boolean;
}

export async function openOutboxTable(database: Database) {
  await database.migrate('outbox', TABLES);
  // Whoever wrote these is gone, and whether its calls arrived is not known.
  await database.run("UPDATE outbox SET unsure = 1 WHERE state = 'pending'");

  return {
    /**
     * Writes down how the messages of a reply shall stand now. What stays as it is gets no new revision. With `final`,
     * messages left over from a longer form of the reply are withdrawn.
     */
    record(
      turn: ReplyTurn,
      messages: readonly (readonly Part[])[],
      status: ReplyStatus,
      final: boolean,
      { offer, card, note }: Beside = {},
    ): Promise<void> {
      const replyId = replyOf(turn);
      return database.transaction(async (tx) => {
        const counted = 'SELECT max(place) + 1 AS places FROM outbox WHERE turn_id = ?';
        const before = (await tx.get<{ places: number | null }>(counted, replyId))?.places ?? 0;
        const places = final ? Math.max(before, messages.length) : messages.length;
        for (let place = 0; place < places; place++) {
          const isLast = place === messages.length - 1;
          await tx.run(
            `INSERT INTO outbox (key, turn_id, place, thread, author_id, parts, status, last, offer, card, note, revision, state)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'pending')
             ON CONFLICT (key) DO UPDATE SET
               parts = excluded.parts, status = excluded.status, last = excluded.last, offer = excluded.offer, card = excluded.card,
               revision = outbox.revision + 1, state = 'pending'
             WHERE outbox.parts <> excluded.parts OR outbox.status <> excluded.status OR outbox.last <> excluded.last
               OR outbox.offer IS DISTINCT FROM excluded.offer OR outbox.card IS DISTINCT FROM excluded.card`,
            `${replyId}:${place}`,
            replyId,
            place,
            JSON.stringify(turn.thread),
            turn.authorId,
            JSON.stringify(messages[place] ?? []),
            status,
            isLast ? 1 : 0,
            isLast && offer ? JSON.stringify(offer) : null,
            isLast && card ? JSON.stringify(card) : null,
            note ? 1 : 0,
          );
        }
      });
    },

    /** The first message of a turn that does not stand as it shall, so that messages appear in the order of the reply. */
    async next(turnId: string): Promise<Pending | undefined> {
      const first = "SELECT * FROM outbox WHERE turn_id = ? AND state = 'pending' ORDER BY place LIMIT 1";
      const row = await database.get<OutboxRow>(first, turnId);
      if (!row) return undefined;
      const delivery: Delivery = {
        key: row.key,
        thread: JSON.parse(row.thread) as Thread,
        turnId: row.turn_id,
        authorId: row.author_id,
        last: row.last === 1,
        revision: row.revision,
        ...(row.message_id === null ? {} : { messageId: row.message_id }),
        parts: JSON.parse(row.parts) as Part[],
        status: row.status,
        ...(row.offer === null ? {} : { offer: JSON.parse(row.offer) as Offer }),
        ...(row.card === null ? {} : { card: JSON.parse(row.card) as DeskCard }),
        ...(row.note === 0 ? {} : { note: true as const }),
      };
      return { delivery, unsure: row.unsure === 1 };
    },

    async turnsPending(): Promise<string[]> {
      const rows = await database.all<{ id: string }>("SELECT DISTINCT turn_id AS id FROM outbox WHERE state = 'pending'");
      return rows.map(({ id }) => id);
    },

    /** Says what stands under a key; pending still when a newer revision was recorded meanwhile. */
    async standing(key: string, revision: number, messageId: string, tx: Statements = database): Promise<void> {
      await tx.run(
        `UPDATE outbox SET message_id = ?, unsure = 0, state = CASE WHEN revision <= ? THEN 'delivered' ELSE 'pending' END WHERE key = ?`,
        messageId,
        revision,
        key,
      );
    },

    /** Nothing stands under a key. */
    async absent(key: string): Promise<void> {
      await database.run('UPDATE outbox SET message_id = NULL, unsure = 0 WHERE key = ?', key);
    },

    /** What stands on a platform stays there; that we put it there is forgotten, as part of a transaction. */
    async forget(what: Forgotten, tx: Statements): Promise<void> {
      if (what.kind === 'thread') await tx.run(`DELETE FROM outbox WHERE json_extract(thread, '$.id') = ?`, what.threadId);
      else await tx.run('DELETE FROM outbox WHERE turn_id IN (SELECT value FROM json_each(?))', JSON.stringify(what.turnIds));
    },

    async unsure(key: string): Promise<void> {
      await database.run('UPDATE outbox SET unsure = 1 WHERE key = ?', key);
    },

    /** This revision is done with, though it does not stand anywhere; a newer one stays pending. */
    async settle(key: string, revision: number, state: 'delivered' | 'rejected'): Promise<void> {
      await database.run('UPDATE outbox SET state = ? WHERE key = ? AND revision = ?', state, key, revision);
    },
  };
}
