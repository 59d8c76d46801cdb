/** Text rules of a workspace's own: the list, one of them in a form, and phrases that are innocent there. */
import type { types } from '@slack/bolt';
import { linesOf, type PolicyChange, type PolicyView } from '../../src/core/panel.ts';
import { context, section } from './blocks.ts';
import { button } from './buttons.ts';
import type { StateValues } from './payload.ts';
import { type About, type Beside, categoryWords, changeForm, channelOf, wordFor } from './policy-views.ts';
import { fieldOf } from './requests.ts';
import { page, plain, WORDS_AT_MOST, wordsInput } from './views.ts';
import { escaped } from './words.ts';

const RULES_SHOWN = 20;
/** Of an action: what is done about the rule's category. */
const AS_CATEGORY = 'as-category';

type Rule = PolicyView['rules'][number];

const STATES: Readonly<Record<Rule['state'], string>> = {
  on: '',
  proposed: ' · _proposed_',
  leaving: ' · _to be taken out, as proposed_',
  everywhere: ' · _holds everywhere; who runs the bot changes it_',
};
/** What may be done about a rule in the list. */
const CHOICES: Readonly<Record<Rule['state'], readonly (readonly [string, string])[]>> = {
  on: [
    ['change', 'Change…'],
    ['out', 'Take out now'],
    ['propose-out', 'Propose to take it out'],
  ],
  proposed: [
    ['change', 'Change…'],
    ['propose-out', 'Propose to take it out'],
  ],
  leaving: [
    ['keep', 'Keep it'],
    ['out', 'Take out now'],
  ],
  everywhere: [],
};

const numbered = (count: number, what: string): string[] => (count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`]);
const actionWords = ({ action, category }: Rule): string =>
  action ? wordFor(action) : category === 'own' ? wordFor('refuse') : `as for ${categoryWords(category)}`;

export function rulesPage({ rules, allow }: PolicyView, about: About, { said }: Beside): types.ModalView {
  const { from = 0 } = about;
  const shown = rules.slice(from, from + RULES_SHOWN).map((rule): types.AnyBlock => {
    const { id, category, reason, words, patterns, pictures, state } = rule;
    const counts = [
      ...numbered(words.length, 'phrase'),
      ...numbered(patterns.length, 'pattern'),
      ...numbered(pictures.length, 'thing in pictures'),
    ];
    const as = category === 'own' ? '' : ` · counts as ${categoryWords(category)}`;
    const text = section(`*${escaped(id)}* · ${actionWords(rule)}${as}${STATES[state]}\n${escaped(reason)}\n${counts.join(', ')}`);
    const options = CHOICES[state].map(([value, words]) => ({ text: plain(words), value: `${value}:${id}` }));
    return options.length === 0 ? text : { ...text, accessory: { type: 'overflow', action_id: `dt_rule:${id}`, options } };
  });
  const empty =
    'There are no rules yet. A rule looks for words, phrases or patterns in what is asked and made, and says what is done about them.';
  const turn = (label: string, to: number): types.Button => button(label, `dt_rules_from:${to}`, { value: String(to) });
  return page(
    'Text rules',
    [
      ...(said ? [section(escaped(said.text))] : []),
      ...(shown.length > 0 ? shown : [section(empty)]),
      {
        type: 'actions',
        elements: [
          button('New rule…', 'dt_rule_new', { style: 'primary' }),
          button(`Innocent phrases (${allow.length})…`, 'dt_allow'),
          ...(from > 0 ? [turn('Earlier', Math.max(0, from - RULES_SHOWN))] : []),
          ...(from + RULES_SHOWN < rules.length ? [turn('Later', from + RULES_SHOWN)] : []),
        ],
      },
    ],
    about,
  );
}

/** One a line; none where a form of Slack cannot hold them, so that nothing is cut off. */
function linesInput(id: string, label: string, lines: readonly string[], hint: string): types.AnyBlock {
  const initial = lines.join('\n');
  if (initial.length > WORDS_AT_MOST)
    return context(
      `*${label}*: ${lines.length} lines, more than a form of Slack holds. \`dreamthread policy\` changes them; here they stay.`,
    );
  return wordsInput(id, label, { hint, initial, optional: true, lines: true });
}

