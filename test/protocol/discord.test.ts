import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeChannel, Person, Stored } from '../support/discord/state.ts';
import {
  buttonsIn,
  componentsOf,
  type Discord,
  idOf,
  idsIn,
  pictureFile,
  picturesIn,
  startDiscord,
  wordsIn,
} from '../support/discord/world.ts';

let discord: Discord;
let channel: FakeChannel;
let ann: Person;
let ben: Person;
let mod: Person;
beforeAll(async () => {
  discord = await startDiscord({}, undefined, 4, ({ state }) => {
    channel = state.channel();
  });
  const { state } = discord.fake;
  ann = state.person('Ann');
  ben = state.person('Ben', { locale: 'de' });
  mod = state.person('Mo', { permissions: PermissionFlagsBits.ManageMessages });
});
afterAll(async () => {
  const { failures } = discord.world;
  await discord.close();
  expect(failures).toEqual([]);
});

const room = (given: Partial<FakeChannel> = {}): FakeChannel => {
  const made = discord.fake.state.channel(given);
  // Discord announces no direct conversation: its first message does.
  if (!made.recipient) discord.fake.rest.toldOf(made.parentId ? 'THREAD_CREATE' : 'CHANNEL_CREATE', discord.fake.state.channelData(made));
  return made;
};
const mention = (words: string): string => `${discord.fake.mention} ${words}`;

/** A command's public card, and the reply under it. */
async function asked(
  person: Person,
  at: FakeChannel,
  name: string,
  values: Record<string, string | number> = {},
  files: Awaited<ReturnType<typeof pictureFile>>[] = [],
) {
  const interaction = discord.fake.command(person, at, name, values, { files });
  const card = await discord.fake.state.until(() => {
    const stored = interaction.original ? discord.fake.state.messages.get(interaction.original) : undefined;
    return stored && wordsIn(stored.message) !== '' && stored;
  }, `the card of /${name}`);
  return { interaction, card, reply: await discord.replyTo(card.message) };
}

async function mentioned(person: Person, at: FakeChannel, words: string): Promise<Stored> {
  return discord.replyTo(discord.fake.say(person, at, mention(words)));
}

