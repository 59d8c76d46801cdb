import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { diagnoseSlack } from '../../adapters/slack/doctor.ts';
import { PlatformError } from '../../src/core/errors.ts';
import type { Engine } from '../../src/core/ports.ts';
import { createGate, scriptedEngine } from '../support/scripted-engine.ts';
import { BOT, type StoredMessage, TEAM } from '../support/slack/state.ts';
import { ADA, eventually, GENERAL, GUEST, MENTION, type SlackWorld, STRANGER, startSlackWorld } from '../support/slack/world.ts';

const ADAS = 'D0ADA0001';
let world: SlackWorld;
afterEach(() => world.close());

const kinds = ({ blocks }: StoredMessage): unknown[] => blocks.map(({ type }) => type);
const isFinished = ({ blocks }: StoredMessage): boolean => blocks.some(({ type }) => type === 'context_actions');
async function finished(channel: string, ts: string): Promise<StoredMessage> {
  return eventually(() => world.slack.replies(channel, ts).find(isFinished), 'a finished reply');
}

async function untilStep4(channel: string, ts: string): Promise<StoredMessage> {
  return eventually(() => {
    const [reply] = world.slack.replies(channel, ts);
    return reply?.chunks?.some(({ title }) => String(title).includes('step 4')) && reply;
  }, 'step 4');
}

