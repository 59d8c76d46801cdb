import { PermissionFlagsBits } from 'discord.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openStage } from '../support/discord/stage.ts';
import { type FakeChannel, type FakeInteraction, GUILD_ID, type Person, type Stored } from '../support/discord/state.ts';
import { buttonsIn, componentsOf, idsIn, pictureFile, picturesIn, wordsIn } from '../support/discord/world.ts';

const stage = openStage();
const { start, now } = stage;

const person = (name: string, permissions = 0n, locale = 'en-US'): Person => stage.discord.fake.state.person(name, { permissions, locale });
const manager = (): Person => person('Mia', PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageMessages);
const moderator = (name = 'Mo', locale?: string): Person => person(name, PermissionFlagsBits.ManageMessages, locale);
const mention = (who: Person, words: string, at = stage.channel) =>
  stage.discord.fake.say(who, at, `${stage.discord.fake.mention} ${words}`);
const idIn = (stored: Stored, beginning: string): string => idsIn(now(stored).message).find((id) => id.startsWith(beginning)) ?? '';

/** The message of one person's own that an interaction made or changed. */
const own = (interaction: FakeInteraction): Promise<Stored> =>
  stage.discord.fake.state.until(() => {
    const stored = interaction.original ? stage.discord.fake.state.messages.get(interaction.original) : undefined;
    return stored && wordsIn(stored.message) !== '' && stored;
  }, 'a message for one person');
const shows = (stored: Stored, words: string | RegExp): Promise<true> =>
  stage.discord.fake.state.until(() => {
    const said = wordsIn(now(stored).message);
    return (typeof words === 'string' ? said.includes(words) : words.test(said)) || undefined;
  }, `words like ${words}`);

