/** `dreamthread ask`: one request in, its reply printed while it is made, and the end told to the one who waits. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ConfigError, PlatformError } from '../../src/core/errors.ts';
import type { Adapter, Delivery, Progress, Received, ThreadStore } from '../../src/core/ports.ts';
import { say } from '../../src/core/sentences.ts';
import type { AssetId, ReplyStatus, Usage } from '../../src/core/types.ts';
import { mediaTypeOf } from '../picture.ts';
import { findDelivered, putDelivered } from './delivered.ts';
import { replyDocument } from './document.ts';
import { type EventPorts, messageEvent } from './event.ts';
import { keepBeside, keepFile, keepFolder } from './keep.ts';
import type { Print } from './print.ts';
import type { Sent } from './request.ts';
import { isThreadName, LOCAL, LOCAL_LIMITS, ME, REQUEST_CHARS, REQUEST_PICTURES } from './thread.ts';

/** How long the reply's `done`, with its usage, may come after its last revision. */
const DONE_MS = 100;

/** A request as it was typed. */
export interface Typed {
  readonly text: string;
  /** Picture files to send along. */
  readonly images: readonly string[];
  readonly seed?: number;
  /** Continues this thread; undefined begins one. */
  readonly thread?: string;
  /** Folder for reply.md and the pictures; undefined writes none. */
  readonly out?: string;
}

export interface Asked extends Pick<Typed, 'thread' | 'out'> {
  readonly sent: Sent;
}

export interface CommandOptions extends EventPorts {
  readonly asked: Asked;
  readonly modelId: string;
  readonly print: Print;
  /** The id of the turn that answers an event. */
  turnIdOf(platform: string, eventId: string): string;
  readonly threads: Pick<ThreadStore, 'put' | 'get' | 'remove'>;
  readonly assets: EventPorts['assets'] & { get(asset: AssetId): Promise<Uint8Array | undefined> };
}

export interface CommandAdapter extends Adapter {
  /** Resolves when the reply has ended and is printed and written; rejects with ConfigError when it could not be written. */
  readonly finished: Promise<ReplyStatus>;
  /** Stops the reply, if one is being made; what is made of it stays and is printed before this resolves. */
  stop(): Promise<void>;
}

