/**
 * The queue's table and what is asked of it. A row's `ended_ms` is null while its turn waits or runs; only those rows
 * are ever searched, so the cost of a turn stays the same however many have been.
 */
import type { Database, Eta, Statements } from '../core/ports.ts';
import { foreseenPictures } from '../core/thread.ts';
import type { Turn } from '../core/types.ts';
import { PAST_TURNS, type PastTurn } from './past.ts';
import { LEADS, openShares, type Path, type Priority, type Shares } from './shares.ts';

export const TABLES = [
  `CREATE TABLE turns (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     thread_id TEXT NOT NULL,
     author_id TEXT NOT NULL,
     turn TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'parked')),
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
   ALTER TABLE turns ADD COLUMN lead INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX turns_done ON turns (ended_ms) WHERE state = 'done';
   CREATE INDEX turns_parked ON turns (ended_ms) WHERE state = 'parked';
   CREATE TABLE turn_authors (author_id TEXT PRIMARY KEY, next_tag INTEGER NOT NULL) STRICT;`,
  `-- The forecast before it was corrected by how earlier ones held.
   ALTER TABLE turns ADD COLUMN forecast_p50_ms INTEGER;
   ALTER TABLE turns ADD COLUMN forecast_p90_ms INTEGER;
   CREATE INDEX turn_authors_by_tag ON turn_authors (next_tag);`,
  'ALTER TABLE turns ADD COLUMN told_p50_ms INTEGER;',
  // Whose turn is next is kept in memory (shares.ts): a row says only whose it is and of what priority.
  `DROP INDEX turns_active_by_author;
   DROP INDEX turns_active_by_tag;
   DROP TABLE turn_authors;
   ALTER TABLE turns DROP COLUMN tag;
   -- Workspace and channel; null until the queue is opened, where an earlier version wrote the row.
   ALTER TABLE turns ADD COLUMN place TEXT;
   -- Of its person's turns at that place the how manyth, less its lead: so their bulk is not passed for ever by their own replies either.
   ALTER TABLE turns ADD COLUMN nth INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX turns_active_by_person ON turns (place, author_id, nth, seq) WHERE ended_ms IS NULL;`,
];

/** The longest pause before a turn is tried again. */
export const PAUSE_MS_AT_MOST = 60_000;

export interface TurnRow {
  readonly seq: number;
  readonly id: string;
  readonly turn: string;
  readonly state: 'waiting' | 'running' | 'done' | 'parked';
  /** Of its priority: LEADS. */
  readonly lead: number;
  readonly place: string | null;
  readonly nth: number;
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
    priority: priorityOfRow(row),
    ...{ ranMs: endedMs - (row.started_ms ?? endedMs), tookMs: endedMs - (row.queued_ms ?? row.started_ms ?? endedMs) },
    ...(forecast ? { forecast } : {}),
    ...(told ? { told } : {}),
  };
}

/** What is told of a turn that waits behind so many others that wait; see past.ts. */
type Foretell = (ahead: number, priority: Priority) => { readonly forecast: Eta; readonly told: Eta } | undefined;

/** A platform without workspaces, and a direct conversation, is a workspace of one channel. */
function placeOf({ thread, standing }: Turn): string {
  const [platform = '', channel = ''] = thread.id.split(':', 2);
  return `${platform}:${standing?.workspace ?? channel}\n${platform}:${channel}`;
}

const pathOf = (place: string, authorId: string): Path => [...(place.split('\n', 2) as [string, string]), authorId];

const pathOfRow = (row: TurnRow): Path => pathOf(row.place ?? placeOf(turnOf(row)), row.author_id);

/** What stands is changed before new replies are made, and what is foreseen to come to several pictures comes behind them. */
function priorityOf({ task }: Turn): Priority {
  if (foreseenPictures(task) > 1) return 'bulk';
  return task ? 'edit' : 'reply';
}

export const priorityOfRow = ({ lead }: Pick<TurnRow, 'lead'>): Priority => (lead > 0 ? 'edit' : lead < 0 ? 'bulk' : 'reply');

export type TurnsTable = ReturnType<typeof turnsIn>;

