/** What people choose among in Slack: steps of a plan, which picture was meant, how many variations, where an edit applies, whether to look. */
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import type { ComposeTask, Engine, EngineEvent } from '../../src/core/ports.ts';
import type { PictureName, PlanStep } from '../../src/core/types.ts';
import { checkPart } from '../../src/safety/check.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';
import type { Json, StoredMessage } from '../support/slack/state.ts';
import { ADA, BEN, eventually, GENERAL, MENTION, type SlackWorld, startSlackWorld } from '../support/slack/world.ts';

const ADAS = 'D0ADA0001';
let world: SlackWorld;
afterEach(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

const kinds = ({ blocks }: StoredMessage): unknown[] => blocks.map(({ type }) => type);
const isFinished = ({ blocks }: StoredMessage): boolean => blocks.some(({ type }) => type === 'context_actions');
const verb =
  (name: string, block = '') =>
  (element: Json): boolean =>
    String(element.action_id).startsWith(`dt:${name}:`) && String(element.action_id).endsWith(block);
const said = ({ blocks }: StoredMessage): string => JSON.stringify(blocks);

async function asks(text: string, channel = ADAS, isThere = isFinished): Promise<{ ts: string; reply: StoredMessage }> {
  const ts = await world.slack.post({ channel, user: ADA, text });
  const reply = await eventually(() => world.slack.replies(channel, ts).find(isThere), 'a reply');
  return { ts, reply };
}
const isOffered = (message: StoredMessage): boolean => said(message).includes('dt:start:');

async function form(press: Promise<unknown>): Promise<Json & { id: string }> {
  const before = world.slack.views.size;
  await press;
  await eventually(() => world.slack.views.size > before, 'a form');
  return world.slack.lastView();
}

const small = (colour: string) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: colour } })
    .png()
    .toBuffer();

/** Plans four pictures for "four", asks which one is meant for "which", and does what it is asked for then. */
function choosyEngine(tasks: ComposeTask[] = []): Engine {
  async function* draw(part: number, name: PictureName, caption: string, parent?: PictureName): AsyncGenerator<EngineEvent> {
    const from = parent ? { parent } : {};
    yield { type: 'image-start', part, name, caption, steps: 1, ...from };
    yield {
      type: 'image-end',
      part,
      name,
      caption,
      seed: 1,
      png: await small(part === 0 ? '#4a79d9' : '#e0524d'),
      widthPx: 8,
      heightPx: 8,
      ...from,
    };
  }
  const words = (part: number, text: string): EngineEvent => ({ type: 'text-end', part, text });
  const usage = { promptTokens: 1, writtenTokens: 1, pictures: 1, denoiseSteps: 1, engineMs: 1 };
  return {
    modelId: 'choosy-1',
    async *generate({ turnId, task, messages }) {
      if (task) tasks.push(task);
      const [asked] = messages.at(-1)?.parts ?? [];
      const text = asked?.kind === 'text' ? asked.text : '';
      const captions = ['a seed', 'a sprout', 'a sapling', 'a tree'];
      const four = captions.map((caption, at): PlanStep => ({ kind: 'draw', name: `#${at + 1}`, caption }));
      if (task?.kind === 'start') {
        for (const [part, step] of task.steps.entries()) if (step.kind === 'draw') yield* draw(part, step.name, step.caption);
      } else if (task?.kind === 'choose') {
        yield* draw(0, `${task.picture}b`, 'changed', task.picture);
      } else if (text.startsWith('four')) {
        yield { type: 'plan', plan: { turnId, promptVersion: 'choosy', steps: four } };
        throw new Error('the plan was not shown first');
      } else if (text.startsWith('which')) {
        yield words(0, 'Which one do you mean?');
        yield { type: 'offer', offer: { kind: 'choose-picture', pictures: ['#1', '#2'] } };
      } else {
        yield* draw(0, '#1', 'a cat');
        yield* draw(1, '#2', 'a dog');
      }
      yield { type: 'done', status: 'complete', usage };
    },
    async close() {},
  };
}

const SHOWN_FIRST = { storyboard: { pictures: 4, waitMs: 60_000 } };

