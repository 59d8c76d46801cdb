/**
 * Reads words that were spoilt so that a person still reads them and a list doesn't: a sign for a letter (`por*o`), two letters changed
 * (`ponr`), one written twice (`naaked`), the word cut by a line or turned round. What is mended are only words that become a
 * word of the lists; all others stay. Linear in the text.
 */
import { normalise } from './normalise.ts';
import { fitsMask, isUnspaced } from './reading.ts';
import { segmented } from './segment.ts';
import { OFTEN_SPOILT, ORDINARY } from './spoilt-words.ts';

/** Shorter words become each other too easily; whole ones of the lists may be a little shorter. */
const CHARS_AT_LEAST = 5;
const WHOLE_CHARS_AT_LEAST = 3;
const MENDED_CHARS_AT_LEAST = 5;
/** `goals` are no Polish nakedness, and `waits` are no waist. */
const SWAPPED_CHARS_AT_LEAST = 6;
/** Of a word of which the lists have the beginning alone. */
const BEGINNING_CHARS_AT_LEAST = 7;
const MASKED_CHARS_AT_MOST = 30;
/** A word of the lists in two halves is looked for in so many letters on either side of the end of a line. */
const HALF_CHARS_AT_MOST = 30;
/** Of a word without its vowels, or with a letter missing or changed. */
const SPOILT_CHARS_AT_LEAST = 4;
const LETTER_LESS_CHARS_AT_LEAST = 5;
const VOWELS = 'aeiouy';
const SIGNS_AT_MOST = 2;
/** One or two signs in the place of letters; two before a word are somebody's bold print. */
const MASKED = /(?<![\p{L}*#_%])(?:\p{L}+[*#%]{1,2}\p{L}+(?:[*#%]{1,2}\p{L}+)?|\*\p{L}{3,})(?![\p{L}*#_%])/gu;
/** Five letters and more, each alone. */
const LETTER_BY_LETTER = /(?<!\p{L})(?:\p{L}[^\p{L}\p{N}]{1,4}){4}\p{L}(?!\p{L})/u;
/** Letters held down, in a word of at most so many. */
const HELD_CHARS_AT_MOST = 80;
const HELD = /(\p{L})\1\1/u;
const unheld = (word: string): string =>
  normalise(word)
    .trim()
    .replace(/(\p{L})\1+/gu, '$1');

/** A word as it is often spoilt: a letter missing, doubled, changed with its neighbour, another vowel, no vowels. */
function spoilings(word: string): string[] {
  const letters = [...word];
  const at = (from: number, to: number, put: string): string => letters.slice(0, from).join('') + put + letters.slice(to).join('');
  const isLong = letters.length >= LETTER_LESS_CHARS_AT_LEAST;
  const bare = letters.filter((letter, place) => place === 0 || !VOWELS.includes(letter)).join('');
  return [
    ...(bare.length >= SPOILT_CHARS_AT_LEAST ? [bare] : []),
    ...letters.flatMap((letter, place) => {
      const next = letters[place + 1];
      const isFirst = place === 0;
      return [
        at(place, place + 1, letter + letter),
        ...(isLong && !isFirst ? [at(place, place + 1, '')] : []),
        ...(next !== undefined && (isLong || !isFirst) ? [at(place, place + 2, next + letter)] : []),
        ...(isLong && !isFirst && VOWELS.includes(letter) ? [...VOWELS].map((vowel) => at(place, place + 1, vowel)) : []),
      ];
    }),
  ];
}

const OFTEN = new Set(normalise(OFTEN_SPOILT).trim().split(' '));

/** What a spoilt word was. */
const SPOILT = (() => {
  const others = new Set([...OFTEN, ...ORDINARY.split(/\s+/)]);
  const known = new Map<string, string>();
  for (const word of OFTEN) for (const spoilt of spoilings(word)) if (!others.has(spoilt) && !known.has(spoilt)) known.set(spoilt, word);
  return known.set('nkd', 'naked').set('nekkid', 'naked').set('nood', 'nude').set('noods', 'nudes').set('pon', 'porn').set('sxe', 'sex');
})();

export type Mend = (text: string) => string | undefined;

/** `lists`: as in lexicon.ts. What the mending gives is as `normalise` gives it; undefined where nothing was mended. */
export function openMend(lists: readonly string[]): Mend {
  const whole = new Set(OFTEN);
  const beginnings = new Set<string>();
  /** Of phrases, too, and the short ones: what a run of single letters is cut into. */
  const pieces = { whole: new Set<string>(), beginnings: new Set<string>() };
  for (const entry of lists.flatMap((list) => list.split(/[|\n]/))) {
    const parts = entry.trim().split(/ +/);
    for (const part of parts) {
      const word = normalise(part.replace(/\*$/, '')).trim();
      const isOpen = part.endsWith('*');
      const atLeast = isOpen || parts.length > 1 ? CHARS_AT_LEAST : WHOLE_CHARS_AT_LEAST;
      if (word.length > 1 && !isUnspaced(word)) (isOpen ? pieces.beginnings : pieces.whole).add(word);
      if (word.length < atLeast || word.includes(' ') || isUnspaced(word)) continue;
      (isOpen ? beginnings : whole).add(word);
    }
  }

  /** What a masked word may be: a whole word before a beginning, a long beginning before a short one. */
  const likely = [
    ...[...OFTEN].map((term) => ({ term, isOpen: false })),
    ...[...whole].map((term) => ({ term, isOpen: false })),
    ...[...beginnings].sort((one, other) => other.length - one.length).map((term) => ({ term, isOpen: true })),
  ];

  const likelyBy = new Map<string, typeof likely>();
  for (const each of likely) {
    const alike = likelyBy.get(each.term.charAt(0)) ?? [];
    alike.push(each);
    likelyBy.set(each.term.charAt(0), alike);
  }

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
    if (word.length > MASKED_CHARS_AT_MOST || whole.has(word)) return undefined;
    const turned = isTurned ? [...word].reverse().join('') : word;
    if (turned !== word && isMeant(turned)) return turned;
    const meant = SPOILT.get(word);
    if (meant) return meant;
    const single = word.replace(/(\p{L})\1+/gu, '$1');
    if (word.length < MENDED_CHARS_AT_LEAST || isListed(word)) return undefined;
    for (let at = 0; at < word.length - 1; at++) {
      const [one = '', other = ''] = [word[at], word[at + 1]];
      const swapped = word.slice(0, at) + other + one + word.slice(at + 2);
      // The first letter is the one that people leave.
      if (at > 0 && one !== other && word.length >= SWAPPED_CHARS_AT_LEAST && isMeant(swapped)) return swapped;
      if (one === other && isMeant(word.slice(0, at) + word.slice(at + 1))) return word.slice(0, at) + word.slice(at + 1);
    }
    return single !== word && isMeant(single) ? single : undefined;
  }

  /** Whether the end of one line and the beginning of the next are one listed word. */
  function isCutWord(line: string, next: string): boolean {
    const halves = [/\p{L}+$/u.exec(line)?.[0], /^\p{L}+/u.exec(next)?.[0]];
    const joined = halves.join('');
    return halves.every((half) => half !== undefined) && joined.length >= SPOILT_CHARS_AT_LEAST && isListed(normalise(joined).trim());
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
    const known = (word.startsWith('*') ? likely : likelyBy.get(word.charAt(0)))?.find(({ term, isOpen }) => fitsMask(word, term, isOpen));
    return known ? known.term + word.slice(known.term.length) : masked;
  }

  /** Without the ends of lines that cut a listed word. */
  function uncut(text: string): string {
    const lines: string[] = [];
    let last = '';
    for (const line of text.split('\n')) {
      lines.push(isCutWord(last.slice(-HALF_CHARS_AT_MOST), line.slice(0, HALF_CHARS_AT_MOST)) || lines.length === 0 ? line : `\n${line}`);
      last = line;
    }
    return lines.join('');
  }

  return (text) => {
    const loose = uncut(text).replace(/\p{L}+/gu, (word) => (word.length <= HELD_CHARS_AT_MOST && HELD.test(word) ? released(word) : word));
    const plain = normalise(loose.replace(MASKED, unmasked));
    const isTurned = /backward|revers|mirror|rückwärts|envers|revés|contrario|contrário|achterstevoren|wspak/i.test(text);
    const isLetterByLetter = LETTER_BY_LETTER.test(text);
    const cut = (word: string): string | undefined =>
      isLetterByLetter && word.length >= MENDED_CHARS_AT_LEAST && !whole.has(word)
        ? segmented(
            word,
            (piece) => pieces.whole.has(piece),
            (piece) => pieces.beginnings.has(piece),
          )
        : undefined;
    const words = plain.split(' ').map((word) => mendedWord(word, isTurned) ?? cut(word) ?? word);
    const mended = words.join(' ');
    return mended === normalise(text) ? undefined : mended;
  };
}
