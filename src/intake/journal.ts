/**
 * What intake remembers: which events are done with and which messages were deleted, for a week; and which turns were
 * made of what, for ever, because the buttons under a reply stay.
 */
import type { Database, SqlValue, Statements } from '../core/ports.ts';
import type { Turn } from '../core/types.ts';

const TABLES = [
  `CREATE TABLE intake_events (key TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT;
   CREATE INDEX intake_events_by_time ON intake_events (at_ms);
   CREATE TABLE intake_turns (
     turn_id TEXT PRIMARY KEY,
     thread_id TEXT NOT NULL,
     author_id TEXT NOT NULL,
     message_id TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX intake_turns_by_author ON intake_turns (thread_id, author_id, at_ms);
   CREATE INDEX intake_turns_by_message ON intake_turns (thread_id, message_id);
   CREATE TABLE intake_deleted (
     thread_id TEXT NOT NULL,
     message_id TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (thread_id, message_id)
   ) STRICT;
   CREATE INDEX intake_deleted_by_time ON intake_deleted (at_ms);`,
  `ALTER TABLE intake_turns ADD COLUMN reply_id TEXT NOT NULL DEFAULT '';
   UPDATE intake_turns SET reply_id = turn_id;
   ALTER TABLE intake_turns ADD COLUMN task TEXT;
   CREATE INDEX intake_turns_by_reply ON intake_turns (reply_id);
   CREATE TABLE ratings (
     reply_id TEXT NOT NULL,
     author_id TEXT NOT NULL,
     good INTEGER NOT NULL,
     reason TEXT,
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (reply_id, author_id)
   ) STRICT;`,
];

/** Platforms repeat an event for an hour at most. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

export interface MadeTurn {
  readonly turnId: string;
  readonly threadId: string;
  readonly authorId: string;
  readonly messageId: string;
  /** The reply it writes or revises. */
  readonly replyId: string;
  readonly task?: Turn['task'];
}

export interface Rating {
  readonly replyId: string;
  readonly authorId: string;
  readonly good: boolean;
  readonly reason?: string;
}

export interface ListedRating extends Rating {
  readonly atMs: number;
  readonly threadId: string;
}

interface RatingRow {
  readonly reply_id: string;
  readonly author_id: string;
  readonly good: number;
  readonly reason: string | null;
  readonly at_ms: number;
  readonly thread_id: string | null;
}

interface TurnRow {
  readonly turn_id: string;
  readonly thread_id: string;
  readonly author_id: string;
  readonly message_id: string;
  readonly reply_id: string;
  readonly task: string | null;
}

const madeOf = (row: TurnRow): MadeTurn => ({
  turnId: row.turn_id,
  threadId: row.thread_id,
  authorId: row.author_id,
  messageId: row.message_id,
  replyId: row.reply_id,
  ...(row.task === null ? {} : { task: JSON.parse(row.task) as NonNullable<Turn['task']> }),
});

export type Journal = ReturnType<typeof journalIn>;

export async function openJournal(database: Database): Promise<Journal> {
  await database.migrate('intake', TABLES);
  return journalIn(database);
}

