/**
 * The replies that are being made, as people see them. What is delivered and what progress tells become one picture of each
 * message, and of the many wishes to show it anew few calls: one at a time for each message, the newest state each time.
 */
import { createHash } from 'node:crypto';
import type { APIMessage } from 'discord.js';
import { PlatformError } from '../../src/core/errors.ts';
import type { AssetStore, Clock, Delivery, Eta, LedgerStore, Progress } from '../../src/core/ports.ts';
import { replyOf } from '../../src/core/thread.ts';
import type { Thread, Turn } from '../../src/core/types.ts';
import { coalesce } from './coalesce.ts';
import { filesFor, type Picture, type Standing, standingFiles } from './files.ts';
import { type Live, previewFile, tailOf, told } from './live.ts';
import { channelIdOf } from './place.ts';
import { noted, render, revisionIn, watched } from './render.ts';
import type { Route, Wire } from './wire.ts';
import type { Words } from './words/index.ts';

export interface BoardPorts {
  readonly wire: Wire;
  readonly assets: Pick<AssetStore, 'get'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  /** Between two edits of one message. */
  readonly paceMs: number;
  readonly modelId: string;
  readonly wordsIn: (thread: Thread) => Words;
  readonly fileBytesIn: (thread: Thread) => number;
  /** The message that a reply answers, when it is known only from before this run. */
  readonly askedIn: (replyId: string) => Promise<string | undefined>;
  /** The bot's own user. */
  readonly selfId: () => string;
  /** Told of progress that could not be shown. */
  readonly failed: (error: unknown) => void;
}

interface Slot {
  readonly key: string;
  readonly live: Live;
  readonly paint: () => Promise<void>;
  messageId?: string | undefined;
  /** What is known of the message: that this run may make it, nothing, that it is begun or stands, that there is none. */
  state: 'new' | 'unknown' | 'begun' | 'standing' | 'absent';
  standing?: Standing | undefined;
  delivery?: Delivery;
  /** What was sent last, to send nothing twice. */
  sent?: string;
}

/** How a reply shall stand: below which message, or through whose token and with what files. */
interface Expected {
  readonly route?: Route | undefined;
  readonly replyTo?: string | undefined;
  /** The message that shall hold it. */
  readonly messageId?: string;
  readonly fileBytes?: number;
}

export type Board = ReturnType<typeof createBoard>;

