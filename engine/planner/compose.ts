/**
 * One reply. The model plans it, then its steps run in reading order in one context: what was written conditions the
 * next picture, and each finished picture goes back in, so that the next sentence and the next edit can refer to it.
 */
import type { EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import type { PictureName, Plan, PlanStep, Usage } from '../../src/core/types.ts';
import type { DreamModel, Features } from '../model/index.ts';
import { type Desk, draw, RESERVE_TOKENS, roomFor, write } from './desk.ts';
import { naturalSteps } from './natural.ts';
import { checkNames, settlePlan, sharesWords } from './plan.ts';
import { PictureReader, readThread } from './reader.ts';
import { revise } from './revise.ts';

const PLAN_TOKENS = 320;
/** Of the window, what is kept free of the past for the plan and the reply. */
const REPLY_SHARE = 0.6;

type Status = 'complete' | 'truncated';

export async function* compose(
  model: DreamModel,
  request: GenerateRequest,
  seen: Map<string, Features>,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent, void, void> {
  const startedAt = performance.now();
  const used = { promptTokens: 0, writtenTokens: 0, pictures: 0, denoiseSteps: 0 };
  const reader = new PictureReader(model, request.files, seen);
  const rows = new Map(request.pictures.map((row) => [row.name, row]));
  const reserveTokens = Math.floor(model.manifest.language.contextTokens * REPLY_SHARE);
  const open = async (of: GenerateRequest): Promise<{ desk: Desk; asked: string }> => {
    const { context, request: asked } = await readThread(model, of, reader, reserveTokens, signal);
    used.promptTokens = context.tokens;
    return { desk: { model, request, context, reader, pictures: new Map(), rows, signal, used }, asked };
  };
  const { task } = request;
  let status: Status = 'complete';
  if (task && task.kind !== 'start' && task.kind !== 'choose') yield* revise(request, task, open);
  else status = yield* answer(request, await open(request));
  const usage: Usage = { ...used, engineMs: Math.round(performance.now() - startedAt) };
  yield { type: 'done', status, usage };
}

async function* answer(
  request: GenerateRequest,
  { desk, asked }: { desk: Desk; asked: string },
): AsyncGenerator<EngineEvent, Status, void> {
  const { model, context, signal } = desk;
  const { template } = model.manifest;
  const known = request.pictures.map(({ name }) => name);
  checkNames(asked, known);
  if (template.plan === undefined && request.task?.kind !== 'start') {
    await context.appendText(template.assistant, signal);
    return yield* naturalSteps(desk, asked, known, {
      draw: (part, step) => draw(desk, part, step),
      write: (part, wish) => write(desk, part, 0, wish),
    });
  }
  const plan = request.task?.kind === 'start' ? startedPlan(request, request.task.steps) : await writePlan(desk, asked, known);
  yield { type: 'plan', plan };
  await context.appendText(template.assistant, signal);
  for (const [part, step] of plan.steps.entries()) {
    const draws = step.kind === 'draw' || step.kind === 'edit';
    if (context.room < (draws ? roomFor(model, step) : RESERVE_TOKENS)) return 'truncated';
    yield* draws ? draw(desk, part, { ...step, instruction: asked }) : write(desk, part);
  }
  return 'complete';
}

const startedPlan = ({ turnId }: GenerateRequest, steps: readonly PlanStep[]): Plan => ({ turnId, promptVersion: 'kept', steps });

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
  const options = { maxTokens: PLAN_TOKENS, stop, temperature: 0, seed: desk.request.seed, signal };
  for await (const { text } of context.decode({ ...options, ...(bias ? { bias } : {}) })) written += text;
  return settlePlan(desk.request.turnId, written, request, known);
}
