/** Which workers there are. A worker says so every two seconds, in a key that fades; who does not see it for long takes it for dead. */
import type { Redis } from 'ioredis';
import type { Clock } from '../core/ports.ts';
import { KEYS, schemaOf, type WorkerState } from './wire.ts';

const BEAT_MS = 2_000;
const FADES_MS = 8_000;

/** Tells of a worker until it is closed; `again` tells at once. */
export function openHeartbeat(redis: Redis, state: () => WorkerState) {
  const beat = async (): Promise<void> => {
    const now = state();
    await redis.set(KEYS.worker(now.id), JSON.stringify(now), 'PX', FADES_MS);
    await redis.sadd(KEYS.workers, now.id);
  };
  let timer: NodeJS.Timeout | undefined;
  const again = async (): Promise<void> => {
    clearTimeout(timer);
    await beat().catch(() => undefined); // Redis is away: the next one tells
    clearTimeout(timer);
    timer = setTimeout(again, BEAT_MS);
  };
  return {
    again,
    async close(): Promise<void> {
      clearTimeout(timer);
      const { id } = state();
      await Promise.all([redis.del(KEYS.worker(id)), redis.srem(KEYS.workers, id)]);
    },
  };
}

interface Seen {
  readonly state: WorkerState;
  readonly atMs: number;
}

/** What a gateway knows of the workers; `look` asks Redis. */
export function openRoster(redis: Redis, clock: Clock) {
  const seen = new Map<string, Seen>();
  return {
    async look(): Promise<void> {
      const ids = await redis.smembers(KEYS.workers);
      const beats = ids.length === 0 ? [] : await redis.mget(ids.map(KEYS.worker));
      for (const [at, id] of ids.entries()) {
        const beat = beats[at];
        if (beat) seen.set(id, { state: JSON.parse(beat) as WorkerState, atMs: clock() });
        else {
          seen.delete(id);
          await redis.srem(KEYS.workers, id);
        }
      }
      for (const id of seen.keys()) if (!ids.includes(id)) seen.delete(id);
    },

    /** Those that live. While Redis is away, as it was. */
    workers: (): WorkerState[] => [...seen.values()].map(({ state }) => state),

    get: (id: string): WorkerState | undefined => seen.get(id)?.state,
  };
}

/**
 * Where a request goes, among workers that read its schema: the model of the youngest unless one is wanted, and the thread's own worker while it
 * takes requests.
 */
export function destination(
  workers: readonly WorkerState[],
  { warm, modelId, schema }: { readonly warm?: string | undefined; readonly modelId?: string | undefined; readonly schema: number },
): { readonly modelId: string; readonly workerId?: string } | undefined {
  const open = workers.filter(
    (worker) => !worker.draining && schemaOf(worker) >= schema && (modelId === undefined || worker.modelId === modelId),
  );
  const own = open.find(({ id, running, capacity }) => id === warm && running.length <= capacity);
  if (own) return { modelId: own.modelId, workerId: own.id };
  const youngest = open.reduce<WorkerState | undefined>((a, b) => (a && a.startedAtMs >= b.startedAtMs ? a : b), undefined);
  return youngest && { modelId: youngest.modelId };
}
