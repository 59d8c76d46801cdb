/** What an edit begins from, where it may change it, and what is said of what it left alone. */
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { PictureName, Region } from '../../src/core/types.ts';
import type { Picture } from '../model/index.ts';
import { type Blended, type Mask, maskOfPicture, maskOfPlace } from './blend.ts';
import { cellsIn, maskOfCells } from './cells.ts';
import { checklistOf } from './checklist.ts';
import type { Desk } from './desk.ts';
import { isSaid, wordsOf } from './words.ts';

/** Below this, little was kept and nothing is said of it. */
const WORTH_SAYING = 0.2;

export async function pictureOf(desk: Desk, name: PictureName): Promise<Picture | undefined> {
  const row = desk.rows.get(name);
  return desk.pictures.get(name) ?? (row && (await desk.reader.picture(row)));
}

/** Edits that go on from each other before one begins again at the picture that was none. */
const EDITS_IN_A_ROW = 2;

/**
 * What an edit of `target` is painted from: after some edits in a row the picture that they all began as, because each loses
 * a little on its way through the VAE. The caption says all of what was asked for since.
 */
function cleanAncestor(desk: Desk, target: PictureName): PictureName {
  const chain = [target];
  for (let parent = desk.rows.get(target)?.parent; parent && !chain.includes(parent); parent = desk.rows.get(parent)?.parent)
    chain.push(parent);
  const root = chain.at(-1);
  const row = root && desk.rows.get(root);
  return row && chain.length > EDITS_IN_A_ROW && desk.request.files[row.asset] ? row.name : target;
}

/** The picture that the denoiser is given for an edit of `target`. */
export function referenceOfEdit(desk: Desk, target: PictureName): Promise<Picture | undefined> {
  return editable(desk, cleanAncestor(desk, target));
}

/** The target as the denoiser takes it; undefined where the model changes pictures in its context alone, without a VAE encoder. */
export async function editable(desk: Desk, target: PictureName): Promise<Picture | undefined> {
  if (desk.model.manifest.graphs.vaeEncoder === undefined) return undefined;
  const picture = await pictureOf(desk, target);
  return picture && desk.model.fit(picture);
}

/** Undefined when it can't be told where that is. */
export async function maskOf(
  desk: Desk,
  region: Region,
  target: PictureName | undefined,
  { widthPx, heightPx }: Picture,
): Promise<Mask | undefined> {
  if ('mask' in region) {
    const file = desk.request.files[region.mask];
    return file && maskOfPicture(await desk.model.readPicture(file), widthPx, heightPx);
  }
  const cells = cellsIn(region.words);
  if (cells.length > 0) return maskOfCells(cells, widthPx, heightPx);
  const row = target && desk.rows.get(target);
  return maskOfPlace(placeOf(region.words, row), widthPx, heightPx);
}

/** "the star" is where the picture's caption says that it is. */
function placeOf(words: string, row: LedgerRow | undefined): string {
  const items = row ? checklistOf(row.seen ?? row.caption).items : [];
  const said = wordsOf(words);
  const named = items.filter(
    ({ noun, qualities }) =>
      said.includes(noun) &&
      isSaid(
        qualities.filter((word) => said.includes(word)),
        qualities,
      ),
  );
  const [only] = named;
  return only && named.length === 1 && only.place ? only.place : words;
}

/** The claim is made only where it holds: counted on the picture, and with no border to be seen. */
export function keptSentence({ keptShare, seamless }: Blended, target: PictureName, nowhere: boolean): string | undefined {
  if (nowhere) return 'it could not be told where that is, so all of it was open to change';
  if (!seamless) return 'the change reached beyond the place that was named and was cut off there';
  return keptShare >= WORTH_SAYING ? `${(100 * keptShare).toFixed(1)} % of the pixels are those of ${target}` : undefined;
}
