/** Safety where people are: refusals with a way on, the moderators' cards, and the policy in a form. */
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { scriptedEngine } from '../support/scripted-engine.ts';
import { BOT, type Json, type StoredMessage, TEAM } from '../support/slack/state.ts';
import { ADA, ADMIN, BEN, eventually, GENERAL, MENTION, type SlackWorld, startSlackWorld } from '../support/slack/world.ts';

const DESK = 'G0PRIVATE';
const WORKSPACE = `slack:${TEAM}`;
const OTHER_ADMIN = 'U0ADMIN02';
let world: SlackWorld;
afterEach(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

async function start(policy: object = {}): Promise<void> {
  world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
  world.slack.addUser({ id: OTHER_ADMIN, name: 'Olga', flags: { is_admin: true } });
  const text = JSON.stringify({ version: 1, desk: { channel: `${WORKSPACE}/${DESK}` }, ...policy });
  await world.ports.panel.apply({ text }, ADMIN, WORKSPACE);
}

const HOLD = { categories: { violence: 'hold' } };
/** Its picture is held for what was asked; the words of the reply are innocent. */
const VIOLENT = 'how does a bloodbath begin?';
const said = ({ blocks }: Pick<StoredMessage, 'blocks'>): string => JSON.stringify(blocks);
const kinds = ({ blocks }: StoredMessage): unknown[] => blocks.map(({ type }) => type);
const by =
  (name: string) =>
  (element: Json): boolean =>
    String(element.action_id).startsWith(name);
const cards = (): StoredMessage[] => world.slack.messages.filter(({ channel, user }) => channel === DESK && user === BOT.user);
const reply = (ts: string, has: string): Promise<StoredMessage> =>
  eventually(() => world.slack.replies(GENERAL, ts).find((one) => one.metadata && said(one).includes(has)), has);
const whispered = (to: string, has: RegExp): Promise<Json> =>
  eventually(() => world.slack.ephemerals.find(({ user, text }) => user === to && has.test(String(text))), String(has));
const asks = (text: string): Promise<string> => world.slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} ${text}` });

async function opens(act: Promise<unknown>): Promise<Json & { id: string }> {
  const before = world.slack.views.size;
  await act;
  await eventually(() => world.slack.views.size > before, 'a form');
  return world.slack.lastView();
}

describe('what the policy holds back', () => {
  it('becomes a card, blurred and grey; who looks sees it alone; released, it takes its place and the requester is told', async () => {
    await start(HOLD);
    const { slack } = world;
    const ts = await asks(VIOLENT);
    const answer = await reply(ts, 'waits for a moderator');
    const card = await eventually(() => cards()[0], 'a card');
    expect(card.thread_ts).toBeUndefined();
    expect(kinds(card)).toEqual(['section', 'image', 'section', 'context', 'actions']);
    expect(said(card)).toMatch(
      /Case 1: a picture was held back.*rule `violence`.*Asked for by <@U0ADA0001>.*no strikes.*Without a decision/s,
    );
    const { slack_file: shown } = card.blocks[1] as { slack_file: { id: string } };
    const seen = await sharp(slack.files.get(shown.id)?.bytes).stats();
    expect(
      seen.channels.length === 1 || seen.channels.slice(0, 3).every(({ mean }) => Math.abs(mean - (seen.channels[0]?.mean ?? 0)) < 2),
    ).toBe(true);
    expect(said({ blocks: [card.blocks[1] ?? {}] })).not.toContain('bloodbath');

    await slack.press(BEN, card, by('dt_desk:release')); // no moderator
    await eventually(() => slack.ephemerals.some(({ user }) => user === BEN), 'a word to Ben');
    expect(said(card)).toContain('dt_desk:release');

    await slack.press(ADMIN, card, by('dt_desk:show'));
    const look = await eventually(
      () => slack.ephemerals.find(({ user, blocks }) => user === ADMIN && (blocks as Json[]).some(({ type }) => type === 'image')),
      'a look',
    );
    expect(look.channel).toBe(DESK);
    await eventually(() => said(card).includes(`<@${ADMIN}> looks at it until`), 'who looks');
    await slack.press(OTHER_ADMIN, card, by('dt_desk:uphold')); // taken
    await eventually(() => slack.ephemerals.some(({ user }) => user === OTHER_ADMIN), 'a word to Olga');

    await slack.press(ADMIN, card, by('dt_desk:release'));
    await eventually(() => answer.blocks.some(({ type }) => type === 'image'), 'the picture');
    await eventually(() => said(card).includes(`*Released* by <@${ADMIN}>`), 'the end of the case');
    expect(kinds(card)).not.toContain('actions');
    const outcome = await eventually(
      () => slack.replies(GENERAL, ts).find((one) => one !== answer && said(one).includes('released')),
      'the outcome',
    );
    expect(kinds(outcome)).toEqual(['markdown']);
    expect(cards()).toHaveLength(1);
  });

  it('is decided once: of two moderators at the same moment one wins, and a strike counts', async () => {
    await start(HOLD);
    const { slack } = world;
    const ts = await asks(VIOLENT);
    const answer = await reply(ts, 'waits for a moderator');
    const card = await eventually(() => cards()[0], 'a card');
    await Promise.all([slack.press(ADMIN, card, by('dt_desk:strike')), slack.press(OTHER_ADMIN, card, by('dt_desk:strike'))]);
    await eventually(() => said(card).includes('Upheld, with a strike'), 'the end of the case');
    const told = () => slack.ephemerals.filter(({ user }) => user === ADMIN || user === OTHER_ADMIN);
    await eventually(() => told().length === 2, 'a word to both');
    await eventually(() => !said(answer).includes('waits for a moderator'), 'the reply');
    expect(answer.blocks.some(({ type }) => type === 'image')).toBe(false);
    await asks('how does another bloodbath begin?');
    const next = await eventually(() => cards()[1], 'another card');
    expect(said(next)).toContain('1 strike');
    expect(said(next)).not.toContain('1 strikes');
  });
});

describe('a refusal', () => {
  it('names the rule and offers what is left without the words; that is asked instead, in the same message', async () => {
    await start();
    const { slack } = world;
    const ts = await asks('draw a red circle and a bloodbath');
    const refused = await reply(ts, 'rule: violence');
    expect(said(refused)).toContain('Without that it would be');
    await slack.press(BEN, refused, by('dt:rewrite:'));
    await whispered(BEN, /Only <@/);
    await slack.press(ADA, refused, by('dt:rewrite:'));
    await eventually(() => refused.blocks.some(({ type }) => type === 'image'), 'the picture');
    expect(said(refused)).toContain('red circle');
    expect(said(refused)).not.toContain('bloodbath');
    expect(slack.replies(GENERAL, ts)).toEqual([refused]);
  });

  it('can be appealed against with a reason; moderators see it, and release lets it run', async () => {
    await start();
    const { slack } = world;
    const ts = await asks('draw a bloodbath');
    const refused = await reply(ts, 'dt:appeal:');
    const form = await opens(slack.press(ADA, refused, by('dt:appeal:')));
    await slack.submit(ADA, form.id, { reason: { type: 'plain_text_input', value: 'it is a *band* <!channel>' } });
    const card = await eventually(() => cards()[0], 'a card');
    expect(said(card)).toMatch(/an appeal: a request was refused.*They say: “it is a/s);
    expect(said(card)).not.toContain('<!channel>');
    await slack.press(ADMIN, card, by('dt_desk:release'));
    await eventually(() => refused.blocks.some(({ type }) => type === 'image'), 'the picture');
    await eventually(() => said(card).includes('Released'), 'the end of the case');
  });
});

it('a change of how a person looks waits until the one who sent the picture agrees by the button', async () => {
  await start();
  const { slack } = world;
  const png = await sharp({ create: { width: 96, height: 96, channels: 3, background: '#cca' } })
    .png()
    .toBuffer();
  const photo = slack.addFile('me.png', png, 'image/png');
  const ts = await slack.post({ channel: GENERAL, user: BEN, text: `${MENTION} what is this?`, files: [photo] });
  await reply(ts, 'dt:redo:');
  await slack.post({ channel: GENERAL, user: ADA, thread_ts: ts, text: `${MENTION} make <@${OTHER_ADMIN}>’s hair blue in #1` });
  const waits = await reply(ts, 'dt:agree:');
  expect(said(waits)).toContain(`<@${BEN}> or <@${OTHER_ADMIN}>: may`);
  await slack.press(ADA, waits, by('dt:agree:'));
  await whispered(ADA, /agree|Only/);
  expect(waits.blocks.some(({ type }) => type === 'image')).toBe(false);
  await slack.press(BEN, waits, by('dt:agree:'));
  await eventually(() => waits.blocks.some(({ type }) => type === 'image'), 'the change');
});

