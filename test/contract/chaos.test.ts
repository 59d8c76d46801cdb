/**
 * A gateway, three workers, Redis, Postgres and a platform, each a process of its own, through everything that goes wrong: any of them
 * killed, workers ended in order or frozen, servers killed or ended and started again, connections cut, a full disk, clocks that
 * move, calls that are lost. Every event ends in one reply, once, whole, with the bytes that the ledger names. `npm run test:chaos` makes
 * it long; CHAOS_DATABASE=embedded puts the embedded database in the place of Postgres; CHAOS_SEED replays the order of
 * troubles (not their moments, which hang on the machine).
 */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import type { ImagePart } from '../../src/core/types.ts';
import { turnIdOf } from '../../src/intake/receive.ts';
import { openAssets } from '../../src/store/assets.ts';
import { type Ledger, openLedger } from '../../src/store/ledger.ts';
import { openBeside } from '../../src/store/open.ts';
import { draws } from '../support/chaos/draws.ts';
import type { Posted } from '../support/chaos/platform.ts';
import { pictureOf, textsOf } from '../support/chaos/script.ts';
import { openStage, type Stage } from '../support/chaos/stage.ts';
import { drawn, troublesOf } from '../support/chaos/troubles.ts';
import { eventNumber } from '../support/made.ts';
import { postgresPrograms } from '../support/postgres.ts';

const TURNS = Number(process.env.CHAOS_TURNS ?? 24);
const SEED = Number(process.env.CHAOS_SEED ?? 20261128);
const TURN_MS = Number(process.env.CHAOS_TURN_MS ?? 600);
const DATABASE = process.env.CHAOS_DATABASE === 'embedded' ? 'embedded' : 'postgres';
const IS_LONG = TURNS > 100;
const TURNS_A_TROUBLE = 4;
const OPEN_TURNS = 12;
/** Between two troubles. */
const QUIET_MS = IS_LONG ? [1_000, 3_000] : [200, 800];
/** A turn takes a second or two on a quiet machine; on a busy one a run is not to be cut off. */
const LIMIT_MS = 120_000 + TURNS * (IS_LONG ? 12_000 : 4_000);

if (DATABASE === 'postgres' && !postgresPrograms() && process.env.CI) {
  throw new Error('Postgres is not installed: npm run test:setup installs it.');
}

const random = draws(SEED);
let stage: Stage;
afterAll(() => stage?.close());

const events = Array.from({ length: TURNS }, (_, n) => eventNumber('chaos', n));
const turnIds = events.map(({ id }) => turnIdOf('chaos', id));
const shownOf = (turnId: string): Posted[] =>
  [...stage.posted.values()].filter(({ delivery }) => delivery.turnId === turnId && delivery.parts.length > 0);
const wordsOf = (shown: readonly Posted[]): string =>
  shown.flatMap(({ delivery }) => delivery.parts.map((part) => (part.kind === 'text' ? part.text : ''))).join(' ');

function isFinished(turnId: string): boolean {
  const shown = shownOf(turnId);
  return (
    shown.length > 0 &&
    shown.every(({ delivery }) => delivery.status !== 'streaming') &&
    (shown[0]?.delivery.status !== 'complete' || wordsOf(shown).endsWith(textsOf(turnId)[1].slice(-20)))
  );
}

