import { ChannelType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { gated, longWinded, openStage } from '../support/discord/stage.ts';
import type { FakeChannel } from '../support/discord/state.ts';
import { idOf, idsIn, pictureFile, wordsIn } from '../support/discord/world.ts';

const stage = openStage();
const { start, ask, answered, repliesTo, now, drawing } = stage;

describe('what cannot be done is said in one sentence, once, and nothing storms', () => {
  it('files that are no pictures', async () => {
    await start();
    const ann = stage.discord.fake.state.person('Ann');
    const send = (filename: string, bytes: Uint8Array, contentType: string, claimedBytes?: number) =>
      stage.discord.fake.say(ann, stage.channel, `${stage.discord.fake.mention} what is this?`, {
        files: [{ filename, bytes, contentType, ...(claimedBytes && { claimedBytes }) }],
      });
    const zip = send('cat.png', Buffer.from('PK\u0003\u0004 and so on'), 'image/png');
    await stage.discord.saying('cat.png is not a picture that can be read: send PNG, JPEG, WebP or GIF.');
    send('huge.png', new Uint8Array(10), 'image/png', 40 * 1024 ** 2);
    await stage.discord.saying('huge.png has 40.0 MB; a picture may have at most 20 MB.');
    send('liar.png', new Uint8Array(40 * 1024 ** 2), 'image/png', 1000);
    await stage.discord.saying(/^liar\.png has 20\.\d MB; a picture may have at most 20 MB\./);
    send('notes.pdf', Buffer.from('%PDF-1.7'), 'application/pdf');
    await stage.discord.saying('notes.pdf is not a picture that can be read: send PNG, JPEG, WebP or GIF.');
    send('cut.jpg', (await pictureFile('cut.jpg')).bytes.slice(0, 200), 'image/jpeg');
    await stage.discord.saying(/^cut\.jpg is damaged/);
    const card = stage.discord.fake.command(
      ann,
      stage.channel,
      'describe',
      {},
      { files: [{ filename: 'a.zip.png', bytes: Buffer.from('PK'), contentType: 'image/png' }] },
    );
    await stage.discord.saying('a.zip.png is not a picture', ({ message }) => message.id === card.original);
    expect(repliesTo(zip.id)).toHaveLength(1);
    expect(stage.discord.world.failures.filter((error) => !(error instanceof Error && error.name === 'PlatformError'))).toEqual([]);
  });

  it('an interaction that came too late, and one whose token has ended', async () => {
    await start();
    const { fake, world } = stage.discord;
    const ann = fake.state.person('Ann');
    const late = fake.command(ann, stage.channel, 'queue', {}, { isLate: true });
    await fake.state.until(() => world.failures.length > 0, 'a failure');
    const reply = await answered('draw a tree');
    const refusals = () => fake.rest.calls.filter(({ status }) => status >= 400);
    expect([late.callback, refusals().length]).toEqual([undefined, 1]);
    const pressed = fake.press(ann, stage.channel, reply.message, idOf(reply.message, 'redo'));
    await fake.state.until(() => pressed.callback, 'an acknowledgement');
    pressed.expired = true;
    await answered('draw a boat');
    expect(refusals().length).toBeLessThanOrEqual(4);
  });

  it('a request of too many words, and one of none', async () => {
    await start();
    ask('x'.repeat(8001));
    await stage.discord.saying('Expected at most 8000 characters, got 8001: send it in pieces.');
    ask('');
    await stage.discord.saying('Expected some words or a picture, got an empty message');
  });

  it('a missing permission, with the fix: to the person of a command, in the channel, or directly', async () => {
    const closed: FakeChannel[] = [];
    await start({}, undefined, 1, ({ state }) => {
      for (const permission of ['AttachFiles', 'SendMessages'] as const) {
        const made = state.channel();
        state.deny(made, permission);
        closed.push(made);
      }
    });
    const [noFiles, noMessages] = closed;
    if (!noFiles || !noMessages) throw new Error('no channels');
    ask('draw a tree', noFiles);
    await stage.discord.saying(
      `In <#${noFiles.id}> I may not Attach Files: someone who manages this server can allow it under Edit Channel ▸ Permissions.`,
    );
    ask('draw a tree', noFiles);
    const ann = stage.discord.fake.state.person('Ann');
    expect(await stage.discord.told(stage.discord.fake.command(ann, noFiles, 'dream', { prompt: 'a tree' }))).toContain('Attach Files');
    ask('draw a tree', noMessages, 'Zoe');
    const direct = await stage.discord.saying('I may not Send Messages');
    expect(stage.discord.fake.state.channels.get(direct.message.channel_id)?.recipient?.name).toBe('Zoe');
    expect(stage.discord.fake.rest.calls.filter(({ status }) => status >= 400)).toEqual([]);
    expect([...stage.discord.fake.state.messages.values()].filter(({ message }) => wordsIn(message).includes('Attach Files'))).toHaveLength(
      2,
    );
  });

  it.each(['a channel that is deleted', 'a bot that is thrown out', 'a permission that is taken'])(
    '%s while a picture is drawn',
    async (what) => {
      const { gate, engine } = gated();
      const away = { channel: undefined as FakeChannel | undefined };
      await start({}, engine, 2, ({ state }) => {
        away.channel = state.channel();
      });
      const { state, rest } = stage.discord.fake;
      const lost = away.channel;
      if (!lost) throw new Error('no channel');
      const asked = ask('why does it rain?', lost);
      await drawing(asked.id);
      if (what === 'a channel that is deleted') lost.deleted = true;
      else if (what === 'a bot that is thrown out') state.isInGuild = false;
      else state.deny(lost, 'ViewChannel');
      gate.open();
      await stage.discord.fake.state.until(
        () => stage.discord.world.failures.some((error) => error instanceof Error && /gone|may not see/.test(error.message)),
        'a refusal',
      );
      state.isInGuild = true;
      await answered('draw a tree');
      expect(rest.calls.filter(({ status, path }) => status >= 400 && path.includes(lost.id)).length).toBeLessThanOrEqual(2);
    },
  );

  it('an archived thread is opened for an edit; a locked one is left', async () => {
    await start();
    const thread = stage.discord.fake.state.channel({ type: ChannelType.PublicThread, parentId: stage.channel.id });
    stage.discord.fake.rest.toldOf('THREAD_CREATE', stage.discord.fake.state.channelData(thread));
    const reply = await answered('draw a tree', thread);
    const ann = [...stage.discord.fake.state.people.values()][0] ?? stage.discord.fake.state.person('nobody');
    const before = reply.past.length;
    thread.archived = true;
    stage.discord.fake.press(ann, thread, reply.message, idOf(reply.message, 'redo'));
    const redone = () => now(reply).past.length > before && idsIn(now(reply).message).some((id) => id.startsWith('dt:redo'));
    await stage.discord.fake.state.until(redone, 'the reply made again');
    expect(thread.archived).toBe(false);
    thread.archived = true;
    thread.locked = true;
    stage.discord.fake.press(ann, thread, now(reply).message, idOf(now(reply).message, 'redo'));
    await stage.discord.fake.state.until(
      () => stage.discord.world.failures.some((error) => error instanceof Error && error.message.includes('locked')),
      'a refusal',
    );
    await answered('draw a boat');
  });

  it.each([
    ['Latin', 'Water goes up, and comes down again. '],
    ['Chinese', '水升上去，又落下来。'],
    ['emoji', '💧🌧️☔ '],
  ])('a reply of many words goes on in further messages: %s', async (_, sentence) => {
    await start({}, longWinded(sentence.repeat(Math.ceil(9000 / sentence.length))));
    const asked = ask('tell me all');
    await stage.discord.replyTo(asked);
    const chain = repliesTo(asked.id).map(({ message }) => message);
    expect(chain.length).toBeGreaterThanOrEqual(4);
    const said = chain.map((message) => wordsIn(message).replace(/\n?-# AI-generated.*$/s, '')).join('');
    expect(said.replace(/\s/g, '')).toBe(sentence.repeat(Math.ceil(9000 / sentence.length)).replace(/\s/g, ''));
    expect(chain.map((message) => idsIn(message).length > 0)).toEqual([...chain.slice(1).map(() => false), true]);
    expect(stage.discord.fake.rest.calls.filter(({ status }) => status >= 400)).toEqual([]);
  });
});
