/** Workers as processes that end, in good order and otherwise: what a gateway hears of it, and when. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineEvent } from '../../src/core/ports.ts';
import { connectGateway } from '../../src/remote/connect.ts';
import type { RemoteEngine } from '../../src/remote/engine.ts';
import { message } from '../support/made.ts';
import { type OwnRedis, openOwnRedis } from '../support/redis.ts';
import { TYPESCRIPT } from '../support/typescript.ts';

const WORKER = fileURLToPath(new URL('../support/chaos/worker.ts', import.meta.url));
const TURN_MS = 3_000;
const never = new AbortController().signal;

let redis: OwnRedis;
let gateway: RemoteEngine;
let workers: ChildProcess[] = [];

beforeEach(async () => {
  redis = await openOwnRedis();
  await startWorker();
  gateway = await connectGateway(
    { redisUrl: redis.url, turns: 1 },
    () => undefined,
    () => undefined,
  );
}, 60_000);
afterEach(async () => {
  await gateway.close();
  for (const worker of workers) worker.kill('SIGKILL');
  workers = [];
  await redis.close();
});

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [...TYPESCRIPT, WORKER, redis.url, String(TURN_MS)], { stdio: ['pipe', 'pipe', 'inherit'] });
  workers.push(worker);
  await once(worker.stdout, 'data');
  return worker;
}

const ask = (id: string) =>
  gateway
    .generate({ turnId: id, threadId: `local:me:${id}`, seed: 7, messages: [message('m1')], pictures: [], files: {} }, never)
    [Symbol.asyncIterator]();

async function rest(events: AsyncIterator<EngineEvent>): Promise<EngineEvent[]> {
  const heard: EngineEvent[] = [];
  for (let next = await events.next(); !next.done; next = await events.next()) heard.push(next.value);
  return heard;
}

it('that is killed is noticed within 30 s, and what it ran runs elsewhere', async () => {
  const events = ask('a');
  await events.next();
  const killedAtMs = performance.now();
  workers[0]?.kill('SIGKILL');
  const another = startWorker();
  await expect(rest(events)).rejects.toMatchObject({ name: 'EngineError', retryable: true, message: expect.stringContaining('is gone') });
  await another;
  expect((await rest(ask('a'))).at(-1)).toMatchObject({ type: 'done', status: 'complete' });
  expect(performance.now() - killedAtMs - TURN_MS).toBeLessThan(30_000);
}, 90_000);

it('that is asked to end finishes what it has, takes nothing more, and ends', async () => {
  const events = ask('a');
  await events.next();
  const [worker] = workers;
  worker?.kill('SIGTERM');
  const ended = worker && once(worker, 'exit');
  expect((await rest(events)).at(-1)).toMatchObject({ type: 'done', status: 'complete' });
  expect(await ended).toEqual([0, null]);
  await expect(rest(ask('b'))).rejects.toMatchObject({ retryable: true, message: expect.stringContaining('No worker takes requests') });
}, 90_000);