describe('the policy', () => {
  const choice = (value: string): Json => ({ type: 'static_select', selected_option: { value } });
  /** One of what Home offers those who moderate. */
  async function opened(id: string, user = ADMIN): Promise<Json & { id: string }> {
    const before = world.slack.homes.get(user);
    await world.slack.openHome(user, 'home');
    const home = await eventually(() => world.slack.homes.get(user) !== before && world.slack.homes.get(user), 'a home');
    return opens(world.slack.press(user, { view: String(home.id) }, ({ action_id }) => action_id === id));
  }
  const policyForm = (user?: string) => opened('dt_policy', user);
  const shows = (id: string, has: string | RegExp): Promise<string> =>
    eventually(() => {
      const words = JSON.stringify(world.slack.views.get(id)?.blocks);
      return (typeof has === 'string' ? words.includes(has) : has.test(words)) && words;
    }, String(has));
  const field = (value: string): Json => ({ type: 'plain_text_input', value });
  const proposed: Record<string, Json> = { how: { type: 'radio_buttons', selected_option: { value: 'shadow' } } };
  const errors = (at: string, has: string) => ({ response_action: 'errors', errors: { [at]: expect.stringContaining(has) } });
  const days = (value: string): Json => ({ selected_option: { value } });
  const actionFor = async (category: string) =>
    (await world.ports.panel.read(WORKSPACE)).categories.find((one) => one.category === category)?.action;

  it('is changed in a form, tried on what was asked before, put in force, and put back', async () => {
    await start();
    const { slack, ports } = world;
    await reply(await asks('draw a bloodbath'), 'rule: violence');
    const { version } = await ports.panel.read(WORKSPACE);
    const form = await policyForm();
    const blockId = `policy.violence.`;
    const values = { [blockId]: { action: choice('hold') } };
    await slack.press(ADMIN, { view: form.id }, by('dt_try'), { ...days('7'), state: values });
    await shows(form.id, /The last 7 days\*: 1 request\. It would hold one more\..*violence: Refuse → Hold for a moderator: 1 time/);
    expect(await actionFor('violence')).toBe('refuse'); // tried, not changed

    expect(await slack.submit(ADMIN, form.id, { [blockId]: choice('hold') })).not.toHaveProperty('errors');
    expect(await actionFor('violence')).toBe('hold');
    expect(await actionFor('minors')).toBe('refuse');
    await reply(await asks(VIOLENT), 'waits for a moderator');
    await eventually(() => cards()[0], 'a card');

    const history = await opened('dt_history');
    expect(JSON.stringify(history.blocks)).toMatch(new RegExp(`<@${ADMIN}>.*violence: refuse → hold`));
    await slack.press(ADMIN, { view: history.id }, by(`dt_revert:${version}`));
    await shows(history.id, `Version ${version} is in force again, as version ${version + 2}.`);
    expect(await actionFor('violence')).toBe('refuse');
  });

  it('may differ in one channel, and what is never made stays so', async () => {
    await start();
    const { slack } = world;
    const form = await policyForm();
    const minors = (form.blocks as Json[]).find(({ block_id }) => block_id === 'policy.minors.')?.element as { options: Json[] };
    expect(minors.options.map(({ value }) => value)).not.toContain('allow');
    await slack.press(ADMIN, { view: form.id }, by('dt_where'), { selected_conversation: GENERAL });
    const scope = `${WORKSPACE}/${GENERAL}`;
    const scoped = `policy.violence.${scope}`;
    await eventually(() => JSON.stringify(slack.views.get(form.id)?.blocks).includes(scoped), 'the channel');
    await slack.submit(ADMIN, form.id, { [scoped]: choice('allow') });
    await eventually(async () => (await world.ports.panel.read(WORKSPACE)).text.includes(scope), 'the override');
    expect(await actionFor('violence')).toBe('refuse');
    const made = await reply(await asks('draw a bloodbath'), 'context_actions');
    expect(made.blocks[0]).toMatchObject({ type: 'image' });
    const there = await slack.post({ channel: 'C0OTHER01', user: ADA, text: `${MENTION} draw a bloodbath` });
    await eventually(() => slack.replies('C0OTHER01', there).some((one) => said(one).includes('rule: violence')), 'a refusal');
  });

  it('has rules of one’s own: what is wrong is told at its field; one is proposed, tried, counted beside, switched on and put back', async () => {
    await start();
    const { slack, ports } = world;
    const WORDS = 'draw a p0ster of a circle';
    await reply(await asks(WORDS), 'context_actions');
    const { version } = await ports.panel.read(WORKSPACE);
    const list = await opened('dt_rules');
    expect(JSON.stringify(list.blocks)).toContain('There are no rules yet.');
    const form = await opens(slack.press(ADMIN, { view: list.id }, by('dt_rule_new')));
    const fields = {
      id: field('No Posters'),
      reason: field('posters are made by people here'),
      words: field('poster\nflyer*'),
      ...proposed,
    };
    expect(await slack.submit(ADMIN, form.id, { ...fields, patterns: field('ok\n(?=a)b') })).toEqual(errors('patterns', 'Pattern 2 is no'));
    expect(await slack.submit(ADMIN, form.id, { ...fields, id: field('violence') })).toEqual(errors('id', 'is taken'));
    expect(await slack.submit(BEN, form.id, fields)).not.toHaveProperty('errors'); // and nothing more
    const typed = Object.fromEntries(
      ['id', 'reason', 'patterns'].map((id) => [id, { words: field(id === 'patterns' ? '(' : 'no-posters') }]),
    );
    await slack.press(ADMIN, { view: form.id }, by('dt_try'), { ...days('30'), state: typed });
    await shows(form.id, /"block_id":"patterns".*warning: Pattern 1 is no.*"block_id":"pictures"/);
    expect((await ports.panel.read(WORKSPACE)).shadow).toBeUndefined();
    expect(await slack.submit(ADMIN, form.id, fields)).not.toHaveProperty('errors');
    await shows(list.id, /\*no-posters\* · Refuse · _proposed_.*2 phrases/);

    await reply(await asks('draw a poster of a square'), 'context_actions'); // it decides nothing
    const proposal = await opened('dt_proposal', OTHER_ADMIN);
    expect(JSON.stringify(proposal.blocks)).toMatch(new RegExp(`rule no-posters words: none → poster, flyer\\*.*By <@${ADMIN}>.*refuse`));
    await slack.press(OTHER_ADMIN, { view: proposal.id }, by('dt_try'), days('1'));
    await shows(proposal.id, /The last day\*: 2 requests\. It would refuse 2 more\./);
    await slack.press(OTHER_ADMIN, { view: proposal.id }, by('dt_proposal_on'));
    await shows(proposal.id, 'It is in force, as version');
    await reply(await asks(WORDS), 'rule: no-posters');

    const stale = await opened('dt_rules');
    await slack.press(ADMIN, { view: stale.id }, by('dt_rule:'), days('out:no-posters'));
    await shows(stale.id, 'no-posters is taken out, with version');
    await reply(await asks(WORDS), 'context_actions');
    const history = await opened('dt_history', OTHER_ADMIN);
    await slack.press(OTHER_ADMIN, { view: history.id }, by(`dt_revert:${version + 1}`));
    await shows(history.id, 'is in force again');
    await reply(await asks(WORDS), 'rule: no-posters');
  });

  it('changed by two at once, tells the later one; thresholds and innocent phrases have forms, too', async () => {
    await start();
    const { slack, ports } = world;
    const [mine, hers] = [await opened('dt_certainty'), await opened('dt_certainty', OTHER_ADMIN)];
    expect(await slack.submit(ADMIN, mine.id, { hate: field('much') })).toEqual(errors('hate', 'from 0 to 1, got “much”'));
    expect(await slack.submit(ADMIN, mine.id, { hate: field('0.9') })).not.toHaveProperty('errors');
    expect(await slack.submit(OTHER_ADMIN, hers.id, { drugs: field('0.9') })).toEqual(errors('how', 'The policy changed meanwhile'));
    const list = await opened('dt_rules', OTHER_ADMIN);
    const form = await opens(slack.press(OTHER_ADMIN, { view: list.id }, by('dt_allow')));
    await slack.submit(OTHER_ADMIN, form.id, { allow: field('bloodbath movie\n\nred cross') });
    await shows(list.id, 'Innocent phrases (2)');
    expect(JSON.parse((await ports.panel.read(WORKSPACE)).text)).toMatchObject({
      thresholds: { hate: 0.9 },
      allow: ['bloodbath movie', 'red cross'],
    });
    await slack.press(OTHER_ADMIN, { view: (await opened('dt_proposal', OTHER_ADMIN)).id }, by('dt_proposal_on')).then(
      () => expect.unreachable(),
      () => undefined,
    );
  });

  it('sends held parts only to a channel that I can post in, and is nothing for those who do not moderate', async () => {
    await start();
    const { slack } = world;
    const form = await policyForm();
    const to = (channel: string): Record<string, Json> => ({ desk: { type: 'conversations_select', selected_conversation: channel } });
    expect(await slack.submit(ADMIN, form.id, to('C0NOTIN01'))).toMatchObject({
      response_action: 'errors',
      errors: { desk: expect.stringContaining('/invite') },
    });
    expect(await slack.submit(ADMIN, form.id, to('C0OTHER01'))).not.toHaveProperty('errors');
    expect((await world.ports.panel.read(WORKSPACE)).text).toContain(`${WORKSPACE}/C0OTHER01`);
    const { version } = await world.ports.panel.read(WORKSPACE);
    await slack.submit(BEN, form.id, { 'policy.violence.': choice('allow') });
    expect((await world.ports.panel.read(WORKSPACE)).version).toBe(version);
    await slack.openHome(BEN, 'home');
    expect(JSON.stringify((await eventually(() => slack.homes.get(BEN), 'a home')).blocks)).not.toContain('dt_policy');
  });
});
