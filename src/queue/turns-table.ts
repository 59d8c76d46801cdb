/**
 * The queue's table and what is asked of it. A row's `ended_ms` is null while its turn waits or runs; only those rows
 * are ever searched, so the cost of a turn stays the same however many have been.
 */
import type { Database } from '../core/ports.ts';
import type { Turn } from '../core/types.ts';

const TABLES = [
  `CREATE TABLE turns (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     thread_id TEXT NOT NULL,
     author_id TEXT NOT NULL,
     turn TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'parked')),
     -- The place in the fair order: see claimNext.
     tag INTEGER NOT NULL,
     run_after_ms INTEGER NOT NULL DEFAULT 0,
     retries INTEGER NOT NULL DEFAULT 0,
     crashes INTEGER NOT NULL DEFAULT 0,
     -- Someone asked to stop it while it ran.
     stopping INTEGER NOT NULL DEFAULT 0,
     ended_ms INTEGER,
     -- Why it was parked, and whether the person has still to be told.
     code TEXT,
     reason TEXT,
     untold INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE INDEX turns_active ON turns (thread_id, seq) WHERE ended_ms IS NULL;
   CREATE INDEX turns_active_by_author ON turns (author_id, tag) WHERE ended_ms IS NULL;
   CREATE INDEX turns_active_by_tag ON turns (tag, seq) WHERE ended_ms IS NULL;
   CREATE INDEX turns_untold ON turns (seq) WHERE untold = 1;`,
];

export interface TurnRow {
  readonly seq: number;
  readonly id: string;
  readonly turn: string;
  readonly state: 'waiting' | 'running' | 'done' | 'parked';
  readonly tag: number;
  readonly run_after_ms: number;
  readonly retries: number;
  readonly crashes: number;
  readonly stopping: number;
  readonly code: string | null;
  readonly reason: string | null;
}

export const turnOf = (row: TurnRow): Turn => JSON.parse(row.turn) as Turn;

export function openTurnsTable(database: Database) {
  database.migrate('queue', TABLES);
  // The tag that runs now, or ran last: what is enqueued is placed after it, never before those who wait.
  let now =
    database.get<{ tag: number | null }>('SELECT min(tag) - 1 AS tag FROM turns WHERE ended_ms IS NULL')?.tag ??
    database.get<{ tag: number }>('SELECT tag FROM turns WHERE seq = (SELECT max(seq) FROM turns)')?.tag ??
    0;

  return {
    /** False when a turn of this id was ever added. */
    add(turn: Turn): boolean {
      return database.transaction(() => {
        const last = database.get<{ tag: number | null }>(
          'SELECT max(tag) AS tag FROM turns WHERE author_id = ? AND ended_ms IS NULL',
          turn.authorId,
        )?.tag;
        return (
          database.run(
            "INSERT OR IGNORE INTO turns (id, thread_id, author_id, turn, state, tag) VALUES (?, ?, ?, ?, 'waiting', ?)",
            turn.id,
            turn.thread.id,
            turn.authorId,
            JSON.stringify(turn),
            Math.max(now, last ?? 0) + 1,
          ) === 1
        );
      });
    },

    /**
     * Marks the next turn as running: of those that are the oldest of their thread, the one with the lowest tag. An
     * author's turns get tags one apart and a newcomer is placed right after the tag that runs (start-time fair
     * queueing), so authors take turns however many each has waiting, and nobody is passed over for ever.
     */
    claimNext(nowMs: number): TurnRow | undefined {
      const row = database.get<TurnRow>(
        `SELECT * FROM turns AS head
         WHERE ended_ms IS NULL AND state = 'waiting' AND run_after_ms <= ? AND NOT EXISTS (
           SELECT 1 FROM turns AS older WHERE older.ended_ms IS NULL AND older.thread_id = head.thread_id AND older.seq < head.seq)
         ORDER BY tag, seq LIMIT 1`,
        nowMs,
      );
      if (!row) return undefined;
      database.run("UPDATE turns SET state = 'running' WHERE seq = ?", row.seq);
      now = Math.max(now, row.tag);
      return row;
    },

    /** When the next turn that waits for its time may run. */
    nextRunMs(): number | undefined {
      return (
        database.get<{ at: number | null }>(
          "SELECT min(run_after_ms) AS at FROM turns WHERE ended_ms IS NULL AND state = 'waiting' AND run_after_ms > 0",
        )?.at ?? undefined
      );
    },

    find: (id: string): TurnRow | undefined => database.get<TurnRow>('SELECT * FROM turns WHERE id = ?', id),

    running: (): TurnRow[] => database.all<TurnRow>("SELECT * FROM turns WHERE ended_ms IS NULL AND state = 'running' ORDER BY +seq"),

    untold: (): TurnRow[] => database.all<TurnRow>('SELECT * FROM turns WHERE untold = 1 ORDER BY seq'),

    ahead(row: TurnRow): number {
      const count = database.get<{ ahead: number }>(
        `SELECT count(*) AS ahead FROM turns
         WHERE ended_ms IS NULL AND seq <> ? AND (state = 'running' OR (tag, seq) < (?, ?))`,
        row.seq,
        row.tag,
        row.seq,
      );
      return count?.ahead ?? 0;
    },

    wait(row: TurnRow, runAfterMs: number, counts: { readonly retries: number; readonly crashes: number }): void {
      database.run(
        "UPDATE turns SET state = 'waiting', run_after_ms = ?, retries = ?, crashes = ? WHERE seq = ?",
        runAfterMs,
        counts.retries,
        counts.crashes,
        row.seq,
      );
    },

    done(row: TurnRow, nowMs: number): void {
      database.run("UPDATE turns SET state = 'done', ended_ms = ?, stopping = 0 WHERE seq = ?", nowMs, row.seq);
    },

    /** `untold`: the queue ended the turn, and the person has yet to be told. */
    park(row: TurnRow, nowMs: number, code: string, reason: string, untold: boolean): void {
      database.run(
        "UPDATE turns SET state = 'parked', ended_ms = ?, code = ?, reason = ?, untold = ? WHERE seq = ?",
        nowMs,
        code,
        reason,
        untold ? 1 : 0,
        row.seq,
      );
    },

    stopping(row: TurnRow): void {
      database.run('UPDATE turns SET stopping = 1 WHERE seq = ?', row.seq);
    },

    told(row: TurnRow): void {
      database.run('UPDATE turns SET untold = 0 WHERE seq = ?', row.seq);
    },
  };
}
