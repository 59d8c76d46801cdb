/** The composer with the model that ships: what is done about a reply that stands, from the request to the bytes. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DreamModel, openModel } from '../../engine/model/index.ts';
import { compose } from '../../engine/planner/compose.ts';
import { likeness } from '../../engine/planner/likeness.ts';
import { type LedgerRow, partOfRow } from '../../src/core/ledger.ts';
import type { ComposeTask, EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import type { AssetId, ImagePart, Part } from '../../src/core/types.ts';
import { message, text } from '../support/made.ts';

const FOLDER = join(resolve(import.meta.dirname, '../..'), 'models/pocket');
type ImageEnd = Extract<EngineEvent, { type: 'image-end' }>;

let model: DreamModel;
beforeAll(async () => {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  model = await openModel(FOLDER, { threads: 1 });
}, 120_000);
afterAll(() => model?.close());

const rows: LedgerRow[] = [];
const files: Record<AssetId, Uint8Array> = {};
let reply: Part[] = [];

async function run(changes: Partial<GenerateRequest> = {}, words = 'a red circle left of a blue square'): Promise<EngineEvent[]> {
  const messages = [message('m1', { parts: [text(words)] })];
  const request: GenerateRequest = { turnId: 't1', threadId: 't', seed: 7, messages, pictures: rows, files, ...changes };
  const events: EngineEvent[] = [];
  for await (const event of compose(model, request, new Map(), new AbortController().signal)) events.push(event);
  return events;
}
const about = (task: ComposeTask): Promise<EngineEvent[]> => run({ turnId: 't2', seed: 8, task });
const textsOf = (events: readonly EngineEvent[]): string[] => events.flatMap((event) => (event.type === 'text-end' ? [event.text] : []));
const imagesOf = (events: readonly EngineEvent[]): ImageEnd[] => events.filter((event) => event.type === 'image-end');

function kept({ name, caption, png, seed, widthPx, heightPx }: ImageEnd): ImagePart {
  const asset: AssetId = `sha256:${createHash('sha256').update(png).digest('hex')}`;
  files[asset] = png;
  rows.push({
    threadId: 't',
    name,
    asset,
    widthPx,
    heightPx,
    caption,
    seed,
    authorId: 'ann',
    messageId: 'm1',
    turnId: 't1',
    madeAt: '2026-01-01T00:00:00.000Z',
  });
  return { kind: 'image', asset, mediaType: 'image/png', widthPx, heightPx, alt: caption, name };
}

describe('the composer', { timeout: 120_000 }, () => {
  it('draws, looks at what it drew, and makes the same bytes of the same turn', async () => {
    const events = await run();
    const [image] = imagesOf(events);
    expect(image).toMatchObject({ name: '#1' });
    expect(image?.seen).toMatch(/ on /);
    expect(events.at(-1)).toMatchObject({ type: 'done', status: 'complete' });
    const [again] = imagesOf(await run());
    expect(Buffer.from(again?.png ?? []).equals(Buffer.from(image?.png ?? []))).toBe(true);
    reply = events.flatMap((event): Part[] =>
      event.type === 'text-end' ? [text(event.text)] : event.type === 'image-end' ? [kept(event)] : [],
    );
  });

  it('reads a slip of the finger as what was meant, and keeps what was typed', async () => {
    const [image] = imagesOf(await run({ pictures: [], files: {} }, 'a goldden crss'));
    expect(image).toMatchObject({ instruction: 'a goldden crss' });
    expect(image?.caption).toMatch(/yellow cross/);
  });

  it('does not draw half of what it was asked for', async () => {
    // One that the model by itself draws without the thermos.
    const events = await run({ pictures: [], files: {} }, 'a tree with a thermos on the left');
    expect(events).toMatchObject([{ type: 'plan', plan: { steps: [{ kind: 'refuse' }] } }, { type: 'text-end' }, { type: 'done' }]);
    expect(textsOf(events)[0]).toMatch(/"thermos"/);
    const [first] = rows;
    if (!first) throw new Error('nothing was drawn');
    const added = { kind: 'edit', part: place(), reply, instruction: 'add a canoe at the top' } as const;
    await expect(about(added)).rejects.toMatchObject({ code: 'impossible' });
  });

  const place = (): number => reply.findIndex(({ kind }) => kind === 'image');

  it('redoes one picture in its place, with another seed', async () => {
    const events = await about({ kind: 'redo', part: place(), reply });
    expect(imagesOf(events)).toMatchObject([{ part: place(), name: '#1b', caption: rows[0]?.caption }]);
    expect(Buffer.from(imagesOf(events)[0]?.png ?? []).equals(Buffer.from(files[rows[0]?.asset ?? 'sha256:'] ?? []))).toBe(false);
    expect(events.some(({ type }) => type === 'text-end')).toBe(false);
  });

  it('changes a picture and says how much of it stayed', async () => {
    const [edited] = imagesOf(
      await about({ kind: 'edit', part: place(), reply, instruction: 'make the circle green', region: { words: 'the left half' } }),
    );
    expect(edited).toMatchObject({ name: '#1b', parent: '#1', instruction: 'make the circle green' });
    expect(edited?.receipt).toMatch(/% of the pixels are those of #1|was cut off there/);
    const [before, after] = await Promise.all(
      [files[rows[0]?.asset ?? 'sha256:'], edited?.png].map((file) => model.readPicture(file ?? new Uint8Array())),
    );
    for (let y = 0; y < 128; y++) {
      const from = 3 * (128 * y + 80);
      expect(after?.rgb.subarray(from, from + 3 * 48)).toEqual(before?.rgb.subarray(from, from + 3 * 48));
    }
  });

  it('varies and enlarges in names of their own', async () => {
    expect(imagesOf(await about({ kind: 'vary', picture: '#1', count: 2 })).map(({ name }) => name)).toEqual(['#1b', '#1c']);
    expect(imagesOf(await about({ kind: 'upscale', picture: '#1' }))).toMatchObject([
      { name: '#1b', parent: '#1', widthPx: 512, heightPx: 512 },
    ]);
  });

  it('asks which picture is meant where two fit', async () => {
    const [first] = rows;
    if (!first) throw new Error('nothing was drawn');
    const second: LedgerRow = { ...first, name: '#2' };
    const shown = (name: LedgerRow['name']): Part => ({ ...partOfRow(first), name });
    const messages = [
      message('m1', { parts: [text('two ideas, please')] }),
      message('r1', { author: { id: 'bot', name: 'bot', isBot: true, isSelf: true }, parts: [shown('#1'), shown('#2')] }),
      message('m2', { parts: [text('make the circle green')] }),
    ];
    const events = await run({ messages, pictures: [first, second] });
    expect(events).toContainEqual({ type: 'offer', offer: { kind: 'choose-picture', pictures: ['#1', '#2'] } });
    expect(imagesOf(events)).toEqual([]);
    const chosen = await run({ messages, pictures: [first, second], task: { kind: 'choose', picture: '#2' } });
    expect(imagesOf(chosen)).toMatchObject([{ name: '#2b', parent: '#2' }]);
  });

  it('writes to the steps of a storyboard that was started as it would have without one', async () => {
    const words = 'How does a volcano erupt?';
    const bare = await run({ pictures: [], files: {} }, words);
    const steps = bare.flatMap((event) => (event.type === 'plan' ? event.plan.steps : []));
    expect(steps.length).toBeGreaterThan(4);
    const started = await run({ pictures: [], files: {}, task: { kind: 'start', steps } }, words);
    expect(textsOf(started)).toEqual(textsOf(bare));
  });

  it('ends a long reply whose thread leaves too little room for it, without the past', async () => {
    const first = rows[0] as LedgerRow;
    const messages = [
      message('m1', { parts: [text('a red circle left of a blue square')] }),
      message('m2', {
        author: { id: 'bot', name: 'Dreamthread', isBot: true, isSelf: true },
        parts: [text('Here you are.'), partOfRow(first)],
      }),
      message('m3', { parts: [text('How does a volcano erupt?')] }),
    ];
    const events = await run({ messages, pictures: [first] });
    expect(events.at(-1)).toMatchObject({ type: 'done', status: 'complete' });
    expect(imagesOf(events).length).toBeGreaterThanOrEqual(3);
    expect(textsOf(events).length).toBeGreaterThanOrEqual(3);
  });

  it('draws what a trimmed storyboard would have changed', async () => {
    const caption = 'a red circle in the middle, on white';
    const events = await run({
      pictures: [],
      files: {},
      task: { kind: 'start', steps: [{ kind: 'edit', name: '#1b', target: '#1', caption }] },
    });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'plan', plan: expect.objectContaining({ steps: [{ kind: 'draw', name: '#1b', caption }] }) }),
    );
    expect(imagesOf(events).map(({ name, parent }) => [name, parent])).toEqual([['#1b', undefined]]);
  });

  it('knows a member of the cast again by its own eyes, in another place and on another ground', async () => {
    const scene = async (ground: string, ...things: string[]) =>
      model.readPicture(
        await sharp(
          Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128">
          <rect width="128" height="128" fill="${ground}"/>${things.join('')}</svg>`),
        )
          .png()
          .toBuffer(),
      );
    const circle = (x: number, radius: number, fill: string) => `<circle cx="${x}" cy="64" r="${radius}" fill="${fill}"/>`;
    const square = `<rect x="20" y="50" width="28" height="28" fill="#48aa58"/>`;
    const max = await scene('white', circle(64, 34, '#de3c36'));
    const again = await likeness(model, max, await scene('#faf0d8', square, circle(96, 15, '#de3c36')));
    const other = await likeness(model, max, await scene('#faf0d8', square, circle(96, 15, '#346ed6')));
    expect(again).toBeGreaterThan(model.manifest.vision.likeness ?? 1);
    expect(other).toBeLessThan(model.manifest.vision.likeness ?? -1);
  });

  it('says that a picture which was deleted cannot be changed', async () => {
    await expect(run({ files: {}, task: { kind: 'edit', part: place(), reply, instruction: 'make it green' } })).rejects.toThrow(
      'The picture #1 was deleted',
    );
  });
});
