/** A thread that grows as it would in the program: what was asked, what the engine answered, and its pictures. */
import { createHash } from 'node:crypto';
import type { openEngine } from '../../engine/index.ts';
import { type LedgerRow, nextName } from '../../src/core/ledger.ts';
import type { EngineEvent } from '../../src/core/ports.ts';
import type { AssetId, ImagePart, Message, Part, PlanStep } from '../../src/core/types.ts';

export type Engine = Awaited<ReturnType<typeof openEngine>>;

/** What one turn gave, and what it took, in ms from its start; undefined where it had none. */
export interface Timing {
  readonly firstWordMs: number | undefined;
  readonly firstPictureMs: number | undefined;
  readonly doneMs: number;
  readonly pictures: number;
  readonly plan: readonly PlanStep[];
  readonly reply: readonly Part[];
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

  /** The file of a picture of this thread. */
  file(asset: AssetId): Uint8Array | undefined {
    return this.#files[asset];
  }

  /** `sent` is a picture that comes with the words (PNG, 128 × 128). `threadId` is an argument: under another name the same thread is one that the engine has never seen. */
  async ask(words: string, threadId: string, seed = 1, sent?: Uint8Array): Promise<Timing> {
    const id = `${this.#messages.length}`;
    const said = (author: string, parts: readonly Part[]): Message => ({
      id: `${author} ${id}`,
      threadId,
      author: { id: author, name: author, isBot: author === 'bot', isSelf: author === 'bot' },
      parts,
      mentionsBot: true,
      sentAt: '2026-01-01T00:00:00.000Z',
    });
    this.#messages.push(said('ann', [...(sent ? [this.#sent(sent, threadId)] : []), { kind: 'text', text: words }]));
    const startedAt = performance.now();
    const since = () => performance.now() - startedAt;
    let [firstWordMs, firstPictureMs, doneMs]: (number | undefined)[] = [];
    const reply: Part[] = [];
    let plan: readonly PlanStep[] = [];
    const request = { turnId: id, threadId, seed, messages: [...this.#messages], pictures: [...this.#pictures], files: this.#files };
    for await (const event of this.#engine.generate(request, new AbortController().signal)) {
      if (event.type === 'plan') plan = event.plan.steps;
      if (event.type === 'text-delta') firstWordMs ??= since();
      if (event.type === 'image-end') firstPictureMs ??= since();
      if (event.type === 'done') doneMs = since();
      const part = this.#kept(event, threadId);
      if (part) reply.push(part);
    }
    this.#messages.push(said('bot', reply));
    const pictures = reply.filter(({ kind }) => kind === 'image').length;
    return { firstWordMs, firstPictureMs, doneMs: doneMs ?? since(), pictures, plan, reply };
  }

  #sent(png: Uint8Array, threadId: string): ImagePart {
    const name = nextName(this.#pictures.map((row) => row.name));
    const shown = { widthPx: 128, heightPx: 128, caption: '' };
    return this.#keep(png, { threadId, name, ...shown, messageId: 'm', authorId: 'ann', madeAt: '2026-01-01T00:00:00.000Z' });
  }

  #kept(event: EngineEvent, threadId: string): Part | undefined {
    if (event.type === 'text-end') return { kind: 'text', text: event.text };
    if (event.type !== 'image-end') return undefined;
    const { name, parent, caption, seed, widthPx, heightPx, png } = event;
    const made = { messageId: 'm', authorId: 'ann', turnId: 't', madeAt: '2026-01-01T00:00:00.000Z' };
    return this.#keep(png, { threadId, name, widthPx, heightPx, caption, seed, ...made, ...(parent ? { parent } : {}) });
  }

  #keep(png: Uint8Array, row: Omit<LedgerRow, 'asset'>): ImagePart {
    const asset: AssetId = `sha256:${createHash('sha256').update(png).digest('hex')}`;
    this.#files[asset] = png;
    this.#pictures.push({ ...row, asset });
    const { name, widthPx, heightPx, caption } = row;
    return { kind: 'image', asset, mediaType: 'image/png', widthPx, heightPx, alt: caption, name };
  }
}
