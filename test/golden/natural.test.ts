/** Replies of a model without a plan, imported with random weights: the three ways of drawing, and the budget of the context. */
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, type DreamModel, openModel, type PaintOptions } from '../../engine/model/index.ts';
import { compose } from '../../engine/planner/compose.ts';
import type { DrawMode, EngineEvent } from '../../src/core/ports.ts';
import type { Message } from '../../src/core/types.ts';
import { message, text } from '../support/made.ts';

/** Positions that each call of a reply's context took, in order. */
type Taken = { readonly call: 'dream' | 'picture'; readonly tokens: number; readonly room: number }[];

let model: DreamModel;
beforeAll(async () => {
  model = await openModel(resolve(import.meta.dirname, 'one-key-head/model'), { threads: 1 });
});
afterAll(() => model.close());

interface Replied {
  readonly events: EngineEvent[];
  readonly taken: Taken;
  readonly context: Context;
  readonly painted: PaintOptions[];
}

async function reply(
  draw: DrawMode | undefined,
  asked = 'Two red circles above a blue square.',
  before: readonly Message[] = [],
): Promise<Replied> {
  const taken: Taken = [];
  const contexts: Context[] = [];
  const newContext = (): Context => {
    const context = model.newContext();
    contexts.push(context);
    if (contexts.length > 1) return context; // of a prompt alone, or of nothing
    const { dream, appendPicture } = context;
    context.dream = async (signal) => {
      const { tokens: before, room } = context;
      const condition = await dream.call(context, signal);
      taken.push({ call: 'dream', tokens: context.tokens - before, room });
      return condition;
    };
    context.appendPicture = async (features, signal) => {
      const { tokens: before, room } = context;
      await appendPicture.call(context, features, signal);
      taken.push({ call: 'picture', tokens: context.tokens - before, room });
    };
    return context;
  };
  const request = {
    ...{ turnId: 't', threadId: 'local:me:t', seed: 3, pictures: [], files: {} },
    messages: [...before, message('m', { parts: [text(asked)] })],
    ...(draw && { draw }),
  };
  const events: EngineEvent[] = [];
  const painted: PaintOptions[] = [];
  const paint = (options: PaintOptions) => {
    painted.push(options);
    return model.paint({ ...options, steps: 2 });
  };
  const fast = { ...model, newContext, paint };
  for await (const event of compose(fast, request, new Map(), new AbortController().signal)) events.push(event);
  return { events, taken, context: contexts[0] as Context, painted };
}

const kinds = (events: readonly EngineEvent[]) =>
  events.filter(({ type }) => type === 'text-end' || type === 'image-end').map(({ type }) => type);

describe('a model without a plan', () => {
  it('asked: draws the request once, and goes on in words', async () => {
    const { events, taken } = await reply('asked');
    expect(events[0]).toMatchObject({ type: 'image-start', part: 0, name: '#1', caption: 'Two red circles above a blue square.' });
    expect(kinds(events).filter((kind) => kind === 'image-end')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'done', usage: { pictures: 1 } });
    expect(taken).toMatchObject([
      { call: 'dream', tokens: 22 }, // start, 20 queries, end
      { call: 'picture', tokens: 6 }, // start, 4 features, end
    ]);
  });

  it('asked: paints a first request under its words alone, and a later one under the whole thread', async () => {
    const alone = model.newContext();
    await alone.append([model.manifest.tokens.bos]);
    await alone.appendText('Two red circles above a blue square.');
    const { rows } = await alone.dream();
    expect((await reply('asked')).painted[0]?.condition.rows).toEqual(rows);
    const earlier = message('n', { parts: [text('Hello.')] });
    expect((await reply('asked', undefined, [earlier])).painted[0]?.condition.rows).not.toEqual(rows);
  });

  it('biased: draws more often than natural, a word between any two pictures, and never more than the context holds', async () => {
    const { events, taken, context } = await reply('biased');
    const pictures = kinds(events).filter((kind) => kind === 'image-end').length;
    expect(pictures).toBeGreaterThan(1);
    for (const [i, kind] of kinds(events).entries()) if (kind === 'image-end' && i > 0) expect(kinds(events)[i - 1]).toBe('text-end');
    expect(taken.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(28 * pictures);
    expect(context.tokens).toBeLessThanOrEqual(model.manifest.language.contextTokens);
    expect(events.at(-1)?.type).toBe('done');

    const natural = kinds((await reply('natural')).events).filter((kind) => kind === 'image-end').length;
    expect(natural).toBeLessThan(pictures);
  });

  it('is natural when nothing is said', async () => {
    expect(kinds((await reply(undefined)).events)).toEqual(kinds((await reply('natural')).events));
  });
});
