/**
 * The queue under thousands of people, on its real table with a clock that is played: `npm run bench:queue`. Asks four
 * things: does anyone starve, is the told time right, what does a turn cost, and does that grow with what is stored or waits.
 * Prints Markdown for RESULTS.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Turn } from '../../src/core/types.ts';
import { openPast } from '../../src/queue/past.ts';
import { openTurnsTable, pastOf, type TurnsTable, turnOf } from '../../src/queue/turns-table.ts';
import { openDatabase } from '../../src/store/database.ts';

const PEOPLE = 3_000;
const WORKSPACES = 40;
const TURNS = 12_000;
const LANES = 4;
/** Share of the engine's time that is asked for: nearly all of it, so that queues grow long at times. */
const LOAD = 0.97;
const MEAN_MS = 4_000;
/** Who had no turn for so long is new to the round. */
const NEW_MS = 600_000;

const random = draws(20261122);
const folder = mkdtempSync(join(tmpdir(), 'bench-queue-'));
const past = openPast([]);

type Kind = 'edit' | 'reply' | 'bulk';

interface Arrival {
  readonly atMs: number;
  readonly person: string;
  readonly channel: string;
  readonly workspace: string;
  readonly kind: Kind;
  readonly durationMs: number;
  readonly pictures: number;
}

/** The nth of many by Zipf's law: the first asks a thousand times as often as the thousandth. */
function zipf(count: number): () => number {
  let total = 0;
  const steps = Array.from({ length: count }, (_, rank) => {
    total += 1 / (rank + 1);
    return total;
  });
  return () => {
    const at = random() * total;
    return Math.max(
      0,
      steps.findIndex((step) => step >= at),
    );
  };
}

/**
 * People, workspaces and their channels by Zipf's law, so that one channel has a tenth of all; one in five asks in a direct conversation.
 * Durations are log-normal, with one long document in ten; one in five changes what stands, one in ten is started as bulk.
 */
function arrivals(): Arrival[] {
  const [person, workspace, channel] = [zipf(PEOPLE), zipf(WORKSPACES), zipf(8)];
  // Who belongs to which workspace and channel stays.
  const homes = Array.from({ length: PEOPLE }, (_, n) => {
    const where = `W${workspace()}`;
    return { workspace: where, channel: random() < 0.2 ? `${where}/dm${n}` : `${where}/c${channel()}` };
  });
  let atMs = 0;
  return Array.from({ length: TURNS }, () => {
    atMs += (-Math.log(1 - random()) * MEAN_MS) / LANES / LOAD;
    const drawn = random();
    const kind: Kind = drawn < 0.1 ? 'bulk' : drawn < 0.3 ? 'edit' : 'reply';
    const pictures = kind === 'bulk' || (kind === 'reply' && random() < 0.05) ? 6 : 1;
    const durationMs = (pictures * MEAN_MS * Math.exp(0.5 * normal() - 0.125)) / 1.675;
    const n = person();
    return { atMs, person: `p${n}`, ...(homes[n] as (typeof homes)[number]), kind, durationMs, pictures };
  });
}

const TASKS: Readonly<Record<Kind, Turn['task']>> = {
  edit: { kind: 'redo', of: 'x' },
  reply: undefined,
  bulk: { kind: 'start', of: 'x', keep: [0, 1, 2, 3, 4, 5] },
};

const turnOfArrival = ({ person, channel, workspace, kind }: Omit<Arrival, 'atMs' | 'durationMs' | 'pictures'>, id: string): Turn => ({
  id,
  thread: { id: `bench:${channel}:${id}`, isDirect: false, audience: 'members', ageRestricted: false },
  eventId: `e${id}`,
  messageId: `m${id}`,
  authorId: person,
  standing: { workspace },
  ...(TASKS[kind] ? { task: TASKS[kind] } : {}),
  seed: 1,
  enqueuedAt: '2026-01-01T00:00:00.000Z',
  deadlineAt: '2100-01-01T00:00:00.000Z',
});

interface Played extends Arrival {
  readonly startMs: number;
  readonly waitMs: number;
  readonly totalMs: number;
  readonly toldP90: number | undefined;
  readonly toldP50: number | undefined;
}

