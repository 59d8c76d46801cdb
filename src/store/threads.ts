/** Threads and their messages. Reading a history costs the same however many messages are stored. */
import type { Database, Statements, ThreadStore } from '../core/ports.ts';
import type { Message, Thread } from '../core/types.ts';

const TABLES = [
  `CREATE TABLE threads (
     id TEXT PRIMARY KEY,
     thread TEXT NOT NULL,
     last_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX threads_by_use ON threads (last_ms);
   CREATE TABLE messages (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
     id TEXT NOT NULL,
     sent_ms INTEGER NOT NULL,
     message TEXT NOT NULL,
     UNIQUE (thread_id, id)
   ) STRICT;
   CREATE INDEX messages_by_time ON messages (thread_id, sent_ms, seq);`,
  'ALTER TABLE messages ADD COLUMN earlier TEXT;',
];

const TITLE_CHARS = 80;

interface MessageRow {
  readonly message: string;
}

const messageOf = (row: MessageRow): Message => JSON.parse(row.message) as Message;

/** The beginning of the first message that has words. */
function titleOf(messages: readonly Message[]): string {
  for (const { parts } of messages) {
    for (const part of parts) {
      const words = (part.kind === 'text' ? part.text : part.alt).replace(/\s+/g, ' ').trim();
      if (words) return words.length > TITLE_CHARS ? `${words.slice(0, TITLE_CHARS - 1).trimEnd()}…` : words;
    }
  }
  return '';
}

export async function openThreads(database: Database): Promise<ThreadStore> {
  await database.migrate('threads', TABLES);
  return threadsIn(database);
}

function threadsIn(database: Statements): ThreadStore {
  return {
    within: threadsIn,
    put(thread, message) {
      const sentMs = Date.parse(message.sentAt);
      return database.transaction(async (tx) => {
        await tx.run(
          `INSERT INTO threads VALUES (?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET thread = excluded.thread, last_ms = max(threads.last_ms, excluded.last_ms)`,
          thread.id,
          JSON.stringify(thread),
          sentMs,
        );
        await tx.run(
          `INSERT INTO messages (thread_id, id, sent_ms, message) VALUES (?, ?, ?, ?)
           ON CONFLICT (thread_id, id) DO UPDATE SET sent_ms = excluded.sent_ms, message = excluded.message, earlier = NULL`,
          thread.id,
          message.id,
          sentMs,
          JSON.stringify(message),
        );
      });
    },
    reword(threadId, messageId, parts) {
      return database.transaction(async (tx) => {
        const sql = 'SELECT message, earlier FROM messages WHERE thread_id = ? AND id = ?';
        const row = await tx.get<MessageRow & { readonly earlier: string | null }>(sql, threadId, messageId);
        const message = row && messageOf(row);
        if (!message || JSON.stringify(message.parts) === JSON.stringify(parts)) return;
        await tx.run(
          'UPDATE messages SET message = ?, earlier = ? WHERE thread_id = ? AND id = ?',
          JSON.stringify({ ...message, parts }),
          JSON.stringify([...(JSON.parse(row.earlier ?? '[]') as Message['parts'][]), message.parts]),
          threadId,
          messageId,
        );
      });
    },
    async earlier(threadId) {
      const sql = 'SELECT id, earlier FROM messages WHERE thread_id = ? AND earlier IS NOT NULL';
      const rows = await database.all<{ id: string; earlier: string }>(sql, threadId);
      return new Map(rows.map(({ id, earlier }) => [id, JSON.parse(earlier) as Message['parts'][]]));
    },
    remove(threadId, messageId) {
      return database.transaction(async (tx) => {
        await tx.run('DELETE FROM messages WHERE thread_id = ? AND id = ?', threadId, messageId);
        await tx.run('DELETE FROM threads WHERE id = ? AND NOT EXISTS (SELECT 1 FROM messages WHERE thread_id = ?)', threadId, threadId);
      });
    },
    forget(what) {
      return database.transaction(async (tx) => {
        if (what.kind === 'thread') await tx.run('DELETE FROM messages WHERE thread_id = ?', what.threadId);
        else if (what.kind === 'older') {
          await tx.run('DELETE FROM messages WHERE thread_id = ? AND sent_ms < ?', what.threadId, what.beforeMs);
        } else {
          await tx.run(
            `DELETE FROM messages WHERE substr(thread_id, 1, ?) = ? AND json_extract(message, '$.author.id') = ?`,
            what.platform.length + 1,
            `${what.platform}:`,
            what.authorId,
          );
          await tx.run(
            `DELETE FROM messages WHERE json_extract(message, '$.turnId') IN (SELECT value FROM json_each(?))`,
            JSON.stringify(what.turnIds),
          );
        }
        await tx.run('DELETE FROM threads WHERE id NOT IN (SELECT thread_id FROM messages)');
      });
    },
    async get(threadId, messageId) {
      const row = await database.get<MessageRow>('SELECT message FROM messages WHERE thread_id = ? AND id = ?', threadId, messageId);
      return row && messageOf(row);
    },
    async history(threadId, limit) {
      const newest = 'SELECT message FROM messages WHERE thread_id = ? ORDER BY sent_ms DESC, seq DESC LIMIT ?';
      return (await database.all<MessageRow>(newest, threadId, limit)).map(messageOf).reverse();
    },
    async threads(limit) {
      const rows = await database.all<{ thread: string; last_ms: number }>(
        'SELECT thread, last_ms FROM threads ORDER BY last_ms DESC LIMIT ?',
        limit,
      );
      const oldest = 'SELECT message FROM messages WHERE thread_id = ? ORDER BY sent_ms, seq LIMIT 3';
      return Promise.all(
        rows.map(async (row) => {
          const thread = JSON.parse(row.thread) as Thread;
          const first = await database.all<MessageRow>(oldest, thread.id);
          return { thread, title: titleOf(first.map(messageOf)), lastAt: new Date(row.last_ms).toISOString() };
        }),
      );
    },
  };
}
