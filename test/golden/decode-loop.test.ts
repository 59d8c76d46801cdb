/** The decode loop gives the tokens of the plain step, for every way to choose them, and takes fewer calls. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decoded, DecodeOptions, LanguageModel } from '../../engine/model/context.ts';
import { GrowingContext } from '../../engine/model/growing-context.ts';
import { type ModelParts, openLanguage, openParts } from '../../engine/model/open-model.ts';
import type { Feed } from '../../engine/model/session.ts';
import { Steps } from '../../engine/model/steps.ts';

const TOLERANCE = 1e-4;

describe.each(['tiny-ddpm', 'tiny-flow'])('%s', (name) => {
  let parts: ModelParts;
  let plain: LanguageModel;
  let loop: LanguageModel;
  let calls = 0;
  /** How many positions the calls were to compute. */
  let asked: number[] = [];
  beforeAll(async () => {
    parts = await openParts(fileURLToPath(new URL(name, import.meta.url)), { threads: 1 });
    const { decodeLoop, ...graphs } = parts.graphs;
    if (!decodeLoop) throw new Error(`${name} has no decode loop`);
    plain = await openLanguage({ ...parts, graphs }, new Steps());
    const counted = {
      ...decodeLoop,
      run: (feeds: Parameters<typeof decodeLoop.run>[0]) => {
        calls++;
        asked.push(Number((feeds.steps as Feed).data[0]));
        return decodeLoop.run(feeds);
      },
    };
    loop = await openLanguage({ ...parts, graphs: { ...graphs, decodeLoop: counted } }, new Steps());
  });
  afterAll(() => Promise.all(Object.values(parts.graphs).map((graph) => graph.release())));

  async function begun(model: LanguageModel, text: string): Promise<GrowingContext> {
    const context = new GrowingContext(model);
    await context.append([parts.manifest.tokens.bos]);
    await context.appendText(text);
    return context;
  }

  async function decoded(model: LanguageModel, options: Partial<DecodeOptions>, text = 'a cat by the sea') {
    const context = await begun(model, text);
    const tokens: Decoded[] = [];
    for await (const token of context.decode({ maxTokens: 40, temperature: 0, seed: 3, ...options })) tokens.push(token);
    return { tokens, positions: context.tokens, logits: context.logits };
  }

  async function expectSame(options: Partial<DecodeOptions>, text?: string): Promise<readonly Decoded[]> {
    const wanted = await decoded(plain, options, text);
    const made = await decoded(loop, options, text);
    expect(made.tokens).toEqual(wanted.tokens);
    expect(made.positions).toBe(wanted.positions);
    const apart = Math.max(...made.logits.map((value, i) => Math.abs(value - (wanted.logits[i] ?? Number.NaN))));
    expect(apart).toBeLessThan(TOLERANCE);
    return wanted.tokens;
  }

  const never = () => new Map([parts.manifest.tokens.eos, parts.manifest.tokens.dreamStart].map((id) => [id, Number.NEGATIVE_INFINITY]));

  it('greedy, in fewer calls than tokens, a short one first so that words appear at once', async () => {
    asked = [];
    expect((await expectSame({ bias: never() })).length).toBe(40);
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(asked[0]).toBe(2);
    for (const [i, steps] of asked.entries()) expect(steps).toBeLessThanOrEqual(Math.min(32, 2 * (asked[i - 1] ?? 1)));
  });

  it.each([
    ['temperature', { temperature: 0.8 }],
    ['top-p', { temperature: 1.2, topP: 0.7 }],
    ['top-k', { temperature: 1.5, topK: 4 }],
    ['repetition penalty', { repetitionPenalty: 1.6 }],
    ['all of them', { temperature: 0.9, topP: 0.9, topK: 30, repetitionPenalty: 1.2 }],
  ])('with %s', async (_, options) => {
    calls = 0;
    const tokens = await expectSame({ ...options, bias: never() });
    expect(tokens.length).toBe(40);
    expect(calls).toBeLessThan(20); // the drafts are mostly what the host chooses
    for (let seed = 0; seed < 5; seed++) await expectSame({ ...options, seed });
  });

  it('with a mask that depends on what was decoded', async () => {
    const allow = (ids: readonly number[]) => Array.from({ length: 60 }, (_, i) => 2 * i + 40 + (ids.length % 2));
    const tokens = await expectSame({ allow });
    expect(tokens.map(({ id }) => id % 2)).toEqual(tokens.map((_, i) => i % 2));
    await expectSame({ allow, temperature: 1 });
  });

  it('to an end of its own, to a stop, to the last token and to the last position', async () => {
    const [first] = await expectSame({ bias: new Map([[parts.manifest.tokens.eos, 100]]) });
    expect(first?.end).toBe('eos');
    for (let length = 1; length < 9; length++) {
      expect((await expectSame({ bias: never(), stop: (ids) => ids.length === length })).at(-1)?.end).toBe('stop');
      expect((await expectSame({ bias: never(), maxTokens: length })).at(-1)?.end).toBe('max-tokens');
    }
    expect((await expectSame({ bias: never(), maxTokens: 1000 }, 'the dog saw the cat on the roof')).at(-1)?.end).toBe('full');
  });

  it('goes on from the last token read, and drafts that were not read leave no trace', async () => {
    const runs = await Promise.all(
      [plain, loop].map(async (model) => {
        const context = await begun(model, 'a cat');
        const options = { maxTokens: 30, temperature: 0, seed: 0, bias: never() };
        let read = 0;
        for await (const _ of context.decode(options)) if (++read === 5) break;
        const positions = context.tokens;
        await context.appendText(' and then');
        const ids: number[] = [];
        for await (const { id } of context.decode(options)) ids.push(id);
        return { positions, ids };
      }),
    );
    expect(runs[1]).toEqual(runs[0]);
  });

  it('several texts in a call, each as long as it is', async () => {
    const texts = ['a cat', 'the red circle and the blue square are on the white ground', 'A'];
    const options = texts.map((_, i) => ({
      temperature: 0.3 * i,
      seed: i,
      maxTokens: 10 + 7 * i,
      repetitionPenalty: 1 + i / 10,
      bias: never(),
    }));
    const wanted = [];
    for (const [i, text] of texts.entries()) wanted.push((await decoded(plain, options[i] ?? {}, text)).tokens);
    calls = 0;
    const made = await Promise.all(texts.map((text, i) => decoded(loop, options[i] ?? {}, text)));
    expect(made.map(({ tokens }) => tokens)).toEqual(wanted);
    expect(calls).toBeLessThan(25);
  });
});
