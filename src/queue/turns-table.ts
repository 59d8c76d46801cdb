/**
 * The queue's table and what is asked of it. A row's `ended_ms` is null while its turn waits or runs; only those rows
 * are ever searched, so the cost of a turn stays the same however many have been.
 */
import type { Database, Eta, Statements } from '../core/ports.ts';
import type { Turn } from '../core/types.ts';
import { PAST_TURNS, type PastTurn } from './past.ts';

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
  `ALTER TABLE turns ADD COLUMN started_ms INTEGER;
   -- What was told when it was queued: milliseconds from then until it is done, for nine turns of ten.
   ALTER TABLE turns ADD COLUMN told_p90_ms INTEGER;
   ALTER TABLE turns ADD COLUMN queued_ms INTEGER;
   -- How much lower its tag is than its author's turn would have it.
   ALTER TABLE turns ADD COLUMN lead INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX turns_done ON turns (ended_ms) WHERE state = 'done';
   CREATE INDEX turns_parked ON turns (ended_ms) WHERE state = 'parked';
   -- Where an author's next turn is placed: behind the last one, by what that one cost.
   CREATE TABLE turn_authors (author_id TEXT PRIMARY KEY, next_tag INTEGER NOT NULL) STRICT;`,
  `-- The forecast before it was corrected by how earlier ones held.
   ALTER TABLE turns ADD COLUMN forecast_p50_ms INTEGER;
   ALTER TABLE turns ADD COLUMN forecast_p90_ms INTEGER;
   CREATE INDEX turn_authors_by_tag ON turn_authors (next_tag);`,
  'ALTER TABLE turns ADD COLUMN told_p50_ms INTEGER;',
];

/**
 * A change to a reply that someone is looking at goes before new replies: each author's changes may pass another's
 * reply at most so often, so nobody is passed over for ever.
 */
const CHANGE_LEAD = 4;
/** The longest pause before a turn is tried again. */
export const PAUSE_MS_AT_MOST = 60_000;

export interface TurnRow {
  readonly seq: number;
  readonly id: string;
  readonly turn: string;
  readonly state: 'waiting' | 'running' | 'done' | 'parked';
  readonly tag: number;
  readonly lead: number;
  readonly author_id: string;
  readonly queued_ms: number | null;
  readonly forecast_p50_ms: number | null;
  readonly forecast_p90_ms: number | null;
  readonly told_p50_ms: number | null;
  readonly told_p90_ms: number | null;
  readonly started_ms: number | null;
  readonly ended_ms: number | null;
  readonly run_after_ms: number;
  readonly retries: number;
  readonly crashes: number;
  readonly stopping: number;
  readonly code: string | null;
  readonly reason: string | null;
}

export const turnOf = (row: TurnRow): Turn => JSON.parse(row.turn) as Turn;

const etaOf = (p50: number | null, p90: number | null): Eta | undefined => (p50 === null || p90 === null ? undefined : { p50, p90 });

/** What a turn that is done at `endedMs` tells of the next ones. */
export function pastOf(row: TurnRow, endedMs: number): PastTurn {
  const [forecast, told] = [etaOf(row.forecast_p50_ms, row.forecast_p90_ms), etaOf(row.told_p50_ms, row.told_p90_ms)];
  return {
    ...{ ranMs: endedMs - (row.started_ms ?? endedMs), tookMs: endedMs - (row.queued_ms ?? row.started_ms ?? endedMs) },
    ...(forecast ? { forecast } : {}),
    ...(told ? { told } : {}),
  };
}

/** What is told of a turn that waits behind so many others; see past.ts. */
type Foretell = (ahead: number) => { readonly forecast: Eta; readonly told: Eta } | undefined;

export type TurnsTable = ReturnType<typeof turnsIn>;

export async function openTurnsTable(database: Database): Promise<TurnsTable> {
  await database.migrate('queue', TABLES);
  // The tag that runs now, or ran last: what is enqueued is placed after it, never before those who wait.
  const first = await database.get<{ tag: number | null }>('SELECT min(tag) - 1 AS tag FROM turns WHERE ended_ms IS NULL');
  const last = await database.get<{ tag: number }>('SELECT tag FROM turns WHERE seq = (SELECT max(seq) FROM turns)');
  return turnsIn(database, { tag: first?.tag ?? last?.tag ?? 0 });
}

