/**
 * What people have used of their limits: a row for each turn, written when the turn is taken in and corrected by the pictures that
 * it came to. A turn is counted once, however often its event comes or its work is done again. The limits in force are the
 * newest version; a version is never changed or taken out.
 */
import type { Asker, Left } from '../core/limits.ts';
import type { Clock, Database, Received, Statements } from '../core/ports.ts';
import { foreseenPictures, platformOf } from '../core/thread.ts';
import type { Turn } from '../core/types.ts';
import { channelOf, isExempt, type Limits, limitSentence, limitsFor, NO_LIMITS, parseLimits, workspaceOf } from './limits.ts';

const TABLES = [
  `CREATE TABLE limits (
     version INTEGER PRIMARY KEY AUTOINCREMENT,
     at_ms INTEGER NOT NULL,
     author TEXT NOT NULL,
     text TEXT NOT NULL
   ) STRICT;
   CREATE TABLE limit_turns (
     turn_id TEXT PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     person TEXT NOT NULL,
     channel TEXT NOT NULL,
     workspace TEXT,
     -- As many as are foreseen, and once it is done as many as were made.
     pictures INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX limit_turns_by_person ON limit_turns (person, at_ms, pictures);
   CREATE INDEX limit_turns_by_channel ON limit_turns (channel, at_ms, pictures);
   CREATE INDEX limit_turns_by_workspace ON limit_turns (workspace, at_ms, pictures);
   CREATE INDEX limit_turns_by_time ON limit_turns (at_ms);`,
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface LimitsVersion {
  /** 0: none were ever set. */
  readonly version: number;
  readonly author: string;
  readonly atMs: number;
  readonly limits: Limits;
}

interface Used {
  readonly atMs: number;
  readonly pictures: number;
}

/** What was used in a window. */
interface Sum {
  readonly turns: number;
  readonly pictures: number;
  readonly oldestMs: number | null;
  readonly oldestPictureMs: number | null;
}

type Limited = Extract<Received, { kind: 'limited' }>;
export type Allowances = Awaited<ReturnType<typeof openAllowances>>;

export async function openAllowances(database: Database, clock: Clock, failed: (error: unknown) => void) {
  await database.migrate('limits', TABLES);

  let known: LimitsVersion = { version: 0, author: '', atMs: 0, limits: NO_LIMITS };

  /** Another process may have set them. What cannot be read (a newer Dreamthread wrote it) is told once, and what was in force stays. */
  async function current(statements: Statements = database): Promise<LimitsVersion> {
    const row = await statements.get<Omit<LimitsVersion, 'limits'> & { text: string }>(
      'SELECT version, at_ms AS "atMs", author, text FROM limits WHERE version > ? ORDER BY version DESC LIMIT 1',
      known.version,
    );
    if (!row || row.version <= known.version) return known; // or another look was faster
    const { text, ...version } = row;
    try {
      known = { ...version, limits: parseLimits(text, `version ${row.version}`) };
    } catch (error) {
      known = { ...known, version: row.version };
      failed(error);
    }
    return known;
  }

  const whoOf = (per: Left['per'], asker: Asker): string | undefined =>
    ({ person: personOf(asker), channel: channelOf(asker), workspace: workspaceOf(asker) })[per];

  /** What was used of a limit, oldest first. */
  async function used(statements: Statements, { per, what, of }: Left, asker: Asker, nowMs: number): Promise<Used[]> {
    const all = await statements.all<Used>(
      `SELECT at_ms AS "atMs", pictures FROM limit_turns WHERE ${per} = ? AND at_ms > ? ORDER BY at_ms`,
      whoOf(per, asker) ?? '',
      nowMs - windowMs(what, of),
    );
    return what === 'pictures-per-day' ? all.filter(({ pictures }) => pictures > 0) : all;
  }

  /** Nothing where nothing holds this person back. */
  async function leftOf(statements: Statements, asker: Asker, nowMs: number): Promise<Left[]> {
    const { limits } = await current(statements);
    if (isExempt(limits, asker)) return [];
    const all: Left[] = [];
    for (const { per, what, of } of limitsFor(limits, asker)) {
      const who = whoOf(per, asker);
      if (who === undefined) continue;
      // Summed where it lies: a busy workspace has thousands of rows a day.
      const sum = await statements.get<Sum>(
        `SELECT count(*) AS turns, coalesce(sum(pictures), 0) AS pictures, min(at_ms) AS "oldestMs",
           min(CASE WHEN pictures > 0 THEN at_ms END) AS "oldestPictureMs" FROM limit_turns WHERE ${per} = ? AND at_ms > ?`,
        who,
        nowMs - windowMs(what, of),
      );
      const isOfPictures = what === 'pictures-per-day';
      const spent = (isOfPictures ? sum?.pictures : sum?.turns) ?? 0;
      const oldestMs = (isOfPictures ? sum?.oldestPictureMs : sum?.oldestMs) ?? undefined;
      const left = (what === 'cooldown' ? 1 : of) - spent;
      all.push({ per, what, of, left, ...(oldestMs === undefined ? {} : { backAtMs: oldestMs + windowMs(what, of) }) });
    }
    return all;
  }

  /** Of the limits that are reached, the one that is free again last. */
  async function reached(statements: Statements, asker: Asker, pictures: number, nowMs: number): Promise<Limited | undefined> {
    let last: { readonly limit: Left; readonly freeAtMs: number } | undefined;
    for (const limit of await leftOf(statements, asker, nowMs)) {
      const isOfPictures = limit.what === 'pictures-per-day';
      // A request for more than a whole limit is let in once nothing of it is used.
      const wanted = isOfPictures ? Math.min(pictures, Math.max(1, limit.of)) : 1;
      if ((isOfPictures && pictures === 0) || limit.left >= wanted) continue;
      let free = limit.left;
      let freeAtMs = nowMs + windowMs(limit.what, limit.of);
      for (const entry of await used(statements, limit, asker, nowMs)) {
        if (free >= wanted) break;
        free += isOfPictures ? entry.pictures : 1;
        freeAtMs = entry.atMs + windowMs(limit.what, limit.of);
      }
      if (!last || freeAtMs > last.freeAtMs) last = { limit, freeAtMs };
    }
    return last && { kind: 'limited', ...last, sentence: limitSentence(last.limit, last.freeAtMs, nowMs, asker.timeZone) };
  }

  return {
    current: (): Promise<LimitsVersion> => current(),

    /** Throws ConfigError when the text is none; then the ones in force stay. */
    async apply(text: string, name: string, author: string): Promise<number> {
      parseLimits(text, name);
      const insert = 'INSERT INTO limits (at_ms, author, text) VALUES (?, ?, ?) RETURNING version';
      return (await database.get<{ version: number }>(insert, clock(), author, text))?.version ?? 0;
    },

    /** What is left to a person; nothing where nothing holds them back. */
    async allowance(asker: Asker): Promise<readonly Left[]> {
      return leftOf(database, asker, clock());
    },

    /** Counts a turn that is about to be queued; undefined when it may be. One that was counted before may always be. */
    async admit(turn: Pick<Turn, 'id' | 'task'>, asker: Asker): Promise<Limited | undefined> {
      return database.transaction(async (tx) => {
        if (await tx.get('SELECT 1 FROM limit_turns WHERE turn_id = ?', turn.id)) return undefined;
        const nowMs = clock();
        const pictures = foreseenPictures(turn.task);
        const limited = isAnswer(turn.task) ? undefined : await reached(tx, asker, pictures, nowMs);
        if (limited) return limited;
        await tx.run(
          'INSERT INTO limit_turns (turn_id, at_ms, person, channel, workspace, pictures) VALUES (?, ?, ?, ?, ?, ?)',
          ...[turn.id, nowMs, personOf(asker), channelOf(asker), workspaceOf(asker) ?? null, pictures],
        );
        await tx.run('DELETE FROM limit_turns WHERE at_ms <= ?', nowMs - DAY_MS);
        return undefined;
      });
    },

    /** A turn is over, and came to so many pictures. */
    async settle(turnId: string, pictures: number): Promise<void> {
      await database.run('UPDATE limit_turns SET pictures = ? WHERE turn_id = ?', pictures, turnId);
    },
  };
}

const personOf = ({ thread, authorId }: Asker): string => `${platformOf(thread)}:${authorId}`;

const windowMs = (what: Left['what'], of: number): number =>
  what === 'pictures-per-day' ? DAY_MS : what === 'turns-per-hour' ? HOUR_MS : of * 1000;

/** Started and chosen is what an earlier request led to, which was let in. */
const isAnswer = (task: Turn['task']): boolean => task?.kind === 'start' || task?.kind === 'choose';