describe('a stream', () => {
  it('that Slack closes is repaired in the same message, which goes on from there', async () => {
    const gate = createGate();
    world = await startSlackWorld(scriptedEngine({ stepMs: 1, wordMs: 0, gate }), 'socket');
    const { slack } = world;
    gate.close();
    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} why does it rain?` });
    const reply = await untilStep4(GENERAL, ts);
    expect(slack.expireStreams()).toBe(1);
    gate.open();
    await finished(GENERAL, ts);
    expect(slack.replies(GENERAL, ts)).toEqual([reply]);
    expect(kinds(reply)).toEqual(['markdown', 'image', 'actions', 'markdown', 'actions', 'context_actions', 'context']);
    expect(reply.stream).toBeUndefined();
    expect(world.failures).toEqual([]);
  });

  it('is not begun while a request waits, and what is behind it is said', async () => {
    const gate = createGate();
    world = await startSlackWorld(scriptedEngine({ stepMs: 1, wordMs: 0, gate }), 'socket');
    const { slack } = world;
    gate.close();
    const first = await slack.post({ channel: ADAS, user: ADA, text: 'draw a red circle' });
    await untilStep4(ADAS, first);
    await slack.post({ channel: ADAS, user: ADA, text: 'draw a blue circle', thread_ts: first });
    await wait(50);
    expect(slack.replies(ADAS, first)).toHaveLength(1);
    gate.open();
    await eventually(() => slack.replies(ADAS, first).filter(isFinished).length === 2, 'both replies');
  });
});

describe('a picture', () => {
  it('that Slack is not done with is waited for', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    world.slack.faults.filesNotTaken = 3;
    const ts = await world.slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a red circle` });
    expect(kinds(await finished(GENERAL, ts))).toEqual(['image', 'actions', 'markdown', 'actions', 'context_actions', 'context']);
  });

  it('that Slack never takes lies beside the message, which links to it from its place', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { slack } = world;
    slack.faults.filesNotTaken = Number.POSITIVE_INFINITY;
    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} why does it rain?` });
    const reply = await finished(GENERAL, ts);
    expect(kinds(reply)).toEqual(['markdown', 'section', 'actions', 'markdown', 'actions', 'context_actions', 'context']);
    expect(JSON.stringify(reply.blocks[1])).toMatch(/\*#1\* drops falling.*<https:\/\/local\.slack\.com\/files\//);
    const beside = slack.thread(GENERAL, ts).filter(({ files }) => files.length > 0);
    expect(beside).toHaveLength(1);
    expect(world.failures).toEqual([]);
  });
});

describe('an operator', () => {
  it('is told once that the token is broken, and nothing is lost when it is mended', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { slack } = world;
    slack.granted.scopes = slack.granted.scopes.filter((scope) => scope !== 'files:write');
    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a red circle` });
    await eventually(() => world.told.length > 0, 'a word');
    const scopes = [...slack.granted.scopes, 'files:write'];
    await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a blue circle` });
    await wait(100);
    expect(world.told.map(String)).toEqual([expect.stringContaining('missing_scope (files:write): a scope is missing; add it')]);
    expect(String(world.told[0])).not.toContain(BOT.token);
    expect(slack.replies(GENERAL, ts).filter(isFinished)).toEqual([]);
    slack.granted.scopes = scopes;
    await finished(GENERAL, ts);
  });
});

describe('an app that is removed', () => {
  it('is said to the operator', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    await world.slack.emit('app_uninstalled', { type: 'app_uninstalled' });
    await eventually(() => world.told.length > 0, 'a word');
    expect(world.told.map(String)).toEqual([expect.stringContaining(`removed from the workspace ${TEAM}: install it again`)]);
  });
});

describe('SLACK_ANSWER', () => {
  it.each([
    ['guests', [GUEST], [STRANGER]],
    ['everyone', [GUEST, STRANGER], []],
  ] as const)('%s: who else is answered', async (answers, answered, refused) => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket', { answers });
    const { slack } = world;
    for (const user of answered)
      await finished(GENERAL, await slack.post({ channel: GENERAL, user, text: `${MENTION} draw a red circle` }));
    for (const user of refused) {
      await slack.post({ channel: GENERAL, user, text: `${MENTION} draw a red circle` });
      await eventually(() => slack.ephemerals.some((one) => one.user === user && String(one.text).includes('SLACK_ANSWER')), 'a word');
    }
  });
});

describe('dreamthread doctor slack', () => {
  it('says what is there and what is missing, with what to do', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { slack } = world;
    const connection = { mode: 'socket', botToken: BOT.token, appToken: BOT.appToken } as const;
    const lines = async (given?: typeof connection | { mode: 'socket'; botToken: string; appToken: string }) =>
      (await diagnoseSlack(given, slack.apiUrl)).map(({ isFine, text }) => `${isFine ? 'ok' : 'fix'} ${text}`);
    expect(await lines(connection)).toEqual([
      expect.stringMatching(/^ok .*dreamthread in Local/),
      expect.stringMatching(/^ok All/),
      expect.stringMatching(/^ok .*Socket Mode/),
    ]);
    slack.granted.scopes = slack.granted.scopes.filter((scope) => scope !== 'files:write');
    expect((await lines(connection))[1]).toMatch(/^fix Scopes are missing: files:write\./);
    slack.granted.scopes.push('files:write');
    slack.tokens.spoil(BOT.token, 'account_inactive');
    expect(await lines(connection)).toEqual([
      expect.stringMatching(/^fix SLACK_BOT_TOKEN .*account_inactive\): the app was removed from the workspace; install it again/),
      expect.stringMatching(/^ok /),
    ]);
    slack.tokens.spoil(BOT.token, 'token_expired');
    expect((await lines(connection))[0]).toMatch(/^fix .*token_expired.*token rotation/i);
    slack.tokens.mend(BOT.token);
    expect(await lines({ mode: 'socket', botToken: 'xoxb-no', appToken: 'xapp-no' })).toEqual([
      expect.stringMatching(/^fix SLACK_BOT_TOKEN .*invalid_auth/),
      expect.stringMatching(/^fix SLACK_APP_TOKEN .*invalid_auth/),
    ]);
    expect(await lines(undefined)).toEqual([expect.stringMatching(/^fix Slack is not set up/)]);
  });
});

describe.each(['socket', 'http'] as const)('an event over %s', (mode) => {
  it('is acknowledged before anything is done about it', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), mode);
    const { slack } = world;
    let release = () => {};
    slack.faults.held.set(
      'users.info',
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a red circle` });
    expect(slack.replies(GENERAL, ts)).toEqual([]);
    release();
    await finished(GENERAL, ts);
  });
});

