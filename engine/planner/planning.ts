/** The plan of a reply: written by the model under a grammar, mended where it can't be meant so. */
import type { PictureName, Plan, PlanStep } from '../../src/core/types.ts';
import { told } from './cast.ts';
import { countedAsAsked } from './counted.ts';
import type { Desk } from './desk.ts';
import type { PlanLine } from './dialogue.ts';
import { captionAfter, editLine } from './edit-line.ts';
import { heardIn, misheard } from './heard.ts';
import { withoutIdle } from './meant.ts';
import { movedChange, sizedAsAsked } from './misplaced.ts';
import { PLAN_VERSION, planOfJson, planOfLines, queryOf, settlePlan, sharesWords } from './plan.ts';
import { maskOf, type PlanRules, planJsonGrammar, planLinesGrammar } from './plan-grammar.ts';
import { readPrompt } from './prompt.ts';
import { answerTo } from './queries.ts';
import { type Reference, takesForThere } from './references.ts';
import { picturesAsked } from './separate.ts';

const PLAN = readPrompt('plan');
const TARGETS_AT_MOST = 24;

/** A plan, and where it is a question about a picture that code can answer, the answer. */
export interface Planned {
  readonly plan: Plan;
  readonly answer?: string;
}

/** What an edit may be of: where no words say which picture, the newest is meant. */
function targetsOf(reference: Reference, known: readonly PictureName[]): readonly PictureName[] {
  if (reference.kind === 'picture') return [reference.name];
  return reference.kind === 'several' ? reference.names : known.slice(reference.kind === 'none' ? -1 : -TARGETS_AT_MOST);
}

/** `asked` is the request as the model was told it. Where the folder was trained to plan, the plan stands in the desk's context then. */
export async function writePlan(desk: Desk, asked: string, reference: Reference): Promise<Planned> {
  const { model, context, request, signal } = desk;
  const { template } = model.manifest;
  const known = request.pictures.map(({ name }) => name);
  const targets = targetsOf(reference, known);
  // To ask which thing is meant is no plan where a caption of the thread names it.
  const captions = [...desk.rows.values()].map(({ caption }) => caption);
  const trained = template.plan !== undefined;
  const edits = trained ? template.edits : 'captions';
  const befores = new Map([...desk.rows.values()].map(({ name, caption }) => [name, caption]));
  const { vocabulary } = model;
  const rules = {
    targets,
    edits,
    befores,
    heard: trained && vocabulary ? heardIn(asked, captions, vocabulary) : undefined,
    mayLook: trained && template.questions === 'looked-up',
    mayAsk: !sharesWords(asked, captions),
    mustAsk: known.length === 0 && takesForThere(asked),
  };
  const planning = trained ? context : context.fork();
  const prompt = trained
    ? template.plan
    : ` ${PLAN.render({ request: asked, pictures: targets.join(', ') || 'none' })}${template.assistant} `;
  await planning.appendText(prompt ?? '', signal);
  const begunAt = planning.tokens;
  const writeLines = async (more: Partial<PlanRules> = {}): Promise<PlanLine[]> => {
    const mask = maskOf(model, trained ? planLinesGrammar({ ...rules, ...more }) : planJsonGrammar(rules));
    let written = '';
    for await (const { text } of planning.decode({ maxTokens: PLAN.maxTokens, ...mask, temperature: 0, seed: request.seed, signal }))
      written += text;
    return trained ? planOfLines(written) : planOfJson(written);
  };
  let read = await writeLines();
  const instead = trained && vocabulary ? await misheard(read, asked, vocabulary) : undefined;
  if (instead) {
    planning.truncate(begunAt);
    read = await writeLines(instead);
  }
  const apart = trained && reference.kind === 'none' ? await plannedApart(desk, asked) : undefined;
  const lines = apart ?? read;
  const of = { turnId: request.turnId, promptVersion: trained ? PLAN_VERSION : `plan@${PLAN.version}` };
  const captionOf = (target: PictureName | undefined, said: string) => captionAfter(edits, target && befores.get(target), said);
  const plan = settlePlan(of, lines, reference, known, captionOf);
  const asks = queryOf(lines, reference, known, (name) => seenIn(name, desk));
  const answer = asks && answerTo(asks.query, seenIn(asks.target, desk), asked);
  const looked = plan.steps.map((step) => withLooks(step, desk));
  // Orders name what they change; such folders lay their things out in nine places.
  const changed = edits === 'orders' ? withCountAsAsked(looked, asked) : looked.map((step) => withChangeAsAsked(step, asked, desk));
  const mended = withoutIdle(changed, asked, desk);
  const isAsWritten = !apart && lines[0]?.kind !== 'look' && lines.length === mended.length;
  if (isAsWritten && mended.every((step, at) => step === plan.steps[at] && step.kind === lines[at]?.kind)) return { plan };
  if (trained) {
    // What follows is written to the plan that is carried out.
    planning.truncate(begunAt);
    await tellSteps(desk, mended);
  }
  return { plan: { ...plan, steps: mended }, ...(answer === undefined ? {} : { answer }) };
}

