/**
 * The queue under thousands of people, on its real table with a clock that is played: `npm run bench:queue`. Asks four
 * things: does anyone starve, is the told time right, what does a turn cost, and does that grow with what is stored.
 * Prints Markdown for RESULTS.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Turn } from '../../src/core/types.ts';
import { openPast } from '../../src/queue/past.ts';
import { openTurnsTable, pastOf, turnOf } from '../../src/queue/turns-table.ts';
import { openDatabase } from '../../src/store/database.ts';

const PEOPLE = 3_000;
const TURNS = 12_000;
const LANES = 4;
/** Share of the engine's time that is asked for: nearly all of it, so that queues grow long at times. */
const LOAD = 0.97;
const MEAN_MS = 4_000;

const random = draws(20261122);
const folder = mkdtempSync(join(tmpdir(), 'bench-queue-'));
const database = openDatabase(folder);
const table = await openTurnsTable(database);
const past = openPast([]);

interface Arrival {
  readonly atMs: number;
  readonly author: number;
  readonly durationMs: number;
  readonly pictures: number;
}

/** People by Zipf's law: the busiest asks a thousand times as often as most. Durations are log-normal, with one long document in ten. */
function arrivals(): Arrival[] {
  const weights = Array.from({ length: PEOPLE }, (_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const steps: number[] = [];
  weights.reduce((sum, weight) => {
    steps.push(sum + weight / total);
    return sum + weight / total;
  }, 0);
  let atMs = 0;
  return Array.from({ length: TURNS }, () => {
    atMs += (-Math.log(1 - random()) * MEAN_MS) / LANES / LOAD;
    const pictures = random() < 0.1 ? 6 : 1;
    const durationMs = (pictures * MEAN_MS * Math.exp(0.5 * normal() - 0.125)) / 1.5;
    const at = random();
    return {
      atMs,
      author: Math.max(
        0,
        steps.findIndex((step) => step >= at),
      ),
      durationMs,
      pictures,
    };
  });
}

const turnOfArrival = ({ author }: Arrival, n: number): Turn => ({
  id: `t${n}`,
  thread: { id: `bench:c:${n}`, isDirect: false, audience: 'members', ageRestricted: false },
  eventId: `e${n}`,
  messageId: `m${n}`,
  authorId: `p${author}`,
  seed: n,
  enqueuedAt: '2026-01-01T00:00:00.000Z',
  deadlineAt: '2100-01-01T00:00:00.000Z',
});

interface Played {
  readonly waitMs: number;
  readonly totalMs: number;
  readonly author: number;
  readonly toldP90: number | undefined;
  readonly toldP50: number | undefined;
}

/** Plays all arrivals through the table: at each moment either the next one arrives or a lane becomes free. */
async function play(all: readonly Arrival[]): Promise<Played[]> {
  const running: { readonly endMs: number; readonly n: number; readonly row: Awaited<ReturnType<typeof table.claimNext>> }[] = [];
  const startedMs = new Map<number, number>();
  const told = new Map<number, { p50: number; p90: number }>();
  const played: Played[] = [];
  let next = 0;
  while (played.length < all.length) {
    const arrival = all[next];
    const ending = running.reduce<(typeof running)[number] | undefined>(
      (least, one) => (!least || one.endMs < least.endMs ? one : least),
      undefined,
    );
    let nowMs: number;
    if (arrival && (!ending || arrival.atMs <= ending.endMs)) {
      nowMs = arrival.atMs;
      const turn = turnOfArrival(arrival, next);
      const runningMs = running.map(({ n }) => nowMs - (startedMs.get(n) ?? nowMs));
      await table.add(turn, Math.round(nowMs), (ahead) => {
        const eta = past.foretell({ runningMs, ahead: Math.max(0, ahead - running.length), lanes: LANES });
        if (eta) told.set(next, eta.told);
        return eta;
      });
      next += 1;
    } else if (ending?.row) {
      nowMs = ending.endMs;
      running.splice(running.indexOf(ending), 1);
      const done = all[ending.n] as Arrival;
      await table.done(ending.row, Math.round(nowMs), done.pictures);
      past.add(pastOf(ending.row, Math.round(nowMs)));
      const eta = told.get(ending.n);
      played.push({
        waitMs: (startedMs.get(ending.n) ?? 0) - done.atMs,
        totalMs: nowMs - done.atMs,
        author: done.author,
        toldP50: eta?.p50,
        toldP90: eta?.p90,
      });
    } else throw new Error('nothing arrives and nothing runs');
    while (running.length < LANES) {
      const row = await table.claimNext(Math.round(nowMs));
      if (!row) break;
      const n = Number(turnOf(row).id.slice(1));
      startedMs.set(n, nowMs);
      running.push({ endMs: nowMs + (all[n] as Arrival).durationMs, n, row });
    }
  }
  return played;
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
const seconds = (ms: number): string => (ms / 1000).toFixed(1);

function fairness(played: readonly Played[]): void {
  const counts = new Map<number, number>();
  for (const { author } of played) counts.set(author, (counts.get(author) ?? 0) + 1);
  const kinds: [string, (n: number) => boolean][] = [
    ['1 or 2 turns', (n) => n <= 2],
    ['3 to 20', (n) => n > 2 && n <= 20],
    ['over 20', (n) => n > 20],
  ];
  print('| people who asked | turns | wait p50, s | p99, s | longest, s |\n|---|---|---|---|---|');
  for (const [name, fits] of kinds) {
    const waits = played.filter(({ author }) => fits(counts.get(author) ?? 0)).map(({ waitMs }) => waitMs);
    print(
      `| ${name} | ${waits.length} | ${seconds(quantile(waits, 0.5))} | ${seconds(quantile(waits, 0.99))} | ${seconds(quantile(waits, 1))} |`,
    );
  }
  const toldTurns = played.filter(({ toldP90 }) => toldP90 !== undefined);
  const share = (fits: (one: Played) => boolean): string => ((100 * toldTurns.filter(fits).length) / toldTurns.length).toFixed(1);
  print(
    `\nTold time: ${share((one) => one.totalMs <= (one.toldP50 ?? 0))} % done by p50, ${share((one) => one.totalMs <= (one.toldP90 ?? 0))} % by p90 (of ${toldTurns.length}).`,
  );
}

/** CPU and wall time of one turn's way through the table, while ever more turns lie in it. */
async function growth(): Promise<void> {
  print('\n| turns stored | CPU a turn, ms | wall a turn, ms |\n|---|---|---|');
  let stored = TURNS;
  for (const target of [20_000, 100_000, 1_000_000]) {
    await database.transaction(async (tx) => {
      for (; stored < target; stored++) {
        await tx.run(
          "INSERT INTO turns (id, thread_id, author_id, turn, state, tag, started_ms, ended_ms) VALUES (?, ?, ?, '{}', 'done', 0, ?, ?)",
          `old${stored}`,
          `bench:old:${stored % 50_000}`,
          `p${stored % PEOPLE}`,
          stored,
          stored + 4000,
        );
      }
    });
    const timed = 500;
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    for (let n = 0; n < timed; n++) {
      const turn = { ...turnOfArrival({ atMs: 0, author: n, durationMs: 1, pictures: 1 }, n), id: `g${target}-${n}` };
      await table.add(turn, n, (ahead) => past.foretell({ runningMs: [], ahead, lanes: LANES }));
      const row = await table.claimNext(Number.MAX_SAFE_INTEGER);
      if (!row) throw new Error('what was added cannot be claimed');
      await table.done(row, 2_000_000 + n, 1);
      past.add(pastOf(row, 2_000_000 + n));
    }
    const { user, system } = process.cpuUsage(cpu);
    const wallMs = performance.now() - startedAt;
    print(`| ${target.toLocaleString('en')} | ${((user + system) / 1000 / timed).toFixed(2)} | ${(wallMs / timed).toFixed(2)} |`);
  }
}

try {
  const cpu = process.cpuUsage();
  const played = await play(arrivals());
  const { user, system } = process.cpuUsage(cpu);
  print(`${cpus()[0]?.model.trim()} × ${cpus().length}: ${PEOPLE} people, ${TURNS} turns, ${LANES} lanes, load ${LOAD}\n`);
  fairness(played);
  print(`CPU of a turn in this play, its forecast included: ${((user + system) / 1000 / TURNS).toFixed(2)} ms.`);
  await growth();
} finally {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Numbers from 0 up to 1 (mulberry32, public domain). */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