function turnsIn(database: Statements, now: { tag: number }) {
  return {
    /** The same, as part of a transaction. */
    within: (tx: Statements) => turnsIn(tx, now),

    async forget(ids: readonly string[]): Promise<void> {
      await database.run('DELETE FROM turns WHERE ended_ms IS NOT NULL AND id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
    },

    /** False when a turn of this id was ever added. With what was foretold, so that it can be held against what came. */
    add(turn: Turn, nowMs: number, foretell: Foretell = () => undefined): Promise<boolean> {
      return database.transaction(async (tx) => {
        const next = await tx.get<{ tag: number }>('SELECT next_tag AS tag FROM turn_authors WHERE author_id = ?', turn.authorId);
        const tag = Math.max(now.tag + 1, next?.tag ?? 0);
        const lead = turn.task ? CHANGE_LEAD : 0;
        const before = await tx.get<{ ahead: number }>(
          "SELECT count(*) AS ahead FROM turns WHERE ended_ms IS NULL AND (state = 'running' OR tag <= ?)",
          tag - lead,
        );
        const { forecast, told } = foretell(before?.ahead ?? 0) ?? {};
        const added = await tx.run(
          `INSERT INTO turns (id, thread_id, author_id, turn, state, tag, lead, queued_ms, forecast_p50_ms, forecast_p90_ms, told_p50_ms, told_p90_ms)
           VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
          turn.id,
          turn.thread.id,
          turn.authorId,
          JSON.stringify(turn),
          tag - lead,
          lead,
          nowMs,
          ...[forecast?.p50 ?? null, forecast?.p90 ?? null, told?.p50 ?? null, told?.p90 ?? null],
        );
        const placed = 'INSERT INTO turn_authors VALUES (?, ?) ON CONFLICT (author_id) DO UPDATE SET next_tag = excluded.next_tag';
        if (added === 1) await tx.run(placed, turn.authorId, tag + 1);
        return added === 1;
      });
    },

    /**
     * Marks the next turn as running: of those that are the oldest of their thread, the one with the lowest tag. An
     * author's turns get tags one apart and a newcomer is placed right after the tag that runs (start-time fair
     * queueing), so authors take turns however many each has waiting, and nobody is passed over for ever.
     */
    async claimNext(nowMs: number): Promise<TurnRow | undefined> {
      const row = await database.get<TurnRow>(
        `UPDATE turns SET state = 'running', started_ms = ? WHERE seq = (
           SELECT seq FROM turns AS head
           WHERE ended_ms IS NULL AND state = 'waiting' AND (run_after_ms <= ? OR run_after_ms > ?) AND NOT EXISTS (
             SELECT 1 FROM turns AS older WHERE older.ended_ms IS NULL AND older.thread_id = head.thread_id AND older.seq < head.seq)
           ORDER BY tag, seq LIMIT 1)
         RETURNING *`,
        nowMs,
        nowMs,
        // Further ahead than any pause: the clock was set back meanwhile.
        nowMs + PAUSE_MS_AT_MOST,
      );
      if (row) now.tag = Math.max(now.tag, row.tag + row.lead);
      return row;
    },

    /** When the next turn that waits for its time may run. */
    async nextRunMs(): Promise<number | undefined> {
      const next = await database.get<{ at: number | null }>(
        "SELECT min(run_after_ms) AS at FROM turns WHERE ended_ms IS NULL AND state = 'waiting' AND run_after_ms > 0",
      );
      return next?.at ?? undefined;
    },

    find: (id: string): Promise<TurnRow | undefined> => database.get<TurnRow>('SELECT * FROM turns WHERE id = ?', id),

    running: (): Promise<TurnRow[]> =>
      database.all<TurnRow>("SELECT * FROM turns WHERE ended_ms IS NULL AND state = 'running' ORDER BY +seq"),

    untold: (): Promise<TurnRow[]> => database.all<TurnRow>('SELECT * FROM turns WHERE untold = 1 ORDER BY seq'),

    async ahead(row: TurnRow): Promise<number> {
      const count = await database.get<{ ahead: number }>(
        `SELECT count(*) AS ahead FROM turns
         WHERE ended_ms IS NULL AND seq <> ? AND (state = 'running' OR (tag, seq) < (?, ?))`,
        row.seq,
        row.tag,
        row.seq,
      );
      return count?.ahead ?? 0;
    },

    async wait(row: TurnRow, runAfterMs: number, counts: { readonly retries: number; readonly crashes: number }): Promise<void> {
      await database.run(
        "UPDATE turns SET state = 'waiting', run_after_ms = ?, retries = ?, crashes = ? WHERE seq = ?",
        runAfterMs,
        counts.retries,
        counts.crashes,
        row.seq,
      );
    },

    /** `cost`: what it used of the engine, where an ordinary turn is 1. What it was more is taken off its author's share. */
    done(row: TurnRow, nowMs: number, cost: number): Promise<void> {
      return database.transaction(async (tx) => {
        await tx.run("UPDATE turns SET state = 'done', ended_ms = ?, stopping = 0 WHERE seq = ?", nowMs, row.seq);
        if (cost > 1) {
          await tx.run('UPDATE turn_authors SET next_tag = next_tag + ? WHERE author_id = ?', cost - 1, row.author_id);
          const waiting = "author_id = ? AND ended_ms IS NULL AND state = 'waiting'";
          await tx.run(`UPDATE turns SET tag = tag + ? WHERE ${waiting}`, cost - 1, row.author_id);
        }
        await tx.run('DELETE FROM turn_authors WHERE next_tag <= ?', now.tag);
      });
    },

    amend(id: string, change: (turn: Turn) => Turn): Promise<Turn | undefined> {
      return database.transaction(async (tx) => {
        const row = await tx.get<TurnRow>('SELECT * FROM turns WHERE id = ?', id);
        if (row?.state !== 'waiting') return row && turnOf(row);
        const [before, turn] = [turnOf(row), change(turnOf(row))];
        const changed = JSON.stringify(turn);
        if (changed !== JSON.stringify(before)) await tx.run('UPDATE turns SET turn = ? WHERE seq = ?', changed, row.seq);
        return turn;
      });
    },

    async counts(): Promise<{ waiting: number; running: number }> {
      const rows = await database.all<{ state: string; count: number }>(
        'SELECT state, count(*) AS count FROM turns WHERE ended_ms IS NULL GROUP BY state',
      );
      const of = (state: string): number => rows.find((row) => row.state === state)?.count ?? 0;
      return { waiting: of('waiting'), running: of('running') };
    },

    /** The last turns that are done, oldest first. */
    async past(): Promise<PastTurn[]> {
      const rows = await database.all<TurnRow>(
        `SELECT * FROM turns INDEXED BY turns_done WHERE state = 'done' AND started_ms IS NOT NULL ORDER BY ended_ms DESC LIMIT ?`,
        PAST_TURNS,
      );
      return rows.map((row) => pastOf(row, row.ended_ms ?? 0)).reverse();
    },

    parked: (limit: number): Promise<TurnRow[]> =>
      database.all<TurnRow>("SELECT * FROM turns INDEXED BY turns_parked WHERE state = 'parked' ORDER BY ended_ms DESC LIMIT ?", limit),

    /** A parked turn waits again, with a new deadline and nothing held against it. False when it is parked no longer. */
    async again(row: TurnRow, turn: Turn): Promise<boolean> {
      const changed = await database.run(
        `UPDATE turns SET state = 'waiting', turn = ?, tag = ?, lead = 0, run_after_ms = 0, retries = 0, crashes = 0, stopping = 0,
           started_ms = NULL, ended_ms = NULL, code = NULL, reason = NULL, untold = 0, told_p50_ms = NULL, told_p90_ms = NULL
         WHERE seq = ? AND state = 'parked'`,
        JSON.stringify(turn),
        now.tag + 1,
        row.seq,
      );
      return changed === 1;
    },

    /** `untold`: the queue ended the turn, and the person has yet to be told. */
    async park(row: TurnRow, nowMs: number, code: string, reason: string, untold: boolean): Promise<void> {
      await database.run(
        "UPDATE turns SET state = 'parked', ended_ms = ?, code = ?, reason = ?, untold = ? WHERE seq = ?",
        nowMs,
        code,
        reason,
        untold ? 1 : 0,
        row.seq,
      );
    },

    async stopping(row: TurnRow): Promise<void> {
      await database.run('UPDATE turns SET stopping = 1 WHERE seq = ?', row.seq);
    },

    async told(row: TurnRow): Promise<void> {
      await database.run('UPDATE turns SET untold = 0 WHERE seq = ?', row.seq);
    },
  };
}
