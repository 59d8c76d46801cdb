/** Where rules know better than a small model what a request means for the pictures of its thread. */
import type { GenerateRequest } from '../../src/core/ports.ts';
import type { PictureName, Plan, PlanStep } from '../../src/core/types.ts';
import type { Desk } from './desk.ts';
import type { Reference } from './references.ts';

const QUESTION =
  /^(?:(?:and|so|but|hey|ok(?:ay)?)[ ,]+)*(?:what|which|how|where|who|whose|why|when|is|are|was|were|do|does|did|has|have)\b/i;
const CHANGE =
  /^(?:(?:ok(?:ay)?|now|and|but|please|can you|could you|then|also)[ ,]+)*(?:make|turn|change|colou?r|recolou?r|paint|add|remove|delete|erase|put|move|shift|replace|swap|hide|resize|rotate|flip|mirror|crop|brighten|darken|blur|sharpen)\b/i;

/** With a picture's name in the place of the words that count it: "make the second one green" → "make #2 green". */
export function named(request: GenerateRequest, reference: Reference): GenerateRequest {
  const last = request.messages.at(-1);
  if (reference.kind !== 'picture' || reference.words === undefined || !last) return request;
  const { name, words } = reference;
  const parts = last.parts.map((part) =>
    part.kind === 'text' ? { ...part, text: part.text.replace(new RegExp(words, 'i'), name) } : part,
  );
  return { ...request, messages: [...request.messages.slice(0, -1), { ...last, parts }] };
}

/** Where code makes an edit's caption of what changes, one whose caption says what was there before changes nothing. */
const isIdle = (step: PlanStep, { model, request, rows }: Desk): boolean => {
  const before = step.kind === 'edit' && model.manifest.template.edits !== 'captions' ? rows.get(step.target) : undefined;
  return before !== undefined && 'caption' in step && before.caption === step.caption && before.style === request.staging?.style?.words;
};

/** A question is answered in words, where what was planned beside them would draw a picture as it is. */
export const withoutIdle = (steps: readonly PlanStep[], asked: string, desk: Desk): readonly PlanStep[] =>
  QUESTION.test(asked) && steps.some((step) => isIdle(step, desk)) ? [{ kind: 'write' }] : steps;

/** The picture that a request for a change would leave as it is: all that is drawn is that picture, or nothing is. */
export function unchangedBy({ steps }: Plan, reference: Reference, desk: Desk): PictureName | undefined {
  if (desk.model.manifest.template.edits === 'captions') return undefined;
  const drawn = steps.filter((step) => 'caption' in step);
  const [first] = drawn;
  if (first?.kind === 'edit' && drawn.every((step) => isIdle(step, desk))) return first.target;
  const isTalk = steps.every(({ kind }) => kind === 'write');
  return isTalk && reference.kind === 'picture' && CHANGE.test(desk.words) ? reference.name : undefined;
}
