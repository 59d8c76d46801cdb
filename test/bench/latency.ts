/**
 * How soon the main thread answers while the engine works on several turns: `npm run bench:latency`. Goal: p99 under 20 ms. A server that does nothing, pinged at the
 * same time, says what of it is the machine's other work.
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSettled, startApp } from '../support/app.ts';
import { type Cell, record } from './report.ts';

const PINGS_APART_MS = 10;
const MOST_MS = 120_000;
const REQUEST = 'three red circles, and then in a second picture a blue star';

const dataDir = await mkdtemp(join(tmpdir(), 'dreamthread-'));
const app = await startApp(dataDir, { DREAMTHREAD_TURNS: '16' });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Pings until all threads are settled. */
async function pings(threads: readonly string[]): Promise<number[]> {
  const tookMs: number[] = [];
  const until = performance.now() + MOST_MS;
  for (let settled = false; !settled && performance.now() < until; ) {
    const startedAt = performance.now();
    await (await fetch(`${app.address}/health`)).text();
    tookMs.push(performance.now() - startedAt);
    await pause(PINGS_APART_MS);
    if (tookMs.length % 25 === 0) settled = (await Promise.all(threads.map((thread) => app.state(thread)))).every(isSettled);
  }
  return tookMs;
}

/** What the same pings take of a server that does nothing, in a process of its own, while the engine works. */
async function idlePings(count: number, address: string): Promise<number[]> {
  const tookMs: number[] = [];
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    await (await fetch(address)).text();
    tookMs.push(performance.now() - startedAt);
    await pause(PINGS_APART_MS);
  }
  return tookMs;
}

const row = (what: string, tookMs: readonly number[]): Cell[] => {
  const sorted = [...tookMs].sort((a, b) => a - b);
  const at = (share: number): string => `${(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1)} ms`;
  return [what, sorted.length, at(0.5), at(0.99), at(1)];
};

const idle = fork(join(import.meta.dirname, 'idle-server.ts'), { execArgv: ['--import', 'tsx'] });
try {
  const address = await new Promise<string>((resolve) => idle.once('message', (url) => resolve(String(url))));
  const rows: Cell[][] = [];
  for (const turns of [1, 4, 16]) {
    const asked = await Promise.all(Array.from({ length: turns }, () => app.ask(REQUEST)));
    const tookMs = pings(asked.map(({ thread }) => thread));
    let done = false;
    void tookMs.then(() => {
      done = true;
    });
    const beside: number[] = [];
    while (!done) beside.push(...(await idlePings(5, address)));
    rows.push(row(`${turns}`, await tookMs), row(`${turns}, a server that does nothing`, beside));
  }
  record('latency', { title: 'Answers of the main thread while turns are composed', head: ['turns', 'pings', 'p50', 'p99', 'max'], rows });
} finally {
  idle.kill();
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
}
