/** Finds what is refused by the ideas that stand near each other in a text (ideas.ts). Linear in the text, but for a search by halves. */
import { agesIn } from './ages.ts';
import { BARE_PHRASES } from './bare-things.ts';
import { INNOCENT_PHRASES } from './concepts.ts';
import { DEED_PHRASES } from './deeds.ts';
import { HARMLESS_PHRASES } from './harms.ts';
import { COMPOUNDS, type Compound, IDEAS, type Idea } from './ideas.ts';
import { normalise } from './normalise.ts';
import { AS_IT_STANDS, type Hit, isUnspaced, type Reading } from './reading.ts';
import { phrasesOf, type Spot, spotters } from './spots.ts';

/** The first compound of each category in the readings of a text. */
export function compoundsIn(text: string, readings: readonly Reading[]): readonly (Hit & { readonly category: Compound['category'] })[] {
  const found = new Map<Compound['category'], Hit>();
  for (const [at, whole] of readings.entries()) {
    const reading = without(whole);
    const standing = SPOTS(reading);
    const excused = once(
      () => new Set((standing.get(INNOCENT) ?? []).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, of) => from + of))),
    );
    const known = new Map<Idea, readonly Spot[]>();
    const spots = (idea: Idea): readonly Spot[] => {
      const before = known.get(idea);
      if (before) return before;
      const byCode = (at === 0 ? [text, reading.plain] : [reading.plain]).flatMap((each) => READ_BY_CODE[idea]?.(each) ?? []);
      const all = [...(standing.get(idea) ?? []), ...byCode]
        .filter(({ from }) => !excused().has(from))
        .sort((one, other) => one.from - other.from);
      known.set(idea, all);
      return all;
    };
    for (const compound of COMPOUNDS) {
      if (found.has(compound.category)) continue;
      const hit = searched(compound, spots, reading.sentences);
      if (hit) found.set(compound.category, hit);
    }
  }
  return [...found].map(([category, hit]) => ({ category, ...hit }));
}

function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

/** So near, and in the same sentence, stands what says that something is told of, warned of or mourned. */
export const BESIDE_WORDS = 4;

function searched(
  { about, near, unless }: Compound,
  spots: (idea: Idea) => readonly Spot[],
  sentences: readonly number[],
): Hit | undefined {
  const others = Object.entries(near) as [Idea, number][];
  const centres = spots(about);
  if (centres.length === 0) return undefined;
  if (others.some(([idea]) => spots(idea).length === 0)) return undefined;
  for (const centre of centres) {
    const beside = others.map(([idea, within]) => allNear(spots(idea), centre, within)[0]);
    const all = [centre, ...beside].filter((spot) => spot !== undefined);
    if (all.length <= others.length) continue;
    if (unless !== undefined && all.some((spot) => isBeside(spots(unless), spot, sentences))) continue;
    return { words: all.map(({ words }) => words).join(', '), score: Math.min(...all.map(({ score }) => score)) };
  }
  return undefined;
}

const isBeside = (others: readonly Spot[], spot: Spot, sentences: readonly number[]): boolean =>
  allNear(others, spot, BESIDE_WORDS).some(({ from }) => sentences[from] === sentences[spot.from]);

/** The spots are in order: what is near stands beside the place where the centre would be put among them. */
function allNear(spots: readonly Spot[], centre: Spot, within: number): Spot[] {
  let [low, high] = [0, spots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spots[middle]?.from ?? 0) < centre.from) low = middle + 1;
    else high = middle;
  }
  const fits = (spot: Spot): boolean =>
    Math.abs(spot.from - centre.from) <= Math.abs(within) &&
    (within > 0 || spot.from < centre.from) &&
    !(spot.from === centre.from && unbroken(spot.words) === unbroken(centre.words));
  return [spots[low - 1], spots[low], spots[low + 1]].filter((spot) => spot !== undefined).filter(fits);
}

const unbroken = (words: string): string => words.replaceAll(' ', '');

/** Innocent words of scripts without spaces stand within what a space ends: they are put out of the text itself. */
function without(reading: Reading): Reading {
  const plain = UNSPACED_INNOCENT.reduce((rest, phrase) => rest.replaceAll(phrase, '·'), reading.plain);
  return plain === reading.plain ? reading : { ...reading, plain, words: plain.split(' ').filter((word) => word !== '') };
}

/** Two names in a row, as people have them, behind something else: `of Ann Lee`. */
const NAMED = /(?<=[\p{Ll}\p{N},:] )\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+(?!\p{L})/gu;

function namesIn(text: string): readonly Spot[] {
  let [from, upTo] = [0, 0];
  return [...text.matchAll(NAMED)].map((match) => {
    from += normalise(text.slice(upTo, match.index)).trim().split(/ +/).filter(Boolean).length;
    upTo = match.index;
    return { from, to: from + 2, words: match[0], score: AS_IT_STANDS };
  });
}

const READ_BY_CODE: { readonly [In in Idea]?: (text: string) => readonly Spot[] } = {
  young: (text) => agesIn(text).map(({ at, words }) => ({ from: at, to: at + 1, words, score: AS_IT_STANDS })),
  somebody: namesIn,
};

const INNOCENT_LISTS = `${INNOCENT_PHRASES} | ${HARMLESS_PHRASES} | ${BARE_PHRASES} | ${DEED_PHRASES}`;
/** The name beside those of the ideas. */
const INNOCENT = 'innocent phrases';
const SPOTS = spotters({ ...IDEAS, [INNOCENT]: INNOCENT_LISTS });
const UNSPACED_INNOCENT = phrasesOf(INNOCENT_LISTS).flatMap((words) =>
  words.some(({ stem }) => isUnspaced(stem)) ? [words.map(({ stem }) => stem).join(' ')] : [],
);
