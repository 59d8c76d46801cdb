/** What the stages need of the world. Each port has one contract suite that every implementation passes. */
import type { DeskCard } from './desk.ts';
import type { LedgerRow } from './ledger.ts';
import type { Left } from './limits.ts';
import type { Staging } from './staging.ts';
import type {
  AssetId,
  ChatEvent,
  Message,
  Offer,
  Part,
  PictureName,
  Plan,
  PlanStep,
  Region,
  ReplyStatus,
  Said,
  Standing,
  Thread,
  Turn,
  Usage,
  Verdict,
} from './types.ts';

/** Milliseconds since 1970, UTC. */
export type Clock = () => number;

// ── engine ─────────────────────────────────────────────────────────────────────────────────────────────────────

export interface GenerateRequest {
  readonly turnId: string;
  readonly threadId: string;
  readonly seed: number;
  /** Oldest first; the last one is the request. */
  readonly messages: readonly Message[];
  readonly pictures: readonly LedgerRow[];
  /** The files of `pictures`, and of a mask, by asset. A picture whose file is absent is not seen. */
  readonly files: Readonly<Record<AssetId, Uint8Array>>;
  /** Who appears in the thread's pictures, and their style. */
  readonly staging?: Staging;
  /** Absent: the request is answered. */
  readonly task?: ComposeTask;
  /** The engine's own setting when absent. */
  readonly draw?: DrawMode;
}

/**
 * How a model that was not trained to plan comes to draw: the request, once; as it likes and more often; as it likes; or by a
 * plan that it is asked for (prompts/plan.md).
 */
export type DrawMode = 'asked' | 'biased' | 'natural' | 'planned';

/** What is done about a reply that stands. `reply` is that reply as it stands, `part` a place in it. */
export type ComposeTask =
  /** Makes one part once more. */
  | { readonly kind: 'redo'; readonly part: number; readonly reply: readonly Part[] }
  /** Makes a new picture of the one at `part`. */
  | {
      readonly kind: 'edit';
      readonly part: number;
      readonly reply: readonly Part[];
      readonly instruction: string;
      readonly region?: Region;
      readonly strength?: number;
    }
  | { readonly kind: 'vary'; readonly picture: PictureName; readonly count: number }
  | { readonly kind: 'upscale'; readonly picture: PictureName }
  /** Carries out steps that were planned before. */
  | { readonly kind: 'start'; readonly steps: readonly PlanStep[] }
  /** Answers the request, which meant this picture. */
  | { readonly kind: 'choose'; readonly picture: PictureName };

