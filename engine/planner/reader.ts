/** Puts a thread into a context: as much of the newest past as fits, and every picture the request speaks of. */
import type { LedgerRow } from '../../src/core/ledger.ts';
import { namesIn } from '../../src/core/ledger.ts';
import type { GenerateRequest } from '../../src/core/ports.ts';
import type { PictureName } from '../../src/core/types.ts';
import type { Context, DreamModel, Features, Picture } from '../model/index.ts';
import { isNamedIn, membersOf, told } from './cast.ts';
import { withPlaces } from './cells.ts';
import { describe } from './critic.ts';
import { type Exchange, exchangesOf, planLines } from './dialogue.ts';
import { checkLength, checkPictures } from './plan.ts';
import { remembered } from './remember.ts';
import { unslipped } from './slips.ts';
import { calmed } from './words.ts';

const MAX_SEEN = 64;
/** Of a picture's name and the tokens around it; an upper bound. */
const PICTURE_NAME_TOKENS = 12;
/** Of what is told of a picture; what most descriptions stay below. */
const TOLD_TOKENS = 48;

/** What is known of a picture since it was looked at. */
export interface Seen {
  readonly features: Features;
  /** In the model's own words, once it was asked. */
  told?: string;
}

/** Reads pictures once: what was seen in them is kept for the last few. */
export class PictureReader {
  readonly #model: DreamModel;
  readonly #files: GenerateRequest['files'];
  readonly #seen: Map<string, Seen>;