describe('a mention', () => {
  it('is answered in words and pictures, in reading order, in one message that grew', async () => {
    const { message, past, files } = await mentioned(ann, channel, 'why does it rain?');
    const kinds = (message.components ?? []).map(({ type }) => type);
    expect(kinds.slice(0, 4)).toEqual([10, 12, 10, 10]);
    expect(wordsIn(message)).toMatch(/^Warm air carries[\s\S]*-# \*\*#1\*\*\nIn #1 the cloud[\s\S]*\n-# AI-generated · scripted-1 · #1$/);
    expect(picturesIn(message).map(({ description }) => description)).toEqual(['drops falling from a blue cloud onto green hills']);
    expect([...files.keys()]).toEqual([expect.stringMatching(/^1-[0-9a-f]{12}\.png$/)]);
    expect(past.length).toBeGreaterThan(2);
    expect(buttonsIn(message)).toEqual(['Redo', 'Edit…', 'Vary', 'Upscale', 'History', 'Good', 'Not good', 'Delete']);
  });

  it('is shown waiting, being written and being drawn, with a stop', async () => {
    const { past } = await mentioned(ann, channel, 'what is a cloud?');
    const words = past.map((components) => wordsIn({ components }));
    expect(words[0]).toMatch(/^-# (Next in line|Composing)/);
    expect(words.some((one) => one.includes('-# Drawing #'))).toBe(true);
    expect(past.slice(0, -1).every((components) => idsIn({ components }).every((id) => id.startsWith('dt:stop:')))).toBe(true);
    expect(past.some((components) => picturesIn({ components }).some(({ media }) => media.url.includes('so-far-')))).toBe(true);
    expect(picturesIn({ components: past.at(-1) ?? [] })).toHaveLength(1);
  });

  it('in a thread goes on without one; talk in the channel around stays talk', async () => {
    const thread = room({ type: ChannelType.PublicThread, parentId: channel.id, name: 'rain' });
    await mentioned(ann, thread, 'draw a red circle');
    const follow = discord.fake.say(ben, thread, 'draw a blue circle');
    expect(wordsIn((await discord.replyTo(follow)).message)).toContain('This is a blue circle.');
    discord.fake.say(ben, channel, 'what a nice day');
    expect(wordsIn((await mentioned(ann, channel, 'draw a green star')).message)).toContain('This is a green star.');
    const answered = [...discord.fake.state.messages.values()].filter(({ message }) => wordsIn(message).includes('nice day'));
    expect(answered).toEqual([]);
  });

  it('sees the picture that came with it, and the one it replies to', async () => {
    const at = room();
    const posted = discord.fake.say(ben, at, 'my garden', { files: [await pictureFile('garden.jpg')] });
    const reply = await discord.replyTo(discord.fake.say(ann, at, mention('#1 at night'), { replyTo: posted }));
    expect(wordsIn(reply.message)).toContain('Here is #1 again, at night.');
    const own = discord.fake.say(ann, at, mention('#2 with a red roof'), { files: [await pictureFile('house.jpg', '#802010')] });
    expect(wordsIn((await discord.replyTo(own)).message)).toContain('Here is #2 again');
    const rows = await discord.world.ports.ledger.rows(`discord:${at.id}:${at.id}`);
    expect(rows.map(({ name }) => name)).toEqual(['#1', '#1b', '#2', '#2b']);
    const kept = await discord.world.ports.assets.get(rows[0]?.asset ?? 'sha256:');
    expect(Buffer.from(kept ?? []).includes('Ann of the garden')).toBe(false);
    expect(JSON.stringify(await discord.world.ports.threads.history(`discord:${at.id}:${at.id}`, 50))).not.toContain('http');
  });

  it('is answered in a direct conversation and by a reply to the bot, without one', async () => {
    const direct = room({ type: ChannelType.DM, recipient: ann });
    const reply = await discord.replyTo(discord.fake.say(ann, direct, 'draw a red star'));
    expect(wordsIn(reply.message)).toContain('This is a red star.');
    const at = room();
    const first = await mentioned(ann, at, 'draw a tree');
    expect(wordsIn((await discord.replyTo(discord.fake.say(ben, at, 'draw two trees', { replyTo: first.message }))).message)).toContain(
      'two trees',
    );
  });

  it('pings nobody', async () => {
    const { message } = await mentioned(ann, room(), `draw @everyone and <@${ben.id}>`);
    expect(message.mention_everyone || message.mentions.length > 0).toBe(false);
  });
});

describe('an edit of #2', () => {
  it('changes it in the same message, after another message came; the rest stays byte for byte', async () => {
    const at = room();
    const one = await mentioned(ann, at, 'draw a red house');
    const two = await mentioned(ann, at, 'why is the sky blue?');
    const other = await mentioned(ben, at, 'draw a yellow sun');
    const before = {
      one: one.past.length,
      other: other.past.length,
      words: componentsOf(two.message)[0]?.content,
      files: [...two.files.values()],
    };
    const opened = discord.fake.press(ann, at, two.message, idOf(two.message, 'edit'));
    await discord.fake.state.until(() => opened.callback?.type === 9, 'the form');
    expect(opened.callback?.data).toMatchObject({ title: 'Edit #2' });
    const sent = discord.fake.submit(ann, at, opened, 'make it night', undefined, two.message);
    expect(await discord.told(sent)).toMatch(/^Next in line|^In line/);
    const done = await discord.fake.state.until(
      () =>
        picturesIn(two.message).length === 1 &&
        wordsIn(discord.fake.state.messages.get(two.message.id)?.message ?? two.message).includes('#2b') &&
        discord.fake.state.messages.get(two.message.id),
      '#2b',
    );
    expect(componentsOf(done.message)[0]?.content).toBe(before.words);
    expect(wordsIn(done.message)).toContain('made before what it shows was changed');
    expect(picturesIn(done.message)[0]?.description).toContain('make it night');
    expect([one.past.length, other.past.length]).toEqual([before.one, before.other]);
    expect([...done.files.values()].map(({ id }) => id)).not.toEqual(before.files.map(({ id }) => id));

    const history = discord.fake.press(ben, at, done.message, idOf(done.message, 'history'));
    expect(await discord.told(history)).toMatch(/^Fassungen von #2, die älteste zuerst:\n\*\*#2\*\*.*\n\*\*#2b\*\* ← #2 · /);
    const shown = discord.fake.state.messages.get(history.original ?? '');
    expect(picturesIn(shown?.message ?? {})).toHaveLength(2);
    discord.fake.select(ann, at, shown?.message ?? done.message, idOf(shown?.message ?? done.message, 'restore'), '#2');
    await discord.fake.state.until(
      () => wordsIn(discord.fake.state.messages.get(two.message.id)?.message ?? {}).endsWith('scripted-1 · #2'),
      '#2 again',
    );
  });
});

describe('a button', () => {
  it('redoes, varies as a grid, upscales, rates and deletes', async () => {
    const at = room();
    const reply = await mentioned(ann, at, 'draw a red house');
    const current = () => discord.fake.state.messages.get(reply.message.id) ?? reply;
    discord.fake.press(ann, at, reply.message, idOf(reply.message, 'vary'));
    const grid = await discord.replyTo(reply.message);
    expect(picturesIn(grid.message)).toHaveLength(4);
    expect((grid.message.components ?? []).filter(({ type }) => type === 12)).toHaveLength(1);
    expect(wordsIn(grid.message)).toContain('**#1b** — **#1c** — **#1d** — **#1e**');

    const picked = discord.fake.select(ann, at, grid.message, idOf(grid.message, 'pick'), '#1d');
    expect(await discord.told(picked)).toBe('What shall be done with #1d?');
    const panel = discord.fake.state.messages.get(picked.original ?? '')?.message;
    expect(panel && buttonsIn(panel)).toEqual(['Redo', 'Edit…', 'Vary', 'Upscale', 'History']);
    discord.fake.press(ann, at, panel ?? grid.message, idOf(panel ?? grid.message, 'upscale'));
    await discord.saying('-# **#1f**');

    const before = current().past.length;
    discord.fake.press(ann, at, reply.message, idOf(reply.message, 'redo'));
    await discord.fake.state.until(
      () =>
        current().past.length > before &&
        idsIn(current().message).some((id) => id.startsWith('dt:redo')) &&
        !wordsIn(current().message).includes('· #1\n'),
      'redone',
    );
    expect(await discord.told(discord.fake.press(ann, at, reply.message, idOf(reply.message, 'good')))).toBe('Done.');
    discord.fake.press(ann, at, reply.message, idOf(reply.message, 'delete'));
    await discord.fake.state.until(() => current().deleted, 'deleted');
  });

  it('is for the one who asked and for moderators; others hear so alone, in their language', async () => {
    const at = room();
    const reply = await mentioned(ann, at, 'draw a red house');
    const refused = discord.fake.press(ben, at, reply.message, idOf(reply.message, 'delete'));
    expect(await discord.told(refused)).toBe('Das kann nur, wer gefragt hat, oder wer hier Nachrichten verwalten darf.');
    expect(reply.deleted).toBe(false);
    discord.fake.press(mod, at, reply.message, idOf(reply.message, 'delete'));
    await discord.fake.state.until(() => reply.deleted, 'deleted');
  });

  it('of a reply that nobody remembers says so', async () => {
    const at = room();
    const reply = await mentioned(ann, at, 'draw a red house');
    expect(await discord.told(discord.fake.press(ann, at, reply.message, 'dt:redo:0123456789abcdef01234567'))).toContain(
      'no longer in the store',
    );
    expect(await discord.told(discord.fake.press(ann, at, reply.message, 'somebody-elses'))).toContain('no longer in the store');
  });

  it('an edit takes a mask', async () => {
    const at = room();
    const reply = await mentioned(ann, at, 'draw a red house');
    const opened = discord.fake.press(ann, at, reply.message, idOf(reply.message, 'edit'));
    await discord.fake.state.until(() => opened.callback, 'the form');
    discord.fake.submit(ann, at, opened, 'make it blue', await pictureFile('mask.jpg', '#ffffff'), reply.message);
    await discord.saying('-# **#1b**', ({ message }) => message.id === reply.message.id);
  });
});

describe('a command', () => {
  it('/dream draws under a card that says what was asked; the same seed again', async () => {
    const { card, reply } = await asked(ann, room(), 'dream', { prompt: 'a red circle', seed: 7 });
    expect(wordsIn(card.message)).toBe('> draw a red circle');
    expect(wordsIn(reply.message)).toContain('This is a red circle.');
    const { threads, ledger } = discord.world.ports;
    const thread = `discord:${reply.message.channel_id}:${reply.message.channel_id}`;
    expect((await ledger.rows(thread))[0]?.seed).toBe(7);
    expect((await threads.history(thread, 9))[0]?.author).toMatchObject({ id: ann.id, name: 'Ann', isBot: false });
  });

  it('/edit and /describe take a name, a file, or the newest picture', async () => {
    const at = room();
    const empty = discord.fake.command(ann, at, 'edit', { instruction: 'make it night' });
    expect(await discord.told(empty)).toContain('no picture here yet');
    await asked(ann, at, 'dream', { prompt: 'a red house' });
    const named = await asked(ben, at, 'edit', { instruction: 'make it night', picture: '#1' });
    expect(wordsIn(named.card.message)).toBe('> in #1, make it night');
    expect(wordsIn(named.reply.message)).toContain('Here is #1 again');
    const sent = await asked(ben, at, 'edit', { instruction: 'make it night' }, [await pictureFile('mine.jpg')]);
    expect(wordsIn(sent.card.message)).toBe('> in #2, make it night');
    expect(picturesIn(sent.card.message)).toHaveLength(1);
    const described = await asked(ann, at, 'describe');
    expect(wordsIn(described.card.message)).toBe('> What is in #2b?');
    expect(await discord.told(discord.fake.command(ben, at, 'describe', { picture: '#9' }))).toBe('Hier gibt es kein Bild #9.');
    const completion = discord.fake.complete(ann, at, 'edit', 'picture', 'house');
    await discord.fake.state.until(() => completion.callback, 'completion');
    expect(completion.callback?.data).toMatchObject({ choices: [{ value: '#1b' }, { value: '#1' }] });
  });

  it('/blend brings two to four pictures', async () => {
    const files = [await pictureFile('a.jpg'), await pictureFile('b.jpg', '#20a040')];
    const { card } = await asked(ann, room(), 'blend', { prompt: 'as one garden' }, files);
    expect(wordsIn(card.message)).toBe('> Blend these pictures: as one garden');
    expect(picturesIn(card.message)).toHaveLength(2);
  });

  it('/thread opens a document that everybody goes on with', async () => {
    const interaction = discord.fake.command(ann, channel, 'thread', { question: 'why does it rain?', title: 'Rain' });
    const thread = await discord.fake.state.until(
      () => [...discord.fake.state.channels.values()].find(({ name }) => name === 'Rain'),
      'the thread',
    );
    const reply = await discord.saying('Warm air', ({ message }) => message.channel_id === thread.id);
    expect(thread.parentId).toBe(channel.id);
    expect(wordsIn(discord.fake.state.messages.get(interaction.original ?? '')?.message ?? {})).toBe('> why does it rain?');
    await discord.fake.state.until(
      () => idsIn(discord.fake.state.messages.get(reply.message.id)?.message ?? {}).some((id) => id.startsWith('dt:redo')),
      'the reply',
    );
    const more = discord.fake.say(ben, thread, '#1 at night');
    expect(wordsIn((await discord.replyTo(more)).message)).toContain('Here is #1 again');
    const direct = room({ type: ChannelType.DM, recipient: mod });
    expect(await discord.told(discord.fake.command(mod, direct, 'thread', { question: 'why?' }))).toContain('text channels of servers');
  });

  it('/find, /queue and /settings answer one person', async () => {
    const at = room({ nsfw: true });
    const { reply } = await asked(ann, at, 'dream', { prompt: 'a purple boat' });
    const found = discord.fake.command(ben, at, 'find', { words: 'boat' });
    expect(await discord.told(found)).toMatch(
      new RegExp(
        `^Ein Bild zu „boat“:\n\\*\\*#1\\*\\* · a purple boat · \\[öffnen\\]\\(https://discord.com/channels/\\d+/${at.id}/${reply.message.id}\\)`,
      ),
    );
    expect(await discord.told(discord.fake.command(ann, at, 'find', { words: 'whale' }))).toBe(
      'No picture in this channel is described by “whale”.',
    );
    // The last words of a reply are shown a moment before its turn is over.
    await expect
      .poll(() => discord.told(discord.fake.command(ann, at, 'queue')), { timeout: 10_000 })
      .toBe('You have nothing waiting here.');
    const settings = await discord.told(discord.fake.command(ann, at, 'settings'));
    expect(settings).toContain('This channel is age-restricted.\nI have every permission that I need here.');
  });

  it('/forget removes what is one’s own; all of a place only for who may delete there', async () => {
    const at = room();
    const mine = await asked(ann, at, 'dream', { prompt: 'a red house' });
    await asked(ben, at, 'dream', { prompt: 'a blue house' });
    const { threads, ledger } = discord.world.ports;
    const place = `discord:${at.id}:${at.id}`;
    expect(await discord.told(discord.fake.command(ann, at, 'forget', { what: 'thread' }))).toContain(
      'Only someone who may manage messages',
    );
    expect(await discord.told(discord.fake.command(ben, at, 'forget', { what: 'me' }))).toMatch(/^Vergessen/);
    expect((await ledger.rows(place)).map(({ caption }) => caption)).toEqual(['a red house']);
    expect(await discord.told(discord.fake.command(mod, at, 'forget', { what: 'thread' }))).toMatch(/^Forgotten/);
    expect([await threads.history(place, 9), await ledger.rows(place)]).toEqual([[], []]);
    expect(await discord.told(discord.fake.press(ann, at, mine.reply.message, idOf(mine.reply.message, 'redo')))).toContain(
      'no longer in the store',
    );
  });

  it('on a message edits, illustrates and describes it', async () => {
    const at = room();
    const said = discord.fake.say(ben, at, 'a whale in the bath', { files: [await pictureFile('whale.jpg')] });
    const edit = discord.fake.onMessage(ann, at, 'Edit this image', said);
    await discord.fake.state.until(() => edit.callback?.type === 9, 'the form');
    const sent = discord.fake.submit(ann, at, edit, 'make it red');
    const edited = await discord.replyTo((await discord.saying('> in #1, make it red')).message);
    expect(wordsIn(edited.message)).toContain('Here is #1 again');
    expect(await discord.told(discord.fake.submit(ann, at, edit, 'make it red'))).toContain('form is too old');
    discord.fake.onMessage(ann, at, 'Illustrate this', said);
    await discord.saying('> Illustrate this: a whale in the bath');
    discord.fake.onMessage(ann, at, 'Describe', said);
    await discord.saying(/^> What is in #\d\?$/);
    const empty = discord.fake.say(ben, at, 'no picture here');
    expect(await discord.told(discord.fake.onMessage(ann, at, 'Edit this image', empty))).toContain('holds no picture');
    const direct = discord.fake.onMessage(ann, at, 'Edit this image', edited.message);
    await discord.fake.state.until(() => direct.callback?.type === 9, 'the form');
    expect(direct.callback?.data).toMatchObject({ title: 'Edit #1b' });
    expect(sent.callback?.type).toBe(5);
  });

  it('works where only a person installed the bot: through the interaction alone', async () => {
    const at = discord.fake.state.channel();
    const interaction = discord.fake.command(ann, at, 'dream', { prompt: 'a red circle' }, { isElsewhere: true });
    const reply = await discord.saying('This is a red circle.', ({ message }) => message.channel_id === at.id);
    expect(reply.message.id).toBe(interaction.original);
    expect(discord.fake.rest.calls.filter(({ path }) => path.startsWith(`/channels/${at.id}`))).toEqual([]);
  });
});

describe('a message', () => {
  it('that is edited changes what the bot reads; one that is deleted is not answered', async () => {
    const at = room();
    const said = discord.fake.say(ann, at, mention('draw a red house'));
    await discord.replyTo(said);
    discord.fake.edit(said, mention('draw a blue house'));
    const { threads } = discord.world.ports;
    const stored = async () => JSON.stringify((await threads.get(`discord:${at.id}:${at.id}`, said.id))?.parts);
    discord.fake.say(ann, at, mention('draw a tree'));
    await discord.saying('This is a tree.', ({ message }) => message.channel_id === at.id);
    expect(await stored()).toContain('draw a blue house');
    discord.fake.remove(said);
    await mentioned(ann, at, 'draw a boat');
    expect(await stored()).toBeUndefined();
  });
});
