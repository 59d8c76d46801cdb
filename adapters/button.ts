/**
 * Buttons under a reply, on any platform: `dt:<verb>:<reply>:<block>` points into our store and nowhere else, so a button works
 * as long as the store does: after a restart, and years later.
 */
import { isPictureName } from '../src/core/ledger.ts';
import type { Action, Block } from '../src/core/types.ts';

export interface Target<Verb extends string> {
  readonly verb: Verb;
  /** The turn that first made the reply. */
  readonly replyId: string;
  /** Undefined: the whole reply. */
  readonly block: Block | undefined;
}

export const buttonId = (verb: string, replyId: string, block?: Block): string =>
  `dt:${verb}:${replyId}${block === undefined ? '' : `:${block}`}`;

const SHAPE = /^dt:([a-z]+):([\w-]{1,64})(?::(#\d{1,9}[a-z]{0,3}|\d{1,4}|-))?$/;

/** Undefined for what is not ours. A `-` is no block: buttons were written so once. */
export function readButtonId<Verb extends string>(verbs: readonly Verb[], id: string): Target<Verb> | undefined {
  const [, given, replyId, block = '-'] = SHAPE.exec(id) ?? [];
  const verb = verbs.find((one) => one === given);
  if (!verb || !replyId) return undefined;
  if (block === '-') return { verb, replyId, block: undefined };
  if (isPictureName(block)) return { verb, replyId, block };
  return /^\d+$/.test(block) ? { verb, replyId, block: Number(block) } : undefined;
}

/** What a button asks for by its name alone; undefined when that says too little, or it is no action of the program's. */
export function actionOf({ verb, block }: Target<string>, variations: number): Action | undefined {
  const picture = typeof block === 'string' ? block : undefined;
  switch (verb) {
    case 'redo':
      return block === undefined ? { kind: 'redo' } : { kind: 'redo', block };
    case 'vary':
      return picture && { kind: 'vary', block: picture, count: variations };
    case 'upscale':
      return picture && { kind: 'upscale', block: picture };
    case 'choose':
      return picture && { kind: 'choose', picture };
    case 'stop':
    case 'delete':
    case 'rewrite':
    case 'appeal':
    case 'agree':
      return { kind: verb };
    default:
      return undefined;
  }
}
