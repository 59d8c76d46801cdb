/**
 * One reply. The model plans it, then its steps run in reading order in one context: what was written conditions the
 * next picture, and each finished picture goes back in, so that the next sentence and the next edit can refer to it.
 */
import { createHash } from 'node:crypto';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import type { PictureName, Plan, Usage } from '../../src/core/types.ts';
import type { Context, Decoded, DecodeOptions, DreamModel, Features, Picture } from '../model/index.ts';
import { naturalSteps } from './natural.ts';
import { checkNames, settlePlan, sharesWords } from './plan.ts';
import { PictureReader, readThread } from './reader.ts';
import { Relay } from './relay.ts';

const PLAN_TOKENS = 320;
const TEXT_TOKENS = 256;
/** Of the window, what is kept free of the past for the plan and the reply. */
const REPLY_SHARE = 0.6;
/** Free positions under which no further picture is begun, so that a reply can still be ended in words. */
const RESERVE_TOKENS = 24;

interface Step {
  readonly kind: 'write' | 'draw' | 'edit' | 'ask' | 'refuse';
  readonly name?: PictureName;
  readonly target?: PictureName;
  readonly caption?: string;
}

/** What a reply needs at hand while it is composed. */
interface Desk {
  readonly model: DreamModel;
  readonly request: GenerateRequest;
  readonly context: Context;
  readonly reader: PictureReader;
  /** Pictures of the thread, and those of this reply as they are made. */
  readonly pictures: Map<PictureName, Picture>;
  readonly rows: ReadonlyMap<PictureName, LedgerRow>;
  readonly signal: AbortSignal;
  readonly used: { promptTokens: number; writtenTokens: number; pictures: number; denoiseSteps: number };
}