  constructor(model: DreamModel, files: GenerateRequest['files'], seen: Map<string, Seen>) {
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
    return (await this.#lookedAt(row))?.features;
  }

  /** A sent picture's row with what the model sees in it as its caption, where the folder wants that told; every other row as it is. */
  async told(row: LedgerRow, signal: AbortSignal): Promise<LedgerRow> {
    if (row.turnId !== undefined || this.#model.manifest.template.sentPictures !== 'told') return row;
    const seen = await this.#lookedAt(row);
    if (!seen) return row;
    seen.told ??= await describe(this.#model, seen.features, signal);
    return { ...row, caption: seen.told };
  }

  async #lookedAt(row: LedgerRow): Promise<Seen | undefined> {
    const known = this.#seen.get(row.asset);
    if (known) return known;
    const picture = await this.picture(row);
    if (!picture) return undefined;
    const seen = { features: await this.#model.see(picture) };
    if (this.#seen.size >= MAX_SEEN) this.#seen.delete(this.#seen.keys().next().value ?? '');
    this.#seen.set(row.asset, seen);
    return seen;
  }
}

/** The request in the end, with the pictures it brings, and those it names that the kept past doesn't hold. */
export interface Reading {
  readonly context: Context;
  /** As the model was told: with what the cast looks like in the place of names, and slips of the finger mended. */
  readonly request: string;
  /** In the person's words. */
  readonly words: string;
  /** All pictures of the thread, those it speaks of as they were told. */
  readonly rows: ReadonlyMap<PictureName, LedgerRow>;
}

/** Of the window, what is kept free of the past for the plan and the reply: more where a whole reply may come. */
const REPLY_SHARE = { reply: 0.6, picture: 0.45 };

/** Of the room for the past, what a line about each thing that no longer fits may take. */
const REMEMBERED_SHARE = 0.15;

/** Below this, what is not spoken of is left out of an edit's past: small models take one picture for another. */
const SMALL_WINDOW_TOKENS = 2048;

/**
 * Leaves the context after the request, before the plan or the answer. What shows the pictures in `needed` is kept before all
 * else of the past, cut down to these where it is long; then the newest, as much as fits. Of the rest a line each is remembered.
 */
export async function readThread(
  model: DreamModel,
  request: GenerateRequest,
  reader: PictureReader,
  needed: readonly PictureName[],
  signal: AbortSignal,
): Promise<Reading> {
  const { template, tokens, language } = model.manifest;
  const rows = await toldRows(request, reader, needed, signal);
  const members = membersOf({ ...request, pictures: [...rows.values()] });
  const isTrained = template.plan !== undefined;
  const { vocabulary } = model;
  const tell = async (words: string, known: boolean): Promise<string> => {
    const text = told(isTrained ? calmed(words) : words, members, isTrained, known);
    return withPlaces(vocabulary ? await unslipped(text, vocabulary) : text);
  };
  const exchanges = exchangesOf(request.messages, rows);
  const last = exchanges.pop() ?? { request: '', pictures: [], reply: [] };
  const past = await Promise.all(exchanges.map(async (one) => ({ ...one, request: await tell(one.request, rowsOf(one).length > 0) })));
  const asked = { ...last, request: await tell(last.request, needed.length > 0) };

  const context = model.newContext();
  await context.append([tokens.bos], signal);
  await context.appendText(template.system, signal);

  checkLength(asked.request, model.encode(asked.request).length, Math.floor(context.room / 2));
  const toldTokens = template.sentPictures === 'told' ? TOLD_TOKENS : 0;
  checkPictures(asked.pictures.length, Math.floor(context.room / 2 / (model.manifest.vision.patches + PICTURE_NAME_TOKENS + toldTokens)));
  const reserveTokens = Math.floor(language.contextTokens * REPLY_SHARE[needed.length > 0 ? 'picture' : 'reply']);
  const roomTokens = context.room - reserveTokens - costOf(model, asked);
  const older = request.pictures.filter(({ madeAt }) => madeAt < (request.messages[0]?.sentAt ?? ''));
  const whole = keptOf(model, past, needed, roomTokens);
  const isAll = whole.left.length === 0 && older.length === 0;
  // In a small window what is remembered would take the place of what is read.
  const rememberTokens = isAll || language.contextTokens < SMALL_WINDOW_TOKENS ? 0 : Math.floor(roomTokens * REMEMBERED_SHARE);
  const { kept, left } = rememberTokens === 0 ? whole : keptOf(model, past, needed, roomTokens - rememberTokens);
  const memory = remembered(left, older, (text) => model.encode(text).length <= rememberTokens);
  if (memory !== '') await context.appendText(memory, signal);
  for (const exchange of kept) {
    await appendRequest(context, model, exchange, reader, signal);
    await appendReply(context, model, exchange, rows, reader, signal);
  }
  const shown = new Set([...kept, asked].flatMap(rowsOf));
  // A small model that was told what somebody looks like draws them from that, and takes a picture beside it for the one to change.
  const cast = language.contextTokens < SMALL_WINDOW_TOKENS ? [] : members.filter((member) => isNamedIn(last.request, member));
  const quoted = [...new Set([...needed, ...namesIn(asked.request), ...cast.map(({ row }) => row.name)])]
    .map((name) => rows.get(name))
    .filter((row): row is LedgerRow => row !== undefined && !shown.has(row));
  await appendRequest(context, model, { ...asked, pictures: [...quoted, ...asked.pictures] }, reader, signal);
  return { context, request: asked.request, words: last.request, rows };
}

async function toldRows(
  { messages, pictures }: GenerateRequest,
  reader: PictureReader,
  needed: readonly PictureName[],
  signal: AbortSignal,
): Promise<Map<PictureName, LedgerRow>> {
  const parts = messages.flatMap((message) => message.parts);
  const spokenOf = new Set([...needed, ...parts.flatMap((part) => (part.kind === 'text' ? namesIn(part.text) : [part.name]))]);
  const rows = new Map<PictureName, LedgerRow>();
  for (const row of pictures) rows.set(row.name, spokenOf.has(row.name) ? await reader.told(row, signal) : row);
  return rows;
}

const rowsOf = ({ pictures, reply }: Exchange): LedgerRow[] => [...pictures, ...reply.filter((item) => typeof item !== 'string')];

interface Kept {
  /** In their order, some cut down to the pictures that are needed. */
  readonly kept: readonly Exchange[];
  readonly left: readonly Exchange[];
}

function keptOf(model: DreamModel, exchanges: readonly Exchange[], needed: readonly PictureName[], roomTokens: number): Kept {
  const kept = new Map<Exchange, Exchange>();
  const isNeeded = ({ name }: LedgerRow): boolean => needed.includes(name);
  let room = roomTokens;
  const keep = (exchange: Exchange, form = exchange): boolean => {
    const cost = costOf(model, form);
    if (cost > room || kept.has(exchange)) return false;
    room -= cost;
    kept.set(exchange, form);
    return true;
  };
  for (const exchange of exchanges.filter((one) => rowsOf(one).some(isNeeded))) {
    const only = exchange.reply.filter((item) => typeof item !== 'string' && isNeeded(item));
    const cut = { ...exchange, pictures: exchange.pictures.filter(isNeeded), reply: only };
    if (costOf(model, exchange) > roomTokens / 2 || rowsOf(exchange).length > rowsOf(cut).length || !keep(exchange)) keep(exchange, cut);
  }
  const newest = needed.length > 0 && model.manifest.language.contextTokens < SMALL_WINDOW_TOKENS ? [] : [...exchanges].reverse();
  for (const exchange of newest) if (!kept.has(exchange) && !keep(exchange)) break;
  return { kept: exchanges.flatMap((exchange) => kept.get(exchange) ?? []), left: exchanges.filter((exchange) => !kept.has(exchange)) };
}

/** An upper bound, in tokens. */
function costOf(model: DreamModel, { request, pictures, reply }: Exchange): number {
  const { vision, dream, template } = model.manifest;
  const words = (text: string): number => model.encode(text).length + 6;
  const drawn = reply.filter((item) => typeof item !== 'string');
  const written = reply.filter((item) => typeof item === 'string');
  const image = vision.patches + PICTURE_NAME_TOKENS;
  return (
    words(request) +
    pictures.reduce((sum, row) => sum + image + (template.sentPictures === 'told' ? words(row.caption) : 0), 0) +
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
  const { template } = model.manifest;
  await context.appendText(template.user, signal);
  for (const row of exchange.pictures) {
    const features = await reader.features(row);
    if (!features) continue;
    await context.appendText(template.sentPictures === 'told' ? ` ${row.name}: ${row.caption}` : ` ${row.name}:`, signal);
    await context.appendPicture(features, signal);
  }
  await context.appendText(` ${exchange.request}`, signal);
}

async function appendReply(
  context: Context,
  model: DreamModel,
  exchange: Exchange,
  rows: ReadonlyMap<PictureName, LedgerRow>,
  reader: PictureReader,
  signal: AbortSignal,
): Promise<void> {
  const { template, tokens } = model.manifest;
  if (template.plan !== undefined) {
    await context.appendText(template.plan, signal);
    for (const line of planLines(exchange.reply, template, rows)) await context.appendText(` ${line}\n`, signal);
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