describe('a crash', () => {
  it('loses nothing that Slack was told had arrived', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { database } = world.ports;
    const { slack } = world;
    const ts = '1700000001.000100';
    slack.messages.push({ channel: ADAS, ts, user: ADA, text: 'draw a red circle', blocks: [], files: [], updates: 0 });
    slack.channels.add(ADAS);
    const event = { type: 'message', channel: ADAS, channel_type: 'im', user: ADA, text: 'draw a red circle', ts, event_ts: ts };
    const body = {
      type: 'event_callback',
      team_id: TEAM,
      event,
      event_id: 'Ev0LEFT',
      authorizations: [{ team_id: TEAM, user_id: BOT.user, is_bot: true }],
    };
    await database.run('INSERT INTO slack_inbox (body) VALUES (?)', JSON.stringify(body));
    await world.restart();
    await finished(ADAS, ts);
    expect(await database.all('SELECT * FROM slack_inbox')).toEqual([]);
  });
});

/** Words and a small picture at once: the trouble is Slack's here. */
function quickEngine(): Engine {
  return {
    modelId: 'quick-1',
    async *generate({ turnId, seed }) {
      const name = '#1';
      const caption = `number ${seed}`;
      yield {
        type: 'plan',
        plan: { turnId, promptVersion: 'quick', steps: [{ kind: 'write' }, { kind: 'draw', name, caption }, { kind: 'write' }] },
      };
      yield { type: 'text-delta', part: 0, text: 'First ' };
      await wait(1);
      yield { type: 'text-delta', part: 0, text: 'words.' };
      yield { type: 'text-end', part: 0, text: 'First words.' };
      yield { type: 'image-start', part: 1, name, caption, steps: 1 };
      const background = { r: seed & 255, g: (seed >> 8) & 255, b: (seed >> 16) & 255 };
      const png = await sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toBuffer();
      yield { type: 'image-end', part: 1, name, caption, seed, png, widthPx: 8, heightPx: 8 };
      yield { type: 'text-end', part: 2, text: 'Last words.' };
      yield { type: 'done', status: 'complete', usage: { promptTokens: 1, writtenTokens: 1, pictures: 1, denoiseSteps: 1, engineMs: 1 } };
    },
    async close() {},
  };
}

describe('many threads at once', () => {
  it.each([
    ['socket', 100],
    ['http', 100],
  ] as const)(
    'over %s, %i of them, with limits, expiries, doubles and lost answers: one reply each, whole',
    async (mode, count) => {
      world = await startSlackWorld(quickEngine(), mode);
      const { slack } = world;
      const { limited, lost } = slack.faults;
      const each = count / 20;
      for (const method of ['chat.startStream', 'chat.postMessage', 'chat.update', 'files.info', 'users.info']) {
        limited.set(method, { times: 2 * each, retryAfterS: 1 });
      }
      for (const method of ['chat.startStream', 'chat.stopStream', 'chat.postMessage', 'chat.update', 'files.completeUploadExternal']) {
        lost.set(method, each);
      }
      slack.faults.streamsClosed = 2;
      slack.sendTimes(2);
      const posts = Array.from({ length: count }, (_, i) =>
        slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw number ${i}` }),
      );
      const asked = await Promise.all(posts);
      const settled = (ts: string): boolean => slack.replies(GENERAL, ts).some(isFinished);
      await eventually(() => asked.every(settled), 'all replies', 110_000);
      for (const ts of asked) {
        const replies = slack.thread(GENERAL, ts).slice(1);
        expect(replies).toHaveLength(1);
        expect(kinds(replies[0] as StoredMessage)).toEqual([
          'markdown',
          'image',
          'actions',
          'markdown',
          'actions',
          'context_actions',
          'context',
        ]);
        expect(replies[0]?.stream).toBeUndefined();
        // Each has its own picture.
        const turn = String(replies[0]?.metadata?.event_payload.key).slice(0, 24);
        const [row] = await world.ports.ledger.rows(`slack:${TEAM}/${GENERAL}:${ts}`);
        expect(row).toMatchObject({ turnId: turn, caption: replies[0]?.blocks[1]?.alt_text });
      }
      // And nothing of ours stands anywhere else.
      expect(slack.messages.filter(({ user }) => user === BOT.user)).toHaveLength(count);
      // What was to go wrong went wrong.
      expect(slack.faults.streamsClosed).toBe(0);
      expect([...limited].filter(([, { times }]) => times > 0)).toEqual([]);
      expect([...lost].filter(([, times]) => times > 0)).toEqual([]);
      expect([...world.failures, ...world.told].filter((error) => !(error instanceof PlatformError && error.retryable))).toEqual([]);
    },
    120_000,
  );
});
