import { describe, expect, it } from 'vitest';
import type { Context, DecodeOptions } from '../../engine/model/context.ts';
import { GrowingContext } from '../../engine/model/growing-context.ts';
import { ModelError } from '../../engine/model/model-error.ts';
import { DREAM_START, EOS, sumModel as model } from '../support/sum-model.ts';

const next = (context: Context) => context.logits.indexOf(1);
const greedy: DecodeOptions = { maxTokens: 5, temperature: 0, seed: 0 };

async function decoded(context: Context, options: Partial<DecodeOptions> = {}) {
  const all: { id: number; text: string; end?: string }[] = [];
  for await (const token of context.decode({ ...greedy, ...options })) all.push(token);
  return all;
}

const failureOf = async (call: Promise<unknown>): Promise<ModelError> => {
  const error: unknown = await call.catch((reason: unknown) => reason);
  if (!(error instanceof ModelError)) throw new Error(`expected a ModelError, got ${error}`);
  return error;
};

describe('growing', () => {
  it('sees every position, past any buffer size and any block of a prefill', async () => {
    const context = new GrowingContext(model());
    await context.append([10, 20]);
    expect([context.tokens, context.room, next(context)]).toEqual([2, 1022, 30]);
    await context.append(new Array(600).fill(1));
    for (let i = 0; i < 20; i++) await context.append([1]);
    expect([context.tokens, next(context)]).toEqual([622, 650]);
    await context.append([]);
    expect(context.tokens).toBe(622);
  });

  it('feeds a long text in blocks', async () => {
    const sizes: (number | undefined)[] = [];
    const context = new GrowingContext(model(1024, ({ inputs_embeds }) => sizes.push(inputs_embeds?.shape[1])));
    await context.append(new Array(600).fill(1));
    expect(sizes).toEqual([256, 256, 88]);
  });

  it('frames pictures and dreams, and gives what the condition head makes of the queries alone', async () => {
    const context = new GrowingContext(model());
    await context.appendText('1');
    await context.appendPicture({ rows: Float32Array.of(100, 200) });
    expect([context.tokens, next(context)]).toEqual([5, 1 + 5 + 100 + 200 + 6]);
    const { rows, pooled } = await context.dream();
    expect(Array.from(rows)).toEqual([71, 81, 91]);
    expect(pooled).toBeUndefined();
    expect([context.tokens, next(context)]).toEqual([10, 312 + 3 + 7 + 8 + 9 + 4]);
  });
});

describe('forks and truncation', () => {
  it('a fork grows on its own', async () => {
    const context = new GrowingContext(model());
    await context.append([10]);
    const fork = context.fork();
    expect(next(fork)).toBe(10);
    await fork.append([5]);
    await context.append([1]);
    expect([next(context), next(fork)]).toEqual([11, 15]);
  });

  it('truncation drops positions; a decode goes on from the last one kept', async () => {
    const context = new GrowingContext(model());
    await expect(decoded(context)).rejects.toThrow(/nothing to continue/);
    await context.append([10, 20, 30]);
    context.truncate(5);
    expect([context.tokens, next(context)]).toEqual([3, 60]);
    context.truncate(2);
    expect([context.tokens, context.logits.length]).toEqual([2, 0]);
    expect((await decoded(context, { maxTokens: 2 })).map(({ id }) => id)).toEqual([30, 60]);
    context.truncate(1);
    await context.append([7]);
    expect(next(context)).toBe(17);
  });

  it('what comes again where it stood is taken up, not computed', async () => {
    const computed: number[] = [];
    const context = new GrowingContext(model(1024, ({ inputs_embeds }) => computed.push(inputs_embeds?.shape[1] ?? 0)));
    const picture = { rows: Float32Array.of(100, 200) };
    const grow = async () => {
      await context.append([10, 20]);
      await context.appendPicture(picture);
      return context.dream();
    };
    const condition = await grow();
    context.truncate(0);
    expect(await grow()).toBe(condition);
    expect(computed).toEqual([2, 4, 5]);
    expect([context.tokens, context.logits.length]).toEqual([11, 0]);
    await context.append([1]);
    expect([next(context), computed.at(-1)]).toEqual([30 + 5 + 300 + 6 + 3 + 24 + 4 + 1, 1]);
  });

  it('what differs is computed from the first difference on', async () => {
    const computed: number[] = [];
    const context = new GrowingContext(model(1024, ({ inputs_embeds }) => computed.push(inputs_embeds?.shape[1] ?? 0)));
    await context.append([10, 20, 30, 40]);
    await context.dream();
    context.truncate(0);
    await context.append([10, 20, 31]);
    expect([next(context), computed]).toEqual([61, [4, 5, 1]]);
    await context.append([40]);
    const { rows } = await context.dream();
    expect([Array.from(rows), next(context), computed]).toEqual([[71, 81, 91], 132, [4, 5, 1, 1, 5]]);
    context.truncate(4);
    await context.appendPicture({ rows: Float32Array.of(7, 8) }); // no dream block, though it begins where one stood
    expect(next(context)).toBe(101 + 5 + 15 + 6);
  });

  it('a stop leaves what was known, and nothing half', async () => {
    const controller = new AbortController();
    controller.abort();
    const context = new GrowingContext(model());
    await context.append([10, 20]);
    context.truncate(1);
    expect((await failureOf(context.append([20, 5], controller.signal))).code).toBe('cancelled');
    await context.append([20]);
    expect([context.tokens, context.logits.length]).toEqual([2, 0]);
  });
});

