/**
 * A gateway, three workers, Redis and a platform, each a process of its own, through everything that goes wrong: any of them killed,
 * workers ended in order or frozen, Redis killed or ended and started again, a full disk, clocks that jump, calls that are lost. Every
 * event ends in one reply, once, whole, with the bytes that the ledger names. `npm run test:chaos` makes it long; CHAOS_SEED
 * replays the order of troubles (not their moments, which hang on the machine).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import type { ChatEvent } from '../../src/core/types.ts';
import { turnIdOf } from '../../src/intake/receive.ts';
import { openAssets } from '../../src/store/assets.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { draws } from '../support/chaos/draws.ts';
import type { Posted } from '../support/chaos/platform.ts';
import { type Program, program } from '../support/chaos/process.ts';
import { pictureOf, textsOf } from '../support/chaos/script.ts';
import { message, thread } from '../support/made.ts';
import { type OwnRedis, openOwnRedis } from '../support/redis.ts';

const TURNS = Number(process.env.CHAOS_TURNS ?? 24);
const SEED = Number(process.env.CHAOS_SEED ?? 20261122);
const TURN_MS = Number(process.env.CHAOS_TURN_MS ?? 600);
const LIMIT_MS = 120_000 + TURNS * 4_000;
const WORKERS = 3;
const THREADS = 9;
const OPEN_TURNS = 12;
/** Between two troubles. */
const QUIET_MS = [1_500, 4_000] as const;
const DISK_BYTES = 48 * 1024 ** 2;
/** Within the time that a turn may wait: a longer jump forward is told to who asked, as it should be. */
const JUMP_MS = 5 * 60_000;

const random = draws(SEED);
const script = (name: string): string => join(import.meta.dirname, '../support/chaos', name);
const between = ([least, most]: readonly [number, number]): number => least + random() * (most - least);

const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
/** A disk of its own can only be made by root; without it nothing fills up. */
const ownDisk = isMounted();
let redis: OwnRedis;
const programs: Program[] = [];
const posted = new Map<string, Posted>();
const lines: string[] = [];
const events: ChatEvent[] = [];
const stored = new Set<string>();
const troubles = new Map<string, number>();

