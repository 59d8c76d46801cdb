/** The cast and the style of each thread, one row each. */
import type { Database, StagingStore, Statements } from '../core/ports.ts';
import type { Staging } from '../core/staging.ts';

const TABLES = [`CREATE TABLE stagings (thread_id TEXT PRIMARY KEY, staging TEXT NOT NULL) STRICT;`];

interface StagingRow {
  readonly thread_id: string;
  readonly staging: string;
}

const stagingOf = ({ staging }: StagingRow): Staging => JSON.parse(staging) as Staging;

export async function openStagings(database: Database): Promise<StagingStore> {
  await database.migrate('stagings', TABLES);
  return stagingsIn(database);
}

function stagingsIn(database: Statements): StagingStore {
  return {
    within: stagingsIn,
    async get(threadId) {
      const row = await database.get<StagingRow>('SELECT * FROM stagings WHERE thread_id = ?', threadId);
      return row ? stagingOf(row) : { cast: [] };
    },
    put: (threadId, staging) => put(database, threadId, staging),
    async forget(what) {
      if (what.kind === 'thread') await database.run('DELETE FROM stagings WHERE thread_id = ?', what.threadId);
      else if (what.kind === 'person') await database.transaction((tx) => forgetPerson(tx, what.platform, what.authorId));
    },
  };
}

async function put(database: Statements, threadId: string, staging: Staging): Promise<void> {
  await database.run(
    'INSERT INTO stagings VALUES (?, ?) ON CONFLICT (thread_id) DO UPDATE SET staging = excluded.staging',
    threadId,
    JSON.stringify(staging),
  );
}

async function forgetPerson(tx: Statements, platform: string, authorId: string): Promise<void> {
  const onPlatform = 'SELECT * FROM stagings WHERE substr(thread_id, 1, ?) = ?';
  for (const row of await tx.all<StagingRow>(onPlatform, platform.length + 1, `${platform}:`)) {
    const { cast, style } = stagingOf(row);
    await put(tx, row.thread_id, {
      cast: cast.filter((member) => member.authorId !== authorId),
      ...(style && style.authorId !== authorId ? { style } : {}),
    });
  }
}
