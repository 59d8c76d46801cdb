/** Strikes: what counts against a person in a workspace. They wear off, and many at once shut the person out for a while. */
import type { Clock, Database } from '../core/ports.ts';
import type { Turn } from '../core/types.ts';
import type { OpenAudit } from './audit.ts';
import { type Policy, strikesOf } from './policy.ts';
import { workspaceOf } from './workspace.ts';

const TABLES = [
  `CREATE TABLE strikes (
     -- What it was given for, a turn or a case: counted once.
     source TEXT PRIMARY KEY,
     space TEXT NOT NULL,
     person TEXT NOT NULL,
     rule TEXT NOT NULL,
     given_by TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX strikes_by_person ON strikes (space, person, at_ms);
   CREATE TABLE timeouts (
     space TEXT NOT NULL,
     person TEXT NOT NULL,
     until_ms INTEGER NOT NULL,
     PRIMARY KEY (space, person)
   ) STRICT;`,
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Strike {
  readonly source: string;
  readonly space: string;
  readonly person: string;
  readonly rule: string;
  readonly givenBy: string;
  readonly atMs: number;
}

export type Strikes = Awaited<ReturnType<typeof openStrikes>>;

/** Where a person's strikes count: their workspace or server, or the platform where there is none. */
export const spaceOf = (turn: Pick<Turn, 'thread' | 'standing'>): string => workspaceOf(turn) ?? turn.thread.id.split(':', 1)[0] ?? '';

export async function openStrikes(database: Database, clock: Clock, audit: OpenAudit) {
  await database.migrate('strikes', TABLES);

  async function count(space: string, person: string, policy: Policy): Promise<number> {
    const row = await database.get<{ n: number }>(
      'SELECT count(*) AS n FROM strikes WHERE space = ? AND person = ? AND at_ms > ?',
      space,
      person,
      clock() - strikesOf(policy).days * DAY_MS,
    );
    return row?.n ?? 0;
  }

  return {
    count,

    /** Once for each source. Tells until when the person is shut out for it, if so. */
    async add(strike: Omit<Strike, 'atMs'>, policy: Policy): Promise<number | undefined> {
      const { source, space, person, rule, givenBy } = strike;
      if (
        (await database.run(
          'INSERT INTO strikes VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
          source,
          space,
          person,
          rule,
          givenBy,
          clock(),
        )) === 0
      )
        return undefined;
      await audit.add({ kind: 'strike', source, space, person, rule, by: givenBy });
      const given = await count(space, person, policy);
      const hours = strikesOf(policy).timeouts.reduce(
        (longest, { strikes, hours: of }) => (given >= strikes ? Math.max(longest, of) : longest),
        0,
      );
      if (hours === 0) return undefined;
      const untilMs = clock() + hours * HOUR_MS;
      await database.run(
        'INSERT INTO timeouts VALUES (?, ?, ?) ON CONFLICT (space, person) DO UPDATE SET until_ms = max(timeouts.until_ms, excluded.until_ms)',
        space,
        person,
        untilMs,
      );
      return untilMs;
    },

    /** Until when the person is shut out; undefined when not. */
    async outUntil(space: string, person: string): Promise<number | undefined> {
      const row = await database.get<{ until_ms: number }>('SELECT until_ms FROM timeouts WHERE space = ? AND person = ?', space, person);
      return row && row.until_ms > clock() ? row.until_ms : undefined;
    },

    /** Takes back what was given for a turn or a case, and lets the person in again. False when there is none. */
    async forgive(source: string, by: string): Promise<boolean> {
      const row = await database.get<{ space: string; person: string }>('SELECT space, person FROM strikes WHERE source = ?', source);
      if (!row) return false;
      await database.run('DELETE FROM strikes WHERE source = ?', source);
      await letIn(row.space, row.person, by);
      return true;
    },
    letIn,

    /** Newest first. */
    list: (limit: number): Promise<Strike[]> =>
      database.all<Strike>(
        'SELECT source, space, person, rule, given_by AS "givenBy", at_ms AS "atMs" FROM strikes ORDER BY at_ms DESC, source LIMIT ?',
        limit,
      ),

    /** All strikes of a person, in every workspace of a platform: only where the operator wants it, else people could shed them. */
    async forget(person: string): Promise<number> {
      await database.run('DELETE FROM timeouts WHERE person = ?', person);
      return database.run('DELETE FROM strikes WHERE person = ?', person);
    },
  };

  async function letIn(space: string, person: string, by: string): Promise<void> {
    await audit.add({ kind: 'let-in', space, person, by });
    await database.run('DELETE FROM timeouts WHERE space = ? AND person = ?', space, person);
  }
}
