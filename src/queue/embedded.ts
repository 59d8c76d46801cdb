/**
 * The queue of one machine, in the embedded database. What it promises:
 * - A turn is queued once for ever, and is on the disk when `enqueue` returns.
 * - One turn of a thread at a time, oldest first; between threads, people, channels and workspaces take turns (shares.ts).
 * - A turn cut off by a crash runs again, up to three times; one cut off by `close` always does.
 * - A deadline is for starting: a turn that comes to its start too late is parked. One that runs for longer than `limitMs` is aborted
 *   (reason: TurnError `time-limit`) and not tried again by itself; one that does not end then either is parked, and its place is free.
 * - Every turn that the queue ends by itself is told to `onParked` until that has resolved once.
 */
import { TurnError } from '../core/errors.ts';
import type { Clock, Database, ParkedTurn, TurnOutcome, TurnQueue } from '../core/ports.ts';
import { say, worded } from '../core/sentences.ts';
import { openPast } from './past.ts';
import type { Priority } from './shares.ts';
import { openTurnsTable, PAUSE_MS_AT_MOST, pastOf, priorityOfRow, type TurnRow, type TurnsTable, turnOf } from './turns-table.ts';

/** A turn that was cut off so often may be what cuts it off. */
const CRASHES_AT_MOST = 3;
const RETRIES_AT_MOST = 5;
/** How long a turn may take to end after it was aborted by `close`. */
const ABORT_GRACE_MS = 2000;
/** How long one may take to end that was aborted because it ran too long: longer than it may take to deliver what it has. */
const STOP_GRACE_MS = 45_000;
/** How often to look for turns that another process put back (`dreamthread turns retry`), and for lanes that came. */
const LOOK_MS = 1000;

const STOPPED = worded(say('stopped'));
const TOO_LATE = worded(say('deadline-passed'));
const TOO_LONG = worded(say('time-limit'));
const CUT_OFF = worded(say('cut-off'));
const FAILED = worded(say('failed'));

export interface EmbeddedQueueOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** How many turns run at once; where that changes, it is asked again and again. */
  readonly concurrency?: number | (() => number);
  /** How many crashes a turn may be cut off by; more where what it does to a model cannot crash this process. */
  readonly crashesAtMost?: number;
  /** How long a turn may run each time; for ever when absent. */
  readonly limitMs?: number;
  /** Told of what `runTurn`, `onParked` and the database threw; the queue goes on. */
  readonly failed: (turnId: string | undefined, error: unknown) => void;
}

interface Running {
  readonly row: TurnRow;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  /** False once only its delivery is left. */
  holdsPlace: boolean;
}

/** A turn that ran; `outcome` is undefined when it threw, which counts as a failure that may pass. */
interface Over {
  readonly row: TurnRow;
  readonly controller: AbortController;
  readonly outcome: TurnOutcome | undefined;
}

type RunTurn = Parameters<TurnQueue['run']>[0];
type OnParked = Parameters<TurnQueue['run']>[1];

