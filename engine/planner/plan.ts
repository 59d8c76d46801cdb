/** From the lines a model wrote to a plan that can be carried out. */

import { TurnError } from '../../src/core/errors.ts';
import { editName, isPictureName, namesIn, nextName, numberOf } from '../../src/core/ledger.ts';
import type { GenerateRequest } from '../../src/core/ports.ts';
import { say } from '../../src/core/sentences.ts';
import type { PictureName, Plan, PlanStep, Said } from '../../src/core/types.ts';
import { type PlanLine, parsePlanLine } from './dialogue.ts';
import { MAX_STEPS } from './plan-grammar.ts';
import { nounOf } from './queries.ts';
import type { Reference } from './references.ts';

/** Raised whenever the layout of a turn (dialogue.ts) or this file changes what a plan is. */
export const PLAN_VERSION = 'turn@1';

const MAX_PICTURES = 6;
/** Of a thread's pictures, when one is asked for that is not there: the newest. */
const NAMES_LISTED = 8;

/** Said when a request names a picture that the thread doesn't have: guessing which one was meant would change the wrong one. */
export function nameMissing(request: string, known: readonly PictureName[]): Said | undefined {
  const name = isLegible(request) ? namesIn(request).find((one) => !known.includes(one)) : undefined;
  if (name === undefined) return undefined;
  const names = known.slice(-NAMES_LISTED);
  const [only = ''] = names;
  if (names.length === 0) return say('no-picture-yet', { name });
  return names.length === 1 ? say('only-picture', { name, only }) : say('other-pictures', { name, names });
}

/** Words with a name among them, or names alone: in "6#!__( #1.;797" nobody speaks of a picture. */
const isLegible = (request: string): boolean => /\p{L}{2,}/u.test(request) || /^(?:[\s.,;:!?+&]|#\w+)*$/u.test(request);

/** Throws TurnError `request-too-long` when a request of so many tokens would not leave the model room to answer. */
export function checkLength(request: string, tokens: number, roomTokens: number): void {
  if (tokens <= roomTokens) return;
  const readable = Math.floor((request.length * roomTokens) / tokens);
  throw new TurnError('request-too-long', say('request-too-long', { chars: request.length, readable }));
}

/** Throws TurnError `request-too-long` when a request brings more pictures than the model can look at and still answer. */
export function checkPictures(pictures: number, readable: number): void {
  if (pictures <= readable) return;
  throw new TurnError('request-too-long', say('too-many-pictures', { pictures, readable }));
}

/** Throws TurnError when a picture that shall be changed is known, but its file is gone: its sender took it back. */
export function checkThere(name: PictureName, { pictures, files }: Pick<GenerateRequest, 'pictures' | 'files'>): void {
  const row = pictures.find((one) => one.name === name);
  if (!row || files[row.asset]) return;
  throw new TurnError('unknown-picture', say('picture-deleted', { name }));
}

/**
 * Gives every picture of the plan its name and mends what can't be: an edit of what was not meant, or is not known, gets what
 * the request speaks of or else the newest picture; with none at all it becomes a drawing. Of too many steps and pictures the
 * first are kept. `captionOf` makes a caption of what was said of an edit of `target`, or undefined where that speaks of what is not there: then
 * the newest picture that has it is meant, if none was named, and else the plan is to ask.
 */
export function settlePlan(
  { turnId, promptVersion }: Pick<Plan, 'turnId' | 'promptVersion'>,
  lines: readonly PlanLine[],
  reference: Reference,
  known: readonly PictureName[],
  captionOf: (target: PictureName | undefined, said: string) => string | undefined = (_, said) => said,
): Plan {
  const taken = [...known];
  const steps: PlanStep[] = [];
  for (const line of lines.slice(0, MAX_STEPS)) {
    if (line.kind !== 'draw' && line.kind !== 'edit') {
      steps.push({ kind: line.kind === 'look' ? 'write' : line.kind });
      continue;
    }
    if (taken.length - known.length === MAX_PICTURES) continue;
    const wished = line.kind === 'edit' ? targetOf(line.target, reference, taken, known) : undefined;
    const others = wished && reference.kind === 'none' ? [...known].reverse() : [];
    const holds = (one: PictureName | undefined): boolean => line.kind === 'draw' || captionOf(one, line.caption) !== undefined;
    const target = [wished, ...others].find(holds) ?? wished;
    const caption = line.kind === 'edit' ? captionOf(target, line.caption) : line.caption;
    if (caption === undefined) return { turnId, promptVersion, steps: [{ kind: 'ask' }] };
    const name = target ? editName(target, taken) : nextName(taken);
    taken.push(name);
    steps.push(target ? { kind: 'edit', name, target, caption } : { kind: 'draw', name, caption });
  }
  return { turnId, promptVersion, steps: steps.length > 0 ? steps : [{ kind: 'write' }] };
}

/** Steps that were kept of an offered plan; an edit of a picture that was not kept draws it. */
export function startedPlan({ turnId, pictures }: GenerateRequest, steps: readonly PlanStep[]): Plan {
  const there = new Set<PictureName>(pictures.map(({ name }) => name));
  const kept = steps.map((step): PlanStep => {
    if ('name' in step) there.add(step.name);
    return step.kind === 'edit' && !there.has(step.target) ? { kind: 'draw', name: step.name, caption: step.caption } : step;
  });
  return { turnId, promptVersion: 'kept', steps: kept };
}

/** What a plan in lines says; an unfinished last line is none. */
export const planOfLines = (written: string): PlanLine[] =>
  written
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => parsePlanLine(line) ?? []);

