/**
 * One reply. The model plans it, then its steps run in reading order in one context: what was written conditions the
 * next picture, and each finished picture goes back in, so that the next sentence and the next edit can refer to it.
 */
import { TurnError } from '../../src/core/errors.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import { say, worded } from '../../src/core/sentences.ts';
import type { PictureName, Plan, PlanStep, Said, Usage } from '../../src/core/types.ts';
import type { DreamModel } from '../model/index.ts';
import { isNamedIn, membersOf } from './cast.ts';
import { cellsIn } from './cells.ts';
import { type Desk, type Drawing, draw, RESERVE_TOKENS, roomFor, write } from './desk.ts';
import { planOfEach } from './each.ts';
import { impossible } from './impossible.ts';
import { named, unchangedBy } from './meant.ts';
import { naturalSteps } from './natural.ts';
import { checkThere, nameMissing, PLAN_VERSION, startedPlan } from './plan.ts';
import { type Planned, tellPlan, writePlan } from './planning.ts';
import { PictureReader, readThread, type Seen } from './reader.ts';
import { type Reference, referenceOf } from './references.ts';
import { type Revision, revise } from './revise.ts';
import { unslippedLast } from './slips.ts';
import { grant } from './standing.ts';
import { unknownIn } from './unknown-things.ts';
import { wishOf } from './wishes.ts';

const CHOICES_AT_MOST = 5;

type Status = 'complete' | 'truncated';

/** Reads the thread of a request, with these pictures before the model's eyes. */
type Open = (of: GenerateRequest, needed: readonly PictureName[]) => Promise<{ desk: Desk; asked: string }>;

/** What a text of a reply may take; most take less. */
const TEXT_TOKENS = 48;

