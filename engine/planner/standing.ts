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

async function* answered(said: Said, part = 0): AsyncGenerator<EngineEvent, void, void> {
  const text = worded(said);
  yield { type: 'text-delta', part, text };
  yield { type: 'text-end', part, text, said };
}

/** Each is shown, with what is seen in it and what only it has; then how many pixels are the same. */
async function* compare(names: readonly [PictureName, PictureName], standing: Standing): AsyncGenerator<EngineEvent, void, void> {
  const [one, other] = [await seenIn(names[0], standing), await seenIn(names[1], standing)];
  const apart = thingsApart(one.words, other.words);
  for (const [at, [name, what, things]] of (
    [
      [names[0], one.words, apart.before],
      [names[1], other.words, apart.after],
    ] as const
  ).entries()) {
    yield* answered(things.length > 0 ? say('shown-apart', { name, what, things }) : say('shown', { name, what }), 2 * at);
    yield { type: 'image-again', part: 2 * at + 1, name };
  }
  const share = one.picture && other.picture && sameShare(one.picture, other.picture);
  if (share !== undefined) yield* answered(say('pixels-same', { percent: (100 * share).toFixed(1) }), 4);
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
