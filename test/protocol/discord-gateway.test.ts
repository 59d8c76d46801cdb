import { ApplicationFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { commands } from '../../adapters/discord/commands.ts';
import { diagnoseDiscord, registerCommands } from '../../adapters/discord/operate.ts';
import { openStage, quick } from '../support/discord/stage.ts';
import { type FakeChannel, TOKEN } from '../support/discord/state.ts';
import { idsIn, startDiscord, wordsIn } from '../support/discord/world.ts';

const stage = openStage();
const { start, ask, answered, repliesTo } = stage;

describe('the gateway', () => {
  it('is resumed after a cut, and what was said meanwhile is answered once', async () => {
    await start();
    await answered('draw a tree');
    stage.discord.fake.gateway.cut();
    const missed = ask('draw a boat');
    expect(wordsIn((await stage.discord.replyTo(missed)).message)).toContain('This is a boat.');
    expect(repliesTo(missed.id)).toHaveLength(1);
    stage.discord.fake.gateway.askToReconnect();
    await stage.discord.fake.state.until(() => stage.discord.fake.gateway.seen.length === 3, 'a second resume');
    expect(stage.discord.fake.gateway.seen).toEqual(['identify 0/1', 'resume', 'resume']);
  });

  it('is joined anew when the session is gone', async () => {
    await start();
    stage.discord.fake.gateway.forgetSessions();
    stage.discord.fake.gateway.cut();
    await stage.discord.fake.state.until(() => stage.discord.fake.gateway.seen.length === 3, 'a new session');
    expect(stage.discord.fake.gateway.seen).toEqual(['identify 0/1', 'invalid', 'identify 0/1']);
    await answered('draw a tree');
  });

  it('is left and resumed when it no longer answers heartbeats', async () => {
    await start({}, undefined, 1, ({ gateway }) => {
      gateway.rules.heartbeatMs = 100;
      gateway.rules.acknowledges = false;
    });
    await stage.discord.fake.state.until(() => stage.discord.fake.gateway.seen.includes('resume'), 'a resume');
    stage.discord.fake.gateway.rules.acknowledges = true;
    await answered('draw a tree');
  });

  it('gives each shard its servers', async () => {
    await start({}, undefined, 1, ({ rest }) => {
      rest.shards = 2;
    });
    expect(stage.discord.fake.gateway.seen).toEqual(['identify 0/2', 'identify 1/2']);
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
    const { faults } = stage.discord.fake.rest;
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
    const { message } = await stage.discord.replyTo(asked);
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
    await stage.discord.fake.state.until(
      () => asked.every(({ id }) => repliesTo(id).some(({ message }) => idsIn(message).some((one) => one.startsWith('dt:redo')))),
      'a hundred replies',
      150_000,
    );
    for (const [n, { id }] of asked.entries())
      expect(repliesTo(id).map(({ message }) => wordsIn(message).includes(`draw ${n} trees`))).toEqual([true]);
    expect(stage.discord.fake.rest.calls.filter(({ status }) => status >= 400)).toEqual([]);
    expect(stage.discord.world.failures).toEqual([]);
  }, 180_000);
});

describe('the one who runs it', () => {
  it('hears what is not set up, tells Discord the commands, and hears that all is well', async () => {
    await start();
    const api = stage.discord.fake.adapterPlace.api;
    const before = await diagnoseDiscord(TOKEN, true, api);
    expect(before.filter(({ isFine }) => !isFine).map(({ text }) => text)).toEqual([
      'Message content is on here and off at Discord: switch Message Content Intent on (Developer Portal ▸ Bot), or set DISCORD_MESSAGE_CONTENT=off.',
      expect.stringMatching(/^Discord does not know dream, edit, .*: run dreamthread discord register\.$/),
    ]);
    expect(await registerCommands(TOKEN, undefined, api)).toBe(commands.length);
    stage.discord.fake.rest.applicationFlags = ApplicationFlags.GatewayMessageContentLimited;
    const after = await diagnoseDiscord(TOKEN, true, api);
    expect(after.every(({ isFine }) => isFine)).toBe(true);
    expect(after.at(-1)?.text).toMatch(/client_id=\d+&scope=bot\+applications\.commands&permissions=\d+$/);
    expect(await diagnoseDiscord('wrong', true, api)).toEqual([
      { isFine: false, text: expect.stringContaining('does not accept DISCORD_TOKEN') },
    ]);
  });
});