export async function* compose(
  model: DreamModel,
  request: GenerateRequest,
  seen: Map<string, Features>,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent, void, void> {
  const startedAt = performance.now();
  const known = request.pictures.map(({ name }) => name);
  const reader = new PictureReader(model, request.files, seen);
  const planned = model.manifest.template.plan !== undefined;
  const { contextTokens } = model.manifest.language;
  const reading = await readThread(model, request, reader, Math.floor(contextTokens * REPLY_SHARE), signal);
  checkNames(reading.request, known);
  const { context } = reading;
  const used = { promptTokens: context.tokens, writtenTokens: 0, pictures: 0, denoiseSteps: 0 };
  const rows = new Map(request.pictures.map((row) => [row.name, row]));
  const desk: Desk = { model, request, context, reader, pictures: new Map(), rows, signal, used };

  let status: 'complete' | 'truncated' = 'complete';
  if (planned) {
    const plan = await writePlan(desk, reading.request, known);
    yield { type: 'plan', plan };
    await context.appendText(model.manifest.template.assistant, signal);
    for (const [part, step] of plan.steps.entries()) {
      if (context.room < roomFor(model, step)) {
        status = 'truncated';
        break;
      }
      yield* step.kind === 'draw' || step.kind === 'edit' ? draw(desk, part, step) : write(desk, part);
    }
  } else {
    await context.appendText(model.manifest.template.assistant, signal);
    status = yield* naturalSteps(desk, reading.request, known, {
      draw: (part, step) => draw(desk, part, step),
      write: (part, wish) => write(desk, part, wish),
    });
  }
  const usage: Usage = { ...used, engineMs: Math.round(performance.now() - startedAt) };
  yield { type: 'done', status, usage };
}

async function writePlan(desk: Desk, request: string, known: readonly PictureName[]): Promise<Plan> {
  const { model, context, signal } = desk;
  await context.appendText(model.manifest.template.plan ?? '', signal);
  const newline = model.encode('\n').at(-1);
  const stop = (ids: readonly number[]): boolean => ids.at(-1) === newline && (ids.length === 1 || ids.at(-2) === newline);
  // To ask which thing is meant is no plan where a caption of the thread names it: that first token is barred then.
  const captions = [...desk.rows.values()].map(({ caption }) => caption);
  const asking = model.encode(' ask')[0];
  const bias = asking !== undefined && sharesWords(request, captions) ? new Map([[asking, Number.NEGATIVE_INFINITY]]) : undefined;
  let written = '';
  for await (const { text } of decode(desk, { maxTokens: PLAN_TOKENS, stop, ...(bias ? { bias } : {}) })) written += text;
  return settlePlan(desk.request.turnId, written, request, known);
}

function decode(desk: Desk, options: Pick<DecodeOptions, 'maxTokens' | 'stop' | 'bias' | 'allow'>): AsyncGenerator<Decoded, void, void> {
  return desk.context.decode({ ...options, temperature: 0, seed: desk.request.seed, signal: desk.signal });
}

/** Positions a step needs. */
function roomFor(model: DreamModel, step: Step): number {
  if (step.caption === undefined) return RESERVE_TOKENS;
  return model.encode(step.caption).length + 12 + model.manifest.dream.queries + model.manifest.vision.patches + RESERVE_TOKENS;
}

/** A text ends at a line break, at the end of the reply, or where the model wants to draw. */
async function* write(
  desk: Desk,
  part: number,
  wish: Pick<DecodeOptions, 'bias' | 'allow'> = {},
): AsyncGenerator<EngineEvent, Decoded['end'], void> {
  const newline = desk.model.encode('\n').at(-1);
  let text = '';
  let end: Decoded['end'];
  for await (const token of decode(desk, { ...wish, maxTokens: TEXT_TOKENS, stop: (ids) => ids.at(-1) === newline })) {
    desk.used.writtenTokens += 1;
    const piece = text === '' ? token.text.trimStart() : token.text.replace(/\n$/, '');
    end = token.end;
    if (piece === '') continue;
    text += piece;
    yield { type: 'text-delta', part, text: piece };
  }
  if (text.trim() !== '') yield { type: 'text-end', part, text: text.trim() };
  return end;
}

/** The caption conditions the picture; then the finished picture is seen and goes back into the context. */
async function* draw(desk: Desk, part: number, step: Step): AsyncGenerator<EngineEvent, void, void> {
  const { model, context, signal, request } = desk;
  const { name = '#1', target, caption = '' } = step;
  const { steps } = model.manifest.diffusion.defaults;
  const parent = target === undefined ? {} : { parent: target };
  yield { type: 'image-start', part, name, ...parent, caption, steps };
  const forced = model.manifest.template.plan !== undefined;
  if (forced) await context.appendText(` ${name}: ${caption}`, signal);
  const condition = await context.dream(signal);
  const reference = target === undefined ? undefined : await pictureOf(desk, target);
  const seed = seedOf(request.seed, name);
  const painting = new Relay<EngineEvent>();
  const painted = model
    .paint({
      condition,
      seed,
      ...(reference ? { reference } : {}),
      onStep: (at, of, preview) => {
        desk.used.denoiseSteps += 1;
        if (preview) painting.push({ type: 'image-step', part, name, step: at, steps: of, preview });
      },
      signal,
    })
    .finally(() => painting.end());
  yield* painting;
  const picture = await painted;
  desk.pictures.set(name, picture);
  desk.used.pictures += 1;
  await context.appendPicture(await model.see(picture), signal);
  const png = await model.writePng(picture);
  yield { type: 'image-end', part, name, ...parent, caption, seed, png, widthPx: picture.widthPx, heightPx: picture.heightPx };
}

async function pictureOf(desk: Desk, name: PictureName): Promise<Picture | undefined> {
  const row = desk.rows.get(name);
  return desk.pictures.get(name) ?? (row && (await desk.reader.picture(row)));
}

/** Each picture of a turn has a seed of its own, the same whenever the turn is run. 32 bits. */
function seedOf(turnSeed: number, name: PictureName): number {
  return createHash('sha256').update(`${turnSeed} ${name}`).digest().readUInt32LE(0);
}
