/**
 * How files travel between a gateway and its workers, always by hash: through a store that both have, which keeps Redis free of them,
 * or else through Redis itself.
 */
import type { Redis } from 'ioredis';
import { assetIdOf } from '../core/asset.ts';
import { EngineError } from '../core/errors.ts';
import type { AssetStore } from '../core/ports.ts';
import { KEYS } from './wire.ts';

/** Long enough for a request to be taken and its picture to be fetched. */
const FILE_S = 15 * 60;
const FILE_BYTES_AT_MOST = 32 * 1024 ** 2;

export type Freight = Pick<AssetStore, 'put' | 'get'>;

/** A store that gateway and workers share. */
export interface SharedStore extends Freight {
  /** Both have to know it by the same name. */
  readonly name: string;
}

/** For a quarter of an hour in Redis itself. What lies there is not sent again. */
export function redisFreight(redis: Redis): Freight {
  return {
    async put(bytes) {
      if (bytes.length > FILE_BYTES_AT_MOST) {
        throw new EngineError(
          'picture-unreadable',
          `Expected pictures of at most ${FILE_BYTES_AT_MOST / 1024 ** 2} MB, got one of ${Math.ceil(bytes.length / 1024 ** 2)} MB: send it smaller.`,
        );
      }
      const asset = assetIdOf(bytes);
      if ((await redis.expire(KEYS.file(asset), FILE_S)) === 0) await redis.set(KEYS.file(asset), Buffer.from(bytes), 'EX', FILE_S);
      return asset;
    },
    async get(asset) {
      const bytes = await redis.getBuffer(KEYS.file(asset));
      if (bytes !== null && assetIdOf(bytes) === asset) return new Uint8Array(bytes);
      if (bytes !== null) await redis.del(KEYS.file(asset)); // damaged: it can be put again
      return undefined;
    },
  };
}
