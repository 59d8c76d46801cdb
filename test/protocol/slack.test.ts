import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGate, scriptedEngine } from '../support/scripted-engine.ts';
import type { Json, StoredMessage } from '../support/slack/state.ts';
import { BOT } from '../support/slack/state.ts';
import {
  ADA,
  ADMIN,
  BEN,
  eventually,
  GENERAL,
  GUEST,
  MENTION,
  type SlackWorld,
  STRANGER,
  startSlackWorld,
} from '../support/slack/world.ts';

const ADAS = 'D0ADA0001';
const gate = createGate();
let world: SlackWorld;
beforeAll(async () => {
  world = await startSlackWorld(scriptedEngine({ stepMs: 1, wordMs: 0, gate }), 'socket');
});
afterAll(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

const verb =
  (name: string, block = '') =>
  (element: Json): boolean =>
    String(element.action_id).startsWith(`dt:${name}:`) && String(element.action_id).endsWith(block);
const kinds = ({ blocks }: StoredMessage): unknown[] => blocks.map(({ type }) => type);
const isFinished = ({ blocks }: StoredMessage): boolean => blocks.some(({ type }) => type === 'context_actions');
const whispers = (): string[] => world.slack.ephemerals.map(({ text }) => String(text));

function finished(channel: string, ts: string, count = 1): Promise<StoredMessage> {
  return eventually(() => {
    const done = world.slack.replies(channel, ts).filter(isFinished);
    return done.length === count && done.at(-1);
  }, `${count} finished replies`);
}

async function ask(text: string, channel = GENERAL, user = ADA): Promise<{ ts: string; reply: StoredMessage }> {
  const ts = await world.slack.post({ channel, user, text });
  const reply = await finished(channel, ts);
  await eventually(() => isKept(reply), 'a stored reply');
  return { ts, reply };
}

/** Slack shows a message a moment before the program has heard that it stands. */
async function isKept({ channel, thread_ts, ts, blocks }: StoredMessage): Promise<boolean> {
  const kept = await world.ports.threads.get(`slack:T0TEAM001/${channel}:${thread_ts}`, ts);
  return kept?.parts.length === blocks.filter(({ type }) => type === 'markdown' || type === 'image').length;
}

/** The form or page that opens when something is done. */
async function opens(act: Promise<unknown>): Promise<Json & { id: string }> {
  const before = world.slack.views.size;
  await act;
  await eventually(() => world.slack.views.size > before, 'a form');
  return world.slack.lastView();
}

const png = (colour: string) =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: colour } })
    .png()
    .toBuffer();

