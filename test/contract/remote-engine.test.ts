/** Gateway and workers in one process, over a real Redis: what comes out of the far engine is what went into the near one. */
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { S3Place } from '../../src/core/asset.ts';
import { assetIdOf } from '../../src/core/asset.ts';
import { ConfigError, EngineError, TurnError } from '../../src/core/errors.ts';
import type { Engine, EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import { redisFreight } from '../../src/remote/freight.ts';
import { openS3Assets } from '../../src/store/s3-assets.ts';
import { done, openRemoteStage, type RemoteStage, request, words } from '../support/remote.ts';
import { type LocalS3, openLocalS3 } from '../support/s3/local-s3.ts';
import { freightContract } from './asset-store.ts';

let stage: RemoteStage;
beforeAll(async () => {
  stage = await openRemoteStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const { redis, work, open, engine } = {
  redis: () => stage.redis(),
  work: (...given: Parameters<RemoteStage['work']>) => stage.work(...given),
  open: (...given: Parameters<RemoteStage['open']>) => stage.open(...given),
  engine: () => stage.engine(),
};

const never = new AbortController().signal;

async function all(events: AsyncIterable<EngineEvent>): Promise<EngineEvent[]> {
  const heard: EngineEvent[] = [];
  for await (const event of events) heard.push(event);
  return heard;
}

const png = new Uint8Array(20_000).map((_, at) => (at * 31) % 251);
const picture: EngineEvent = { type: 'image-end', part: 1, name: '#1', caption: 'a', seed: 7, png, widthPx: 8, heightPx: 8 };

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
  const sent = request('a', { files: { [assetIdOf(file)]: file } });
  const heard = await all(engine().generate(sent, never));
  expect(asked).toEqual(sent);
  const deltas = heard.filter(({ type }) => type === 'text-delta');
  expect(deltas.map((event) => ('text' in event ? event.text : '')).join('')).toBe(Array.from({ length: 100 }, (_, n) => `${n} `).join(''));
  expect(deltas.length).toBeLessThan(10);
  expect(heard.filter(({ type }) => type === 'image-step')).toMatchObject([{ step: 0, preview: { rgb: new Uint8Array([0, 255, 0]) } }]);
  expect(heard.map(({ type }) => type).filter((type) => type !== 'text-delta')).toEqual([
    ...['text-end', 'image-start', 'image-step', 'image-end', 'done'],
  ]);
  expect(heard.at(-2)).toEqual(picture);
  expect(engine()).toMatchObject({ modelId: 'first', description: 'first draws' });
});

it('passes on failures as what they are', async () => {
  const failures = [new TurnError('unknown-picture', 'There is no #9.'), new EngineError('context-full', 'Too long.', { retryable: true })];
  // biome-ignore lint/correctness/useYield: it fails before it says anything
  await work(async function* () {
    throw failures.shift();
  });
  await open();
  await expect(all(engine().generate(request('a'), never))).rejects.toMatchObject({ name: 'TurnError', code: 'unknown-picture' });
  await expect(all(engine().generate(request('b'), never))).rejects.toMatchObject({
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
  const heard = all(engine().generate(request('a'), control.signal));
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
  expect(engine().capacity()).toBe(4);
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => all(engine().generate(request(id), never))));
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
  const ask = (id: string) => all(engine().generate(request(id, { threadId: 'local:me:warm' }), never));
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
    (await all(engine().generate(request(id), never))).map((event) => ('text' in event ? event.text : ''))[0];
  expect(await heardFrom('a')).toBe('old');
  await work(named('new'), 'new', 2);
  await open();
  expect([await heardFrom('b'), await heardFrom('a'), engine().modelId]).toEqual(['new', 'old', 'new']);
  await open('old');
  expect([await heardFrom('c'), engine().modelId]).toEqual(['old', 'old']);
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
    const events = engine().generate(request(id), never)[Symbol.asyncIterator]();
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
  await expect(all(engine().generate(request('c'), never))).rejects.toMatchObject({ retryable: true });
}, 60_000);

describe('files', () => {
  const file = new Uint8Array([1, 2, 3]);
  const asked = request('a', { files: { [assetIdOf(file)]: file } });
  const keys = async (): Promise<number> => (await connection.keys('*:file:*')).length;
  let connection: Redis;
  let s3: LocalS3;
  let place: S3Place;
  const shared = () => openS3Assets(place);
  /** Draws one picture, and shows what it was sent. */
  const draws = (seen: Uint8Array[] = []): Engine['generate'] =>
    async function* ({ files }) {
      seen.push(...Object.values(files));
      yield picture;
      yield done;
    };

  beforeAll(async () => {
    s3 = await openLocalS3();
  });
  afterAll(() => s3.end());
  beforeEach(async () => {
    place = s3.place();
    connection = redis();
    await connection.flushall();
  });
  afterEach(() => connection.disconnect());

  freightContract('through redis', {
    open: () => redisFreight(connection),
    reopen: () => redisFreight(connection),
    damage: async (asset, bytes) => void (await connection.set(`{dreamthread:1}:file:${asset}`, Buffer.from(bytes))),
  });

  it('go by the store that both have, and leave Redis alone', async () => {
    const seen: Uint8Array[] = [];
    await work(draws(seen), 'first', 0, shared());
    await open(undefined, shared());
    expect((await all(engine().generate(asked, never)))[0]).toEqual(picture);
    expect(seen).toEqual([file]);
    expect([await keys(), s3.objects.size]).toEqual([0, 2]);
  });

  it('go through Redis while a worker does not have the store, and the gateway says so', async () => {
    const seen: Uint8Array[] = [];
    const told: string[] = [];
    await work(draws(seen), 'first', 0, shared());
    await work(draws(seen), 'first', 0, { ...shared(), name: 's3://elsewhere' });
    await open(undefined, shared(), (error) => told.push(String(error)));
    expect((await all(engine().generate(asked, never)))[0]).toEqual(picture);
    expect([seen, await keys()]).toEqual([[file], 2]);
    expect(told).toEqual([expect.stringMatching(/got one with s3:\/\/elsewhere: set it alike; until then pictures travel through Redis/)]);
  });

  it('go through Redis for a gateway that has no store', async () => {
    await work(draws(), 'first', 0, shared());
    await open();
    expect((await all(engine().generate(asked, never)))[0]).toEqual(picture);
    expect(await keys()).toBe(2);
  });

  it('that are not to be had end a request for now: a store that is away, a picture that is gone', async () => {
    const away = { ...shared(), put: () => Promise.reject(new ConfigError('data-unusable', 'The picture store is away.')) };
    await work(draws(), 'first', 0, away, () => undefined);
    await open(undefined, shared());
    const failure = (sent: GenerateRequest) => all(engine().generate(sent, never)).catch((error: unknown) => error);
    expect(await failure(asked)).toMatchObject({ name: 'EngineError', retryable: true, message: 'The picture store is away.' });
    const nowhere = { ...shared(), put: async (bytes: Uint8Array) => assetIdOf(bytes) };
    await open(undefined, nowhere);
    expect(await failure(request('b', { files: { [assetIdOf(png)]: png } }))).toMatchObject({
      retryable: true,
      message: 'A picture of the request is not where its gateway put it; the turn is run again.',
    });
  });
});