describe('/safety', () => {
  it('is for who may manage messages; changes are for who may manage the server', async () => {
    await start();
    const { fake, told } = stage.discord;
    expect(await told(fake.command(person('Ann'), stage.channel, 'safety'))).toBe('This is for who may manage messages in a server.');
    const panel = await own(fake.command(moderator('Mo', 'de'), stage.channel, 'safety'));
    expect(wordsIn(panel.message)).toMatch(
      /^### Sicherheit auf diesem Server\n-# Die Voreinstellung[\s\S]*\*\*Ablehnen\*\*: .*Drastische Gewalt/,
    );
    expect(wordsIn(panel.message)).toContain('brauchst du das Recht, den Server zu verwalten');
    expect(buttonsIn(panel.message)).toEqual(['Dieser Kanal', 'Textregeln', 'Vorschlag', 'Fassungen']);
    const mo = [...fake.state.people.values()].find(({ name }) => name === 'Mo');
    for (const id of ['apply:server:violence', 'on:server:0.', 'form:server:rule', 'revert:server:0:0.'])
      fake.press(mo ?? moderator(), stage.channel, panel.message, `safety:${id}`);
    await stage.answered('draw a tree');
    expect((await stage.discord.world.ports.panel.read(`discord:${GUILD_ID}`)).version).toBe(0);
  });

  it('tries a choice on what was asked, puts it in force, tells its versions and goes back', async () => {
    await start();
    const { fake, world } = stage.discord;
    const mia = manager();
    const gory = 'draw a decapitated man, gore';
    expect(wordsIn((await stage.answered(gory)).message)).toContain('_Not shown (rule: violence)');
    const panel = await own(fake.command(mia, stage.channel, 'safety'));
    const press = (id: string) => fake.press(mia, stage.channel, now(panel).message, idIn(panel, id));
    fake.select(mia, stage.channel, panel.message, idIn(panel, 'safety:pick'), 'violence');
    await shows(panel, '### Graphic violence\nNow: **Refuse** in this server.');
    fake.select(mia, stage.channel, now(panel).message, idIn(panel, 'safety:try'), 'spoiler');
    await shows(
      panel,
      /Refuse → Cover\n-# For the whole server\nOf 1 request in the last 30 days, 1 would have been treated otherwise\. It would cover one more\.\n- violence: Refuse → Cover: 1/,
    );
    press('safety:apply');
    await shows(
      panel,
      /^In force from the next request on\.\n### Safety in this server\n-# Version 1\n[\s\S]*\*\*Cover\*\*: Graphic violence/,
    );
    const covered = await stage.answered(gory);
    expect(
      componentsOf(covered.message)
        .flatMap(({ items }) => items ?? [])
        .map(({ spoiler }) => spoiler),
    ).toEqual([true]);
    const found = await own(fake.command(mia, stage.channel, 'find', { words: 'decapitated' }));
    await shows(found, '||a decapitated man, gore||');
    expect(componentsOf(found.message).flatMap(({ items }) => items ?? [])).toMatchObject([{ spoiler: true }]);

    press('safety:history');
    await shows(panel, new RegExp(`### Versions\\n\\*\\*1\\*\\* · <t:\\d+:R> · <@${mia.id}>\\n-# violence: refuse → spoiler`));
    fake.select(mia, stage.channel, now(panel).message, idIn(panel, 'safety:version'), '0');
    await shows(panel, 'Shall the default be in force again?');
    press('safety:revert');
    await shows(panel, /-# Version 2\n[\s\S]*\*\*Refuse\*\*: .*Graphic violence/);
    expect(wordsIn((await stage.answered(gory)).message)).toContain('_Not shown (rule: violence)');
    expect(world.failures).toEqual([]);
  });

  it('changes one channel alone, and says where moderators decide, if the bot may post there', async () => {
    const rooms: FakeChannel[] = [];
    await start({}, undefined, 1, ({ state }) => {
      rooms.push(state.channel(), state.channel());
      const [, closed] = rooms;
      if (closed) state.deny(closed, 'SendMessages');
    });
    const { fake, world } = stage.discord;
    const [desk, closed] = rooms;
    if (!desk || !closed) throw new Error('no channels');
    const mia = manager();
    const panel = await own(fake.command(mia, stage.channel, 'safety'));
    fake.press(mia, stage.channel, panel.message, idIn(panel, 'safety:show:channel'));
    await shows(panel, '### Safety in this channel');
    fake.select(mia, stage.channel, now(panel).message, idIn(panel, 'safety:pick'), 'weapons');
    await shows(panel, '### Making weapons\nNow: **Refuse** in this channel.');
    fake.select(mia, stage.channel, now(panel).message, idIn(panel, 'safety:try'), 'hold');
    await shows(panel, 'For this channel and its threads alone');
    fake.press(mia, stage.channel, now(panel).message, idIn(panel, 'safety:apply'));
    await shows(panel, /\*\*Hold\*\*: Making weapons/);
    fake.press(mia, stage.channel, now(panel).message, idIn(panel, 'safety:show:server'));
    await shows(panel, /### Safety in this server[\s\S]*\*\*Refuse\*\*: .*Making weapons/);
    fake.selectChannel(mia, stage.channel, now(panel).message, idIn(panel, 'safety:desk'), closed);
    await shows(panel, `In <#${closed.id}> I may not Send Messages`);
    fake.selectChannel(mia, stage.channel, now(panel).message, idIn(panel, 'safety:desk'), desk);
    await shows(panel, 'In force from the next request on.');
    const document = JSON.parse((await world.ports.panel.read(`discord:${GUILD_ID}`)).text);
    expect(document).toMatchObject({
      overrides: [{ when: { channel: `discord:${stage.channel.id}` }, categories: { weapons: 'hold' } }],
      desk: { channel: `discord:${desk.id}` },
    });
    expect(world.failures).toEqual([]);
  });
});

describe('/safety and text rules', () => {
  /** A panel that somebody opened, and what they do in it. */
  async function open(who: Person) {
    const { fake } = stage.discord;
    const panel = await own(fake.command(who, stage.channel, 'safety'));
    const at = () => now(panel).message;
    const press = (id: string) => fake.press(who, stage.channel, at(), idIn(panel, `safety:${id}`));
    const select = (id: string, value: string) => fake.select(who, stage.channel, at(), idIn(panel, `safety:${id}`), value);
    async function write(id: string, fields: Record<string, string>): Promise<void> {
      const opened = press(id);
      await fake.state.until(() => opened.callback?.type === 9, 'a form');
      fake.write(who, stage.channel, opened, fields, '', at());
    }
    return { press, select, write, has: (words: string | RegExp) => shows(panel, words) };
  }
  const refused = 'Not shown (rule: no-posters)';
  const asked = 'draw a p0ster of a circle';
  const answer = async () => wordsIn((await stage.answered(asked)).message);

  it('one is written, what is wrong is told at its field; it is tried, proposed, counted beside, switched on and put back', async () => {
    await start();
    expect(await answer()).not.toContain('Not shown');
    const mia = await open(manager());
    mia.press('rules');
    await mia.has('There are no rules yet.');
    const fields = { id: 'No Posters', reason: 'people make these here', words: 'poster\nflyer*', patterns: 'ok\n(a', pictures: '' };
    await mia.write('form:server:rule', fields);
    await mia.has(/⚠️ \*\*Patterns.*\*\*: Pattern 2 is no regular expression of RE2 \(missing closing \)/);
    await mia.write('again', { ...fields, patterns: '' });
    await mia.has(/### Rule No Posters: Refuse\nOf 1 request in the last 30 days, 1 would .* It would refuse one more\./);
    mia.select('as', 'minors');
    await mia.has('counts as Sexual content about minors');
    mia.select('do', 'hold');
    await mia.has(/⚠️ \*\*What is done\*\*: What counts as minors is never made/);
    mia.select('as', 'brand');
    await mia.has(/### Rule No Posters: Hold · counts as Brands of others\nOf 1 request.* It would hold one more\./);
    mia.select('do', 'refuse');
    await mia.has(/: Refuse · counts as Brands/);
    mia.press('propose');
    await mia.has(/^Proposed: .*\n### Text rules\n\*\*no-posters\*\* · Refuse · counts as Brands of others · proposed\n/);
    expect(await answer()).not.toContain('Not shown'); // it decides nothing

    const max = await open(manager());
    max.press('proposal');
    await max.has(/### Proposal\n(- rule no-posters .*\n)+By <@\d+>, <t:\d+:R>; asked (once|\d+ times)\. It would refuse/);
    max.select('tried', '1');
    await max.has(/Of 2 requests in the last day, 2 would/);
    max.press('on');
    await max.has('In force from the next request on.');
    expect(await answer()).toContain(refused);
    max.press('rules');
    await max.has('**no-posters** · Refuse · counts as Brands of others\n');
    max.select('rule', 'no-posters');
    await max.has('poster | flyer*');
    max.press('out');
    await max.has(/### Rule no-posters: Take out\n.* It would release 3 more\./);
    max.press('apply');
    await max.has('There are no rules yet.');
    max.press('show');
    await max.has('### Safety in this server\n-# Version 2');
    max.press('history');
    await max.has('rule no-posters words: poster, flyer* → none');
    max.select('version', '1');
    await max.has('Shall version 1 be in force again?');
    max.press('revert');
    await max.has('-# Version 3');
    expect(await answer()).toContain(refused);
    expect(stage.discord.world.failures).toEqual([]);
  });

  it('thresholds and innocent phrases are written in forms; of two at once the later is told, in their language', async () => {
    await start();
    const [mia, ben] = [
      await open(manager()),
      await open(person('Ben', PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageMessages, 'de')),
    ];
    mia.select('pick', 'hate');
    await mia.has('### Hate');
    await mia.write('form:server:certainty:hate', { certainty: 'sure' });
    await mia.has('⚠️ **Hate**: Expected a number from 0 to 1, got “sure”');
    await mia.write('again', { certainty: '0,9' });
    await mia.has('Nobody asked for anything then');
    ben.press('rules');
    await ben.has('Es gibt noch keine Regeln.');
    await ben.write('form:server:allow', { allow: 'red cross\n\ncut' });
    await ben.has('### Harmlose Wendungen: 2');
    mia.press('apply');
    await mia.has('In force from the next request on.');
    ben.press('apply');
    await ben.has('Die Regeln haben sich inzwischen geändert: Fassung 1 gilt.');
    await ben.write('form:server:allow', { allow: 'red cross' });
    await ben.has('### Harmlose Wendungen: 1');
    ben.press('apply');
    await ben.has('Ab der nächsten Anfrage in Kraft.');
    const { text } = await stage.discord.world.ports.panel.read(`discord:${GUILD_ID}`);
    expect(JSON.parse(text)).toMatchObject({ thresholds: { hate: 0.9 }, allow: ['red cross'] });
  });
});

describe('the moderators’ desk', () => {
  /** A server that holds violence, with a channel for its moderators. */
  async function startHolding(): Promise<FakeChannel> {
    const rooms: FakeChannel[] = [];
    await start({}, undefined, 1, ({ state }) => void rooms.push(state.channel()));
    const [desk] = rooms;
    if (!desk) throw new Error('no channel');
    const policy = { version: 1, categories: { violence: 'hold' }, desk: { channel: `discord:${desk.id}` } };
    await stage.discord.world.ports.panel.apply({ text: JSON.stringify(policy) }, 'test', `discord:${GUILD_ID}`);
    return desk;
  }
  const card = (desk: FakeChannel, words: string): Promise<Stored> =>
    stage.discord.saying(words, ({ message }) => message.channel_id === desk.id);
  const GORE = 'draw a decapitated man, gore';

  it('shows what is held blurred and grey, clear to one who asks; released, it takes its place, and the requester hears of it', async () => {
    const desk = await startHolding();
    const { fake, world, told, saying } = stage.discord;
    const ann = person('Ann');
    const asked = mention(ann, GORE);
    const reply = await stage.discord.replyTo(asked);
    expect(wordsIn(reply.message)).toContain('_Picture #1 waits for a moderator (rule: violence)._');
    const held = await card(desk, '### Case 1: a picture is held');
    expect(wordsIn(held.message)).toContain(`Asked for by <@${ann.id}> in <#${stage.channel.id}>`);
    expect(buttonsIn(held.message)).toEqual(['Show to me', 'Release', 'Uphold', 'Uphold and strike']);
    const [cover] = [...held.files.values()];
    const { channels } = await sharp(cover?.bytes).stats();
    expect(
      Math.max(...channels.slice(0, 3).map(({ mean }) => mean)) - Math.min(...channels.slice(0, 3).map(({ mean }) => mean)),
    ).toBeLessThan(2);

    const decide = (who: Person, choice: string) => fake.press(who, desk, now(held).message, `dt:${choice}:1`);
    expect(await told(decide(person('Ben'), 'release'))).toBe('Only moderators decide here, where the card stands.');
    const mo = moderator();
    const clear = await own(decide(mo, 'show'));
    expect([clear.seenBy, picturesIn(clear.message).length]).toEqual([mo.id, 1]);
    await shows(held, new RegExp(`<@${mo.id}> looks at it until`));

    expect(await told(decide(mo, 'release'))).toBe('Case 1 is released.');
    expect(await told(decide(moderator('Max'), 'uphold'))).toContain('was decided already');
    await shows(held, `Released by <@${mo.id}>`);
    expect(buttonsIn(now(held).message)).toEqual([]);
    await fake.state.until(() => picturesIn(now(reply).message).length === 1, 'the picture in its place');
    const [shown, seen] = [now(reply), clear].map(({ files }) => Buffer.from([...files.values()][0]?.bytes ?? []));
    expect([now(reply).message.id, shown?.length !== 0 && shown?.equals(seen ?? Buffer.alloc(0))]).toEqual([reply.message.id, true]);
    const outcome = await saying('Moderators looked at picture #1 and released it.');
    expect([outcome.message.channel_id, outcome.message.mentions.map(({ id }) => id)]).toEqual([stage.channel.id, [ann.id]]);
    expect(idsIn(outcome.message)).toEqual([]);
    expect(world.failures).toEqual([]);
  });

  it('upholds with a strike; an appeal in the person’s words is a card of its own', async () => {
    const desk = await startHolding();
    const { fake, told, saying } = stage.discord;
    const ann = person('Ann', 0n, 'fr');
    const reply = await stage.discord.replyTo(mention(ann, GORE));
    const held = await card(desk, '### Case 1');
    await told(fake.press(moderator(), desk, held.message, 'dt:strike:1'));
    await shows(held, 'Upheld, with a strike, by');
    await saying('Moderators looked at picture #1 and did not release it (rule: violence). It counts as a strike.');
    await fake.state.until(() => buttonsIn(now(reply).message).includes('Appeal…'), 'an appeal');
    const opened = fake.press(ann, stage.channel, now(reply).message, idIn(reply, 'dt:appeal'));
    await fake.state.until(() => opened.callback?.type === 9, 'the form');
    expect(opened.callback?.data).toMatchObject({ title: 'Appel' });
    const sent = fake.write(ann, stage.channel, opened, 'reason', 'It is a figure of a play', now(reply).message);
    expect(await told(sent)).toContain('Votre appel est allé à la modération, cas 3.');
    const appeal = await card(desk, '### Case 3');
    expect(wordsIn(appeal.message)).toMatch(/its requester appeals[\s\S]*> It is a figure of a play[\s\S]*strikes: 1/);
    fake.press(moderator('Max'), desk, appeal.message, 'dt:release:3');
    await fake.state.until(() => picturesIn(now(reply).message).length === 1, 'the picture in its place');
    expect(stage.discord.world.failures).toEqual([]);
  });

  it('is what a refused request appeals to; the offered wording is taken by a tap', async () => {
    await start();
    const { fake } = stage.discord;
    const ann = person('Ann');
    const reply = await stage.discord.replyTo(mention(ann, 'draw a house and a swastika'));
    expect(wordsIn(reply.message)).toContain('_Not shown (rule: hate)');
    expect(buttonsIn(reply.message)).toEqual(['Ask this instead', 'Appeal…', 'Redo', 'Delete']);
    fake.press(ann, stage.channel, reply.message, idIn(reply, 'dt:rewrite'));
    await fake.state.until(() => picturesIn(now(reply).message).length === 1, 'a picture of what is left');
    expect(wordsIn(now(reply).message)).not.toContain('swastika');
    expect(stage.discord.world.failures).toEqual([]);
  });
});

it('a change of how somebody looks in another’s picture waits for a yes of who sent it, or is in it', async () => {
  await start();
  const { fake, world, told } = stage.discord;
  const [ann, ben, zoe] = [person('Ann'), person('Ben', 0n, 'de'), person('Zoe')];
  const posted = fake.say(ben, stage.channel, 'me at the lake', { files: [await pictureFile('lake.jpg')] });
  const asked = fake.say(ann, stage.channel, `${fake.mention} make her hair blue`, { replyTo: posted });
  const reply = await stage.discord.replyTo(asked);
  expect(wordsIn(reply.message)).toContain('who sent the picture, or who is in it, has to agree first');
  expect(buttonsIn(reply.message)).toContain('I agree');
  expect(world.failures).toEqual([]);
  expect((await world.ports.ledger.rows(`discord:${stage.channel.id}:${stage.channel.id}`)).map(({ authorId }) => authorId)).toEqual([
    ben.id,
  ]);
  const agree = (who: Person) => fake.press(who, stage.channel, now(reply).message, idIn(reply, 'dt:agree'));
  expect(await told(agree(zoe))).toContain('Only the person who asked');
  agree(ben);
  await fake.state.until(() => picturesIn(now(reply).message).length === 1, 'the change');

  const other = await pictureFile('us.jpg', '#654321');
  const group = fake.say(ben, stage.channel, 'all of us', { files: [other] });
  const words = `${fake.mention} make <@${zoe.id}> older`;
  const named = await stage.discord.replyTo(fake.say(ann, stage.channel, words, { replyTo: group }));
  const yes = (who: Person) => fake.press(who, stage.channel, now(named).message, idIn(named, 'dt:agree'));
  expect(await told(yes(ann))).toContain('Only the person who asked');
  yes(zoe);
  await fake.state.until(() => picturesIn(now(named).message).length === 1, 'the change that Zoe agreed to');
});

describe('/verify', () => {
  it('says of a picture whether it was made here; where, to who can read there, and by whose request to who may know', async () => {
    const rooms: FakeChannel[] = [];
    await start({}, undefined, 1, ({ state }) => {
      rooms.push(state.channel({ name: 'hidden' }));
    });
    const { fake, world, told } = stage.discord;
    const [elsewhere] = rooms;
    if (!elsewhere) throw new Error('no channel');
    const [ann, ben] = [person('Ann'), person('Ben', 0n, 'de')];
    const reply = await stage.discord.replyTo(mention(ann, 'draw a tree'));
    const opened = fake.onMessage(ann, stage.channel, 'Verify', reply.message);
    const mine = await told(opened);
    expect(mine).toMatch(
      /^\*\*1-[0-9a-f]{12}\.png\*\*\nIt carries no content credentials\. .*\nIt is a picture of mine, as I keep it\.\n- \*\*#1\*\* · drawn new, <t:\d+:f> · \[open\]/,
    );
    expect(mine).toContain(`asked for by <@${ann.id}>`);
    const bens = await told(fake.onMessage(ben, stage.channel, 'Verify', reply.message));
    expect(bens).toMatch(/neu gezeichnet, <t:\d+:f> · \[öffnen\]/);
    expect(bens).not.toContain(ann.id);
    expect(await told(fake.onMessage(moderator(), stage.channel, 'Verify', reply.message))).toContain(`asked for by <@${ann.id}>`);

    const [file] = [...reply.files.values()];
    const sent = { files: file ? [{ filename: 'found.png', bytes: file.bytes, contentType: 'image/png' }] : [] };
    const far = await told(fake.command(ben, elsewhere, 'verify', {}, { ...sent, isElsewhere: true }));
    expect(far).toMatch(/^\*\*found\.png\*\*\n[\s\S]*- neu gezeichnet, <t:\d+:f>$/);
    const other = await pictureFile('other.jpg', '#123456');
    expect(await told(fake.command(ann, stage.channel, 'verify', {}, { files: [other] }))).toMatch(/Nothing else says that I made it\.$/);
    const zip = { filename: 'a.zip.png', bytes: Buffer.from('PK'), contentType: 'image/png' };
    expect(await told(fake.command(ann, stage.channel, 'verify', {}, { files: [zip] }))).toContain('a.zip.png is not a picture');
    expect(world.failures).toEqual([]);
  });
});
