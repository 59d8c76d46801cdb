/** Gateway and workers in one process, over a real Redis. */
import type { Redis } from 'ioredis';
import type { Engine, EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import { openRemoteEngine, type RemoteEngine } from '../../src/remote/engine.ts';
import { redisFreight, type SharedStore } from '../../src/remote/freight.ts';
import { connectRedis, openConnection } from '../../src/remote/redis.ts';
import { openWork, type Work } from '../../src/remote/work.ts';
import { message } from './made.ts';
import { openOwnRedis } from './redis.ts';

const failed = (error: unknown): void => {
  throw error;
};

export type RemoteStage = Awaited<ReturnType<typeof openRemoteStage>>;

export async function openRemoteStage() {
  const server = await openOwnRedis();
  let gateway: RemoteEngine | undefined;
  let works: Work[] = [];
  const redis = (): Redis => openConnection(server.url, failed);

  /** Ends gateway and workers; Redis stays. */
  async function clear(): Promise<void> {
    await gateway?.close();
    gateway = undefined;
    await Promise.all(works.map((work) => work.close(0)));
    works = [];
  }

  return {
    url: server.url,
    redis,
    clear,

    /** A worker of two places. */
    async work(generate: Engine['generate'], modelId = 'first', startedAtMs = 0, store?: SharedStore, told = failed): Promise<Work> {
      const own = redis();
      const opened = await openWork({
        ...{ url: server.url, redis: own, listening: redis(), freight: redisFreight(own), version: '1', capacity: 2, failed: told },
        ...{ startedAtMs, clock: () => performance.now(), ...(store ? { store } : {}) },
        engine: { modelId, description: `${modelId} draws`, device: () => ({ name: 'cpu' }), generate, close: async () => undefined },
      });
      works.push(opened);
      return opened;
    },

    /** A gateway, in the place of the one before. */
    async open(modelId?: string, store?: SharedStore, told = failed): Promise<void> {
      await gateway?.close();
      const own = await connectRedis(server.url, failed);
      gateway = await openRemoteEngine({
        ...{ url: server.url, redis: own, reading: redis(), freight: redisFreight(own), clock: Date.now, failed: told },
        ...{ ...(modelId ? { modelId } : {}), ...(store ? { store } : {}) },
      });
    },

    engine(): RemoteEngine {
      if (!gateway) throw new Error('open() first');
      return gateway;
    },

    async close(): Promise<void> {
      await clear();
      await server.close();
    },
  };
}

export const request = (id: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  ...{ turnId: id, threadId: `local:me:${id}`, seed: 7, messages: [message('m1')], pictures: [], files: {} },
  ...more,
});

const usage = { promptTokens: 1, writtenTokens: 1, pictures: 1, denoiseSteps: 1, engineMs: 1 };
export const done: EngineEvent = { type: 'done', status: 'complete', usage };
export const words = (part: number, text: string): EngineEvent => ({ type: 'text-delta', part, text });