export async function openEmbeddedQueue({
  database,
  clock,
  concurrency = 1,
  crashesAtMost = CRASHES_AT_MOST,
  limitMs,
  failed,
}: EmbeddedQueueOptions): Promise<TurnQueue> {
  const lanes = (): number => (typeof concurrency === 'number' ? concurrency : concurrency());
  const table = await openTurnsTable(database);
  const past = openPast(await table.past());
  const running = new Map<string, Running>();
  const telling = new Set<Promise<void>>();
  let work: { readonly runTurn: RunTurn; readonly onParked: OnParked } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let look: NodeJS.Timeout | undefined;
  let closing = false;
  let last: Promise<unknown> = Promise.resolve();
  /** What ran and has yet to be written down. */
  const over: Over[] = [];
  /** A round that was asked for and has not begun. */
  let asked: Promise<void> | undefined;
  /** Some may wait for their time. */
  let isPaused = true;
  /** What waits may have changed without our hearing of it. */
  let lookFirst = false;

  const isOver = (turnId: string): boolean => over.some(({ row }) => row.id === turnId);
  const ranMs = (): number[] => [...running.values()].map(({ row }) => clock() - (row.started_ms ?? clock()));
  const foretell = (ahead: number, priority: Priority) => {
    const runningMs = ranMs();
    return past.foretell({ runningMs, ahead, lanes: Math.max(1, lanes()) }, priority);
  };

  /** The table and `running` change together: one change at a time, in the order of asking. */
  function inOrder<Result>(change: () => Promise<Result>): Promise<Result> {
    const done = last.then(change);
    last = done.catch(() => undefined);
    return done;
  }

  for (const row of await table.running()) {
    const crashes = row.crashes + 1;
    if (row.stopping) await table.park(row, clock(), 'stopped', STOPPED, true);
    else if (crashes >= crashesAtMost) await table.park(row, clock(), 'cut-off', CUT_OFF, true);
    else await table.wait(row, 0, { retries: row.retries, crashes });
  }

  /** Returns the row to `tell` of. */
  async function park(rows: TurnsTable, row: TurnRow, code: ParkedTurn['code'], reason: string, nowMs: number): Promise<TurnRow> {
    await rows.park(row, nowMs, code, reason, true);
    return { ...row, code, reason };
  }

  /** While nobody listens yet, `run` tells later. */
  function tell(row: TurnRow): void {
    if (!work) return;
    const told = work
      .onParked(parkedOf(row))
      .then(() => table.told(row))
      .catch((error: unknown) => failed(row.id, error))
      .finally(() => telling.delete(told));
    telling.add(told);
  }

  /** A database that fails here is told, not thrown: whoever woke the queue is done, and what is over is written down later. */
  function pump(): Promise<void> {
    asked ??= inOrder(async () => {
      asked = undefined;
      await round();
    }).catch((error: unknown) => {
      lookFirst = true;
      failed(undefined, error);
    });
    return asked;
  }

  function lookAgain(): void {
    lookFirst = true;
    void pump();
  }

  /** Writes down what is over and starts what can be started, all in one transaction. */
  async function round(): Promise<void> {
    clearTimeout(timer);
    const known = [...over];
    // `close` may have given one up and put it back already.
    const settled = known.filter(({ row, controller }) => running.get(row.id)?.controller === controller);
    const held = [...running.values()].filter(({ row, holdsPlace }) => holdsPlace && !isOver(row.id)).length;
    const places = work && !closing ? lanes() - held : 0;
    if (settled.length === 0 && places <= 0) return;
    const nowMs = clock();
    let tries = 0;
    const looks = lookFirst;
    lookFirst = false;
    const { claimed, parked, nextMs } = await database.transaction(async (tx) => {
      const rows = table.within(tx);
      if (looks || tries > 0) await rows.look();
      // A try whose answer was lost on the way may have claimed some.
      const claimed = tries++ === 0 ? [] : (await rows.running()).filter(({ id }) => !running.has(id));
      const parked: TurnRow[] = [];
      for (const one of settled) parked.push(...(await settle(rows, one, nowMs)));
      while (claimed.length < places) {
        const row = await rows.claimNext(nowMs);
        if (!row) break;
        if (Date.parse(turnOf(row).deadlineAt) > nowMs) claimed.push(row);
        else {
          rows.unused(row);
          parked.push(await park(rows, row, 'deadline-passed', TOO_LATE, nowMs));
        }
      }
      return { claimed, parked, nextMs: isPaused && claimed.length < places ? await rows.nextRunMs(nowMs) : undefined };
    });
    if (claimed.length < places) isPaused = nextMs !== undefined;
    over.splice(0, over.length, ...over.filter((one) => !known.includes(one)));
    for (const { row, outcome } of settled) {
      running.delete(row.id);
      if (outcome?.kind === 'done') past.add(pastOf(row, nowMs));
    }
    for (const row of parked) tell(row);
    for (const row of claimed) if (work) start(row, work.runTurn);
    if (nextMs !== undefined && !closing) timer = setTimeout(lookAgain, Math.max(1, nextMs - clock()));
  }

  function start(row: TurnRow, runTurn: RunTurn): void {
    const controller = new AbortController();
    const { signal } = controller;
    const engineDone = (): void => {
      const run = running.get(row.id);
      if (run?.controller !== controller || !run.holdsPlace) return;
      run.holdsPlace = false;
      void pump();
    };
    const end = (outcome: TurnOutcome | undefined): Promise<void> => {
      clearTimeout(limit);
      if (!isOver(row.id)) over.push({ row, controller, outcome });
      return pump();
    };
    let limit = limitMs === undefined ? undefined : setTimeout(stopForTime, limitMs);
    function stopForTime(): void {
      controller.abort(new TurnError('time-limit', say('time-limit')));
      limit = setTimeout(() => {
        failed(row.id, new TurnError('time-limit', 'A turn ran too long and did not end when it was stopped; its engine may hang.'));
        void end(undefined);
      }, STOP_GRACE_MS);
    }
    const ended = Promise.resolve()
      .then(() => runTurn(turnOf(row), signal, engineDone))
      .catch((error: unknown) => {
        if (!signal.aborted) failed(row.id, error);
      })
      .then((outcome) => end(outcome ?? undefined));
    running.set(row.id, { row, controller, ended, holdsPlace: true });
  }

  /** Returns what was parked and has to be told. */
  async function settle(rows: TurnsTable, { row, outcome, controller: { signal } }: Over, nowMs: number): Promise<TurnRow[]> {
    if (outcome?.kind === 'done') await rows.done(row, nowMs, Math.max(1, outcome.pictures ?? 1));
    else if (outcome?.kind === 'parked') await rows.park(row, nowMs, isTooLong(signal) ? 'time-limit' : 'failed', outcome.reason, false);
    else if (isTooLong(signal)) return [await park(rows, row, 'time-limit', TOO_LONG, nowMs)];
    else if (signal.aborted) return putBack(rows, { ...row, stopping: signal.reason instanceof TurnError ? 1 : 0 });
    else if (row.retries >= RETRIES_AT_MOST) return [await park(rows, row, 'failed', outcome?.reason ?? FAILED, nowMs)];
    else {
      isPaused = true;
      const pauseMs = Math.min((outcome?.afterMs ?? 1000) * 2 ** row.retries, PAUSE_MS_AT_MOST);
      await rows.wait(row, nowMs + pauseMs, { retries: row.retries + 1, crashes: row.crashes });
    }
    return [];
  }

  /** A turn cut off on purpose: by `cancel` it is over, by `close` it runs again. */
  async function putBack(rows: TurnsTable, row: TurnRow): Promise<TurnRow[]> {
    if (row.stopping) return [await park(rows, row, 'stopped', STOPPED, clock())];
    await rows.wait(row, 0, row);
    return [];
  }

  async function stop(turnId: string): Promise<boolean> {
    const row = await table.find(turnId);
    if (row?.state === 'waiting') {
      tell(await park(table, row, 'stopped', STOPPED, clock()));
      return true;
    }
    const run = running.get(turnId);
    if (!row || !run || isOver(turnId)) return false;
    await table.stopping(row);
    run.controller.abort(new TurnError('stopped', say('stopped')));
    return true;
  }

  return {
    async enqueue(turn) {
      const added = await table.add(turn, clock(), foretell);
      if (added) void pump();
      return added;
    },

    run(runTurn, onParked) {
      work = { runTurn, onParked };
      inOrder(async () => {
        for (const row of await table.untold()) tell(row);
      }).catch((error: unknown) => failed(undefined, error));
      void pump();
      look = setInterval(lookAgain, LOOK_MS);
      look.unref();
    },

    async cancel(turnId) {
      const stopped = await inOrder(() => stop(turnId));
      if (stopped) await pump();
      return stopped;
    },

    forget: (turnIds) => table.forget(turnIds),
    amend: table.amend,

    async state() {
      return { ...(await table.counts()), told: past.told() };
    },

    async position(turnId) {
      const row = await table.find(turnId);
      if (row?.state === 'running') return isOver(turnId) ? undefined : 0;
      return row?.state === 'waiting' ? (await table.ahead(row)) + running.size : undefined;
    },

    async eta(turnId) {
      const row = await table.find(turnId);
      return row?.state === 'waiting' ? foretell(await table.ahead(row), priorityOfRow(row))?.told : undefined;
    },

    async close(graceMs) {
      closing = true;
      clearTimeout(timer);
      clearInterval(look);
      await inOrder(async () => undefined); // what is being started now is among those that are waited for
      const all = (): Promise<unknown> => Promise.allSettled([...[...running.values()].map(({ ended }) => ended), ...telling]);
      await within(graceMs, all());
      for (const { controller } of running.values()) controller.abort(new Error('Dreamthread is closing'));
      await within(ABORT_GRACE_MS, all());
      await inOrder(async () => {
        for (const id of [...running.keys()]) {
          running.delete(id);
          const row = await table.find(id);
          for (const parked of row ? await putBack(table, row) : []) tell(parked);
        }
      });
      work = undefined;
    },
  };
}

/** Turns that were given up, for a process beside the one that runs the queue; that one looks for what is put back. */
export interface ParkedTurns {
  /** Newest first. */
  parked(limit: number): Promise<readonly (ParkedTurn & { readonly endedAtMs: number })[]>;
  /** Runs a parked turn once more, with a new deadline and nothing held against it. False when none of that id is parked. */
  retry(turnId: string, deadlineAt: string): Promise<boolean>;
}

export async function openParkedTurns(database: Database): Promise<ParkedTurns> {
  const table = await openTurnsTable(database);
  return {
    async parked(limit) {
      return (await table.parked(limit)).map((row) => ({ ...parkedOf(row), endedAtMs: row.ended_ms ?? 0 }));
    },
    async retry(turnId, deadlineAt) {
      const row = await table.find(turnId);
      return row?.state === 'parked' && table.again(row, { ...turnOf(row), deadlineAt });
    },
  };
}

const isTooLong = ({ reason }: AbortSignal): boolean => reason instanceof TurnError && reason.code === 'time-limit';

const parkedOf = (row: TurnRow): ParkedTurn => ({
  turn: turnOf(row),
  code: row.code as ParkedTurn['code'],
  reason: row.reason ?? FAILED,
});

async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