describe('a plan of many pictures', () => {
  it('is shown as ticks; what keeps its tick is drawn, in the same message, however often Start is pressed', async () => {
    world = await startSlackWorld(choosyEngine(), 'socket', { turns: SHOWN_FIRST });
    const { slack } = world;
    const { ts, reply } = await asks('four steps of a tree', ADAS, isOffered);
    expect(kinds(reply)).toEqual(['markdown', 'actions', 'actions', 'context']);
    const ticks = reply.blocks[1]?.elements as { action_id: string; options: { value: string }[] }[];
    const kept = ticks[0]?.options.filter(({ value }) => value !== '1' && value !== '2');
    const state = { 'dt.keep.0': { [ticks[0]?.action_id ?? '']: { type: 'checkboxes', selected_options: kept } } };
    await Promise.all([slack.press(ADA, reply, verb('start'), { state }), slack.press(ADA, reply, verb('start'), { state })]);
    await eventually(() => isFinished(reply), 'the pictures');
    expect(kinds(reply).filter((kind) => kind === 'image')).toHaveLength(2);
    expect(said(reply)).toMatch(/#1 · a seed.*#4 · a tree/s);
    expect(slack.replies(ADAS, ts)).toEqual([reply]);
  });

  it('is started by the person who asked, and not without a step; it can be stopped before it costs anything', async () => {
    world = await startSlackWorld(choosyEngine(), 'socket', { turns: SHOWN_FIRST });
    const { slack } = world;
    const { reply } = await asks(`${MENTION} four steps of a tree`, GENERAL, isOffered);
    await slack.press(BEN, reply, verb('start'));
    await eventually(() => slack.ephemerals.some(({ user, text }) => user === BEN && /Only <@/.test(String(text))), 'a word to Ben');
    await slack.press(ADA, reply, verb('start'), { state: {} });
    await eventually(() => slack.ephemerals.some(({ user, text }) => user === ADA && /at least one/.test(String(text))), 'a word to Ada');
    await slack.press(ADA, reply, verb('stop'));
    await eventually(() => said(reply).includes('Stopped'), 'the end');
    expect(kinds(reply)).not.toContain('image');
  });
});

describe('a request that may mean two pictures', () => {
  it('is answered with both and a button each; the one that is chosen is changed', async () => {
    const tasks: ComposeTask[] = [];
    world = await startSlackWorld(choosyEngine(tasks), 'socket');
    const { slack } = world;
    const { ts } = await asks('a cat and a dog');
    await slack.post({ channel: ADAS, user: ADA, text: 'which', thread_ts: ts });
    const question = await eventually(
      () => slack.replies(ADAS, ts).find((one) => one.metadata && said(one).includes('dt:choose:')),
      'the question',
    );
    expect(question.blocks.slice(1, 3)).toMatchObject([
      { type: 'section', text: { text: '*#1* a cat' }, accessory: { type: 'image', alt_text: 'a cat' } },
      { type: 'section', text: { text: '*#2* a dog' }, accessory: { type: 'image', alt_text: 'a dog' } },
    ]);
    await slack.press(ADA, question, verb('choose', '#2'));
    await eventually(() => isFinished(question), 'the change');
    expect(tasks).toMatchObject([{ kind: 'choose', picture: '#2' }]);
    expect(said(question)).toContain('#2b · changed');
    expect(slack.replies(ADAS, ts)).toHaveLength(2);
  });
});

describe('forms', () => {
  it('variations: as many as were chosen, in a reply of their own', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { slack } = world;
    const { ts, reply } = await asks('draw a red circle');
    const view = await form(slack.press(ADA, reply, verb('vary', '#1')));
    expect(view.title).toMatchObject({ text: 'Variations of #1' });
    await slack.submit(ADA, view.id, { count: { type: 'radio_buttons', selected_option: { value: '3' } } });
    const others = await eventually(() => slack.replies(ADAS, ts).filter(isFinished)[1], 'the variations');
    expect(others.blocks.filter(({ type }) => type === 'image').map(({ alt_text }) => alt_text)).toEqual(
      Array(3).fill('a red circle, once more'),
    );
  });

  it('one picture larger, in a reply of its own', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket');
    const { slack } = world;
    const { ts, reply } = await asks('draw a red circle');
    await slack.press(ADA, reply, verb('more', '#1'), { selected_option: { value: 'upscale' } });
    const larger = await eventually(() => slack.replies(ADAS, ts).filter(isFinished)[1], 'the larger picture');
    expect(kinds(larger)[0]).toBe('image');
    expect(said(reply)).toContain('#1 · a red circle');
  });

  it('an edit may be bound to a mask that was uploaded in the form, and change a little or a lot', async () => {
    const tasks: ComposeTask[] = [];
    const scripted = scriptedEngine({ stepMs: 0, wordMs: 0 });
    const engine: Engine = {
      ...scripted,
      generate(request, signal) {
        if (request.task) tasks.push(request.task);
        return scripted.generate(request, signal);
      },
    };
    world = await startSlackWorld(engine, 'socket');
    const { slack } = world;
    const { reply } = await asks('draw a red circle');
    const view = await form(slack.press(ADA, reply, verb('edit', '#1')));
    const mask = slack.addFile('mask.png', await small('#ffffff'), 'image/png');
    await slack.submit(ADA, view.id, {
      instruction: { type: 'plain_text_input', value: 'at night' },
      region: { type: 'plain_text_input', value: 'the sky' },
      mask: { type: 'file_input', files: [{ id: mask.id, name: mask.name }] },
      strength: { type: 'radio_buttons', selected_option: { value: '0.85' } },
    });
    await eventually(() => isFinished(reply) && said(reply).includes('#1b'), 'the edit');
    const [edit] = tasks;
    expect(edit).toMatchObject({ kind: 'edit', instruction: 'at night', strength: 0.85 });
    const region = edit?.kind === 'edit' ? edit.region : undefined;
    expect(region).toEqual({ mask: expect.stringMatching(/^sha256:/) });
    expect(await world.ports.assets.get((region as { mask: `sha256:${string}` }).mask)).toBeDefined();
  });
});

