/** Puts a thread into a context: as much of the newest past as fits, and every picture the request speaks of. */
import type { LedgerRow } from '../../src/core/ledger.ts';
import { namesIn } from '../../src/core/ledger.ts';
import type { GenerateRequest } from '../../src/core/ports.ts';
import type { PictureName } from '../../src/core/types.ts';
import type { Context, DreamModel, Features, Picture } from '../model/index.ts';
import { type Exchange, exchangesOf, planLines } from './dialogue.ts';
import { checkLength } from './plan.ts';

const MAX_SEEN = 64;

/** Reads pictures once: what the vision encoder made of them is kept for the last few. */
export class PictureReader {
  readonly #model: DreamModel;
  readonly #files: GenerateRequest['files'];
  readonly #seen: Map<string, Features>;

  constructor(model: DreamModel, files: GenerateRequest['files'], seen: Map<string, Features>) {
    this.#model = model;
    this.#files = files;
    this.#seen = seen;
  }

  /** Undefined when its file is gone. */
  async picture(row: LedgerRow): Promise<Picture | undefined> {
    const file = this.#files[row.asset];
    return file && (await this.#model.readPicture(file));
  }

  async features(row: LedgerRow): Promise<Features | undefined> {
    const known = this.#seen.get(row.asset);
    if (known) return known;
    const picture = await this.picture(row);
    if (!picture) return undefined;
    const features = await this.#model.see(picture);
    if (this.#seen.size >= MAX_SEEN) this.#seen.delete(this.#seen.keys().next().value ?? '');
    this.#seen.set(row.asset, features);
    return features;
  }
}

/** The request in the end, with the pictures it brings, and those it names that the kept past doesn't hold. */
export interface Reading {
  readonly context: Context;
  readonly request: string;
}

/** Leaves the context after the request, before the plan or the answer. `reserveTokens` stay free for these. */
export async function readThread(
  model: DreamModel,
  request: GenerateRequest,
  reader: PictureReader,
  reserveTokens: number,
  signal: AbortSignal,
): Promise<Reading> {
  const { template, tokens } = model.manifest;
  const rows = new Map<PictureName, LedgerRow>(request.pictures.map((row) => [row.name, row]));
  const exchanges = exchangesOf(request.messages, rows);
  const asked = exchanges.pop() ?? { request: '', pictures: [], reply: [] };

  const context = model.newContext();
  await context.append([tokens.bos], signal);
  await context.appendText(template.system, signal);

  checkLength(asked.request, model.encode(asked.request).length, Math.floor(context.room / 2));
  let room = context.room - reserveTokens - costOf(model, asked);
  const kept: Exchange[] = [];
  for (const exchange of exchanges.reverse()) {
    room -= costOf(model, exchange);
    if (room < 0) break;
    kept.unshift(exchange);
  }
  for (const exchange of kept) {
    await appendRequest(context, model, exchange, reader, signal);
    await appendReply(context, model, exchange, reader, signal);
  }
  const shown = new Set(
    [...kept, asked].flatMap(({ pictures, reply }) => [...pictures, ...reply.filter((item) => typeof item !== 'string')]),
  );
  const quoted = namesIn(asked.request)
    .map((name) => rows.get(name))
    .filter((row) => row !== undefined && !shown.has(row)) as LedgerRow[];
  await appendRequest(context, model, { ...asked, pictures: [...quoted, ...asked.pictures] }, reader, signal);
  return { context, request: asked.request };
}

/** An upper bound, in tokens. */
function costOf(model: DreamModel, { request, pictures, reply }: Exchange): number {
  const { vision, dream } = model.manifest;
  const words = (text: string): number => model.encode(text).length + 6;
  const drawn = reply.filter((item) => typeof item !== 'string');
  const written = reply.filter((item) => typeof item === 'string');
  const image = vision.patches + 12;
  return (
    words(request) +
    pictures.length * image +
    written.reduce((sum, text) => sum + words(text) + 6, 12) +
    drawn.reduce((sum, row) => sum + 2 * words(row.caption) + image + dream.queries, 0)
  );
}

async function appendRequest(
  context: Context,
  model: DreamModel,
  exchange: Exchange,
  reader: PictureReader,
  signal: AbortSignal,
): Promise<void> {
  await context.appendText(model.manifest.template.user, signal);
  for (const row of exchange.pictures) {
    const features = await reader.features(row);
    if (!features) continue;
    await context.appendText(` ${row.name}:`, signal);
    await context.appendPicture(features, signal);
  }
  await context.appendText(` ${exchange.request}`, signal);
}

async function appendReply(
  context: Context,
  model: DreamModel,
  exchange: Exchange,
  reader: PictureReader,
  signal: AbortSignal,
): Promise<void> {
  const { template, tokens } = model.manifest;
  if (template.plan !== undefined) {
    await context.appendText(template.plan, signal);
    for (const line of planLines(exchange.reply)) await context.appendText(` ${line}\n`, signal);
    await context.appendText('\n', signal);
  }
  await context.appendText(template.assistant, signal);
  await appendReplyParts(context, exchange.reply, reader, signal);
  await context.append([tokens.eos], signal);
}

export async function appendReplyParts(
  context: Context,
  reply: Exchange['reply'],
  reader: PictureReader,
  signal: AbortSignal,
): Promise<void> {
  for (const item of reply) {
    if (typeof item === 'string') await context.appendText(` ${item}\n`, signal);
    else {
      const features = await reader.features(item);
      if (features) await appendDrawn(context, item.name, item.caption, features, signal);
    }
  }
}

async function appendDrawn(context: Context, name: string, caption: string, features: Features, signal: AbortSignal): Promise<void> {
  await context.appendText(` ${name}: ${caption}`, signal);
  await context.dream(signal);
  await context.appendPicture(features, signal);
}
