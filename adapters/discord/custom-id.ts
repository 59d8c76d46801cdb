/** What a button, menu or form says about itself. */
import type { Block } from '../../src/core/types.ts';
import { buttonId, readButtonId, type Target } from '../button.ts';

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
  'rewrite',
  'appeal',
  'agree',
  'show',
  'release',
  'uphold',
  'strike',
] as const;
export type Verb = (typeof VERBS)[number];

export type CustomId = Target<Verb>;

export const customId = (verb: Verb, turnId: string, block?: Block): string => buttonId(verb, turnId, block);

/** Undefined for what is not ours. */
export const readCustomId = (text: string): CustomId | undefined => readButtonId(VERBS, text);