describe('a picture that the policy covers', () => {
  it('shows its colours and nothing else, until a person looks at it alone', async () => {
    world = await startSlackWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), 'socket', {
      turns: {
        checkPart: async (part) =>
          part.kind === 'image' ? { kind: 'replace', part: { ...part, spoiler: true }, rule: 'violence' } : checkPart(part),
      },
    });
    const { slack } = world;
    const { reply } = await asks(`${MENTION} draw a red circle`, GENERAL);
    const [shown] = reply.blocks as [Json];
    expect(shown).toMatchObject({ type: 'image', alt_text: expect.stringContaining('covered') });
    expect(said(reply).slice(0, said(reply).indexOf('dt:edit'))).not.toContain('red circle');
    const fileOf = ({ slack_file }: Json) => slack.files.get((slack_file as { id: string }).id);
    const cover = fileOf(shown);
    expect(JSON.stringify([cover?.title, cover?.alt_txt])).not.toContain('circle');
    await form(slack.press(ADA, reply, verb('more', '#1'), { selected_option: { value: 'history' } }));
    const versions = await eventually(() => (slack.lastView().blocks as Json[]).find(({ type }) => type === 'image'), 'its history');
    expect([versions.alt_text, fileOf(versions)]).toEqual(['covered', cover]);

    await slack.press(BEN, reply, verb('reveal', '#1'));
    const look = await eventually(
      () => slack.ephemerals.find(({ user, blocks }) => user === BEN && (blocks as Json[]).length > 0),
      'a look',
    );
    const [uncovered] = look.blocks as [Json];
    expect(uncovered).toMatchObject({ type: 'image', alt_text: 'a red circle' });
    // The words about it, too, which the message does not show.
    expect(look.blocks as Json[]).toContainEqual({ type: 'markdown', text: expect.stringContaining('red circle') });
    // Whoever sees the cover cannot tell what is under it: it is that picture in 6 × 6 cells at most.
    const [hidden, whole] = [cover?.bytes ?? Buffer.alloc(0), fileOf(uncovered)?.bytes ?? Buffer.alloc(0)];
    const cells = (bytes: Buffer) => sharp(bytes).resize(6, 6).removeAlpha().raw().toBuffer();
    const [less, more] = [await cells(hidden), await cells(whole)];
    expect(Math.max(...less.map((level, at) => Math.abs(level - (more[at] ?? 0))))).toBeLessThan(64);
    const detail = async (bytes: Buffer) => (await sharp(bytes).resize(64, 64).greyscale().stats()).sharpness;
    expect(await detail(hidden)).toBeLessThan((await detail(whole)) / 4);
  });
});