export function ruleForm({ rules, categories, actions }: PolicyView, about: About, beside: Beside): types.ModalView {
  const rule = rules.find(({ id }) => id === about.rule);
  const { words = [], patterns = [], pictures = [] } = rule ?? {};
  const category = select('category', 'It counts as', [
    { text: plain('a rule of its own'), value: 'own' },
    ...categories.map((one) => ({ text: plain(categoryWords(one.category)), value: one.category })),
  ]);
  const action = select('action', 'What is done', [
    { text: plain('what is done about that'), value: AS_CATEGORY },
    ...actions.map((one) => ({ text: plain(wordFor(one)), value: one })),
  ]);
  const fields: types.AnyBlock[] = [
    wordsInput('id', 'Its name', { hint: 'no-logos', initial: rule?.id ?? '' }),
    wordsInput('reason', 'What people read when it is refused', {
      hint: 'logos of other companies are not drawn here',
      initial: rule?.reason ?? '',
    }),
    linesInput('words', 'Words and phrases, one a line', words, 'A * at the end takes any ending. Spellings around them are found, too.'),
    linesInput('patterns', 'Patterns, one a line', patterns, 'Regular expressions as RE2 reads them; they see small letters.'),
    linesInput('pictures', 'Things that no picture may show, one a line', pictures, 'a dog'),
    category(rule?.category ?? 'own'),
    action(rule ? (rule.action ?? AS_CATEGORY) : 'refuse'),
  ];
  return changeForm(rule ? 'Change a rule' : 'New rule', about, fields, beside, rule && rule.state !== 'on' ? 'shadow' : 'now');
}

const select =
  (id: string, label: string, options: types.PlainTextOption[]) =>
  (chosen: string): types.InputBlock => {
    const initial = options.find(({ value }) => value === chosen);
    const element = { type: 'static_select', action_id: 'choice', options, ...(initial ? { initial_option: initial } : {}) } as const;
    return { type: 'input', block_id: id, label: plain(label), element };
  };

export const allowForm = ({ allow }: PolicyView, about: About, beside: Beside): types.ModalView =>
  changeForm(
    'Innocent phrases',
    about,
    [
      section('These are fine here, whatever the lists of the program say. They never excuse what is never made.'),
      linesInput('allow', 'Phrases, one a line', allow, 'breast cancer screening'),
    ],
    beside,
  );

/** What a form says; undefined: the proposal itself. */
export function changeIn({ form, scope, rule }: About, values: StateValues, view: PolicyView, team: string): PolicyChange | undefined {
  const lines = (id: string): string[] | undefined => (values[id] ? linesOf(fieldOf(values, id)) : undefined);
  switch (form) {
    case 'rule': {
      const [action, words, patterns, pictures] = [fieldOf(values, 'action'), ...['words', 'patterns', 'pictures'].map(lines)] as const;
      const lists = { ...(words && { words }), ...(patterns && { patterns }), ...(pictures && { pictures }) };
      return {
        rule: {
          ...{ id: fieldOf(values, 'id'), reason: fieldOf(values, 'reason'), category: fieldOf(values, 'category'), replaces: rule },
          ...{ action: action === AS_CATEGORY ? undefined : action, ...lists },
        },
      };
    }
    case 'allow':
      return { allow: lines('allow') ?? view.allow };
    case 'certainty':
      return {
        thresholds: Object.fromEntries(
          view.categories.flatMap(({ category, threshold }) => {
            const given = fieldOf(values, category);
            return given === (threshold > 0 ? String(threshold) : '') ? [] : [[category, given]];
          }),
        ),
      };
    case 'policy': {
      const chosen = view.categories.flatMap(({ category, action }): [string, string][] => {
        const now = fieldOf(values, `policy.${category}.${scope ?? ''}`);
        return now === '' || now === action ? [] : [[category, now]];
      });
      const desk = deskIn(values, view, team);
      return {
        ...(chosen.length > 0 ? { categories: Object.fromEntries(chosen), ...(scope === undefined ? {} : { channel: scope }) } : {}),
        ...(desk === undefined ? {} : { desk }),
      };
    }
    default:
      return undefined;
  }
}

/** The channel that the form names for held parts, where it is another than before. */
export function deskIn(values: StateValues, { desk }: PolicyView, team: string): string | undefined {
  const channel = values.desk?.channel?.selected_conversation;
  return channel && channel !== channelOf(desk) ? `slack:${team}/${channel}` : undefined;
}

/** The block of a field that is wrong. */
export const blockOf = ({ form, scope }: About, field: string | undefined): string =>
  field === undefined ? 'how' : form === 'policy' ? `policy.${field}.${scope ?? ''}` : field;

/** `out:posters` → out, posters */
export function choiceOf(value: string): readonly [choice: string, id: string] {
  const at = value.indexOf(':');
  return [value.slice(0, at), value.slice(at + 1)];
}
