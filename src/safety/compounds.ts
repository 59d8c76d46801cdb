/** Finds what is refused by the ideas that stand near each other in a text (ideas.ts). Linear in the text, but for a search by halves. */
import { agesIn } from './ages.ts';
import { BARE_PHRASES } from './bare-things.ts';
import { INNOCENT_PHRASES } from './concepts.ts';
import { HARMLESS_PHRASES } from './harms.ts';
import { COMPOUNDS, type Compound, IDEAS, type Idea } from './ideas.ts';
import { normalise } from './normalise.ts';
import {
  AS_IT_STANDS,
  fitsMask,
  type Hit,
  isUnspaced,
  JOINED_CHARS_AT_LEAST,
  JOINED_PREFIX_AT_LEAST,
  PIECED_TOGETHER,
  type Reading,
} from './reading.ts';

/** Where an idea stands: from one word of the text up to another. */
interface Spot extends Hit {
  readonly from: number;
  readonly to: number;
}

type Spots = (reading: Reading) => readonly Spot[];

interface Word {
  readonly stem: string;
  readonly open: boolean;
}

/** The first compound of each category in the readings of a text. */
export function compoundsIn(text: string, readings: readonly Reading[]): readonly (Hit & { readonly category: Compound['category'] })[] {
  const found = new Map<Compound['category'], Hit>();
  for (const [at, whole] of readings.entries()) {
    const reading = without(whole);
    const excused = once(
      () => new Set(INNOCENT(reading).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, of) => from + of))),
    );
    const known = new Map<Idea, readonly Spot[]>();
    const spots = (idea: Idea): readonly Spot[] => {
      const before = known.get(idea);
      if (before) return before;
      // What code reads, it reads of the text itself.
      const byCode = at === 0 ? (READ_BY_CODE[idea]?.(text) ?? []) : [];
      const all = [...FINDERS[idea](reading), ...byCode]
        .filter(({ from }) => !excused().has(from))
        .sort((one, other) => one.from - other.from);
      known.set(idea, all);
      return all;
    };
    for (const compound of COMPOUNDS) {
      if (found.has(compound.category)) continue;
      const hit = searched(compound, spots);
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

/** So near stands what says that something is told of, warned of or mourned. */
export const BESIDE_WORDS = 4;

function searched({ about, near, unless }: Compound, spots: (idea: Idea) => readonly Spot[]): Hit | undefined {
  const others = Object.entries(near) as [Idea, number][];
  const centres = spots(about);
  if (centres.length === 0) return undefined;
  if (others.some(([idea]) => spots(idea).length === 0)) return undefined;
  for (const centre of centres) {
    const beside = others.map(([idea, within]) => nearest(spots(idea), centre, within));
    const all = [centre, ...beside].filter((spot) => spot !== undefined);
    if (all.length <= others.length) continue;
    if (unless !== undefined && all.some((spot) => nearest(spots(unless), spot, BESIDE_WORDS))) continue;
    return { words: all.map(({ words }) => words).join(', '), score: Math.min(...all.map(({ score }) => score)) };
  }
  return undefined;
}

/** The spots are in order: what is near stands beside the place where the centre would be put among them. */
function nearest(spots: readonly Spot[], centre: Spot, within: number): Spot | undefined {
  let [low, high] = [0, spots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spots[middle]?.from ?? 0) < centre.from) low = middle + 1;
    else high = middle;
  }
  const fits = (spot: Spot | undefined): boolean =>
    spot !== undefined &&
    Math.abs(spot.from - centre.from) <= Math.abs(within) &&
    (within > 0 || spot.from < centre.from) &&
    !(spot.from === centre.from && unbroken(spot.words) === unbroken(centre.words));
  return [spots[low - 1], spots[low], spots[low + 1]].find(fits);
}

const unbroken = (words: string): string => words.replaceAll(' ', '');

/** Innocent words of scripts without spaces stand within what a space ends: they are put out of the text itself. */
function without(reading: Reading): Reading {
  const plain = UNSPACED_INNOCENT.reduce((rest, phrase) => rest.replaceAll(phrase, '·'), reading.plain);
  return plain === reading.plain ? reading : { ...reading, plain, words: plain.split(' ').filter((word) => word !== '') };
}

function phrasesOf(list: string): readonly (readonly Word[])[] {
  return list
    .split(/[|\n]/)
    .map((entry) =>
      entry
        .trim()
        .split(/ +/)
        .flatMap((part): Word[] => {
          const stem = normalise(part.replace(/\*$/, '')).trim();
          return stem === '' ? [] : [{ stem, open: part.endsWith('*') }];
        }),
    )
    .filter((words) => words.length > 0);
}

