/** The cast and the style of each thread, one row each. */
import type { Database, StagingStore } from '../core/ports.ts';
import type { Staging } from '../core/staging.ts';

const TABLES = [`CREATE TABLE stagings (thread_id TEXT PRIMARY KEY, staging TEXT NOT NULL) STRICT;`];

interface StagingRow {
  readonly thread_id: string;
  readonly staging: string;
}

const stagingOf = ({ staging }: StagingRow): Staging => JSON.parse(staging) as Staging;

export function openStagings(database: Database): StagingStore {
  database.migrate('stagings', TABLES);
  const put = (threadId: string, staging: Staging): void => {
    database.run(
      'INSERT INTO stagings VALUES (?, ?) ON CONFLICT (thread_id) DO UPDATE SET staging = excluded.staging',
      threadId,
      JSON.stringify(staging),
    );
  };
  return {
    get(threadId) {
      const row = database.get<StagingRow>('SELECT * FROM stagings WHERE thread_id = ?', threadId);
      return row ? stagingOf(row) : { cast: [] };
    },
    put,
    forget(what) {
      if (what.kind === 'thread') {
        database.run('DELETE FROM stagings WHERE thread_id = ?', what.threadId);
        return;
      }
      const { platform, authorId } = what;
      const rows = database.all<StagingRow>(
        'SELECT * FROM stagings WHERE substr(thread_id, 1, ?) = ?',
        platform.length + 1,
        `${platform}:`,
      );
      for (const row of rows) {
        const { cast, style } = stagingOf(row);
        const left = {
          cast: cast.filter((member) => member.authorId !== authorId),
          ...(style && style.authorId !== authorId ? { style } : {}),
        };
        put(row.thread_id, left);
      }
    },
  };
}
