import { describe, expect, it } from 'vitest';
import type { Context, LanguageModel } from '../../engine/model/context.ts';
import { GrowingContext } from '../../engine/model/growing-context.ts';
import { PrefixCache } from '../../engine/model/prefix-cache.ts';
import { sumCard } from '../support/sum-card.ts';
import { BOS, sumModel } from '../support/sum-model.ts';

const PICTURE = { rows: Float32Array.of(100, 200) };

async function write(context: Context, maxTokens: number, signal?: AbortSignal): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of context.decode({ maxTokens, temperature: 0, seed: 0, ...(signal ? { signal } : {}) })) ids.push(id);
  return ids;
}

/** A picture, a dream, a long text, a fork, a past that is gone back to: all tokens that come of it. */
async function talk(model: LanguageModel, first: number, longTokens: number, signal?: AbortSignal): Promise<unknown> {
  const context = new GrowingContext(model);
  try {
    const said: unknown[] = [];
    await context.append([BOS, first], signal);
    said.push(await write(context, 2, signal));
    await context.appendPicture(PICTURE, signal);
    said.push(await context.dream(signal));
    await context.append(new Array(longTokens).fill(first), signal);
    said.push(await write(context, 1, signal));
    const fork = context.fork();
    await fork.append([7, 7, 7], signal);
    said.push(await write(fork, 2, signal), await write(context, 1, signal));
    context.truncate(6); // between the picture's two features
    await context.append([200], signal);
    said.push(await write(context, 1, signal));
    context.truncate(0);
    await context.append([BOS, first], signal);
    said.push(await write(context, 1, signal));
    return said;
  } finally {
    context.release();
  }
}

/** Two of them at once, of which the one may be stopped. */
const talks = (model: LanguageModel, signal?: AbortSignal, longTokens = 5) =>
  Promise.allSettled([talk(model, 10, longTokens, signal), talk(model, 30, longTokens)]);

describe('a cache on a card', () => {
  it('gives what one in the host’s memory gives, is never read, and is let go of', async () => {
    const { model, held, calls } = sumCard();
    const expected = await talks(sumModel(), undefined, 300);
    expect(await talks(model, undefined, 300)).toEqual(expected);
    expect(expected.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(calls()).toBeGreaterThan(30);
    expect(held.size).toBe(0);
  });

  it('that is lost, at any call, is computed again: nobody’s words change', async () => {
    const expected = await talks(sumModel());
    const whole = sumCard();
    await talks(whole.model);
    for (let call = 0; call < whole.calls(); call++) {
      const { model, told } = sumCard(call);
      expect(await talks(model)).toEqual(expected);
      expect(told).toEqual([{ name: 'cpu', failure: 'the card was pulled out.' }]);
    }
  }, 120_000);

  it('of one who is stopped, at any call, is let go of, and the others are unharmed', async () => {
    const [, other] = await talks(sumModel());
    const whole = sumCard();
    await talks(whole.model);
    for (let call = 1; call <= whole.calls(); call++) {
      const stopping = new AbortController();
      const { model, held } = sumCard(Number.POSITIVE_INFINITY, (now) => now === call && stopping.abort());
      const [stopped, unharmed] = await talks(model, stopping.signal);
      if (stopped?.status === 'rejected') expect(stopped.reason).toMatchObject({ code: 'cancelled' });
      expect(unharmed).toEqual(other);
      await new Promise(setImmediate); // the call that ran when it was stopped
      expect(held.size).toBe(0);
    }
  }, 120_000);

  it('is kept for its thread’s next turn, and let go of with the thread that was silent longest', async () => {
    const { model, held, calls } = sumCard();
    const cache = new PrefixCache(model, 2 * 5 * 8);
    const turn = async (thread: string): Promise<number> => {
      const before = calls();
      const contexts = cache.openTurn(thread);
      const [first, second] = [contexts.newContext(), contexts.newContext()];
      await first.append([BOS]);
      await first.appendText('11 12');
      await first.append([20, 30]);
      await second.append([BOS, 40]);
      await first.fork().append([50]);
      contexts.close();
      return calls() - before;
    };
    for (const thread of ['a', 'b', 'c']) await turn(thread);
    const kept = held.size; // of two threads, and the first one's for the system prompt
    const before = await turn('d');
    expect([held.size, cache.bytes]).toEqual([kept, 2 * 5 * 8]);
    expect(await turn('d')).toBeLessThan(before);
    expect(held.size).toBe(kept);
  });
});
