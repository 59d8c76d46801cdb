import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter, Database, Delivery, ReplyStore } from '../../src/core/ports.ts';
import type { ChatEvent, Verdict } from '../../src/core/types.ts';
import { openAutoStart } from '../../src/reply/auto-start.ts';
import { createDeliver, createTakeBack } from '../../src/reply/deliver.ts';
import { openOutbox } from '../../src/reply/outbox.ts';
import { openReplies } from '../../src/reply/replies.ts';
import { openDatabase } from '../../src/store/database.ts';
import { START_MS, text, thread, turn } from '../support/made.ts';

let folder = '';
let database: Database;
let replies: ReplyStore;
const said = (words: string): Verdict => ({ kind: 'allow', part: text(words) });
const revision = (id: string) => turn(id, { task: { kind: 'redo', block: 0, of: 'first' } });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'replies-'));
  database = openDatabase(folder);
  replies = await openReplies(database);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('what stands', () => {
  it('is what the turn before left, however often a turn is run', async () => {
    await replies.put(turn('first'), { verdicts: [said('one')], status: 'complete' });
    expect((await replies.before('first', 'second'))?.verdicts).toEqual([said('one')]);
    await replies.put(revision('second'), { verdicts: [said('two')], status: 'complete' });
    expect((await replies.before('first', 'second'))?.verdicts).toEqual([said('one')]);
    await replies.put(revision('third'), { verdicts: [said('three')], status: 'complete' });
    expect((await replies.before('first', 'second'))?.verdicts).toEqual([said('one')]);
    expect((await replies.before('first', 'fourth'))?.verdicts).toEqual([said('three')]);
    expect(await replies.before('other', 'fourth')).toBeUndefined();
  });
});

describe('what is delivered and taken back', () => {
  const sent: Delivery[] = [];
  const adapter: Adapter = {
    platform: 'local',
    limits: { textChars: 5, partsPerMessage: 9, imageBytes: 1 },
    start: async () => undefined,
    deliver: async (delivery) => {
      sent.push(delivery);
      return `id of ${delivery.key}`;
    },
    find: async () => undefined,
    progress: () => undefined,
    close: async () => undefined,
  };
  const offer = { kind: 'storyboard', steps: [], startsAt: new Date(START_MS + 1000).toISOString() } as const;
  async function open() {
    sent.length = 0;
    const outbox = await openOutbox({ database, adapterOf: () => adapter, failed: () => undefined });
    return { outbox, deliver: createDeliver({ outbox, replies, adapterOf: () => adapter }), ...createTakeBack({ outbox, replies }) };
  }

  it('keeps a reply whole, however it is cut, and a note out of it', async () => {
    const { deliver } = await open();
    const verdicts = [said('one two three'), said('four')];
    await deliver(turn('first'), verdicts, 'complete', { note: said('note') });
    expect(sent.map(({ parts }) => parts.map((part) => part.kind === 'text' && part.text))).toEqual([
      ['one'],
      ['two'],
      ['three'],
      ['four'],
      ['note'],
    ]);
    expect((await replies.before('first', 'x'))?.verdicts).toEqual(verdicts);
  });

  it('withdraws every message of a reply, and forgets how it stood', async () => {
    const { deliver, withdraw, outbox } = await open();
    await deliver(turn('first'), [said('one two')], 'complete');
    await withdraw({ replyId: 'first', authorId: 'ann' }, thread());
    await outbox.settled('first', 1000);
    expect(sent.slice(2).map(({ key, parts }) => [key, parts])).toEqual([
      ['first:0', []],
      ['first:1', []],
    ]);
    expect(await replies.before('first', 'x')).toBeUndefined();
  });

  it('takes back an offer once', async () => {
    const { deliver, dismiss, outbox } = await open();
    await deliver(turn('first'), [said('plan')], 'complete', { offer });
    expect(sent.at(-1)?.offer).toEqual(offer);
    expect(await dismiss({ replyId: 'first', authorId: 'ann' }, thread())).toBe(true);
    await outbox.settled('first', 1000);
    expect(sent.at(-1)).not.toHaveProperty('offer');
    expect(await dismiss({ replyId: 'first', authorId: 'ann' }, thread())).toBe(false);
  });

  it('starts a storyboard at its time, unless it was taken back or started', async () => {
    const { deliver, dismiss } = await open();
    const started: ChatEvent[] = [];
    const begin = () =>
      openAutoStart({
        replies,
        clock: () => START_MS + 1000,
        receive: async (event) => started.push(event),
        askedBy: async () => 'ann',
        failed: () => undefined,
      });
    const standing = { workspace: 'W', authorRoles: ['artists'] };
    await deliver(turn('first', { standing }), [said('plan')], 'complete', { offer });
    const later = { ...offer, startsAt: new Date(START_MS + 1300).toISOString() };
    await deliver(turn('other'), [said('plan')], 'complete', { offer: later });
    const autoStart = begin();
    await autoStart.look();
    await autoStart.look();
    await dismiss({ replyId: 'other', authorId: 'ann' }, thread());
    await new Promise((resolve) => setTimeout(resolve, 400));
    // As who asked would: in their workspace, with their roles, and not as a moderator.
    expect(started).toMatchObject([{ ...standing, turnId: 'first', authorId: 'ann', moderates: false, action: { kind: 'start' } }]);
    await replies.put(turn('second', { task: { kind: 'start', keep: [0], of: 'first' } }), {
      verdicts: [said('made')],
      status: 'complete',
    });
    expect(await replies.storyboards()).toEqual([]);
    await autoStart.close();
  });
});
