/** The local adapters over the real stores, queue, intake and outbox, with a scripted engine in the place of a model. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createPageAdapter } from '../../adapters/local/page.ts';
import { LOCAL } from '../../adapters/local/thread.ts';
import { isShown } from '../../src/core/ledger.ts';
import type { Adapter, Clock, Delivery, Engine, Statements } from '../../src/core/ports.ts';
import { platformOf, replyOf, SELF } from '../../src/core/thread.ts';
import type { Message, Verdict } from '../../src/core/types.ts';
import { openAllowances } from '../../src/intake/allowance.ts';
import { openJournal } from '../../src/intake/journal.ts';
import { openIntake, turnIdOf } from '../../src/intake/receive.ts';
import { type Moderation, openModeration } from '../../src/moderation.ts';
import { openEmbeddedQueue } from '../../src/queue/embedded.ts';
import { createDeliver, createTakeBack } from '../../src/reply/deliver.ts';
import { openOutbox } from '../../src/reply/outbox.ts';
import { openReplies } from '../../src/reply/replies.ts';
import { checkPart } from '../../src/safety/check.ts';
import { verify } from '../../src/safety/verify.ts';
import { openAssets } from '../../src/store/assets.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openStagings } from '../../src/store/staging.ts';
import { openThreads } from '../../src/store/threads.ts';
import { runTurn, type TurnPorts } from '../../src/turn.ts';

const EXAMPLES = [
  { text: 'a red circle left of a blue square' },
  { text: 'why does it rain?' },
  { text: 'draw a house under a yellow sun' },
  { text: 'what is in this picture?', attach: true },
  { text: 'draw a green tree at night' },
  { text: 'how does a rainbow form? show me' },
];

const silent = async (): Promise<undefined> => undefined;
const SILENT = {
  credentials: { read: silent, stamp: async (png: Uint8Array) => png },
  watermark: { read: silent, embed: async (png: Uint8Array) => png },
  likenesses: { near: async () => [] },
};

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Where files need no disk: nothing here is about what a disk keeps, and syncing to one takes most of the time. */
const MEMORY = '/dev/shm';

export interface WorldOptions {
  /** Goes on with what an earlier world stored, and leaves it there. */
  readonly folder?: string;
  /** Turns at a time. */
  readonly concurrency?: number;
  /** How long a turn may run. */
  readonly limitMs?: number;
  /** The longest pause before the outbox tries again. */
  readonly pauseMsAtMost?: number;
  /** In the place of what a turn uses otherwise: no storyboards, the default policy. */
  readonly turns?: Partial<Pick<TurnPorts, 'storyboard' | 'checkPart'>>;
}

