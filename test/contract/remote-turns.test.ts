/** A gateway and workers over a real Redis, with the whole way of a turn before them: one that never ends, and versions that differ. */
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../src/core/errors.ts';
import type { Delivery, EngineEvent } from '../../src/core/ports.ts';
import { say } from '../../src/core/sentences.ts';
import type { ChatEvent } from '../../src/core/types.ts';
import { optionsOf } from '../../src/remote/redis.ts';
import { destination } from '../../src/remote/roster.ts';
import { createWorld, type World } from '../support/local-world.ts';
import { message, thread } from '../support/made.ts';
import { done, openRemoteStage, type RemoteStage, request, words } from '../support/remote.ts';

let stage: RemoteStage;
beforeAll(async () => {
  stage = await openRemoteStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const place = thread('slack:T/C:t');

/** A platform that takes what it is given; returns the way in. */
async function attached(world: World, told: Delivery[]): Promise<(event: ChatEvent) => Promise<unknown>> {
  let receive: (event: ChatEvent) => Promise<unknown> = async () => undefined;
  await world.attach({
    ...{ platform: 'slack', limits: { textChars: 3_000, partsPerMessage: 9, imageBytes: 1e6 } },
    async start(given) {
      receive = given;
    },
    async deliver(delivery) {
      told.push(delivery);
      return delivery.key;
    },
    ...{ find: async () => undefined, progress: () => undefined, close: async () => undefined },
  });
  return receive;
}

it('stops on the worker a turn that never ends, tells the person in one sentence, and keeps what was made', async () => {
  let stopped: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  await stage.work(async function* (_, signal) {
    yield { type: 'text-end', part: 0, text: 'Once upon a time.' };
    while (!signal.aborted) {
      yield words(1, 'and then ');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    stopped();
    throw new EngineError('cancelled', 'Stopped.');
  });
  await stage.open();
  const world = await createWorld(stage.engine(), { limitMs: 1_500 });
  const told: Delivery[] = [];
  const receive = await attached(world, told);
  await receive({ kind: 'message-create', id: 'e', thread: place, message: message('m', { threadId: place.id }) });
  await ended;
  await world.idle();
  const { parts, status } = told.at(-1) ?? {};
  expect([parts, status]).toEqual([
    [
      expect.objectContaining({ text: 'Once upon a time.' }),
      expect.objectContaining({
        text: expect.stringMatching(/^_This ran longer than [^.]*\._$/),
        said: say('aside', { what: say('time-limit') }),
      }),
    ],
    'truncated',
  ]);
  expect(stage.engine().workers()[0]?.running ?? []).toEqual([]);
  await world.close();
}, 60_000);

describe('two versions side by side', () => {
  const KEY = '{dreamthread:1}';
  /** Puts a job into the line that all workers of a model share, as a gateway of another version does. */
  async function put(own: Redis, data: { readonly id: string; readonly gateway: string; readonly schema?: number }): Promise<Queue> {
    const { turnId, threadId, seed, messages, pictures } = request(data.id);
    await own.set(
      `${KEY}:request:${data.id}`,
      JSON.stringify({ request: { turnId, threadId, seed, messages, pictures }, files: [] }),
      'PX',
      60_000,
    );
    await own.xadd(`${KEY}:events:${data.gateway}`, '*', 'id', '');
    const queue = new Queue('model-first', { connection: optionsOf(stage.url), prefix: `${KEY}:bull` });
    await queue.add('generate', data, { jobId: data.id, removeOnComplete: true, removeOnFail: true });
    return queue;
  }
  const said = async (own: Redis, gatewayId: string) =>
    (await own.xrange(`${KEY}:events:${gatewayId}`, '-', '+')).flatMap(([, fields]) => (fields[5] ? [JSON.parse(fields[5]).type] : []));

  it('a worker answers an older gateway’s job, and leaves a newer one’s to a newer worker', async () => {
    const asked: string[] = [];
    await stage.work(async function* ({ turnId }) {
      asked.push(turnId);
      yield done;
    });
    const own = stage.redis();
    const newer = await put(own, { id: 'newer', gateway: 'g2', schema: 2 });
    const older = await put(own, { id: 'older', gateway: 'g1' });
    await expect.poll(() => said(own, 'g1')).toEqual(['begin', 'done', 'end']);
    await expect.poll(() => newer.getJobState('newer')).toBe('delayed');
    const taken: unknown[] = [];
    const newWorker = new Worker('model-first', async ({ data }) => taken.push(data.schema), {
      ...{ connection: optionsOf(stage.url), prefix: `${KEY}:bull` },
    });
    await expect.poll(() => taken, { timeout: 20_000 }).toEqual([2]);
    expect([asked, await said(own, 'g2')]).toEqual([['older'], []]);
    await Promise.all([newWorker.close(), newer.close(), older.close()]);
    own.disconnect();
  }, 60_000);

  it('a gateway sends to workers that read what it sends; who names no schema reads the first', () => {
    const state = (id: string, startedAtMs: number, schema?: number) => ({
      ...{ id, modelId: id, description: '', device: 'cpu', version: '1', capacity: 1, startedAtMs, draining: false, running: [] },
      ...(schema === undefined ? {} : { schema }),
    });
    const workers = [state('new', 1, 2), state('old', 2)];
    expect(destination(workers, { schema: 1 })).toEqual({ modelId: 'old' });
    expect(destination(workers, { schema: 2, warm: 'old' })).toEqual({ modelId: 'new' });
    expect(destination(workers, { schema: 3 })).toBeUndefined();
  });

  it('a gateway passes on what it does not know of a newer worker’s events, and a turn passes over it', async () => {
    await stage.work(async function* () {
      yield { type: 'from-the-future', part: 9 } as unknown as EngineEvent;
      yield { type: 'text-end', part: 0, text: 'Now.', later: true } as EngineEvent;
      yield done;
    });
    await stage.open();
    const world = await createWorld(stage.engine());
    const told: Delivery[] = [];
    const receive = await attached(world, told);
    await receive({ kind: 'message-create', id: 'e', thread: place, message: message('m', { threadId: place.id }) });
    await world.idle();
    expect(told.at(-1)).toMatchObject({ parts: [{ text: 'Now.' }], status: 'complete' });
    await world.close();
  });
});
