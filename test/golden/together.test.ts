/** Runs that share graph calls, or what an earlier turn computed, give what each gives alone. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from '../../engine/model/context.ts';
import { type Context, type DreamModel, openModel } from '../../engine/model/index.ts';

/** Sums are taken in another order: a last digit of float32, and rarely a rounding of a colour. */
const LOGITS_TOLERANCE = 1e-5;
const LEVELS_TOLERANCE = 1;

const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

describe.each(['tiny-ddpm', 'tiny-flow'])('%s', (name) => {
  let model: DreamModel;
  beforeAll(async () => {
    model = await openModel(fileURLToPath(new URL(name, import.meta.url)), { threads: 1 });
  });
  afterAll(() => model.close());

  const TEXTS = ['a cat', 'the red circle and the blue square are on the white ground', 'the dog saw the cat', 'A'];
  async function read(context: Context, text: string): Promise<Context> {
    await context.append([model.manifest.tokens.bos]);
    await context.appendText(text);
    return context;
  }

  it.each([0, 0.9])('tokens at temperature %d', async (temperature) => {
    const tokens = async (text: string, seed: number) => {
      const context = await read(model.newContext(), text);
      const ids: number[] = [];
      for await (const { id } of context.decode({ maxTokens: 20, temperature, topP: 0.9, repetitionPenalty: 1.1, seed })) ids.push(id);
      return { ids, logits: context.logits };
    };
    const alone = [];
    for (const [seed, text] of TEXTS.entries()) alone.push(await tokens(text, seed));
    const together = await Promise.all(TEXTS.map((text, seed) => tokens(text, seed)));
    expect(together.map(({ ids }) => ids)).toEqual(alone.map(({ ids }) => ids));
    expect(new Set(together.map(({ ids }) => `${ids}`)).size).toBe(TEXTS.length);
    for (const [i, { logits }] of together.entries()) expect(apart(logits, alone[i]?.logits ?? [])).toBeLessThan(LOGITS_TOLERANCE);
  });

  it('pictures at different steps, of different lengths, guided and not', async () => {
    const conditions: Condition[] = [];
    for (const text of TEXTS) conditions.push(await (await read(model.newContext(), text)).dream());
    const paint = (i: number) => {
      const condition = conditions[i];
      if (!condition) throw new Error('no condition');
      return model.paint({ condition, seed: i, steps: 3 + 2 * i, guidance: i === 2 ? 1 : 3 });
    };
    const alone = [];
    for (const i of TEXTS.keys()) alone.push(await paint(i));
    const together = await Promise.all(TEXTS.map((_, i) => paint(i)));
    for (const [i, { rgb }] of together.entries()) expect(apart(rgb, alone[i]?.rgb ?? [])).toBeLessThanOrEqual(LEVELS_TOLERANCE);
  });

  it('one that is stopped, at any step, changes nothing for the others', async () => {
    const condition = await (await read(model.newContext(), 'a cat')).dream();
    const alone = await model.paint({ condition, seed: 1, steps: 6 });
    for (let at = 1; at <= 6; at++) {
      const controller = new AbortController();
      const [stopped, picture] = await Promise.allSettled([
        model.paint({ condition, seed: 2, steps: 6, signal: controller.signal, onStep: (step) => step === at && controller.abort() }),
        model.paint({ condition, seed: 1, steps: 6 }),
      ]);
      expect(stopped).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
      if (picture.status === 'rejected') throw picture.reason;
      expect(apart(picture.value.rgb, alone.rgb)).toBeLessThanOrEqual(LEVELS_TOLERANCE);
    }
  });

  it('a thread’s next turn, which begins as its last one did', async () => {
    const picture = await model.paint({ condition: await (await read(model.newContext(), 'a cat')).dream(), seed: 3, steps: 2 });
    const features = await model.see(picture);
    async function grown(context: Context, more: readonly string[]) {
      await read(context, `${model.manifest.template.system} a cat`);
      await context.dream();
      await context.appendPicture(features);
      for (const text of more) await context.appendText(text);
      const ids: number[] = [];
      for await (const { id } of context.decode({ maxTokens: 12, temperature: 0, seed: 0 })) ids.push(id);
      const condition = context.room > model.manifest.dream.queries + 2 ? await context.dream() : undefined;
      return { ids, logits: context.logits, condition };
    }
    for (const more of [[' the dog'], [' the dog', ' and then'], [' the sea', ' and'], []]) {
      const turn = await model.openTurn('t');
      const resumed = await grown(turn.newContext(), more);
      turn.close();
      const fresh = await grown(model.newContext(), more);
      expect(resumed.ids).toEqual(fresh.ids);
      expect(apart(resumed.logits, fresh.logits)).toBeLessThan(LOGITS_TOLERANCE);
      expect(apart(resumed.condition?.rows ?? [], fresh.condition?.rows ?? [])).toBeLessThan(LOGITS_TOLERANCE);
    }
  });
});
