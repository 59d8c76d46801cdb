import { ChannelType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/core/ports.ts';
import { say, worded } from '../../src/core/sentences.ts';
import { openStage } from '../support/discord/stage.ts';
import type { FakeChannel, Person, Stored } from '../support/discord/state.ts';
import { buttonsIn, idOf, idsIn, picturesIn, wordsIn } from '../support/discord/world.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';

const stage = openStage();
const { start, ask, repliesTo, now } = stage;

const STORYBOARD = { turns: { storyboard: { pictures: 2, waitMs: 20_000 } } };
const person = (name = 'Ann'): Person => stage.discord.fake.state.person(name);
const mention = (who: Person, words: string) => stage.discord.fake.say(who, stage.channel, `${stage.discord.fake.mention} ${words}`);
const withButton = (id: string, verb: string): Promise<Stored> =>
  stage.discord.fake.state.until(
    () => repliesTo(id).find(({ message }) => idsIn(message).some((one) => one.startsWith(`dt:${verb}`))),
    `a reply with ${verb}`,
  );
const place = ({ id, parentId }: FakeChannel): string => `discord:${parentId ?? id}:${id}`;

describe('a plan of many pictures', () => {
  it('is shown first; started, once, it becomes the reply in the same message', async () => {
    await start(STORYBOARD);
    const { fake, told, world } = stage.discord;
    const ann = person();
    const asked = mention(ann, 'show two');
    const offer = await withButton(asked.id, 'start');
    expect(wordsIn(offer.message)).toMatch(/^This would be a reply with 2 pictures\.[\s\S]*it starts <t:\d+:R> by itself/);
    expect(buttonsIn(offer.message)).toEqual(['Start now', 'Stop']);
    const startId = idOf(offer.message, 'start');
    expect(await told(fake.press(person('Ben'), stage.channel, offer.message, startId))).toContain('Only the person who asked');
    fake.press(ann, stage.channel, offer.message, startId);
    fake.press(ann, stage.channel, offer.message, startId);
    const reply = await withButton(asked.id, 'redo');
    expect([reply.message.id, picturesIn(reply.message).length]).toEqual([offer.message.id, 2]);
    expect((await world.ports.ledger.rows(place(stage.channel))).map(({ name }) => name)).toEqual(['#1', '#2']);
  });

  it('is taken back by a stop', async () => {
    await start(STORYBOARD);
    const { fake } = stage.discord;
    const ann = person();
    const offer = await withButton(mention(ann, 'show two').id, 'start');
    fake.press(ann, stage.channel, offer.message, idOf(offer.message, 'stop'));
    await fake.state.until(() => wordsIn(now(offer).message).includes('Stopped, as asked.'), 'the plan taken back');
    expect(idsIn(now(offer).message).some((id) => id.startsWith('dt:start'))).toBe(false);
  });

  it('is started with the steps that are kept', async () => {
    const engine = scriptedEngine({ stepMs: 0, wordMs: 0 });
    const begun: unknown[] = [];
    await start(STORYBOARD, {
      ...engine,
      generate(request, signal) {
        if (request.task?.kind === 'start') begun.push(request.task.steps.map((step) => ('name' in step ? step.name : step.kind)));
        return engine.generate(request, signal);
      },
    });
    const ann = person();
    const asked = mention(ann, 'show two');
    const offer = await withButton(asked.id, 'start');
    stage.discord.fake.select(ann, stage.channel, offer.message, idOf(offer.message, 'keep'), '0', '1');
    await withButton(asked.id, 'redo');
    expect(begun).toEqual([['#1', 'write']]);
  });
});

/** Asks which picture is meant wherever a thread has two, and says what was chosen. */
const askingWhich = (draws: Engine): Engine => ({
  ...draws,
  async *generate(request, signal) {
    const { task, pictures } = request;
    const usage = { promptTokens: 1, writtenTokens: 1, pictures: 0, denoiseSteps: 0, engineMs: 1 };
    if (pictures.length < 2) return yield* draws.generate(request, signal);
    if (task?.kind === 'choose') {
      yield { type: 'text-end', part: 0, text: `It is ${task.picture}.` };
    } else {
      const names = pictures.map(({ name }) => name);
      const said = say('which-picture', { names });
      yield { type: 'text-end', part: 0, text: worded(said), said };
      yield { type: 'offer', offer: { kind: 'choose-picture', pictures: names } };
    }
    yield { type: 'done', status: 'complete', usage };
  },
});

it('a question which picture is meant shows them, in the language of the server, and is answered by a tap in the same message', async () => {
  await start({}, askingWhich(scriptedEngine({ stepMs: 0, wordMs: 0 })), 1, ({ state }) => {
    state.settings.locale = 'de';
  });
  await stage.answered('draw a tree');
  await stage.answered('draw a boat');
  const ann = person();
  const asked = mention(ann, 'make it blue');
  const question = await withButton(asked.id, 'choose');
  expect(wordsIn(question.message)).toMatch(/^Welches Bild ist gemeint: #1 oder #2\?\n/);
  expect(buttonsIn(question.message)).toEqual(['#1', '#2']);
  expect(picturesIn(question.message).map(({ description }) => description)).toEqual(['#1', '#2']);
  const second = idsIn(question.message).find((id) => id.endsWith(':#2')) ?? '';
  stage.discord.fake.press(ann, stage.channel, question.message, second);
  const answer = await withButton(asked.id, 'redo');
  expect([answer.message.id, picturesIn(answer.message)]).toEqual([question.message.id, []]);
  expect(wordsIn(answer.message)).toMatch(/^It is #2\.\n/);
});

it('what is refused is said in the language of the server; what the model reads of it later stays English', async () => {
  await start({}, undefined, 1, ({ state }) => {
    state.settings.locale = 'fr';
  });
  const refused = await stage.answered('draw a swastika');
  expect(wordsIn(refused.message)).toContain(
    '_Non affiché (règle : hate) : les symboles et slogans haineux ne sont pas dessinés ici (lu comme « swastika »)._',
  );
  const stored = async () => JSON.stringify(await stage.discord.world.ports.threads.history(place(stage.channel), 9));
  await stage.discord.fake.state.until(
    async () => (await stored()).includes('_Not shown (rule: hate)'),
    'the reply among the messages of the thread',
  );
  ask('x'.repeat(8001));
  await stage.discord.saying('Au plus 8000 caractères sont attendus, il y en a 8001 : envoyez en plusieurs fois.');
});

it('a forum post is a document of its own: asked in it once, the bot goes on in it', async () => {
  await start();
  const { fake, world, replyTo, told } = stage.discord;
  const made = (given: Partial<FakeChannel>): FakeChannel => {
    const channel = fake.state.channel(given);
    fake.rest.toldOf(channel.parentId ? 'THREAD_CREATE' : 'CHANNEL_CREATE', fake.state.channelData(channel));
    return channel;
  };
  const forum = made({ type: ChannelType.GuildForum, name: 'explanations', nsfw: true });
  const post = made({ type: ChannelType.PublicThread, parentId: forum.id, name: 'Why does it rain?' });
  const ann = person();
  const first = await replyTo(fake.say(ann, post, `${fake.mention} why does it rain?`));
  expect(picturesIn(first.message)).toHaveLength(1);
  const more = await replyTo(fake.say(person('Ben'), post, '#1 at night'));
  expect(wordsIn(more.message)).toContain('Here is #1 again, at night.');
  expect((await world.ports.ledger.rows(place(post))).map(({ name }) => name)).toEqual(['#1', '#1b']);
  const known = (await world.ports.threads.threads(9)).find(({ thread }) => thread.id === place(post));
  expect(known?.thread).toMatchObject({ audience: 'public', ageRestricted: true, isDirect: false });
  expect(await told(fake.command(ann, post, 'find', { words: 'night' }))).toMatch(/^One picture for “night”:\n\*\*#1b\*\*/);
  expect(world.failures).toEqual([]);
});
