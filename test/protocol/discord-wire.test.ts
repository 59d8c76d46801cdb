import { ApplicationFlags, ChannelType, PermissionFlagsBits } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { commands } from '../../adapters/discord/commands.ts';
import { diagnoseDiscord, registerCommands } from '../../adapters/discord/operate.ts';
import { nextName } from '../../src/core/ledger.ts';
import type { Engine } from '../../src/core/ports.ts';
import { type FakeChannel, type Stored, TOKEN } from '../support/discord/state.ts';
import { type Discord, idOf, idsIn, pictureFile, picturesIn, startDiscord, wordsIn } from '../support/discord/world.ts';
import { createGate, scriptedEngine } from '../support/scripted-engine.ts';

let discord: Discord;
let channel: FakeChannel;
afterEach(async () => {
  await discord.close();
});

async function start(...given: Parameters<typeof startDiscord>): Promise<void> {
  const [options, engine, concurrency, prepare] = given;
  discord = await startDiscord(options, engine, concurrency, (fake) => {
    channel = fake.state.channel();
    prepare?.(fake);
  });
}

const ask = (words: string, at = channel, name = 'Ann') =>
  discord.fake.say(discord.fake.state.person(name), at, `${discord.fake.mention} ${words}`);
const answered = (words: string, at = channel): Promise<Stored> => discord.replyTo(ask(words, at));
const repliesTo = (id: string): Stored[] =>
  [...discord.fake.state.messages.values()].filter(({ message, deleted }) => message.message_reference?.message_id === id && !deleted);
const now = (stored: Stored) => discord.fake.state.messages.get(stored.message.id) ?? stored;
const begun = (id: string): Promise<Stored> => discord.fake.state.until(() => repliesTo(id)[0], 'a reply that is begun');
const drawing = (id: string): Promise<Stored> =>
  discord.fake.state.until(() => repliesTo(id).find(({ message }) => wordsIn(message).includes('step 4')), 'a picture half drawn');

function gated() {
  const gate = createGate();
  gate.close();
  return { gate, engine: scriptedEngine({ stepMs: 0, wordMs: 0, gate }) };
}

/** Says the same long text, whoever asks. */
const longWinded = (text: string): Engine => ({
  modelId: 'scripted-1',
  async *generate() {
    yield { type: 'text-delta', part: 0, text };
    yield { type: 'text-end', part: 0, text };
    yield { type: 'done', status: 'complete', usage: { promptTokens: 1, writtenTokens: 1, pictures: 0, denoiseSteps: 0, engineMs: 1 } };
  },
  async close() {},
});

/** Words and a picture at once. */
const quick: Engine = {
  modelId: 'scripted-1',
  async *generate({ messages, pictures }) {
    const asked = messages.at(-1)?.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])) ?? [];
    const { bytes } = await pictureFile('any.jpg');
    const name = nextName(pictures.map((row) => row.name));
    yield { type: 'text-end', part: 0, text: `This is what was asked: ${asked}` };
    yield { type: 'image-start', part: 1, name, caption: 'a picture', steps: 1 };
    yield { type: 'image-end', part: 1, name, caption: 'a picture', seed: 1, png: bytes, widthPx: 48, heightPx: 32 };
    yield { type: 'done', status: 'complete', usage: { promptTokens: 1, writtenTokens: 1, pictures: 1, denoiseSteps: 1, engineMs: 1 } };
  },
  async close() {},
};

