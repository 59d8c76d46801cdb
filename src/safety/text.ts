/**
 * Finds what a policy speaks of in a text. The text is read in several ways, as people write around filters: look-alike
 * signs as letters, `1` as i and as l, `p*rn` with any letter for the sign, words cut in two. The cost is linear in the
 * text, also for patterns that others wrote (RE2 does not backtrack).
 */
import { RE2JS } from 're2js';
import { say } from '../core/sentences.ts';
import type { Said } from '../core/types.ts';
import { LEXICON, type Rule } from './lexicon.ts';
import { normalise } from './normalise.ts';
import type { Action, Category, Policy } from './policy.ts';

export interface Finding {
  readonly category: Category;
  /** The category, or the id of a rule of one's own. */
  readonly rule: string;
  /** What a rule of one's own says, or a sentence of the program's. */
  readonly reason: Said | string;
  /** What was found, as the rules read it. */
  readonly words: string;
  /** 1: as it stands there; less: in a reading of it. */
  readonly score: number;
  /** What a rule of one's own says itself. */
  readonly action?: Action;
}

/** Longer texts are searched up to here; nothing that is answered is longer (src/intake). */
const CHARS_AT_MOST = 20_000;
/** The halves of a word cut in two make a word of at least so many letters. */
const JOINED_CHARS_AT_LEAST = 5;
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

/** A text in the ways it is read. */
interface Reading {
  /** ` word word ` */
  readonly plain: string;
  readonly words: readonly string[];
  /** Neighbours written as one word. */
  readonly joined: readonly string[];
  /** Words with signs in place of letters. */
  readonly masked: readonly string[];
  /** How sure this is what was meant. */
  readonly score: number;
}

interface Hit {
  readonly words: string;
  readonly score: number;
}

/** How sure a find is: as it stands; with digits and signs read as letters another way; in a word that was cut or masked. */
const AS_IT_STANDS = 1;
const READ_ANOTHER_WAY = 0.9;
const PIECED_TOGETHER = 0.8;

type Find = (reading: Reading) => Hit | undefined;

/** Of a picture, what was seen in it is read; then rules count, too, that speak of pictures alone. */
export function textRules(policy: Policy): (text: string, isOfPicture?: boolean) => Finding[] {
  const excused = innocence(policy.allow.join('|'));
  const own = policy.rules.map((rule) => ({
    rule,
    find: finder(rule.words.join('|')),
    patterns: rule.patterns.map((pattern) => RE2JS.compile(pattern)),
    shown: finder(rule.pictures.flatMap(numbersOf).join('|')),
  }));
  return (text, isOfPicture = false) => {
    const cut = text.slice(0, CHARS_AT_MOST);
    const normal = normalise(cut);
    const others = [
      ...(/[1|!]/.test(cut) ? [cut.replace(/[1|!](?=\p{L})|(?<=\p{L})[1|]/gu, 'l')] : []),
      ...(/(\p{L})\1\1/u.test(cut) ? [cut.replace(/(\p{L})\1{2,}/gu, '$1')] : []),
    ];
    const readings = [readingOf(cut, normal, AS_IT_STANDS), ...others.map((other) => readingOf('', normalise(other), READ_ANOTHER_WAY))];
    const found = BUILT_IN.flatMap((rule): Finding[] => {
      const hit = firstOf(readings, (reading) => rule.search(reading, rule.isNever ? (as) => as : excused));
      return hit ? [{ category: rule.category, rule: rule.category, reason: say(`why.${rule.category}`), ...hit }] : [];
    });
    for (const { rule, find, patterns, shown } of own) {
      const hit =
        firstOf(readings, find) ??
        firstOf(patterns, (pattern) => patternFound(pattern, normal)) ??
        (isOfPicture ? firstOf(readings, shown) : undefined);
      if (hit) found.push({ category: 'own', rule: rule.id, reason: rule.reason, action: rule.action, ...hit });
    }
    return found;
  };
}