export function createBoard(ports: BoardPorts) {
  const { wire, clock } = ports;
  const lives = new Map<string, Live>();
  const slots = new Map<string, Slot>();
  function open(replyId: string, thread: Thread, given: Expected = {}): Live {
    const known = lives.get(replyId);
    if (known) return known;
    const route: Route = given.route ?? { kind: 'channel', channelId: channelIdOf(thread) };
    const replyTo = given.replyTo ? Promise.resolve(given.replyTo) : ports.askedIn(replyId);
    replyTo.catch(() => undefined); // who asks for it hears of it
    const fileBytes = given.fileBytes ?? ports.fileBytesIn(thread);
    const live: Live = { replyId, thread, route, replyTo, fileBytes, turnId: replyId, written: new Map(), decided: new Set() };
    lives.set(replyId, live);
    return live;
  }

  function slotOf(live: Live, key: string, state: Slot['state']): Slot {
    const known = slots.get(key);
    if (known) return known;
    const paint = coalesce(() => show(slot), ports);
    const slot: Slot = { key, live, paint, state };
    slots.set(key, slot);
    return slot;
  }

  const slotsOf = (live: Live): Slot[] => [...slots.values()].filter((slot) => slot.live === live);
  /** The message that carries the progress: the last one that has something in it. */
  const lastOf = (live: Live): Slot =>
    slotsOf(live).findLast(({ delivery }) => delivery && delivery.parts.length > 0) ?? slotOf(live, `${live.replyId}:0`, 'unknown');

  function touch(live: Live): void {
    const { watch } = live;
    watch?.paint().catch((error: unknown) => {
      if (!(error instanceof PlatformError) || error.retryable) ports.failed(error);
      // Dismissed by who asked, or too old: nobody looks at it any more. Several touches may hear of it.
      else if (live.watch === watch) delete live.watch;
    });
    if (live.isRefused) return;
    lastOf(live)
      .paint()
      .catch((error: unknown) => {
        if (error instanceof PlatformError && !error.retryable) live.isRefused = true;
        ports.failed(error);
      });
  }

  async function show(slot: Slot): Promise<void> {
    const { live, delivery } = slot;
    const { thread, route } = live;
    if (!slot.messageId && slot.state === 'unknown') await look(slot);
    // Progress alone makes no message that it may not make, and writes over none that stands.
    if (!delivery && slot.state !== 'new' && slot.state !== 'begun') return;
    if (delivery?.parts.length === 0) {
      if (slot.messageId) await wire.remove(route, slot.messageId);
      return;
    }
    if (slot.messageId && !slot.standing) slot.standing = standingFiles(await wire.get(route, slot.messageId));
    const isMade = delivery !== undefined && delivery.status !== 'streaming';
    const tail = slot === lastOf(live) && !isMade ? tailOf(live, ports.wordsIn(thread), clock()) : undefined;
    const preview = tail && live.drawing?.preview ? await previewFile(live.drawing.preview, live.drawing.step, clock()) : undefined;
    const pictures = (delivery?.parts ?? []).flatMap((part): Picture[] => (part.kind === 'image' ? [part] : []));
    const offered = await offeredIn(delivery, thread);
    const files = await filesFor([...pictures, ...offered], slot.standing ?? new Map(), ports.assets, live.fileBytes);
    const shown = delivery ?? { key: slot.key, turnId: live.replyId, revision: 0, parts: [], status: 'streaming' as const, last: true };
    const components = render({
      ...{ delivery: shown, offered, files, modelId: ports.modelId, words: ports.wordsIn(thread) },
      ...(tail && { tail: preview ? { ...tail, preview: preview.name } : tail }),
    });
    const sent = JSON.stringify(components);
    if (sent === slot.sent && files.uploads.length === 0) return;
    const pings = delivery && noted(delivery);
    const uploads = preview ? [...files.uploads, preview] : files.uploads;
    const body = { components, kept: files.kept, uploads, ...(pings === undefined ? {} : { pings }) };
    let message: APIMessage;
    if (slot.messageId) message = await wire.edit(route, slot.messageId, body);
    else {
      const replyTo = await live.replyTo;
      message = await wire.create(route, { ...body, nonce: nonceOf(slot.key), ...(replyTo && { replyTo }) });
      slot.messageId = message.id;
      // The nonce was known: this is a message made before, which still has to be brought up to date.
      if (revisionIn(message, slot.key) !== shown.revision) {
        slot.standing = standingFiles(message);
        return show(slot);
      }
    }
    slot.messageId = message.id;
    slot.standing = standingFiles(message);
    slot.sent = sent;
  }

  /** What an earlier run, or a call whose answer was lost, may have left in the channel. */
  async function look(slot: Slot): Promise<void> {
    const found = await find(slot.live.thread, slot.key);
    slot.state = found ? (found.revision > 0 ? 'standing' : 'begun') : 'absent';
    if (!found) return;
    slot.messageId = found.message.id;
    slot.standing = standingFiles(found.message);
  }

  async function find(thread: Thread, key: string): Promise<{ message: APIMessage; revision: number } | undefined> {
    const channelId = channelIdOf(thread);
    for (const message of await wire.recent(channelId)) {
      const revision = message.author.id === ports.selfId() ? revisionIn(message, key) : undefined;
      if (revision !== undefined) return { message, revision };
    }
    return undefined;
  }

  async function offeredIn(delivery: Delivery | undefined, thread: Thread): Promise<Picture[]> {
    if (delivery?.offer?.kind !== 'choose-picture') return [];
    const { pictures } = delivery.offer;
    const shown = new Set(delivery.parts.flatMap((part) => (part.kind === 'image' ? [part.name] : [])));
    return (await ports.ledger.rows(thread.id)).filter(({ name }) => pictures.includes(name) && !shown.has(name));
  }

  async function showWatch(live: Live): Promise<void> {
    const { watch, thread, drawing } = live;
    if (!watch) return;
    const tail = tailOf(live, ports.wordsIn(thread), clock());
    const preview = drawing?.preview ? await previewFile(drawing.preview, drawing.step, clock()) : undefined;
    const components = watched(tail, preview?.name, ports.wordsIn(thread));
    if (live.watch) await wire.edit(watch.route, watch.messageId, { components, kept: [], uploads: preview ? [preview] : [] });
  }

  function unwatch({ watch }: Live): void {
    if (watch) wire.remove(watch.route, watch.messageId).catch(ports.failed);
  }

  function drop(live: Live): void {
    unwatch(live);
    delete live.watch;
    for (const { key } of slotsOf(live)) slots.delete(key);
    lives.delete(live.replyId);
  }

  return {
    /** Where the reply of a turn that is about to be queued shall stand; call it first, since a turn may begin at once. */
    expect(turnId: string, thread: Thread, given: Expected): void {
      const slot = slotOf(open(turnId, thread, given), `${turnId}:0`, 'new');
      if (!given.messageId) return;
      slot.messageId = given.messageId;
      slot.standing = new Map();
    },

    /** The turn came to nothing. */
    forget(turnId: string): void {
      const live = lives.get(turnId);
      if (live && slotsOf(live).every(({ messageId, delivery }) => !messageId && !delivery)) drop(live);
    },

    /** A turn waits. Of one that changes a reply nothing is shown: until it is done, the reply stands as it is. */
    queued(turn: Turn, { ahead, eta }: { ahead: number; eta?: Eta | undefined }, route?: Route): void {
      const replyId = replyOf(turn);
      if (replyId !== turn.id) {
        const live = open(replyId, turn.thread, { route });
        live.turnId = turn.id;
        live.waiting = { ahead, eta };
        return;
      }
      const live = open(replyId, turn.thread);
      if (live.drawing || live.written.size > 0) return;
      live.waiting = { ahead, eta };
      touch(live);
    },

    /** From now on a message that only one person sees tells how far a change is; it goes when the change is made. */
    watch(turn: Turn, route: Route, messageId: string): void {
      const live = lives.get(replyOf(turn));
      if (live?.turnId !== turn.id) {
        wire.remove(route, messageId).catch(ports.failed); // it was quick
        return;
      }
      unwatch(live);
      live.watch = { route, messageId, paint: coalesce(() => showWatch(live), ports) };
    },

    waiting: (): { readonly turnId: string; readonly ahead: number }[] =>
      [...lives.values()].flatMap(({ turnId, waiting }) => (waiting ? [{ turnId, ahead: waiting.ahead }] : [])),

    moved(turnId: string, { ahead, eta }: { ahead: number; eta?: Eta | undefined }): void {
      const live = [...lives.values()].find((one) => one.turnId === turnId);
      if (!live?.waiting) return;
      live.waiting = { ahead, eta };
      touch(live);
    },

    progress(thread: Thread, progress: Progress): void {
      if (progress.type === 'done') {
        const changed = lives.get(progress.turnId);
        if (changed && changed.turnId !== changed.replyId) drop(changed); // of a new reply the last delivery says it
        return;
      }
      const live = open(progress.turnId, thread);
      if (progress.type === 'queued') {
        live.waiting = { ahead: progress.ahead, eta: progress.etaMs };
      } else {
        delete live.waiting;
        told(live, progress);
      }
      touch(live);
    },

    async deliver(delivery: Delivery): Promise<string> {
      const live = open(delivery.turnId, delivery.thread);
      // Only a first message may have been begun by an earlier run, to show that its turn waits.
      const slot = slotOf(live, delivery.key, delivery.key.endsWith(':0') ? 'unknown' : 'new');
      slot.messageId ??= delivery.messageId;
      if ((slot.delivery?.revision ?? 0) < delivery.revision) {
        slot.delivery = delivery;
        delete live.waiting;
        for (const part of live.decided) live.written.delete(part);
        if (live.decided.size > 0) delete live.drawing;
        live.decided.clear();
      }
      await slot.paint();
      const id = slot.messageId ?? delivery.messageId ?? delivery.key; // withdrawn before it ever stood
      if (delivery.status !== 'streaming' && slot.delivery === delivery) {
        if (delivery.parts.length === 0) slots.delete(delivery.key);
        if (delivery.last || slotsOf(live).length === 0) drop(live);
      }
      return id;
    },

    find,

    /** The turn at work on the reply that a message belongs to. */
    turnAt: (messageId: string): string | undefined => [...slots.values()].find((slot) => slot.messageId === messageId)?.live.turnId,

    /** What was asked is gone: so is what was being made of it. */
    async withdraw(askedId: string): Promise<void> {
      for (const live of [...lives.values()]) {
        if ((await live.replyTo) !== askedId) continue;
        for (const { messageId } of slotsOf(live)) if (messageId) await wire.remove(live.route, messageId);
        drop(live);
      }
    },
  };
}

/** At most 25 characters, and the same for the same key. */
const nonceOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 24);
