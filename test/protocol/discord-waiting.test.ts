import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { GenerateRequest } from '../../src/core/ports.ts';
import { gated, openStage } from '../support/discord/stage.ts';
import { type FakeChannel, ROLE_ID, type Stored } from '../support/discord/state.ts';
import { idOf, pictureFile, picturesIn, wordsIn } from '../support/discord/world.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';

const stage = openStage();
const { start, ask, answered, repliesTo, now, begun, drawing } = stage;

describe('a stop', () => {
  it('by the one who asked, by a moderator, by a word; by nobody else', async () => {
    const { gate, engine } = gated();
    await start({}, engine, 4, ({ state }) => void state);
    const { state } = stage.discord.fake;
    const [ann, ben] = [state.person('Ann'), state.person('Ben')];
    const mod = state.person('Mo', { permissions: PermissionFlagsBits.ManageMessages });
    for (const [n, stopper] of [ann, mod].entries()) {
      const asked = stage.discord.fake.say(ann, stage.channel, `${stage.discord.fake.mention} draw ${n} trees`);
      const half = await drawing(asked.id);
      expect(await stage.discord.told(stage.discord.fake.press(ben, stage.channel, half.message, idOf(half.message, 'stop')))).toContain(
        'Only the person who asked',
      );
      stage.discord.fake.press(stopper, stage.channel, half.message, idOf(half.message, 'stop'));
      expect(wordsIn((await stage.discord.replyTo(asked)).message)).toMatch(/stopped/i);
    }
    const last = stage.discord.fake.say(ann, stage.channel, `${stage.discord.fake.mention} draw a boat`);
    await drawing(last.id);
    stage.discord.fake.say(ann, stage.channel, `${stage.discord.fake.mention} stop`);
    expect(wordsIn((await stage.discord.replyTo(last)).message)).toMatch(/stopped/i);
    await stage.discord.world.idle();
    const idle = stage.discord.fake.say(ann, stage.channel, `${stage.discord.fake.mention} stop`);
    await stage.discord.saying('Nothing of it is waiting', ({ message }) => message.message_reference?.message_id === idle.id);
    gate.open();
  });

  it('follows when the request or the reply is deleted', async () => {
    const { gate, engine } = gated();
    await start({}, engine);
    const [first, second] = [ask('draw a tree'), ask('draw a boat')];
    const half = await drawing(first.id);
    stage.discord.fake.remove(half.message);
    const next = await drawing(second.id);
    stage.discord.fake.remove(second);
    await stage.discord.fake.state.until(() => next.deleted, 'the begun reply taken back');
    gate.open();
    await answered('draw a star');
  });
});

