/** One change of a policy's document, as moderators make it in a form: looked through field by field, then written into the document. */
import { RE2JS } from 're2js';
import { ConfigError } from '../core/errors.ts';
import type { PolicyChange, RuleChange } from '../core/panel.ts';
import type { SentenceId } from '../core/sentences/en.ts';
import { say } from '../core/sentences.ts';
import type { Said } from '../core/types.ts';
import { normalise } from './normalise.ts';
import { type Action, CATEGORIES, choicesFor, type Policy, parsePolicy } from './policy.ts';

const REASON_CHARS = 300;
const PHRASE_CHARS = 200;
const PATTERN_CHARS = 500;
/** Of a name that one rule has and no category. */
const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;

type Rule = Policy['rules'][number];

/** As much of a document as changes write; what else stands in it stays. */
interface Document {
  readonly categories?: Readonly<Record<string, string>>;
  readonly overrides?: readonly { readonly when: object; readonly categories: Readonly<Record<string, string>> }[];
  readonly thresholds?: Readonly<Record<string, number>>;
  readonly rules?: readonly Partial<Rule>[];
  readonly allow?: readonly string[];
  readonly desk?: object;
}

function wrong(field: string, id: SentenceId, values: Said['values'] = {}): ConfigError {
  return new ConfigError('invalid-setting', say(id, values), { field });
}

/** `text` with the change in it. `above`: what holds everywhere, where the document is a workspace's. Throws ConfigError. */
export function changed(text: string, change: PolicyChange, above?: Policy): string {
  if (change.text !== undefined) return change.text;
  const { categories, channel, desk, thresholds, allow, rule, withoutRule } = change;
  const policy = parsePolicy(text, 'as it stands');
  let document = JSON.parse(text) as Document;
  const put = (fields: Document): void => {
    document = { ...document, ...fields };
  };
  if (categories && channel === undefined) put({ categories: { ...document.categories, ...categories } });
  if (categories && channel !== undefined) put({ overrides: overriddenIn(channel, categories, document.overrides) });
  if (desk !== undefined) put({ desk: { ...document.desk, channel: desk } });
  if (thresholds) put({ thresholds: withThresholds(document.thresholds, thresholds) });
  if (allow) put({ allow: soundPhrases('allow', allow, [], policy.rules) });
  if (rule) put({ rules: withRule(rule, document.rules ?? [], policy, above) });
  if (withoutRule !== undefined) {
    const rest = document.rules?.filter(({ id }) => id !== withoutRule) ?? [];
    if (rest.length === (document.rules?.length ?? 0)) throw wrong('id', 'rule-unknown', { id: withoutRule });
    put({ rules: rest });
  }
  return JSON.stringify(document, null, 2);
}

/** Behind all others: the last override that fits counts. */
function overriddenIn(channel: string, categories: Readonly<Record<string, string>>, overrides: Document['overrides'] = []) {
  const here = overrides.findLast(({ when }) => JSON.stringify(when) === JSON.stringify({ channel }));
  const rest = overrides.filter((override) => override !== here);
  return [...rest, { when: { channel }, categories: { ...here?.categories, ...categories } }];
}

function withThresholds(known: Document['thresholds'], given: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  const read = Object.entries(given).map(([category, text]): [string, number] => {
    const least = Number(text.replace(',', '.'));
    if (!(least >= 0 && least <= 1)) throw wrong(category, 'threshold-range', { given: text });
    return [category, least];
  });
  return Object.fromEntries(Object.entries({ ...known, ...Object.fromEntries(read) }).filter(([, least]) => least > 0));
}

function withRule(given: RuleChange, rules: readonly Partial<Rule>[], policy: Policy, above: Policy | undefined): Partial<Rule>[] {
  const { replaces, words, patterns, pictures, action } = given;
  const at = rules.findIndex(({ id }) => id === replaces);
  const others = [...policy.rules.filter(({ id }) => id !== replaces), ...(above?.rules ?? [])];
  const id = soundName(given.id, others);
  const reason = given.reason.trim();
  if (reason.length < 1 || reason.length > REASON_CHARS) throw wrong('reason', 'rule-reason', { most: REASON_CHARS });
  const allowed = [...policy.allow, ...(above?.allow ?? [])];
  const lists = {
    ...(words && { words: soundPhrases('words', words, allowed, others) }),
    ...(patterns && { patterns: soundPatterns(patterns) }),
    ...(pictures && { pictures: soundPhrases('pictures', pictures, [], []) }),
  };
  const category = CATEGORIES.find((one) => one === given.category) ?? 'own';
  const rule = { ...rules[at], id, reason, category, action: action as Action | undefined, ...lists };
  if ([rule.words, rule.patterns, rule.pictures].every((list) => !list?.length)) throw wrong('words', 'rule-empty');
  if (action && !choicesFor(category).includes(action as Action)) throw wrong('action', 'rule-action', { category });
  const whole = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as Partial<Rule>;
  return at < 0 ? [...rules, whole] : rules.map((one, place) => (place === at ? whole : one));
}

function soundName(given: string, others: readonly Rule[]): string {
  const id = given
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  if (!ID.test(id)) throw wrong('id', 'rule-id', { id: given.trim() });
  // Cases, appeals and waivers go by the name.
  if (CATEGORIES.some((category) => category === id) || others.some((rule) => rule.id === id)) throw wrong('id', 'rule-id-taken', { id });
  return id;
}

const asRead = (phrase: string): string => normalise(phrase.replace(/\*$/, '')).trim();

/** `allowed` and `others`: where none of them may stand as well. */
function soundPhrases(field: string, given: readonly string[], allowed: readonly string[], others: readonly Rule[]): string[] {
  const phrases = [...new Set(given.map((phrase) => phrase.trim()).filter((phrase) => phrase !== ''))];
  const innocent = new Set(allowed.map(asRead));
  const taken = new Map(others.flatMap(({ id, words }) => words.map((word) => [asRead(word), id] as const)));
  for (const [at, phrase] of phrases.entries()) {
    const chars = phrase.length;
    if (chars < 2 || chars > PHRASE_CHARS) throw wrong(field, 'line-length', { line: at + 1, chars, least: 2, most: PHRASE_CHARS });
    const read = asRead(phrase);
    if (read === '') throw wrong(field, 'phrase-unreadable', { phrase });
    if (innocent.has(read)) throw wrong(field, 'phrase-allowed', { phrase });
    const rule = taken.get(read);
    if (rule !== undefined) throw wrong(field, 'phrase-taken', { phrase, rule });
  }
  return phrases;
}

function soundPatterns(given: readonly string[]): string[] {
  for (const [at, pattern] of given.entries()) {
    const line = at + 1;
    if (pattern.length > PATTERN_CHARS)
      throw wrong('patterns', 'line-length', { line, chars: pattern.length, least: 1, most: PATTERN_CHARS });
    if (compiled(pattern, line).matcher('').find()) throw wrong('patterns', 'pattern-all', { line });
  }
  return [...given];
}

function compiled(pattern: string, line: number): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/^error parsing regexp: /, '');
    throw wrong('patterns', 'pattern-wrong', { line, why });
  }
}
