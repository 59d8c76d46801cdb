/** What the adapter itself has to remember: which calls it made, which files it uploaded, who asked what, what came in and is not done yet. */
import type { Database } from '../../src/core/ports.ts';
import type { Thread } from '../../src/core/types.ts';

const TABLES = [
  // A row without ts: a call was made that may have posted a message.
  `CREATE TABLE slack_messages (
     key TEXT PRIMARY KEY, channel TEXT NOT NULL, reply_id TEXT, ts TEXT, revision INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE UNIQUE INDEX slack_messages_by_ts ON slack_messages (channel, ts);
   CREATE TABLE slack_files (team TEXT NOT NULL, asset TEXT NOT NULL, file_id TEXT NOT NULL, PRIMARY KEY (team, asset)) STRICT;
   CREATE TABLE slack_asked (
     reply_id TEXT PRIMARY KEY, team TEXT NOT NULL, author_id TEXT NOT NULL, thread TEXT NOT NULL, message_id TEXT NOT NULL,
     at_ms INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE INDEX slack_asked_by_author ON slack_asked (team, author_id, at_ms);
   CREATE INDEX slack_asked_open ON slack_asked (team, at_ms) WHERE done = 0;
   CREATE TABLE slack_inbox (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0) STRICT;
   CREATE TABLE slack_settings (team TEXT NOT NULL, user_id TEXT NOT NULL, private_first INTEGER NOT NULL, PRIMARY KEY (team, user_id)) STRICT;
   CREATE TABLE slack_installations (id TEXT PRIMARY KEY, sealed TEXT NOT NULL) STRICT;`,
  // The organisation of a workspace, where the whole organisation installed the app.
  'CREATE TABLE slack_organisations (team TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT;',
];

/** An event that failed, or made the program fail, this often is given up. */
const TRIES_AT_MOST = 8;

export interface SentMessage {
  readonly key: string;
  /** The reply it is a part of, or a copy of. */
  readonly replyId: string | undefined;
  /** Undefined: a call was made whose end is not known. */
  readonly ts: string | undefined;
  readonly revision: number;
}

/** A request that a person made. */
export interface Asked {
  readonly replyId: string;
  readonly authorId: string;
  readonly thread: Thread;
  readonly messageId: string;
  readonly atMs: number;
  readonly isDone: boolean;
}

interface MessageRow {
  readonly key: string;
  readonly reply_id: string | null;
  readonly ts: string | null;
  readonly revision: number;
}

interface AskedRow {
  readonly reply_id: string;
  readonly author_id: string;
  readonly thread: string;
  readonly message_id: string;
  readonly at_ms: number;
  readonly done: number;
}

const sentOf = ({ key, reply_id, ts, revision }: MessageRow): SentMessage => ({
  key,
  replyId: reply_id ?? undefined,
  ts: ts ?? undefined,
  revision,
});

const askedOf = (row: AskedRow): Asked => ({
  replyId: row.reply_id,
  authorId: row.author_id,
  thread: JSON.parse(row.thread) as Thread,
  messageId: row.message_id,
  atMs: row.at_ms,
  isDone: row.done === 1,
});

export type Tables = Awaited<ReturnType<typeof openTables>>;

