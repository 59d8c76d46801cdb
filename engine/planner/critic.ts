/** The critic: the model reads the picture that it made, without knowing what was asked for; code compares. */
import type { Context, DreamModel, Features } from '../model/index.ts';
import { type Checklist, checklistOf, differences } from './checklist.ts';
import { readPrompt } from './prompt.ts';

const LOOK = readPrompt('look');

/** How often a picture is drawn again, with another seed, when it is not what was asked for. */
export const REDRAWS_AT_MOST = 1;

export interface Look {
  /** What is in the picture, in the model's words. */
  readonly seen: string;
  /** What was asked for and not seen so. */
  readonly missed: readonly string[];
}

/** Describes a picture in a conversation of its own, so that what was asked for can't be seen into it. One line. */
export async function describe(model: DreamModel, features: Features, signal: AbortSignal): Promise<string> {
  const context = model.newContext();
  const { template, tokens } = model.manifest;
  await context.append([tokens.bos], signal);
  await context.appendText(template.system, signal);
  await context.appendText(template.user, signal);
  await context.appendText(' #1:', signal);
  await context.appendPicture(features, signal);
  await context.appendText(` ${LOOK.render()}`, signal);
  if (template.plan !== undefined) for (const text of [template.plan, ' write\n', '\n']) await context.appendText(text, signal);
  await context.appendText(template.assistant, signal);
  return oneLine(model, context, signal);
}

export async function look(model: DreamModel, features: Features, wanted: Checklist, signal: AbortSignal): Promise<Look> {
  const seen = await describe(model, features, signal);
  const found = checklistOf(seen);
  // A model that can't describe is no witness.
  if (wanted.items.length > 0 && found.items.length === 0) return { seen: '', missed: [] };
  return { seen, missed: differences(wanted, found) };
}

async function oneLine(model: DreamModel, context: Context, signal: AbortSignal): Promise<string> {
  const newline = model.encode('\n').at(-1);
  let text = '';
  const stop = (ids: readonly number[]): boolean => ids.at(-1) === newline;
  for await (const token of context.decode({ maxTokens: LOOK.maxTokens, stop, temperature: 0, seed: 0, signal })) text += token.text;
  return text.replace(/\s+/g, ' ').trim();
}

/** What the reply says of a picture that the critic looked at; nothing when all was well at the first try. */
export function receiptOf({ missed }: Look, redraws: number): string | undefined {
  const again = redraws === 0 ? '' : redraws === 1 ? 'redrawn once' : `redrawn ${redraws} times`;
  if (missed.length === 0) return again ? `${again}; now it shows what was asked for` : undefined;
  return [...missed.slice(0, 2), ...(again ? [again] : [])].join(', ');
}
