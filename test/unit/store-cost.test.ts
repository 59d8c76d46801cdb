/** What a turn costs stays the same however many have been: no statement reads a whole table, none sorts one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Adapter, Database, Statements } from '../../src/core/ports.ts';
import { openAllowances } from '../../src/intake/allowance.ts';
import { openIntake, turnIdOf } from '../../src/intake/receive.ts';
import { openEmbeddedQueue } from '../../src/queue/embedded.ts';
import { createDeliver, createTakeBack } from '../../src/reply/deliver.ts';
import { openOutbox } from '../../src/reply/outbox.ts';
import { openReplies } from '../../src/reply/replies.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openThreads } from '../../src/store/threads.ts';
import { message, picture, row, text, thread } from '../support/made.ts';
import { NO_DESK } from '../support/no-desk.ts';

/** A database that notes each statement it is given. */
function noting(database: Database, statements: Set<string>): Database {
  return {
    ...database,
    ...noted(database),
    transaction: async (work) => await database.transaction((tx) => work({ ...tx, ...noted(tx) })),
  };
  function noted({ run, get, all }: Statements): Omit<Statements, 'transaction'> {
    const note = (sql: string): string => {
      statements.add(sql);
      return sql;
    };
    return {
      run: (sql, ...values) => run(note(sql), ...values),
      get: (sql, ...values) => get(note(sql), ...values),
      all: (sql, ...values) => all(note(sql), ...values),
    };
  }
}

it('searches by an index, in every statement of a turn', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cost-'));
  const file = openDatabase(folder);
  const statements = new Set<string>();
  const database = noting(file, statements);
  const failed = (_: unknown, error: unknown): void => {
    throw error;
  };
  const adapter: Adapter = {
    platform: 'local',
    limits: { textChars: 100, partsPerMessage: 3, imageBytes: 1 },
    start: async () => undefined,
    deliver: async ({ key }) => key,
    find: async () => undefined,
    progress: () => undefined,
    close: async () => undefined,
  };
  const threads = await openThreads(database);
  const ledger = await openLedger(database);
  const queue = await openEmbeddedQueue({ database, clock: Date.now, failed });
  const outbox = await openOutbox({ database, adapterOf: () => adapter, failed });
  const replies = await openReplies(database);
  const receive = await openIntake({
    database,
    threads,
    ledger,
    queue,
    clock: Date.now,
    allowances: await openAllowances(database, Date.now, () => undefined),
    replies: createTakeBack({ outbox, replies }),
    desk: NO_DESK,
    forget: async () => undefined,
  });
  const deliver = createDeliver({ outbox, replies, adapterOf: () => adapter });
  // Of different people, as several messages by one are answered together.
  const say = (id: string, words: string) =>
    receive({
      kind: 'message-create',
      id,
      thread: thread(),
      message: message(id, { author: { id: `by ${id}`, name: id, isBot: false, isSelf: false }, parts: [text(words), picture('1')] }),
    });

  await say('e1', 'a red circle');
  await say('e2', 'and a blue one');
  await say('e3', 'and a third');
  await queue.cancel(turnIdOf('local', 'e3'));
  await new Promise<void>((resolve) => {
    queue.run(
      async (turn, signal) => {
        await threads.history(turn.thread.id, 50);
        await ledger.put(row('#1b', { turnId: turn.id, parent: '#1' }));
        await deliver(turn, [{ kind: 'allow', part: text('here it is') }], 'complete');
        if (turn.eventId === 'e2' && !signal.aborted) resolve();
        return { kind: 'done' };
      },
      async () => undefined,
    );
  });
  await queue.position(turnIdOf('local', 'e2'));
  await receive({ kind: 'message-create', id: 'e4', thread: thread(), message: message('e4', { parts: [text('stop')] }) });
  await receive({ kind: 'message-delete', id: 'e5', thread: thread(), messageId: 'e1' });
  await threads.threads(20);
  await outbox.resume();
  await queue.close(1000);
  await outbox.close(1000);

  expect(statements.size).toBeGreaterThan(30);
  // Sorting is fine where an index has chosen the few rows that wait; reading through one is where there is a LIMIT.
  const isCostly = (detail: string, sql: string): boolean =>
    /SCAN/.test(detail) &&
    !(/USING (COVERING )?INDEX/.test(detail) && /LIMIT|ended_ms IS NULL|state = 'pending'|untold|max\(|min\(/.test(sql));
  const costly: string[] = [];
  for (const sql of statements) {
    for (const { detail } of await file.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`))
      if (isCostly(detail, sql)) costly.push(`${detail}: ${sql}`);
  }
  expect(costly).toEqual([]);
  await file.close();
  rmSync(folder, { recursive: true, force: true });
});
