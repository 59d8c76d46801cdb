/**
 * Replies as messages. Each key has one message, for ever: a row is written before the call that may post it, and when the end of that
 * call is not known, what stands is read back from Slack before anything is posted again. While a reply is made it streams; every
 * other change replaces the message as a whole, from our own parts.
 */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { PlatformError } from '../../src/core/errors.ts';
import type { Clock, Delivery, LedgerStore } from '../../src/core/ports.ts';
import type { AssetId, ImagePart, Part, Thread } from '../../src/core/types.ts';
import { firstKeyOf, pictureBlock, type Rendered, type RenderOptions, renderMessage } from './blocks.ts';
import { type Answer, type Calls, isInvalidFile, slackCode } from './calls.ts';
import { renderCard } from './cards.ts';
import type { Arguments } from './methods.ts';
import { messageSchema, type SlackMessage } from './payload.ts';
import type { Rates } from './rates.ts';
import { Stream } from './stream.ts';
import type { Tables } from './tables.ts';
import { cornerOf, type Place, placeOf, threadArgs } from './thread.ts';
import type { PictureKey, Uploads } from './uploads.ts';

const EVENT_TYPE = 'dreamthread_reply';
const FILE_TRIES = 4;
const FILE_RETRY_MS = 400;
const PAGE_MESSAGES = 200;
const PAGES_AT_MOST = 20;
/** Updates that may be left out leave this much of the workspace's calls to those that may not. */
const SPARE = 0.5;

