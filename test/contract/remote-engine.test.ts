/** Gateway and workers in one process, over a real Redis: what comes out of the far engine is what went into the near one. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { EngineError, TurnError } from '../../src/core/errors.ts';
import type { Engine, EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import type { AssetId } from '../../src/core/types.ts';
import { openRemoteEngine, type RemoteEngine } from '../../src/remote/engine.ts';
import { redisFreight } from '../../src/remote/freight.ts';
import { connectRedis, openConnection } from '../../src/remote/redis.ts';
import { openWork, type Work } from '../../src/remote/work.ts';
import { message } from '../support/made.ts';
import { type OwnRedis, openOwnRedis } from '../support/redis.ts';

let server: OwnRedis;
let gateway: RemoteEngine;
let works: Work[] = [];
const failed = (error: unknown): void => {
  throw error;
};

beforeAll(async () => {
  server = await openOwnRedis();
});
afterAll(() => server.close());
beforeEach(() => {
  works = [];
});
afterEach(async () => {
  await gateway.close();
  await Promise.all(works.map((work) => work.close(0)));
});

const redis = () => openConnection(server.url, failed);

async function work(generate: Engine['generate'], modelId = 'first', startedAtMs = 0): Promise<Work> {
  const own = redis();
  const opened = await openWork({
    ...{ url: server.url, redis: own, listening: redis(), freight: redisFreight(own), version: '1', capacity: 2, failed },
    ...{ startedAtMs, clock: () => performance.now() },
    engine: { modelId, description: `${modelId} draws`, device: () => ({ name: 'cpu' }), generate, close: async () => undefined },
  });
  works.push(opened);
  return opened;
}

async function open(modelId?: string): Promise<void> {
  const own = await connectRedis(server.url, failed);
  gateway = await openRemoteEngine({
    ...{ url: server.url, redis: own, reading: redis(), freight: redisFreight(own), clock: Date.now, failed },
    ...(modelId ? { modelId } : {}),
  });
}

const request = (id: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  ...{ turnId: id, threadId: `local:me:${id}`, seed: 7, messages: [message('m1')], pictures: [], files: {} },
  ...more,
});
const never = new AbortController().signal;

async function all(events: AsyncIterable<EngineEvent>): Promise<EngineEvent[]> {
  const heard: EngineEvent[] = [];
  for await (const event of events) heard.push(event);
  return heard;
}

const png = new Uint8Array(20_000).map((_, at) => (at * 31) % 251);
const usage = { promptTokens: 1, writtenTokens: 1, pictures: 1, denoiseSteps: 1, engineMs: 1 };
const done: EngineEvent = { type: 'done', status: 'complete', usage };
const picture: EngineEvent = { type: 'image-end', part: 1, name: '#1', caption: 'a', seed: 7, png, widthPx: 8, heightPx: 8 };
const words = (part: number, text: string): EngineEvent => ({ type: 'text-delta', part, text });

/** Answers with the model's id. */
const named = (modelId: string): Engine['generate'] =>
  async function* () {
    yield { type: 'text-end', part: 0, text: modelId };
    yield done;
  };

it('hands on what the worker’s engine says, whole and in order, bytes included', async () => {
  let asked: GenerateRequest | undefined;
  await work(async function* (given) {
    asked = given;
    for (let n = 0; n < 100; n++) yield words(0, `${n} `);
    yield { type: 'text-end', part: 0, text: 'all' };
    yield { type: 'image-start', part: 1, name: '#1', caption: 'a', steps: 9 };
    for (let step = 0; step < 9; step++)
      yield {
        type: 'image-step',
        part: 1,
        name: '#1',
        step,
        steps: 9,
        preview: { widthPx: 1, heightPx: 1, rgb: new Uint8Array([step, 255, 0]) },
      };
    yield picture;
    yield done;
  });
  await open();
  const file = new Uint8Array([1, 2, 3]);
  const sent = request('a', { files: { [`sha256:${'a'.repeat(64)}` as AssetId]: file } });
  const heard = await all(gateway.generate(sent, never));
  expect(asked).toEqual(sent);
  const deltas = heard.filter(({ type }) => type === 'text-delta');
  expect(deltas.map((event) => ('text' in event ? event.text : '')).join('')).toBe(Array.from({ length: 100 }, (_, n) => `${n} `).join(''));
  expect(deltas.length).toBeLessThan(10);
  expect(heard.filter(({ type }) => type === 'image-step')).toMatchObject([{ step: 0, preview: { rgb: new Uint8Array([0, 255, 0]) } }]);
  expect(heard.map(({ type }) => type).filter((type) => type !== 'text-delta')).toEqual([
    ...['text-end', 'image-start', 'image-step', 'image-end', 'done'],
  ]);
  expect(heard.at(-2)).toEqual(picture);
  expect(gateway).toMatchObject({ modelId: 'first', description: 'first draws' });
});

