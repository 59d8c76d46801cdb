/**
 * The same on the wire: what an engine says that says anything at all, in everything that stands on a platform afterwards. Slack: messages and
 * their streams, titles, file names and descriptions, statuses, Home, forms, canvases. Discord: messages, buttons, lists. The page:
 * what it is told while a reply is made, and what it reads when it is opened anew.
 */
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import type { Accepted, ThreadState } from '../../adapters/local/page/wire.ts';
import type { Engine } from '../../src/core/ports.ts';
import { openStage } from '../support/discord/stage.ts';
import { GUILD_ID, type Stored } from '../support/discord/state.ts';
import { idsIn } from '../support/discord/world.ts';
import { type PageWorld, startPageWorld } from '../support/local-world.ts';
import { leaksIn, MARKS_POLICY, type RandomEngine, randomEngine, randomOf } from '../support/random-engine.ts';
import { type Json, type StoredMessage, TEAM } from '../support/slack/state.ts';
import { ADA, eventually, GENERAL, MENTION, type SlackWorld, startSlackWorld } from '../support/slack/world.ts';

const REQUESTS = 12;
const PNG = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#4a79d9' } })
  .png()
  .toBuffer();
const engineOf = (seed: number): RandomEngine => randomEngine(randomOf(seed), PNG);
/** Else nothing is shown by finding nothing. */
const saidEnough = (engine: RandomEngine): void => expect(engine.forbidden()).toBeGreaterThan(REQUESTS);

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('whatever an engine says, on the wire', () => {
  it(`is not in Slack if it is refused or held (${REQUESTS} requests, and what can be opened about each)`, async () => {
    const engine = engineOf(1);
    const world: SlackWorld = await startSlackWorld(engine, 'socket', { turns: { storyboard: { pictures: 2, waitMs: 100_000 } } });
    closers.push(world.close);
    const { slack, ports } = world;
    await ports.panel.apply({ text: MARKS_POLICY }, ADA, `slack:${TEAM}`);
    const idle = () =>
      eventually(
        async () =>
          Object.values(await ports.queue.state())
            .slice(0, 2)
            .every((count) => count === 0),
        'rest',
      );
    const verb = (name: string) => (element: Json) => String(element.action_id).startsWith(`dt:${name}:`);
    const pressable = ({ blocks }: StoredMessage, name: string): boolean => JSON.stringify(blocks).includes(`"dt:${name}:`);
    const { messages, files, ephemerals, statuses, sessions, prompts, views, homes, canvases } = slack;
    const stands = { messages, files, ephemerals, statuses, sessions, prompts, views, homes, canvases };
    /** What the engine says depends on which of its turns runs first, so which surfaces it reaches does too. */
    const reached = () => [messages, files, views, canvases, ephemerals].every((surface) => [...surface.values()].length > 0);
    for (let request = 0; request < REQUESTS || (!reached() && request < 5 * REQUESTS); request++) {
      const ts = await slack.post({ channel: request % 2 ? GENERAL : 'D0ADA0001', user: ADA, text: `${MENTION} draw something` });
      const answered = () => slack.messages.findLast(({ bot_id, thread_ts }) => bot_id && thread_ts === ts);
      await eventually(answered, 'a reply');
      await idle();
      const reply = answered();
      for (const name of ['keep', 'why', 'history', 'edit', 'redo']) {
        if (reply && pressable(reply, name)) await slack.press(ADA, reply, verb(name)).catch(() => undefined);
        await idle();
      }
    }
    expect(reached()).toBe(true);
    await slack.openHome(ADA, 'home');
    await eventually(() => slack.homes.get(ADA), 'a home');
    expect(leaksIn(stands)).toEqual([]);
    saidEnough(engine);
  });

  const stage = openStage();
  it(`is not in Discord (${REQUESTS} requests, and what can be looked up about each)`, async () => {
    const engine = engineOf(2);
    await stage.start({ turns: { storyboard: { pictures: 2, waitMs: 100_000 } } }, engine);
    const { fake, world } = stage.discord;
    await world.ports.panel.apply({ text: MARKS_POLICY }, 'test', `discord:${GUILD_ID}`);
    const ann = fake.state.person('Ann');
    const idle = () =>
      fake.state.until(
        async () =>
          Object.values(await world.ports.queue.state())
            .slice(0, 2)
            .every((count) => count === 0),
        'rest',
      );
    const stands = (): Stored[] => [...fake.state.messages.values()];
    for (let request = 0; request < REQUESTS; request++) {
      const asked = fake.say(ann, stage.channel, `${fake.mention} draw something`);
      await stage.begun(asked.id);
      await idle();
      const reply = stage.repliesTo(asked.id).at(-1);
      for (const id of reply ? idsIn(reply.message).filter((each) => /^dt:(?:history|redo|choose)/.test(each)) : []) {
        if (!reply) continue;
        const pressed = fake.press(ann, stage.channel, stage.now(reply).message, id);
        await fake.state.until(() => pressed.callback, 'an answer');
        await idle();
      }
    }
    fake.command(ann, stage.channel, 'find', { words: 'fine' });
    await fake.state.until(() => stands().some(({ seenBy }) => seenBy === ann.id), 'what was found');
    expect(stands().length).toBeGreaterThan(2 * REQUESTS);
    expect(leaksIn([fake.state.messages, fake.state.interactions, fake.state.uploads])).toEqual([]);
    saidEnough(engine);
  });

  it(`is not on the page, neither while it is made nor later (${REQUESTS} requests)`, async () => {
    const engine = engineOf(3);
    const world: PageWorld = await startPageWorld(engine as Engine);
    closers.push(world.close);
    await world.moderation.panel.apply({ text: MARKS_POLICY }, 'test');
    /** In other words each time: the same, sent again while it is answered, are one request. */
    const post = async (path: string, request = 0) => {
      const headers = { 'content-type': 'application/json' };
      const posted = await fetch(world.address + path, {
        method: 'POST',
        headers,
        body: JSON.stringify({ text: `draw something ${request}` }),
      });
      expect(posted.ok).toBe(true);
      return (await posted.json()) as Accepted;
    };
    const first = await post('/api/threads');
    const { thread } = first;
    const told: string[] = [];
    const listening = new AbortController();
    const stream = await fetch(`${world.address}/api/threads/${thread}/events`, { signal: listening.signal });
    const heard = (async () => {
      for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) told.push(Buffer.from(chunk).toString('utf8'));
    })().catch(() => undefined);
    const state = async () => (await (await fetch(`${world.address}/api/threads/${thread}`)).json()) as ThreadState;
    /** A thread without turns may be one whose turn is not told of yet. */
    const answered = ({ turnId }: Accepted) =>
      eventually(
        async () =>
          (await state()).messages.some((each) => each.turnId === turnId && each.delivery && each.delivery.status !== 'streaming'),
        'an answer',
      );
    await answered(first);
    for (let request = 1; request < REQUESTS; request++) await answered(await post(`/api/threads/${thread}/messages`, request));
    await eventually(async () => (await state()).turns.length === 0, 'rest');
    listening.abort();
    await heard;
    const lists = await Promise.all(
      ['/api/threads', '/api/safety', '/api/about'].map(async (path) => (await fetch(world.address + path)).text()),
    );
    expect((await state()).messages.length).toBeGreaterThanOrEqual(2 * REQUESTS);
    const lines = told
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('data: '));
    expect(leaksIn([lines.map((line) => JSON.parse(line.slice(6))), await state(), lists])).toEqual([]);
    saidEnough(engine);
  });
});