function isMounted(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

afterAll(async () => {
  for (const one of programs) {
    one.signal('SIGCONT');
    await one.end('SIGKILL');
  }
  await redis?.close();
  if (ownDisk) execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
});

const turnIdOfEvent = (event: ChatEvent): string => turnIdOf('chaos', event.id);
const shownOf = (turnId: string): Posted[] =>
  [...posted.values()].filter(({ delivery }) => delivery.turnId === turnId && delivery.parts.length > 0);

function isFinished(turnId: string): boolean {
  const shown = shownOf(turnId);
  const words = shown.flatMap(({ delivery }) => delivery.parts.map((part) => (part.kind === 'text' ? part.text : ''))).join(' ');
  return (
    shown.length > 0 &&
    shown.every(({ delivery }) => delivery.status !== 'streaming') &&
    (shown[0]?.delivery.status !== 'complete' || words.endsWith(textsOf(turnId)[1].slice(-20)))
  );
}

function nextEvent(): ChatEvent {
  const n = events.length;
  const where = thread(`chaos:me:t${n % THREADS}`);
  const event: ChatEvent = {
    kind: 'message-create',
    id: `e${n}`,
    thread: where,
    message: message(`m${n}`, {
      threadId: where.id,
      author: { id: `p${n % 4}`, name: 'Someone', isBot: false, isSelf: false },
      parts: [{ kind: 'text', text: `draw square number ${n}` }],
      sentAt: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
    }),
  };
  events.push(event);
  return event;
}

it(
  `answers ${TURNS} turns once each through everything that goes wrong`,
  async () => {
    const startedAtMs = performance.now();
    redis = await openOwnRedis();
    let address = '';
    const platform = program(script('platform.ts'), [String(SEED)], {}, (line) => {
      if (line.startsWith('http')) address = line;
      else {
        const message = JSON.parse(line) as Posted;
        posted.set(message.id, message);
      }
    });
    programs.push(platform);
    void platform.start();
    while (address === '') await wait(50);
    const env = { REDIS_URL: redis.url, DREAMTHREAD_LOG: 'silent', DREAMTHREAD_STORYBOARD: '0', NODE_ENV: 'test' };
    const gateway = program(script('gateway.ts'), [folder, address], env, (line) => {
      lines.push(line);
      const [word, id = ''] = line.split(' ');
      if (word === 'stored') stored.add(id);
    });
    const workers = Array.from({ length: WORKERS }, () => program(script('worker.ts'), [redis.url, String(TURN_MS)], {}, () => undefined));
    programs.push(gateway, ...workers);
    await Promise.all([...workers, gateway].map((one) => one.start()));

    /** What was not acknowledged is sent again, as platforms do; new events come as turns end. */
    let sentMs = Number.NEGATIVE_INFINITY;
    const feed = (): void => {
      const open = events.filter((event) => !isFinished(turnIdOfEvent(event))).length;
      for (let n = open; n < OPEN_TURNS && events.length < TURNS; n++) gateway.say(JSON.stringify(nextEvent()));
      if (performance.now() - sentMs < 1000) return;
      sentMs = performance.now();
      for (const event of events) if (!stored.has(event.id)) gateway.say(JSON.stringify(event));
    };
    const isOver = (): boolean =>
      events.length === TURNS && events.every((event) => stored.has(event.id) && isFinished(turnIdOfEvent(event)));

    const worker = (): Program => workers[Math.floor(random() * WORKERS)] as Program;
    const again = async (one: Program, signal: NodeJS.Signals): Promise<void> => {
      await one.end(signal);
      await one.start();
    };
    const filler = join(folder, 'filler');
    const kinds: readonly [name: string, weight: number, work: () => Promise<void>][] = [
      ['gateway killed', 4, () => again(gateway, 'SIGKILL')],
      ['gateway ended', 1, () => again(gateway, 'SIGTERM')],
      ['worker killed', 8, () => again(worker(), 'SIGKILL')],
      ['worker ended', 2, () => again(worker(), 'SIGTERM')],
      [
        'worker frozen',
        1,
        async () => {
          const frozen = worker();
          frozen.signal('SIGSTOP');
          await wait(15_000);
          frozen.signal('SIGCONT');
        },
      ],
      [
        'Redis killed',
        2,
        async () => {
          await redis.end('SIGKILL');
          await wait(between([0, 1500]));
          await redis.start();
        },
      ],
      [
        'Redis ended',
        1,
        async () => {
          await redis.end('SIGTERM');
          await redis.start();
        },
      ],
      [
        'disk full',
        ownDisk ? 2 : 0,
        async () => {
          const { bavail, bsize } = statfsSync(folder);
          try {
            writeFileSync(filler, Buffer.alloc(bavail * bsize));
          } catch {
            // Full before all of it was written, which is what is wanted.
          }
          await wait(between([500, 2500]));
          rmSync(filler, { force: true });
        },
      ],
      ['clock jumped', 2, async () => gateway.say(`jump ${Math.round((random() * 2 - 1) * JUMP_MS)}`)],
    ];
    const weights = kinds.reduce((sum, [, weight]) => sum + weight, 0);
    const trouble = async (): Promise<void> => {
      const drawn = kinds.flatMap((kind) => Array<typeof kind>(kind[1]).fill(kind))[Math.floor(random() * weights)];
      if (!drawn) return;
      const [name, , work] = drawn;
      troubles.set(name, (troubles.get(name) ?? 0) + 1);
      if (process.env.CHAOS_TELL)
        process.stdout.write(`${((performance.now() - startedAtMs) / 1000).toFixed(1)} s: ${name}, ${events.length} sent\n`);
      await work();
    };

    const feeding = setInterval(feed, 100);
    try {
      while (events.length < TURNS && performance.now() - startedAtMs < LIMIT_MS - 60_000) {
        await wait(between(QUIET_MS));
        await trouble();
      }
      // From here on nothing more goes wrong.
      while (!isOver() && performance.now() - startedAtMs < LIMIT_MS - 10_000) await wait(200);
    } finally {
      clearInterval(feeding);
    }
    await gateway.end('SIGTERM');
    for (const one of workers) await one.end('SIGKILL');

    const waiting = events.filter((event) => !isFinished(turnIdOfEvent(event))).map(({ id }) => id);
    expect(waiting, 'events that nothing came of').toEqual([]);
    expect(events).toHaveLength(TURNS);
    expect([...posted.values()].filter(({ wentBack }) => wentBack)).toEqual([]);
    const keys = [...posted.values()].map(({ delivery }) => delivery.key);
    expect(new Set(keys).size, 'a message was posted twice').toBe(keys.length);

    const database = openDatabase(folder);
    const assets = openAssets(folder);
    const ledger = await openLedger(database);
    const failures: string[] = [];
    for (const turnId of events.map(turnIdOfEvent)) {
      const shown = shownOf(turnId);
      expect(shown.map(({ delivery }) => delivery.key)).toEqual(shown.map((_, place) => `${turnId}:${place}`));
      const parts = shown.flatMap(({ delivery }) => delivery.parts);
      const words = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join(' ');
      if (shown[0]?.delivery.status !== 'complete') {
        failures.push(words);
        continue;
      }
      expect(words).toBe(textsOf(turnId).join(' '));
      const pictures = parts.flatMap((part) => (part.kind === 'image' ? [part] : []));
      expect(pictures).toHaveLength(1);
      for (const { asset, name } of pictures) {
        expect(Buffer.from((await assets.get(asset)) ?? [])).toEqual(Buffer.from(await pictureOf(turnId)));
        const rows = await ledger.rows(shown[0]?.delivery.thread.id ?? '');
        expect(rows.filter((row) => row.turnId === turnId)).toMatchObject([{ name, asset }]);
      }
    }
    await database.close();
    // What was given up was told to who asked, in a sentence; it is rare.
    expect(failures.length, failures.join('\n')).toBeLessThanOrEqual(Math.max(2, TURNS * 0.05));
    const told = [...troubles].map(([name, count]) => `${count} × ${name}`).join(', ');
    const seconds = Math.round((performance.now() - startedAtMs) / 1000);
    process.stdout.write(
      `${TURNS} turns through ${told} in ${seconds} s: ${TURNS - failures.length} complete, ${failures.length} given up and told, 0 lost, 0 twice\n`,
    );
  },
  LIMIT_MS,
);
