/** Connections to Redis. A command that was sent while Redis was away is sent again when it is back, so each of ours may be done twice. */
import { Redis } from 'ioredis';
import { ConfigError } from '../core/errors.ts';

const CONNECT_MS = 5_000;
const RETRY_MS_AT_MOST = 1_000;

/** As BullMQ and streams need it: no command gives up while Redis is away. */
export function optionsOf(url: string) {
  const { hostname, port, username, password, pathname, protocol } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(pathname.length > 1 ? { db: Number(pathname.slice(1)) } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    retryStrategy: (times: number) => Math.min(50 * times, RETRY_MS_AT_MOST),
  };
}

/** Resolves when Redis answers; throws ConfigError `invalid-setting` when it does not, or would throw data away when it is full. */
export async function connectRedis(url: string, failed: (error: unknown) => void): Promise<Redis> {
  const redis = new Redis({ ...optionsOf(url), lazyConnect: true, retryStrategy: () => null });
  let last: unknown;
  redis.on('error', (error) => {
    last = error;
  });
  try {
    await redis.connect();
    const [, policy = 'noeviction'] = ((await redis.config('GET', 'maxmemory-policy').catch(() => [])) as string[]) ?? [];
    if (policy !== 'noeviction') {
      throw new ConfigError(
        'invalid-setting',
        `Expected a Redis that keeps what it is given (maxmemory-policy noeviction), got one with ${policy}: change it there.`,
      );
    }
  } catch (cause) {
    redis.disconnect();
    if (cause instanceof ConfigError) throw cause;
    const why = (last as { code?: string } | undefined)?.code ?? (cause instanceof Error ? cause.message : String(cause));
    throw new ConfigError('invalid-setting', `Expected a Redis that answers at REDIS_URL, got ${why}: start it, or mend the address.`, {
      cause,
    });
  }
  redis.disconnect();
  return openConnection(url, failed);
}

/** A connection that comes back by itself. */
export function openConnection(url: string, failed: (error: unknown) => void): Redis {
  const redis = new Redis({ ...optionsOf(url), enableAutoPipelining: true });
  let wasTold = false;
  redis.on('ready', () => {
    wasTold = false;
  });
  redis.on('error', (error) => {
    if (!wasTold) failed(error);
    wasTold = true;
  });
  return redis;
}
