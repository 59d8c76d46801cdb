/**
 * What intake remembers: which events are done with, which turn each of them made, which messages were deleted.
 * Events that made a turn are kept, for the buttons under its reply; the others are forgotten after a while.
 */
import type { Database } from '../core/ports.ts';

const TABLES = [
  `CREATE TABLE intake_events (
     key TEXT PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     thread_id TEXT NOT NULL,
     -- Null when the event made no turn.
     turn_id TEXT,
     author_id TEXT,
     message_id TEXT
   ) STRICT;
   CREATE INDEX intake_events_to_forget ON intake_events (at_ms) WHERE turn_id IS NULL;
   CREATE UNIQUE INDEX intake_events_by_turn ON intake_events (turn_id) WHERE turn_id IS NOT NULL;
   CREATE INDEX intake_events_by_author ON intake_events (thread_id, author_id, at_ms) WHERE turn_id IS NOT NULL;
   CREATE INDEX intake_events_by_message ON intake_events (thread_id, message_id) WHERE turn_id IS NOT NULL;
   CREATE TABLE intake_deleted (
     thread_id TEXT NOT NULL,
     message_id TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (thread_id, message_id)
   ) STRICT;
   CREATE INDEX intake_deleted_to_forget ON intake_deleted (at_ms);`,
];

/** Platforms repeat an event for an hour at most. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

export interface MadeTurn {
  readonly turnId: string;
  readonly threadId: string;
  readonly authorId: string;
  readonly messageId: string;
}

const MADE_TURN = 'SELECT turn_id AS turnId, thread_id AS threadId, author_id AS authorId, message_id AS messageId FROM intake_events';

export type Journal = ReturnType<typeof openJournal>;

export function openJournal(database: Database) {
  database.migrate('intake', TABLES);
  return {
    seen: (key: string): boolean => database.get('SELECT 1 FROM intake_events WHERE key = ?', key) !== undefined,

    /** The last step of an event: until here, receiving it again does it again. */
    settle(key: string, nowMs: number, threadId: string, made?: MadeTurn): void {
      database.transaction(() => {
        database.run(
          'INSERT OR IGNORE INTO intake_events VALUES (?, ?, ?, ?, ?, ?)',
          key,
          nowMs,
          threadId,
          made?.turnId ?? null,
          made?.authorId ?? null,
          made?.messageId ?? null,
        );
        database.run('DELETE FROM intake_events WHERE turn_id IS NULL AND at_ms < ?', nowMs - REMEMBERED_MS);
        database.run('DELETE FROM intake_deleted WHERE at_ms < ?', nowMs - REMEMBERED_MS);
      });
    },

    turn: (turnId: string): MadeTurn | undefined => database.get<MadeTurn>(`${MADE_TURN} WHERE turn_id = ?`, turnId),

    /** A person's turns in a thread since `sinceMs`, newest first. */
    turnsOf: (threadId: string, authorId: string, sinceMs: number): MadeTurn[] =>
      database.all<MadeTurn>(
        `${MADE_TURN} WHERE turn_id IS NOT NULL AND thread_id = ? AND author_id = ? AND at_ms >= ? ORDER BY at_ms DESC`,
        threadId,
        authorId,
        sinceMs,
      ),

    turnsAbout: (threadId: string, messageId: string): MadeTurn[] =>
      database.all<MadeTurn>(`${MADE_TURN} WHERE turn_id IS NOT NULL AND thread_id = ? AND message_id = ?`, threadId, messageId),

    /** Whether the bot was ever asked in this thread. */
    takesPart: (threadId: string): boolean =>
      database.get('SELECT 1 FROM intake_events WHERE turn_id IS NOT NULL AND thread_id = ? LIMIT 1', threadId) !== undefined,

    markDeleted: (threadId: string, messageId: string, nowMs: number): void => {
      database.run('INSERT OR REPLACE INTO intake_deleted VALUES (?, ?, ?)', threadId, messageId, nowMs);
    },

    isDeleted: (threadId: string, messageId: string): boolean =>
      database.get('SELECT 1 FROM intake_deleted WHERE thread_id = ? AND message_id = ?', threadId, messageId) !== undefined,
  };
}