it.skipIf(DATABASE === 'postgres' && !postgresPrograms())(
  `answers ${TURNS} turns once each through everything that goes wrong (${DATABASE}, seed ${SEED})`,
  async () => {
    const startedAtMs = performance.now();
    const seconds = (): string => ((performance.now() - startedAtMs) / 1000).toFixed(1);
    stage = await openStage({ seed: SEED, turnMs: TURN_MS, database: DATABASE });
    const { gateway, posted, stored } = stage;

    /** New events come as turns end, and in step with the troubles, so that each of these meets some. */
    let given = 0;
    let mayBeGiven = OPEN_TURNS;
    let sentMs = performance.now();
    const feed = (): void => {
      const open = turnIds.slice(0, given).filter((id) => !isFinished(id)).length;
      for (let n = open; n < OPEN_TURNS && given < Math.min(mayBeGiven, TURNS); n++) gateway.say(JSON.stringify(events[given++]));
      if (performance.now() - sentMs < 1000) return;
      sentMs = performance.now();
      // What was not acknowledged is sent again, as platforms do.
      for (const event of events.slice(0, given)) if (!stored.has(event.id)) gateway.say(JSON.stringify(event));
    };
    const isOver = (): boolean => given === TURNS && events.every(({ id }, n) => stored.has(id) && isFinished(turnIds[n] ?? ''));

    const kinds = troublesOf(stage, random).filter(({ name }) => IS_LONG || name !== 'worker frozen');
    const counts = new Map<string, number>();
    const feeding = setInterval(feed, 100);
    try {
      for (const { name, run } of drawn(kinds, random)) {
        const [least = 0, most = 0] = QUIET_MS;
        await wait(least + random() * (most - least));
        counts.set(name, (counts.get(name) ?? 0) + 1);
        if (process.env.CHAOS_TELL) process.stdout.write(`${seconds()} s: ${name}, ${given} sent\n`);
        await run();
        mayBeGiven += TURNS_A_TROUBLE;
        const wasEach = counts.size === kinds.length;
        if ((wasEach && given === TURNS) || performance.now() - startedAtMs > LIMIT_MS - 60_000) break;
      }
      // From here on nothing more goes wrong.
      while (!isOver() && performance.now() - startedAtMs < LIMIT_MS - 10_000) await wait(200);
    } finally {
      clearInterval(feeding);
    }
    await gateway.end('SIGTERM');

    const lost = events.filter((_, n) => !isFinished(turnIds[n] ?? '')).map(({ id }) => id);
    expect(lost, 'events that nothing came of').toEqual([]);
    expect([...posted.values()].filter(({ wentBack }) => wentBack)).toEqual([]);
    const keys = [...posted.values()].map(({ delivery }) => delivery.key);
    expect(new Set(keys).size, 'a message was posted twice').toBe(keys.length);

    const database = await openBeside(stage.place, false);
    const ledger = await openLedger(database);
    const failures: string[] = [];
    for (const turnId of turnIds) {
      const shown = shownOf(turnId);
      expect(shown.map(({ delivery }) => delivery.key)).toEqual(shown.map((_, place) => `${turnId}:${place}`));
      // Everything that a reply holds is there in its order; what was given up says so.
      if (shown[0]?.delivery.status === 'complete') await expectWhole(turnId, shown, ledger);
      else failures.push(`${turnId}: ${wordsOf(shown)}`);
    }
    await database.close();
    for (const hashes of stage.sent.values()) expect(hashes.size, 'a picture was sent with other bytes than before').toBe(1);
    const troubles = [...counts].map(([name, count]) => `${count} × ${name}`).join(', ');
    process.stdout.write(
      `${DATABASE}, seed ${SEED}: ${TURNS} turns through ${troubles} in ${seconds()} s: ${TURNS - failures.length} complete, ${failures.length} given up and told, 0 lost, 0 twice\n`,
    );
    if (process.env.CHAOS_TELL) process.stdout.write(failures.map((failure) => `${failure}\n`).join(''));
    // What was given up was told to who asked, in a sentence; it is rare.
    expect(failures.length, failures.join('\n')).toBeLessThanOrEqual(Math.max(2, TURNS * 0.05));
  },
  LIMIT_MS,
);

async function expectWhole(turnId: string, shown: readonly Posted[], ledger: Ledger): Promise<void> {
  expect(wordsOf(shown).replaceAll(/ +/g, ' ').trim()).toBe(textsOf(turnId).join(' '));
  const pictures = shown.flatMap(({ delivery }) => delivery.parts).filter((part): part is ImagePart => part.kind === 'image');
  expect(pictures).toHaveLength(1);
  for (const { asset, name } of pictures) {
    const rows = await ledger.rows(shown[0]?.delivery.thread.id ?? '');
    expect(rows.filter((row) => row.turnId === turnId)).toMatchObject([{ name, asset }]);
    const bytes = Buffer.from((await openAssets(stage.place.dataDir).get(asset)) ?? []);
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(asset);
    expect(bytes).toEqual(Buffer.from(await pictureOf(turnId)));
  }
}