const FIRST_LETTERS = 2;
const keyOf = (word: string): string => word.slice(0, FIRST_LETTERS);
const fits = (word: string | undefined, { stem, open }: Word): boolean =>
  word !== undefined && (open ? word.startsWith(stem) : word === stem);

/** Articles, prepositions and `and`, written in one with an Arabic word. */
const ARABIC_PREFIX = /^(?:[وفبك]?ال|لل|[وبل])(?=\p{Script=Arabic}{3})/u;

export function spotter(list: string): Spots {
  const phrases = phrasesOf(list);
  const unspaced = phrases.filter(([first]) => first && isUnspaced(first.stem));
  const spaced = new Map<string, (readonly Word[])[]>();
  for (const phrase of phrases) {
    const stem = phrase[0]?.stem ?? '';
    if (isUnspaced(stem)) continue;
    const alike = spaced.get(keyOf(stem)) ?? [];
    alike.push(phrase);
    spaced.set(keyOf(stem), alike);
  }
  const single = phrases.flatMap((words) => (words.length === 1 ? words : []));
  const byLetter = new Map<string, Word[]>();
  for (const word of single) byLetter.set(word.stem.charAt(0), [...(byLetter.get(word.stem.charAt(0)) ?? []), word]);
  const long = new Set(single.flatMap(({ stem }) => (stem.length >= JOINED_CHARS_AT_LEAST ? [stem] : [])));
  const isCutWord = (word: string): boolean =>
    long.has(word) ||
    (word !== '' &&
      spaced
        .get(keyOf(word))
        ?.some(
          ([first, second]) =>
            !second && first?.open === true && first.stem.length >= JOINED_PREFIX_AT_LEAST && word.startsWith(first.stem),
        ) === true);
  return ({ plain, words, joined, masked, score }) => {
    const found: Spot[] = [];
    const isSpaced = !isUnspaced(plain);
    for (const [from, word] of words.entries()) {
      for (const form of ARABIC_PREFIX.test(word) ? [word, word.replace(ARABIC_PREFIX, '')] : [word]) {
        const phrase = spaced.get(keyOf(form))?.find((parts) => parts.every((part, at) => fits(at === 0 ? form : words[from + at], part)));
        if (phrase) found.push({ from, to: from + phrase.length, words: words.slice(from, from + phrase.length).join(' '), score });
      }
      if (!isSpaced) {
        const phrase = unspaced.find((parts) => standsIn(words, from, parts));
        if (phrase)
          found.push({
            from,
            to: from + phrase.length,
            words: phrase
              .map(({ stem }) => stem)
              .join(' ')
              .normalize('NFC'),
            score,
          });
      }
      if (isCutWord(joined[from] ?? ''))
        found.push({ from, to: from + 2, words: joined[from] ?? '', score: Math.min(score, PIECED_TOGETHER) });
    }
    for (const { word, at } of masked) {
      const term = byLetter.get(word.charAt(0))?.find(({ stem, open }) => fitsMask(word, stem, open));
      if (term) found.push({ from: at, to: at + 1, words: term.stem, score: PIECED_TOGETHER });
    }
    return found;
  };
}

/** Of a phrase in a script without spaces, the first part may end a word and the last begin one. */
function standsIn(words: readonly string[], from: number, parts: readonly Word[]): boolean {
  const [first, ...others] = parts.map(({ stem }) => stem);
  if (first === undefined) return false;
  if (others.length === 0) return words[from]?.includes(first) === true;
  if (words[from]?.endsWith(first) !== true) return false;
  return others.every((part, at) => (at === others.length - 1 ? words[from + at + 1]?.startsWith(part) : words[from + at + 1] === part));
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

const FINDERS = Object.fromEntries(Object.entries(IDEAS).map(([idea, list]) => [idea, spotter(list)])) as Readonly<Record<Idea, Spots>>;
const INNOCENT_LISTS = `${INNOCENT_PHRASES} | ${HARMLESS_PHRASES} | ${BARE_PHRASES}`;
const INNOCENT = spotter(INNOCENT_LISTS);
const UNSPACED_INNOCENT = phrasesOf(INNOCENT_LISTS).flatMap((words) =>
  words.some(({ stem }) => isUnspaced(stem)) ? [words.map(({ stem }) => stem).join(' ')] : [],
);
