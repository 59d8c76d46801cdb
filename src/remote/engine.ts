/**
 * The engine as a gateway sees it: requests go to workers over BullMQ, events come back in one stream. What it promises:
 * - Events come in order, none twice. A gap, or a worker that is not heard of for LOST_MS, ends the request with a retryable failure;
 *   the turn then begins again with the same seed, as after a crash.
 * - A request whose thread has a warm worker waits for that one, at most WARM_WAIT_MS.
 * - A request that nobody waits for any more ends on its worker too, within LEASE_MS.
 */
import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { ConfigError, EngineError } from '../core/errors.ts';
import type { Clock, Engine, EngineEvent, GenerateRequest } from '../core/ports.ts';
import { Relay } from '../core/relay.ts';
import type { AssetId } from '../core/types.ts';
import type { Freight, SharedStore } from './freight.ts';
import { optionsOf } from './redis.ts';
import { destination, openRoster } from './roster.ts';
import { type Job, KEYS, modelQueue, SCHEMA, type Sent, unpackFailure, type WireEvent, type WorkerState, workerQueue } from './wire.ts';

const LOOK_MS = 1_000;
/** A worker's heartbeat fades after 8 s: dead is noticed after 8 to 21 s. */
const LOST_MS = 12_000;
const LEASE_MS = 20_000;
const EVENTS_KEPT_MS = 60_000;
const WARM_WAIT_MS = 1_500;
const WARM_S = 15 * 60;
const READ_MS = 5_000;
const READ_AT_MOST = 500;
const REQUEST_BYTES_AT_MOST = 8 * 1024 ** 2;
const RETRY_MS = 200;

export interface RemoteEngineOptions {
  readonly url: string;
  /** For commands. */
  readonly redis: Redis;
  /** For reading alone: it blocks. */
  readonly reading: Redis;
  /** Through Redis. */
  readonly freight: Freight;
  /** Files go there while all workers have it, too. */
  readonly store?: SharedStore;
  readonly clock: Clock;
  /** Only workers with this model; the youngest worker's when absent. */
  readonly modelId?: string;
  readonly failed: (error: unknown) => void;
}

export interface RemoteEngine extends Engine {
  readonly description: string;
  device(): { readonly name: string };
  workers(): readonly WorkerState[];
  /** Requests that all workers together run at once. */
  capacity(): number;
}

interface Run {
  readonly id: string;
  readonly threadId: string;
  readonly modelId: string;
  readonly freight: Freight;
  readonly events: Relay<EngineEvent>;
  /** Events are given out one after the other: a finished picture has to be fetched. */
  work: Promise<void>;
  /** The number of the next event. */
  next: number;
  /** Where the job waits; undefined once a worker has begun it. */
  queue: string | undefined;
  sentAtMs: number;
  heardAtMs: number;
}

const lost = (why: string): EngineError =>
  new EngineError('run-failed', `${why}; the turn is run again.`, { retryable: true, retryAfterMs: RETRY_MS });