export async function openTables(database: Database) {
  await database.migrate('slack', TABLES);
  return {
    messages: {
      async get(key: string): Promise<SentMessage | undefined> {
        const row = await database.get<MessageRow>('SELECT * FROM slack_messages WHERE key = ?', key);
        return row && sentOf(row);
      },
      async at(channel: string, ts: string): Promise<SentMessage | undefined> {
        const row = await database.get<MessageRow>('SELECT * FROM slack_messages WHERE channel = ? AND ts = ?', channel, ts);
        return row && sentOf(row);
      },
      /** Before the call that may post it. */
      async begin(key: string, channel: string, replyId: string | undefined): Promise<void> {
        await database.run(
          'INSERT INTO slack_messages (key, channel, reply_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
          key,
          channel,
          replyId ?? null,
        );
      },
      async stands(key: string, ts: string, revision: number): Promise<void> {
        await database.run('UPDATE slack_messages SET ts = ?, revision = max(revision, ?) WHERE key = ?', ts, revision, key);
      },
      /** Nothing stands under a key. */
      async forget(key: string): Promise<void> {
        await database.run('DELETE FROM slack_messages WHERE key = ?', key);
      },
    },

    files: {
      async get(team: string, asset: string): Promise<string | undefined> {
        const known = 'SELECT file_id AS id FROM slack_files WHERE team = ? AND asset = ?';
        return (await database.get<{ id: string }>(known, team, asset))?.id;
      },
      async put(team: string, asset: string, fileId: string): Promise<void> {
        await database.run(
          'INSERT INTO slack_files VALUES (?, ?, ?) ON CONFLICT (team, asset) DO UPDATE SET file_id = excluded.file_id',
          team,
          asset,
          fileId,
        );
      },
    },

    asked: {
      async put(team: string, { replyId, authorId, thread, messageId, atMs }: Omit<Asked, 'isDone'>): Promise<void> {
        await database.run(
          `INSERT INTO slack_asked VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (reply_id) DO UPDATE SET done = 0`,
          replyId,
          team,
          authorId,
          JSON.stringify(thread),
          messageId,
          atMs,
        );
      },
      async done(replyId: string): Promise<void> {
        await database.run('UPDATE slack_asked SET done = 1 WHERE reply_id = ?', replyId);
      },
      async get(replyId: string): Promise<Asked | undefined> {
        const row = await database.get<AskedRow>('SELECT * FROM slack_asked WHERE reply_id = ?', replyId);
        return row && askedOf(row);
      },
      /** Newest first. */
      async by(team: string, authorId: string, limit: number): Promise<Asked[]> {
        const newest = 'SELECT * FROM slack_asked WHERE team = ? AND author_id = ? ORDER BY at_ms DESC LIMIT ?';
        return (await database.all<AskedRow>(newest, team, authorId, limit)).map(askedOf);
      },
      /** What waits or runs, newest first. */
      async open(team: string, limit: number): Promise<Asked[]> {
        const newest = 'SELECT * FROM slack_asked WHERE team = ? AND done = 0 ORDER BY at_ms DESC LIMIT ?';
        return (await database.all<AskedRow>(newest, team, limit)).map(askedOf);
      },
    },

    /** What a person asked for and chose; buttons under their replies know nothing any more. */
    async forget(team: string, authorId: string): Promise<void> {
      await database.run('DELETE FROM slack_asked WHERE team = ? AND author_id = ?', team, authorId);
      await database.run('DELETE FROM slack_settings WHERE team = ? AND user_id = ?', team, authorId);
    },

    inbox: {
      /** Durable once it returns: what came in is not lost when the program ends before it is done with it. */
      async put(body: unknown): Promise<number> {
        const row = await database.get<{ id: number }>('INSERT INTO slack_inbox (body) VALUES (?) RETURNING id', JSON.stringify(body));
        return row?.id ?? 0;
      },
      async done(id: number): Promise<void> {
        await database.run('DELETE FROM slack_inbox WHERE id = ?', id);
      },
      /** False: it was tried often enough. */
      triedAgain: async (id: number): Promise<boolean> =>
        (await database.run('UPDATE slack_inbox SET tries = tries + 1 WHERE id = ? AND tries < ?', id, TRIES_AT_MOST)) > 0,
      /** What the last run left behind, oldest first. */
      async left(): Promise<{ readonly id: number; readonly body: unknown }[]> {
        await database.run('DELETE FROM slack_inbox WHERE tries >= ?', TRIES_AT_MOST);
        await database.run('UPDATE slack_inbox SET tries = tries + 1');
        const rows = await database.all<{ id: number; body: string }>('SELECT id, body FROM slack_inbox ORDER BY id');
        return rows.map(({ id, body }) => ({ id, body: JSON.parse(body) as unknown }));
      },
    },

    settings: {
      async isPrivateFirst(team: string, userId: string): Promise<boolean> {
        const chosen = 'SELECT private_first AS value FROM slack_settings WHERE team = ? AND user_id = ?';
        return (await database.get<{ value: number }>(chosen, team, userId))?.value !== 0;
      },
      async setPrivateFirst(team: string, userId: string, value: boolean): Promise<void> {
        await database.run(
          'INSERT INTO slack_settings VALUES (?, ?, ?) ON CONFLICT (team, user_id) DO UPDATE SET private_first = excluded.private_first',
          team,
          userId,
          value ? 1 : 0,
        );
      },
    },

    installations: {
      get: async (id: string): Promise<string | undefined> =>
        (await database.get<{ sealed: string }>('SELECT sealed FROM slack_installations WHERE id = ?', id))?.sealed,
      async put(id: string, sealed: string): Promise<void> {
        await database.run(
          'INSERT INTO slack_installations VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed',
          id,
          sealed,
        );
      },
      async remove(id: string): Promise<void> {
        await database.run('DELETE FROM slack_installations WHERE id = ?', id);
      },
      organisationOf: async (team: string): Promise<string | undefined> =>
        (await database.get<{ id: string }>('SELECT id FROM slack_organisations WHERE team = ?', team))?.id,
      async belongs(team: string, organisation: string): Promise<void> {
        await database.run(
          'INSERT INTO slack_organisations VALUES (?, ?) ON CONFLICT (team) DO UPDATE SET id = excluded.id',
          team,
          organisation,
        );
      },
    },
  };
}
