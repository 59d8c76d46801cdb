/** Verdicts. Nothing reaches a platform without one: a request is checked before it runs, each part before it is sent. */
import type { Message, Part, Verdict } from '../core/types.ts';
import { normalise } from './normalise.ts';
import { RULES, type Rule } from './rules.ts';

const literal = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const matcher = (word: string): RegExp =>
  new RegExp(word.endsWith('*') ? ` ${literal(word.slice(0, -1))}[^ ]*(?= )` : ` ${literal(word)}(?= )`, 'g');

const COMPILED = RULES.map((rule) => ({
  rule,
  innocent: (rule.innocent ?? []).map(matcher),
  groups: rule.groups.map((group) => group.map(matcher)),
}));

/** The first rule that a text breaks. */
export function brokenRule(text: string): Rule | undefined {
  const seen = normalise(text);
  for (const { rule, innocent, groups } of COMPILED) {
    const rest = innocent.reduce((left, phrase) => left.replace(phrase, ' '), seen);
    if (groups.every((group) => group.some((word) => rest.search(word) >= 0))) return rule;
  }
  return undefined;
}

const wordsOf = (part: Part): string => (part.kind === 'text' ? part.text : part.alt);

/** Whether a person's message may be answered: its words, and what its pictures are said to show. */
export function checkRequest(message: Message): Verdict & { kind: 'allow' | 'refuse' } {
  const words = message.parts.map(wordsOf).join('\n');
  const rule = brokenRule(words);
  return rule ? { kind: 'refuse', rule: rule.id, reason: rule.reason } : { kind: 'allow', part: { kind: 'text', text: words } };
}

/** Whether a part of a reply may be sent. */
export function checkPart(part: Part): Verdict {
  const rule = brokenRule(wordsOf(part));
  if (!rule) return { kind: 'allow', part };
  return rule.action === 'hold' ? { kind: 'hold', part, rule: rule.id } : { kind: 'refuse', rule: rule.id, reason: rule.reason };
}
