/** Words of requests and captions, made comparable: small letters, singular, without what tells nothing. */
import type { LedgerRow } from '../../src/core/ledger.ts';

const LITTLE = new Set(
  'a an the and or of in on at to with for from by is are was be it its this that these those there here one two three you i me my your sent picture image photo png jpg jpeg webp gif file'.split(
    ' ',
  ),
);

export const singular = (word: string): string =>
  /[^s]s$/.test(word) && word.length > 3 ? word.replace(/(?<=(?:x|ch|sh))es$|s$/, '') : word;

export const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\d]+(?:'[\p{L}]+)?/gu) ?? []).map((word) => word.replace(/'s$/, ''));

/** What a picture is known by, thing by thing: what was asked for and seen, and the person's words. */
export function thingsIn(row: Pick<LedgerRow, 'caption' | 'seen' | 'instruction' | 'parent'>): readonly (readonly string[])[] {
  // The words of an edit name what went away as well as what came.
  const texts = [row.caption, row.seen ?? '', row.parent ? '' : (row.instruction ?? '')];
  return texts
    .flatMap((text) =>
      text.toLowerCase().split(/[,.;:!?]|\b(?:and|in|on|at|with|of|above|below|under|over|beside|near|behind|between|for|to|by|sent)\b/),
    )
    .map((thing) =>
      wordsOf(thing)
        .map(singular)
        .filter((word) => !LITTLE.has(word)),
    )
    .filter((thing) => thing.length > 0);
}

/** Whether a thing is spoken of by these words: all of them, in their order. */
export function isSaid(said: readonly string[], thing: readonly string[]): boolean {
  let from = 0;
  return said.every((word) => {
    const at = thing.indexOf(word, from);
    from = at + 1;
    return at >= 0;
  });
}

const STOPS = new Set(
  (
    'in on at to with of and or from into for is are was were be should by so but as not more less please now that which who you i we he she they it has have had ' +
    'posted sent drew made shared uploaded painted again instead too also bigger smaller larger darker brighter a an the'
  ).split(' '),
);
const DETERMINERS = new Set(['the', 'that', 'this', 'those', 'these', 'my', 'your', 'his', 'her', 'their', 'our']);

/**
 * The things a request speaks of as known: after "the", "that", "my", "Ana's", each up to the next little word: "the small red
 * circle" → small, red, circle, and each shorter form of it. "the one with a star" speaks of the star as well.
 */
export function nounsSaidOf(text: string): string[][][] {
  const words = text.toLowerCase().match(/[\p{L}\d]+(?:'[\p{L}]+)?|[.,;:!?]/gu) ?? [];
  const phrases: string[][][] = [];
  for (const [at, word] of words.entries()) {
    const begins = DETERMINERS.has(word) || /^\p{L}+'s$/u.test(word);
    const shows = /^(?:with|of|showing)$/.test(word) && /^(?:one|picture|image|photo|pic|drawing|version)s?$/.test(words[at - 1] ?? '');
    if (!begins && !shows) continue;
    const from = shows && /^(?:an?|the|some|no)$/.test(words[at + 1] ?? '') ? at + 2 : at + 1;
    const end = words.findIndex((one, index) => index >= from && (STOPS.has(one) || /^\W$/.test(one)));
    const phrase = words
      .slice(from, end < 0 ? words.length : end)
      .slice(0, 4)
      .map(singular);
    // What follows the thing may be what it shall become: "make the circle blue" speaks of the circle.
    phrases.push(phrase.map((_, index) => phrase.slice(0, phrase.length - index)));
  }
  return phrases;
}

/** What is in capitals in small letters, "DNS" as well as what is shouted: small models know few words in capitals. */
export const calmed = (text: string): string =>
  /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text) && (text.match(/\p{Lu}/gu)?.length ?? 0) > 6
    ? text.toLowerCase()
    : text.replace(/(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu, (word) => word.toLowerCase());