describe('waiting', () => {
  it('shows how many go before, in the message and by /queue, from where it can be stopped', async () => {
    const { gate, engine } = gated();
    await start({}, engine);
    const { state } = stage.discord.fake;
    const ann = state.person('Ann');
    ask('draw a tree');
    const asked = stage.discord.fake.say(ann, stage.channel, `${stage.discord.fake.mention} draw a boat`);
    expect(wordsIn((await begun(asked.id)).message)).toMatch(/^-# In line: 1 request before this one/);
    const queue = stage.discord.fake.command(ann, stage.channel, 'queue');
    expect(await stage.discord.told(queue)).toMatch(/^What you have waiting here:\n1\. In line: 1 request before this one/);
    const view = state.messages.get(queue.original ?? '')?.message;
    stage.discord.fake.press(ann, stage.channel, view ?? asked, idOf(view ?? asked, 'stop'));
    expect(wordsIn((await stage.discord.replyTo(asked)).message)).toMatch(/stopped/i);
    gate.open();
  });

  it('is told how long it will take, as each reader’s clock has it, once some turns have been seen', async () => {
    const { gate, engine } = gated();
    gate.open();
    await start({}, engine);
    for (const what of ['tree', 'boat', 'star', 'sun', 'house', 'cup']) await answered(`draw a ${what}`);
    gate.close();
    await drawing(ask('draw a hill').id);
    const { fake, told } = stage.discord;
    const ann = fake.state.person('Ann');
    const asked = fake.say(ann, stage.channel, `${fake.mention} draw a cloud`);
    const line = /^-# In line: 1 request before this one · ready about <t:\d+:R>/;
    await fake.state.until(() => repliesTo(asked.id).some(({ message }) => line.test(wordsIn(message))), 'how long it will take');
    expect(await told(fake.command(ann, stage.channel, 'queue'))).toMatch(
      /\n1\. In line: 1 request before this one · ready about <t:\d+:R>/,
    );
    gate.open();
  });

  it('is asked of a person who asks again too soon; a stop never waits', async () => {
    await start();
    const { fake, world, saying, told, replyTo } = stage.discord;
    world.limit({ version: 1, rules: [{ per: 'person', cooldownS: 60 }] });
    const ann = fake.state.person('Ann');
    await replyTo(fake.say(ann, stage.channel, `${fake.mention} draw a tree`));
    fake.say(ann, stage.channel, `${fake.mention} draw a boat`);
    const wait = /^The limit for you is one request every 60 s, and it is reached: ask again <t:\d+:R>\.$/;
    await saying(wait);
    expect(await told(fake.command(ann, stage.channel, 'dream', { prompt: 'a star' }))).toMatch(wait);
    await world.idle();
    fake.say(ann, stage.channel, `${fake.mention} stop`);
    await saying('Nothing of it is waiting');
  });
});

describe('a change of a picture', () => {
  it('tells the one who asked for it, alone, how far it is; it can be stopped there, and the reply stands until it is made', async () => {
    const { gate, engine } = gated();
    gate.open();
    await start({}, engine);
    const { fake, replyTo } = stage.discord;
    const ann = fake.state.person('Ann');
    const reply = await replyTo(fake.say(ann, stage.channel, `${fake.mention} draw a tree`));
    const edit = async (): Promise<Stored> => {
      const { message } = now(reply);
      const opened = fake.press(ann, stage.channel, message, idOf(message, 'edit'));
      await fake.state.until(() => opened.callback?.type === 9, 'the form');
      const sent = fake.submit(ann, stage.channel, opened, 'make it blue', undefined, message);
      const id = await fake.state.until(() => sent.followUps[0], 'a word of how far it is');
      return now({ message: { id } });
    };
    gate.close();
    const first = await edit();
    await fake.state.until(() => wordsIn(now(first).message) === 'Drawing #1b: step 4 of 8', 'its progress');
    expect([now(first).seenBy, picturesIn(now(first).message).length]).toEqual([ann.id, 1]);
    const before = now(reply).past.length;
    fake.press(ann, stage.channel, now(first).message, idOf(now(first).message, 'stop'));
    await fake.state.until(() => now(first).deleted && wordsIn(now(reply).message).includes('Stopped'), 'the change stopped');
    expect([now(reply).past.length - before, wordsIn(now(reply).message).endsWith('· #1')]).toEqual([1, true]);

    const dismissed = await edit();
    await fake.state.until(() => wordsIn(now(dismissed).message).includes('step 4'), 'its progress');
    now(dismissed).deleted = true;
    gate.open();
    await fake.state.until(() => wordsIn(now(reply).message).endsWith('· #1b'), 'the change made');
    expect(fake.rest.calls.filter(({ status }) => status >= 400).length).toBeLessThanOrEqual(1);
    gate.close();

    const second = await edit();
    await fake.state.until(() => wordsIn(now(second).message).includes('step 4'), 'its progress');
    gate.open();
    await fake.state.until(() => now(second).deleted && wordsIn(now(reply).message).endsWith('· #1c'), 'the change made');
    expect(stage.discord.world.failures).toEqual([]);
  });
});

it('the form of a change says what, how much, and where by a mask', async () => {
  const engine = scriptedEngine({ stepMs: 0, wordMs: 0 });
  const tasks: GenerateRequest['task'][] = [];
  await start(
    {},
    {
      ...engine,
      generate(request, signal) {
        tasks.push(request.task);
        return engine.generate(request, signal);
      },
    },
  );
  const { fake, world } = stage.discord;
  const ann = fake.state.person('Ann');
  const reply = await stage.discord.replyTo(fake.say(ann, stage.channel, `${fake.mention} draw a tree`));
  const change = async (made: string, mask?: Awaited<ReturnType<typeof pictureFile>>, strength?: string): Promise<void> => {
    const opened = fake.press(ann, stage.channel, now(reply).message, idOf(now(reply).message, 'edit'));
    await fake.state.until(() => opened.callback?.type === 9, 'the form');
    fake.submit(ann, stage.channel, opened, 'make it blue', mask, now(reply).message, strength);
    await fake.state.until(() => wordsIn(now(reply).message).endsWith(`· ${made}`), 'a change');
  };
  await change('#1b', await pictureFile('mask.jpg', '#ffffff'), 'lot');
  const task = tasks.at(-1);
  expect(task).toMatchObject({ kind: 'edit', instruction: 'make it blue', strength: 0.85 });
  const mask = task?.kind === 'edit' && task.region && 'mask' in task.region ? task.region.mask : undefined;
  expect(mask && (await world.ports.assets.get(mask))).toBeDefined();
  await change('#1c', undefined, 'asNeeded');
  expect(tasks.at(-1)).toEqual(expect.not.objectContaining({ strength: expect.anything(), region: expect.anything() }));
});

describe('limits', () => {
  it('hold for a person, a role and a channel; what is left stands under /queue and /settings, in one’s own language', async () => {
    const rooms: FakeChannel[] = [];
    await start({}, undefined, 1, ({ state }) => void rooms.push(state.channel()));
    const { fake, world, told, replyTo, saying } = stage.discord;
    const [quiet] = rooms;
    if (!quiet) throw new Error('no channel');
    world.limit({
      version: 1,
      rules: [
        { per: 'person', picturesPerDay: 1 },
        { per: 'person', when: { roles: [ROLE_ID] }, picturesPerDay: 20 },
        { per: 'channel', when: { channel: `discord:${quiet.id}` }, turnsPerHour: 1 },
      ],
    });
    const [ann, mo] = [fake.state.person('Ann'), fake.state.person('Mo', { roles: [ROLE_ID], locale: 'de' })];
    const draw = (person: typeof ann, at = stage.channel) => fake.say(person, at, `${fake.mention} draw a tree`);
    const reply = await replyTo(draw(ann));
    draw(ann);
    await saying(/^The limit for you is 1 picture in 24 hours, and it is reached: ask again <t:\d+:R>\.$/);
    expect(await told(fake.press(ann, stage.channel, reply.message, idOf(reply.message, 'vary')))).toMatch(/^The limit for you/);
    await replyTo(draw(mo));
    await replyTo(draw(mo, quiet));
    expect(await told(fake.command(mo, quiet, 'dream', { prompt: 'a star' }))).toMatch(
      /^Die Grenze für diesen Kanal ist 1 Anfrage pro Stunde, und sie ist erreicht: frag <t:\d+:R> wieder\.$/,
    );
    await world.idle();
    expect(await told(fake.command(mo, quiet, 'queue'))).toBe(
      'Von dir wartet hier nichts.\n-# Für dich: 20 Bilder in 24 Stunden, davon übrig: 18\n-# Für diesen Kanal: 1 Anfrage pro Stunde, davon übrig: 0',
    );
    expect(await told(fake.command(ann, stage.channel, 'settings'))).toContain('\nFor you: 1 picture in 24 hours, 0 left\n');
    expect([...fake.state.messages.values()].filter(({ message }) => wordsIn(message).startsWith('> draw a star'))).toEqual([]);
  });
});

describe('without message content', () => {
  it('what is said to the bot is answered, and nothing else is read or kept', async () => {
    await start({ messageContent: false });
    const thread = stage.discord.fake.state.channel({ type: ChannelType.PublicThread, parentId: stage.channel.id });
    stage.discord.fake.rest.toldOf('THREAD_CREATE', stage.discord.fake.state.channelData(thread));
    const reply = await answered('draw a red circle', thread);
    const ben = stage.discord.fake.state.person('Ben');
    const talk = stage.discord.fake.say(ben, thread, 'draw a secret');
    const again = stage.discord.fake.say(ben, thread, 'draw a boat', { replyTo: reply.message });
    await stage.discord.replyTo(again);
    expect(repliesTo(talk.id)).toEqual([]);
    expect(await stage.discord.world.ports.threads.get(`discord:${stage.channel.id}:${thread.id}`, talk.id)).toBeUndefined();
  });
});