describe('the budget', () => {
  it('takes what just fits, refuses one more, and is unharmed', async () => {
    const context = new GrowingContext(model(8));
    await context.append([1, 2, 3]);
    const error = await failureOf(context.append([1, 1, 1, 1, 1, 1]));
    expect(error.code).toBe('context-full');
    expect(error.message).toMatch(/needs 6 more positions and 5 of the model's 8 are left/);
    expect([context.tokens, next(context)]).toEqual([3, 6]);
    expect((await failureOf(context.appendPicture({ rows: new Float32Array(4) }))).code).toBe('context-full');
    await context.dream();
    expect(context.room).toBe(0);
  });

  it('ends a decode at the last position', async () => {
    const context = new GrowingContext(model(3));
    await context.append([10]);
    expect(await decoded(context)).toEqual([
      { id: 10, text: '10 ' },
      { id: 20, text: '20 .', end: 'full' },
    ]);
  });
});

describe('decode', () => {
  it('continues from the last position, and keeps its tokens', async () => {
    const context = new GrowingContext(model());
    await context.append([10]);
    const tokens = await decoded(context, { maxTokens: 3 });
    expect(tokens.map(({ id }) => id)).toEqual([10, 20, 40]);
    expect(tokens.at(-1)).toEqual({ id: 40, text: '40 .', end: 'max-tokens' });
    expect([context.tokens, next(context)]).toEqual([4, 80]);
    expect(await decoded(context, { maxTokens: 0 })).toEqual([]);
  });

  it.each([
    ['eos', EOS],
    ['dream', DREAM_START],
  ])('ends as %s, without that token', async (end, id) => {
    const context = new GrowingContext(model());
    await context.append([id]);
    expect(await decoded(context)).toEqual([{ id, text: '.', end }]);
    expect(context.tokens).toBe(1);
  });

  it('ends where `stop` says, with that token; takes only what `allow` names, never what is suppressed', async () => {
    const context = new GrowingContext(model());
    await context.append([10]);
    const stopped = await decoded(context, { stop: (ids) => ids.at(-1) === 20 });
    expect(stopped.map(({ id, end }) => [id, end])).toEqual([
      [10, undefined],
      [20, 'stop'],
    ]);
    const allowed = await decoded(context, { maxTokens: 3, allow: (ids) => (ids.length === 1 ? undefined : [0, 77]) });
    expect(allowed.map(({ id }) => id)).toEqual([77, 117, 77]);
  });

  it('goes on after the one who reads has left, from the last token read', async () => {
    const context = new GrowingContext(model());
    await context.append([10]);
    for await (const { id } of context.decode(greedy)) if (id === 20) break;
    expect([context.tokens, next(context)]).toEqual([3, 40]);
  });
});

describe('stopping', () => {
  it('a stop during a prefill leaves the context as it was', async () => {
    const controller = new AbortController();
    let blocks = 0;
    const context = new GrowingContext(model(1024, () => ++blocks === 3 && controller.abort()));
    await context.append([10]);
    const error = await failureOf(context.append(new Array(900).fill(1), controller.signal));
    expect([error.code, error.retryable, blocks]).toEqual(['cancelled', false, 3]);
    expect([context.tokens, next(context)]).toEqual([1, 10]);
    await context.append([5]);
    expect(next(context)).toBe(15);
  });

  it('a stop during a decode leaves the tokens that were read', async () => {
    const controller = new AbortController();
    const context = new GrowingContext(model());
    await context.append([10]);
    const read: number[] = [];
    const reading = (async () => {
      for await (const { id } of context.decode({ ...greedy, maxTokens: 100, signal: controller.signal })) {
        if (read.push(id) === 2) controller.abort();
      }
    })();
    expect((await failureOf(reading)).code).toBe('cancelled');
    expect([read, context.tokens, next(context)]).toEqual([[10, 20], 3, 40]);
  });

  it('a graph that fails leaves the context as it was', async () => {
    let runs = 0;
    const fail = () => {
      if (++runs === 2) throw new ModelError('run-failed', 'out of memory');
    };
    const context = new GrowingContext(model(1024, fail));
    await context.append([10]);
    expect(await failureOf(context.append([1]))).toMatchObject({ code: 'run-failed', retryable: true });
    expect([context.tokens, next(context)]).toEqual([1, 10]);
  });

  it('refuses a second call at the same time', async () => {
    const context = new GrowingContext(model());
    const results = await Promise.allSettled([context.append([1]), context.append([2])]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect([context.tokens, next(context)]).toEqual([1, 1]);
  });
});
