import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import type { ChatEvent, Turn } from '../../src/core/types.ts';
import { turnIdOf } from '../../src/intake/receive.ts';
import { channel, created, type IntakeWorld, inChannel, openIntakeWorld, said } from '../support/intake-world.ts';
import { iso, message, picture, row, START_MS, text, thread } from '../support/made.ts';

let world: IntakeWorld;
beforeEach(async () => {
  world = await openIntakeWorld();
});
afterEach(() => world.close());

describe('a message to the bot', () => {
  it('becomes a turn, stored first', async () => {
    const received = await world.receive(created('e1'));
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
    expect(world.queued).toEqual([turn]);
    expect(turn.id).toMatch(/^[0-9a-f]{24}$/);
    expect((await world.threads.history('local:me:t', 9)).map(({ id }) => id)).toEqual(['m-e1']);
  });

  it('has a seed of its own, the same each time, unless the person chose one', async () => {
    await world.receive(created('e1'));
    await world.receive(created('e2'));
    await world.receive({ ...created('e3'), seed: 42 } as ChatEvent);
    const [first, second, third] = world.queued.map(({ seed }) => seed);
    expect(first).not.toBe(second);
    expect(third).toBe(42);
    for (const seed of [first, second]) expect(seed).toSatisfy((value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 32);
  });

  it('makes one turn however often it is delivered, at once or later', async () => {
    await Promise.all([world.receive(created('e1')), world.receive(created('e1'))]);
    expect(await world.receive(created('e1'))).toEqual({ kind: 'ignored', reason: 'repeated' });
    expect(world.queued).toHaveLength(1);
    world.nowMs += 30 * 24 * 3_600_000;
    await world.receive(created('e2'));
    expect(await world.receive(created('e1'))).toMatchObject({ kind: 'queued' }); // world.forgotten by intake, known to the queue
    expect(world.queued.map(({ eventId }) => eventId)).toEqual(['e1', 'e2']);
  });

  it('is taken up again where a world.crash cut it off, with the same pictures under the same names', async () => {
    const event = created('e1', { parts: [picture('1'), text('and'), picture('2')] });
    world.crash = new Error('killed');
    await expect(world.receive(event)).rejects.toBe(world.crash);
    world.crash = undefined;
    await world.receive(event);
    expect(world.queued).toHaveLength(1);
    expect((await world.ledger.rows('local:me:t')).map(({ name }) => name)).toEqual(['#1', '#2']);
  });
});

describe('who is spoken to', () => {
  it('answers a direct message, a mention, and a reply to its own message; the rest it only notes', async () => {
    await world.threads.put(
      channel,
      message('own', { threadId: channel.id, author: { id: 'bot', name: 'Bot', isBot: true, isSelf: true } }),
    );
    const kinds = [
      await world.receive(said('e1', 'hi')),
      await world.receive(said('e2', 'hi', channel)),
      await world.receive(said('e3', 'hi', channel, { mentionsBot: true })),
      await world.receive(said('e4', 'hi', channel, { replyToId: 'own' })),
      await world.receive(said('e5', 'hi', channel, { replyToId: 'm-e2' })),
    ].map(({ kind }) => kind);
    expect(kinds).toEqual(['queued', 'noted', 'queued', 'queued', 'noted']);
    expect((await world.threads.history(channel.id, 9)).map(({ id }) => id)).toContain('m-e5');
  });

  it('goes on answering in a thread where it was asked, but not in the channel around it', async () => {
    expect((await world.receive(said('e1', 'hi', inChannel))).kind).toBe('noted');
    await world.receive(said('e2', 'hi', inChannel, { mentionsBot: true }));
    expect((await world.receive(said('e3', 'and now?', inChannel))).kind).toBe('queued');
    await world.receive(said('e4', 'hi', channel, { mentionsBot: true }));
    expect((await world.receive(said('e5', 'and now?', channel))).kind).toBe('noted');
  });

  it('does not hear itself or other bots', async () => {
    const author = { id: 'x', name: 'X', isBot: true, isSelf: false };
    expect(await world.receive(created('e1', { author }))).toEqual({ kind: 'ignored', reason: 'bot' });
    expect(await world.receive(created('e2', { author: { ...author, isBot: false, isSelf: true } }))).toEqual({
      kind: 'ignored',
      reason: 'bot',
    });
    expect(await world.threads.history('local:me:t', 9)).toEqual([]);
  });
});

describe('what cannot be answered', () => {
  const refusal = async (event: ChatEvent): Promise<PlatformError> => {
    const error = await world.receive(event).catch((thrown: unknown) => thrown);
    if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${error}`);
    return error;
  };

  it('is refused in one sentence, once', async () => {
    const long = created('e1', { parts: [text('x'.repeat(5000)), text('y'.repeat(3001))] });
    expect(await refusal(long)).toMatchObject({
      code: 'invalid-payload',
      message: 'Expected at most 8000 characters, got 8002: send it in pieces.',
    });
    expect(await world.receive(long)).toEqual({ kind: 'ignored', reason: 'repeated' });
    expect((await refusal(created('e2', { parts: [text(' <@U1> ')] }))).message).toMatch(
      /^Expected some words or a picture, got an empty message/,
    );
    expect((await refusal(created('e3', { parts: [] }))).code).toBe('invalid-payload');
    expect((await refusal(created('e4', { sentAt: 'yesterday' }))).message).toMatch(/ISO 8601/);
    expect(world.queued).toEqual([]);
    expect(await world.threads.history('local:me:t', 9)).toEqual([]);
  });

  it('takes exactly 8000 characters, and a picture without words', async () => {
    await world.receive(created('e1', { parts: [text('x'.repeat(8000))] }));
    await world.receive(created('e2', { parts: [picture('1')] }));
    expect(world.queued).toHaveLength(2);
  });

  it('is left alone when it was not said to the bot', async () => {
    expect(await world.receive(said('e1', 'x'.repeat(9000), channel))).toEqual({ kind: 'ignored', reason: 'not-kept' });
    expect(await world.receive(said('e2', '', channel))).toEqual({ kind: 'ignored', reason: 'not-kept' });
  });
});

describe('pictures', () => {
  const namesOf = async (id: string) =>
    (await world.threads.get('local:me:t', id))?.parts.flatMap((part) => (part.kind === 'image' ? [part.name] : [])) ?? [];

  it('get their names in the thread, whatever they came with', async () => {
    await world.ledger.put(row('#1', { turnId: 't' }));
    await world.receive(created('e1', { parts: [picture('1', { name: '#1' }), picture('2', { name: '#1' })] }));
    expect(await namesOf('m-e1')).toEqual(['#2', '#3']);
    expect((await world.ledger.rows('local:me:t'))[1]).toEqual({
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
    await world.receive(created('e1', { parts: [picture('1'), picture('1')] }));
    expect(await namesOf('m-e1')).toEqual(['#1', '#2']);
    const edited = message('m-e1', { parts: [picture('3'), picture('1')] });
    await world.receive({ kind: 'message-edit', id: 'e2', thread: thread(), message: edited });
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
  const words = async () => (await world.threads.get('local:me:t', 'm-e1'))?.parts;

  it('change what the bot reads, and ask nothing', async () => {
    await world.receive(created('e1'));
    expect(await world.receive(edit('e2', 'better words'))).toEqual({ kind: 'noted' });
    expect(await words()).toEqual([text('better words')]);
    expect(world.queued).toHaveLength(1);
    await world.receive(edit('e3', ' '));
    expect(await words()).toBeUndefined();
  });

  it('count although they come before the message', async () => {
    await world.receive(edit('e2', 'better words'));
    expect((await world.receive(created('e1'))).kind).toBe('queued');
    expect(await words()).toEqual([text('better words')]);
  });

  it('forget a deleted message and stop what it asked for', async () => {
    await world.receive(created('e1'));
    await world.receive(remove);
    expect(await words()).toBeUndefined();
    expect(world.cancelled).toEqual([turnIdOf('local', 'e1')]);
    await world.receive(edit('e2', 'late'));
    expect(await words()).toBeUndefined();
  });

  it('never answer a message that was deleted before it came', async () => {
    await world.receive(remove);
    expect(await world.receive(created('e1'))).toEqual({ kind: 'ignored', reason: 'not-kept' });
    expect(world.queued).toEqual([]);
  });
});
