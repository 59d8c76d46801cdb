/** What is done about pictures that stand: shown again, compared, varied, enlarged. */
import { TurnError } from '../../src/core/errors.ts';
import { type LedgerRow, numberOf } from '../../src/core/ledger.ts';
import type { ComposeTask, EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import { say, worded } from '../../src/core/sentences.ts';
import type { PictureName, Said } from '../../src/core/types.ts';
import type { DreamModel, Picture } from '../model/index.ts';
import { sameShare } from './blend.ts';
import { thingsApart } from './changes.ts';
import { describe } from './critic.ts';
import { checkThere } from './plan.ts';
import type { PictureReader } from './reader.ts';
import type { Reference } from './references.ts';
import type { Wish } from './wishes.ts';

const VARIATIONS_AT_MOST = 4;

/** What a wish needs of a reply in the making. */
export interface Standing {
  readonly model: DreamModel;
  readonly request: GenerateRequest;
  readonly reader: PictureReader;
  readonly rows: ReadonlyMap<PictureName, LedgerRow>;
  revise(task: ComposeTask & { kind: 'vary' | 'upscale' }): AsyncGenerator<EngineEvent, void, void>;
  askWhich(names: readonly PictureName[]): AsyncGenerator<EngineEvent, void, void>;
  readonly signal: AbortSignal;
}

export async function* grant(wish: Wish, standing: Standing): AsyncGenerator<EngineEvent, void, void> {
  if (wish.kind === 'compare') return yield* compare(wish.names, standing);
  const { of } = wish;
  if (of.kind === 'unclear' || of.kind === 'several') return yield* standing.askWhich(of.names);
  const name = nameOf(of, standing);
  switch (wish.kind) {
    case 'back': {
      const shown = wish.to === 'it' ? name : before(name, standing.rows);
      if (shown === undefined) return yield* answered(say('nothing-before', { name }));
      checkThere(shown, standing.request);
      yield* answered(say('back-to', { name: shown }));
      yield { type: 'image-again', part: 1, name: shown };
      return;
    }
    case 'vary':
      if (!(wish.count >= 1 && wish.count <= VARIATIONS_AT_MOST))
        throw new TurnError('impossible', say('variations-count', { most: VARIATIONS_AT_MOST, given: wish.count }));
      checkThere(name, standing.request);
      return yield* standing.revise({ kind: 'vary', picture: name, count: wish.count });
    case 'upscale':
      return yield* standing.revise({ kind: 'upscale', picture: name });
  }
}

function nameOf(reference: Reference, { rows }: Standing): PictureName {
  const [newest] = [...rows.keys()].reverse();
  if (reference.kind === 'picture') return reference.name;
  if (newest === undefined) throw new Error('a wish is about a picture');
  return newest;
}

/** What it was made from; of a picture made like another one, that one. */
function before(name: PictureName, rows: ReadonlyMap<PictureName, LedgerRow>): PictureName | undefined {
  const parent = rows.get(name)?.parent ?? (`#${numberOf(name)}` as PictureName);
  return parent !== name && rows.has(parent) ? parent : undefined;
}

async function* answered(said: Said): AsyncGenerator<EngineEvent, void, void> {
  yield { type: 'text-end', part: 0, text: worded(said), said };
}

/** Both are shown, with what is seen in them, what only one of them has, and how many pixels are the same. */
async function* compare([one, other]: readonly [PictureName, PictureName], standing: Standing): AsyncGenerator<EngineEvent, void, void> {
  const [first, second] = [await seenIn(one, standing), await seenIn(other, standing)];
  const { before: gone, after: come } = thingsApart(first.words, second.words);
  const share = first.picture && second.picture && sameShare(first.picture, second.picture);
  const how = [
    ...(gone.length > 0 ? [say('only-in', { name: one, things: gone })] : []),
    ...(come.length > 0 ? [say('only-in', { name: other, things: come })] : []),
    ...(share === undefined ? [] : [say('pixels-same', { percent: (100 * share).toFixed(1) })]),
  ];
  const shows = say('compared', { one, other, first: first.words, second: second.words });
  yield* answered(how.reduce((start, end) => say('in-a-row', { start, end }), shows));
  for (const [at, name] of [one, other].entries()) yield { type: 'image-again', part: at + 1, name };
}

async function seenIn(
  name: PictureName,
  { model, request, reader, rows, signal }: Standing,
): Promise<{ words: string; picture?: Picture }> {
  checkThere(name, request);
  const row = rows.get(name);
  const features = row && (await reader.features(row));
  const picture = row && (await reader.picture(row));
  // Of a picture that was sent, its caption is what its sender called the file.
  const words = row?.seen ?? (row?.turnId !== undefined ? row.caption : features && (await describe(model, features, signal))) ?? '';
  return { words: words.replace(/\.$/, ''), ...(picture ? { picture } : {}) };
}
