import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionId, targetOf } from '../../adapters/slack/buttons.ts';
import { seal, unseal } from '../../adapters/slack/installations.ts';
import { replyPage } from '../../adapters/slack/keep.ts';
import { EVENTS, METHODS, SCOPES } from '../../adapters/slack/methods.ts';
import { createRates } from '../../adapters/slack/rates.ts';
import { placeOf, threadAt, timeOf } from '../../adapters/slack/thread.ts';
import { harmless, mentionsIn, plainWords, shortened } from '../../adapters/slack/words.ts';
import { readConfig } from '../../src/config.ts';
import { METHOD_SCOPES } from '../support/slack/state.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('words', () => {
  it('come from mrkdwn as CommonMark, without the bot’s own mention', () => {
    const text =
      '<@U0BOT0001> ask <@U0ADA0001|ada> in <#C1|general>: <https://example.com/a?b=1|this> &amp; <https://example.com> &lt;b&gt; <!here>';
    expect(plainWords(text, 'U0BOT0001', () => 'Ada')).toBe(
      'ask @Ada in #general: [this](https://example.com/a?b=1) & https://example.com <b> @here',
    );
    expect(mentionsIn(text)).toEqual(['U0BOT0001', 'U0ADA0001']);
  });

  it('go out without power to ping', () => {
    expect(harmless('hi <!channel> <@U1> <#C1> @everyone a@b.org')).toBe(
      'hi <\u200b!channel> <\u200b@U1> <\u200b#C1> @\u200beveryone a@b.org',
    );
    expect(harmless(harmless('<!here>'))).toBe(harmless('<!here>'));
  });

  it('are cut between characters as people see them', () => {
    expect(shortened('👩‍👩‍👧‍👦'.repeat(5), 24)).toBe(`${'👩‍👩‍👧‍👦'.repeat(2)}…`);
    expect(shortened('short', 5)).toBe('short');
  });
});

describe('places', () => {
  it('a thread’s id says where it is', () => {
    const place = { team: 'T1', channel: 'C1', ts: '1700000001.000100' };
    expect(placeOf(threadAt(place))).toEqual(place);
    expect(threadAt({ ...place, channel: 'D1' })).toMatchObject({ isDirect: true, audience: 'private' });
    expect(threadAt(place, 'channel')).toMatchObject({ isDirect: false, audience: 'public' });
    expect(timeOf(place.ts)).toBe('2023-11-14T22:13:21.000Z');
  });

  it('a button’s id says what it is about, and nothing else is taken for one', () => {
    for (const block of ['#2b', 3, undefined] as const)
      expect(targetOf(actionId('redo', 'abc', block))).toEqual({ verb: 'redo', replyId: 'abc', block });
    for (const id of ['dt:redo', 'dt:burn:abc:-', 'xx:redo:abc:-', 'dt:redo:a b:-', 'dt:redo:abc:#x1'])
      expect(targetOf(id)).toBeUndefined();
  });
});

describe('rates', () => {
  it('let through what is allowed, then make wait, and keep silent when asked to', async () => {
    let nowMs = 0;
    const waits: number[] = [];
    const pause = async (ms: number) => void waits.push(ms);
    const rates = createRates({ clock: () => nowMs, pause });
    for (let call = 0; call < 22; call++) await rates.take('team chat.startStream', 20);
    expect(waits).toEqual([3000, 6000]);
    expect(rates.takeNow('team chat.startStream', 20)).toBe(false);
    nowMs = 60_000;
    expect(rates.takeNow('team chat.startStream', 20)).toBe(true);
    rates.silence('team chat.startStream', 20, 7000);
    expect(rates.takeNow('team chat.startStream', 20)).toBe(false);
    await rates.take('team chat.startStream', 20);
    expect(waits.at(-1)).toBe(7000);
    expect(rates.takeNow('other chat.startStream', 20, 0.5)).toBe(true);
  });
});

describe('secrets', () => {
  const key = Buffer.alloc(32, 1);

  it('open with their key, in their place, unaltered, and not otherwise', () => {
    const sealed = seal(key, 'T1', 'xoxb-secret');
    expect(sealed).not.toContain('secret');
    expect(seal(key, 'T1', 'xoxb-secret')).not.toBe(sealed);
    expect(unseal(key, 'T1', sealed)).toBe('xoxb-secret');
    const altered = Buffer.from(sealed, 'base64');
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    for (const [other, id, text] of [
      [Buffer.alloc(32, 2), 'T1', sealed],
      [key, 'T2', sealed],
      [key, 'T1', altered.toString('base64')],
      [key, 'T1', ''],
    ] as const) {
      expect(() => unseal(other, id, text)).toThrow('DREAMTHREAD_ENCRYPTION_KEY');
    }
  });
});

