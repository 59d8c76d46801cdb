/** The page over the real stores, queue and intake, with a scripted engine in the place of a model. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPageAdapter } from '../../adapters/local/page.ts';
import type { Clock, Engine } from '../../src/core/ports.ts';
import type { Turn, Verdict } from '../../src/core/types.ts';
import { openJournal } from '../../src/intake/journal.ts';
import { openIntake, turnIdOf } from '../../src/intake/receive.ts';
import { openEmbeddedQueue } from '../../src/queue/embedded.ts';
import { checkPart, checkRequest } from '../../src/safety/check.ts';
import { openAssets } from '../../src/store/assets.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openThreads } from '../../src/store/threads.ts';
import { runTurn } from '../../src/turn.ts';

const EXAMPLES = [
  { text: 'a red circle left of a blue square' },
  { text: 'why does it rain?' },
  { text: 'draw a house under a yellow sun' },
  { text: 'what is in this picture?', attach: true },
  { text: 'draw a green tree at night' },
  { text: 'how does a rainbow form? show me' },
];

export interface LocalWorld {
  readonly address: string;
  /** What failed that was not the asker's doing. */
  readonly failures: unknown[];
  close(): Promise<void>;
}

export async function startLocalWorld(engine: Engine, port = 0): Promise<LocalWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'dreamthread-page-'));
  const failures: unknown[] = [];
  const failed = (...told: unknown[]) => failures.push(told.at(-1));
  const clock: Clock = () => Date.now();
  const database = openDatabase(folder);
  const threads = openThreads(database);
  const ledger = openLedger(database);
  const assets = openAssets(folder);
  const queue = openEmbeddedQueue({ database, clock, failed });
  const intake = openIntake({ database, threads, ledger, queue, clock });
  const page = createPageAdapter({
    host: '127.0.0.1',
    port,
    threads,
    ledger,
    assets,
    clock,
    newId: randomUUID,
    about: { modelId: engine.modelId, description: 'A scripted engine: it knows two shapes, and says so.', examples: EXAMPLES },
    turnIdOf,
    position: queue.position,
    failed,
  });
  const revisions = new Map<string, number>();
  const partsOf = (verdicts: readonly Verdict[]) =>
    verdicts.map((v) => ('part' in v ? v.part : { kind: 'text' as const, text: `${v.reason} (${v.rule})` }));
  const deliver = async (turn: Turn, verdicts: readonly Verdict[], status: Parameters<typeof page.deliver>[0]['status']) => {
    const revision = (revisions.get(turn.id) ?? 0) + 1;
    revisions.set(turn.id, revision);
    await page.deliver({ key: turn.id, thread: turn.thread, turnId: turn.id, revision, parts: partsOf(verdicts), status });
  };
  await page.start(async (event) => {
    await intake(event);
  });
  const askedBy = (turnId: string) => openJournal(database).turn(turnId)?.messageId;
  const ports = {
    threads,
    ledger,
    assets,
    engine,
    clock,
    askedBy,
    checkRequest,
    checkPart,
    deliver,
    failed,
  };
  queue.run(
    (turn, signal) => runTurn(turn, { ...ports, progress: (of, progress) => page.progress(of.thread, progress) }, signal),
    ({ turn, reason }) => deliver(turn, [checkPart({ kind: 'text', text: `_${reason}_` })], 'truncated'),
  );
  return {
    address: page.address(),
    failures,
    async close() {
      await queue.close(100);
      await page.close();
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
