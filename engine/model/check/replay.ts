/** Feeds stored token ids to a context the way a conversation does: text token by token, pictures and dream blocks whole. */
import type { Condition, Context, Features } from '../context.ts';
import type { Manifest } from '../manifest.ts';
import { ModelError } from '../model-error.ts';

export interface Fed {
  /** Of the last token fed; the context's logits are the ones behind it. */
  readonly position: number;
  /** What a dream block gave. */
  readonly condition?: Condition;
}

/** `pictures` are taken in reading order. */
export async function* replay(
  context: Context,
  { tokens, dream, vision }: Manifest,
  ids: readonly number[],
  pictures: readonly Features[],
): AsyncGenerator<Fed, void, void> {
  let seen = 0;
  for (let at = 0; at < ids.length; ) {
    const id = ids[at];
    if (id === tokens.dreamStart) {
      at = behind(ids, at, dream.queries, tokens.dreamEnd);
      yield { position: at - 1, condition: await context.dream() };
    } else if (id === tokens.imageStart) {
      const features = pictures[seen++];
      if (features === undefined) throw misfit(`they show more than ${pictures.length} pictures`);
      at = behind(ids, at, vision.patches, tokens.imageEnd);
      await context.appendPicture(features);
      yield { position: at - 1 };
    } else if (id !== undefined) {
      await context.append([id]);
      yield { position: at++ };
    }
  }
}

/** The place behind a block of `size` fillers between its start and end. */
function behind(ids: readonly number[], start: number, size: number, end: number): number {
  if (ids[start + size + 1] !== end) throw misfit(`the block at token ${start} is not one of ${size}`);
  return start + size + 2;
}

const misfit = (why: string) =>
  new ModelError('model-invalid', `The reference vectors are not of this model: ${why}; take the vectors of this model.`);
