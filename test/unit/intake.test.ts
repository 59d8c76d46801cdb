import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import type { Database, Forgotten, LedgerStore, Received, ThreadStore } from '../../src/core/ports.ts';
import type { Action, ChatEvent, Message, Offer, Thread, Turn } from '../../src/core/types.ts';
import { type Allowances, openAllowances } from '../../src/intake/allowance.ts';
import { openJournal } from '../../src/intake/journal.ts';
import { openIntake, turnIdOf } from '../../src/intake/receive.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openThreads } from '../../src/store/threads.ts';
import { iso, message, picture, row, START_MS, text, thread } from '../support/made.ts';
import { NO_DESK } from '../support/no-desk.ts';

let folder = '';
let database: Database;
let threads: ThreadStore;
let ledger: LedgerStore;
let nowMs = START_MS;
let queued: Turn[] = [];
let cancelled: string[] = [];
let active: Set<string>;
let allowances: Allowances;
let receive: (event: ChatEvent) => Promise<Received>;
/** Thrown once by the next call of the queue: a crash at that place. */
let crash: Error | undefined;

const queue = {
  async enqueue(turn: Turn) {
    if (queued.some(({ id }) => id === turn.id)) return false;
    if (crash) throw crash;
    queued.push(turn);
    active.add(turn.id);
    return true;
  },
  async cancel(turnId: string) {
    cancelled.push(turnId);
    return active.delete(turnId);
  },
  amend: async (turnId: string) => queued.find(({ id }) => id === turnId),
  position: async (turnId: string) => (active.has(turnId) ? 0 : undefined),
};
let takenBack: string[] = [];
let forgotten: Forgotten[] = [];
let offered: Offer | undefined;
const replies = {
  offered: async () => offered,
  withdraw: async ({ replyId }: { replyId: string }) => void takenBack.push(`withdraw ${replyId}`),
  dismiss: async ({ replyId }: { replyId: string }) => takenBack.push(`dismiss ${replyId}`) < 0,
};

