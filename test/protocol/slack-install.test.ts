import { afterEach, describe, expect, it } from 'vitest';
import { scriptedEngine } from '../support/scripted-engine.ts';
import { type StoredMessage, TEAM } from '../support/slack/state.ts';
import { ADA, eventually, GENERAL, MENTION, type SlackWorld, startSlackWorld } from '../support/slack/world.ts';

const ADAS = 'D0ADA0001';
const ORGANISATION = 'E0ORG00001';
let world: SlackWorld;
afterEach(() => world.close());

const isFinished = ({ blocks }: StoredMessage): boolean => blocks.some(({ type }) => type === 'context_actions');
const finished = (channel: string, ts: string): Promise<StoredMessage> =>
  eventually(() => world.slack.replies(channel, ts).find(isFinished), 'a finished reply');
const stored = async () => await world.ports.database.all<{ id: string; sealed: string }>('SELECT * FROM slack_installations ORDER BY id');
/** The tokens with which messages were sent. */
const tokensUsed = (): Set<string> =>
  new Set(world.slack.calls.filter(({ method }) => method.startsWith('chat.')).map(({ token }) => token));

/** As a browser does it; resolves to the last page's status. */
async function install(owner: string): Promise<number> {
  const { slack, address = '' } = world;
  const begun = await fetch(`${address}/slack/install`, { redirect: 'manual' });
  const authorize = new URL(begun.headers.get('location') ?? '');
  expect(authorize.searchParams.get('scope')?.split(',')).toEqual(slack.granted.scopes);
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const state = authorize.searchParams.get('state') ?? '';
  const forged = await fetch(`${address}/slack/oauth_redirect?code=code-${owner}&state=${state}`);
  expect(forged.status).toBeGreaterThanOrEqual(400); // the cookie is missing
  return (await fetch(`${address}/slack/oauth_redirect?code=code-${owner}&state=${state}`, { headers: { cookie } })).status;
}

/** A person of any workspace writes to the bot. */
async function writes(team: string, ts: string): Promise<void> {
  const { slack } = world;
  slack.messages.push({ channel: ADAS, ts, user: ADA, text: 'draw a red circle', blocks: [], files: [], updates: 0 });
  slack.channels.add(ADAS);
  slack.addUser({ id: ADA, name: 'Ada', flags: { team_id: team } });
  const event = { type: 'message', channel: ADAS, channel_type: 'im', user: ADA, text: 'draw a red circle', ts, event_ts: ts };
  await slack.emit('message.im', event, team);
}

describe('several workspaces', () => {
  it('install the app themselves; tokens lie sealed, and are thrown away with the app', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'oauth');
    const { slack } = world;
    for (const team of [TEAM, 'T0TEAM002']) expect(await install(team)).toBe(200);
    expect((await stored()).map(({ id }) => id)).toEqual([TEAM, 'T0TEAM002']);
    expect(JSON.stringify(await stored())).not.toContain('xoxb');

    await writes('T0TEAM002', '1700000002.000100');
    await finished(ADAS, '1700000002.000100');
    expect([...tokensUsed()].map((token) => slack.tokens.ownerOf(token))).toEqual(['T0TEAM002']);

    await slack.emit('app_uninstalled', { type: 'app_uninstalled' }, 'T0TEAM002');
    await eventually(async () => (await stored()).length === 1, 'it is thrown away');
  });

  it('a request that Slack did not sign is refused', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'http');
    const answer = await fetch(`${world.address}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
        'x-slack-signature': 'v0=0',
      },
      body: JSON.stringify({ type: 'event_callback', event: {} }),
    });
    expect(answer.status).toBe(401);
  });
});

describe('an organisation', () => {
  it('installs the app once for its workspaces; events, buttons and calls of our own use its token and say which workspace is meant', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'oauth');
    const { slack } = world;
    expect(await install(ORGANISATION)).toBe(200);
    expect((await stored()).map(({ id }) => id)).toEqual([ORGANISATION]);
    slack.belongTo(ORGANISATION);

    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a red circle` });
    const reply = await finished(GENERAL, ts);
    // A button's payload names no workspace but that of the person.
    await slack.press(ADA, reply, ({ action_id }) => String(action_id).startsWith('dt:edit:'));
    const form = await eventually(() => slack.views.size > 0 && slack.lastView(), 'a form');
    await slack.submit(ADA, form.id, { instruction: { value: 'at night' } });
    await eventually(() => isFinished(reply) && JSON.stringify(reply.blocks).includes('"#1b'), 'the edit');
    expect([...tokensUsed()].map((token) => slack.tokens.ownerOf(token))).toEqual([ORGANISATION]);
    expect(new Set(slack.calls.filter(({ method }) => method.startsWith('chat.')).map(({ args }) => args.team_id))).toEqual(
      new Set([TEAM]),
    );

    // Nothing but the database is left, and the first call is our own.
    await world.restart();
    await slack.press(ADA, reply, ({ action_id }) => /^dt:redo:[0-9a-f]{24}$/.test(String(action_id)));
    await eventually(() => isFinished(reply) && !JSON.stringify(reply.blocks).includes('"#1b'), 'another reply');

    await slack.emit('app_uninstalled', { type: 'app_uninstalled' });
    await eventually(async () => (await stored()).length === 0, 'it is thrown away');
  });
});

describe('tokens that expire', () => {
  it('are renewed before they do, by one call however many need one, and what is stored is sealed', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'oauth');
    const { slack } = world;
    slack.tokens.rotation.expiresInS = 3600;
    await install(TEAM);
    const [before] = await stored();
    expect(JSON.stringify(before)).not.toMatch(/xox[be]/);
    slack.tokens.rotation.expiresInS = 12 * 3600;
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, at) => slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a red circle ${at}` })),
    );
    for (const ts of asked) await finished(GENERAL, ts);
    const renewals = slack.calls.filter(({ method, args }) => method === 'oauth.v2.access' && args.grant_type === 'refresh_token');
    expect(renewals.map(({ ok }) => ok)).toEqual([true]);
    const [after] = await stored();
    expect(after?.sealed).not.toBe(before?.sealed);
    expect(JSON.stringify(after)).not.toMatch(/xox[be]/);
    expect(tokensUsed().size).toBe(1); // the first one was never used again
    expect(world.told).toEqual([]);
  });

  it('that could not be renewed are said to the operator once, and nothing is lost when the app is installed again', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'oauth');
    const { slack } = world;
    await install(TEAM);
    const first = slack.calls.findLast(({ method }) => method === 'auth.test')?.token ?? '';
    slack.tokens.spoil(first, 'token_expired');
    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a red circle` });
    await eventually(() => world.told.length > 0, 'a word');
    expect(world.told.map(String)).toEqual([expect.stringContaining('token_expired: the token has expired; install the app again')]);
    await install(TEAM);
    await finished(GENERAL, ts);
  });
});
