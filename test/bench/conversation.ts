/** A thread that grows as it would in the program: what was asked, what the engine answered, and its pictures. */
import { createHash } from 'node:crypto';
import type { openEngine } from '../../engine/index.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { EngineEvent } from '../../src/core/ports.ts';
import type { AssetId, Message, Part } from '../../src/core/types.ts';

export type Engine = Awaited<ReturnType<typeof openEngine>>;

/** What one turn took, in ms from its start; undefined where it had none. */
export interface Timing {
  readonly firstWordMs: number | undefined;
  readonly firstPictureMs: number | undefined;
  readonly doneMs: number;
  readonly pictures: number;
}

export class Conversation {
  readonly #engine: Engine;
  readonly #messages: Message[] = [];
  readonly #pictures: LedgerRow[] = [];
  readonly #files: Record<AssetId, Uint8Array> = {};

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get messages(): number {
    return this.#messages.length;
  }

  /** `threadId` is an argument: under another name the same thread is one that the engine has never seen. */
  async ask(words: string, threadId: string, seed = 1): Promise<Timing> {
    const id = `${this.#messages.length}`;
    const said = (author: string, parts: readonly Part[]): Message => ({
      id: `${author} ${id}`,
      threadId,
      author: { id: author, name: author, isBot: author === 'bot', isSelf: author === 'bot' },
      parts,
      mentionsBot: true,
      sentAt: '2026-01-01T00:00:00.000Z',
    });
    this.#messages.push(said('ann', [{ kind: 'text', text: words }]));
    const startedAt = performance.now();
    const since = () => performance.now() - startedAt;
    let [firstWordMs, firstPictureMs, doneMs]: (number | undefined)[] = [];
    const reply: Part[] = [];
    const request = { turnId: id, threadId, seed, messages: [...this.#messages], pictures: [...this.#pictures], files: this.#files };
    for await (const event of this.#engine.generate(request, new AbortController().signal)) {
      if (event.type === 'text-delta') firstWordMs ??= since();
      if (event.type === 'image-end') firstPictureMs ??= since();
      if (event.type === 'done') doneMs = since();
      const part = this.#kept(event, threadId);
      if (part) reply.push(part);
    }
    this.#messages.push(said('bot', reply));
    return { firstWordMs, firstPictureMs, doneMs: doneMs ?? since(), pictures: reply.filter(({ kind }) => kind === 'image').length };
  }

  #kept(event: EngineEvent, threadId: string): Part | undefined {
    if (event.type === 'text-end') return { kind: 'text', text: event.text };
    if (event.type !== 'image-end') return undefined;
    const { name, parent, caption, seed, widthPx, heightPx, png } = event;
    const asset: AssetId = `sha256:${createHash('sha256').update(png).digest('hex')}`;
    this.#files[asset] = png;
    const made = { messageId: 'm', authorId: 'ann', madeAt: '2026-01-01T00:00:00.000Z' };
    this.#pictures.push({ threadId, name, asset, widthPx, heightPx, caption, seed, ...made, ...(parent ? { parent } : {}) });
    return { kind: 'image', asset, mediaType: 'image/png', widthPx, heightPx, alt: caption, name };
  }
}
