/**
 * How soon the main thread answers while the engine draws: `npm run bench:latency`. Prints one row for RESULTS.md.
 * Goal: every answer under 50 ms.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSettled, startApp } from '../support/app.ts';

const PINGS_APART_MS = 10;
const dataDir = await mkdtemp(join(tmpdir(), 'dreamthread-'));
const app = await startApp(dataDir);
try {
  const { thread } = await app.ask('three red circles, and then in a second picture a blue star');
  const tookMs: number[] = [];
  for (let settled = false; !settled; ) {
    const startedAt = performance.now();
    await (await fetch(`${app.address}/health`)).text();
    tookMs.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, PINGS_APART_MS));
    if (tookMs.length % 25 === 0) settled = isSettled(await app.state(thread));
  }
  tookMs.sort((a, b) => a - b);
  const at = (share: number): string => (tookMs[Math.min(tookMs.length - 1, Math.floor(share * tookMs.length))] ?? 0).toFixed(1);
  process.stdout.write(
    `| ${cpus()[0]?.model.trim()} × ${cpus().length} | ${tookMs.length} pings | p50 ${at(0.5)} ms | p99 ${at(0.99)} ms | max ${at(1)} ms |\n`,
  );
} finally {
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
}
