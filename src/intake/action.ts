/** Whether a button can be meant as it came. What it is about (a picture, a part) is looked up when its turn runs. */
import { PlatformError } from '../core/errors.ts';
import { say } from '../core/sentences.ts';
import type { Action, Turn } from '../core/types.ts';
import { TEXT_CHARS_AT_MOST } from './request.ts';

type Edit = Extract<NonNullable<Turn['task']>, { kind: 'edit' }>;

const VARIATIONS_AT_MOST = 4;
const REASON_CHARS_AT_MOST = 1000;

const refuse = (...said: Parameters<typeof say>) => new PlatformError('invalid-payload', say(...said));

/** Throws PlatformError `invalid-payload` that says what can be asked for. */
export function assertPossible(action: Action): void {
  switch (action.kind) {
    case 'edit': {
      const { strength = 1 } = action;
      if (!(strength > 0 && strength <= 1)) throw refuse('strength-range', { given: strength });
      const chars = action.instruction.trim().length;
      if (chars === 0) throw refuse('instruction-empty');
      if (chars > TEXT_CHARS_AT_MOST) {
        throw refuse('instruction-too-long', { most: TEXT_CHARS_AT_MOST, chars });
      }
      break;
    }
    case 'vary':
      if (!Number.isInteger(action.count) || action.count < 1 || action.count > VARIATIONS_AT_MOST) {
        throw refuse('variations-count', { most: VARIATIONS_AT_MOST, given: action.count });
      }
      break;
    case 'start':
      if (action.keep.length === 0) throw refuse('steps-none');
      break;
    case 'rate':
      if ((action.reason?.length ?? 0) > REASON_CHARS_AT_MOST) {
        throw refuse('reason-too-long', { most: REASON_CHARS_AT_MOST });
      }
  }
}

/** An edit in the words of a rewrite, which has those of the place at its end; or, where it has not, no place. */
export function editIn(rewrite: string, { region, ...edit }: Edit): Edit {
  if (region && 'mask' in region) return { ...edit, region, instruction: rewrite };
  const instruction = region && rewrite.endsWith(` ${region.words}`) ? rewrite.slice(0, -region.words.length).trim() : '';
  return region && instruction !== '' ? { ...edit, region, instruction } : { ...edit, instruction: rewrite };
}
