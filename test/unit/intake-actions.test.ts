/** What buttons, commands and the word stop do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Action, ChatEvent } from '../../src/core/types.ts';
import { openJournal } from '../../src/intake/journal.ts';
import { turnIdOf } from '../../src/intake/receive.ts';
import { channel, created, type IntakeWorld, openIntakeWorld, said } from '../support/intake-world.ts';
import { text, thread } from '../support/made.ts';

let world: IntakeWorld;
beforeEach(async () => {
  world = await openIntakeWorld();
});
afterEach(() => world.close());

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
    await world.receive(created('e1'));
    await world.receive(created('e2', { author: { id: 'ben', name: 'Ben', isBot: false, isSelf: false } }));
    await world.receive(created('e3'));
    world.active.delete(turnIdOf('local', 'e1'));
    expect(await world.receive(said('e4', word))).toEqual({ kind: 'stopped', turnIds: [turnIdOf('local', 'e3')] });
    expect(world.active).toEqual(new Set([turnIdOf('local', 'e2')]));
    expect(await world.threads.get('local:me:t', 'm-e4')).toBeUndefined();
  });

  it('the word among others is a request', async () => {
    expect((await world.receive(said('e1', 'draw a stop sign'))).kind).toBe('queued');
    expect((await world.receive(said('e2', 'stop', channel))).kind).toBe('noted');
  });

  it('a button stops a turn for the person who asked', async () => {
    await world.receive(created('e1'));
    expect(await world.receive(action('e2', 'stop', 'e1', 'ben'))).toEqual({ kind: 'ignored', reason: 'not-yours' });
    expect(await world.receive(action('e3', 'stop', 'e1'))).toEqual({ kind: 'stopped', turnIds: [turnIdOf('local', 'e1')] });
    expect(await world.receive(action('e4', 'stop', 'e1'))).toEqual({ kind: 'stopped', turnIds: [] });
    expect(await world.receive(action('e5', 'stop', 'never'))).toEqual({ kind: 'ignored', reason: 'unknown-turn' });
  });

  it('a redo asks the same again, with another seed', async () => {
    await world.receive(created('e1'));
    world.nowMs += 365 * 24 * 3_600_000;
    expect(await world.receive(action('e2', 'redo', 'e1', 'ben'))).toEqual({ kind: 'ignored', reason: 'not-yours' });
    await world.receive(action('e3', 'redo', 'e1'));
    const [first, again] = world.queued;
    expect(again).toMatchObject({ id: turnIdOf('local', 'e3'), messageId: 'm-e1', authorId: 'ann' });
    expect(again?.seed).not.toBe(first?.seed);
  });

  it('a button becomes a task about the reply, also of a reply that was revised', async () => {
    await world.receive(created('e1'));
    const of = turnIdOf('local', 'e1');
    await world.receive(does('e2', { kind: 'edit', block: '#1', instruction: 'make it blue' }, 'e1'));
    expect(world.queued[1]).toMatchObject({ messageId: 'm-e1', task: { kind: 'edit', block: '#1', instruction: 'make it blue', of } });
    expect(await world.receive(action('e3', 'stop', 'e1'))).toEqual({ kind: 'stopped', turnIds: [of, turnIdOf('local', 'e2')] });
    await world.receive(does('e4', { kind: 'vary', block: '#1', count: 2 }, 'e1'));
    await world.receive(does('e5', { kind: 'redo' }, 'e4'));
    expect(world.queued.at(-1)?.task).toEqual({ kind: 'redo', of: turnIdOf('local', 'e4') });
  });

  it('a storyboard is started once, whoever does it', async () => {
    await world.receive(created('e1'));
    await world.receive(does('e2', { kind: 'start', keep: [0] }, 'e1'));
    await world.receive(does('e3', { kind: 'start', keep: [0, 1] }, 'e1'));
    expect(world.queued.slice(1).map(({ task }) => task)).toEqual([{ kind: 'start', keep: [0], of: turnIdOf('local', 'e1') }]);
  });

  it('stop takes back what a reply offers, delete the reply; a rating is kept', async () => {
    await world.receive(created('e1'));
    const of = turnIdOf('local', 'e1');
    world.active.clear();
    await world.receive(action('e2', 'stop', 'e1'));
    await world.receive(does('e3', { kind: 'delete' }, 'e1'));
    expect(world.takenBack).toEqual([`dismiss ${of}`, `withdraw ${of}`]);
    await world.receive(does('e4', { kind: 'rate', good: true }, 'e1'));
    await world.receive(does('e5', { kind: 'rate', good: false, reason: 'two stars, not three' }, 'e1'));
    expect(await (await openJournal(world.database)).ratings(of)).toEqual([
      { replyId: of, authorId: 'ann', good: false, reason: 'two stars, not three' },
    ]);
  });

  it.each<[Action, RegExp]>([
    [{ kind: 'edit', block: '#1', instruction: ' ' }, /Expected what to change/],
    [{ kind: 'vary', block: '#1', count: 20 }, /Expected 1 to 4 variations, got 20/],
    [{ kind: 'start', keep: [] }, /Expected steps to start/],
  ])('what a button cannot mean is said: %j', async (impossible, sentence) => {
    await world.receive(created('e1'));
    await expect(world.receive(does('e2', impossible, 'e1'))).rejects.toThrow(sentence);
    expect(world.queued).toHaveLength(1);
  });

  it('forgets a thread or a person, stops what they have under way, and their buttons with it', async () => {
    await world.receive(created('e1'));
    await world.receive(command('e2', 'forget', 'me'));
    const of = turnIdOf('local', 'e1');
    expect(world.forgotten).toEqual([{ kind: 'person', platform: 'local', authorId: 'ann', turnIds: [of] }]);
    expect(world.cancelled).toEqual([of]);
    expect(await world.receive(does('e3', { kind: 'redo' }, 'e1'))).toEqual({ kind: 'ignored', reason: 'unknown-turn' });
    await world.receive(command('e4', 'forget', 'Thread '));
    expect(world.forgotten[1]).toEqual({ kind: 'thread', threadId: 'local:me:t' });
    await expect(world.receive(command('e5', 'forget', 'everything'))).rejects.toThrow('Expected what to forget, thread or me');
  });

  it('commands ask and stop', async () => {
    await world.receive(command('e1', 'draw', 'a red circle'));
    await world.receive(command('e2', 'ask', 'why is it red?'));
    expect(await Promise.all(world.queued.map(async ({ messageId }) => (await world.threads.get('local:me:t', messageId))?.parts))).toEqual(
      [[text('draw a red circle')], [text('why is it red?')]],
    );
    expect(await world.receive(command('e3', 'stop', ''))).toEqual({
      kind: 'stopped',
      turnIds: expect.arrayContaining([...world.queued.map(({ id }) => id)]),
    });
    await expect(world.receive(command('e4', 'dance', ''))).rejects.toThrow('Expected the command ask, draw, stop or forget, got "dance"');
    await expect(world.receive(command('e5', 'ask', ' '))).rejects.toThrow(/got an empty message/);
  });

  it('turns away, and does not keep, what is over a limit; a stop always gets through', async () => {
    await world.allowances.apply(JSON.stringify({ version: 1, rules: [{ per: 'person', turnsPerHour: 1 }] }), 'test', 'zoe');
    expect((await world.receive(created('e1'))).kind).toBe('queued');
    const limited = await world.receive(said('e2', 'and another'));
    expect(limited).toMatchObject({ kind: 'limited', limit: { what: 'turns-per-hour' } });
    expect((await world.threads.history(thread().id, 9)).map(({ id }) => id)).not.toContain('m-e2');
    expect(await world.receive(said('e2', 'and another'))).toEqual({ kind: 'ignored', reason: 'repeated' });
    expect((await world.receive(said('e3', 'stop'))).kind).toBe('stopped');
    expect(world.queued).toHaveLength(1);
  });
});
