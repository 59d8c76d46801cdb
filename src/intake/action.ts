/** Whether a button can be meant as it came. What it is about (a picture, a part) is looked up when its turn runs. */
import { PlatformError } from '../core/errors.ts';
import type { Action } from '../core/types.ts';
import { TEXT_CHARS_AT_MOST } from './request.ts';

const VARIATIONS_AT_MOST = 4;
const REASON_CHARS_AT_MOST = 1000;

const refuse = (sentence: string) => new PlatformError('invalid-payload', sentence);

/** Throws PlatformError `invalid-payload` that says what can be asked for. */
export function assertPossible(action: Action): void {
  switch (action.kind) {
    case 'edit': {
      const chars = action.instruction.trim().length;
      if (chars === 0) throw refuse('Expected what to change, got no words: say it in a few, such as "make it blue".');
      if (chars > TEXT_CHARS_AT_MOST) {
        throw refuse(`Expected at most ${TEXT_CHARS_AT_MOST} characters, got ${chars}: say it in fewer.`);
      }
      break;
    }
    case 'vary':
      if (!Number.isInteger(action.count) || action.count < 1 || action.count > VARIATIONS_AT_MOST) {
        throw refuse(`Expected 1 to ${VARIATIONS_AT_MOST} variations, got ${action.count}: choose a number in between.`);
      }
      break;
    case 'start':
      if (action.keep.length === 0) throw refuse('Expected steps to start, got none: keep at least one, or stop it instead.');
      break;
    case 'rate':
      if ((action.reason?.length ?? 0) > REASON_CHARS_AT_MOST) {
        throw refuse(`Expected a reason of at most ${REASON_CHARS_AT_MOST} characters: say it in fewer.`);
      }
  }
}
