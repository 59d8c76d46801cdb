import { describe, expect, it } from 'vitest';
import { GrowingContext } from '../../engine/model/growing-context.ts';
import type { Feed, Graph } from '../../engine/model/session.ts';
import { Steps } from '../../engine/model/steps.ts';
import { sumModel, V } from '../support/sum-model.ts';

/** A lane that gives each item back, doubled, and notes what ran together. */
function doubling(steps: Steps, calls: string[], name: string, atMost = 3, harm?: number) {
  return steps.lane<number, number>({
    fits: (items) => Math.min(items.length, atMost),
    async run(items) {
      calls.push(`${name} ${items.join(' ')}`);
      if (harm !== undefined && items.includes(harm)) throw new Error(`cannot double ${harm}`);
      return items.map((item) => 2 * item);
    },
  });
}

describe('steps', () => {
  it('run together what waits for the same graph, as many as fit, in order', async () => {
    const calls: string[] = [];
    const double = doubling(new Steps(), calls, 'a');
    expect(await Promise.all([1, 2, 3, 4, 5].map((item) => double(item)))).toEqual([2, 4, 6, 8, 10]);
    expect(calls).toEqual(['a 1 2 3', 'a 4 5']);
  });

  it('go by who waited longest, so that no graph keeps the others out', async () => {
    const calls: string[] = [];
    const steps = new Steps();
    const [a, b] = [doubling(steps, calls, 'a', 1), doubling(steps, calls, 'b', 1)];
    const three = async (lane: typeof a, from: number) => {
      for (let i = 0; i < 3; i++) await lane(from + i);
    };
    await Promise.all([three(a, 0), three(b, 10), three(a, 20)]);
    expect(calls).toEqual(['a 0', 'b 10', 'a 20', 'a 1', 'b 11', 'a 21', 'a 2', 'b 12', 'a 22']);
  });

  it('a call that fails harms only the item that it fails for', async () => {
    const calls: string[] = [];
    const double = doubling(new Steps(), calls, 'a', 3, 2);
    const results = await Promise.allSettled([1, 2, 3].map((item) => double(item)));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
      2,
      'Error: cannot double 2',
      6,
    ]);
    expect(calls).toEqual(['a 1 2 3', 'a 1', 'a 2', 'a 3']);
  });

  it('one that is stopped leaves at once, also while it waits', async () => {
    const calls: string[] = [];
    const double = doubling(new Steps(), calls, 'a');
    const controller = new AbortController();
    const results = Promise.allSettled([double(1), double(2, controller.signal), double(3)]);
    controller.abort();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(double(4, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(calls).toEqual(['a 1 3']);
  });
});

describe('several contexts', () => {
  it('decode in one call a token, each behind its own past', async () => {
    const rows: number[] = [];
    const model = sumModel(1024, ({ inputs_embeds }) => rows.push(inputs_embeds?.shape[0] ?? 0));
    const contexts = await Promise.all(
      [[10], [20, 30, 40], [5, 6]].map(async (ids) => {
        const context = new GrowingContext(model);
        await context.append(ids);
        return context;
      }),
    );
    rows.length = 0;
    const decoded = await Promise.all(
      contexts.map(async (context) => {
        const ids: number[] = [];
        for await (const { id } of context.decode({ maxTokens: 4, temperature: 0, seed: 0 })) ids.push(id);
        return ids;
      }),
    );
    expect(decoded).toEqual([
      [10, 20, 40, 80],
      [90, 180, 360, 720],
      [11, 22, 44, 88],
    ]);
    expect(rows).toEqual([3, 3, 3, 3]);
  });

  it('of which one leaves the range of its numbers: that one gets an error, the other its words', async () => {
    const broken = 666;
    const model = sumModel(1024, undefined, (parts) => {
      const { languageModel } = parts.graphs;
      const run: Graph['run'] = async (feeds) => {
        const outputs = await languageModel.run(feeds);
        const { data, shape } = feeds.inputs_embeds as Feed;
        const row = Math.floor(Array.from(data, Number).indexOf(broken) / (shape[1] ?? 1));
        if (row >= 0) outputs('logits').fill(Number.NaN, row * V, (row + 1) * V);
        return outputs;
      };
      return { ...parts, graphs: { ...parts.graphs, languageModel: { ...languageModel, run } } };
    });
    const decoded = [[10], [broken / 2]].map(async (start) => {
      const context = new GrowingContext(model);
      await context.append(start);
      const ids: number[] = [];
      for await (const { id } of context.decode({ maxTokens: 4, temperature: 0, seed: 0 })) ids.push(id);
      return ids;
    });
    await expect(decoded[1]).rejects.toMatchObject({
      code: 'run-failed',
      message: expect.stringContaining('left the range of its numbers'),
    });
    expect(await decoded[0]).toEqual([10, 20, 40, 80]);
  });
});
