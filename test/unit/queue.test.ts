import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database, TurnQueue } from '../../src/core/ports.ts';
import { openEmbeddedQueue, openParkedTurns } from '../../src/queue/embedded.ts';
import { TABLES } from '../../src/queue/turns-table.ts';
import { openDatabase } from '../../src/store/database.ts';
import { START_MS, thread, turn } from '../support/made.ts';
import { type Stage, stage } from '../support/stage.ts';

let folder = '';
let database: Database;
let queue: TurnQueue;
let played: Stage;
let failures: unknown[] = [];

beforeEach(async () => {
  vi.useFakeTimers({ now: START_MS, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  folder = mkdtempSync(join(tmpdir(), 'queue-'));
  database = openDatabase(folder);
  failures = [];
  queue = await openEmbeddedQueue({ database, clock: Date.now, failed: (_, error) => failures.push(error) });
  played = stage();
});
afterEach(async () => {
  played.endAll();
  await queue.close(0);
  vi.useRealTimers();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

it('pauses longer before each retry, and gives up after five', async () => {
  await queue.enqueue(turn('a'));
  queue.run(played.runTurn, played.onParked);
  const pausesMs: number[] = [];
  for (let n = 0; n < 5; n++) {
    (await played.next()).end({ kind: 'retry', afterMs: 8000, reason: 'the engine is away' });
    await vi.advanceTimersByTimeAsync(0);
    const endedMs = Date.now();
    while (played.startedIds().length === 0) await vi.advanceTimersToNextTimerAsync();
    pausesMs.push(Date.now() - endedMs);
  }
  expect(pausesMs).toEqual([8000, 16_000, 32_000, 60_000, 60_000]);
  (await played.next()).end({ kind: 'retry', afterMs: 8000, reason: 'the engine is away' });
  expect(await played.nextParked()).toMatchObject({ code: 'failed', reason: 'the engine is away' });
});

it('tells of what a turn throws, and what a person hears of it holds none of it', async () => {
  await queue.enqueue(turn('a'));
  queue.run(played.runTurn, played.onParked);
  for (let n = 0; n < 6; n++) {
    (await played.next()).fail(new Error('secret'));
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect(failures).toHaveLength(6);
  const { reason } = await played.nextParked();
  expect(reason).toMatch(/log/);
  expect(reason).not.toMatch(/secret/);
});

it('parks a retry that comes due after its deadline', async () => {
  await queue.enqueue(turn('a', { deadlineAt: new Date(START_MS + 5000).toISOString() }));
  queue.run(played.runTurn, played.onParked);
  (await played.next()).end({ kind: 'retry', afterMs: 6000, reason: 'the engine is away' });
  await vi.advanceTimersByTimeAsync(6000);
  expect(await played.nextParked()).toMatchObject({ code: 'deadline-passed' });
});

it('starts as many as it may when a burst of turns comes, and no thread waits behind a paused one', async () => {
  await queue.enqueue(turn('a'));
  await queue.enqueue(turn('b', { thread: thread('local:me:b') }));
  queue.run(played.runTurn, played.onParked);
  (await played.next()).end({ kind: 'retry', afterMs: 30_000, reason: 'the engine is away' });
  expect((await played.next()).turn.id).toBe('b');
});

it('does not look again and again while a turn whose time has come waits for an older one of its thread', async () => {
  await queue.close(0);
  queue = await openEmbeddedQueue({ database, clock: Date.now, concurrency: 2, failed: (_, error) => failures.push(error) });
  await queue.enqueue(turn('a'));
  queue.run(played.runTurn, played.onParked);
  (await played.next()).end({ kind: 'parked', reason: 'told already' });
  await queue.enqueue(turn('b'));
  (await played.next()).end({ kind: 'retry', afterMs: 8000, reason: 'the engine is away' });
  await vi.advanceTimersByTimeAsync(0);
  expect(await (await openParkedTurns(database)).retry('a', turn('a').deadlineAt)).toBe(true);
  await vi.advanceTimersByTimeAsync(8000);
  const older = await played.next();
  expect(older.turn.id).toBe('a');
  expect(await queue.position('b')).toBe(1); // what began it is over
  expect(vi.getTimerCount()).toBe(0);
  older.end();
  expect((await played.next()).turn.id).toBe('b');
});

it('tries again when it was to, though the clock was set back meanwhile', async () => {
  await queue.enqueue(turn('a'));
  queue.run(played.runTurn, played.onParked);
  (await played.next()).end({ kind: 'retry', afterMs: 8000, reason: 'the engine is away' });
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(START_MS - 600_000);
  await vi.advanceTimersByTimeAsync(8000);
  expect((await played.next()).turn.id).toBe('a');
});

describe('a turn that runs longer than it may', () => {
  const LIMIT_MS = 60_000;
  beforeEach(async () => {
    await queue.close(0);
    queue = await openEmbeddedQueue({ database, clock: Date.now, limitMs: LIMIT_MS, failed: (_, error) => failures.push(error) });
    await queue.enqueue(turn('a'));
    await queue.enqueue(turn('b'));
    queue.run(played.runTurn, played.onParked);
  });

  it('is aborted, and its thread goes on; what it says of itself stands, and nothing tries it again', async () => {
    const first = await played.next();
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    expect(first.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(first.signal.reason).toMatchObject({ name: 'TurnError', code: 'time-limit' });
    first.end({ kind: 'parked', reason: 'told already' });
    expect((await played.next()).turn.id).toBe('b');
    const { parked } = await openParkedTurns(database);
    expect(await parked(9)).toMatchObject([{ turn: { id: 'a' }, code: 'time-limit', reason: 'told already' }]);
  });

  it('is told of by the queue when it says nothing of itself', async () => {
    const first = await played.next();
    await vi.advanceTimersByTimeAsync(LIMIT_MS);
    first.fail(first.signal.reason);
    expect(await played.nextParked()).toMatchObject({
      turn: { id: 'a' },
      code: 'time-limit',
      reason: expect.stringMatching(/not tried again/),
    });
    expect(failures).toEqual([]);
  });

  it('is given up when it hangs, and what comes of it later changes nothing', async () => {
    const first = await played.next();
    await vi.advanceTimersByTimeAsync(LIMIT_MS + 45_000);
    expect(await played.nextParked()).toMatchObject({ turn: { id: 'a' }, code: 'time-limit' });
    expect(failures).toMatchObject([{ code: 'time-limit' }]);
    const second = await played.next();
    expect(second.turn.id).toBe('b');
    first.end();
    second.end();
    await vi.waitFor(async () => expect(await queue.state()).toMatchObject({ waiting: 0, running: 0 }));
    const { parked } = await openParkedTurns(database);
    expect((await parked(9)).map(({ turn: { id } }) => id)).toEqual(['a']);
  });

  it('is left alone when it ends in time', async () => {
    const first = await played.next();
    first.end();
    await played.next();
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    expect([first.signal.aborted, failures]).toEqual([false, []]);
  });
});

it('reads the rows of earlier versions: what waited and ran, people in their order, and how long turns took', async () => {
  await queue.close(0);
  await database.close();
  database = openDatabase(join(folder, 'earlier'));
  await database.migrate('queue', TABLES.slice(0, 4)); // as 0.1.0 had them before shares.ts
  const add = (id: string, authorId: string, state: string, tag: number, lead: number, endedMs: number | null) =>
    database.run(
      'INSERT INTO turns (id, thread_id, author_id, turn, state, tag, lead, started_ms, ended_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[id, `local:me:${id}`, authorId, JSON.stringify(turn(id, { authorId, thread: thread(`local:me:${id}`) })), state],
      ...[tag, lead, endedMs === null ? null : endedMs - 4000, endedMs],
    );
  for (let n = 0; n < 5; n++) await add(`d${n}`, 'ann', 'done', 0, 0, START_MS - n);
  await add('ran', 'ann', 'running', 1, 0, null);
  await add('a2', 'ann', 'waiting', 2, 0, null);
  await add('a3', 'ann', 'waiting', 3, 0, null);
  await add('b1', 'ben', 'waiting', 2, 0, null);
  await add('c1', 'cleo', 'waiting', -2, 4, null);
  queue = await openEmbeddedQueue({ database, clock: Date.now, failed: (_, error) => failures.push(error) });
  expect(await queue.eta('b1')).toMatchObject({ p50: expect.any(Number) });
  queue.run(played.runTurn, played.onParked);
  const order: string[] = [];
  for (let n = 0; n < 5; n++) {
    const started = await played.next();
    order.push(started.turn.id);
    started.end();
  }
  expect(order).toEqual(['c1', 'ran', 'b1', 'a2', 'a3']);
});

describe('where the database fails', () => {
  /** Opens the queue anew on the database as `change` makes its transactions. */
  async function reopened(change: (transaction: Database['transaction']) => Database['transaction']): Promise<void> {
    await queue.close(0);
    queue = await openEmbeddedQueue({
      database: { ...database, transaction: (work) => change(database.transaction)(work) },
      clock: Date.now,
      failed: (_, error) => failures.push(error),
    });
  }

  it('what ended is written down when the database is back, and its thread goes on', async () => {
    let isAway = false;
    await reopened((transaction) => async (work) => {
      if (isAway) throw new Error('away');
      return await transaction(work);
    });
    await queue.enqueue(turn('a'));
    queue.run(played.runTurn, played.onParked);
    const first = await played.next();
    isAway = true;
    first.end();
    await vi.waitFor(() => expect(failures).toHaveLength(1));
    isAway = false;
    await queue.enqueue(turn('b'));
    expect((await played.next()).turn.id).toBe('b');
    expect(await queue.position('a')).toBeUndefined();
  });

  it('what a try claimed whose answer was lost on the way, is run', async () => {
    // As Postgres does where a connection is cut behind a COMMIT: it was done, and is done again.
    await reopened((transaction) => async (work) => {
      await transaction(work);
      return await transaction(work);
    });
    await queue.enqueue(turn('a'));
    await queue.enqueue(turn('b', { thread: thread('local:me:b') }));
    queue.run(played.runTurn, played.onParked);
    for (const id of ['a', 'b']) {
      const started = await played.next();
      expect(started.turn.id).toBe(id);
      started.end();
    }
  });
});
