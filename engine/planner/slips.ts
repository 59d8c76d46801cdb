/**
 * Slips of the finger, read as what was meant: a word that neither the model nor English knows, and that is one slip away from exactly
 * one word the model knows. All else stays: names, what is in quotes, short words, other languages.
 */
import type { Message, Part } from '../../src/core/types.ts';
import { knows, type Vocabulary } from '../model/index.ts';
import { english } from './english.ts';

/** From here on, a word may have one letter that is another. */
const LONG = 7;
const SHORTEST = 4;
/** More words that nobody knows than this, and it is no request with slips in it. */
const STRANGE_AT_MOST = 40;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

const QUOTED = /"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|`[^`]*`|(?<![\p{L}\d])'[^']*'(?!\p{L})/gu;
/** Letters alone: no part of an address, a name with digits or a compound. */
const WORD = /(?<![\p{L}\p{N}#@_'’./\\-])[A-Za-z]+(?![\p{L}\p{N}@_'’/\\-]|\.\p{L})/gu;
/** A word that begins with a capital here may do so for standing first. */
const BEGINS = /(?:^|[.!?:]["'”]?\s+)$/;

/** The text as the model shall read it. */
export async function unslipped(text: string, vocabulary: Vocabulary): Promise<string> {
  const quoted = [...text.matchAll(QUOTED)].map(({ index, 0: { length } }) => [index, index + length] as const);
  const words = [...text.matchAll(WORD)].filter(({ index }) => !quoted.some(([from, to]) => index >= from && index < to));
  const unknown = new Set(words.map(([word]) => word.toLowerCase()).filter((word) => !knows(vocabulary, word)));
  if (unknown.size === 0) return text;
  const isEnglish = await english();
  const strange = [...unknown].filter((word) => !isEnglish(word));
  if (strange.length > STRANGE_AT_MOST) return text;
  const meant = new Map(strange.flatMap((word) => (word.length < SHORTEST ? [] : [[word, meantBy(word, vocabulary)]])));
  const lost = strange.filter((word) => meant.get(word) === undefined).length;
  // Where most of it is read by nobody, it is another language, and what looks like a slip a word of that.
  if (lost > words.length - unknown.size) return text;
  return words.reduceRight((mended, { 0: word, index }) => {
    const said = meant.get(word.toLowerCase());
    const isCapital = /^[A-Z]/.test(word);
    if (said === undefined || /[A-Z]/.test(word.slice(1)) || (isCapital && !BEGINS.test(text.slice(0, index)))) return mended;
    const put = isCapital ? said[0]?.toUpperCase() + said.slice(1) : said;
    return mended.slice(0, index) + put + mended.slice(index + word.length);
  }, text);
}

/** A thread with its last message as the model shall read it. */
export async function unslippedLast(messages: readonly Message[], vocabulary: Vocabulary | undefined): Promise<readonly Message[]> {
  const last = messages.at(-1);
  if (!last || !vocabulary) return messages;
  const mended = async (part: Part): Promise<Part> =>
    part.kind === 'text' ? { ...part, text: await unslipped(part.text, vocabulary) } : part;
  return [...messages.slice(0, -1), { ...last, parts: await Promise.all(last.parts.map(mended)) }];
}

/** The one word that a strange one may be a slip for. The likeliest slips first: where one of them fits, rarer ones are not asked. */
function meantBy(word: string, vocabulary: Vocabulary): string | undefined {
  for (const slips of [swappedOrDoubled, missingOrTooMany, another]) {
    const found = new Set(slips(word).filter((one) => knows(vocabulary, one)));
    if (found.size > 0) return found.size === 1 ? [...found][0] : undefined;
  }
  return undefined;
}

/** Whether a word is a slip away from one of these. */
export const isNear = (word: string, words: ReadonlySet<string>): boolean =>
  [swappedOrDoubled, missingOrTooMany].some((slips) => slips(word).some((one) => words.has(one)));

/** "triangel", "houuse". */
const swappedOrDoubled = (word: string): string[] =>
  [...word].flatMap((letter, at) => {
    const next = word[at + 1] ?? '';
    if (next === '') return [];
    return [word.slice(0, at) + (letter === next ? '' : next + letter) + word.slice(at + 2 - Number(letter === next))];
  });

/** "crss", "imahge". A first letter is seldom missed, and a last one too many is an ending. */
const missingOrTooMany = (word: string): string[] =>
  [
    ...[...word].slice(1, -1).map((_, at) => word.slice(0, at + 1) + word.slice(at + 2)),
    ...[...word].flatMap((_, at) => [...LETTERS, "'"].map((letter) => word.slice(0, at + 1) + letter + word.slice(at + 1))),
  ].filter(({ length }) => length >= SHORTEST);

/** "triongle". */
const another = (word: string): string[] =>
  word.length < LONG
    ? []
    : [...word].slice(1).flatMap((_, at) => LETTERS.map((letter) => word.slice(0, at + 1) + letter + word.slice(at + 2)));