/** What `openJournal` opened, also as part of a transaction. */
export function journalIn(database: Statements) {
  const madeBy = async (where: string, ...values: readonly SqlValue[]): Promise<MadeTurn[]> =>
    (await database.all<TurnRow>(`SELECT * FROM intake_turns WHERE ${where}`, ...values)).map(madeOf);
  return {
    seen: async (key: string): Promise<boolean> => (await database.get('SELECT 1 FROM intake_events WHERE key = ?', key)) !== undefined,

    /** The last step of an event: until here, receiving it again does it again. */
    settle(key: string, nowMs: number): Promise<void> {
      return database.transaction(async (tx) => {
        await tx.run('INSERT INTO intake_events VALUES (?, ?) ON CONFLICT DO NOTHING', key, nowMs);
        await tx.run('DELETE FROM intake_events WHERE at_ms < ?', nowMs - REMEMBERED_MS);
        await tx.run('DELETE FROM intake_deleted WHERE at_ms < ?', nowMs - REMEMBERED_MS);
      });
    },

    async made({ turnId, threadId, authorId, messageId, replyId, task }: MadeTurn, nowMs: number): Promise<void> {
      await database.run(
        `INSERT INTO intake_turns (turn_id, thread_id, author_id, message_id, at_ms, reply_id, task) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
        turnId,
        threadId,
        authorId,
        messageId,
        nowMs,
        replyId,
        task ? JSON.stringify(task) : null,
      );
    },

    turn: async (turnId: string): Promise<MadeTurn | undefined> => (await madeBy('turn_id = ?', turnId))[0],

    /** A person's turns in a thread since `sinceMs`, newest first. */
    turnsOf: (threadId: string, authorId: string, sinceMs: number): Promise<MadeTurn[]> =>
      madeBy('thread_id = ? AND author_id = ? AND at_ms >= ? ORDER BY at_ms DESC', threadId, authorId, sinceMs),

    turnsAbout: (threadId: string, messageId: string): Promise<MadeTurn[]> =>
      madeBy('thread_id = ? AND message_id = ?', threadId, messageId),

    /** The turns that wrote or revised a reply. */
    turnsOn: (replyId: string): Promise<MadeTurn[]> => madeBy('reply_id = ?', replyId),

    /** One rating for each person and reply; the last one counts. */
    async rate({ replyId, authorId, good, reason }: Rating, nowMs: number): Promise<void> {
      await database.run(
        `INSERT INTO ratings (reply_id, author_id, good, reason, at_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (reply_id, author_id) DO UPDATE SET good = excluded.good, reason = excluded.reason, at_ms = excluded.at_ms`,
        replyId,
        authorId,
        good ? 1 : 0,
        reason ?? null,
        nowMs,
      );
    },

    /** Newest first; of the bad ones alone, if wanted. */
    async latestRatings(limit: number, onlyBad: boolean): Promise<ListedRating[]> {
      const rows = await database.all<RatingRow>(
        `SELECT ratings.*, intake_turns.thread_id FROM ratings LEFT JOIN intake_turns ON turn_id = ratings.reply_id
         WHERE good = 0 OR ? = 0 ORDER BY ratings.at_ms DESC LIMIT ?`,
        onlyBad ? 1 : 0,
        limit,
      );
      return rows.map(({ reply_id, author_id, good, reason, at_ms, thread_id }) => ({
        ...{ replyId: reply_id, authorId: author_id, good: good === 1, atMs: at_ms, threadId: thread_id ?? '' },
        ...(reason === null ? {} : { reason }),
      }));
    },

    async ratings(replyId: string): Promise<Rating[]> {
      const rows = await database.all<RatingRow>('SELECT * FROM ratings WHERE reply_id = ? ORDER BY at_ms', replyId);
      return rows.map(({ author_id, good, reason }) => ({
        replyId,
        authorId: author_id,
        good: good === 1,
        ...(reason === null ? {} : { reason }),
      }));
    },

    /** What a person said of the replies in a thread, by reply. What was said before a reply was made again is not told of it. */
    async ratingsIn(threadId: string, authorId: string): Promise<Record<string, boolean>> {
      const rows = await database.all<Pick<RatingRow, 'reply_id' | 'good'>>(
        `SELECT reply_id, good FROM ratings WHERE author_id = ? AND reply_id IN (SELECT reply_id FROM intake_turns WHERE thread_id = ?)
         AND at_ms >= (SELECT MAX(at_ms) FROM intake_turns WHERE intake_turns.reply_id = ratings.reply_id)`,
        authorId,
        threadId,
      );
      return Object.fromEntries(rows.map(({ reply_id, good }) => [reply_id, good === 1]));
    },

    /** A person's turns on a platform. */
    turnsBy: (platform: string, authorId: string): Promise<MadeTurn[]> =>
      madeBy('author_id = ? AND substr(thread_id, 1, ?) = ?', authorId, platform.length + 1, `${platform}:`),

    turnsIn: (threadId: string): Promise<MadeTurn[]> => madeBy('thread_id = ?', threadId),

    turnsBefore: (threadId: string, beforeMs: number): Promise<MadeTurn[]> => madeBy('thread_id = ? AND at_ms < ?', threadId, beforeMs),

    /** Forgets these turns, and what was thought of their replies. */
    forget(turns: readonly MadeTurn[]): Promise<void> {
      const ids = JSON.stringify(turns.map(({ turnId }) => turnId));
      return database.transaction(async (tx) => {
        await tx.run('DELETE FROM ratings WHERE reply_id IN (SELECT value FROM json_each(?))', ids);
        await tx.run('DELETE FROM intake_turns WHERE turn_id IN (SELECT value FROM json_each(?))', ids);
      });
    },

    /** Whether the bot was ever asked in this thread. */
    takesPart: async (threadId: string): Promise<boolean> =>
      (await database.get('SELECT 1 FROM intake_turns WHERE thread_id = ? LIMIT 1', threadId)) !== undefined,

    async markDeleted(threadId: string, messageId: string, nowMs: number): Promise<void> {
      await database.run(
        `INSERT INTO intake_deleted VALUES (?, ?, ?) ON CONFLICT (thread_id, message_id) DO UPDATE SET at_ms = excluded.at_ms`,
        threadId,
        messageId,
        nowMs,
      );
    },

    isDeleted: async (threadId: string, messageId: string): Promise<boolean> =>
      (await database.get('SELECT 1 FROM intake_deleted WHERE thread_id = ? AND message_id = ?', threadId, messageId)) !== undefined,
  };
}