/** What is to be seen in a picture, in words. */
function seenIn(name: PictureName, { rows }: Desk): string {
  const row = rows.get(name);
  return row?.seen ?? row?.caption ?? '';
}

/** Puts a plan that is there already before the model, which then writes to it; nothing for folders that were not trained to plan. */
export async function tellPlan(desk: Desk, { steps }: Plan): Promise<void> {
  const { plan } = desk.model.manifest.template;
  if (plan === undefined) return;
  await desk.context.appendText(plan, desk.signal);
  await tellSteps(desk, steps);
}

async function tellSteps(desk: Desk, steps: readonly PlanStep[]): Promise<void> {
  for (const step of steps) await desk.context.appendText(` ${planLine(step, desk)}\n`, desk.signal);
  await desk.context.appendText('\n', desk.signal);
}

/** A request for several pictures, each planned alone; undefined where it is none, or one of them would not be one picture. */
async function plannedApart({ model, request, signal }: Desk, asked: string): Promise<PlanLine[] | undefined> {
  const { template, tokens } = model.manifest;
  const mask = () => maskOf(model, planLinesGrammar({ targets: [], mayAsk: false }));
  const lines: PlanLine[] = [];
  for (const part of picturesAsked(asked) ?? []) {
    const context = model.newContext();
    await context.append([tokens.bos], signal);
    for (const text of [template.system, template.user, ` draw ${part}`, template.plan ?? '']) await context.appendText(text, signal);
    let written = '';
    for await (const { text } of context.decode({ maxTokens: PLAN.maxTokens, ...mask(), temperature: 0, seed: request.seed, signal }))
      written += text;
    const steps = planOfLines(written);
    if (steps.filter(({ kind }) => kind === 'draw').length !== 1 || steps.some(({ kind }) => kind === 'refuse')) return undefined;
    lines.push(...steps);
  }
  return lines.length > 0 ? lines : undefined;
}

/** A name that the model kept in a caption is said with what it looks like. */
function withLooks(step: PlanStep, { named }: Desk): PlanStep {
  if (!('caption' in step)) return step;
  const caption = told(step.caption, named, false, false);
  return caption === step.caption ? step : { ...step, caption };
}

/** "In three pictures" counts no things: only where one is drawn. */
function withCountAsAsked(steps: readonly PlanStep[], asked: string): readonly PlanStep[] {
  if (steps.filter(({ kind }) => kind === 'draw').length !== 1) return steps;
  return steps.map((step) => {
    if (step.kind !== 'draw') return step;
    const caption = countedAsAsked(asked, step.caption);
    return caption === step.caption ? step : { ...step, caption };
  });
}

function withChangeAsAsked(step: PlanStep, asked: string, { rows }: Desk): PlanStep {
  const before = step.kind === 'edit' ? rows.get(step.target)?.caption : undefined;
  if (step.kind !== 'edit' || before === undefined) return step;
  const caption = sizedAsAsked(asked, before, movedChange(asked, before, step.caption));
  return caption === step.caption ? step : { ...step, caption };
}

function planLine(step: PlanStep, { model, rows }: Desk): string {
  if (step.kind === 'edit') return editLine(step, model.manifest.template, rows);
  return step.kind === 'draw' ? `draw: ${step.caption}` : step.kind;
}
