/** A real Postgres of one's own on loopback, with its data in a temporary folder; a database of it for each test. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './redis.ts';

const DEBIAN = '/usr/lib/postgresql';
const STARTS_AT_MOST = 30;

/** The folder of its programs; undefined where no Postgres is installed: `npm run test:setup` does that. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}

export interface OwnPostgres {
  /** The address of a new, empty database. */
  create(): Promise<string>;
  start(): Promise<void>;
  /** Connections are cut at once: in order with SIGINT, unless SIGKILL is named. */
  end(signal?: NodeJS.Signals): Promise<void>;
  /** Cuts all connections but this call's own. */
  cut(): Promise<void>;
  /** Ends it for good and removes its data. */
  close(): Promise<void>;
}

export async function openOwnPostgres(programs: string): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const user = userOf(folder);
  const data = join(folder, 'data');
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...user,
    stdio: 'ignore',
  });
  const port = await freePort();
  const address = (database: string): string => `postgres://test@127.0.0.1:${port}/${database}`;
  let child: ChildProcess | undefined;
  let databases = 0;

  async function start(): Promise<void> {
    // What a disk keeps is nothing that is tested here.
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`, 'max_connections=60', 'fsync=off'];
    const started = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
      ...user,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = started;
    await new Promise<void>((ready, failed) => {
      started.once('exit', (code) => failed(new Error(`postgres ended with ${code}`)));
      started.stderr?.on('data', (said) => /ready to accept connections/.test(String(said)) && ready());
    });
  }
  /** What served a server that was killed may take a moment to end, and no other starts before that. */
  async function startAgain(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await start();
      } catch (error) {
        if (tries === STARTS_AT_MOST) throw error;
        await wait(200);
      }
    }
  }
  async function end(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
  async function asked(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: address('postgres') });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  await start();
  return {
    start: startAgain,
    end,
    async create() {
      const name = `test${++databases}`;
      await asked(`CREATE DATABASE ${name}`);
      return address(name);
    },
    cut: () => asked('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()'),
    async close() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Postgres does not run as root: it is run as the user that its package made. */
function userOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  chownSync(folder, uid, gid);
  return { uid, gid };
}
