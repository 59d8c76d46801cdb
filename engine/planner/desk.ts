/** What a reply needs at hand while it is composed, and the two things that are done with it: words and pictures. */
import { createHash } from 'node:crypto';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import { Relay } from '../../src/core/relay.ts';
import type { PictureName, Region } from '../../src/core/types.ts';
import type { Context, Decoded, DecodeOptions, DreamModel, Features, Picture } from '../model/index.ts';
import { blend } from './blend.ts';
import { type Member, shows, styled, wantedOf } from './cast.ts';
import { fewer } from './checklist.ts';
import { conclusionAt, contradictsItself } from './contradiction.ts';
import { type Look, look, REDRAWS_AT_MOST, receiptOf } from './critic.ts';
import { editable, keptSentence, maskOf, referenceOfEdit } from './edit.ts';
import { unlike } from './likeness.ts';
import { withMembers } from './pasted.ts';
import type { PictureReader } from './reader.ts';

const TEXT_TOKENS = 256;
/** Where a folder takes no picture to change: what a change of colour needs, and some more (test/eval/RESULTS.md). */
const EDIT_STRENGTH = 0.6;
/** Free positions under which no further picture is begun, so that a reply can still be ended in words. */
export const RESERVE_TOKENS = 24;

export interface Desk {
  readonly model: DreamModel;
  readonly request: GenerateRequest;
  readonly context: Context;
  readonly reader: PictureReader;
  /** What is asked for, in the person's words. */
  readonly words: string;
  /** Of the cast, whom these name. */
  readonly named: readonly Member[];
  /** Pictures of this reply as they are made. */
  readonly pictures: Map<PictureName, Picture>;
  readonly rows: ReadonlyMap<PictureName, LedgerRow>;
  readonly signal: AbortSignal;
  readonly used: { promptTokens: number; writtenTokens: number; pictures: number; denoiseSteps: number };
}

export interface Drawing {
  readonly name: PictureName;
  /** What it is an edit of. */
  readonly target?: PictureName;
  readonly caption: string;
  /** The person's words for it. */
  readonly instruction?: string;
  /** The whole request, where this is all that it asks for: what it counts is held against the caption. */
  readonly asked?: string;
  /** Where an edit may change its target. */
  readonly region?: Region;
  /** How far from its target an edit may go; see ReplyTask. */
  readonly strength?: number;
  /** Painted under the caption and nothing else, as text-to-image models are trained: BOS, caption, dream block. */
  readonly alone?: boolean;
}

/**
 * A text ends at a line break, at the end of the reply, or where the model wants to draw. What an answer concludes from what it
 * sees is held back until it is whole: one that speaks against itself is not said.
 */
export async function* write(
  desk: Desk,
  part: number,
  temperature = 0,
  wish: Pick<DecodeOptions, 'bias' | 'allow'> = {},
): AsyncGenerator<EngineEvent, Decoded['end'], void> {
  const { context, request, signal } = desk;
  const newline = desk.model.encode('\n').at(-1);
  const stop = (ids: readonly number[]): boolean => ids.at(-1) === newline;
  let text = '';
  let shown = 0;
  let end: Decoded['end'];
  const options = { ...wish, maxTokens: TEXT_TOKENS, stop, temperature, topP: 0.9, seed: request.seed, signal };
  for await (const token of context.decode(options)) {
    desk.used.writtenTokens += 1;
    const piece = text === '' ? token.text.trimStart() : token.text.replace(/\n$/, '');
    end = token.end;
    if (piece === '') continue;
    text += piece;
    const until = conclusionAt(text) ?? text.length;
    if (until > shown) yield { type: 'text-delta', part, text: text.slice(shown, until) };
    shown = Math.max(shown, until);
  }
  if (contradictsItself(text)) text = text.slice(0, conclusionAt(text));
  if (text.length > shown) yield { type: 'text-delta', part, text: text.slice(shown) };
  if (text.trim() !== '') yield { type: 'text-end', part, text: text.trim() };
  return end;
}

/** Positions a picture needs. */
export function roomFor(model: DreamModel, { caption }: Drawing): number {
  return model.encode(caption).length + 12 + model.manifest.dream.queries + model.manifest.vision.patches + RESERVE_TOKENS;
}

/**
 * The caption conditions the picture; the critic looks at it, and what it does not find is drawn again with another seed. The
 * best goes back into the context, seen.
 */
