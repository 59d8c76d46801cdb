/** In what circumstances a request was checked, as far as its verdict depends on them: ids and flags, no words. A replay goes by them. */
import { createHash } from 'node:crypto';
import type { Clock, Database, Forgotten } from '../core/ports.ts';
import type { Message, Part, Turn } from '../core/types.ts';

const TABLES = [
  `CREATE TABLE circumstances (
     thread_id TEXT NOT NULL,
     message_id TEXT NOT NULL,
     circumstance TEXT NOT NULL,
     author_id TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (thread_id, message_id, circumstance)
   ) STRICT;`,
];

interface Circumstance {
  readonly isDirect: boolean;
  readonly ageRestricted: boolean;
  /** Of who asked, as the platform told them. */
  readonly roles?: readonly string[];
  /** Rules that moderators had found not to hold for these words. */
  readonly waived?: readonly string[];
  /** Ids of the messages that were part of the same request. */
  readonly more?: readonly string[];
  /** Which words and pictures were checked, as a hash: a message's may change, and a form has its own. Absent in what was noted by older versions. */
  readonly asked?: string;
}

export interface Noted extends Circumstance {
  readonly atMs: number;
}

/** The same for what a check finds alike: all that it reads, and nothing besides. */
export const hashOf = (messageId: string, parts: readonly Part[]): string => {
  const read = parts.map((part) => (part.kind === 'text' ? [part.text] : [part.alt, part.asset]));
  return createHash('sha256')
    .update(JSON.stringify([messageId, read]))
    .digest('hex')
    .slice(0, 32);
};

export type Circumstances = Awaited<ReturnType<typeof openCircumstances>>;

/** A message that is checked again is kept again only where something is otherwise: a rule was waived, somebody else asked, in other words. */
export async function openCircumstances(database: Database, clock: Clock) {
  await database.migrate('circumstances', TABLES);
  return {
    async note({ thread, messageId, authorId, standing, more }: Turn, asked: Message, waived: ReadonlySet<string>): Promise<void> {
      const circumstance: Circumstance = {
        isDirect: thread.isDirect,
        ageRestricted: thread.ageRestricted,
        ...(standing?.authorRoles?.length ? { roles: [...standing.authorRoles].sort() } : {}),
        ...(waived.size > 0 ? { waived: [...waived].sort() } : {}),
        ...(more?.length ? { more } : {}),
        asked: hashOf(messageId, asked.parts),
      };
      const sql = 'INSERT INTO circumstances VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
      await database.run(sql, thread.id, messageId, JSON.stringify(circumstance), authorId, clock());
    },
    /** Of each message of a thread that was checked, oldest first. */
    async of(threadId: string): Promise<ReadonlyMap<string, readonly Noted[]>> {
      const sql = 'SELECT message_id, circumstance, at_ms FROM circumstances WHERE thread_id = ? ORDER BY at_ms, circumstance';
      const found = new Map<string, Noted[]>();
      for (const row of await database.all<{ message_id: string; circumstance: string; at_ms: number }>(sql, threadId)) {
        const noted = { ...(JSON.parse(row.circumstance) as Circumstance), atMs: row.at_ms };
        found.set(row.message_id, [...(found.get(row.message_id) ?? []), noted]);
      }
      return found;
    },
    /** The threads in which something was checked since then. */
    async threadsSince(sinceMs: number): Promise<ReadonlySet<string>> {
      const sql = 'SELECT DISTINCT thread_id FROM circumstances WHERE at_ms >= ?';
      return new Set((await database.all<{ thread_id: string }>(sql, sinceMs)).map(({ thread_id }) => thread_id));
    },
    async forget(what: Forgotten): Promise<void> {
      if (what.kind === 'thread') await database.run('DELETE FROM circumstances WHERE thread_id = ?', what.threadId);
      else if (what.kind === 'older')
        await database.run('DELETE FROM circumstances WHERE thread_id = ? AND at_ms < ?', what.threadId, what.beforeMs);
      else {
        const sql = 'DELETE FROM circumstances WHERE substr(thread_id, 1, ?) = ? AND author_id = ?';
        await database.run(sql, what.platform.length + 1, `${what.platform}:`, what.authorId);
      }
    },
  };
}
