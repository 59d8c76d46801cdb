/**
 * What intake remembers: which events are done with and which messages were deleted, for a week; and which turns were
 * made of what, for ever, because the buttons under a reply stay.
 */
import type { Database } from '../core/ports.ts';

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
];

/** Platforms repeat an event for an hour at most. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

export interface MadeTurn {
  readonly turnId: string;
  readonly threadId: string;
  readonly authorId: string;
  readonly messageId: string;
}

const MADE_TURN = 'SELECT turn_id AS turnId, thread_id AS threadId, author_id AS authorId, message_id AS messageId FROM intake_turns';

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

    made({ turnId, threadId, authorId, messageId }: MadeTurn, nowMs: number): void {
      database.run('INSERT OR IGNORE INTO intake_turns VALUES (?, ?, ?, ?, ?)', turnId, threadId, authorId, messageId, nowMs);
    },

    turn: (turnId: string): MadeTurn | undefined => database.get<MadeTurn>(`${MADE_TURN} WHERE turn_id = ?`, turnId),

    /** A person's turns in a thread since `sinceMs`, newest first. */
    turnsOf: (threadId: string, authorId: string, sinceMs: number): MadeTurn[] =>
      database.all<MadeTurn>(
        `${MADE_TURN} WHERE thread_id = ? AND author_id = ? AND at_ms >= ? ORDER BY at_ms DESC`,
        threadId,
        authorId,
        sinceMs,
      ),

    turnsAbout: (threadId: string, messageId: string): MadeTurn[] =>
      database.all<MadeTurn>(`${MADE_TURN} WHERE thread_id = ? AND message_id = ?`, threadId, messageId),

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