/** A small picture of the picture so far: `rgb` holds 3 bytes a pixel, rows from the top. */
export interface Preview {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** In the order of the reply. `part` counts the parts of the reply from 0. */
export type EngineEvent =
  | { readonly type: 'plan'; readonly plan: Plan }
  | { readonly type: 'text-delta'; readonly part: number; readonly text: string }
  | { readonly type: 'text-end'; readonly part: number; readonly text: string; readonly said?: Said }
  | {
      readonly type: 'image-start';
      readonly part: number;
      readonly name: PictureName;
      readonly parent?: PictureName;
      readonly caption: string;
      readonly steps: number;
    }
  | {
      readonly type: 'image-step';
      readonly part: number;
      readonly name: PictureName;
      readonly step: number;
      readonly steps: number;
      readonly preview: Preview;
    }
  | {
      readonly type: 'image-end';
      readonly part: number;
      readonly name: PictureName;
      readonly parent?: PictureName;
      readonly caption: string;
      readonly seed: number;
      readonly png: Uint8Array;
      readonly widthPx: number;
      readonly heightPx: number;
      /** The style that was said with the caption. */
      readonly style?: string;
      /** What the person asked for in words, when it was one picture's making. */
      readonly instruction?: string;
      /** What the critic saw in it, in words. */
      readonly seen?: string;
      readonly receipt?: string;
    }
  /** A picture of the thread, shown again as it is. */
  | { readonly type: 'image-again'; readonly part: number; readonly name: PictureName }
  /** The reply is a question with buttons; its words came before. */
  | { readonly type: 'offer'; readonly offer: Offer }
  | { readonly type: 'done'; readonly status: 'complete' | 'truncated'; readonly usage: Usage };

export interface Engine {
  readonly modelId: string;
  /** Throws EngineError; stops soon after `signal` aborts, with code `cancelled`. */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<EngineEvent>;
  close(): Promise<void>;
}

// ── database ───────────────────────────────────────────────────────────────────────────────────────────────────

export type SqlValue = string | number | null;

/** Statements, each by itself or as part of a transaction. */
export interface Statements {
  /** The number of rows changed. Durable once it resolves, or once the transaction around it does. */
  run(sql: string, ...values: readonly SqlValue[]): Promise<number>;
  get<Row extends object>(sql: string, ...values: readonly SqlValue[]): Promise<Row | undefined>;
  all<Row extends object>(sql: string, ...values: readonly SqlValue[]): Promise<Row[]>;
  /**
   * All of `work` or nothing, and as if no other transaction ran meanwhile. `work` uses `tx` alone (a store's `within(tx)`), waits
   * for nothing but that, and may be run again. Inside another transaction it is part of that one.
   */
  transaction<Result>(work: (tx: Statements) => Promise<Result>): Promise<Result>;
}

/** One handle, shared by the stages that must survive a crash. */
export interface Database extends Statements {
  /** Brings a component's tables up to date: each step runs once, in order, for ever. */
  migrate(component: string, steps: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

// ── store ──────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What is forgotten: a thread; on one platform a person, and what was made for them (by these turns); or what was said and drawn in a
 * thread before a time, and these turns made.
 */
export type Forgotten =
  | { readonly kind: 'thread'; readonly threadId: string }
  | { readonly kind: 'older'; readonly threadId: string; readonly beforeMs: number; readonly turnIds: readonly string[] }
  | { readonly kind: 'person'; readonly platform: string; readonly authorId: string; readonly turnIds: readonly string[] };

export interface ThreadStore {
  /** Stores or replaces a message (same id: same message) and its thread. */
  put(thread: Thread, message: Message): Promise<void>;
  /** Puts other words in the place of a message's. What it had is told by `earlier` alone, until it is stored anew or removed. */
  reword(threadId: string, messageId: string, parts: readonly Part[]): Promise<void>;
  /** By message, what it had before it was reworded, oldest first. */
  earlier(threadId: string): Promise<ReadonlyMap<string, readonly (readonly Part[])[]>>;
  remove(threadId: string, messageId: string): Promise<void>;
  get(threadId: string, messageId: string): Promise<Message | undefined>;
  /** The newest `limit` messages, oldest first. */
  history(threadId: string, limit: number): Promise<Message[]>;
  /** Most recently used first. */
  threads(limit: number): Promise<{ readonly thread: Thread; readonly title: string; readonly lastAt: string }[]>;
  /** Removes its messages for good. */
  forget(what: Forgotten): Promise<void>;
  /** The same store as part of a transaction. */
  within(tx: Statements): ThreadStore;
}

export interface LedgerStore {
  /**
   * Stores a picture, or replaces it when the same message or turn made the row of that name. When another picture
   * took the name meanwhile, the next free one is given. Returns the row as it stands.
   */
  put(row: LedgerRow): Promise<LedgerRow>;
  /** In the order in which the pictures were made. */
  rows(threadId: string): Promise<LedgerRow[]>;
  /** Removes its rows for good; returns the files that no row refers to any more. */
  forget(what: Forgotten): Promise<AssetId[]>;
  /** The same store as part of a transaction. */
  within(tx: Statements): LedgerStore;
}

export interface StagingStore {
  /** With nobody in it where nothing was said. */
  get(threadId: string): Promise<Staging>;
  put(threadId: string, staging: Staging): Promise<void>;
  /** Of a person: what this person said for the thread. */
  forget(what: Forgotten): Promise<void>;
  /** The same store as part of a transaction. */
  within(tx: Statements): StagingStore;
}

/** A reply as it stood when a turn was done with it. */
export interface StandingReply {
  readonly verdicts: readonly Verdict[];
  readonly status: ReplyStatus;
  readonly offer?: Offer;
}

/** Finished replies in whole, before they are cut into messages: what a revision begins from. */
export interface ReplyStore {
  /** Notes how the reply of `turn` (replyOf) stands when `turn` is done. */
  put(turn: Pick<Turn, 'id' | 'task' | 'thread' | 'standing'>, reply: StandingReply): Promise<void>;
  remove(replyId: string): Promise<void>;
  /** Takes back what a reply offers. */
  dismiss(replyId: string): Promise<void>;
  forget(what: Forgotten): Promise<void>;
  /** As it stood before `turnId` had a hand in it, so that a turn that is run again begins from the same. */
  before(replyId: string, turnId: string): Promise<StandingReply | undefined>;
  /** Replies that stand as a plan nobody has started yet. */
  storyboards(): Promise<OfferedStoryboard[]>;
  /** The same store as part of a transaction. */
  within(tx: Statements): ReplyStore;
}

export interface OfferedStoryboard {
  readonly replyId: string;
  readonly thread: Thread;
  /** Of who asked, when they did. */
  readonly standing: Standing;
  readonly offer: Extract<Offer, { kind: 'storyboard' }>;
}

export interface AssetStore {
  /** Durable once it returns; the same bytes give the same id. */
  put(bytes: Uint8Array): Promise<AssetId>;
  /** Verifies the hash. Undefined when there is none. */
  get(asset: AssetId): Promise<Uint8Array | undefined>;
  remove(asset: AssetId): Promise<void>;
}

// ── queue ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type TurnOutcome =
  /** `pictures`: how many were made, which is what a turn costs the others. */
  | { readonly kind: 'done'; readonly pictures?: number }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'parked'; readonly reason: string };

/** Why a turn ended without an outcome of its own; `reason` is a sentence for the person who asked. */
export interface ParkedTurn {
  readonly turn: Turn;
  readonly code: 'stopped' | 'deadline-passed' | 'time-limit' | 'cut-off' | 'failed';
  readonly reason: string;
}

/** The queue as a whole. Told: how many of the last turns were done within what was told when they were queued. */
interface QueueState {
  readonly waiting: number;
  readonly running: number;
  readonly told: { readonly turns: number; readonly withinP50: number; readonly withinP90: number };
}

export interface TurnQueue {
  /** Durable once it returns. The same turn id is queued once, for ever. False when it was known already. */
  enqueue(turn: Turn): Promise<boolean>;
  /**
   * One turn of a thread at a time, oldest first. Turns cut off by a crash are run again. `onParked` hears of each
   * turn that the queue itself ended, again after a crash until it has resolved once. `engineDone` gives a turn's place among
   * those that run at once to a turn of another thread; its own thread goes on when it is over. One that runs too long is aborted
   * (reason: TurnError `time-limit`).
   */
  run(
    runTurn: (turn: Turn, signal: AbortSignal, engineDone: () => void) => Promise<TurnOutcome>,
    onParked: (parked: ParkedTurn) => Promise<void>,
  ): void;
  /** Aborts a running turn (reason: TurnError `stopped`), drops a waiting one. False when there is none. */
  cancel(turnId: string): Promise<boolean>;
  /** Changes a turn that still waits, all at once. The turn as it stands then, waiting or not; undefined when there is none. */
  amend(turnId: string, change: (turn: Turn) => Turn): Promise<Turn | undefined>;
  /** Turns waiting or running before this one; undefined when it is neither. */
  position(turnId: string): Promise<number | undefined>;
  /** How long a waiting turn will take until it is done; undefined when it waits no longer, or too little is known. */
  eta(turnId: string): Promise<Eta | undefined>;
  /** Takes out what turns that are over were asked for. */
  forget(turnIds: readonly string[]): Promise<void>;
  state(): Promise<QueueState>;
  /**
   * Stops taking turns, waits for the running ones up to `graceMs`, then aborts them (reason: no TurnError); they run
   * again next time.
   */
  close(graceMs: number): Promise<void>;
}

// ── platforms ──────────────────────────────────────────────────────────────────────────────────────────────────

/** What differs between platforms, as data. */
export interface PlatformLimits {
  readonly textChars: number;
  readonly partsPerMessage: number;
  readonly imageBytes: number;
}

/** One message as it shall stand now. Made only by src/reply, out of verdicts. */
export interface Delivery {
  /** Same key: same message, for ever. */
  readonly key: string;
  readonly thread: Thread;
  /** The turn that first made the reply: what buttons under it refer to. */
  readonly turnId: string;
  /** Who asked. */
  readonly authorId: string;
  /** Whether it is the reply's last message: the one that carries buttons for the whole of it. */
  readonly last: boolean;
  /** Counts up; a later revision replaces an earlier one. */
  readonly revision: number;
  /** The platform's id of the message that stands under this key; absent while none is known. */
  readonly messageId?: string;
  /** None: the message is withdrawn, because the reply became shorter. */
  readonly parts: readonly Part[];
  readonly status: ReplyStatus;
  /** Only on the last message. */
  readonly offer?: Offer;
  /** A card on the moderators' desk: its parts say it in words, and its `choices` are its buttons. */
  readonly card?: DeskCard;
  /** Said about the conversation, such as what moderators decided: no part of it, without buttons. */
  readonly note?: true;
}

/** What became of an event. */
export type Received =
  | { readonly kind: 'queued'; readonly turn: Turn }
  /** It is answered by an earlier turn: one that still waits takes it along, or is asked the same. */
  | { readonly kind: 'merged'; readonly turn: Turn }
  | { readonly kind: 'stopped'; readonly turnIds: readonly string[] }
  /** Kept as context, taken out of it, or done at once; no reply follows. */
  | { readonly kind: 'noted' }
  /** Not taken, and not kept, because a limit is reached; `sentence` says it kindly. */
  | { readonly kind: 'limited'; readonly limit: Left; readonly freeAtMs: number; readonly sentence: string }
  /** Shown to the one who pressed, and to nobody else. */
  | { readonly kind: 'told'; readonly parts: readonly Part[] }
  | { readonly kind: 'ignored'; readonly reason: 'repeated' | 'bot' | 'not-yours' | 'unknown-turn' | 'not-kept' };

/** Milliseconds until it is done, as half and as nine tenths of turns like it took. */
export interface Eta {
  readonly p50: number;
  readonly p90: number;
}

/** What may be shown while a reply is being made; losing one harms nothing. `turnId` names the reply (replyOf): also while a later turn revises it. */
export type Progress =
  /** `queuedAs`: the turn that waits, where it is another: one that revises the reply. */
  | { readonly type: 'queued'; readonly turnId: string; readonly queuedAs?: string; readonly ahead: number; readonly etaMs?: Eta }
  | (Extract<EngineEvent, { type: 'plan' | 'text-delta' | 'image-start' | 'image-step' }> & { readonly turnId: string })
  /** In place of the start and the steps of a picture that may be covered, held or refused: nobody watches it take shape. */
  | { readonly type: 'image-unseen'; readonly turnId: string; readonly part: number; readonly name: PictureName }
  | {
      readonly type: 'image-end';
      readonly turnId: string;
      readonly part: number;
      readonly name: PictureName;
      readonly parent?: PictureName;
      readonly asset: AssetId;
      readonly caption: string;
      readonly receipt?: string;
    }
  | {
      readonly type: 'verdict';
      readonly turnId: string;
      readonly part: number;
      readonly verdict: 'allow' | 'replace' | 'hold' | 'refuse';
      readonly rule?: string;
    }
  | { readonly type: 'done'; readonly turnId: string; readonly status: ReplyStatus; readonly usage?: Usage };

/** Takes an event in; resolves when it is stored, and says what became of it. */
export type ChatReceiver = (event: ChatEvent) => Promise<Received>;

export interface Adapter {
  /** `local`, `slack`, `discord`: the first part of its thread ids. */
  readonly platform: string;
  readonly limits: PlatformLimits;
  /** Resolves when events can come in. */
  start(onEvent: ChatReceiver): Promise<void>;
  /** Creates or updates the message of `delivery.key`; returns the platform's id for it. */
  deliver(delivery: Delivery): Promise<string>;
  /** Reads back what stands under a key: the platform's id and revision, undefined when nothing does. */
  find(thread: Thread, key: string): Promise<{ readonly id: string; readonly revision: number } | undefined>;
  progress(thread: Thread, progress: Progress): void;
  close(): Promise<void>;
}
