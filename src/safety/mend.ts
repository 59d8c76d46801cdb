/**
 * Reads words that were spoilt so that a person still reads them and a list doesn't: a sign for a letter (`por*o`), two letters changed
 * (`ponr`), one written twice (`naaked`), the word cut by a line or turned round. What is mended are only words that become a
 * word of the lists; all others stay. Linear in the text.
 */
import { normalise } from './normalise.ts';
import { fitsMask, isUnspaced } from './reading.ts';

/** Shorter words become each other too easily; whole ones of the lists may be a little shorter. */
const CHARS_AT_LEAST = 5;
const WHOLE_CHARS_AT_LEAST = 3;
const MENDED_CHARS_AT_LEAST = 5;
/** `goals` are no Polish nakedness, and `waits` are no waist. */
const SWAPPED_CHARS_AT_LEAST = 6;
/** Of a word of which the lists have the beginning alone. */
const BEGINNING_CHARS_AT_LEAST = 7;
const MASKED_CHARS_AT_MOST = 30;
const SIGNS_AT_MOST = 2;
/** One or two signs in the place of letters; two before a word are somebody's bold print. */
const MASKED = /(?<![\p{L}*#_%])(?:\p{L}+[*#%]{1,2}\p{L}+(?:[*#%]{1,2}\p{L}+)?|\*\p{L}{3,})(?![\p{L}*#_%])/gu;
/** Letters held down, in a word of at most so many. */
const HELD_CHARS_AT_MOST = 80;
const HELD = /(\p{L})\1\1/u;
const unheld = (word: string): string =>
  normalise(word)
    .trim()
    .replace(/(\p{L})\1+/gu, '$1');

export type Mend = (text: string) => string | undefined;

/** `lists`: as in lexicon.ts. What the mending gives is as `normalise` gives it; undefined where nothing was mended. */
export function openMend(lists: readonly string[]): Mend {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  for (const entry of lists.flatMap((list) => list.split(/[|\n]/))) {
    const parts = entry.trim().split(/ +/);
    for (const part of parts) {
      const word = normalise(part.replace(/\*$/, '')).trim();
      const isOpen = part.endsWith('*');
      const atLeast = isOpen || parts.length > 1 ? CHARS_AT_LEAST : WHOLE_CHARS_AT_LEAST;
      if (word.length < atLeast || word.includes(' ') || isUnspaced(word)) continue;
      (isOpen ? beginnings : whole).add(word);
    }
  }

  /** What a masked word may be: a whole word before a beginning, a long beginning before a short one. */
  const likely = [
    ...[...whole].map((term) => ({ term, isOpen: false })),
    ...[...beginnings].sort((one, other) => other.length - one.length).map((term) => ({ term, isOpen: true })),
  ];

  /** Without the second of two equal letters: what a word becomes whose letters were held down. */
  const held = new Map([...whole, ...beginnings].map((word) => [unheld(word), word]));

  function isListed(word: string): boolean {
    if (whole.has(word)) return true;
    for (let end = CHARS_AT_LEAST; end <= word.length; end++) if (beginnings.has(word.slice(0, end))) return true;
    return false;
  }

  /** Shorter beginnings are those of many innocent words. */
  function isMeant(word: string): boolean {
    if (whole.has(word)) return true;
    for (let end = BEGINNING_CHARS_AT_LEAST; end <= word.length; end++) if (beginnings.has(word.slice(0, end))) return true;
    return word.length < BEGINNING_CHARS_AT_LEAST && beginnings.has(word);
  }

  function mendedWord(word: string, isTurned: boolean): string | undefined {
    const single = word.replace(/(\p{L})\1+/gu, '$1');
    if (word.length < MENDED_CHARS_AT_LEAST || word.length > MASKED_CHARS_AT_MOST || isListed(word)) return undefined;
    for (let at = 0; at < word.length - 1; at++) {
      const [one = '', other = ''] = [word[at], word[at + 1]];
      const swapped = word.slice(0, at) + other + one + word.slice(at + 2);
      // The first letter is the one that people leave.
      if (at > 0 && one !== other && word.length >= SWAPPED_CHARS_AT_LEAST && isMeant(swapped)) return swapped;
      if (one === other && isMeant(word.slice(0, at) + word.slice(at + 1))) return word.slice(0, at) + word.slice(at + 1);
    }
    if (single !== word && isMeant(single)) return single;
    const turned = [...word].reverse().join('');
    return isTurned && isMeant(turned) ? turned : undefined;
  }

  /** Of a word with three equal letters in a row, what it was. */
  function released(word: string): string {
    const bare = unheld(word);
    for (let end = bare.length; end >= WHOLE_CHARS_AT_LEAST; end--) {
      const known = held.get(bare.slice(0, end));
      if (known && (end === bare.length || beginnings.has(known))) return known + bare.slice(end);
    }
    return word;
  }

  /** Of the words that a masked one may be, one that is listed. */
  function unmasked(masked: string): string {
    const parts = masked.split(/[*#%]/);
    if (parts.length > SIGNS_AT_MOST + 1 || masked.length > MASKED_CHARS_AT_MOST) return masked;
    const word = parts.map((part) => normalise(part).trim()).join('*');
    const known = likely.find(({ term, isOpen }) => fitsMask(word, term, isOpen));
    return known ? known.term + word.slice(known.term.length) : masked;
  }

  return (text) => {
    const joined = text.replace(/(?<=\p{L})\n(?=\p{L})/gu, '');
    const loose = joined.replace(/\p{L}+/gu, (word) => (word.length <= HELD_CHARS_AT_MOST && HELD.test(word) ? released(word) : word));
    const plain = normalise(loose.replace(MASKED, unmasked));
    const isTurned = /backward|revers|mirror|rückwärts|envers|revés|contrario|contrário|achterstevoren|wspak/i.test(text);
    const words = plain.split(' ').map((word) => mendedWord(word, isTurned) ?? word);
    const mended = words.join(' ');
    return mended === normalise(text) ? undefined : mended;
  };
}