/** Throws what RE2 says of the first pattern that it does not take: back references and look-around, for example. */
export function checkPatterns(policy: Policy): void {
  for (const { patterns } of policy.rules) for (const pattern of patterns) RE2JS.compile(pattern);
}

/** "a dog" → dog, dogs: a description may count. */
function numbersOf(phrase: string): string[] {
  const noun = phrase.toLowerCase().replace(/^(?:an?|the|any|no) +/, '');
  const endings = /(?:s|x|z|ch|sh)$/.test(noun) ? ['', 'es'] : ['', 's'];
  return endings.map((ending) => noun + ending);
}

const patternFound = (pattern: RE2JS, text: string): Hit | undefined => {
  const matcher = pattern.matcher(text);
  return matcher.find() ? { words: matcher.group() ?? '', score: AS_IT_STANDS } : undefined;
};

const BUILT_IN = LEXICON.map((rule: Rule) => {
  const any = finder(rule.any);
  const also = (rule.also ?? []).map(finder);
  const innocent = innocence(rule.innocent ?? '');
  return {
    category: rule.category,
    isNever: rule.category === 'minors' || rule.category === 'real-people',
    search(reading: Reading, excuse: (reading: Reading) => Reading): Hit | undefined {
      const rest = excuse(innocent(reading));
      const hits = [any, ...also].map((find) => find(rest));
      if (hits.some((hit) => hit === undefined)) return undefined;
      const all = hits.filter((hit) => hit !== undefined);
      return { words: all.map(({ words }) => words).join(', '), score: Math.min(...all.map(({ score }) => score)) };
    },
  };
});

function readingOf(text: string, plain: string, score: number): Reading {
  const words = plain.split(' ').filter((word) => word !== '');
  const joined = words.flatMap((word, at) => {
    const next = words[at + 1];
    const isCut = next !== undefined && !COMMON.has(word) && !COMMON.has(next) && word.length + next.length >= JOINED_CHARS_AT_LEAST;
    return isCut ? [word + next] : [];
  });
  const masked = text
    .toLowerCase()
    .split(/[\s,;:.!?()"']+/)
    .filter((word) => word.length <= MASKED_CHARS_AT_MOST && MASKED.test(word));
  return { plain, words, joined, masked, score };
}

function isUnspaced(term: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(term);
}

function termsOf(list: string): { readonly term: string; readonly open: boolean }[] {
  return list.split(/[|\n]/).flatMap((entry) => {
    const term = normalise(entry.replace(/\*$/, '')).trim();
    return term === '' ? [] : [{ term, open: entry.trim().endsWith('*') }];
  });
}

/** Searches for any of a list of words and phrases; tells the first that it finds. */
function finder(list: string): Find {
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
    const pieced = joined.find(isJoined) ?? firstOf(masked, (word) => single.find(({ term, open }) => fitsMask(word, term, open))?.term);
    return pieced === undefined ? undefined : { words: pieced, score: Math.min(score, PIECED_TOGETHER) };
  };
}

/** Whether `p*rn` may be `porn`: each sign stands for one letter. */
function fitsMask(word: string, term: string, open: boolean): boolean {
  if (open ? word.length < term.length : word.length !== term.length) return false;
  for (let at = 0; at < term.length; at++) if (word[at] !== term[at] && !/[*#_%-]/.test(word[at] ?? '')) return false;
  return true;
}

/** Takes phrases out of what is read; a text that had one is not searched for cut words. */
function innocence(list: string): (reading: Reading) => Reading {
  const phrases = termsOf(list).map(({ term, open }) => new RegExp(` ${escaped(term)}${open ? '[^ ]*' : ''}(?= )`, 'gu'));
  return (reading) => {
    const plain = phrases.reduce((rest, phrase) => rest.replace(phrase, ' '), reading.plain);
    return plain === reading.plain ? reading : { ...reading, plain, words: plain.split(' ').filter((word) => word !== ''), joined: [] };
  };
}

function escaped(term: string): string {
  return term.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function firstOf<Item, Result>(items: readonly Item[], of: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const result = of(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
