/** From the lines a model wrote to a plan that can be carried out. */

import { TurnError } from '../../src/core/errors.ts';
import { editName, isPictureName, namesIn, nextName, numberOf } from '../../src/core/ledger.ts';
import type { PictureName, Plan, PlanStep } from '../../src/core/types.ts';
import { parsePlanLine } from './dialogue.ts';

/** Raised whenever the layout of a turn (dialogue.ts) or this file changes what a plan is. */
const PLAN_VERSION = 'turn@1';

const MAX_STEPS = 16;
const MAX_PICTURES = 6;

/**
 * Throws TurnError `unknown-picture` when a request names a picture that the thread doesn't have: guessing which one
 * was meant would change the wrong one.
 */
export function checkNames(request: string, known: readonly PictureName[]): void {
  const unknown = namesIn(request).find((name) => !known.includes(name));
  if (!unknown) return;
  const have = known.length === 0 ? 'no pictures yet: ask for one first' : `${listed(known)}: name one of these`;
  throw new TurnError('unknown-picture', `There is no picture ${unknown} in this thread; it has ${have}.`);
}

/** Throws TurnError `request-too-long` when a request of so many tokens would not leave the model room to answer. */
export function checkLength(request: string, tokens: number, roomTokens: number): void {
  if (tokens <= roomTokens) return;
  const readable = Math.floor((request.length * roomTokens) / tokens);
  throw new TurnError(
    'request-too-long',
    `The request is ${request.length} characters long and this model can read about ${readable} of them; ask in fewer words.`,
  );
}

function listed(names: readonly PictureName[]): string {
  const shown = names.slice(-8);
  return shown.length === 1 ? `only ${shown[0]}` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/**
 * Gives every picture of the plan its name and mends what can't be: an edit whose target is unknown, or is not the one
 * picture that the request names, gets the named or else the newest picture; with none at all it becomes a drawing.
 */
export function settlePlan(turnId: string, written: string, request: string, known: readonly PictureName[]): Plan {
  const named = namesIn(request);
  const taken = [...known];
  const steps: PlanStep[] = [];
  for (const line of written.split('\n').map(parsePlanLine)) {
    if (!line || steps.length === MAX_STEPS) continue;
    if (line.kind !== 'draw' && line.kind !== 'edit') {
      steps.push({ kind: line.kind });
      continue;
    }
    if (taken.length - known.length === MAX_PICTURES) continue;
    const target = line.kind === 'edit' ? targetOf(line.target, named, taken) : undefined;
    const name = target ? editName(target, taken) : nextName(taken);
    taken.push(name);
    steps.push(target ? { kind: 'edit', name, target, caption: line.caption } : { kind: 'draw', name, caption: line.caption });
  }
  return { turnId, promptVersion: PLAN_VERSION, steps: steps.length > 0 ? steps : [{ kind: 'write' }] };
}

/** Without a name in the request, an edit goes on from the newest version of the picture that the model chose. */
function targetOf(written: string, named: readonly PictureName[], taken: readonly PictureName[]): PictureName | undefined {
  if (named.length === 1) return named[0];
  if (named.length === 0 && isPictureName(written)) return taken.findLast((name) => numberOf(name) === numberOf(written)) ?? taken.at(-1);
  if (isPictureName(written) && taken.includes(written)) return written;
  return named[0] ?? taken.at(-1);
}

const LITTLE_WORDS = new Set(['the', 'and', 'with', 'for', 'left', 'right', 'top', 'bottom', 'middle', 'small', 'large', 'huge']);

/** Whether a request speaks of something that a caption names: they share a word, plurals aside, that is not about place or size. */
export function sharesWords(request: string, captions: readonly string[]): boolean {
  const words = (text: string): string[] => (text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map((word) => word.replace(/(?<=..)s$/, ''));
  const named = new Set(captions.flatMap(words).filter((word) => !LITTLE_WORDS.has(word)));
  return words(request).some((word) => named.has(word));
}