export async function* compose(
  model: DreamModel,
  request: GenerateRequest,
  seen: Map<string, Seen>,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent, void, void> {
  const startedAt = performance.now();
  const used = { promptTokens: 0, writtenTokens: 0, pictures: 0, denoiseSteps: 0 };
  const reader = new PictureReader(model, request.files, seen);
  const rows = await lookedAt(request, reader, signal);
  const open: Open = async (of, needed) => {
    const { context, request: asked, words, rows: toldRows } = await readThread(model, of, reader, needed, signal);
    used.promptTokens = context.tokens;
    const named = membersOf({ ...request, pictures: [...toldRows.values()] }).filter((member) => isNamedIn(words, member));
    return { desk: { model, request, context, reader, words, named, pictures: new Map(), rows: toldRows, signal, used }, asked };
  };
  const { task } = request;
  const chosen = task?.kind === 'choose' ? task.picture : undefined;
  const messages = await unslippedLast(request.messages, model.vocabulary);
  const wish = task && !chosen ? undefined : wishOf(messages, rows, chosen);
  let status: Status = 'complete';
  if (wish) {
    const revised = (of: Revision) => revise(request, of, open);
    yield* grant(wish, { model, request, reader, rows, revise: revised, askWhich, signal });
  } else if (task && task.kind !== 'start' && task.kind !== 'choose') yield* revise(request, task, open);
  else {
    const reference = chosen ? ({ kind: 'picture', name: chosen } as const) : referenceOf(messages, rows);
    status = yield* answer(request, reference, open);
  }
  const usage: Usage = { ...used, engineMs: Math.round(performance.now() - startedAt) };
  yield { type: 'done', status, usage };
}

/** All pictures of the thread; those that came with the last message with what is to be seen in them, where the folder wants that told. */
async function lookedAt(
  { messages, pictures }: GenerateRequest,
  reader: PictureReader,
  signal: AbortSignal,
): Promise<Map<PictureName, LedgerRow>> {
  const sent = new Set(messages.at(-1)?.parts.flatMap((part) => (part.kind === 'image' ? [part.name] : [])));
  const rows = new Map<PictureName, LedgerRow>();
  for (const row of pictures) {
    const told = sent.has(row.name) ? await reader.told(row, signal) : row;
    rows.set(row.name, told === row ? row : { ...row, seen: told.caption });
  }
  return rows;
}

/** The pictures that must be before the model's eyes. */
const namesOfReference = (reference: Reference): readonly PictureName[] =>
  reference.kind === 'picture' ? [reference.name] : reference.kind === 'several' ? reference.names : [];

async function* answer(request: GenerateRequest, reference: Reference, open: Open): AsyncGenerator<EngineEvent, Status, void> {
  const { desk, asked } = await open(named(request, reference), namesOfReference(reference));
  const { model, context, signal } = desk;
  const { template } = model.manifest;
  const known = request.pictures.map(({ name }) => name);
  const missing = nameMissing(asked, known);
  if (missing) {
    // What is not there can be no part of a plan.
    yield { type: 'plan', plan: { turnId: request.turnId, promptVersion: PLAN_VERSION, steps: [{ kind: 'ask' }] } };
    throw new TurnError('unknown-picture', missing);
  }
  const cannot = request.task?.kind === 'start' ? undefined : impossible(asked, reference);
  if (cannot) return yield* answeredWith(cannot);
  if (template.plan === undefined && request.task?.kind !== 'start' && request.draw !== 'planned') {
    await context.appendText(template.assistant, signal);
    return yield* naturalSteps(desk, asked, known, {
      draw: (part, step) => draw(desk, part, step),
      write: (part, wish) => write(desk, part, 0, wish),
    });
  }
  const { task } = request;
  const each = reference.kind === 'several' && !task ? await planOfEach(request, reference.names, open) : undefined;
  if (each) {
    const unknown = await unknownIn(each.plan.steps, asked, desk);
    if (unknown) return yield* refused(each.plan, unknown);
    for (const step of each.plan.steps) if (step.kind === 'edit') checkThere(step.target, request);
    yield { type: 'plan', plan: each.plan };
    let [begun, status]: [number, Status] = [0, 'complete'];
    for (const { desk: own, steps } of each.apart) {
      if (status === 'complete') status = yield* carriedOut(own, steps, begun);
      begun += steps.length;
    }
    return status;
  }
  const planned: Planned = task?.kind === 'start' ? { plan: startedPlan(request, task.steps) } : await writePlan(desk, asked, reference);
  const { plan, answer } = planned;
  const unknown = task?.kind === 'start' ? undefined : await unknownIn(plan.steps, asked, desk);
  if (unknown) return yield* refused(plan, unknown);
  if (reference.kind === 'unclear' && plan.steps.some(({ kind }) => kind === 'edit' || kind === 'ask')) {
    yield* askWhich(reference.names);
    return 'complete';
  }
  const unchanged = unchangedBy(plan, reference, desk);
  if (unchanged) {
    yield { type: 'plan', plan: { ...plan, steps: [{ kind: 'ask' }] } };
    return yield* answeredWith(say('no-change', { name: unchanged }));
  }
  for (const step of plan.steps) if (step.kind === 'edit') checkThere(step.target, request);
  yield { type: 'plan', plan };
  if (answer !== undefined) {
    yield { type: 'text-end', part: 0, text: answer };
    return 'complete';
  }
  const roomy = context.room < roomForPlan(model, plan) ? await withoutPast(request, plan, open) : desk;
  if (roomy !== desk || task?.kind === 'start') await tellPlan(roomy, plan);
  return yield* carriedOut(roomy, plan.steps, 0);
}

/** `begun`: parts of the reply that stand before these steps. */
async function* carriedOut(desk: Desk, steps: readonly PlanStep[], begun: number): AsyncGenerator<EngineEvent, Status, void> {
  const { model, context, signal } = desk;
  await context.appendText(model.manifest.template.assistant, signal);
  const alone = steps.filter((step) => 'caption' in step).length === 1;
  for (const [at, step] of steps.entries()) {
    const part = begun + at;
    const draws = step.kind === 'draw' || step.kind === 'edit';
    if (context.room < (draws ? roomFor(model, step) : RESERVE_TOKENS)) return 'truncated';
    const drawing = {
      instruction: desk.words,
      ...(alone && step.kind === 'draw' ? { asked: desk.words } : {}),
      ...regionOf(step, desk.words),
    };
    yield* draws ? draw(desk, part, { ...step, ...drawing }) : write(desk, part);
  }
  return 'complete';
}

/** Positions that a plan may take, an upper bound but for long texts. */
const roomForPlan = (model: DreamModel, { steps }: Plan): number =>
  steps.reduce((sum, step) => sum + ('caption' in step ? roomFor(model, step) - RESERVE_TOKENS : TEXT_TOKENS), RESERVE_TOKENS);

/** A long reply behind a long past would be cut short: then it is written with the request and what it changes alone before the model's eyes. */
async function withoutPast(request: GenerateRequest, { steps }: Plan, open: Open): Promise<Desk> {
  const answered = request.messages.findLastIndex(({ author }) => author.isSelf);
  const there = new Set(request.pictures.map(({ name }) => name));
  const targets = steps.flatMap((step) => (step.kind === 'edit' && there.has(step.target) ? [step.target] : []));
  return (await open({ ...request, messages: request.messages.slice(answered + 1) }, targets)).desk;
}

async function* refused(plan: Plan, said: Said): AsyncGenerator<EngineEvent, Status, void> {
  yield { type: 'plan', plan: { ...plan, steps: [{ kind: 'refuse' }] } };
  return yield* answeredWith(said);
}

async function* answeredWith(said: Said): AsyncGenerator<EngineEvent, Status, void> {
  yield { type: 'text-end', part: 0, text: worded(said), said };
  return 'complete';
}

/** A request says by cells where an edit may change its picture: "in B2". */
const regionOf = (step: PlanStep, words: string): Pick<Drawing, 'region'> =>
  step.kind === 'edit' && cellsIn(words).length > 0 ? { region: { words } } : {};

/** One tap answers it; the request is then answered as if it had been said. */
async function* askWhich(pictures: readonly PictureName[]): AsyncGenerator<EngineEvent, void, void> {
  const shown = pictures.slice(-CHOICES_AT_MOST);
  const said = say('which-picture', { names: shown });
  yield { type: 'text-end', part: 0, text: worded(said), said };
  yield { type: 'offer', offer: { kind: 'choose-picture', pictures: shown } };
}
