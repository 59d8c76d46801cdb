/** Everything but the platforms, wired: stores, queue, engine, safety and the way out. */
import { openEngine } from '../engine/index.ts';
import { type Config, VERSION } from './config.ts';
import { TurnError } from './core/errors.ts';
import { isShown } from './core/ledger.ts';
import type { Allowance } from './core/limits.ts';
import type { PolicyPanel } from './core/panel.ts';
import type {
  Adapter,
  AssetStore,
  Database,
  Delivery,
  Engine,
  Forgotten,
  LedgerStore,
  Statements,
  ThreadStore,
  TurnQueue,
} from './core/ports.ts';
import { asidePart, say } from './core/sentences.ts';
import { platformOf, replyOf, SELF } from './core/thread.ts';
import type { AssetId } from './core/types.ts';
import type { Verified } from './core/verified.ts';
import { type OpenFinders, openFinders } from './finders.ts';
import { requestOf } from './gather.ts';
import { openAllowances } from './intake/allowance.ts';
import { type Journal, openJournal } from './intake/journal.ts';
import { openIntake } from './intake/receive.ts';
import { openModeration } from './moderation.ts';
import { type Log, openLog } from './ops/log.ts';
import { countTurns } from './ops/turn-metrics.ts';
import { openEmbeddedQueue } from './queue/embedded.ts';
import { openAutoStart } from './reply/auto-start.ts';
import { createDeliver, createTakeBack } from './reply/deliver.ts';
import { openOutbox } from './reply/outbox.ts';
import { openPace } from './reply/pace.ts';
import { openReplies } from './reply/replies.ts';
import { checkPart } from './safety/check.ts';
import { openLikenesses } from './safety/likenesses.ts';
import { redacted } from './safety/redact.ts';
import { marksOf, stampedAssets } from './safety/stamped.ts';
import { verify } from './safety/verify.ts';
import type { KeptAssets } from './store/assets.ts';
import { openLedger } from './store/ledger.ts';
import { openOwned, openPictures, storesOf } from './store/open.ts';
import { openStagings } from './store/staging.ts';
import { openThreads } from './store/threads.ts';
import { runTurn } from './turn.ts';

/** How long a turn may go on after the program was asked to end; what is cut off runs again next time. */
const GRACE_MS = 1_000;

/** Where the model is elsewhere, a turn cannot be what ends this process. */
const CRASHES_OF_GATEWAY = 20;

/** How long a plan that is shown waits for someone to choose. */
const STORYBOARD_MS = 20_000;

/** An engine here or far away, and what is known of it. */
export interface AppEngine extends Engine {
  /** What the model knows and does not, in a sentence or two. */
  readonly description: string;
  /** Where it runs now. */
  device(): { readonly name: string; readonly failure?: string };
  /** How many turns it can run at once now; as many as the settings say when absent. */
  capacity?(): number;
  /** Goes on with the model that lies in a folder now; absent where the models are elsewhere. */
  use?(modelDir: string): Promise<void>;
}

export interface App {
  /** For adapters that have things of their own to remember. */
  readonly database: Database;
  readonly config: Config;
  readonly log: Log;
  readonly engine: AppEngine;
  /** Where rows and pictures are kept, by name. */
  readonly stores: { readonly rows: string; readonly pictures: string };
  readonly threads: ThreadStore;
  readonly ledger: LedgerStore;
  /** The pictures as they leave, with their watermark and credentials. */
  readonly assets: AssetStore;
  /** Whether this bot made a picture, and which. Takes seconds where a mark is looked for that is not there. */
  verify(file: Uint8Array): Promise<Verified>;
  readonly queue: TurnQueue;
  /** The policies, to look at and change from a platform. */
  readonly panel: PolicyPanel;
  readonly journal: Journal;
  /** What a person may still ask for. */
  readonly allowance: Allowance;
  /** What is counted, as Prometheus reads it. */
  metrics(): Promise<string>;
  /** Starts the adapters, takes up what the last run left behind, and answers. */
  run(...adapters: readonly Adapter[]): Promise<void>;
  close(): Promise<void>;
}

/** Brings the engine, which may share the pictures. */
type EngineOf = (config: Config, log: Log, assets: KeptAssets) => Promise<AppEngine>;

/** Opens the model in a thread of this process. */
export const ownEngine = (config: Config, log: Log): Promise<AppEngine> =>
  openEngine(config.modelDir, {
    draw: config.draw,
    device: config.device,
    onDeviceFailed: ({ name, failure }) => log.warn({ device: name, failure }, 'the device failed; the model goes on running on the CPU'),
  });

