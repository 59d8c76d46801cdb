/** A gateway, workers, Redis, a platform and, if wanted, Postgres, each a process of its own, on a small disk. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Place } from '../../../src/store/open.ts';
import { type OwnPostgres, openOwnPostgres, postgresPrograms } from '../postgres.ts';
import { type OwnRedis, openOwnRedis } from '../redis.ts';
import type { Posted } from './platform.ts';
import { type Program, program } from './process.ts';

const WORKERS = 3;
const DISK_BYTES = 48 * 1024 ** 2;

export interface Stage {
  /** Where the gateway keeps what it keeps. */
  readonly place: Place;
  /** Whether the folder is a disk of its own, which can be filled. */
  readonly hasOwnDisk: boolean;
  readonly redis: OwnRedis;
  readonly postgres: OwnPostgres | undefined;
  readonly gateway: Program;
  readonly workers: readonly Program[];
  /** What stands on the platform, by its ids. */
  readonly posted: ReadonlyMap<string, Posted>;
  /** SHA-256 of the bytes that were sent of a picture, by its place in the store. */
  readonly sent: ReadonlyMap<string, ReadonlySet<string>>;
  /** Events that the gateway acknowledged. */
  readonly stored: ReadonlySet<string>;
  close(): Promise<void>;
}

interface StageOptions {
  readonly seed: number;
  /** How long a worker takes for a turn. */
  readonly turnMs: number;
  readonly database: 'embedded' | 'postgres';
}

const script = (name: string): string => join(import.meta.dirname, name);

export async function openStage({ seed, turnMs, database }: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const hasOwnDisk = mounted(folder);
  const redis = await openOwnRedis();
  const postgres = database === 'postgres' ? await openOwnPostgres(postgresPrograms() ?? '') : undefined;
  const databaseUrl = await postgres?.create();

  const posted = new Map<string, Posted>();
  const sent = new Map<string, Set<string>>();
  const stored = new Set<string>();
  let address = '';
  const platform = program(script('platform.ts'), [String(seed)], {}, (line) => {
    if (line.startsWith('http')) address = line;
    else note(JSON.parse(line) as Posted);
  });
  function note(message: Posted): void {
    posted.set(message.id, message);
    const assets = message.delivery.parts.flatMap((part) => (part.kind === 'image' ? [part.asset] : []));
    for (const [at, asset] of assets.entries()) sent.set(asset, (sent.get(asset) ?? new Set()).add(message.hashes[at] ?? ''));
  }
  void platform.start();
  while (address === '') await wait(50);

  const env = {
    REDIS_URL: redis.url,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...{ DREAMTHREAD_LOG: process.env.CHAOS_LOG ?? 'silent', DREAMTHREAD_STORYBOARD: '0', NODE_ENV: 'test' },
  };
  const gateway = program(script('gateway.ts'), [folder, address], env, (line) => {
    const [word, id = ''] = line.split(' ');
    if (word === 'stored') stored.add(id);
  });
  const workers = Array.from({ length: WORKERS }, () => program(script('worker.ts'), [redis.url, String(turnMs)], {}, () => undefined));
  await Promise.all([...workers, gateway].map((one) => one.start()));
  return {
    place: { dataDir: folder, ...(databaseUrl ? { databaseUrl } : {}) },
    ...{ hasOwnDisk, redis, postgres, gateway, workers, posted, sent, stored },
    async close() {
      for (const one of [platform, gateway, ...workers]) {
        one.signal('SIGCONT');
        await one.end('SIGKILL');
      }
      await redis.close();
      await postgres?.close();
      if (hasOwnDisk) execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A disk of its own can only be made by root; without it nothing fills up. */
function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
