/**
 * What intake remembers: which events are done with and which messages were deleted, for a week; and which turns were
 * made of what, for ever, because the buttons under a reply stay.
 */
import type { Database } from '../core/ports.ts';
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

export function openJournal(database: Database) {
  database.migrate('intake', TABLES);
  return {
    seen: (key: string): boolean => database.get('SELECT 1 FROM intake_events WHERE key = ?', key) !== undefined,

    /** The last step of an event: until here, receiving it again does it again. */
    settle(key: string, nowMs: number): void {
      database.transaction(() => {
        database.run('INSERT OR IGNORE INTO intake_events VALUES (?, ?)', key, nowMs);
        database.run('DELETE FROM intake_events WHERE at_ms < ?', nowMs - REMEMBERED_MS);
        database.run('DELETE FROM intake_deleted WHERE at_ms < ?', nowMs - REMEMBERED_MS);
      });
    },

    made({ turnId, threadId, authorId, messageId, replyId, task }: MadeTurn, nowMs: number): void {
      database.run(
        `INSERT OR IGNORE INTO intake_turns (turn_id, thread_id, author_id, message_id, at_ms, reply_id, task) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        turnId,
        threadId,
        authorId,
        messageId,
        nowMs,
        replyId,
        task ? JSON.stringify(task) : null,
      );
    },

    turn(turnId: string): MadeTurn | undefined {
      const row = database.get<TurnRow>('SELECT * FROM intake_turns WHERE turn_id = ?', turnId);
      return row && madeOf(row);
    },

    /** A person's turns in a thread since `sinceMs`, newest first. */
    turnsOf: (threadId: string, authorId: string, sinceMs: number): MadeTurn[] =>
      database
        .all<TurnRow>(
          'SELECT * FROM intake_turns WHERE thread_id = ? AND author_id = ? AND at_ms >= ? ORDER BY at_ms DESC',
          threadId,
          authorId,
          sinceMs,
        )
        .map(madeOf),

    turnsAbout: (threadId: string, messageId: string): MadeTurn[] =>
      database.all<TurnRow>('SELECT * FROM intake_turns WHERE thread_id = ? AND message_id = ?', threadId, messageId).map(madeOf),

    /** The turns that wrote or revised a reply. */
    turnsOn: (replyId: string): MadeTurn[] => database.all<TurnRow>('SELECT * FROM intake_turns WHERE reply_id = ?', replyId).map(madeOf),

    /** One rating for each person and reply; the last one counts. */
    rate({ replyId, authorId, good, reason }: Rating, nowMs: number): void {
      database.run(
        'INSERT OR REPLACE INTO ratings (reply_id, author_id, good, reason, at_ms) VALUES (?, ?, ?, ?, ?)',
        replyId,
        authorId,
        good ? 1 : 0,
        reason ?? null,
        nowMs,
      );
    },

    /** Newest first; of the bad ones alone, if wanted. */
    latestRatings: (limit: number, onlyBad: boolean): ListedRating[] =>
      database
        .all<RatingRow>(
          `SELECT ratings.*, intake_turns.thread_id FROM ratings LEFT JOIN intake_turns ON turn_id = ratings.reply_id
           WHERE good = 0 OR ? = 0 ORDER BY ratings.at_ms DESC LIMIT ?`,
          onlyBad ? 1 : 0,
          limit,
        )
        .map(({ reply_id, author_id, good, reason, at_ms, thread_id }) => ({
          ...{ replyId: reply_id, authorId: author_id, good: good === 1, atMs: at_ms, threadId: thread_id ?? '' },
          ...(reason === null ? {} : { reason }),
        })),

    ratings: (replyId: string): Rating[] =>
      database
        .all<{ author_id: string; good: number; reason: string | null }>('SELECT * FROM ratings WHERE reply_id = ? ORDER BY at_ms', replyId)
        .map(({ author_id, good, reason }) => ({ replyId, authorId: author_id, good: good === 1, ...(reason === null ? {} : { reason }) })),

    /** A person's turns on a platform. */
    turnsBy: (platform: string, authorId: string): MadeTurn[] =>
      database
        .all<TurnRow>(
          'SELECT * FROM intake_turns WHERE author_id = ? AND substr(thread_id, 1, ?) = ?',
          authorId,
          platform.length + 1,
          `${platform}:`,
        )
        .map(madeOf),

    turnsIn: (threadId: string): MadeTurn[] =>
      database.all<TurnRow>('SELECT * FROM intake_turns WHERE thread_id = ?', threadId).map(madeOf),

    /** Forgets these turns, and what was thought of their replies. */
    forget(turns: readonly MadeTurn[]): void {
      const ids = JSON.stringify(turns.map(({ turnId }) => turnId));
      database.transaction(() => {
        database.run('DELETE FROM ratings WHERE reply_id IN (SELECT value FROM json_each(?))', ids);
        database.run('DELETE FROM intake_turns WHERE turn_id IN (SELECT value FROM json_each(?))', ids);
      });
    },

    /** Whether the bot was ever asked in this thread. */
    takesPart: (threadId: string): boolean =>
      database.get('SELECT 1 FROM intake_turns WHERE thread_id = ? LIMIT 1', threadId) !== undefined,

    markDeleted: (threadId: string, messageId: string, nowMs: number): void => {
      database.run('INSERT OR REPLACE INTO intake_deleted VALUES (?, ?, ?)', threadId, messageId, nowMs);
    },

    isDeleted: (threadId: string, messageId: string): boolean =>
      database.get('SELECT 1 FROM intake_deleted WHERE thread_id = ? AND message_id = ?', threadId, messageId) !== undefined,
  };
}