describe('the gateway', () => {
  it('is resumed after a cut, and what was said meanwhile is answered once', async () => {
    await start();
    await answered('draw a tree');
    discord.fake.gateway.cut();
    const missed = ask('draw a boat');
    expect(wordsIn((await discord.replyTo(missed)).message)).toContain('This is a boat.');
    expect(repliesTo(missed.id)).toHaveLength(1);
    discord.fake.gateway.askToReconnect();
    await discord.fake.state.until(() => discord.fake.gateway.seen.length === 3, 'a second resume');
    expect(discord.fake.gateway.seen).toEqual(['identify 0/1', 'resume', 'resume']);
  });

  it('is joined anew when the session is gone', async () => {
    await start();
    discord.fake.gateway.forgetSessions();
    discord.fake.gateway.cut();
    await discord.fake.state.until(() => discord.fake.gateway.seen.length === 3, 'a new session');
    expect(discord.fake.gateway.seen).toEqual(['identify 0/1', 'invalid', 'identify 0/1']);
    await answered('draw a tree');
  });

  it('is left and resumed when it no longer answers heartbeats', async () => {
    await start({}, undefined, 1, ({ gateway }) => {
      gateway.rules.heartbeatMs = 100;
      gateway.rules.acknowledges = false;
    });
    await discord.fake.state.until(() => discord.fake.gateway.seen.includes('resume'), 'a resume');
    discord.fake.gateway.rules.acknowledges = true;
    await answered('draw a tree');
  });

  it('gives each shard its servers', async () => {
    await start({}, undefined, 1, ({ rest }) => {
      rest.shards = 2;
    });
    expect(discord.fake.gateway.seen).toEqual(['identify 0/2', 'identify 1/2']);
    await answered('draw a tree');
  });

  it.each([
    ['the intent is not allowed', { messageContent: true }, 'switch Message Content Intent on'],
    ['the token is wrong', { token: 'wrong' }, 'Discord does not accept DISCORD_TOKEN'],
  ])('says what to do when %s', async (_, given, sentence) => {
    const refused = startDiscord(given, undefined, 1, ({ gateway }) => {
      gateway.rules.allowsContent = false;
    });
    await expect(refused).rejects.toThrow(sentence);
    await start({ messageContent: false });
  });
});