describe('a covered picture that may be meant', () => {
  it('is covered in the question, too', async () => {
    world = await startSlackWorld(choosyEngine(), 'socket', {
      turns: {
        checkPart: async (part) =>
          part.kind === 'image' && part.name === '#1'
            ? { kind: 'replace', part: { ...part, spoiler: true }, rule: 'violence' }
            : checkPart(part),
      },
    });
    const { slack } = world;
    const { ts } = await asks('a cat and a dog');
    await eventually(async () => (await world.ports.threads.history(`slack:T0TEAM001/${ADAS}:${ts}`, 10)).length === 2, 'it is stored');
    await slack.post({ channel: ADAS, user: ADA, text: 'which', thread_ts: ts });
    const question = await eventually(
      () => slack.replies(ADAS, ts).find((one) => one.metadata && said(one).includes('dt:choose:')),
      'the question',
    );
    expect(question.blocks.slice(1, 3)).toMatchObject([
      { text: { text: '*#1* covered' }, accessory: { alt_text: 'covered' } },
      { text: { text: '*#2* a dog' }, accessory: { alt_text: 'a dog' } },
    ]);
    const { accessory } = question.blocks[1] as { accessory: { slack_file: { id: string } } };
    expect(slack.files.get(accessory.slack_file.id)?.title).toBe('#1 · covered');
  });
});

describe('a long reply', () => {
  it('is shared as a whole: its first message, and the others below it', async () => {
    const long: Engine = {
      modelId: 'long-1',
      async *generate() {
        for (let part = 0; part < 3; part++) yield { type: 'text-end', part, text: `${part}: ${'word '.repeat(1800)}` };
        yield { type: 'done', status: 'complete', usage: { promptTokens: 1, writtenTokens: 1, pictures: 0, denoiseSteps: 0, engineMs: 1 } };
      },
      async close() {},
    };
    world = await startSlackWorld(long, 'socket');
    const { slack } = world;
    const { ts } = await asks('tell me everything');
    const last = await eventually(() => slack.replies(ADAS, ts).find(isFinished), 'the last message');
    await eventually(async () => (await world.ports.threads.history(`slack:T0TEAM001/${ADAS}:${ts}`, 10)).length === 4, 'all of it');
    const view = await form(slack.press(ADA, last, verb('share')));
    await slack.submit(ADA, view.id, { channel: { type: 'conversations_select', selected_conversation: 'C0OTHER01' } });
    await eventually(() => slack.ephemerals.some(({ text }) => String(text).startsWith('Shared in')), 'shared');
    const copies = slack.messages.filter(({ channel }) => channel === 'C0OTHER01');
    expect(copies.map(({ text, thread_ts }) => [text.slice(0, 2), thread_ts])).toEqual([
      ['0:', undefined],
      ['1:', copies[0]?.ts],
      ['2:', copies[0]?.ts],
    ]);
  });
});

describe('Socket Mode that breaks off in the middle of a reply', () => {
  it.each(['cut', 'refresh'] as const)(
    '(%s) is opened again; the reply is finished once, and what was said meanwhile is answered',
    async (how) => {
      let open = () => {};
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const scripted = scriptedEngine({ stepMs: 0, wordMs: 0 });
      const engine: Engine = {
        ...scripted,
        async *generate(request, signal) {
          await gate;
          yield* scripted.generate(request, signal);
        },
      };
      world = await startSlackWorld(engine, 'socket');
      const { slack } = world;
      const first = await slack.post({ channel: ADAS, user: ADA, text: 'why does it rain?' });
      await eventually(() => slack.sessions.length > 0, 'it was taken');
      slack.disconnect(how);
      const second = slack.post({ channel: ADAS, user: ADA, text: 'draw a red circle' }); // acknowledged over the next socket
      open();
      await eventually(() => slack.replies(ADAS, first).some(isFinished), 'the reply');
      const ts = await second;
      await eventually(() => slack.replies(ADAS, ts).some(isFinished), 'the other reply');
      expect([slack.replies(ADAS, first).length, slack.replies(ADAS, ts).length]).toEqual([1, 1]);
      expect(slack.connections()).toBe(1);
    },
  );
});
