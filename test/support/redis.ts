/** A real Redis of one's own on loopback, which keeps what it is given in an append-only file, and can be ended and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OwnRedis {
  readonly url: string;
  pid(): number | undefined;
  start(): Promise<void>;
  /** SIGKILL unless another is named. */
  end(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it for good and removes its data. */
  close(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export async function openOwnRedis(): Promise<OwnRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const settings = [
    '--port',
    port,
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ];

  async function start(): Promise<void> {
    const started = spawn('redis-server', settings.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    await new Promise<void>((ready, failed) => {
      started.once('error', (cause) => failed(new Error('redis-server cannot be started; npm run test:setup installs it', { cause })));
      started.once('exit', (code) => failed(new Error(`redis-server ended with ${code}`)));
      started.stdout?.on('data', (said) => /Ready to accept connections/.test(String(said)) && ready());
    });
  }
  async function end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: () => child?.pid,
    start,
    end,
    async close() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
