/**
 * Finds what a policy speaks of in a text, in each of the ways it may be read (reading.ts): by lists of words (lexicon.ts), by ideas
 * that stand near each other (concepts.ts), and by rules of the policy's own. The cost is linear in the text, also for patterns that
 * others wrote (RE2 does not backtrack).
 */
import { RE2JS } from 're2js';
import { say } from '../core/sentences.ts';
import type { Said } from '../core/types.ts';
import { BESIDE_WORDS, compoundsIn } from './compounds.ts';
import { IDEAS } from './ideas.ts';
import { LEXICON, type Rule } from './lexicon.ts';
import { openMend } from './mend.ts';
import { normalise } from './normalise.ts';
import type { Action, Category, Policy } from './policy.ts';
import { AS_IT_STANDS, finder, firstOf, type Hit, innocence, type Reading, readingsOf } from './reading.ts';
import { spotter } from './spots.ts';

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

/** Two Arabic blessings, of 18 letters and of 8 when they are taken apart: thousands of them would take long. */
const SENTENCES_IN_A_SIGN = /[\ufdfa\ufdfb]/g;

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
    const cut = text.slice(0, CHARS_AT_MOST).replace(SENTENCES_IN_A_SIGN, ' ');
    const normal = normalise(cut);
    const readings = readingsOf(cut, mend);
    const found = BUILT_IN.flatMap((rule): Finding[] => {
      const hit = firstOf(readings, (reading) => rule.search(reading, rule.isNever ? (as) => as : excused));
      return hit ? [{ category: rule.category, rule: rule.category, reason: say(`why.${rule.category}`), ...hit }] : [];
    });
    for (const { category, ...hit } of compoundsIn(cut, readings))
      if (!found.some((known) => known.category === category))
        found.push({ category, rule: category, reason: say(`why.${category}`), ...hit });
    for (const { rule, find, patterns, shown } of own) {
      const hit =
        firstOf(readings, find) ??
        firstOf(patterns, (pattern) => patternFound(pattern, normal) ?? patternFound(pattern, cut.toLowerCase())) ??
        (isOfPicture ? firstOf(readings, shown) : undefined);
      if (hit)
        found.push({
          category: rule.category,
          rule: rule.id,
          reason: rule.reason,
          ...(rule.action ? { action: rule.action } : {}),
          ...hit,
        });
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

/** Into words of these lists. */
const mend = openMend([...LEXICON.flatMap(({ any, also = [] }) => [any, ...also]), ...Object.values(IDEAS)]);

const BUILT_IN = LEXICON.map((rule: Rule) => {
  const any = finder(rule.any);
  const also = (rule.also ?? []).map(finder);
  const innocent = innocence(rule.innocent ?? '');
  const alone = rule.beside ? standingAlone(rule.beside) : (reading: Reading) => reading;
  return {
    category: rule.category,
    isNever: rule.category === 'minors' || rule.category === 'real-people',
    search(reading: Reading, excuse: (reading: Reading) => Reading): Hit | undefined {
      const rest = excuse(alone(innocent(reading)));
      const hits = [any, ...also].map((find) => find(rest));
      if (hits.some((hit) => hit === undefined)) return undefined;
      const all = hits.filter((hit) => hit !== undefined);
      return { words: all.map(({ words }) => words).join(', '), score: Math.min(...all.map(({ score }) => score)) };
    },
  };
});

/** Takes out of a reading what stands so near something else that it is innocent. */
function standingAlone({ words, others }: NonNullable<Rule['beside']>): (reading: Reading) => Reading {
  const [called, beside] = [spotter(words), spotter(others)];
  return (reading) => {
    const found = called(reading);
    const near = new Set(
      (found.length > 0 ? beside(reading) : []).flatMap(({ from, to }) =>
        span(from - BESIDE_WORDS, to + BESIDE_WORDS).filter((at) => reading.sentences[at] === reading.sentences[from]),
      ),
    );
    const taken = new Set(
      found
        .map(({ from, to }) => span(from, to))
        .filter((at) => at.some((word) => near.has(word)))
        .flat(),
    );
    if (taken.size === 0) return reading;
    const left = reading.words.filter((_, at) => !taken.has(at));
    const sentences = reading.sentences.filter((_, at) => !taken.has(at));
    return { ...reading, plain: ` ${left.join(' ')} `, words: left, sentences, joined: [], masked: [] };
  };
}

const span = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, of) => from + of);
