/**
 * Exceptions for one request: rules that moderators found not to hold for its words, and changes of a picture that somebody
 * agreed to. Words are kept as a hash.
 */
import { createHash } from 'node:crypto';
import type { Clock, Database, Forgotten } from '../core/ports.ts';

const TABLES = [
  `CREATE TABLE waivers (
     thread_id TEXT NOT NULL,
     words TEXT NOT NULL,
     rule TEXT NOT NULL,
     PRIMARY KEY (thread_id, words, rule)
   ) STRICT;
   CREATE TABLE consents (
     thread_id TEXT NOT NULL,
     picture TEXT NOT NULL,
     requester_id TEXT NOT NULL,
     given_by TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (thread_id, picture, requester_id)
   ) STRICT;`,
];

export type Waivers = Awaited<ReturnType<typeof openWaivers>>;

const hashOf = (words: string): string => createHash('sha256').update(words.replace(/\s+/g, ' ').trim()).digest('hex');

export async function openWaivers(database: Database, clock: Clock) {
  await database.migrate('waivers', TABLES);
  return {
    async waive(threadId: string, words: string, rule: string): Promise<void> {
      await database.run('INSERT INTO waivers VALUES (?, ?, ?) ON CONFLICT DO NOTHING', threadId, hashOf(words), rule);
    },
    /** The rules that do not hold for these words in this thread. */
    async waived(threadId: string, words: string): Promise<ReadonlySet<string>> {
      const rows = await database.all<{ rule: string }>(
        'SELECT rule FROM waivers WHERE thread_id = ? AND words = ?',
        threadId,
        hashOf(words),
      );
      return new Set(rows.map(({ rule }) => rule));
    },
    async agree(threadId: string, picture: string, requesterId: string, by: string): Promise<void> {
      await database.run(
        `INSERT INTO consents VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (thread_id, picture, requester_id) DO UPDATE SET given_by = excluded.given_by, at_ms = excluded.at_ms`,
        threadId,
        picture,
        requesterId,
        by,
        clock(),
      );
    },
    /** Who agreed to changes of a picture that a person asks for. */
    async agreedBy(threadId: string, picture: string, requesterId: string): Promise<string | undefined> {
      const sql = 'SELECT given_by AS "givenBy" FROM consents WHERE thread_id = ? AND picture = ? AND requester_id = ?';
      return (await database.get<{ givenBy: string }>(sql, threadId, picture, requesterId))?.givenBy;
    },
    async forget(what: Forgotten): Promise<void> {
      if (what.kind === 'thread') {
        await database.run('DELETE FROM waivers WHERE thread_id = ?', what.threadId);
        await database.run('DELETE FROM consents WHERE thread_id = ?', what.threadId);
      } else if (what.kind === 'person')
        await database.run('DELETE FROM consents WHERE requester_id = ? OR given_by = ?', what.authorId, what.authorId);
    },
  };
}