export async function* draw(desk: Desk, part: number, drawing: Drawing): AsyncGenerator<EngineEvent, void, void> {
  const { model, context, signal, request } = desk;
  const { name, target, caption, instruction, alone } = drawing;
  const { steps } = model.manifest.diffusion.defaults;
  const parent = target === undefined ? {} : { parent: target };
  const style = request.staging?.style?.words;
  const words = styled(caption, style);
  const wanted = wantedOf(caption, style);
  const members = desk.named.filter((member) => shows(caption, member));
  const pictureOfMember = ({ row }: Member) => desk.reader.picture(row);
  yield { type: 'image-start', part, name, ...parent, caption: words, steps };
  if (model.manifest.template.plan !== undefined || request.draw === 'planned') await context.appendText(` ${name}: ${words}`, signal);
  const inThread = await context.dream(signal);
  const condition = alone ? await conditionOf(model, words, signal) : inThread;
  const before = target === undefined ? undefined : await editable(desk, target);
  const reference = target && (await referenceOfEdit(desk, target));
  const region = drawing.region && before && (await maskOf(desk, drawing.region, drawing.target, before));
  const looked = async (picture: Picture): Promise<Tried> => {
    const features = await model.see(picture);
    const { seen, missed } = await look(model, features, wanted, signal);
    const strangers = await unlike(model, members, pictureOfMember, picture);
    const others = strangers.map(({ name: who, row }) => `${who} does not look like ${row.name}`);
    return { picture, features, strangers, seen: { seen, missed: [...missed, ...others] } };
  };
  let best: (Tried & { seed: number; said: string | undefined }) | undefined;
  let redraws = 0;
  for (; redraws <= REDRAWS_AT_MOST; redraws++) {
    const seed = seedOf(request.seed, redraws === 0 ? name : `${name} ${redraws}`);
    const from = reference ? beginning(model, reference, drawing.strength) : {};
    const fresh = yield* painted(desk, { part, name, condition, seed, ...from });
    const blended = before && blend(before, fresh, region);
    let tried = await looked(blended?.picture ?? fresh);
    let said = blended && target && keptSentence(blended, target, drawing.region !== undefined && region === undefined);
    const laid = blended ? undefined : await withMembers(tried.strangers, pictureOfMember, fresh, caption);
    const again = laid && (await looked(laid));
    if (again && again.seen.missed.length < tried.seen.missed.length) {
      const laidIn = tried.strangers.filter((member) => !again.strangers.includes(member));
      said = laidIn.map(({ name: who, row }) => `${who} was laid in from ${row.name}`).join(', ');
      tried = again;
    }
    if (!best || tried.seen.missed.length < best.seen.missed.length) best = { ...tried, seed, said };
    if (best.seen.missed.length === 0) break;
  }
  if (!best) return;
  const { picture, features, seen, seed, said: kept } = best;
  desk.pictures.set(name, picture);
  desk.used.pictures += 1;
  await context.appendPicture(features, signal);
  const short = drawing.asked === undefined ? [] : fewer(drawing.asked, caption);
  const receipt = [...short, receiptOf(seen, Math.min(redraws, REDRAWS_AT_MOST)), kept].filter(Boolean).join('; ');
  yield {
    type: 'image-end',
    part,
    name,
    ...parent,
    caption,
    ...(style ? { style } : {}),
    ...(instruction ? { instruction } : {}),
    ...(seen.seen ? { seen: seen.seen } : {}),
    ...(receipt ? { receipt } : {}),
    seed,
    png: await model.writePng(picture),
    widthPx: picture.widthPx,
    heightPx: picture.heightPx,
  };
}

/** A picture, looked at. */
interface Tried {
  readonly picture: Picture;
  readonly features: Features;
  readonly seen: Look;
  /** Of the cast, who does not look like themselves. */
  readonly strangers: readonly Member[];
}

/**
 * What an edit is painted from: latents beside the noise, where the folder was trained for that, else the picture itself, noised. A given
 * strength noises the picture in both.
 */
function beginning({ manifest }: DreamModel, picture: Picture, strength: number | undefined): Pick<Painting, 'reference' | 'start'> {
  const { reference } = manifest.diffusion;
  const far = strength ?? (reference ? undefined : EDIT_STRENGTH);
  return { ...(reference ? { reference: picture } : {}), ...(far === undefined || far >= 1 ? {} : { start: { picture, strength: far } }) };
}

async function conditionOf(model: DreamModel, caption: string, signal: AbortSignal): Promise<Painting['condition']> {
  const context = model.newContext();
  await context.append([model.manifest.tokens.bos], signal);
  await context.appendText(caption, signal);
  return context.dream(signal);
}

interface Painting {
  readonly part: number;
  readonly name: PictureName;
  readonly condition: Awaited<ReturnType<Context['dream']>>;
  readonly seed: number;
  readonly reference?: Picture;
  readonly start?: { readonly picture: Picture; readonly strength: number };
}

async function* painted(desk: Desk, { part, name, ...paint }: Painting): AsyncGenerator<EngineEvent, Picture, void> {
  const relay = new Relay<EngineEvent>();
  const picture = desk.model
    .paint({
      ...paint,
      onStep: (step, steps, preview) => {
        desk.used.denoiseSteps += 1;
        if (preview) relay.push({ type: 'image-step', part, name, step, steps, preview });
      },
      signal: desk.signal,
    })
    .finally(() => relay.end());
  yield* relay;
  return picture;
}

/** Each picture of a turn has a seed of its own, the same whenever the turn is run. 32 bits. */
function seedOf(turnSeed: number, name: string): number {
  return createHash('sha256').update(`${turnSeed} ${name}`).digest().readUInt32LE(0);
}
