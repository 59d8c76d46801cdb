/**
 * The ways a text is read, as people write around filters: look-alike signs as letters, `1` as i and as l, `p*rn` with any letter
 * for the sign, words cut in two; and the search for words and phrases in a reading.
 */
import { normalise } from './normalise.ts';

/** The halves of a word cut in two make a word of at least so many letters. */
export const JOINED_CHARS_AT_LEAST = 5;
export const JOINED_PREFIX_AT_LEAST = 7;
/** Letters with one to three signs between them. */
const MASKED = /^\p{L}+(?:[*#_%]\p{L}+){1,3}$/u;
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
  /** In which sentence each word stands. */
  readonly sentences: readonly number[];
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

/** A text as it stands, as it reads with digits and runs of a letter taken another way, and with its spoilt words mended. */
export function readingsOf(text: string, mend: (text: string) => string | undefined): readonly Reading[] {
  const others = [
    ...(/[1|!]/.test(text) ? [text.replace(/[1|!](?=[\p{L}@$€(])|(?<=[\p{L}@$€)])[1|]/gu, 'l')] : []),
    ...(/\|/.test(text) && /!/.test(text) ? [text.replaceAll('|', 'l')] : []),
    ...(/(\p{L})\1\1/u.test(text) ? [text.replace(/(\p{L})\1{2,}/gu, '$1')] : []),
  ];
  const mended = mend(text);
  const sentences = sentencesOf(text);
  return [
    readingOf(text, normalise(text), AS_IT_STANDS, sentences),
    ...others.map((other) => readingOf('', normalise(other), READ_ANOTHER_WAY, sentences)),
    ...(mended === undefined ? [] : [readingOf('', mended, PIECED_TOGETHER, sentences)]),
  ];
}

/** Behind a word, and not between letters that stand apart. A colon and a comma end none: `history lesson: …`, `drug prevention: never …, get help`. */
const SENTENCE_END = /(?<=[\p{L}\p{N}]{2}["”»)]?|\p{Lo})[.!?;…]+["”»)]?\s|[。！？]|\n/u;

/** The sentence of each word: 0, 0, 0, 1, 1. Where words are joined across an end it is off by as many. */
const sentencesOf = (text: string): readonly number[] =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .split(SENTENCE_END)
    .flatMap((sentence, at) => wordsIn(normalise(sentence)).map(() => at));

const wordsIn = (plain: string): string[] => plain.split(' ').filter((word) => word !== '');

/** Six, in the north: before what is counted, where the text is in a language that counts so. */
const IN_THE_NORTH = / (?:og|och|på|ikke|inte|til|till|af|är|leger|leker) /;
const SIX = / se(?:x|ks)(?= (?!med )\p{L}+(?:er|or|ar|r|n) )/gu;

function readingOf(text: string, given: string, score: number, sentences: readonly number[]): Reading {
  const plain = IN_THE_NORTH.test(given) ? given.replace(SIX, ' 6') : given;
  const words = wordsIn(plain);
  const joined = words.map((word, at) => {
    const next = words[at + 1];
    const isCut = next !== undefined && !COMMON.has(word) && !COMMON.has(next) && word.length + next.length >= JOINED_CHARS_AT_LEAST;
    return isCut ? word + next : '';
  });
  const masked = text
    .toLowerCase()
    .split(/[\s,;:.!?()"']+/)
    .flatMap((word, at) => (word.length <= MASKED_CHARS_AT_MOST && MASKED.test(word) ? [{ word, at }] : []));
  return { plain, words, sentences, joined, masked, score };
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
  for (let at = 0; at < term.length; at++) if (word[at] !== term[at] && !/[*#_%]/.test(word[at] ?? '')) return false;
  return true;
}

/** Takes phrases out of what is read; a text that had one is not searched for cut and masked words. */
export function innocence(list: string): (reading: Reading) => Reading {
  const terms = termsOf(list);
  const unspaced = terms.filter(({ term }) => isUnspaced(term)).map(({ term }) => term);
  /** By their first two letters. */
  const phrases = new Map<string, { readonly parts: readonly string[]; readonly open: boolean }[]>();
  for (const { term, open } of terms) {
    if (isUnspaced(term)) continue;
    const alike = phrases.get(term.slice(0, 2)) ?? [];
    alike.push({ parts: term.split(' '), open });
    phrases.set(term.slice(0, 2), alike);
  }
  const lengthAt = (words: readonly string[], from: number): number => {
    const fits = phrases.get((words[from] ?? '').slice(0, 2))?.filter(({ parts, open }) =>
      parts.every((part, at) => {
        const word = words[from + at];
        return open && at === parts.length - 1 ? word?.startsWith(part) === true : word === part;
      }),
    );
    return Math.max(0, ...(fits ?? []).map(({ parts }) => parts.length));
  };
  return (reading) => {
    const rest = unspaced.reduce((text, phrase) => text.replaceAll(phrase, ' '), reading.plain);
    const words = wordsIn(rest);
    const left: string[] = [];
    const sentences: number[] = [];
    let at = 0;
    while (at < words.length) {
      const length = lengthAt(words, at);
      if (length === 0) {
        left.push(words[at] ?? '');
        sentences.push(reading.sentences[at] ?? 0);
      }
      at += Math.max(1, length);
    }
    const isChanged = rest !== reading.plain || left.length < words.length;
    return isChanged ? { ...reading, plain: ` ${left.join(' ')} `, words: left, sentences, joined: [], masked: [] } : reading;
  };
}

export function firstOf<Item, Result>(items: readonly Item[], of: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const result = of(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