const replies = z.object({
  messages: z.array(messageSchema).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export interface MessagesPorts {
  readonly calls: Calls;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly tables: Tables;
  readonly uploads: Uploads;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly modelId: string;
  /** The bot's own user in a workspace. */
  readonly selfOf: (team: string) => Promise<string>;
  /** Between two calls for a message that streams. */
  readonly streamEveryMs: number;
}

export type Messages = ReturnType<typeof createMessages>;

export function createMessages(ports: MessagesPorts) {
  const { calls, rates, clock, tables, uploads, ledger } = ports;
  /** By reply: its first message while it is made. */
  const streams = new Map<string, Stream>();
  /** By reply: how its first message shall stand, as far as it was delivered. */
  const latest = new Map<string, Delivery>();
  /** One call at a time for each message that is updated. */
  const updating = new Map<string, Promise<unknown>>();

  /** What is needed to show these pictures. */
  async function optionsFor(thread: Thread, pictures: readonly PictureKey[]): Promise<RenderOptions> {
    const { team } = placeOf(thread);
    return {
      fileOf: await uploads.filesOf(team, pictures),
      linkOf: (picture) => uploads.linkOf(team, picture),
      rows: await ledger.rows(thread.id),
      modelId: ports.modelId,
      canShare: thread.isDirect,
    };
  }

  /** The pictures that have to lie with Slack before the message can be shown. */
  async function picturesOf({
    parts,
    offer,
    thread,
  }: Delivery): Promise<Pick<ImagePart, 'asset' | 'name' | 'alt' | 'mediaType' | 'spoiler'>[]> {
    const drawn = parts.filter((part): part is ImagePart => part.kind === 'image');
    if (offer?.kind !== 'choose-picture') return drawn;
    const rows = (await ledger.rows(thread.id)).filter(({ name }) => offer.pictures.includes(name));
    return [...drawn, ...rows.map(({ caption, ...row }) => ({ ...row, alt: caption, mediaType: 'image/png' as const }))];
  }

  /** Sends a message with its pictures; a picture that Slack does not take inside it is put beside it, and linked from its place. */
  async function send(delivery: Delivery, go: (rendered: Rendered) => Promise<Answer>): Promise<Answer> {
    const place = placeOf(delivery.thread);
    const pictures = await picturesOf(delivery);
    const unshowable = new Set<AssetId>();
    for (const picture of pictures) await uploads.ensure(place.team, picture);
    for (let tries = 1; ; tries++) {
      const showable = pictures.filter(({ asset }) => !unshowable.has(asset));
      const options = await optionsFor(delivery.thread, showable);
      const { card, parts } = delivery;
      const rendered = card ? renderCard(card, parts, options) : renderMessage(delivery, options);
      try {
        return await go(rendered);
      } catch (error) {
        if (!isInvalidFile(error) || tries > FILE_TRIES + pictures.length) throw error;
        if (tries < FILE_TRIES) {
          await rates.pause(FILE_RETRY_MS * 2 ** (tries - 1));
          continue;
        }
        const fault = faultyPicture(error, rendered.blocks, pictures, options.fileOf);
        for (const picture of fault ? [fault] : pictures) {
          await uploads.putBeside(place, picture);
          unshowable.add(picture.asset);
        }
      }
    }
  }

  const metadataOf = ({ key, revision }: Pick<Delivery, 'key' | 'revision'>) => ({
    event_type: EVENT_TYPE,
    event_payload: { key, revision },
  });

  async function update(delivery: Delivery, ts: string): Promise<void> {
    const place = placeOf(delivery.thread);
    const { key } = delivery;
    const before = updating.get(key);
    const done = (async () => {
      await before?.catch(() => undefined);
      await send(delivery, (rendered) => updateAs(place, ts, { ...rendered, metadata: metadataOf(delivery) }));
      await tables.messages.stands(key, ts, delivery.revision);
    })();
    updating.set(key, done);
    try {
      await done;
    } finally {
      if (updating.get(key) === done) updating.delete(key);
    }
  }

  async function updateAs(place: Place, ts: string, content: Rendered & Pick<Arguments['chat.update'], 'metadata'>): Promise<Answer> {
    const args = { channel: place.channel, ts, ...content } as Arguments['chat.update'];
    try {
      return await calls.call(place.team, 'chat.update', args);
    } catch (error) {
      const code = slackCode(error);
      // Someone took the message away: it is not put back.
      if (code === 'message_not_found') return {};
      if (code !== 'streaming_state_conflict') throw error;
      await calls.call(place.team, 'chat.stopStream', { channel: place.channel, ts }).catch(() => undefined);
      return calls.call(place.team, 'chat.update', args);
    }
  }

  /** Posts once, or finds what an earlier try posted. Without `to.ts` it begins a thread. */
  async function postOnce(
    { key, replyId, to }: { key: string; replyId?: string; to: { team: string; channel: string; ts?: string | undefined } },
    post: (args: { metadata: ReturnType<typeof metadataOf> }) => Promise<Answer>,
  ): Promise<{ ts: string; isNew: boolean }> {
    const known = await tables.messages.get(key);
    const standing = known?.ts ?? (known && (await readBack(to, key))?.id);
    if (standing) {
      await tables.messages.stands(key, standing, 0);
      return { ts: standing, isNew: false };
    }
    await tables.messages.begin(key, to.channel, replyId);
    try {
      const { ts } = z.object({ ts: z.string() }).parse(await post({ metadata: metadataOf({ key, revision: 0 }) }));
      await tables.messages.stands(key, ts, 0);
      return { ts, isNew: true };
    } catch (error) {
      if (error instanceof PlatformError && slackCode(error) !== undefined) await tables.messages.forget(key);
      throw error;
    }
  }

  async function create(delivery: Delivery): Promise<string> {
    const { key, turnId: replyId } = delivery;
    const place = placeOf(delivery.thread);
    const { ts, isNew } = await postOnce({ key, replyId, to: cornerOf(place) }, () =>
      send(delivery, (rendered) =>
        calls.call(place.team, 'chat.postMessage', {
          channel: place.channel,
          ...threadArgs(place),
          unfurl_links: false,
          unfurl_media: false,
          metadata: metadataOf(delivery),
          ...rendered,
        } as Arguments['chat.postMessage']),
      ),
    );
    if (isNew) await tables.messages.stands(key, ts, delivery.revision);
    else await update(delivery, ts);
    return ts;
  }

  /**
   * What stands under a key though its `ts` is not known: the message says so itself, or it is a stream of ours that was started
   * and never finished (a stream carries no metadata).
   */
  async function readBack(
    to: { team: string; channel: string; ts?: string | undefined },
    key: string,
  ): Promise<{ id: string; revision: number } | undefined> {
    const self = await ports.selfOf(to.team);
    let orphan: string | undefined;
    let cursor: string | undefined;
    for (let page = 0; page < PAGES_AT_MOST; page++) {
      const args = { channel: to.channel, limit: PAGE_MESSAGES, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
      // A channel is read from its newest message on, and no further than one page.
      const answer = replies.parse(
        to.ts === undefined
          ? await calls.call(to.team, 'conversations.history', args)
          : await calls.call(to.team, 'conversations.replies', { ...args, ts: to.ts }),
      );
      for (const message of answer.messages) {
        const mark = markOf(message);
        if (mark?.key === key) return { id: message.ts, revision: mark.revision };
        const isOurs = message.user === self && !mark && message.files.length === 0;
        if (to.ts !== undefined && isOurs && !(await tables.messages.at(to.channel, message.ts))) orphan ??= message.ts;
      }
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor || to.ts === undefined) break;
    }
    return orphan === undefined ? undefined : { id: orphan, revision: 0 };
  }

  /** The chunks with which a delivered picture takes the place of its card. */
  async function pictureChunks(thread: Thread, replyId: string, part: Part): Promise<types.AnyChunk[] | undefined> {
    if (part.kind !== 'image' || part.spoiler) return undefined;
    const file = await uploads.ensure(placeOf(thread).team, part);
    if (file === undefined) return undefined;
    return [
      { type: 'task_update', id: taskId(replyId, part.name), title: `Picture ${part.name}`, status: 'complete' },
      { type: 'blocks', blocks: [pictureBlock(file, part.name, part.alt)] },
    ];
  }

  async function withdraw({ key, thread, messageId }: Delivery): Promise<string> {
    const place = placeOf(thread);
    const ts = messageId ?? (await tables.messages.get(key))?.ts ?? '';
    if (ts !== '') {
      await calls.call(place.team, 'chat.delete', { channel: place.channel, ts }).catch((error: unknown) => {
        if (slackCode(error) !== 'message_not_found') throw error;
      });
    }
    await tables.messages.forget(key);
    return ts;
  }

  /** The stream that a reply's first message may still be: of a reply that has no message yet. */
  async function streamFor(replyId: string): Promise<Stream | undefined> {
    const open = streams.get(replyId);
    if (open) return open;
    const asked = await tables.asked.get(replyId);
    const key = firstKeyOf(replyId);
    if (!asked || asked.isDone || (await tables.messages.get(key))) return undefined;
    const meanwhile = streams.get(replyId);
    if (meanwhile) return meanwhile;
    const { thread, authorId } = asked;
    const place = placeOf(thread);
    const stream = new Stream({
      calls,
      rates,
      clock,
      place,
      recipient: authorId,
      everyMs: ports.streamEveryMs,
      begins: () => tables.messages.begin(key, place.channel, replyId),
      opened: (ts) => tables.messages.stands(key, ts, 0),
      refused: () => tables.messages.forget(key),
      ended: () => repair(replyId),
    });
    streams.set(replyId, stream);
    return stream;
  }

  /** Makes a message whole whose stream ended before its time; the deliveries that follow update it. */
  function repair(replyId: string): void {
    const delivery = latest.get(replyId);
    const ts = streams.get(replyId)?.ts;
    if (delivery && ts !== undefined) update(delivery, ts).catch(() => undefined);
  }

  return {
    async deliver(delivery: Delivery): Promise<string> {
      const { key, turnId, status, parts, thread } = delivery;
      const { team } = placeOf(thread);
      const isFirst = key === firstKeyOf(turnId);
      const stream = isFirst ? streams.get(turnId) : undefined;
      if (parts.length === 0) {
        await stream?.stop();
        streams.delete(turnId);
        return withdraw(delivery);
      }
      if (isFirst) latest.set(turnId, delivery);
      if (status === 'streaming' && isFirst && (delivery.messageId === undefined || stream)) {
        const open = await streamFor(turnId);
        if (open && (await open.advance(parts, (part) => pictureChunks(thread, turnId, part))) && open.ts !== undefined) {
          await tables.messages.stands(key, open.ts, delivery.revision);
          return open.ts;
        }
      }
      await stream?.stop();
      const ts = delivery.messageId ?? (await tables.messages.get(key))?.ts;
      const canWait = status === 'streaming' && ts !== undefined && !calls.hasRoom(team, 'chat.update', SPARE);
      if (ts === undefined) return finish(delivery, await create(delivery));
      if (!canWait) await update(delivery, ts);
      return finish(delivery, ts);
    },

    async find(thread: Thread, key: string): Promise<{ readonly id: string; readonly revision: number } | undefined> {
      const known = await tables.messages.get(key);
      if (!known) return undefined; // no call was ever made
      if (known.ts !== undefined) return { id: known.ts, revision: known.revision };
      const found = await readBack(cornerOf(placeOf(thread)), key);
      if (found) await tables.messages.stands(key, found.id, found.revision);
      else await tables.messages.forget(key);
      return found;
    },

    streamFor,
    postOnce,
    optionsFor,

    /** Slack has closed these messages' streams; those that are still being made go on as updates. */
    closed(channel: string, timestamps: readonly string[]): void {
      for (const stream of streams.values()) {
        if (stream.channel === channel && stream.ts !== undefined && timestamps.includes(stream.ts)) stream.closedBySlack();
      }
    },

    /** Streams that have been quiet for so long that Slack may close them are closed in good order. */
    async closeQuiet(): Promise<void> {
      for (const [replyId, stream] of streams) {
        if (!stream.isQuiet()) continue;
        await stream.stop();
        repair(replyId);
      }
    },

    async close(): Promise<void> {
      await Promise.allSettled(updating.values());
    },
  };

  function finish({ status, turnId, key }: Delivery, ts: string): string {
    if (status !== 'streaming' && key === firstKeyOf(turnId)) {
      streams.delete(turnId);
      latest.delete(turnId);
    }
    return ts;
  }
}

export const taskId = (replyId: string, name: string): string => `${replyId}:${name}`;

function markOf({ metadata }: SlackMessage): { key: string; revision: number } | undefined {
  if (metadata?.event_type !== EVENT_TYPE) return undefined;
  const { key, revision } = metadata.event_payload;
  return typeof key === 'string' ? { key, revision: Number(revision) || 0 } : undefined;
}

/** The picture that Slack's error points at: `[json-pointer:/blocks/3/slack_file]`. */
function faultyPicture<Shown extends PictureKey>(
  error: unknown,
  blocks: readonly types.AnyBlock[],
  pictures: readonly Shown[],
  fileOf: (picture: PictureKey) => string | undefined,
): Shown | undefined {
  const cause = error instanceof PlatformError ? error.cause : undefined;
  const at = /\/blocks\/(\d+)\//.exec(JSON.stringify((cause as { data?: unknown } | undefined)?.data ?? ''))?.[1];
  const block = at === undefined ? undefined : (blocks[Number(at)] as { slack_file?: { id?: string } } | undefined);
  return pictures.find((picture) => fileOf(picture) !== undefined && fileOf(picture) === block?.slack_file?.id);
}
