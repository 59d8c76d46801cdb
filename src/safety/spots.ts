/** Where ideas stand in a text: all of them are looked for in one walk through its words. Linear in the text. */
import { normalise } from './normalise.ts';
import { fitsMask, type Hit, isUnspaced, JOINED_CHARS_AT_LEAST, JOINED_PREFIX_AT_LEAST, PIECED_TOGETHER, type Reading } from './reading.ts';

/** From one word of the text up to another. */
export interface Spot extends Hit {
  readonly from: number;
  readonly to: number;
}

interface Word {
  readonly stem: string;
  readonly open: boolean;
}

/** A phrase of a list; `order`: its place there, as the first that fits at a place counts. */
interface Entry {
  readonly name: string;
  readonly order: number;
  readonly parts: readonly Word[];
}

export function phrasesOf(list: string): readonly (readonly Word[])[] {
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

/** Phrases are kept by the first letters of their first words, at most so many. */
const KEY_LETTERS = 4;

function indexed<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const index = new Map<string, Item[]>();
  for (const item of items) index.set(keyOf(item), [...(index.get(keyOf(item)) ?? []), item]);
  return index;
}

/** What is kept under the beginnings of a word from some place on. */
function* keptFor<Item>(index: ReadonlyMap<string, readonly Item[]>, word: string, from = 0): Generator<Item> {
  for (let letters = 1; letters <= Math.min(KEY_LETTERS, word.length - from); letters++)
    yield* index.get(word.slice(from, from + letters)) ?? [];
}

const fits = (word: string | undefined, { stem, open }: Word): boolean =>
  word !== undefined && (open ? word.startsWith(stem) : word === stem);

/** Articles, prepositions and `and`, written in one with an Arabic word. */
const ARABIC_PREFIX = /^(?:[وفبك]?ال|لل|[وبل])(?=\p{Script=Arabic}{3})/u;

/** Of each list by its name, where its words stand; lists of which nothing was found are left out. */
export function spotters(lists: Readonly<Record<string, string>>): (reading: Reading) => ReadonlyMap<string, readonly Spot[]> {
  const entries = Object.entries(lists).flatMap(([name, list]) => phrasesOf(list).map((parts, order): Entry => ({ name, order, parts })));
  const firstOf = ({ parts }: Entry): string => parts[0]?.stem ?? '';
  const keyOf = (entry: Entry): string => firstOf(entry).slice(0, KEY_LETTERS);
  const [unspaced, spaced] = [
    entries.filter((entry) => isUnspaced(firstOf(entry))),
    entries.filter((entry) => !isUnspaced(firstOf(entry))),
  ];
  const bySpaced = indexed(spaced, keyOf);
  const within = indexed(unspaced, keyOf);
  const single = entries.filter(({ parts }) => parts.length === 1);
  const closed = indexed(
    single.filter(({ parts }) => !parts[0]?.open),
    (entry) => firstOf(entry).charAt(0) + firstOf(entry).length,
  );
  const begun = indexed(
    single.filter(({ parts }) => parts[0]?.open),
    (entry) => firstOf(entry).charAt(0),
  );

  return ({ plain, words, joined, masked, score }) => {
    const found = new Map<string, Spot[]>();
    const add = ({ name }: Entry, spot: Spot): void => {
      const spots = found.get(name);
      if (spots) spots.push(spot);
      else found.set(name, [spot]);
    };
    const hasUnspaced = isUnspaced(plain);
    for (const [from, word] of words.entries()) {
      for (const form of ARABIC_PREFIX.test(word) ? [word, word.replace(ARABIC_PREFIX, '')] : [word])
        for (const entry of firsts(keptFor(bySpaced, form), ({ parts }) =>
          parts.every((part, at) => fits(at === 0 ? form : words[from + at], part)),
        )) {
          const to = from + entry.parts.length;
          add(entry, { from, to, words: words.slice(from, to).join(' '), score });
        }
      if (hasUnspaced && isUnspaced(word))
        for (const entry of firsts(anywhereIn(within, word), ({ parts }, at) => standsIn(words, from, at, parts)))
          add(entry, { from, to: from + entry.parts.length, words: wordsOf(entry), score });
      const whole = joined[from] ?? '';
      if (whole !== '')
        for (const entry of firsts(keptFor(bySpaced, whole), ({ parts: [first, second] }) => second === undefined && isCut(whole, first)))
          add(entry, { from, to: from + 2, words: whole, score: Math.min(score, PIECED_TOGETHER) });
    }
    for (const { word, at } of masked) {
      const alike = [...(closed.get(word.charAt(0) + word.length) ?? []), ...(begun.get(word.charAt(0)) ?? [])];
      for (const entry of firsts(alike, ({ parts: [first] }) => first !== undefined && fitsMask(word, first.stem, first.open)))
        add(entry, { from: at, to: at + 1, words: firstOf(entry), score: PIECED_TOGETHER });
    }
    return found;
  };
}

/** Of one list. */
export function spotter(list: string): (reading: Reading) => readonly Spot[] {
  const spots = spotters({ list });
  return (reading) => spots(reading).get('list') ?? [];
}

/** Of each list, the first of its phrases that fits. */
function firsts(kept: Iterable<Entry | readonly [Entry, number]>, doesFit: (entry: Entry, at: number) => boolean): Iterable<Entry> {
  let first: Map<string, Entry> | undefined;
  for (const each of kept) {
    const [entry, at] = 'name' in each ? [each, 0] : each;
    const known = first?.get(entry.name);
    if ((known && known.order <= entry.order) || !doesFit(entry, at)) continue;
    first ??= new Map();
    first.set(entry.name, entry);
  }
  return first?.values() ?? [];
}

const isCut = (word: string, first: Word | undefined): boolean =>
  first !== undefined &&
  ((word === first.stem && word.length >= JOINED_CHARS_AT_LEAST) ||
    (first.open && first.stem.length >= JOINED_PREFIX_AT_LEAST && word.startsWith(first.stem)));

function* anywhereIn(index: ReadonlyMap<string, readonly Entry[]>, word: string): Generator<readonly [Entry, number]> {
  for (let at = 0; at < word.length; at++) for (const entry of keptFor(index, word, at)) yield [entry, at];
}

/** Of a phrase in a script without spaces, the first part may end a word and the last begin one. */
function standsIn(words: readonly string[], from: number, at: number, parts: readonly Word[]): boolean {
  const word = words[from] ?? '';
  const [first, ...others] = parts.map(({ stem }) => stem);
  if (first === undefined || !word.startsWith(first, at)) return false;
  if (others.length === 0) return true;
  if (at + first.length !== word.length) return false;
  return others.every((part, of) => (of === others.length - 1 ? words[from + of + 1]?.startsWith(part) : words[from + of + 1] === part));
}

const wordsOf = ({ parts }: Entry): string =>
  parts
    .map(({ stem }) => stem)
    .join(' ')
    .normalize('NFC');
