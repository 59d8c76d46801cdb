import { describe, expect, it } from 'vitest';
import { GrowingContext } from '../../engine/model/growing-context.ts';
import { PrefixCache } from '../../engine/model/prefix-cache.ts';
import { BOS, sumModel } from '../support/sum-model.ts';

/** Positions computed in each call of the language model. */
function counted() {
  const computed: number[] = [];
  const model = sumModel(1024, ({ inputs_embeds }) => computed.push(inputs_embeds?.shape[1] ?? 0));
  const contextBytes = new GrowingContext(model).bytes;
  return { model, contextBytes, take: () => computed.splice(0).reduce((a, b) => a + b, 0) };
}

async function turn(cache: PrefixCache, thread: string, ids: readonly number[]): Promise<number> {
  const contexts = cache.openTurn(thread);
  const context = contexts.newContext();
  expect([context.tokens, context.logits.length]).toEqual([0, 0]);
  await context.append([BOS]);
  await context.appendText('11 12');
  await context.append(ids);
  const next = context.logits.indexOf(1);
  contexts.close();
  return next;
}

describe('the prefix cache', () => {
  it('computes of a thread’s next turn only what is new, and the same', async () => {
    const { model, take } = counted();
    const cache = new PrefixCache(model, 1e6);
    expect(await turn(cache, 'a', [20, 30])).toBe(74);
    expect(take()).toBe(5);
    expect(await turn(cache, 'a', [20, 30, 40])).toBe(114);
    expect(take()).toBe(1);
    expect(await turn(cache, 'a', [20, 31])).toBe(75);
    expect(take()).toBe(1);
  });

  it('shares the system prompt between threads, and nothing else', async () => {
    const { model, take } = counted();
    const cache = new PrefixCache(model, 1e6);
    await turn(cache, 'a', [20, 30]);
    take();
    expect(await turn(cache, 'b', [20, 30])).toBe(74);
    expect(take()).toBe(2);
    expect(await turn(cache, 'a', [20, 30, 1])).toBe(75);
    expect(take()).toBe(1);
  });

  it('keeps no more than it may, the least recently used thread goes first', async () => {
    const { model, contextBytes, take } = counted();
    const cache = new PrefixCache(model, 2 * contextBytes);
    for (const thread of ['a', 'b', 'a', 'c']) await turn(cache, thread, [20]);
    expect(cache.bytes).toBe(2 * contextBytes);
    take();
    await turn(cache, 'a', [20, 30]);
    expect(take()).toBe(1);
    await turn(cache, 'b', [20, 30]);
    expect(take()).toBe(2);
    await turn(new PrefixCache(model, 0), 'a', [20]);
    expect(take()).toBe(4);
  });

  it('gives a thread’s past to one of two turns at once, and the contexts of a turn do not meet', async () => {
    const { model } = counted();
    const cache = new PrefixCache(model, 1e6);
    await turn(cache, 'a', [20]);
    const [first, second] = [cache.openTurn('a'), cache.openTurn('a')];
    const contexts = [first.newContext(), first.newContext(), second.newContext()];
    for (const [i, context] of contexts.entries()) await context.append([BOS, 11, 12, 30 + i]);
    expect(contexts.map(({ logits }) => logits.indexOf(1))).toEqual([54, 55, 56]);
    first.close();
    second.close();
    second.close();
    expect(await turn(cache, 'a', [22])).toBe(46);
  });
});
