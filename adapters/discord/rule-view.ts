/** Text rules under `/safety`: the list, one of them, and the forms in which they and the like are written. */
import { ButtonStyle, LabelBuilder, ModalBuilder, type ModalSubmitInteraction, TextInputBuilder, TextInputStyle } from 'discord.js';
import { linesOf, type PolicyChange, type PolicyView } from '../../src/core/panel.ts';
import { sentence } from './answer.ts';
import { row } from './controls.ts';
import { actionOfRule, button, type Components, type Scope, type Shown, safetyId, select, TEXT_CHARS } from './safety-view.ts';
import type { Words } from './words/index.ts';

const RULES_SHOWN = 10;
const LIST_CHARS = 900;
/** Of a field in a form of Discord. */
const FIELD_CHARS = 4_000;
const LISTS = ['words', 'patterns', 'pictures'] as const;

type Rule = PolicyView['rules'][number];

function lineOf(rule: Rule, words: Words): string {
  const say = words.safety;
  const { id, category, reason, state } = rule;
  const as = category === 'own' ? [] : [say.countsAs(say.category(category))];
  const about = [actionOfRule(rule, words), ...as, ...(state === 'on' ? [] : [say.states[state]])].join(' · ');
  return `**${id}** · ${about}\n-# ${reason.slice(0, 150)}`;
}

export function rulesPage({ view, scope, changes, words }: Shown, from: number, said?: string): Components {
  const say = words.safety;
  const shown = view.rules.slice(from, from + RULES_SHOWN);
  const lines = shown.length > 0 ? shown.map((rule) => lineOf(rule, words)) : [say.noRules];
  const turn = (label: string, to: number) => button(safetyId('rules', scope, String(to)), label);
  return [
    sentence([...(said ? [said] : []), `### ${say.rules}`, ...lines].join('\n').slice(0, TEXT_CHARS)),
    ...select(
      safetyId('rule', scope),
      say.pickRule,
      shown.map(({ id }) => ({ value: id, label: id })),
    ),
    ...row(
      ...(changes
        ? [
            button(safetyId('form', scope, 'rule'), say.newRule, ButtonStyle.Primary),
            button(safetyId('form', scope, 'allow'), say.allow(view.allow.length)),
          ]
        : []),
      ...(from > 0 ? [turn('◀', Math.max(0, from - RULES_SHOWN))] : []),
      ...(from + RULES_SHOWN < view.rules.length ? [turn('▶', from + RULES_SHOWN)] : []),
      button(safetyId('show', scope), say.back),
    ),
  ];
}

export function rulePage({ view, scope, changes, words }: Shown, id: string): Components {
  const say = words.safety;
  const rule = view.rules.find((one) => one.id === id);
  const lists = LISTS.flatMap((list) => {
    const all = rule?.[list].join(' | ') ?? '';
    return all === '' ? [] : [`**${say.field(list)}**: ${all.length > LIST_CHARS ? `${all.slice(0, LIST_CHARS)}…` : all}`];
  });
  const mayChange = changes && rule && rule.state !== 'everywhere';
  return [
    sentence([...(rule ? [lineOf(rule, words)] : [say.noRules]), ...lists].join('\n').slice(0, TEXT_CHARS)),
    ...row(
      ...(mayChange ? [button(safetyId('form', scope, 'rule', id), say.change, ButtonStyle.Primary)] : []),
      ...(mayChange && rule.state !== 'leaving' ? [button(safetyId('out', scope, id), say.takeOut)] : []),
      button(safetyId('rules', scope, '0'), say.back),
    ),
  ];
}

/** What a form begins with; undefined where there is no such rule any more. */
export function formOf(view: PolicyView, [kind, about = '']: readonly string[]): PolicyChange | undefined {
  if (kind === 'allow') return { allow: view.allow };
  if (kind === 'certainty') {
    const threshold = view.categories.find(({ category }) => category === about)?.threshold;
    return { thresholds: { [about]: threshold ? String(threshold) : '' } };
  }
  if (about === '') return { rule: { id: '', reason: '', category: 'own', action: 'refuse', words: [], patterns: [], pictures: [] } };
  const found = view.rules.find(({ id, state }) => id === about && state !== 'everywhere');
  if (!found) return undefined;
  const { state: _, ...rule } = found;
  return { rule: { ...rule, replaces: rule.id } };
}

/** A list that is longer than a field is left out, so that nothing is cut off. */
export const fits = (lines: readonly string[] | undefined): lines is readonly string[] =>
  lines !== undefined && lines.join('\n').length <= FIELD_CHARS;

/** The form for a change, with what it says so far. */
export function changeForm(scope: Scope, ticket: string, { rule, allow, thresholds }: PolicyChange, { safety: say }: Words): ModalBuilder {
  const input = (id: string, value: string, most: number, label = say.field(id)): LabelBuilder => {
    const field = new TextInputBuilder()
      .setCustomId(id)
      .setStyle(most > 300 ? TextInputStyle.Paragraph : TextInputStyle.Short)
      .setRequired(id === 'id' || id === 'reason')
      .setMaxLength(most);
    return new LabelBuilder().setLabel(label.slice(0, 45)).setTextInputComponent(value === '' ? field : field.setValue(value));
  };
  const lines = (id: string, all: readonly string[] | undefined) => (fits(all) ? [input(id, all.join('\n'), FIELD_CHARS)] : []);
  const named = rule
    ? [input('id', rule.id, 40), input('reason', rule.reason, 300), ...LISTS.flatMap((list) => lines(list, rule[list]))]
    : [];
  const least = Object.entries(thresholds ?? {}).map(([category, given]) => input('certainty', given, 20, say.category(category)));
  const title = rule ? say.rule : allow ? say.field('allow') : say.certainty;
  return new ModalBuilder()
    .setCustomId(safetyId('sent', scope, ticket))
    .setTitle(title.slice(0, 45))
    .addLabelComponents(...named, ...lines('allow', allow), ...least);
}

/** The change as the form says it now. */
export function changeIn({ fields }: ModalSubmitInteraction, { rule, allow, thresholds }: PolicyChange): PolicyChange {
  const lines = (id: string, before: readonly string[] | undefined) => (fits(before) ? linesOf(fields.getTextInputValue(id)) : before);
  if (rule) {
    const lists = Object.fromEntries(LISTS.map((list) => [list, lines(list, rule[list])]));
    return { rule: { ...rule, ...lists, id: fields.getTextInputValue('id'), reason: fields.getTextInputValue('reason') } };
  }
  if (thresholds)
    return { thresholds: Object.fromEntries(Object.keys(thresholds).map((one) => [one, fields.getTextInputValue('certainty').trim()])) };
  return { allow: lines('allow', allow) ?? [] };
}