/** Plays all arrivals through the table: at each moment either the next one arrives or a lane becomes free. */
async function play(table: TurnsTable, all: readonly Arrival[]): Promise<Played[]> {
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
      const n = next++;
      const runningMs = running.map((one) => nowMs - (startedMs.get(one.n) ?? nowMs));
      await table.add(turnOfArrival(arrival, `t${n}`), Math.round(nowMs), (ahead, priority) => {
        const eta = past.foretell({ runningMs, ahead, lanes: LANES }, priority);
        if (eta) told.set(n, eta.told);
        return eta;
      });
    } else if (ending?.row) {
      nowMs = ending.endMs;
      running.splice(running.indexOf(ending), 1);
      const done = all[ending.n] as Arrival;
      await table.done(ending.row, Math.round(nowMs), done.pictures);
      past.add(pastOf(ending.row, Math.round(nowMs)));
      const [eta, startMs] = [told.get(ending.n), startedMs.get(ending.n) ?? 0];
      played.push({ ...done, startMs, waitMs: startMs - done.atMs, totalMs: nowMs - done.atMs, toldP50: eta?.p50, toldP90: eta?.p90 });
    } else throw new Error('nothing arrives and nothing runs');
    while (running.length < LANES) {
      const row = await table.claimNext(Math.round(nowMs));
      if (!row) break;
      const n = Number(turnOf(row).id.slice(1));
      startedMs.set(n, nowMs);
      running.push({ endMs: nowMs + (all[n] as Arrival).durationMs, n, row });
    }
    if (next % 200 === 0) await table.look(); // as the queue does every second
  }
  return played;
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
const seconds = (ms: number): string => (ms / 1000).toFixed(1);

function waits(title: string, played: readonly Played[], of: (one: Played) => string): void {
  const counts = new Map<string, number>();
  for (const one of played) counts.set(of(one), (counts.get(of(one)) ?? 0) + 1);
  const groups: [string, (n: number) => boolean][] = [
    ['1 or 2 turns', (n) => n <= 2],
    ['3 to 20', (n) => n > 2 && n <= 20],
    ['21 to 200', (n) => n > 20 && n <= 200],
    ['over 200', (n) => n > 200],
  ];
  print(`\n| ${title} | turns | wait p50, s | p99, s | longest, s |\n|---|---|---|---|---|`);
  for (const [name, fits] of groups)
    tell(
      name,
      played.filter((one) => fits(counts.get(of(one)) ?? 0)),
    );
}

function tell(name: string, some: readonly Played[]): void {
  const all = some.map(({ waitMs }) => waitMs);
  if (all.length > 0) print(`| ${name} | ${all.length} | ${[0.5, 0.99, 1].map((share) => seconds(quantile(all, share))).join(' | ')} |`);
}

/**
 * Of parties that had nothing for a while: the most turns that any one other party beside them started while their reply waited. The
 * bound: who comes takes a place one step behind what goes now, so each other goes twice at most; and four rounds more by edits, four more to make up
 * for bulk that it waited with. In a round a person has one turn, a channel four, a workspace sixteen.
 */
function passes(played: readonly Played[]): void {
  const levels: [string, (one: Played) => string, (one: Played) => string, number][] = [
    ['person in the channel', ({ person }) => person, ({ channel }) => channel, 2 + 8],
    ['channel in the workspace', ({ channel }) => channel, ({ workspace }) => workspace, 2 + 8 * 4],
    ['workspace', ({ workspace }) => workspace, () => '', 2 + 8 * 16],
  ];
  print('\n| who had no turn for ten minutes | replies | most turns of one other while it waited | bound |\n|---|---|---|---|');
  for (const [name, party, whole, bound] of levels) {
    const asked = [...played].sort((a, b) => a.atMs - b.atMs);
    const starts = [...played].sort((a, b) => a.startMs - b.startMs);
    const lastMs = new Map<string, number>();
    let [fresh, most] = [0, 0];
    for (const one of asked) {
      const isNew = one.atMs - (lastMs.get(party(one)) ?? Number.NEGATIVE_INFINITY) > NEW_MS;
      lastMs.set(party(one), one.startMs);
      if (!isNew || one.kind !== 'reply') continue;
      fresh += 1;
      const by = new Map<string, number>();
      for (let at = firstAfter(starts, one.atMs); at < starts.length; at++) {
        const other = starts[at] as Played;
        if (other.startMs >= one.startMs) break;
        if (whole(other) !== whole(one) || party(other) === party(one)) continue;
        by.set(party(other), (by.get(party(other)) ?? 0) + 1);
      }
      most = Math.max(most, ...by.values());
    }
    print(`| ${name} | ${fresh} | ${most} | ${bound} |`);
  }
}

function firstAfter(starts: readonly Played[], atMs: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as Played).startMs > atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

