/** Two hundred turns at once, some of them stopped; and five hundred one after the other, after which memory is where it was. */
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { turnBytes } from '../../engine/model/admission.ts';
import { type DreamModel, openModel } from '../../engine/model/index.ts';

const FOLDER = fileURLToPath(new URL('tiny-flow', import.meta.url));
const TEXTS = ['a cat', 'the dog', 'the sea at night', 'one two three'];

describe('a crowd', () => {
  let model: DreamModel;
  beforeAll(async () => {
    model = await openModel(FOLDER, { threads: 1, device: 'cpu', prefixBytes: 2 ** 20 });
  });
  afterAll(() => model.close());

  async function turn(thread: string, number: number, { signal, draw = false }: { signal?: AbortSignal; draw?: boolean } = {}) {
    const contexts = await model.openTurn(thread, signal);
    try {
      const context = contexts.newContext();
      await context.append([model.manifest.tokens.bos], signal);
      await context.appendText(TEXTS[number % TEXTS.length] ?? '', signal);
      const ids: number[] = [];
      const options = { maxTokens: 8, temperature: 0.7, seed: number % 5, ...(signal ? { signal } : {}) };
      for await (const { id } of context.decode(options)) ids.push(id);
      if (draw) await model.paint({ condition: await context.dream(signal), seed: number, steps: 1, ...(signal ? { signal } : {}) });
      return ids;
    } finally {
      contexts.close();
    }
  }

  it('of two hundred is answered in full, but for those who stopped', async () => {
    const alone = new Map<string, readonly number[]>();
    for (let i = 0; i < 20; i++) alone.set(`${i % 4} ${i % 5}`, await turn(`alone ${i}`, i));
    const stopping = new AbortController();
    const answers = Promise.allSettled(
      Array.from({ length: 200 }, (_, i) => turn(`crowd ${i}`, i, i % 7 === 3 ? { signal: stopping.signal } : {})),
    );
    setImmediate(() => stopping.abort());
    for (const [i, answer] of (await answers).entries()) {
      if (answer.status === 'fulfilled') expect(answer.value).toEqual(alone.get(`${i % 4} ${i % 5}`));
      else expect([i % 7, answer.reason.code]).toEqual([3, 'cancelled']);
    }
  });

  it('waits for memory, and none is lost to those who stopped', async () => {
    const narrow = await openModel(FOLDER, { threads: 1, device: 'cpu', turnBytes: 2 * turnBytes(model.manifest) });
    const held = [await narrow.openTurn('a'), await narrow.openTurn('b')];
    const stopping = new AbortController();
    const [third, fourth] = [narrow.openTurn('c', stopping.signal), narrow.openTurn('d')];
    stopping.abort();
    await expect(third).rejects.toMatchObject({ code: 'cancelled' });
    held[0]?.close();
    (await fourth).close();
    held[1]?.close();
    await narrow.close();
  });

  it('of five hundred turns leaves no memory behind', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heldBytes = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const run = async (from: number, to: number) => {
      for (let i = from; i < to; i++) {
        const stopping = new AbortController();
        if (i % 9 === 0) setImmediate(() => stopping.abort());
        await turn(`thread ${i % 60}`, i, { signal: stopping.signal, draw: true }).catch((error) => expect(error.code).toBe('cancelled'));
      }
    };
    await run(0, 100);
    const before = { held: heldBytes(), rss: process.memoryUsage.rss() };
    await run(100, 600);
    expect(heldBytes() - before.held).toBeLessThan(2 ** 20); // about 2 KB a turn
    expect(process.memoryUsage.rss() - before.rss).toBeLessThan(64 * 2 ** 20); // the runtime's own, which no collection sees
  }, 120_000);
});