describe('settings', () => {
  const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
  const oauth = { SLACK_CLIENT_ID: 'a', SLACK_CLIENT_SECRET: 'b', SLACK_STATE_SECRET: 'c', SLACK_SIGNING_SECRET: 'd' };

  it('say which way in is meant', () => {
    expect(readConfig({}).slack).toBeUndefined();
    expect(readConfig(socket).slack).toEqual({
      connection: { mode: 'socket', botToken: 'xoxb-1', appToken: 'xapp-1' },
      answers: 'members',
    });
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).slack?.connection).toMatchObject({
      mode: 'http',
      port: 3000,
    });
    const several = readConfig({ ...oauth, DREAMTHREAD_ENCRYPTION_KEY: 'ab'.repeat(32) }).slack?.connection;
    expect(several).toMatchObject({ mode: 'oauth', encryptionKey: Buffer.alloc(32, 0xab) });
  });

  it('name what is missing, and never print a secret', () => {
    expect(() => readConfig({ SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow('SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET) is not set');
    expect(() => readConfig({ SLACK_APP_TOKEN: 'xapp-1' })).toThrow('SLACK_BOT_TOKEN is not set');
    expect(() => readConfig(oauth)).toThrow('DREAMTHREAD_ENCRYPTION_KEY is not set');
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'DREAMTHREAD_ENCRYPTION_KEY']) {
      expect(() => readConfig({ [name]: 'hush-hush' })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hush') }));
    }
  });
});

describe('the manifest', () => {
  const manifest = readFileSync(join(ROOT, 'deploy', 'slack-manifest.yaml'), 'utf8');
  /** The entries of the list under a key. */
  const listed = (key: string): string[] =>
    [...(new RegExp(`^ *${key}:\\n((?: +- .*\\n)+)`, 'm').exec(manifest)?.[1] ?? '').matchAll(/- (\S+)/g)].map(([, entry]) => entry ?? '');

  it('asks for exactly the scopes and events that are used', () => {
    expect(listed('bot')).toEqual(SCOPES);
    expect(listed('bot_events')).toEqual(Object.keys(EVENTS).sort());
  });

  it('every method that is called is declared, with the scope that Slack’s reference gives it', () => {
    const folder = join(ROOT, 'adapters', 'slack');
    const text = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const called = new Set([...text.matchAll(/calls\s*\.call(?:IfRoom)?\(\s*[^,]+,\s*'([\w.]+)'/g)].map(([, name]) => name ?? ''));
    expect(called.size).toBeGreaterThan(15);
    const byLibrary = ['auth.test', 'files.completeUploadExternal', 'files.getUploadURLExternal'];
    expect([...called, ...byLibrary].sort()).toEqual(Object.keys(METHODS).sort());
    for (const [method, { scopes }] of Object.entries(METHODS)) {
      const wanted = METHOD_SCOPES[method];
      if (typeof wanted === 'string') expect({ method, scopes }).toEqual({ method, scopes: [wanted] });
    }
  });

  it('keeps to the lengths that Slack takes', () => {
    const value = (key: string): string => new RegExp(`^ *${key}: (.*)$`, 'm').exec(manifest)?.[1] ?? '';
    expect(value('description').length).toBeLessThanOrEqual(140);
    expect(value('agent_description').length).toBeLessThanOrEqual(300);
    expect(value('name').length).toBeLessThanOrEqual(35);
  });
});

describe('a kept page', () => {
  it('holds words and pictures in order, and nothing that runs or is fetched', async () => {
    const picture = {
      kind: 'image',
      asset: 'sha256:0',
      mediaType: 'image/png',
      widthPx: 1,
      heightPx: 1,
      alt: 'a "red" <circle>',
      name: '#1',
    } as const;
    const text = '**Bold** <script>alert(1)</script> ![x](https://example.com/x.png) [go](javascript:alert(1)) [ok](https://example.com)';
    const page = await replyPage('Why <it> rains', [{ kind: 'text', text }, picture], 'a-model', async () => Buffer.from('PNG'));
    expect(page).toContain('<title>Why &lt;it&gt; rains</title>');
    expect(page).toContain('<strong>Bold</strong>');
    expect(page).toMatch(/Bold.*<img src="data:image\/png;base64,UE5H" alt="a &quot;red&quot; &lt;circle&gt;">/s);
    expect(page).toContain('<a href="https://example.com" rel="noreferrer">ok</a>');
    expect(page).not.toMatch(/<script|javascript:|example\.com\/x\.png/);
  });
});
