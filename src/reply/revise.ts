/** One block of a reply is put anew: the others stay as they are, and those that were made from the old one are stale. */
import type { LedgerRow } from '../core/ledger.ts';
import type { Block, Part, PictureName, Verdict } from '../core/types.ts';

const partOf = (verdict: Verdict | undefined): Part | undefined => (verdict && 'part' in verdict ? verdict.part : undefined);

/** The place of a block in a reply; undefined when it is not there. */
export function placeOf(verdicts: readonly Verdict[], block: Block): number | undefined {
  const at =
    typeof block === 'number'
      ? block
      : verdicts.findIndex((verdict) => {
          const part = partOf(verdict);
          return part?.kind === 'image' && part.name === block;
        });
  return verdicts[at] === undefined ? undefined : at;
}

/** The reply with `verdict` at `place`. */
export function revised(
  verdicts: readonly Verdict[],
  place: number,
  verdict: Verdict,
  rows: ReadonlyMap<PictureName, LedgerRow>,
): Verdict[] {
  const stale = dependents(verdicts, place, rows);
  return verdicts.map((old, at) => (at === place ? verdict : stale.has(at) ? marked(old) : old));
}

/**
 * What was made from the block at `place`. From a picture: its edits, and the words after it up to the next picture; from
 * those edits the same. From words: the next picture, if they were its caption.
 */
function dependents(verdicts: readonly Verdict[], place: number, rows: ReadonlyMap<PictureName, LedgerRow>): ReadonlySet<number> {
  const found = new Set<number>();
  const changed = partOf(verdicts[place]);
  if (changed?.kind === 'text') {
    const next = verdicts.findIndex((verdict, at) => at > place && partOf(verdict)?.kind === 'image');
    const caption = captionAt(verdicts, next, rows);
    if (caption && changed.text.includes(caption)) found.add(next);
    return found;
  }
  const names = new Set<PictureName>(changed ? [changed.name] : []);
  let follows = true;
  for (let at = place + 1; at < verdicts.length; at++) {
    const part = partOf(verdicts[at]);
    if (part?.kind === 'image') {
      const parent = rows.get(part.name)?.parent;
      follows = parent !== undefined && names.has(parent);
      if (follows) names.add(part.name);
    }
    if (follows) found.add(at);
  }
  return found;
}

function captionAt(verdicts: readonly Verdict[], at: number, rows: ReadonlyMap<PictureName, LedgerRow>): string | undefined {
  const part = partOf(verdicts[at]);
  return part?.kind === 'image' ? rows.get(part.name)?.caption : undefined;
}

function marked(verdict: Verdict): Verdict {
  return 'part' in verdict ? { ...verdict, part: { ...verdict.part, stale: true } } : verdict;
}
