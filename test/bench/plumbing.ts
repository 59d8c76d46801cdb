/**
 * How much goes through everything but the model: `npm run bench:plumbing [turns]`. A gateway as it is wired (policy, limits, queue, store,
 * outbox), a real Redis and a worker whose engine answers at once, each a process of its own; the platform answers at once, too.
 * `--pictures`: each reply holds one. `--data <folder>`: another disk.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Adapter, Delivery, Received } from '../../src/core/ports.ts';
import type { ChatEvent } from '../../src/core/types.ts';
import { connectGateway } from '../../src/remote/connect.ts';
import { openOwnRedis } from '../support/redis.ts';
import { TYPESCRIPT } from '../support/typescript.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pictures: { type: 'boolean', default: false },
    data: { type: 'string', default: tmpdir() },
    open: { type: 'string', default: '64' },
  },
});
const TURNS = Number(positionals[0] ?? 3000);
const OPEN_TURNS = Number(values.open);
const PEOPLE = 500;
const LOOKS = 10;

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(values.data, 'plumbing-'));
const redis = await openOwnRedis();
const worker = spawn(
  process.execPath,
  [...TYPESCRIPT, join(import.meta.dirname, 'plumbing-worker.ts'), redis.url, String(OPEN_TURNS), String(values.pictures)],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);

const config = readConfig({ REDIS_URL: redis.url, DREAMTHREAD_DATA: folder, DREAMTHREAD_STORYBOARD: '0', DREAMTHREAD_LOG: 'warn' });
const app = await openApp(config, 'none', (settings) =>
  connectGateway(
    settings,
    (error) => print(String(error)),
    () => undefined,
  ),
);
let onEvent: (event: ChatEvent) => Promise<Received> = async () => ({ kind: 'noted' });
const done = new Map<string, () => void>();
/** Turns that were done before anybody waited for them. */
const early = new Set<string>();
let posts = 0;
const adapter: Adapter = {
  platform: 'bench',
  limits: { textChars: 4000, partsPerMessage: 10, imageBytes: 10_000_000 },
  async start(given) {
    onEvent = given;
  },
  async deliver({ key, turnId, status }: Delivery) {
    posts += 1;
    if (status !== 'streaming') {
      const heard = done.get(turnId);
      if (heard) heard();
      else early.add(turnId);
    }
    return key;
  },
  find: async () => undefined,
  progress: () => undefined,
  close: async () => undefined,
};
await app.run(adapter);

function eventOf(n: number): ChatEvent {
  const id = `e${n}`;
  const thread = { id: `bench:c:${n}`, isDirect: true, audience: 'private', ageRestricted: false } as const;
  const author = { id: `p${n % PEOPLE}`, name: 'Someone', isBot: false, isSelf: false };
  const sentAt = new Date().toISOString();
  const parts = [{ kind: 'text', text: `how does rain number ${n} form?` }] as const;
  return { kind: 'message-create', id, thread, message: { id: `m${n}`, threadId: thread.id, author, parts, mentionsBot: true, sentAt } };
}

let next = 0;
const tookMs: number[] = [];
async function lane(): Promise<void> {
  while (next < TURNS) {
    const event = eventOf(next++);
    const startedAt = performance.now();
    const received = await onEvent(event);
    if (received.kind !== 'queued') throw new Error(`expected a turn, got ${received.kind}`);
    const { id } = received.turn;
    if (!early.delete(id)) await new Promise<void>((resolve) => done.set(id, resolve));
    done.delete(id);
    tookMs.push(performance.now() - startedAt);
  }
}

/** Milliseconds of CPU that a process has taken so far; in Linux, as clock ticks of 10 ms. */
function cpuMs(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Number.NaN;
  }
}
const parts = { gateway: process.pid, worker: worker.pid, Redis: redis.pid() };
const cpuOfAll = (): number[] => Object.values(parts).map(cpuMs);

const mb = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0);
print(
  `${cpus()[0]?.model.trim()} × ${cpus().length}: ${TURNS} turns, ${values.pictures ? 'words and a picture' : 'words'}, ${OPEN_TURNS} open at a time, data on ${values.data}\n`,
);
print(
  `| turns | turns/s | ${Object.keys(parts).join(' | ')}, CPU a turn, ms | gateway RSS, MB | heap, MB |\n|---|---|---|---|---|---|---|`,
);
const startedAt = performance.now();
const lanes = Array.from({ length: OPEN_TURNS }, lane);
let at = startedAt;
let cpu = cpuOfAll();
let seen = 0;
for (let look = 1; look <= LOOKS; look++) {
  while (tookMs.length < Math.floor((TURNS * look) / LOOKS)) await wait(20);
  const now = performance.now();
  const turns = tookMs.length - seen;
  if (turns === 0) continue;
  const cpuNow = cpuOfAll();
  const { rss, heapUsed } = process.memoryUsage();
  const each = cpuNow.map((ms, part) => ((ms - (cpu[part] ?? 0)) / turns).toFixed(2)).join(' | ');
  print(`| ${tookMs.length} | ${((1000 * turns) / (now - at)).toFixed(0)} | ${each} | ${mb(rss)} | ${mb(heapUsed)} |`);
  [at, cpu, seen] = [now, cpuNow, tookMs.length];
}
await Promise.all(lanes);
const seconds = (performance.now() - startedAt) / 1000;
tookMs.sort((a, b) => a - b);
print(
  `\n${(TURNS / seconds).toFixed(0)} turns/s; a turn took p50 ${tookMs[Math.floor(TURNS / 2)]?.toFixed(0)} ms, p99 ${tookMs[Math.floor(TURNS * 0.99)]?.toFixed(0)} ms; ${(posts / TURNS).toFixed(1)} posts a turn.`,
);
worker.kill('SIGTERM');
await app.close();
await redis.close();
rmSync(folder, { recursive: true, force: true });
