/**
 * What a button, menu or form says about itself. It points into our store and nowhere else, so it works as long as the
 * store does: after a restart, and years later.
 */
import { isPictureName } from '../../src/core/ledger.ts';
import type { Block } from '../../src/core/types.ts';

const VERBS = [
  'redo',
  'edit',
  'vary',
  'upscale',
  'history',
  'restore',
  'delete',
  'stop',
  'good',
  'bad',
  'pick',
  'start',
  'keep',
  'choose',
  'import',
] as const;
export type Verb = (typeof VERBS)[number];

export interface CustomId {
  readonly verb: Verb;
  /** 24 hexadecimal digits: the turn that first made the reply. */
  readonly turnId: string;
  readonly block?: Block;
}

const SHAPE = /^dt:([a-z]+):([0-9a-f]{24})(?::(#\d{1,9}[a-z]{0,3}|\d{1,4}))?$/;

export const customId = (verb: Verb, turnId: string, block?: Block): string =>
  `dt:${verb}:${turnId}${block === undefined ? '' : `:${block}`}`;

/** Undefined for what is not ours. */
export function readCustomId(text: string): CustomId | undefined {
  const [, verb, turnId, block] = SHAPE.exec(text) ?? [];
  const known = VERBS.find((one) => one === verb);
  if (!known || !turnId) return undefined;
  if (block === undefined) return { verb: known, turnId };
  return { verb: known, turnId, block: isPictureName(block) ? block : Number(block) };
}