function promises(played: readonly Played[]): void {
  const toldTurns = played.filter(({ toldP90 }) => toldP90 !== undefined);
  const share = (some: readonly Played[], fits: (one: Played) => boolean): string =>
    ((100 * some.filter(fits).length) / some.length).toFixed(1);
  const held = (name: string, some: readonly Played[]): void =>
    print(
      `| ${name} | ${some.length} | ${share(some, (one) => one.totalMs <= (one.toldP50 ?? 0))} % | ${share(some, (one) => one.totalMs <= (one.toldP90 ?? 0))} % |`,
    );
  print('\n| told | turns | done by p50 | by p90 |\n|---|---|---|---|');
  held('all', toldTurns);
  for (const kind of ['edit', 'reply', 'bulk'] as const)
    held(
      kind,
      toldTurns.filter((one) => one.kind === kind),
    );
}

/** CPU and wall time of one turn's way through the table, while ever more turns lie in it, or wait. */
async function growth(): Promise<void> {
  const database = openDatabase(join(folder, 'growth'));
  const table = await openTurnsTable(database);
  let asked = 0;
  async function timed(name: string, waiting: number): Promise<void> {
    for (let n = 0; n < waiting; n++) await table.add(turnOfArrival({ ...somewhere(n), kind: 'reply' }, `w${asked++}`), 0);
    const turns = 500;
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    for (let n = 0; n < turns; n++) {
      const nowMs = 4_000 * n;
      await table.add(turnOfArrival({ ...somewhere(waiting + n), kind: 'reply' }, `g${asked++}`), nowMs, (ahead, priority) =>
        past.foretell({ runningMs: [], ahead, lanes: LANES }, priority),
      );
      const row = await table.claimNext(nowMs);
      if (!row) throw new Error('what was added cannot be claimed');
      await table.done(row, nowMs + 4_000, 1);
      past.add(pastOf(row, nowMs + 4_000));
    }
    const { user, system } = process.cpuUsage(cpu);
    const wallMs = performance.now() - startedAt;
    print(`| ${name} | ${((user + system) / 1000 / turns).toFixed(2)} | ${(wallMs / turns).toFixed(2)} |`);
  }

  print('\n| turns stored | CPU a turn, ms | wall a turn, ms |\n|---|---|---|');
  let stored = 0;
  for (const target of [1_000, 10_000, 100_000, 1_000_000]) {
    await database.transaction(async (tx) => {
      for (; stored < target; stored++) {
        await tx.run(
          "INSERT INTO turns (id, thread_id, author_id, turn, state, place, started_ms, ended_ms) VALUES (?, ?, ?, '{}', 'done', 'W\nW/c', ?, ?)",
          `old${stored}`,
          `bench:old:${stored % 50_000}`,
          `p${stored % PEOPLE}`,
          stored,
          stored + 4000,
        );
      }
    });
    await timed(target.toLocaleString('en'), 0);
  }
  print('\n| turns waiting, of as many people in 1,000 channels | CPU a turn, ms | wall a turn, ms |\n|---|---|---|');
  let waiting = 0;
  for (const target of [100, 1_000, 10_000]) {
    await timed(target.toLocaleString('en'), target - waiting);
    waiting = target;
  }
  await database.close();
}

const somewhere = (n: number) => ({ person: `p${n}`, workspace: `W${n % 40}`, channel: `W${n % 40}/c${n % 1000}` });

try {
  const database = openDatabase(join(folder, 'play'));
  const table = await openTurnsTable(database);
  const cpu = process.cpuUsage();
  const played = await play(table, arrivals());
  const { user, system } = process.cpuUsage(cpu);
  await database.close();
  print(`${cpus()[0]?.model.trim()} × ${cpus().length}: ${PEOPLE} people, ${TURNS} turns, ${LANES} lanes, load ${LOAD}`);
  waits('people who asked', played, ({ person }) => person);
  waits('channels with', played, ({ channel }) => channel);
  waits('workspaces with', played, ({ workspace }) => workspace);
  print('\n| of priority | turns | wait p50, s | p99, s | longest, s |\n|---|---|---|---|---|');
  for (const kind of ['edit', 'reply', 'bulk'] as const)
    tell(
      kind,
      played.filter((one) => one.kind === kind),
    );
  passes(played);
  promises(played);
  print(`\nCPU of a turn in this play, its forecast included: ${((user + system) / 1000 / TURNS).toFixed(2)} ms.`);
  await growth();
} finally {
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
