/** How files travel between a gateway and its workers, always by hash. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { EngineError } from '../core/errors.ts';
import type { AssetId } from '../core/types.ts';
import { KEYS } from './wire.ts';

/** Long enough for a request to be taken and its picture to be fetched. */
const FILE_S = 15 * 60;
const FILE_BYTES_AT_MOST = 32 * 1024 ** 2;

export interface Freight {
  /** Makes the files of a request reachable for workers. */
  send(files: Readonly<Record<AssetId, Uint8Array>>): Promise<void>;
  put(bytes: Uint8Array): Promise<AssetId>;
  get(asset: AssetId): Promise<Uint8Array | undefined>;
}

/** For a quarter of an hour in Redis itself. What lies there is not sent again. */
export function redisFreight(redis: Redis): Freight {
  async function put(bytes: Uint8Array, known?: AssetId): Promise<AssetId> {
    if (bytes.length > FILE_BYTES_AT_MOST) {
      throw new EngineError(
        'picture-unreadable',
        `Expected pictures of at most ${FILE_BYTES_AT_MOST / 1024 ** 2} MB, got one of ${Math.ceil(bytes.length / 1024 ** 2)} MB: set ASSETS_URL, or send it smaller.`,
      );
    }
    const asset: AssetId = known ?? `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    if ((await redis.expire(KEYS.file(asset), FILE_S)) === 0) await redis.set(KEYS.file(asset), Buffer.from(bytes), 'EX', FILE_S);
    return asset;
  }
  return {
    async send(files) {
      await Promise.all(Object.entries(files).map(([asset, bytes]) => put(bytes, asset as AssetId)));
    },
    put: (bytes) => put(bytes),
    async get(asset) {
      const bytes = await redis.getBuffer(KEYS.file(asset));
      return bytes === null ? undefined : new Uint8Array(bytes);
    },
  };
}