describe('REST', () => {
  it('is waited for when it asks to: a bucket, everything, a broken gateway, a lost answer; one message stands', async () => {
    await start();
    const { faults } = discord.fake.rest;
    const path = /^\/channels\/\d+\/messages/;
    const limited = { message: 'You are being rate limited.', retry_after: 0.05 };
    faults.push({
      method: 'POST',
      path,
      times: 1,
      answer: { status: 429, body: { ...limited, global: true }, headers: { 'retry-after': '0.05', 'x-ratelimit-global': 'true' } },
    });
    faults.push({ method: 'POST', path, times: 2, answer: { status: 502 } });
    faults.push({ method: 'POST', path, times: 1, answer: 'lost' });
    faults.push({
      method: 'PATCH',
      path,
      times: 1,
      answer: { status: 429, body: { ...limited, global: false }, headers: { 'retry-after': '0.05' } },
    });
    faults.push({ method: 'PATCH', path, times: 1, answer: 'lost' });
    const asked = ask('why does it rain?');
    const { message } = await discord.replyTo(asked);
    expect(faults.every(({ times }) => times === 0)).toBe(true);
    expect(wordsIn(message)).toMatch(/^Warm air[\s\S]*#1$/);
    expect(repliesTo(asked.id)).toHaveLength(1);
  });

  it('takes a hundred people at once: one whole reply for each, within its limits', async () => {
    const channels: FakeChannel[] = [];
    await start({}, quick, 8, ({ state }) => {
      for (let n = 0; n < 10; n++) channels.push(state.channel());
    });
    const asked = Array.from({ length: 100 }, (_, n) => ask(`draw ${n} trees`, channels[n % 10], `P${n}`));
    await discord.fake.state.until(
      () => asked.every(({ id }) => repliesTo(id).some(({ message }) => idsIn(message).some((one) => one.startsWith('dt:redo')))),
      'a hundred replies',
      60_000,
    );
    for (const [n, { id }] of asked.entries())
      expect(repliesTo(id).map(({ message }) => wordsIn(message).includes(`draw ${n} trees`))).toEqual([true]);
    expect(discord.fake.rest.calls.filter(({ status }) => status >= 400)).toEqual([]);
    expect(discord.world.failures).toEqual([]);
  }, 90_000);
});

describe('the one who runs it', () => {
  it('hears what is not set up, tells Discord the commands, and hears that all is well', async () => {
    await start();
    const api = discord.fake.adapterPlace.api;
    const before = await diagnoseDiscord(TOKEN, true, api);
    expect(before.filter(({ isFine }) => !isFine).map(({ text }) => text)).toEqual([
      'Message content is on here and off at Discord: switch Message Content Intent on (Developer Portal ▸ Bot), or set DISCORD_MESSAGE_CONTENT=off.',
      expect.stringMatching(/^Discord does not know dream, edit, .*: run dreamthread discord register\.$/),
    ]);
    expect(await registerCommands(TOKEN, undefined, api)).toBe(commands.length);
    discord.fake.rest.applicationFlags = ApplicationFlags.GatewayMessageContentLimited;
    const after = await diagnoseDiscord(TOKEN, true, api);
    expect(after.every(({ isFine }) => isFine)).toBe(true);
    expect(after.at(-1)?.text).toMatch(/client_id=\d+&scope=bot\+applications\.commands&permissions=\d+$/);
    expect(await diagnoseDiscord('wrong', true, api)).toEqual([
      { isFine: false, text: expect.stringContaining('does not accept DISCORD_TOKEN') },
    ]);
  });
});

describe('a restart', () => {
  it('in the middle of a picture finishes the reply once, in the message that was begun', async () => {
    const { gate, engine } = gated();
    await start({}, engine);
    const [first, waiting] = [ask('why does it rain?'), ask('draw a boat')];
    const half = await drawing(first.id);
    const second = await begun(waiting.id);
    await discord.restart(gate.open);
    expect((await discord.replyTo(first)).message.id).toBe(half.message.id);
    expect((await discord.replyTo(waiting)).message.id).toBe(second.message.id);
    expect([repliesTo(first.id), repliesTo(waiting.id)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('leaves the buttons of old messages at work', async () => {
    await start();
    const reply = await answered('draw a tree');
    await discord.restart();
    const ann = [...discord.fake.state.people.values()][0] ?? discord.fake.state.person('nobody');
    discord.fake.press(ann, channel, reply.message, idOf(reply.message, 'vary'));
    expect(picturesIn((await discord.replyTo(reply.message)).message)).toHaveLength(4);
    const opened = discord.fake.press(ann, channel, reply.message, idOf(reply.message, 'edit'));
    await discord.fake.state.until(() => opened.callback?.type === 9, 'the form');
    discord.fake.submit(ann, channel, opened, 'make it blue', undefined, reply.message);
    await discord.fake.state.until(() => wordsIn(now(reply).message).endsWith('· #1f'), 'the edit in the old message');
    expect(now(reply).files.size).toBe(1);
  });
});

describe('a stop', () => {
  it('by the one who asked, by a moderator, by a word; by nobody else', async () => {
    const { gate, engine } = gated();
    await start({}, engine, 4, ({ state }) => void state);
    const { state } = discord.fake;
    const [ann, ben] = [state.person('Ann'), state.person('Ben')];
    const mod = state.person('Mo', { permissions: PermissionFlagsBits.ManageMessages });
    for (const [n, stopper] of [ann, mod].entries()) {
      const asked = discord.fake.say(ann, channel, `${discord.fake.mention} draw ${n} trees`);
      const half = await drawing(asked.id);
      expect(await discord.told(discord.fake.press(ben, channel, half.message, idOf(half.message, 'stop')))).toContain(
        'Only the person who asked',
      );
      discord.fake.press(stopper, channel, half.message, idOf(half.message, 'stop'));
      expect(wordsIn((await discord.replyTo(asked)).message)).toMatch(/stopped/i);
    }
    const last = discord.fake.say(ann, channel, `${discord.fake.mention} draw a boat`);
    await drawing(last.id);
    discord.fake.say(ann, channel, `${discord.fake.mention} stop`);
    expect(wordsIn((await discord.replyTo(last)).message)).toMatch(/stopped/i);
    const idle = discord.fake.say(ann, channel, `${discord.fake.mention} stop`);
    await discord.saying('Nothing of it is waiting', ({ message }) => message.message_reference?.message_id === idle.id);
    gate.open();
  });

  it('follows when the request or the reply is deleted', async () => {
    const { gate, engine } = gated();
    await start({}, engine);
    const [first, second] = [ask('draw a tree'), ask('draw a boat')];
    const half = await drawing(first.id);
    discord.fake.remove(half.message);
    const next = await drawing(second.id);
    discord.fake.remove(second);
    await discord.fake.state.until(() => next.deleted, 'the begun reply taken back');
    gate.open();
    await answered('draw a star');
  });
});

describe('waiting', () => {
  it('shows how many go before, in the message and by /queue, from where it can be stopped', async () => {
    const { gate, engine } = gated();
    await start({}, engine);
    const { state } = discord.fake;
    const ann = state.person('Ann');
    ask('draw a tree');
    const asked = discord.fake.say(ann, channel, `${discord.fake.mention} draw a boat`);
    expect(wordsIn((await begun(asked.id)).message)).toMatch(/^-# In line: 1 request before this one/);
    const queue = discord.fake.command(ann, channel, 'queue');
    expect(await discord.told(queue)).toMatch(/^What you have waiting here:\n1\. In line: 1 request before this one/);
    const view = state.messages.get(queue.original ?? '')?.message;
    discord.fake.press(ann, channel, view ?? asked, idOf(view ?? asked, 'stop'));
    expect(wordsIn((await discord.replyTo(asked)).message)).toMatch(/stopped/i);
    gate.open();
  });

  it('is asked of a person who asks again too soon; a stop never waits', async () => {
    await start({ cooldownS: 60 });
    const ann = discord.fake.state.person('Ann');
    await discord.replyTo(discord.fake.say(ann, channel, `${discord.fake.mention} draw a tree`));
    discord.fake.say(ann, channel, `${discord.fake.mention} draw a boat`);
    await discord.saying(/^One moment: here a person can ask again <t:\d+:R>\.$/);
    expect(await discord.told(discord.fake.command(ann, channel, 'dream', { prompt: 'a star' }))).toMatch(/^One moment/);
    discord.fake.say(ann, channel, `${discord.fake.mention} stop`);
    await discord.saying('Nothing of it is waiting');
  });
});

describe('without message content', () => {
  it('what is said to the bot is answered, and nothing else is read or kept', async () => {
    await start({ messageContent: false });
    const thread = discord.fake.state.channel({ type: ChannelType.PublicThread, parentId: channel.id });
    discord.fake.rest.toldOf('THREAD_CREATE', discord.fake.state.channelData(thread));
    const reply = await answered('draw a red circle', thread);
    const ben = discord.fake.state.person('Ben');
    const talk = discord.fake.say(ben, thread, 'draw a secret');
    const again = discord.fake.say(ben, thread, 'draw a boat', { replyTo: reply.message });
    await discord.replyTo(again);
    expect(repliesTo(talk.id)).toEqual([]);
    expect(discord.world.ports.threads.get(`discord:${channel.id}:${thread.id}`, talk.id)).toBeUndefined();
  });
});

describe('what cannot be done is said in one sentence, once, and nothing storms', () => {
  it('files that are no pictures', async () => {
    await start();
    const ann = discord.fake.state.person('Ann');
    const send = (filename: string, bytes: Uint8Array, contentType: string, claimedBytes?: number) =>
      discord.fake.say(ann, channel, `${discord.fake.mention} what is this?`, {
        files: [{ filename, bytes, contentType, ...(claimedBytes && { claimedBytes }) }],
      });
    const zip = send('cat.png', Buffer.from('PK\u0003\u0004 and so on'), 'image/png');
    await discord.saying('cat.png is not a picture that can be read: send PNG, JPEG, WebP or GIF.');
    send('huge.png', new Uint8Array(10), 'image/png', 40 * 1024 ** 2);
    await discord.saying('huge.png has 40.0 MB; a picture may have at most 20 MB.');
    send('cut.jpg', (await pictureFile('cut.jpg')).bytes.slice(0, 200), 'image/jpeg');
    await discord.saying(/^cut\.jpg is damaged/);
    const card = discord.fake.command(
      ann,
      channel,
      'describe',
      {},
      { files: [{ filename: 'a.zip.png', bytes: Buffer.from('PK'), contentType: 'image/png' }] },
    );
    await discord.saying('a.zip.png is not a picture', ({ message }) => message.id === card.original);
    expect(repliesTo(zip.id)).toHaveLength(1);
    expect(discord.world.failures.filter((error) => !(error instanceof Error && error.name === 'PlatformError'))).toEqual([]);
  });

  it('a request of too many words, and one of none', async () => {
    await start();
    ask('x'.repeat(8001));
    await discord.saying('Expected at most 8000 characters, got 8001: send it in pieces.');
    ask('');
    await discord.saying('Expected some words or a picture, got an empty message');
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
    await discord.saying(
      `In <#${noFiles.id}> I may not Attach Files: someone who manages this server can allow it under Edit Channel ▸ Permissions.`,
    );
    ask('draw a tree', noFiles);
    const ann = discord.fake.state.person('Ann');
    expect(await discord.told(discord.fake.command(ann, noFiles, 'dream', { prompt: 'a tree' }))).toContain('Attach Files');
    ask('draw a tree', noMessages, 'Zoe');
    const direct = await discord.saying('I may not Send Messages');
    expect(discord.fake.state.channels.get(direct.message.channel_id)?.recipient?.name).toBe('Zoe');
    expect(discord.fake.rest.calls.filter(({ status }) => status >= 400)).toEqual([]);
    expect([...discord.fake.state.messages.values()].filter(({ message }) => wordsIn(message).includes('Attach Files'))).toHaveLength(2);
  });

  it.each(['a channel that is deleted', 'a bot that is thrown out', 'a permission that is taken'])(
    '%s while a picture is drawn',
    async (what) => {
      const { gate, engine } = gated();
      const away = { channel: undefined as FakeChannel | undefined };
      await start({}, engine, 2, ({ state }) => {
        away.channel = state.channel();
      });
      const { state, rest } = discord.fake;
      const lost = away.channel;
      if (!lost) throw new Error('no channel');
      const asked = ask('why does it rain?', lost);
      await drawing(asked.id);
      if (what === 'a channel that is deleted') lost.deleted = true;
      else if (what === 'a bot that is thrown out') state.isInGuild = false;
      else state.deny(lost, 'ViewChannel');
      gate.open();
      await discord.fake.state.until(
        () => discord.world.failures.some((error) => error instanceof Error && /gone|may not see/.test(error.message)),
        'a refusal',
      );
      state.isInGuild = true;
      await answered('draw a tree');
      expect(rest.calls.filter(({ status, path }) => status >= 400 && path.includes(lost.id)).length).toBeLessThanOrEqual(2);
    },
  );

  it('an archived thread is opened for an edit; a locked one is left', async () => {
    await start();
    const thread = discord.fake.state.channel({ type: ChannelType.PublicThread, parentId: channel.id });
    discord.fake.rest.toldOf('THREAD_CREATE', discord.fake.state.channelData(thread));
    const reply = await answered('draw a tree', thread);
    const ann = [...discord.fake.state.people.values()][0] ?? discord.fake.state.person('nobody');
    const before = reply.past.length;
    thread.archived = true;
    discord.fake.press(ann, thread, reply.message, idOf(reply.message, 'redo'));
    const redone = () => now(reply).past.length > before && idsIn(now(reply).message).some((id) => id.startsWith('dt:redo'));
    await discord.fake.state.until(redone, 'the reply made again');
    expect(thread.archived).toBe(false);
    thread.archived = true;
    thread.locked = true;
    discord.fake.press(ann, thread, now(reply).message, idOf(now(reply).message, 'redo'));
    await discord.fake.state.until(
      () => discord.world.failures.some((error) => error instanceof Error && error.message.includes('locked')),
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
    await discord.replyTo(asked);
    const chain = repliesTo(asked.id).map(({ message }) => message);
    expect(chain.length).toBeGreaterThanOrEqual(4);
    const said = chain.map((message) => wordsIn(message).replace(/\n?-# AI-generated.*$/s, '')).join('');
    expect(said.replace(/\s/g, '')).toBe(sentence.repeat(Math.ceil(9000 / sentence.length)).replace(/\s/g, ''));
    expect(chain.map((message) => idsIn(message).length > 0)).toEqual([...chain.slice(1).map(() => false), true]);
    expect(discord.fake.rest.calls.filter(({ status }) => status >= 400)).toEqual([]);
  });
});
