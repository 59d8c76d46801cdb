/**
 * A worker: takes requests from BullMQ, runs them on its engine and tells what comes. It knows no platform and no database. Two lines
 * lead to it: the one of its model, which all workers of that model share, and one of its own for threads that are warm
 * here, which always has a place free beside the others.
 */
import { randomUUID } from 'node:crypto';
import { DelayedError, type Processor, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { EngineError, TurnError } from '../core/errors.ts';
import type { Clock, Engine, GenerateRequest } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';
import type { Freight, SharedStore } from './freight.ts';
import { optionsOf } from './redis.ts';
import { openHeartbeat } from './roster.ts';
import { openTelling } from './telling.ts';
import { type Job, KEYS, modelQueue, packFailure, SCHEMA, type Sent, schemaOf, workerQueue } from './wire.ts';

/** How often to look whether somebody still waits for what is being made. */
const LEASES_MS = 3_000;
const LOCK_MS = 10_000;
const WARM_AT_ONCE = 1;
/** How long a job that a newer gateway sent is left to newer workers, before anybody looks at it again. */
const HANDED_BACK_MS = 250;
/** How long to try to tell that it ends: Redis may be away. */
const TOLD_MS = 1_000;
/** How long aborted requests may take to end. */
const ABORT_GRACE_MS = 2_000;

export interface WorkOptions {
  readonly url: string;
  readonly redis: Redis;
  /** For listening alone. */
  readonly listening: Redis;
  /** Through Redis. */
  readonly freight: Freight;
  /** Where requests and gateway name the same one, files go there. */
  readonly store?: SharedStore;
  readonly engine: Engine & { readonly description: string; device(): { readonly name: string } };
  readonly version: string;
  /** Requests at once. */
  readonly capacity: number;
  /** By the clock on the wall: gateways compare it between machines. */
  readonly startedAtMs: number;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

export interface Work {
  readonly id: string;
  /** Takes nothing more; what runs may finish within `graceMs`, then it is handed back and runs elsewhere. */
  close(graceMs: number): Promise<void>;
}

export async function openWork(options: WorkOptions): Promise<Work> {
  const { redis, listening, store, engine, failed, clock } = options;
  const { modelId } = engine;
  const id = randomUUID();
  const running = new Map<string, AbortController>();
  let draining = false;

  const heartbeat = openHeartbeat(redis, () => ({
    ...{ id, modelId, description: engine.description, device: engine.device().name, version: options.version, schema: SCHEMA },
    ...{ capacity: options.capacity, startedAtMs: options.startedAtMs, draining, running: [...running.keys()] },
    ...(store ? { store: store.name } : {}),
  }));

  /** By which way the files of a request travel. */
  function freightOf({ store: name }: Sent): Freight {
    if (name === undefined) return options.freight;
    if (store?.name === name) return store;
    throw lost(`A request’s pictures lie at ${name}, and this worker has ${store?.name ?? 'no such store'}: set ASSETS_URL alike for both`);
  }

  async function fetched({ request, files: assets }: Sent, freight: Freight): Promise<GenerateRequest> {
    const files: Record<AssetId, Uint8Array> = {};
    await Promise.all(
      assets.map(async (asset) => {
        const bytes = await freight.get(asset);
        if (!bytes) throw lost('A picture of the request is not where its gateway put it');
        files[asset] = bytes;
      }),
    );
    return { ...request, files };
  }

  async function take({ id: requestId, gateway }: Job): Promise<void> {
    const control = new AbortController();
    running.set(requestId, control);
    try {
      const text = await redis.get(KEYS.request(requestId));
      if (text === null) return; // nobody waits for it any more
      const sent = JSON.parse(text) as Sent;
      const telling = openTelling({ redis, gateway, requestId, clock, gone: () => control.abort() });
      telling.tell({ type: 'begin', worker: id, modelId });
      try {
        const freight = freightOf(sent);
        const request = await fetched(sent, freight);
        for await (const event of engine.generate(request, control.signal)) await telling.event(event, freight);
        telling.tell({ type: 'end' });
      } catch (error) {
        if (!(error instanceof EngineError || error instanceof TurnError)) failed(error);
        const handedBack = draining && control.signal.aborted;
        telling.tell({
          type: 'failed',
          ...packFailure(
            handedBack ? new EngineError('run-failed', 'The worker is being ended; the turn is run again.', { retryable: true }) : error,
          ),
        });
      }
      await telling.told();
    } finally {
      running.delete(requestId);
    }
  }

  const line = (name: string, concurrency: number): Worker<Job> => {
    const run: Processor<Job> = async (job, token) => {
      if (schemaOf(job.data) <= SCHEMA) return take(job.data);
      await job.moveToDelayed(Date.now() + HANDED_BACK_MS, token);
      throw new DelayedError();
    };
    const worker = new Worker<Job>(name, run, {
      ...{ connection: optionsOf(options.url), prefix: KEYS.bull, concurrency },
      // What stalls has a gateway that begins it again; nothing is run twice behind its back.
      ...{ lockDuration: LOCK_MS, stalledInterval: LOCK_MS, maxStalledCount: 0 },
      ...{ removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } },
    });
    worker.on('error', () => undefined); // the connection of our own tells
    return worker;
  };

  listening.on('message', (_, requestId: string) => running.get(requestId)?.abort());
  await listening.subscribe(KEYS.cancel);

  const leases = setInterval(() => {
    for (const [requestId, control] of running) {
      redis.exists(KEYS.request(requestId)).then(
        (there) => there === 0 && control.abort(),
        () => undefined,
      );
    }
  }, LEASES_MS);
  leases.unref();

  const lines = [line(modelQueue(modelId), options.capacity), line(workerQueue(id), WARM_AT_ONCE)];
  await Promise.all(lines.map((one) => one.waitUntilReady()));
  await heartbeat.again();

  return {
    id,
    async close(graceMs) {
      draining = true;
      await Promise.race([heartbeat.again(), pause(TOLD_MS)]);
      const finished = Promise.all(lines.map((one) => one.close()));
      await Promise.race([finished, pause(graceMs)]);
      for (const control of running.values()) control.abort();
      await Promise.race([finished, pause(ABORT_GRACE_MS)]);
      clearInterval(leases);
      await Promise.race([heartbeat.close().catch(() => undefined), pause(TOLD_MS)]);
      listening.disconnect();
      redis.disconnect();
    },
  };
}

const lost = (why: string): EngineError => new EngineError('run-failed', `${why}; the turn is run again.`, { retryable: true });

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