export function createCommandAdapter(options: CommandOptions): CommandAdapter {
  const { threads, assets, print } = options;
  const { sent, out, thread: given } = options.asked;
  const name = given ?? options.newId().replaceAll('-', '').toLowerCase().slice(0, 12);
  const streamed = new Map<number, string>();
  const parents = new Map<string, string>();
  const saved = new Map<string, string>();
  let turnId: string | undefined;
  let interrupt: (() => Promise<Received>) | undefined;
  let usage: Usage | undefined;
  let heardDone = () => {};
  let ended = false;
  let finish: (status: ReplyStatus) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const finished = new Promise<ReplyStatus>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  finished.catch(() => {}); // who waits for it hears of it; nobody else need

  // Pictures take time to write, and what is printed keeps its order: one thing after the other.
  let work = Promise.resolve();
  const inTurn = (step: () => Promise<void> | void): void => {
    work = work.then(step);
    work.catch(fail);
  };

  async function save(picture: string, asset: AssetId): Promise<string | undefined> {
    if (out === undefined) return undefined;
    const bytes = await assets.get(asset);
    if (!bytes)
      throw new ConfigError('data-unusable', `The file of ${picture} is missing or damaged in the data folder; ask for it again.`);
    const extension = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/gif': 'gif' }[
      mediaTypeOf(bytes) ?? 'image/png'
    ];
    const path = await keepBeside(out, `${picture.slice(1)}.${extension}`, bytes);
    saved.set(asset, path);
    return path;
  }

  async function tell(progress: Progress): Promise<void> {
    switch (progress.type) {
      case 'plan':
        streamed.clear();
        print({ type: 'plan', steps: progress.plan.steps });
        break;
      case 'text-delta': {
        const { type, part, text } = progress;
        streamed.set(part, (streamed.get(part) ?? '') + text);
        print({ type, part, text });
        break;
      }
      case 'image-start': {
        const { type, part, name: picture, parent, caption, steps } = progress;
        print({ type, part, name: picture, ...(parent && { parent }), caption, steps });
        break;
      }
      case 'image-unseen': {
        const { type, part, name: picture } = progress;
        print({ type, part, name: picture });
        break;
      }
      case 'image-step': {
        const { type, part, name: picture, step, steps } = progress;
        print({ type, part, name: picture, step, steps });
        break;
      }
      case 'image-end': {
        const { type, part, name: picture, parent, caption, asset, receipt } = progress;
        if (parent) parents.set(picture, parent);
        const path = await save(picture, asset);
        print({ type, part, name: picture, ...(parent && { parent }), caption, ...(receipt && { receipt }), ...(path && { path }) });
        break;
      }
      case 'verdict': {
        const { type, part, verdict, rule } = progress;
        print({ type, part, verdict, ...(rule && { rule }) });
        break;
      }
      case 'done':
        usage = progress.usage;
        heardDone();
        break;
    }
  }

  async function conclude(delivery: Delivery): Promise<void> {
    // What was never streamed: why a request was refused, that it was stopped, that it failed.
    for (const [part, { kind, ...rest }] of delivery.parts.entries()) {
      if (kind === 'text' && 'text' in rest && streamed.get(part)?.trim() !== rest.text.trim()) {
        print({ type: 'text-delta', part, text: rest.text });
      }
    }
    for (const part of delivery.parts) {
      if (part.kind === 'image' && !saved.has(part.asset)) await save(part.name, part.asset);
    }
    const { status } = delivery;
    const modelId = status === 'complete' || status === 'truncated' ? options.modelId : undefined;
    const reply =
      out === undefined ? undefined : await keepFile(out, 'reply.md', replyDocument(delivery.parts, { modelId, saved, parents }));
    const made = modelId === undefined ? {} : { model: modelId };
    print({ type: 'done', status, thread: name, turn: delivery.turnId, ...made, ...(reply && { reply }), ...(usage && { usage }) });
    finish(status);
  }

  return {
    platform: LOCAL,
    limits: LOCAL_LIMITS,
    finished,
    async start(onEvent) {
      const event = await messageEvent(sent, name, options);
      turnId = options.turnIdOf(LOCAL, event.id);
      const received = await onEvent(event);
      if (received.kind === 'limited') throw new ConfigError('invalid-input', received.sentence);
      if (received.kind === 'merged') turnId = received.turn.id; // an earlier run was asked the same
      const { thread } = event;
      const stop = { kind: 'action-invoke', thread, authorId: ME.id, moderates: true, turnId, action: { kind: 'stop' } } as const;
      interrupt = () => onEvent({ ...stop, id: options.newId() });
      if (!(await threads.get(thread.id, event.message.id))) throw new ConfigError('invalid-input', 'There is nothing to stop here.');
    },
    async stop() {
      const received = await interrupt?.();
      if (received?.kind === 'stopped' && received.turnIds.length > 0) await finished.catch(() => {});
    },
    async deliver(delivery) {
      const { id } = await putDelivered(threads, delivery, options.clock);
      if (delivery.turnId === turnId && delivery.status !== 'streaming' && delivery.parts.length > 0 && !ended) {
        ended = true;
        const done = new Promise<void>((resolve) => {
          heardDone = resolve;
          setTimeout(resolve, DONE_MS);
        });
        void done.then(() => inTurn(() => conclude(delivery)));
      }
      return id;
    },
    async find(thread, key) {
      return findDelivered(threads, thread, key);
    },
    progress(_thread, progress) {
      // Turns that an earlier run left behind are finished on the way; their replies wait in their threads.
      if (progress.turnId === turnId) inTurn(() => tell(progress));
    },
    async close() {
      await work.catch(() => {}); // `finished` has said it
    },
  };
}

/** Says what is wrong with a request before anything is opened for it: throws ConfigError or PlatformError. */
export async function readAsked({ text, images, seed, thread, out }: Typed): Promise<Asked> {
  if (thread !== undefined && !isThreadName(thread)) {
    throw new ConfigError('invalid-input', `"${thread}" is no name for a thread: use small letters, digits and hyphens, 64 at most.`);
  }
  if (images.length > REQUEST_PICTURES) {
    throw new ConfigError('invalid-input', `A request may have ${REQUEST_PICTURES} pictures; this one has ${images.length}.`);
  }
  if (text.trim() === '' && images.length === 0) {
    throw new ConfigError('invalid-input', 'The request is empty: write what you would like to know or see.');
  }
  const said = text.trim();
  if (said.length > REQUEST_CHARS) {
    throw new PlatformError('invalid-payload', say('message-too-long', { most: REQUEST_CHARS, chars: said.length }));
  }
  const files = await Promise.all(
    images.map(async (path) => {
      const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
        const why = cause.code === 'ENOENT' ? 'there is no such file' : `the system said ${cause.code}`;
        throw new ConfigError('invalid-input', `${path} cannot be read: ${why}.`, { cause });
      });
      return { name: basename(path), bytes: new Uint8Array(bytes) };
    }),
  );
  if (out !== undefined) keepFolder(out);
  const sent = { text: said, files, ...(seed !== undefined && { seed }) };
  return { sent, ...(thread !== undefined && { thread }), ...(out !== undefined && { out }) };
}