it('passes on failures as what they are', async () => {
  const failures = [new TurnError('unknown-picture', 'There is no #9.'), new EngineError('context-full', 'Too long.', { retryable: true })];
  // biome-ignore lint/correctness/useYield: it fails before it says anything
  await work(async function* () {
    throw failures.shift();
  });
  await open();
  await expect(all(gateway.generate(request('a'), never))).rejects.toMatchObject({ name: 'TurnError', code: 'unknown-picture' });
  await expect(all(gateway.generate(request('b'), never))).rejects.toMatchObject({
    name: 'EngineError',
    code: 'context-full',
    retryable: true,
  });
});

it('stops on the worker what is stopped at the gateway', async () => {
  let begun: () => void = () => undefined;
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const stopped = new Promise<void>((resolve) => {
    void work(async function* (_, signal) {
      begun();
      await new Promise<void>((end) => signal.addEventListener('abort', () => end(), { once: true }));
      resolve();
      throw new EngineError('cancelled', 'Stopped.');
    });
  });
  await open();
  const control = new AbortController();
  const heard = all(gateway.generate(request('a'), control.signal));
  const ended = expect(heard).rejects.toMatchObject({ code: 'cancelled' });
  await running;
  control.abort();
  await ended;
  await stopped;
});

it('runs as much at once as its workers can, and spreads it', async () => {
  let atOnce = 0;
  let most = 0;
  let free: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    free = resolve;
  });
  const slow: Engine['generate'] = async function* () {
    most = Math.max(most, ++atOnce);
    if (most === 4) free();
    await gate;
    atOnce -= 1;
    yield done;
  };
  await Promise.all([work(slow), work(slow)]);
  await open();
  expect(gateway.capacity()).toBe(4);
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => all(gateway.generate(request(id), never))));
  expect(most).toBe(4);
});

it('goes back to the worker that has the thread’s prefix, and elsewhere when that one is busy for long', async () => {
  const answered: string[] = [];
  const hold: (() => void)[] = [];
  const noting = (name: string): Engine['generate'] =>
    async function* ({ turnId }) {
      answered.push(`${turnId} ${name}`);
      if (turnId.startsWith('hold')) await new Promise<void>((resolve) => hold.push(resolve));
      yield done;
    };
  await Promise.all(['x', 'y'].map((name) => work(noting(name))));
  await open();
  const ask = (id: string) => all(gateway.generate(request(id, { threadId: 'local:me:warm' }), never));
  for (const id of ['a', 'b', 'c', 'd', 'e']) await ask(id);
  expect(new Set(answered.map((one) => one.slice(2))).size).toBe(1);
  const [, warm = ''] = answered[0]?.split(' ') ?? [];
  const held = ask('hold1');
  while (hold.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await ask('f');
  expect(answered.at(-1)).toMatch(/^f /);
  hold[0]?.();
  await held;
  expect(answered.find((one) => one.startsWith('hold1'))).toBe(`hold1 ${warm}`);
});

it('has two models side by side: new threads go to the youngest, or to the one that is wanted', async () => {
  await work(named('old'), 'old', 1);
  await open();
  const heardFrom = async (id: string) =>
    (await all(gateway.generate(request(id), never))).map((event) => ('text' in event ? event.text : ''))[0];
  expect(await heardFrom('a')).toBe('old');
  await work(named('new'), 'new', 2);
  await gateway.close();
  await open();
  expect([await heardFrom('b'), await heardFrom('a'), gateway.modelId]).toEqual(['new', 'old', 'new']);
  await gateway.close();
  await open('old');
  expect([await heardFrom('c'), gateway.modelId]).toEqual(['old', 'old']);
});

it('hands back what a worker that is ended does not finish, and finishes what it can', async () => {
  let free: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    free = resolve;
  });
  const slow: Engine['generate'] = async function* ({ turnId }, signal) {
    yield words(0, 'begun');
    yield { type: 'text-end', part: 0, text: 'begun' };
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(new EngineError('cancelled', 'Stopped.'))),
    );
    await Promise.race([turnId === 'a' ? gate : aborted, aborted]);
    yield done;
  };
  const one = await work(slow);
  await open();
  const begin = async (id: string) => {
    const events = gateway.generate(request(id), never)[Symbol.asyncIterator]();
    await events.next();
    return async () => {
      while (!(await events.next()).done);
    };
  };
  const [finishing, dropped] = [await begin('a'), await begin('b')];
  const ended = Promise.all([finishing(), expect(dropped()).rejects.toMatchObject({ code: 'run-failed', retryable: true })]);
  const closed = one.close(300);
  free();
  await Promise.all([ended, closed]);
  await expect(all(gateway.generate(request('c'), never))).rejects.toMatchObject({ retryable: true });
}, 60_000);