beforeEach(async () => {
  takenBack = [];
  forgotten = [];
  offered = undefined;
  folder = mkdtempSync(join(tmpdir(), 'intake-'));
  database = openDatabase(folder);
  threads = await openThreads(database);
  ledger = await openLedger(database);
  nowMs = START_MS;
  queued = [];
  cancelled = [];
  active = new Set();
  crash = undefined;
  allowances = await openAllowances(
    database,
    () => nowMs,
    (error) => {
      throw error;
    },
  );
  receive = await openIntake({
    database,
    threads,
    ledger,
    queue,
    clock: () => nowMs,
    allowances,
    replies,
    desk: NO_DESK,
    forget: async (what) => void forgotten.push(what),
  });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const channel = thread('slack:C1:C1', { isDirect: false, audience: 'public' });
const inChannel = thread('slack:C1:171.5', { isDirect: false, audience: 'public' });

const created = (id: string, changes: Partial<Message> = {}, where: Thread = thread()): ChatEvent => ({
  kind: 'message-create',
  id,
  thread: where,
  message: message(`m-${id}`, { threadId: where.id, ...changes }),
});
const said = (id: string, words: string, where: Thread = thread(), changes: Partial<Message> = {}): ChatEvent =>
  created(id, { parts: [text(words)], mentionsBot: false, ...changes }, where);

describe('a message to the bot', () => {
  it('becomes a turn, stored first', async () => {
    const received = await receive(created('e1'));
    const turn: Turn = {
      id: turnIdOf('local', 'e1'),
      thread: thread(),
      eventId: 'e1',
      messageId: 'm-e1',
      authorId: 'ann',
      seed: expect.any(Number),
      enqueuedAt: iso(START_MS),
      deadlineAt: iso(START_MS + 15 * 60_000),
    };
    expect(received).toEqual({ kind: 'queued', turn });
    expect(queued).toEqual([turn]);
    expect(turn.id).toMatch(/^[0-9a-f]{24}$/);
    expect((await threads.history('local:me:t', 9)).map(({ id }) => id)).toEqual(['m-e1']);
  });

  it('has a seed of its own, the same each time, unless the person chose one', async () => {
    await receive(created('e1'));
    await receive(created('e2'));
    await receive({ ...created('e3'), seed: 42 } as ChatEvent);
    const [first, second, third] = queued.map(({ seed }) => seed);
    expect(first).not.toBe(second);
    expect(third).toBe(42);
    for (const seed of [first, second]) expect(seed).toSatisfy((value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 32);
  });

  it('makes one turn however often it is delivered, at once or later', async () => {
    await Promise.all([receive(created('e1')), receive(created('e1'))]);
    expect(await receive(created('e1'))).toEqual({ kind: 'ignored', reason: 'repeated' });
    expect(queued).toHaveLength(1);
    nowMs += 30 * 24 * 3_600_000;
    await receive(created('e2'));
    expect(await receive(created('e1'))).toMatchObject({ kind: 'queued' }); // forgotten by intake, known to the queue
    expect(queued.map(({ eventId }) => eventId)).toEqual(['e1', 'e2']);
  });

  it('is taken up again where a crash cut it off, with the same pictures under the same names', async () => {
    const event = created('e1', { parts: [picture('1'), text('and'), picture('2')] });
    crash = new Error('killed');
    await expect(receive(event)).rejects.toBe(crash);
    crash = undefined;
    await receive(event);
    expect(queued).toHaveLength(1);
    expect((await ledger.rows('local:me:t')).map(({ name }) => name)).toEqual(['#1', '#2']);
  });
});

describe('who is spoken to', () => {
  it('answers a direct message, a mention, and a reply to its own message; the rest it only notes', async () => {
    await threads.put(channel, message('own', { threadId: channel.id, author: { id: 'bot', name: 'Bot', isBot: true, isSelf: true } }));
    const kinds = [
      await receive(said('e1', 'hi')),
      await receive(said('e2', 'hi', channel)),
      await receive(said('e3', 'hi', channel, { mentionsBot: true })),
      await receive(said('e4', 'hi', channel, { replyToId: 'own' })),
      await receive(said('e5', 'hi', channel, { replyToId: 'm-e2' })),
    ].map(({ kind }) => kind);
    expect(kinds).toEqual(['queued', 'noted', 'queued', 'queued', 'noted']);
    expect((await threads.history(channel.id, 9)).map(({ id }) => id)).toContain('m-e5');
  });

  it('goes on answering in a thread where it was asked, but not in the channel around it', async () => {
    expect((await receive(said('e1', 'hi', inChannel))).kind).toBe('noted');
    await receive(said('e2', 'hi', inChannel, { mentionsBot: true }));
    expect((await receive(said('e3', 'and now?', inChannel))).kind).toBe('queued');
    await receive(said('e4', 'hi', channel, { mentionsBot: true }));
    expect((await receive(said('e5', 'and now?', channel))).kind).toBe('noted');
  });

  it('does not hear itself or other bots', async () => {
    const author = { id: 'x', name: 'X', isBot: true, isSelf: false };
    expect(await receive(created('e1', { author }))).toEqual({ kind: 'ignored', reason: 'bot' });
    expect(await receive(created('e2', { author: { ...author, isBot: false, isSelf: true } }))).toEqual({ kind: 'ignored', reason: 'bot' });
    expect(await threads.history('local:me:t', 9)).toEqual([]);
  });
});

describe('what cannot be answered', () => {
  const refusal = async (event: ChatEvent): Promise<PlatformError> => {
    const error = await receive(event).catch((thrown: unknown) => thrown);
    if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${error}`);
    return error;
  };

  it('is refused in one sentence, once', async () => {
    const long = created('e1', { parts: [text('x'.repeat(5000)), text('y'.repeat(3001))] });
    expect(await refusal(long)).toMatchObject({
      code: 'invalid-payload',
      message: 'Expected at most 8000 characters, got 8002: send it in pieces.',
    });
    expect(await receive(long)).toEqual({ kind: 'ignored', reason: 'repeated' });
    expect((await refusal(created('e2', { parts: [text(' <@U1> ')] }))).message).toMatch(
      /^Expected some words or a picture, got an empty message/,
    );
    expect((await refusal(created('e3', { parts: [] }))).code).toBe('invalid-payload');
    expect((await refusal(created('e4', { sentAt: 'yesterday' }))).message).toMatch(/ISO 8601/);
    expect(queued).toEqual([]);
    expect(await threads.history('local:me:t', 9)).toEqual([]);
  });

  it('takes exactly 8000 characters, and a picture without words', async () => {
    await receive(created('e1', { parts: [text('x'.repeat(8000))] }));
    await receive(created('e2', { parts: [picture('1')] }));
    expect(queued).toHaveLength(2);
  });

  it('is left alone when it was not said to the bot', async () => {
    expect(await receive(said('e1', 'x'.repeat(9000), channel))).toEqual({ kind: 'ignored', reason: 'not-kept' });
    expect(await receive(said('e2', '', channel))).toEqual({ kind: 'ignored', reason: 'not-kept' });
  });
});

describe('pictures', () => {
  const namesOf = async (id: string) =>
    (await threads.get('local:me:t', id))?.parts.flatMap((part) => (part.kind === 'image' ? [part.name] : [])) ?? [];

  it('get their names in the thread, whatever they came with', async () => {
    await ledger.put(row('#1', { turnId: 't' }));
    await receive(created('e1', { parts: [picture('1', { name: '#1' }), picture('2', { name: '#1' })] }));
    expect(await namesOf('m-e1')).toEqual(['#2', '#3']);
    expect((await ledger.rows('local:me:t'))[1]).toEqual({
      threadId: 'local:me:t',
      name: '#2',
      asset: picture('1').asset,
      widthPx: 64,
      heightPx: 64,
      caption: 'picture 1',
      mediaType: 'image/png',
      authorName: 'Ann',
      authorId: 'ann',
      messageId: 'm-e1',
      madeAt: iso(START_MS),
    });
  });

  it('keep them when the message is edited, also the same picture twice', async () => {
    await receive(created('e1', { parts: [picture('1'), picture('1')] }));
    expect(await namesOf('m-e1')).toEqual(['#1', '#2']);
    const edited = message('m-e1', { parts: [picture('3'), picture('1')] });
    await receive({ kind: 'message-edit', id: 'e2', thread: thread(), message: edited });
    expect(await namesOf('m-e1')).toEqual(['#3', '#1']);
  });
});

describe('edits and deletions', () => {
  const edit = (id: string, words: string): ChatEvent => ({
    kind: 'message-edit',
    id,
    thread: thread(),
    message: message('m-e1', { parts: [text(words)] }),
  });
  const remove: ChatEvent = { kind: 'message-delete', id: 'e9', thread: thread(), messageId: 'm-e1' };
  const words = async () => (await threads.get('local:me:t', 'm-e1'))?.parts;

  it('change what the bot reads, and ask nothing', async () => {
    await receive(created('e1'));
    expect(await receive(edit('e2', 'better words'))).toEqual({ kind: 'noted' });
    expect(await words()).toEqual([text('better words')]);
    expect(queued).toHaveLength(1);
    await receive(edit('e3', ' '));
    expect(await words()).toBeUndefined();
  });

  it('count although they come before the message', async () => {
    await receive(edit('e2', 'better words'));
    expect((await receive(created('e1'))).kind).toBe('queued');
    expect(await words()).toEqual([text('better words')]);
  });

  it('forget a deleted message and stop what it asked for', async () => {
    await receive(created('e1'));
    await receive(remove);
    expect(await words()).toBeUndefined();
    expect(cancelled).toEqual([turnIdOf('local', 'e1')]);
    await receive(edit('e2', 'late'));
    expect(await words()).toBeUndefined();
  });

  it('never answer a message that was deleted before it came', async () => {
    await receive(remove);
    expect(await receive(created('e1'))).toEqual({ kind: 'ignored', reason: 'not-kept' });
    expect(queued).toEqual([]);
  });
});

describe('stop and redo', () => {
  const does = (id: string, action: Action, of: string, authorId = 'ann'): ChatEvent => ({
    kind: 'action-invoke',
    id,
    thread: thread(),
    authorId,
    moderates: false,
    action,
    turnId: turnIdOf('local', of),
  });
  const action = (id: string, kind: 'stop' | 'redo', of: string, authorId?: string): ChatEvent => does(id, { kind }, of, authorId);
  const command = (id: string, name: string, argument: string): ChatEvent => ({
    kind: 'command-invoke',
    id,
    thread: thread(),
    authorId: 'ann',
    command: name,
    argument,
  });

  it.each(['stop', 'Stop.', ' <@U123> STOP!', '止めて'])('the word alone stops what its author asked for: %s', async (word) => {
    await receive(created('e1'));
    await receive(created('e2', { author: { id: 'ben', name: 'Ben', isBot: false, isSelf: false } }));
    await receive(created('e3'));
    active.delete(turnIdOf('local', 'e1'));
    expect(await receive(said('e4', word))).toEqual({ kind: 'stopped', turnIds: [turnIdOf('local', 'e3')] });
    expect(active).toEqual(new Set([turnIdOf('local', 'e2')]));
    expect(await threads.get('local:me:t', 'm-e4')).toBeUndefined();
  });

  it('the word among others is a request', async () => {
    expect((await receive(said('e1', 'draw a stop sign'))).kind).toBe('queued');
    expect((await receive(said('e2', 'stop', channel))).kind).toBe('noted');
  });

  it('a button stops a turn for the person who asked', async () => {
    await receive(created('e1'));
    expect(await receive(action('e2', 'stop', 'e1', 'ben'))).toEqual({ kind: 'ignored', reason: 'not-yours' });
    expect(await receive(action('e3', 'stop', 'e1'))).toEqual({ kind: 'stopped', turnIds: [turnIdOf('local', 'e1')] });
    expect(await receive(action('e4', 'stop', 'e1'))).toEqual({ kind: 'stopped', turnIds: [] });
    expect(await receive(action('e5', 'stop', 'never'))).toEqual({ kind: 'ignored', reason: 'unknown-turn' });
  });

  it('a redo asks the same again, with another seed', async () => {
    await receive(created('e1'));
    nowMs += 365 * 24 * 3_600_000;
    expect(await receive(action('e2', 'redo', 'e1', 'ben'))).toEqual({ kind: 'ignored', reason: 'not-yours' });
    await receive(action('e3', 'redo', 'e1'));
    const [first, again] = queued;
    expect(again).toMatchObject({ id: turnIdOf('local', 'e3'), messageId: 'm-e1', authorId: 'ann' });
    expect(again?.seed).not.toBe(first?.seed);
  });

  it('a button becomes a task about the reply, also of a reply that was revised', async () => {
    await receive(created('e1'));
    const of = turnIdOf('local', 'e1');
    await receive(does('e2', { kind: 'edit', block: '#1', instruction: 'make it blue' }, 'e1'));
    expect(queued[1]).toMatchObject({ messageId: 'm-e1', task: { kind: 'edit', block: '#1', instruction: 'make it blue', of } });
    expect(await receive(action('e3', 'stop', 'e1'))).toEqual({ kind: 'stopped', turnIds: [of, turnIdOf('local', 'e2')] });
    await receive(does('e4', { kind: 'vary', block: '#1', count: 2 }, 'e1'));
    await receive(does('e5', { kind: 'redo' }, 'e4'));
    expect(queued.at(-1)?.task).toEqual({ kind: 'redo', of: turnIdOf('local', 'e4') });
  });

  it('a storyboard is started once, whoever does it', async () => {
    await receive(created('e1'));
    await receive(does('e2', { kind: 'start', keep: [0] }, 'e1'));
    await receive(does('e3', { kind: 'start', keep: [0, 1] }, 'e1'));
    expect(queued.slice(1).map(({ task }) => task)).toEqual([{ kind: 'start', keep: [0], of: turnIdOf('local', 'e1') }]);
  });

  it('stop takes back what a reply offers, delete the reply; a rating is kept', async () => {
    await receive(created('e1'));
    const of = turnIdOf('local', 'e1');
    active.clear();
    await receive(action('e2', 'stop', 'e1'));
    await receive(does('e3', { kind: 'delete' }, 'e1'));
    expect(takenBack).toEqual([`dismiss ${of}`, `withdraw ${of}`]);
    await receive(does('e4', { kind: 'rate', good: true }, 'e1'));
    await receive(does('e5', { kind: 'rate', good: false, reason: 'two stars, not three' }, 'e1'));
    expect(await (await openJournal(database)).ratings(of)).toEqual([
      { replyId: of, authorId: 'ann', good: false, reason: 'two stars, not three' },
    ]);
  });

  it.each<[Action, RegExp]>([
    [{ kind: 'edit', block: '#1', instruction: ' ' }, /Expected what to change/],
    [{ kind: 'vary', block: '#1', count: 20 }, /Expected 1 to 4 variations, got 20/],
    [{ kind: 'start', keep: [] }, /Expected steps to start/],
  ])('what a button cannot mean is said: %j', async (impossible, sentence) => {
    await receive(created('e1'));
    await expect(receive(does('e2', impossible, 'e1'))).rejects.toThrow(sentence);
    expect(queued).toHaveLength(1);
  });

  it('forgets a thread or a person, stops what they have under way, and their buttons with it', async () => {
    await receive(created('e1'));
    await receive(command('e2', 'forget', 'me'));
    const of = turnIdOf('local', 'e1');
    expect(forgotten).toEqual([{ kind: 'person', platform: 'local', authorId: 'ann', turnIds: [of] }]);
    expect(cancelled).toEqual([of]);
    expect(await receive(does('e3', { kind: 'redo' }, 'e1'))).toEqual({ kind: 'ignored', reason: 'unknown-turn' });
    await receive(command('e4', 'forget', 'Thread '));
    expect(forgotten[1]).toEqual({ kind: 'thread', threadId: 'local:me:t' });
    await expect(receive(command('e5', 'forget', 'everything'))).rejects.toThrow('Expected what to forget, thread or me');
  });

  it('commands ask and stop', async () => {
    await receive(command('e1', 'draw', 'a red circle'));
    await receive(command('e2', 'ask', 'why is it red?'));
    expect(await Promise.all(queued.map(async ({ messageId }) => (await threads.get('local:me:t', messageId))?.parts))).toEqual([
      [text('draw a red circle')],
      [text('why is it red?')],
    ]);
    expect(await receive(command('e3', 'stop', ''))).toEqual({
      kind: 'stopped',
      turnIds: expect.arrayContaining([...queued.map(({ id }) => id)]),
    });
    await expect(receive(command('e4', 'dance', ''))).rejects.toThrow('Expected the command ask, draw, stop or forget, got "dance"');
    await expect(receive(command('e5', 'ask', ' '))).rejects.toThrow(/got an empty message/);
  });

  it('turns away, and does not keep, what is over a limit; a stop always gets through', async () => {
    await allowances.apply(JSON.stringify({ version: 1, rules: [{ per: 'person', turnsPerHour: 1 }] }), 'test', 'zoe');
    expect((await receive(created('e1'))).kind).toBe('queued');
    const limited = await receive(said('e2', 'and another'));
    expect(limited).toMatchObject({ kind: 'limited', limit: { what: 'turns-per-hour' } });
    expect((await threads.history(thread().id, 9)).map(({ id }) => id)).not.toContain('m-e2');
    expect(await receive(said('e2', 'and another'))).toEqual({ kind: 'ignored', reason: 'repeated' });
    expect((await receive(said('e3', 'stop'))).kind).toBe('stopped');
    expect(queued).toHaveLength(1);
  });
});