/** Resolves once it is known what model the workers run, which is when the first of them is up. */
export async function openRemoteEngine(options: RemoteEngineOptions, signal?: AbortSignal): Promise<RemoteEngine> {
  const { redis, reading, store, clock, failed } = options;
  const gateway = randomUUID();
  const roster = openRoster(redis, clock);
  const queues = new Map<string, Queue<Job>>();
  const runs = new Map<string, Run>();
  /** Workers that were told of. */
  const told = new Set<string>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const queueOf = (name: string): Queue<Job> => {
    const known = queues.get(name);
    if (known) return known;
    const queue: Queue<Job> = new Queue(name, { connection: optionsOf(options.url), prefix: KEYS.bull });
    queue.on('error', () => undefined); // the connection of our own tells
    queues.set(name, queue);
    return queue;
  };
  const add = async (name: string, id: string): Promise<void> => {
    await queueOf(name).add('generate', { id, gateway, schema: SCHEMA }, { jobId: id, removeOnComplete: true, removeOnFail: true });
  };

  async function send(run: Run, request: GenerateRequest): Promise<void> {
    const { files, ...rest } = request;
    await Promise.all(Object.values(files).map(run.freight.put));
    const sent = JSON.stringify({
      ...{ request: rest, files: Object.keys(files) as AssetId[] },
      ...(run.freight === store ? { store: store.name } : {}),
    } satisfies Sent);
    if (sent.length > REQUEST_BYTES_AT_MOST) {
      throw new EngineError(
        'context-full',
        `Expected a request of at most ${REQUEST_BYTES_AT_MOST / 1024 ** 2} MB, got more: begin a new thread.`,
      );
    }
    await redis.set(KEYS.request(run.id), sent, 'PX', LEASE_MS);
    await add(run.queue ?? '', run.id);
  }

  // ── events ───────────────────────────────────────────────────────────────────────────────────────────────────

  async function read(): Promise<void> {
    let last = '0';
    while (!closed) {
      try {
        const answer = (await reading.xreadBuffer('COUNT', READ_AT_MOST, 'BLOCK', READ_MS, 'STREAMS', KEYS.events(gateway), last)) as
          | [Buffer, [Buffer, Buffer[]][]][]
          | null;
        for (const [entry, fields] of answer?.[0]?.[1] ?? []) {
          last = entry.toString();
          const [id, number, event, bytes] = [fields[1], fields[3], fields[5], fields[7]];
          const run = runs.get(id?.toString() ?? '');
          if (run && event) hear(run, Number(number), JSON.parse(event.toString()) as WireEvent, bytes);
        }
        if (last !== '0') void redis.xtrim(KEYS.events(gateway), 'MINID', '~', last).catch(() => undefined);
      } catch (error) {
        if (closed) return;
        failed(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  function hear(run: Run, number: number, event: WireEvent, bytes: Buffer | undefined): void {
    if (number < run.next) return; // said twice, because Redis was away when it was said
    if (number > run.next) {
      run.events.end(lost('What a worker said was lost on the way'));
      return;
    }
    run.next += 1;
    run.heardAtMs = clock();
    run.work = run.work
      .then(() => pass(run, event, bytes))
      .catch((error: unknown) => run.events.end(error instanceof Error ? error : new Error(String(error))));
  }

  async function pass({ id, threadId, events, freight, ...run }: Run, event: WireEvent, bytes: Buffer | undefined): Promise<void> {
    switch (event.type) {
      case 'begin': {
        const begun = runs.get(id);
        if (begun) begun.queue = undefined;
        await redis.set(KEYS.warm(threadId), event.worker, 'EX', WARM_S);
        return;
      }
      case 'image-step':
        if (bytes) events.push({ ...event, preview: { ...event.preview, rgb: new Uint8Array(bytes) } });
        return;
      case 'image-end': {
        const png = await freight.get(event.png);
        if (!png) throw lost(`A finished picture of ${run.modelId} is not where its worker put it`);
        return events.push({ ...event, png });
      }
      case 'end':
        return events.end();
      case 'failed': {
        return events.end(unpackFailure(event));
      }
      default:
        events.push(event);
    }
  }

  // ── watching over what is under way ──────────────────────────────────────────────────────────────────────────

  /** Redis, as long as there is a worker that could take the request and does not have the store. */
  function freightTo(modelId: string): Freight {
    const takers = roster.workers().filter((worker) => worker.modelId === modelId && !worker.draining);
    return store && takers.every((worker) => worker.store === store.name) ? store : options.freight;
  }

  function tellOfOtherStores(): void {
    for (const worker of store ? roster.workers() : []) {
      if (worker.store === store?.name || told.has(worker.id)) continue;
      told.add(worker.id);
      failed(
        new ConfigError(
          'invalid-setting',
          `Expected workers whose ASSETS_URL is ${store?.name}, got one with ${worker.store ?? 'none'}: set it alike; until then pictures travel through Redis.`,
        ),
      );
    }
  }

  async function look(): Promise<void> {
    await roster.look();
    tellOfOtherStores();
    const listed = new Set(roster.workers().flatMap(({ running }) => running));
    const pipeline = redis.pipeline();
    // An entry of its own keeps the stream there for workers to write to.
    pipeline.xadd(KEYS.events(gateway), 'MAXLEN', '~', 100_000, '*', 'id', '');
    pipeline.pexpire(KEYS.events(gateway), EVENTS_KEPT_MS);
    for (const { id } of runs.values()) pipeline.pexpire(KEYS.request(id), LEASE_MS);
    await pipeline.exec();
    for (const run of runs.values()) await watch(run, listed.has(run.id));
  }

  async function watch(run: Run, isListed: boolean): Promise<void> {
    const nowMs = clock();
    if (isListed || (run.queue && (await waits(run, nowMs)))) run.heardAtMs = nowMs;
    else if (nowMs - run.heardAtMs > LOST_MS) run.events.end(lost('The worker that made this is gone'));
  }

  /** Whether the job still waits for a worker that lives. One that waited for its warm worker long enough goes to all of its model. */
  async function waits(run: Run, nowMs: number): Promise<boolean> {
    const name = run.queue ?? '';
    if (nowMs - run.sentAtMs < WARM_WAIT_MS) return true;
    const state = await queueOf(name).getJobState(run.id);
    // Delayed: a worker that is too old for it handed it back.
    if (state !== 'waiting' && state !== 'prioritized' && state !== 'delayed') return false;
    const shared = modelQueue(run.modelId);
    if (name !== shared && (await queueOf(name).remove(run.id)) === 1) {
      run.queue = shared;
      await add(shared, run.id);
    }
    if (!roster.workers().some(({ modelId, draining }) => modelId === run.modelId && !draining)) {
      run.events.end(lost('No worker has this model any more'));
    }
    return true;
  }

  async function lookAgain(): Promise<void> {
    await look().catch((error: unknown) => {
      if (!closed) failed(error);
    });
    if (!closed) timer = setTimeout(lookAgain, LOOK_MS);
  }

  async function forget(run: Run): Promise<void> {
    runs.delete(run.id);
    const under = run.queue;
    await redis.del(KEYS.request(run.id));
    await redis.publish(KEYS.cancel, run.id);
    if (under) await queueOf(under).remove(run.id);
  }

  const target = (): ReturnType<typeof destination> => destination(roster.workers(), { ...options, schema: SCHEMA });
  const modelWorker = (): WorkerState | undefined => {
    const modelId = target()?.modelId;
    return roster.workers().find((worker) => worker.modelId === modelId);
  };

  await look();
  while (!target() && !signal?.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    await look();
  }
  let known = modelWorker();
  void lookAgain();
  void read();

  return {
    get modelId() {
      known = modelWorker() ?? known;
      return known?.modelId ?? 'no model';
    },
    get description() {
      known = modelWorker() ?? known;
      return known?.description ?? '';
    },
    device: () => ({ name: [...new Set(roster.workers().map(({ device }) => device))].join(', ') || 'no worker' }),
    workers: roster.workers,
    capacity: () => roster.workers().reduce((sum, { capacity, draining }) => sum + (draining ? 0 : capacity), 0),

    async *generate(request, abort) {
      const warm = await redis.get(KEYS.warm(request.threadId));
      const to = destination(roster.workers(), { ...options, warm: warm ?? undefined, schema: SCHEMA });
      if (!to) throw lost('No worker takes requests at the moment');
      const run: Run = {
        ...{
          id: randomUUID(),
          threadId: request.threadId,
          modelId: to.modelId,
          freight: freightTo(to.modelId),
          events: new Relay<EngineEvent>(),
          work: Promise.resolve(),
        },
        ...{ next: 0, queue: to.workerId ? workerQueue(to.workerId) : modelQueue(to.modelId), sentAtMs: clock(), heardAtMs: clock() },
      };
      const cancel = (): void => run.events.end(new EngineError('cancelled', 'The request was stopped.'));
      abort.addEventListener('abort', cancel, { once: true });
      runs.set(run.id, run);
      try {
        if (abort.aborted) cancel();
        else await send(run, request);
        yield* run.events;
      } finally {
        abort.removeEventListener('abort', cancel);
        void forget(run).catch((error: unknown) => {
          if (!closed) failed(error);
        });
      }
    },

    async close() {
      closed = true;
      clearTimeout(timer);
      for (const run of runs.values()) run.events.end(lost('The gateway is closing'));
      reading.disconnect();
      await redis.del(KEYS.events(gateway)).catch(() => undefined);
      await Promise.all([...queues.values()].map((queue) => queue.close().catch(() => undefined)));
      redis.disconnect();
    },
  };
}
