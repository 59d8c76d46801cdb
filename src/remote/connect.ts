/** A gateway's engine and a worker, as the settings say. */
import { ConfigError } from '../core/errors.ts';
import { openRemoteEngine, type RemoteEngine } from './engine.ts';
import { redisFreight, type SharedStore } from './freight.ts';
import { connectRedis, openConnection } from './redis.ts';
import { openWork, type WorkOptions } from './work.ts';

/** How long a worker that is asked to end may go on with what it has; what is cut off runs again elsewhere. */
const DRAIN_MS = 25_000;
/** When to say that there is no worker yet. */
const WAITED_MS = 3_000;

/** What is waited for is not over because somebody set the machine's clock. */
const UNTURNED = (): number => performance.now();

export interface RemoteSettings {
  readonly redisUrl?: string;
  readonly modelId?: string;
  /** Turns at once, of a worker. */
  readonly turns: number;
}

function urlOf({ redisUrl }: RemoteSettings): string {
  if (redisUrl) return redisUrl;
  throw new ConfigError(
    'invalid-setting',
    'REDIS_URL is not set: gateway and workers meet there; set it, or run everything in one process with dreamthread start.',
  );
}

export async function connectGateway(
  settings: RemoteSettings,
  failed: (error: unknown) => void,
  say: (line: string) => void,
  store?: SharedStore,
): Promise<RemoteEngine> {
  const url = urlOf(settings);
  const redis = await connectRedis(url, failed);
  const waited = setTimeout(() => say('No worker is up yet; waiting for the first one (dreamthread worker).'), WAITED_MS);
  try {
    return await openRemoteEngine({
      ...{ url, redis, reading: openConnection(url, failed), freight: redisFreight(redis), clock: UNTURNED, failed },
      ...(settings.modelId ? { modelId: settings.modelId } : {}),
      ...(store ? { store } : {}),
    });
  } finally {
    clearTimeout(waited);
  }
}

export async function connectWorker(
  settings: RemoteSettings,
  openEngine: () => Promise<WorkOptions['engine']>,
  version: string,
  failed: (error: unknown) => void,
  store?: SharedStore,
) {
  const url = urlOf(settings);
  const redis = await connectRedis(url, failed); // before a model is loaded for nothing
  const engine = await openEngine();
  const work = await openWork({
    ...{ url, redis, listening: openConnection(url, failed), freight: redisFreight(redis) },
    ...{ engine, version, capacity: settings.turns, startedAtMs: Date.now(), clock: UNTURNED, failed },
    ...(store ? { store } : {}),
  });
  return {
    id: work.id,
    modelId: engine.modelId,
    device: engine.device().name,
    async close(): Promise<void> {
      await work.close(DRAIN_MS);
      await engine.close();
    },
  };
}