/** What a plan in JSON says; one that was cut off says nothing. */
export function planOfJson(written: string): PlanLine[] {
  try {
    const steps = JSON.parse(written) as { readonly step: string; readonly target?: string; readonly caption?: string }[];
    return steps.flatMap(
      ({ step, target, caption = '' }) => parsePlanLine(target ? `edit ${target}: ${caption}` : caption ? `draw: ${caption}` : step) ?? [],
    );
  } catch {
    return [];
  }
}

/**
 * The picture that a question's plan asks about, and what; undefined where it is none. A request that speaks of no picture asks about the newest that shows
 * (`seenIn`) what it asks of, else the newest: whatever the model wrote, which guesses in a long thread.
 */
export function queryOf(
  lines: readonly PlanLine[],
  reference: Reference,
  known: readonly PictureName[],
  seenIn: (name: PictureName) => string,
): { readonly target: PictureName; readonly query: string } | undefined {
  const line = lines.find(({ kind }) => kind === 'look');
  if (line?.kind !== 'look') return undefined;
  const noun = nounOf(line.query);
  const newest = known.findLast((name) => noun !== '' && sharesWords(noun, [seenIn(name)])) ?? known.at(-1);
  const target = reference.kind === 'none' ? newest : targetOf(line.target, reference, known, known);
  return target ? { target, query: line.query } : undefined;
}

/** Pictures of this very plan may be edited on; of the others, what the request speaks of. */
function targetOf(
  written: string,
  reference: Reference,
  taken: readonly PictureName[],
  known: readonly PictureName[],
): PictureName | undefined {
  if (reference.kind === 'picture') {
    const made = taken.slice(known.length);
    return isPictureName(written) && made.includes(written) ? written : reference.name;
  }
  if (!isPictureName(written)) return taken.at(-1);
  if (reference.kind === 'several' && reference.names.includes(written)) return written;
  return taken.findLast((name) => numberOf(name) === numberOf(written)) ?? taken.at(-1);
}

const LITTLE_WORDS = new Set(['the', 'and', 'with', 'for', 'left', 'right', 'top', 'bottom', 'middle', 'small', 'large', 'huge']);

/** Whether a request speaks of something that a caption names: they share a word, plurals aside, that is not about place or size. */
export function sharesWords(request: string, captions: readonly string[]): boolean {
  const words = (text: string): string[] => (text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map((word) => word.replace(/(?<=..)s$/, ''));
  const named = new Set(captions.flatMap(words).filter((word) => !LITTLE_WORDS.has(word)));
  return words(request).some((word) => named.has(word));
}