/**
 * The data folder first, so that a folder in use is told before a model is loaded. `ownThreads` is the platform that puts its
 * replies into their threads itself.
 */
export async function openApp(config: Config, ownThreads: string, engineOf: EngineOf = ownEngine): Promise<App> {
  const log = openLog(config.logLevel);
  const database: Database = await openOwned(config, (error) => {
    log.fatal({ err: error }, 'another process took over');
    process.kill(process.pid, 'SIGTERM');
  });
  let looking: OpenFinders | undefined;
  try {
    const assets = await openPictures(config);
    looking = await openFinders(config, { database, assets, clock: Date.now });
    return await wire(config, ownThreads, log, { database, assets }, await engineOf(config, log, assets), looking);
  } catch (error) {
    await looking?.close();
    await database.close();
    throw error;
  }
}

async function wire(
  config: Config,
  ownThreads: string,
  log: Log,
  { database, assets }: { readonly database: Database; readonly assets: AssetStore },
  engine: AppEngine,
  looking: OpenFinders,
): Promise<App> {
  const clock = Date.now;
  const failed = (turnId: string | undefined, error: unknown): void => {
    // What a person can mend is told to that person; the operator needs to know of the rest.
    log[error instanceof TurnError ? 'info' : 'error']({ turnId, err: error }, 'turn failed');
    counted.failed(error);
  };
  const threads = await openThreads(database);
  const ledger = await openLedger(database);
  const stagings = await openStagings(database);
  const likenesses = await openLikenesses(database);
  const marks = marksOf(config.dataDir, VERSION);
  const stamped = stampedAssets({
    assets,
    modelId: () => engine.modelId,
    // What covers a picture is one of ours, too.
    rowsOf: async (asset) => ledger.rowsOf((await moderation.covers.of(asset)) ?? asset),
    likenesses,
    marks,
  });
  const queue = await openEmbeddedQueue({
    database,
    clock,
    concurrency: engine.capacity ?? config.turns,
    ...(engine.capacity ? { crashesAtMost: CRASHES_OF_GATEWAY } : {}),
    limitMs: config.turnLimitMs,
    failed,
  });
  const pace = openPace();
  const counted = countTurns(queue, engine.capacity ?? (() => config.turns));
  const journal = await openJournal(database);
  const allowances = await openAllowances(database, clock, (error) => log.error({ err: error }, 'the limits in force stay'));
  const adapters = new Map<string, Adapter>();
  const adapterOf = (platform: string): Adapter | undefined => adapters.get(platform);
  /** What stands on a platform is part of its thread. */
  const stood = async ({ thread, turnId, parts, card, note }: Delivery, id: string, tx: Statements): Promise<void> => {
    if (platformOf(thread) === ownThreads || card || note) return;
    const messages = threads.within(tx);
    const sentAt = (await messages.get(thread.id, id))?.sentAt ?? new Date(clock()).toISOString();
    if (parts.length === 0) await messages.remove(thread.id, id);
    else await messages.put(thread, { id, threadId: thread.id, author: SELF, parts, mentionsBot: false, sentAt, turnId });
  };
  const outbox = await openOutbox({
    ...{ database, adapterOf, failed },
    async stood(delivery, id, tx) {
      counted.delivered(platformOf(delivery.thread));
      await stood(delivery, id, tx);
    },
  });
  const replies = await openReplies(database);
  const deliver = createDeliver({ outbox, replies, adapterOf });
  const forget = async (what: Forgotten): Promise<AssetId[]> => {
    const files = await database.transaction(async (tx) => {
      await threads.within(tx).forget(what);
      await replies.within(tx).forget(what);
      await outbox.forget(what, tx);
      await stagings.within(tx).forget(what);
      return ledger.within(tx).forget(what);
    });
    for (const asset of files) await stamped.remove(asset);
    const turns = what.kind === 'thread' ? (await journal.turnsIn(what.threadId)).map(({ turnId }) => turnId) : what.turnIds;
    await queue.forget(turns);
    await moderation.forget(what, files);
    return files;
  };
  const moderation = await openModeration({
    ...{ database, clock, threads, ledger, assets, replies, outbox, deliver },
    finders: looking.finders,
    receive: (event) => receive(event),
    turnsIn: journal.turnsIn,
    async removeBefore(threadId, beforeMs) {
      const turns = await journal.turnsBefore(threadId, beforeMs);
      const files = await forget({ kind: 'older', threadId, beforeMs, turnIds: turns.map(({ turnId }) => turnId) });
      await journal.forget(turns);
      return { turns: turns.length, pictures: files.length };
    },
    failed: (error) => failed(undefined, error),
  });
  const { desk, retention } = moderation;
  const receive = await openIntake({
    ...{ database, threads, ledger, queue, clock, allowances },
    forget: async (what) => void (await forget(what)),
    replies: createTakeBack({ outbox, replies }),
    desk: { press: desk.press, appeal: desk.appeal, consent: moderation.consent },
  });
  const autoStart = openAutoStart({
    replies,
    clock,
    receive,
    askedBy: async (replyId) => (await journal.turn(replyId))?.authorId,
    failed: (error) => failed(undefined, error),
  });
  return {
    config,
    log,
    database,
    engine,
    stores: storesOf(config),
    threads,
    // What is withheld is not listed to anybody.
    ledger: { ...ledger, rows: async (threadId) => (await ledger.rows(threadId)).filter(isShown) },
    assets: stamped,
    verify: async (file) => verify(file, { ...(await marks()), likenesses, ledger }),
    queue,
    panel: moderation.panel,
    journal,
    allowance: allowances.allowance,
    metrics: counted.text,
    async run(...given) {
      for (const adapter of given) adapters.set(adapter.platform, adapter);
      for (const adapter of given) await adapter.start((event) => receive(redacted(event)));
      await outbox.resume();
      await autoStart.look();
      desk.open();
      retention.open();
      queue.run(
        async (turn, signal, engineDone) => {
          const check = await moderation.check(turn);
          const startedAt = performance.now();
          const worth = pace.picturesWorthAsking();
          const shownFirst = config.storyboard > 0 && worth !== undefined ? Math.max(config.storyboard, worth) : 0;
          const outcome = await runTurn(
            turn,
            {
              threads,
              ledger,
              stagings,
              assets,
              engine: telling(engine, engineDone),
              clock,
              replies,
              ...(shownFirst ? { storyboard: { pictures: shownFirst, waitMs: STORYBOARD_MS } } : {}),
              made: journal.turn,
              ratings: journal.ratings,
              checkRequest: check.request,
              checkPart: check.part,
              mayPreview: check.mayPreview,
              async deliver(of, verdicts, status, options) {
                await deliver(of, verdicts, status, options);
                if (status !== 'streaming') await desk.note(replyOf(of), of, verdicts);
                if (options?.offer) await autoStart.look();
              },
              progress: (of, progress) => {
                if (progress.type === 'verdict' && progress.verdict !== 'allow') {
                  check.settled(progress.part, progress.verdict, progress.rule ?? '').catch((error) => failed(of.id, error));
                }
                adapterOf(platformOf(of.thread))?.progress(of.thread, progress);
              },
              failed: (of, error) => failed(of.id, error),
            },
            signal,
          );
          if (outcome.kind !== 'retry') await allowances.settle(turn.id, outcome.kind === 'done' ? (outcome.pictures ?? 0) : 0);
          const tookMs = performance.now() - startedAt;
          if (outcome.kind === 'done') pace.made(outcome.pictures ?? 0, tookMs);
          counted.turn(outcome.kind, tookMs);
          return outcome;
        },
        async ({ turn, code, reason }) => {
          counted.turn(code);
          await allowances.settle(turn.id, 0);
          if (!(await requestOf(turn, threads))) return; // deleted: there is nothing to answer
          const status = code === 'stopped' ? 'truncated' : 'failed';
          const note = await checkPart(asidePart(code === 'failed' ? reason : say(code)));
          // What stands is left standing: nothing was made of it yet.
          const standing = turn.task && (await replies.before(replyOf(turn), turn.id));
          if (standing) await deliver(turn, standing.verdicts, standing.status, { note });
          else await deliver(turn, [note], status);
          adapterOf(platformOf(turn.thread))?.progress(turn.thread, { type: 'done', turnId: replyOf(turn), status });
        },
      );
    },
    async close() {
      await autoStart.close();
      await desk.close();
      await retention.close();
      await queue.close(GRACE_MS);
      await outbox.close(GRACE_MS);
      for (const adapter of adapters.values()) await adapter.close();
      await engine.close();
      await looking.close();
      await database.close();
    },
  };
}

/** Says when the engine has done its part of a turn; what is left is to deliver it. */
const telling = (engine: Engine, done: () => void): Engine => ({
  modelId: engine.modelId,
  close: () => engine.close(),
  async *generate(request, signal) {
    try {
      yield* engine.generate(request, signal);
    } finally {
      done();
    }
  },
});