describe('where people speak', () => {
  it('a mention in a channel, told twice over, is one reply with words and pictures in reading order', async () => {
    const { ts, reply } = await ask(`${MENTION} why does it rain?`);
    expect(kinds(reply)).toEqual(['markdown', 'image', 'actions', 'markdown', 'actions', 'context_actions', 'context']);
    expect(reply.blocks[1]).toMatchObject({
      alt_text: 'drops falling from a blue cloud onto green hills',
      slack_file: { id: expect.stringMatching(/^F/) },
    });
    expect(reply.metadata?.event_payload).toMatchObject({ key: expect.stringMatching(/^[0-9a-f]{24}:0$/) });
    // It was written into the same message while it was made, with a card for the picture that the picture took over from.
    expect(reply.chunks?.map(({ type }) => type)).toContain('task_update');
    expect(reply.chunks?.findIndex(({ type }) => type === 'blocks')).toBeGreaterThan(
      reply.chunks?.findIndex(({ type }) => type === 'task_update') ?? 0,
    );
    expect(reply.stream).toBeUndefined();
    expect(world.slack.thread(GENERAL, ts)).toHaveLength(2);
  });

  it('a thread goes on without a mention, and what is meant for someone else is left alone', async () => {
    const { slack } = world;
    const { ts } = await ask(`${MENTION} draw a red circle`);
    await slack.post({ channel: GENERAL, user: BEN, text: `<@${ADA}> nice, is it not?`, thread_ts: ts });
    await slack.post({ channel: GENERAL, user: ADA, text: '#1 at night', thread_ts: ts });
    const reply = await finished(GENERAL, ts, 2);
    expect(reply.blocks.find(({ type }) => type === 'image')).toMatchObject({ title: { text: '#1b · a red circle, at night' } });
    await slack.post({ channel: GENERAL, user: BEN, text: 'we talk among ourselves' });
    expect(slack.replies(GENERAL, ts)).toHaveLength(2);
    expect((await world.ports.threads.threads(100)).some(({ title }) => title.includes('among ourselves'))).toBe(false);
  });

  it('called into a thread, it has read what was said before', async () => {
    const { slack } = world;
    const root = await slack.post({ channel: GENERAL, user: BEN, text: 'our queue retries three times &amp; then parks' });
    await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} how does that work?`, thread_ts: root });
    await finished(GENERAL, root);
    const history = await world.ports.threads.history(`slack:T0TEAM001/${GENERAL}:${root}`, 10);
    expect(history.map(({ author, parts }) => [author.name, parts[0]?.kind === 'text' && parts[0].text.slice(0, 30)])).toEqual([
      ['Ben', 'our queue retries three times '],
      ['Ada', 'how does that work?'],
      ['Dreamthread', 'Warm air carries water up. The'],
    ]);
  });

  it('the agent view greets with prompts, shows a status, a session and a title', async () => {
    const { slack } = world;
    await slack.openHome(ADA, 'messages');
    await eventually(() => slack.prompts.length > 0, 'prompts');
    expect(slack.prompts.at(-1)).toMatchObject({ channel_id: ADAS, prompts: { length: 4 } });
    const { ts } = await ask('draw a blue square', ADAS);
    await eventually(() => slack.sessions.some((one) => one.thread_ts === ts && one.status === 'active'), 'an active session');
    const sessions = slack.sessions.filter((one) => one.thread_ts === ts);
    expect(sessions).toMatchObject([{ status: 'processing', title: 'draw a blue square', initiator_user_id: ADA }, { status: 'active' }]);
    expect(slack.statuses.filter((one) => one.thread_ts === ts).at(-1)).toMatchObject({ status: '' });
  });

  it('/dream answers the person alone first, and the reply can be shared once', async () => {
    const { slack } = world;
    await slack.command(ADA, GENERAL, 'draw a green circle');
    const root = await eventually(
      () => slack.messages.find((one) => one.channel === ADAS && one.text.includes('a green circle') && one.user === BOT.user),
      'a root',
    );
    const reply = await finished(ADAS, root.ts);
    expect(whispers().at(-1)).toContain('in our direct messages');
    for (let times = 0; times < 2; times++) {
      const form = await opens(slack.press(ADA, reply, verb('share')));
      await slack.submit(ADA, form.id, { channel: { type: 'conversations_select', selected_conversation: 'C0OTHER01' } });
      await eventually(() => whispers().filter((text) => text.startsWith('Shared in')).length > times, 'shared');
    }
    const copies = slack.messages.filter((one) => one.channel === 'C0OTHER01');
    expect(copies.map(kinds)).toEqual([['image', 'markdown', 'context']]);
  });

  it('/dream says how it is used, and answers in the channel for those who want that', async () => {
    const { slack } = world;
    expect(await slack.command(ADA, GENERAL, '')).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('/dream stop'),
    });
    await slack.openHome(BEN, 'home');
    const home = await eventually(() => slack.homes.get(BEN), 'a home');
    await slack.press(BEN, { view: String(home.id) }, ({ action_id }) => action_id === 'dt_where', {
      selected_option: { value: 'channel' },
    });
    await slack.command(BEN, 'C0OTHER01', 'draw a yellow circle');
    const root = await eventually(
      () => slack.messages.find((one) => one.text.includes('a yellow circle') && one.user === BOT.user),
      'a root',
    );
    expect(root).toMatchObject({ channel: 'C0OTHER01', text: `<@${BEN}> asked:\n>draw a yellow circle` });
    await finished('C0OTHER01', root.ts);
  });

  it('"Illustrate this" takes the message into a form, and answers in its thread', async () => {
    const { slack } = world;
    const ts = await slack.post({ channel: GENERAL, user: BEN, text: 'Water &lt;goes&gt; in circles' });
    const form = await opens(slack.shortcut('illustrate', ADA, GENERAL, ts));
    expect(JSON.stringify(form.blocks)).toContain('Illustrate this: Water <goes> in circles');
    await slack.submit(ADA, form.id, {
      words: { type: 'plain_text_input', value: 'draw: Water goes in circles' },
      where: { type: 'radio_buttons', selected_option: { value: 'thread' } },
    });
    const reply = await finished(GENERAL, ts);
    expect(slack.thread(GENERAL, ts).map(({ user }) => user)).toEqual([BEN, BOT.user, BOT.user]);
    expect(reply.blocks[0]).toMatchObject({ type: 'image' });
  });

  it('"Edit this image" takes a picture that a person sent, without its camera data, and works for its replies too', async () => {
    const { slack, ports } = world;
    const photo = await sharp(await png('#4a79d9'))
      .withExif({ IFD0: { Copyright: 'SECRET' } })
      .jpeg()
      .toBuffer();
    const file = slack.addFile('holiday.jpg', photo, 'image/jpeg', { alt_txt: 'a blue wall' });
    const ts = await slack.post({ channel: GENERAL, user: BEN, text: 'look', files: [file] });
    const form = await opens(slack.shortcut('edit_image', ADA, GENERAL, ts));
    await slack.submit(ADA, form.id, {
      words: { type: 'plain_text_input', value: '#1 at night' },
      where: { type: 'radio_buttons', selected_option: { value: 'private' } },
    });
    const root = await eventually(() => slack.messages.find((one) => one.channel === ADAS && one.text.includes('#1 at night')), 'a root');
    const reply = await finished(ADAS, root.ts);
    const thread = `slack:T0TEAM001/${ADAS}:${root.ts}`;
    expect((await ports.ledger.rows(thread)).map(({ name, caption }) => [name, caption])).toEqual([
      ['#1', 'a blue wall'],
      ['#1b', 'a blue wall, at night'],
    ]);
    const kept = await ports.assets.get((await ports.ledger.rows(thread))[0]?.asset ?? 'sha256:');
    expect(Buffer.from(kept ?? []).includes('SECRET')).toBe(false);

    const again = await opens(slack.shortcut('edit_image', ADA, ADAS, reply.ts));
    expect(JSON.stringify(again.blocks)).toContain('#1b · ');
  });

  it('"Verify picture" says whether a picture was made here, and what of to who asked for it alone', async () => {
    const { slack } = world;
    const { reply } = await ask(`${MENTION} draw a red circle`);
    const told = async (user: string, ts: string) => {
      const before = slack.ephemerals.length;
      await slack.shortcut('verify', user, GENERAL, ts);
      return String((await eventually(() => slack.ephemerals[before], 'an answer')).text);
    };
    expect(await told(ADA, reply.ts)).toMatch(/as it is stored.*#1 of thread slack:.*shows: a red circle.*asked for by U0ADA0001/s);
    expect(await told(BEN, reply.ts)).toMatch(/^(?!.*(?:red circle|U0ADA)).*as it is stored.*drawn new, /s);
    const file = slack.addFile('wall.png', await png('#123456'), 'image/png');
    expect(await told(BEN, await slack.post({ channel: GENERAL, user: BEN, text: 'look', files: [file] }))).toContain('Nothing else says');
    expect(await told(BEN, await slack.post({ channel: GENERAL, user: BEN, text: 'nothing' }))).toBe(
      'There is no picture in this message.',
    );
  });
});

describe('what people do with a reply', () => {
  it('an edit of picture 2 stands in the same message; every other block is as it was', async () => {
    const { slack } = world;
    const { ts, reply } = await ask(`${MENTION} show two shapes`);
    const before = structuredClone(reply.blocks);
    const form = await opens(slack.press(ADA, reply, verb('edit', '#2')));
    await slack.submit(ADA, form.id, {
      instruction: { type: 'plain_text_input', value: 'at night' },
      region: { type: 'plain_text_input', value: null },
    });
    await eventually(() => isFinished(reply) && JSON.stringify(reply.blocks).includes('"#2b'), 'the edit');
    expect(slack.replies(GENERAL, ts)).toHaveLength(1);
    // The picture, its buttons (they name it), and a line under the words after it: they were written about the old one.
    expect(kinds({ ...reply, blocks: before })).toEqual([
      'image',
      'actions',
      'markdown',
      'image',
      'actions',
      'markdown',
      'actions',
      'context_actions',
      'context',
    ]);
    expect(
      reply.blocks.filter((block) => !before.some((old) => JSON.stringify(old) === JSON.stringify(block))).map(({ type }) => type),
    ).toEqual(['image', 'actions', 'section']);
    expect(reply.blocks[3]).toMatchObject({ type: 'image', title: { text: '#2b · a blue square, at night' } });
    expect(reply.blocks[3]?.block_id).not.toBe(before[3]?.block_id);

    await slack.press(ADA, reply, verb('redo', ':3')); // Refresh
    await eventually(() => isFinished(reply) && JSON.stringify(reply.blocks).includes('Said in other words.'), 'new words');
    expect(kinds(reply)).toEqual(kinds({ ...reply, blocks: before }));
  });

  it('others may not change, stop or share it; an admin may', async () => {
    const { slack } = world;
    gate.close();
    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a purple circle` });
    await eventually(() => slack.replies(GENERAL, ts)[0]?.chunks?.some(({ title }) => String(title).includes('step 4')), 'step 4');
    const [reply] = slack.replies(GENERAL, ts);
    await slack.react(GENERAL, reply?.ts ?? '', BEN, 'x');
    await eventually(() => whispers().at(-1)?.includes(`Only <@${ADA}>`), 'a word to Ben');
    await slack.stopSession(GENERAL, ts, BEN);
    gate.open();
    const made = await finished(GENERAL, ts);
    expect(kinds(made)[0]).toBe('image');
    await slack.press(BEN, made, verb('delete'));
    await eventually(() => whispers().filter((text) => text.includes(`Only <@${ADA}>`)).length >= 3, 'a word to Ben again');
    expect(slack.replies(GENERAL, ts)).toHaveLength(1);
    await slack.press(ADMIN, made, verb('delete'));
    await eventually(() => slack.replies(GENERAL, ts).length === 0, 'no reply');
  });

  it.each([
    ['a word', (channel: string, ts: string) => world.slack.post({ channel, user: ADA, text: 'stop', thread_ts: ts })],
    [':x: on the request', (channel: string, ts: string) => world.slack.react(channel, ts, ADA, 'x')],
    ['Slack’s own Stop', (channel: string, ts: string) => world.slack.stopSession(channel, ts, ADA)],
  ])('%s stops it, and what was made stays', async (_, stop) => {
    const { slack } = world;
    gate.close();
    const ts = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} why does it rain?` });
    await eventually(() => slack.replies(GENERAL, ts)[0]?.chunks?.some(({ title }) => String(title).includes('step 4')), 'step 4');
    await stop(GENERAL, ts);
    const reply = await finished(GENERAL, ts);
    gate.open();
    expect(reply.text).toMatch(/^Warm air.*stopped/is);
    expect(reply.stream).toBeUndefined();
  });

  it('its history and its reasons can be read, and an earlier version put back', async () => {
    const { slack } = world;
    const { ts, reply } = await ask('draw an orange circle', ADAS);
    const more = (value: string) => slack.press(ADA, reply, verb('more', '#1'), { selected_option: { value } });
    const why = await opens(more('why'));
    expect(JSON.stringify(why.blocks)).toMatch(/Asked for.*draw an orange circle.*seed/s);
    const form = await opens(slack.press(ADA, reply, verb('edit', '#1')));
    await slack.submit(ADA, form.id, { instruction: { value: 'at night' }, region: { value: null } });
    await eventually(() => JSON.stringify(reply.blocks).includes('"#1b') && isFinished(reply), 'the edit');
    const history = await opens(slack.press(ADA, reply, verb('more', '#1b'), { selected_option: { value: 'history' } }));
    await eventually(() => JSON.stringify(slack.lastView().blocks).includes('Put #1 back'), 'the versions');
    await slack.press(ADA, { view: history.id }, ({ value }) => value === '#1');
    await eventually(() => isFinished(reply) && JSON.stringify(reply.blocks[0]).includes('"#1 · '), 'the first version');
    expect(slack.replies(ADAS, ts)).toHaveLength(1);
  });

  it('thumbs go to the program, a bad one with its reason', async () => {
    const { slack } = world;
    const { reply } = await ask('draw a red square', ADAS);
    const press = (value: string) => slack.press(ADA, reply, verb('rate'), { value });
    await press('good');
    const form = await opens(press('bad'));
    await slack.submit(ADA, form.id, {
      reason: { type: 'radio_buttons', selected_option: { value: 'The picture is wrong' } },
      more: { type: 'plain_text_input', value: 'it is blue' },
    });
    const stored = await eventually(async () => {
      const rows = await world.ports.database.all<{ good: number; reason: string | null }>('SELECT * FROM ratings');
      return rows.some(({ reason }) => reason) && rows;
    }, 'a rating');
    expect(stored).toMatchObject([{ good: 0, reason: 'The picture is wrong: it is blue' }]);
  });

  it('a thumb or a heart as a reaction says the same, whatever its skin tone; other reactions say nothing', async () => {
    const { slack } = world;
    const { reply } = await ask('draw a red square', ADAS);
    const ratings = () => world.ports.database.all<{ good: number }>('SELECT good FROM ratings ORDER BY at_ms');
    const before = (await ratings()).length;
    await slack.react(ADAS, reply.ts, ADA, 'eyes');
    await slack.react(ADAS, reply.ts, ADA, '+1::skin-tone-3');
    await eventually(async () => (await ratings()).at(before)?.good === 1, 'a rating');
    await slack.react(ADAS, reply.ts, ADA, '-1');
    await eventually(async () => (await ratings()).at(before)?.good === 0, 'another opinion');
    expect(await ratings()).toHaveLength(before + 1);
  });

  it('it is kept as a canvas, or where there are none as a page that holds its pictures', async () => {
    const { slack } = world;
    const { ts, reply } = await ask('why does it rain?', ADAS);
    await slack.press(ADA, reply, verb('keep'));
    const canvas = await eventually(() => [...slack.canvases.values()][0], 'a canvas');
    expect(canvas.markdown).toMatch(/^Warm air.*!\[\]\(https:\/\/local\.slack\.com\/files\/.*_#1: drops falling.*In #1 the cloud/s);
    await eventually(() => canvas.users, 'access');
    slack.faults.refused.set('canvases.create', { times: 1, code: 'free_teams_cannot_create_non_tabbed_canvases' });
    await slack.press(ADA, reply, verb('keep'));
    const page = await eventually(() => slack.thread(ADAS, ts).find(({ files }) => files[0]?.filetype === 'html'), 'a file');
    expect(page.files[0]?.bytes.toString()).toMatch(
      /<strong>cools<\/strong>.*<img src="data:image\/png;base64,.*alt="drops falling from a blue cloud/s,
    );
    await eventually(() => whispers().at(-1)?.includes('as a file'), 'a word');
  });
});

describe('who is answered', () => {
  it('members are; guests and people of other companies are told why not, and only when they ask', async () => {
    const { slack } = world;
    for (const user of [GUEST, STRANGER]) {
      const before = whispers().length;
      const ts = await slack.post({ channel: GENERAL, user, text: `${MENTION} draw a circle` });
      await eventually(() => whispers().length > before, 'a word');
      expect(whispers().slice(before)).toEqual([expect.stringContaining('SLACK_ANSWER')]);
      expect(slack.replies(GENERAL, ts)).toEqual([]);
    }
  });

  it('pictures that cannot be read are refused in a sentence; a deleted request is not answered', async () => {
    const { slack } = world;
    const broken = slack.addFile('broken.png', Buffer.from('\x89PNG\r\n\x1a\nnothing'), 'image/png');
    await slack.post({ channel: ADAS, user: ADA, text: '', files: [broken] });
    await eventually(() => whispers().at(-1)?.includes('Picture 1'), 'a word');
    const big = { ...slack.addFile('big.png', Buffer.alloc(1), 'image/png'), bytes: { length: 21 * 1024 ** 2 } as Buffer };
    await slack.post({ channel: ADAS, user: ADA, text: '', files: [big] });
    await eventually(() => whispers().at(-1)?.includes('Picture 1 has 21.0 MB'), 'a word');
    const heic = slack.addFile('phone.heic', Buffer.from('not read'), 'image/heic', { thumb: await png('#4fa56a') });
    const ts = await slack.post({ channel: ADAS, user: ADA, text: '#1 at night', files: [heic] });
    const reply = await finished(ADAS, ts);
    expect(reply.blocks[0]).toMatchObject({ alt_text: 'phone.heic, at night' });

    gate.close();
    const gone = await slack.post({ channel: GENERAL, user: ADA, text: `${MENTION} draw a green circle` });
    await eventually(() => slack.replies(GENERAL, gone)[0], 'a start');
    await slack.remove(GENERAL, gone);
    gate.open();
    await eventually(async () => !(await world.ports.threads.get(`slack:T0TEAM001/${GENERAL}:${gone}`, gone)), 'it is forgotten');
  });

  it('an edited message is read as it stands now', async () => {
    const { slack, ports } = world;
    const { ts } = await ask('draw a yellow square', ADAS);
    await slack.edit(ADAS, ts, 'draw a yellow house');
    const stored = await eventually(async () => {
      const message = await ports.threads.get(`slack:T0TEAM001/${ADAS}:${ts}`, ts);
      return message?.parts.some((part) => part.kind === 'text' && part.text === 'draw a yellow house') && message;
    }, 'the edit');
    expect(stored.author.name).toBe('Ada');
  });
});