export async function openTurnsTable(database: Database): Promise<TurnsTable> {
  await database.migrate('queue', TABLES);
  for (const row of await database.all<TurnRow>('SELECT * FROM turns WHERE ended_ms IS NULL AND place IS NULL'))
    await database.run('UPDATE turns SET place = ? WHERE seq = ?', placeOf(turnOf(row)), row.seq);
  const table = turnsIn(database, openShares());
  await table.look();
  return table;
}

function turnsIn(database: Statements, shares: Shares) {
  /** Of the person's own turns those that come before are counted where they lie. */
  async function ahead(
    path: Path,
    priority: Priority,
    { place, author_id, nth, seq }: Pick<TurnRow, 'place' | 'author_id' | 'nth' | 'seq'>,
  ) {
    const own = await database.get<{ count: number }>(
      `SELECT count(*) AS count FROM turns
       WHERE ended_ms IS NULL AND place = ? AND author_id = ? AND state = 'waiting' AND (nth, seq) < (?, ?)`,
      ...[place, author_id, nth, seq],
    );
    return shares.ahead(path, priority, own?.count ?? 0);
  }

  return {
    /** The same, as part of a transaction. */
    within: (tx: Statements) => turnsIn(tx, shares),

    /** Takes note of what another process put back, and of what a transaction that failed had counted; what could not start is tried anew. */
    async look(): Promise<void> {
      const rows = await database.all<{ place: string; author_id: string; edits: number; bulk: number; count: number; nth: number }>(
        `SELECT place, author_id, count(CASE WHEN lead > 0 THEN 1 END) AS edits, count(CASE WHEN lead < 0 THEN 1 END) AS bulk,
           count(*) AS count, max(nth) AS nth FROM turns
         WHERE ended_ms IS NULL AND state = 'waiting' AND place IS NOT NULL GROUP BY place, author_id`,
      );
      for (const { place, author_id, edits, bulk, count, nth } of rows)
        shares.atLeast(pathOf(place, author_id), { edit: edits, reply: count - edits - bulk, bulk }, nth);
      shares.wake();
    },

    async forget(ids: readonly string[]): Promise<void> {
      await database.run('DELETE FROM turns WHERE ended_ms IS NOT NULL AND id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
    },

    /** False when a turn of this id was ever added. With what was foretold, so that it can be held against what came. */
    async add(turn: Turn, nowMs: number, foretell: Foretell = () => undefined): Promise<boolean> {
      const place = placeOf(turn);
      const [path, priority] = [pathOf(place, turn.authorId), priorityOf(turn)];
      const nth = shares.nth(path) - LEADS[priority];
      const before = await ahead(path, priority, { place, author_id: turn.authorId, nth, seq: Number.MAX_SAFE_INTEGER });
      const { forecast, told } = foretell(before, priority) ?? {};
      const added = await database.run(
        `INSERT INTO turns (id, thread_id, author_id, turn, state, place, lead, nth, queued_ms, forecast_p50_ms, forecast_p90_ms, told_p50_ms, told_p90_ms)
         VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
        turn.id,
        turn.thread.id,
        turn.authorId,
        JSON.stringify(turn),
        place,
        LEADS[priority],
        nth,
        nowMs,
        ...[forecast?.p50 ?? null, forecast?.p90 ?? null, told?.p50 ?? null, told?.p90 ?? null],
      );
      if (added === 1) shares.add(path, priority);
      return added === 1;
    },

    /**
     * Marks the next turn as running: of the person who is next (shares.ts) the first that is the oldest of its thread and whose time has
     * come. Who has none is left out until something of their channel ends, or until the next look.
     */
    async claimNext(nowMs: number): Promise<TurnRow | undefined> {
      for (let path = shares.first(); path; path = shares.first()) {
        const [workspace, channel, person] = path;
        const whose = [`${workspace}\n${channel}`, person];
        const row = await database.get<TurnRow>(
          `UPDATE turns SET state = 'running', started_ms = ? WHERE seq = (
             SELECT seq FROM turns AS head
             WHERE ended_ms IS NULL AND place = ? AND author_id = ? AND state = 'waiting' AND (run_after_ms <= ? OR run_after_ms > ?)
               AND NOT EXISTS (
                 SELECT 1 FROM turns AS older WHERE older.ended_ms IS NULL AND older.thread_id = head.thread_id AND older.seq < head.seq)
             ORDER BY nth, seq LIMIT 1)
           RETURNING *`,
          nowMs,
          ...whose,
          nowMs,
          // Further ahead than any pause: the clock was set back meanwhile.
          nowMs + PAUSE_MS_AT_MOST,
        );
        if (row) {
          shares.start(path, priorityOfRow(row));
          return row;
        }
        const waiting = await database.all<{ lead: number; count: number }>(
          `SELECT lead, count(*) AS count FROM turns
           WHERE ended_ms IS NULL AND place = ? AND author_id = ? AND state = 'waiting' GROUP BY lead`,
          ...whose,
        );
        shares.rest(path, Object.fromEntries(waiting.map((one) => [priorityOfRow(one), one.count])));
      }
      return undefined;
    },

    /** A turn that was claimed is not run after all: it costs its person nothing. */
    unused: (row: TurnRow): void => shares.charge(pathOfRow(row), -1),

    /** When the next turn that waits for its time may run. One whose time has come waits for its thread, not for a time. */
    async nextRunMs(nowMs: number): Promise<number | undefined> {
      const next = await database.get<{ at: number | null }>(
        "SELECT min(run_after_ms) AS at FROM turns WHERE ended_ms IS NULL AND state = 'waiting' AND run_after_ms > ?",
        nowMs,
      );
      return next?.at ?? undefined;
    },

    find: (id: string): Promise<TurnRow | undefined> => database.get<TurnRow>('SELECT * FROM turns WHERE id = ?', id),

    running: (): Promise<TurnRow[]> =>
      database.all<TurnRow>("SELECT * FROM turns WHERE ended_ms IS NULL AND state = 'running' ORDER BY +seq"),

    untold: (): Promise<TurnRow[]> => database.all<TurnRow>('SELECT * FROM turns WHERE untold = 1 ORDER BY seq'),

    /** Waiting turns that start before this one, as it looks now. */
    ahead: (row: TurnRow): Promise<number> => ahead(pathOfRow(row), priorityOfRow(row), row),

    async wait(row: TurnRow, runAfterMs: number, counts: { readonly retries: number; readonly crashes: number }): Promise<void> {
      await database.run(
        "UPDATE turns SET state = 'waiting', run_after_ms = ?, retries = ?, crashes = ? WHERE seq = ?",
        runAfterMs,
        counts.retries,
        counts.crashes,
        row.seq,
      );
      shares.add(pathOfRow(row), priorityOfRow(row));
      shares.wake(pathOfRow(row));
    },

    /** `cost`: what it used of the engine, where an ordinary turn is 1. */
    async done(row: TurnRow, nowMs: number, cost: number): Promise<void> {
      await database.run("UPDATE turns SET state = 'done', ended_ms = ?, stopping = 0 WHERE seq = ?", nowMs, row.seq);
      shares.charge(pathOfRow(row), cost - 1);
      shares.wake(pathOfRow(row));
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

    /** A parked turn waits again, behind what people wait for now, with a new deadline and nothing held against it. False when it is parked no longer. */
    async again(row: TurnRow, turn: Turn): Promise<boolean> {
      const changed = await database.run(
        `UPDATE turns SET state = 'waiting', turn = ?, place = ?, lead = ?, nth = ?, run_after_ms = 0, retries = 0, crashes = 0, stopping = 0,
           started_ms = NULL, ended_ms = NULL, code = NULL, reason = NULL, untold = 0, told_p50_ms = NULL, told_p90_ms = NULL
         WHERE seq = ? AND state = 'parked'`,
        JSON.stringify(turn),
        placeOf(turn),
        LEADS.bulk,
        shares.nth(pathOf(placeOf(turn), turn.authorId)) - LEADS.bulk,
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
      if (row.state === 'waiting') shares.remove(pathOfRow(row), priorityOfRow(row));
      shares.wake(pathOfRow(row));
    },

    async stopping(row: TurnRow): Promise<void> {
      await database.run('UPDATE turns SET stopping = 1 WHERE seq = ?', row.seq);
    },

    async told(row: TurnRow): Promise<void> {
      await database.run('UPDATE turns SET untold = 0 WHERE seq = ?', row.seq);
    },
  };
}
