/** Words that were written letter by letter and ran together when the letters were joined: `photonue` is `photo nue`. */

/** Longer runs are nobody's word or two. */
const CHARS_AT_MOST = 48;
const PIECE_CHARS_AT_MOST = 24;
/** What a piece costs: a listed word; one that only begins like one, for each further letter; a letter that is in none. */
const LISTED = 1;
const FURTHER_LETTER = 0.4;
const UNKNOWN_LETTER = 2.5;

/** The cheapest way to cut `run` into words, undefined where it is no more than half of listed ones. At most 48 × 24 steps. */
export function segmented(run: string, isWhole: (word: string) => boolean, isBeginning: (word: string) => boolean): string | undefined {
  if (run.length > CHARS_AT_MOST) return undefined;
  const best: { cost: number; from: number; known: number }[] = [{ cost: 0, from: 0, known: 0 }];
  for (let end = 1; end <= run.length; end++) {
    const before = best[end - 1] ?? { cost: 0, known: 0 };
    let cheapest = { cost: before.cost + UNKNOWN_LETTER, from: end - 1, known: before.known };
    for (let from = Math.max(0, end - PIECE_CHARS_AT_MOST); from < end - 1; from++) {
      const piece = run.slice(from, end);
      const price = isWhole(piece) ? LISTED : priceOfBeginning(piece, isBeginning);
      const { cost, known } = best[from] ?? { cost: Number.POSITIVE_INFINITY, known: 0 };
      if (cost + price < cheapest.cost) cheapest = { cost: cost + price, from, known: known + piece.length };
    }
    best.push(cheapest);
  }
  const last = best[run.length];
  if (!last || 2 * last.known <= run.length) return undefined;
  const pieces: string[] = [];
  for (let end = run.length; end > 0; end = best[end]?.from ?? 0) pieces.unshift(run.slice(best[end]?.from, end));
  return pieces.join(' ');
}

function priceOfBeginning(piece: string, isBeginning: (word: string) => boolean): number {
  for (let end = piece.length; end > 2; end--) if (isBeginning(piece.slice(0, end))) return LISTED + FURTHER_LETTER * (piece.length - end);
  return Number.POSITIVE_INFINITY;
}
