/** What is said while the last request still waits, or twice: over the real queue, whose turns a test begins. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database, Received, ThreadStore, TurnQueue } from '../../src/core/ports.ts';
import type { ChatEvent, Message, Turn } from '../../src/core/types.ts';
import { openAllowances } from '../../src/intake/allowance.ts';
import { openIntake, turnIdOf } from '../../src/intake/receive.ts';
import { openEmbeddedQueue } from '../../src/queue/embedded.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openThreads } from '../../src/store/threads.ts';
import { message, START_MS, text, thread } from '../support/made.ts';
import { NO_DESK } from '../support/no-desk.ts';
import { type Stage, stage } from '../support/stage.ts';

let folder = '';
let database: Database;
let threads: ThreadStore;
let queue: TurnQueue;
let played: Stage;
let nowMs = START_MS;
let receive: (event: ChatEvent) => Promise<Received>;

const own = thread('local:me:own');
const first = turnIdOf('local', 'e1');
const event = (id: string, words: string, changes: Partial<Message> = {}, where = own): ChatEvent => ({
  kind: 'message-create',
  id,
  thread: where,
  message: message(`m-${id}`, { threadId: where.id, parts: [text(words)], ...changes }),
});
const say = (id: string, words: string, changes: Partial<Message> = {}): Promise<Received> => receive(event(id, words, changes));
/** As a crash leaves it that came before an event was marked as done. */
const forgetEvents = (): Promise<number> => database.run('DELETE FROM intake_events');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bursts-'));
  database = openDatabase(folder);
  nowMs = START_MS;
  const clock = (): number => nowMs;
  const failed = (_: unknown, error?: unknown): void => {
    throw error;
  };
  threads = await openThreads(database);
  queue = await openEmbeddedQueue({ database, clock, concurrency: 9, failed });
  played = stage();
  receive = await openIntake({
    ...{ database, threads, queue, clock, desk: NO_DESK },
    ledger: await openLedger(database),
    allowances: await openAllowances(database, clock, failed),
    replies: { offered: async () => undefined, withdraw: async () => undefined, dismiss: async () => false },
    forget: async () => undefined,
  });
  await say('e1', 'draw a house');
});
afterEach(async () => {
  played.endAll();
  await queue.close(1000);
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The turns of `own` begin, each when the one before it is over. */
async function begin() {
  queue.run(played.runTurn, played.onParked);
  return played.next();
}

/** Runs all that waits; returns it in order. */
async function all(count: number): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let started = await begin(); ; started = await played.next()) {
    turns.push(started.turn);
    started.end();
    if (turns.length === count) return turns;
  }
}

it('belongs to it: both are answered once', async () => {
  expect(await say('e2', 'with a red roof')).toMatchObject({ kind: 'merged', turn: { id: first, more: ['m-e2'] } });
  expect(await say('e3', 'and a tree')).toMatchObject({ kind: 'merged', turn: { more: ['m-e2', 'm-e3'] } });
  expect(await queue.state()).toMatchObject({ waiting: 1 });
  expect(await threads.history(own.id, 9)).toHaveLength(3);
  expect(await all(1)).toMatchObject([{ id: first, more: ['m-e2', 'm-e3'] }]);
});

it('is taken along once, though its event comes again after a crash, and also when the turn has begun by then', async () => {
  await say('e2', 'with a red roof');
  await forgetEvents();
  expect(await say('e2', 'with a red roof')).toMatchObject({ kind: 'merged', turn: { more: ['m-e2'] } });
  await forgetEvents();
  await begin();
  expect(await say('e2', 'with a red roof')).toMatchObject({ kind: 'merged' });
  await forgetEvents();
  expect(await say('e1', 'draw a house')).toMatchObject({ kind: 'queued', turn: { id: first } });
  expect(await queue.state()).toMatchObject({ waiting: 0, running: 1 });
});

it('is a request of its own once the turn has begun, of another person, or with a seed', async () => {
  const ben = { id: 'ben', name: 'Ben', isBot: false, isSelf: false };
  expect((await say('e2', 'a tree', { author: ben })).kind).toBe('queued');
  expect((await receive({ ...event('e3', 'a tree'), seed: 7 } as ChatEvent)).kind).toBe('queued');
  expect(await queue.state()).toMatchObject({ waiting: 3 });
  for (const turn of await all(3)) expect(turn.more).toBeUndefined();
});

it('that comes when the turn has begun is a request of its own', async () => {
  await begin();
  expect((await say('e2', 'a cloud')).kind).toBe('queued');
  expect(await queue.state()).toMatchObject({ waiting: 1, running: 1 });
});

it('that is the same within a minute, is the same, also while it runs; not when it is done', async () => {
  const running = await begin();
  expect(await say('e2', '  Draw a  HOUSE ')).toMatchObject({ kind: 'merged', turn: { id: first } });
  expect(await threads.get(own.id, 'm-e2')).toBeUndefined();
  running.end();
  while ((await queue.position(first)) !== undefined) await new Promise((resolve) => setImmediate(resolve));
  expect((await say('e3', 'draw a house')).kind).toBe('queued');
});

it('that is the same a minute later is asked again', async () => {
  await begin();
  nowMs += 61_000;
  expect((await say('e2', 'draw a house')).kind).toBe('queued');
});

it('is still answered when the message it came after is deleted', async () => {
  await say('e2', 'with a red roof');
  await receive({ kind: 'message-delete', id: 'e3', thread: own, messageId: 'm-e1' });
  await receive({ kind: 'message-delete', id: 'e4', thread: own, messageId: 'm-e2' });
  // With neither there it finds nothing to answer when it runs.
  expect(await all(1)).toMatchObject([{ id: first, messageId: 'm-e2', more: [] }]);
});

it('is redone with it', async () => {
  await say('e2', 'with a red roof');
  const redo = { kind: 'redo' } as const;
  await receive({ kind: 'action-invoke', id: 'e3', thread: own, authorId: 'ann', moderates: true, turnId: first, action: redo });
  expect((await all(2))[1]).toMatchObject({ messageId: 'm-e1', more: ['m-e2'], task: { kind: 'redo', of: first } });
});

it('in a channel is one of its own', async () => {
  const channel = thread('discord:c:c', { isDirect: false });
  for (const id of ['e5', 'e6']) expect((await receive(event(id, `draw ${id}`, {}, channel))).kind).toBe('queued');
});