export async function createWorld(engine: Engine, { folder: given, concurrency = 1, limitMs, pauseMsAtMost, turns }: WorldOptions = {}) {
  const folder = given ?? (await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'dreamthread-local-')));
  /** What failed that was not the asker's doing. */
  const failures: unknown[] = [];
  const failed = (...told: unknown[]) => failures.push(told.at(-1));
  const clock: Clock = () => Date.now();
  const database = openDatabase(folder);
  const threads = await openThreads(database);
  const ledger = await openLedger(database);
  const stagings = await openStagings(database);
  const assets = openAssets(folder);
  const queue = await openEmbeddedQueue({ database, clock, concurrency, failed, ...(limitMs === undefined ? {} : { limitMs }) });
  const journal = await openJournal(database);
  let attached: Adapter | undefined;
  let refusal: Verdict | undefined;
  const adapterOf = (platform: string) => (attached?.platform === platform ? attached : undefined);
  /** As the program does for every platform but the local one, whose adapters keep their own. */
  const stood = async ({ thread, turnId, parts, card, note }: Delivery, id: string, tx: Statements): Promise<void> => {
    if (platformOf(thread) === LOCAL || card || note) return;
    const messages = threads.within(tx);
    const sentAt = (await messages.get(thread.id, id))?.sentAt ?? new Date(clock()).toISOString();
    if (parts.length === 0) await messages.remove(thread.id, id);
    else await messages.put(thread, { id, threadId: thread.id, author: SELF, parts, mentionsBot: false, sentAt, turnId });
  };
  const outbox = await openOutbox({
    ...{ database, adapterOf, failed, stood },
    ...(pauseMsAtMost === undefined
      ? {}
      : { pause: (ms: number, signal: AbortSignal) => wait(Math.min(ms, pauseMsAtMost), undefined, { signal }).catch(() => undefined) }),
  });
  const replies = await openReplies(database);
  const allowances = await openAllowances(database, clock, failed);
  const intake = await openIntake({
    database,
    threads,
    ledger,
    queue,
    clock,
    allowances,
    replies: createTakeBack({ outbox, replies }),
    desk: {
      press: (press) => moderation.desk.press(press),
      appeal: (...of) => moderation.desk.appeal(...of),
      consent: (given) => moderation.consent(given),
    },
    async forget(what) {
      const files = await database.transaction(async (tx) => {
        await threads.within(tx).forget(what);
        await replies.within(tx).forget(what);
        await outbox.forget(what, tx);
        await stagings.within(tx).forget(what);
        return ledger.within(tx).forget(what);
      });
      for (const asset of files) await assets.remove(asset);
      await moderation.forget(what, files);
    },
  });
  const deliver = createDeliver({ outbox, replies, adapterOf });
  const moderation = await openModeration({
    ...{ database, clock, threads, ledger, assets, replies, outbox, deliver, failed },
    receive: intake,
    turnsIn: journal.turnsIn,
    removeBefore: async () => ({ turns: 0, pictures: 0 }),
  });

  const stages = {
    threads,
    ledger,
    stagings,
    assets,
    engine,
    clock,
    failed,
    async deliver(...delivered: Parameters<typeof deliver>) {
      await deliver(...delivered);
      const [turn, verdicts, status] = delivered;
      if (status !== 'streaming') await moderation.desk.note(replyOf(turn), turn, verdicts);
    },
    made: journal.turn,
    ratings: journal.ratings,
    replies,
  };
  return {
    failures,
    ports: {
      database,
      threads,
      ledger: { ...ledger, rows: async (threadId: string) => (await ledger.rows(threadId)).filter(isShown) },
      assets,
      clock,
      newId: randomUUID,
      turnIdOf,
      allowance: allowances.allowance,
      position: queue.position,
      eta: queue.eta,
      ratings: journal.ratingsIn,
      device: () => ({ name: 'cpu' }),
      failed,
      queue,
      journal,
      panel: moderation.panel,
      /** Of the witnesses only the file itself. */
      verify: (file: Uint8Array) => verify(file, { ...SILENT, ledger }),
    },
    /** Resolves when no turn waits or runs; a reply stands a moment before its turn is over. */
    async idle(): Promise<void> {
      for (let counts = await queue.state(); counts.waiting + counts.running > 0; counts = await queue.state()) await wait(5);
    },
    limit: (limits: unknown) => allowances.apply(JSON.stringify(limits), 'the limits of a test', 'test'),
    moderation,
    /** From now on events come from this adapter, and replies go to it. */
    async attach(adapter: Adapter) {
      attached = adapter;
      await adapter.start(intake);
      await outbox.resume();
      queue.run(
        async (turn, signal) => {
          const check = await moderation.check(turn);
          const checks = {
            checkPart: check.part,
            mayPreview: check.mayPreview,
            checkRequest: async (asked: Message) => refusal ?? check.request(asked),
          };
          return runTurn(
            turn,
            { ...stages, ...checks, ...turns, progress: (of, progress) => attached?.progress(of.thread, progress) },
            signal,
          );
        },
        async ({ turn, reason }) => {
          await deliver(turn, [await checkPart({ kind: 'text', text: `_${reason}_` })], 'truncated');
        },
      );
    },
    refuseFromNowOn(verdict: Verdict) {
      refusal = verdict;
    },
    async close() {
      await queue.close(100);
      await outbox.close(100);
      await attached?.close();
      await moderation.desk.close();
      await database.close();
      if (!given) await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface PageWorld {
  readonly address: string;
  readonly failures: unknown[];
  readonly moderation: Moderation;
  close(): Promise<void>;
}

/** With the page attached. It has scripts only in its built folder. */
export async function startPageWorld(
  engine: Engine,
  { port = 0, pageFolder, turns = {} }: { port?: number; pageFolder?: string } & Pick<WorldOptions, 'turns'> = {},
): Promise<PageWorld> {
  const world = await createWorld(engine, { turns });
  const page = createPageAdapter({
    ...world.ports,
    host: '127.0.0.1',
    port,
    about: { modelId: engine.modelId, description: 'A scripted engine: it knows two shapes, and says so.', examples: EXAMPLES },
    ...(pageFolder && { pageFolder }),
  });
  await world.attach(page);
  return { address: page.address(), failures: world.failures, moderation: world.moderation, close: world.close };
}
