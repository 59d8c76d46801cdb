/**
 * The ways a text is read, as people write around filters: look-alike signs as letters, `1` as i and as l, `p*rn` with any letter
 * for the sign, words cut in two; and the search for words and phrases in a reading.
 */
import { normalise } from './normalise.ts';

/** The halves of a word cut in two make a word of at least so many letters. */
export const JOINED_CHARS_AT_LEAST = 5;
const JOINED_PREFIX_AT_LEAST = 7;
/** Letters with one to three signs between them. */
const MASKED = /^\p{L}+(?:[*#_%-]\p{L}+){1,3}$/u;
const MASKED_CHARS_AT_MOST = 30;
/** Words that stand beside any other: never the half of a cut word. */
const COMMON = new Set(
  'a an and are as at be but by do for from go he her his i if in is it its me my no not of on or our she so than the to up us we you'.split(
    ' ',
  ),
);

/** A text in one of the ways it is read. */
export interface Reading {
  /** ` word word ` */
  readonly plain: string;
  readonly words: readonly string[];
  /** Each word and the next written as one; empty where neither is the half of a word. */
  readonly joined: readonly string[];
  /** Words with signs in place of letters, and which word of the text each is. */
  readonly masked: readonly { readonly word: string; readonly at: number }[];
  /** How sure this is what was meant. */
  readonly score: number;
}

export interface Hit {
  readonly words: string;
  readonly score: number;
}

/** How sure a find is: as it stands; with digits and signs read as letters another way; in a word that was cut or masked. */
export const AS_IT_STANDS = 1;
const READ_ANOTHER_WAY = 0.9;
export const PIECED_TOGETHER = 0.8;

export type Find = (reading: Reading) => Hit | undefined;

/** A text as it stands, and as it reads with digits and runs of a letter taken another way. */
export function readingsOf(text: string): readonly Reading[] {
  const others = [
    ...(/[1|!]/.test(text) ? [text.replace(/[1|!](?=\p{L})|(?<=\p{L})[1|]/gu, 'l')] : []),
    ...(/(\p{L})\1\1/u.test(text) ? [text.replace(/(\p{L})\1{2,}/gu, '$1')] : []),
  ];
  return [readingOf(text, normalise(text), AS_IT_STANDS), ...others.map((other) => readingOf('', normalise(other), READ_ANOTHER_WAY))];
}

function readingOf(text: string, plain: string, score: number): Reading {
  const words = plain.split(' ').filter((word) => word !== '');
  const joined = words.map((word, at) => {
    const next = words[at + 1];
    const isCut = next !== undefined && !COMMON.has(word) && !COMMON.has(next) && word.length + next.length >= JOINED_CHARS_AT_LEAST;
    return isCut ? word + next : '';
  });
  const masked = text
    .toLowerCase()
    .split(/[\s,;:.!?()"']+/)
    .flatMap((word, at) => (word.length <= MASKED_CHARS_AT_MOST && MASKED.test(word) ? [{ word, at }] : []));
  return { plain, words, joined, masked, score };
}

export function isUnspaced(term: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(term);
}

function termsOf(list: string): { readonly term: string; readonly open: boolean }[] {
  return list.split(/[|\n]/).flatMap((entry) => {
    const term = normalise(entry.replace(/\*$/, '')).trim();
    return term === '' ? [] : [{ term, open: entry.trim().endsWith('*') }];
  });
}

/** Searches for any of a list of words and phrases; tells the first that it finds. */
export function finder(list: string): Find {
  const terms = termsOf(list);
  const anywhere = terms.filter(({ term }) => isUnspaced(term)).map(({ term }) => term);
  const single = terms.filter(({ term }) => !isUnspaced(term) && !term.includes(' '));
  const exact = new Set(single.map(({ term }) => term));
  const prefixes = single.filter(({ open }) => open).map(({ term }) => term);
  const phrases = terms.filter(({ term }) => !isUnspaced(term) && term.includes(' ')).map(({ term, open }) => ` ${term}${open ? '' : ' '}`);
  const long = [...exact].filter((term) => term.length >= JOINED_CHARS_AT_LEAST);
  const isWord = (word: string): boolean => exact.has(word) || prefixes.some((prefix) => word.startsWith(prefix));
  const isJoined = (word: string): boolean =>
    long.includes(word) || prefixes.some((prefix) => prefix.length >= JOINED_PREFIX_AT_LEAST && word.startsWith(prefix));
  return ({ plain, words, joined, masked, score }) => {
    const whole =
      words.find(isWord) ?? phrases.find((phrase) => plain.includes(phrase))?.trim() ?? anywhere.find((term) => plain.includes(term));
    if (whole !== undefined) return { words: whole, score };
    const pieced =
      joined.find(isJoined) ?? firstOf(masked, ({ word }) => single.find(({ term, open }) => fitsMask(word, term, open))?.term);
    return pieced === undefined ? undefined : { words: pieced, score: Math.min(score, PIECED_TOGETHER) };
  };
}

/** Whether `p*rn` may be `porn`: each sign stands for one letter. */
export function fitsMask(word: string, term: string, open: boolean): boolean {
  if (open ? word.length < term.length : word.length !== term.length) return false;
  for (let at = 0; at < term.length; at++) if (word[at] !== term[at] && !/[*#_%-]/.test(word[at] ?? '')) return false;
  return true;
}

/** Takes phrases out of what is read; a text that had one is not searched for cut words. */
export function innocence(list: string): (reading: Reading) => Reading {
  const phrases = termsOf(list).map(({ term, open }) => new RegExp(` ${escaped(term)}${open ? '[^ ]*' : ''}(?= )`, 'gu'));
  return (reading) => {
    const plain = phrases.reduce((rest, phrase) => rest.replace(phrase, ' '), reading.plain);
    return plain === reading.plain ? reading : { ...reading, plain, words: plain.split(' ').filter((word) => word !== ''), joined: [] };
  };
}

function escaped(term: string): string {
  return term.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

export function firstOf<Item, Result>(items: readonly Item[], of: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const result = of(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
