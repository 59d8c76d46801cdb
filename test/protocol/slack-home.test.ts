/** The Home tab: jobs, what is left, settings, forgetting, and what admins see. */
import { afterEach, describe, expect, it } from 'vitest';
import { createGate, scriptedEngine } from '../support/scripted-engine.ts';
import type { Json, StoredMessage } from '../support/slack/state.ts';
import { ADA, ADMIN, BEN, eventually, GENERAL, MENTION, type SlackWorld, startSlackWorld } from '../support/slack/world.ts';

const ADAS = 'D0ADA0001';
let world: SlackWorld;
afterEach(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

const isFinished = ({ blocks }: StoredMessage): boolean => blocks.some(({ type }) => type === 'context_actions');
const finished = (channel: string, ts: string): Promise<StoredMessage> =>
  eventually(() => world.slack.replies(channel, ts).find(isFinished), 'a finished reply');
const verb =
  (name: string) =>
  (element: Json): boolean =>
    String(element.action_id).startsWith(`dt:${name}:`);

/** The tab as it is published next. */
async function home(user: string): Promise<Json & { id: string }> {
  const before = world.slack.homes.get(user);
  await world.slack.openHome(user, 'home');
  const view = await eventually(() => world.slack.homes.get(user) !== before && world.slack.homes.get(user), 'a home');
  return view as Json & { id: string };
}
const said = (view: Json): string => JSON.stringify(view.blocks);

describe('the Home tab', () => {
  it('shows what I asked for, and an admin what everyone waits for; either may stop it', async () => {
    const gate = createGate();
    world = await startSlackWorld(scriptedEngine({ stepMs: 1, wordMs: 0, gate }), 'socket');
    const { slack } = world;
    gate.close();
    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a secret green square` });
    await eventually(() => slack.replies(GENERAL, ts)[0]?.chunks?.some(({ title }) => String(title).includes('step 4')), 'step 4');
    const mine = await home(ADA);
    expect(said(mine)).toMatch(/a secret green square.*being made/s);
    const all = await home(ADMIN);
    expect(said(all)).toContain(`<@${ADA}>`);
    expect(said(all)).not.toContain('a secret green square');
    await slack.press(ADMIN, { view: all.id }, verb('stop'));
    expect((await finished(GENERAL, ts)).text).toContain('topped');
    gate.open();
  });

  it('says what is left to me, in my own time; beyond that a request is not taken, and I am told when it will be', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { slack } = world;
    slack.addUser({ id: ADA, name: 'Ada', flags: { tz: 'Europe/Vienna' } });
    expect(said(await home(ADA))).toContain('Nothing limits how much you may ask for.');
    const rules = [
      { per: 'person', picturesPerDay: 2, cooldownS: 0 },
      { per: 'workspace', turnsPerHour: 100 },
    ];
    await world.limit({ version: 1, exempt: ['moderator'], rules });
    const ts = await slack.post({ channel: ADAS, user: ADA, text: 'draw a red circle' });
    await finished(ADAS, ts);
    const view = said(await home(ADA));
    expect(view).toMatch(/\*1\* of 2 pictures left in 24 hours; the oldest counts until <!date\^\d+\^\{date_short_pretty\} \{time\}\|/);
    expect(view).toContain('*99* of 100 requests left in an hour for all of this workspace');
    expect(said(await home(ADMIN))).toContain('Nothing limits'); // exempt

    await finished(ADAS, await slack.post({ channel: ADAS, user: ADA, text: 'draw a blue circle' }));
    const beyond = await slack.post({ channel: ADAS, user: ADA, text: 'draw a green circle' });
    const word = await eventually(() => slack.ephemerals.find(({ user, thread_ts }) => user === ADA && thread_ts === beyond), 'a word');
    expect(String(word.text)).toMatch(/2 pictures/);
    expect(slack.replies(ADAS, beyond)).toEqual([]);
  });

  it('keeps where /dream answers, and forgets me when I say so', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { slack, ports } = world;
    await slack.press(BEN, { view: (await home(BEN)).id }, ({ action_id }) => action_id === 'dt_where', {
      selected_option: { value: 'channel' },
    });
    await slack.command(BEN, GENERAL, 'draw a yellow circle');
    const root = await eventually(() => slack.messages.find(({ text }) => text.startsWith(`<@${BEN}> asked:`)), 'a root');
    const reply = await finished(GENERAL, root.ts);
    const thread = `slack:T0TEAM001/${GENERAL}:${root.ts}`;
    await eventually(async () => (await ports.ledger.rows(thread)).length === 1, 'it is stored');

    await slack.press(BEN, { view: (await home(BEN)).id }, ({ action_id }) => action_id === 'dt_forget');
    await eventually(async () => (await ports.ledger.rows(thread)).length === 0, 'it is forgotten');
    await eventually(() => said(slack.homes.get(BEN) ?? {}).includes('Nothing yet'), 'an empty list');
    expect(await ports.threads.history(thread, 10)).toEqual([]);
    await slack.press(BEN, reply, verb('redo'));
    await eventually(() => slack.ephemerals.some(({ text }) => String(text).includes('no longer know')), 'a word');
  });

  it('/dream forget me does the same', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { slack, ports } = world;
    const ts = await slack.post({ channel: ADAS, user: ADA, text: 'draw a red circle' });
    await finished(ADAS, ts);
    await slack.command(ADA, GENERAL, 'forget me');
    await eventually(() => slack.ephemerals.some(({ text }) => String(text).startsWith('Forgotten')), 'a word');
    expect(await ports.ledger.rows(`slack:T0TEAM001/${ADAS}:${ts}`)).toEqual([]);
  });
});
