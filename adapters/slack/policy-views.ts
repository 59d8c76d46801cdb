/** The policy as forms and pages: what is done about each category, text rules, the proposal, and what was before. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import { outcomeOf, type PolicyDifference, type PolicyTrial, type PolicyView } from '../../src/core/panel.ts';
import { context, section } from './blocks.ts';
import { button } from './buttons.ts';
import { choiceInput, form, page, plain, wordsInput } from './views.ts';
import { dateOf, escaped, mention, shortened } from './words.ts';

const DAYS = [1, 7, 30, 90];
const CHANGES_SHOWN = 20;

const WORDS: Readonly<Record<string, string>> = {
  allow: 'Allow',
  spoiler: 'Cover',
  blur: 'Blur',
  hold: 'Hold for a moderator',
  refuse: 'Refuse',
  strike: 'Refuse, with a strike',
};
export const wordFor = (action: string): string => WORDS[action] ?? action;
export const categoryWords = (category: string): string => category.replaceAll('-', ' ');

/** What comes back with a view: which it is, and what it was made upon. */
export const aboutView = z.object({
  form: z.enum(['policy', 'rules', 'rule', 'allow', 'certainty', 'proposal', 'history']),
  seen: z.string(),
  /** A channel (`slack:T0123/C0456`); absent: the workspace. */
  scope: z.string().optional(),
  /** The rule that is changed; absent: a new one. */
  rule: z.string().optional(),
  /** Of a list, the first that is shown. */
  from: z.number().optional(),
  /** The list of rules that a form stands over. */
  under: z.object({ id: z.string(), from: z.number() }).optional(),
});
export type About = z.infer<typeof aboutView>;

export interface Beside {
  readonly trial?: PolicyTrial & { readonly days: number };
  /** What is wrong, and in which block; or what just happened. */
  readonly said?: { readonly text: string; readonly block?: string | undefined };
}

const HOW = [
  { text: 'Now', value: 'now' },
  { text: 'As a proposal: it runs beside, is counted, and decides nothing yet', value: 'shadow' },
];

/** A form that changes the policy: tried first where somebody likes, then put in force or proposed. */
export function changeForm(title: string, about: About, fields: types.AnyBlock[], { trial, said }: Beside, how = 'now'): types.ModalView {
  const blocks = [...fields, choiceInput('how', 'When does it count?', HOW, how)].flatMap((block) => {
    const isWrong = said !== undefined && (block.block_id ?? '') === (said.block ?? 'how');
    return isWrong ? [block, context(`:warning: ${escaped(said.text)}`)] : [block];
  });
  return form({
    ...{ callbackId: 'dt_policy', title, submit: 'Save', about },
    blocks: [...blocks, { type: 'actions', elements: [tryMenu()] }, ...(trial ? [section(trialWords(trial))] : [])],
  });
}

const daysWords = (days: number): string => (days === 1 ? 'the last day' : `the last ${days} days`);

const tryMenu = (): types.StaticSelect => ({
  type: 'static_select',
  action_id: 'dt_try',
  placeholder: plain('Try it on…'),
  options: DAYS.map((days) => ({ text: plain(daysWords(days)), value: String(days) })),
});

export const channelOf = (scope: string | undefined): string | undefined => /^slack:[^/]+\/(\w+)$/.exec(scope ?? '')?.[1];

/** Blocks carry the place in their ids: Slack keeps what was chosen under an id, and here it shall show what holds there. */
const categoryBlock = (category: string, scope: string | undefined): string => `policy.${category}.${scope ?? ''}`;

export function policyForm(view: PolicyView, about: About, beside: Beside): types.ModalView {
  const { scope } = about;
  const channel = channelOf(scope);
  const deskChannel = channelOf(view.desk);
  const fields: types.AnyBlock[] = [
    {
      ...section(channel ? `What is done in <#${channel}>` : 'What is done in this workspace'),
      accessory: {
        type: 'conversations_select',
        action_id: 'dt_where',
        placeholder: plain('In one channel only…'),
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(channel ? { initial_conversation: channel } : {}),
      },
    },
    ...view.categories.map(({ category, choices, action }): types.InputBlock => {
      const options = choices.map((choice) => ({ text: plain(wordFor(choice)), value: choice }));
      const chosen = options.find(({ value }) => value === action);
      return {
        type: 'input',
        block_id: categoryBlock(category, scope),
        label: plain(categoryWords(category)),
        element: { type: 'static_select', action_id: 'action', options, ...(chosen ? { initial_option: chosen } : {}) },
      };
    }),
    {
      type: 'input',
      block_id: 'desk',
      optional: true,
      label: plain('Where do held parts go?'),
      hint: plain('A channel of moderators; I have to be in it.'),
      element: {
        type: 'conversations_select',
        action_id: 'channel',
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(deskChannel ? { initial_conversation: deskChannel } : {}),
      },
    },
  ];
  return changeForm('Policy', about, fields, beside);
}

export function certaintyForm(view: PolicyView, about: About, beside: Beside): types.ModalView {
  const hint = '0 to 1; empty: whatever is found counts';
  const fields = view.categories.map(({ category, threshold }) => ({
    ...wordsInput(category, categoryWords(category), { hint, optional: true, ...(threshold > 0 ? { initial: String(threshold) } : {}) }),
  }));
  const head = section(
    'How sure must I be? What is found with less certainty is let pass: 1 is a word as it stands, .8 one that was spelt around.',
  );
  return changeForm('Certainty', about, [head, ...fields], beside);
}

const times = (count: number): string => (count === 1 ? '1 time' : `${count} times`);

const differenceLine = ({ rule, from, to, count }: PolicyDifference): string =>
  `• ${escaped(rule)}: ${wordFor(from)} → ${wordFor(to)}: ${times(count)}`;

function trialWords({ requests, changes, days }: PolicyTrial & { days: number }): string {
  const during = daysWords(days).replace('the', 'The');
  if (requests === 0) return `*${during}*: nobody asked for anything, so there is nothing to try it on. A proposal is tried on what comes.`;
  const asked = requests === 1 ? '1 request' : `${requests} requests`;
  const lines = changes
    .slice(0, CHANGES_SHOWN)
    .map((change) => `${differenceLine(change)}${change.won > 0 ? `, of which moderators had released ${change.won}` : ''}`);
  return [`*${during}*: ${asked}. ${outcomeOf(changes)}`, ...lines].join('\n');
}

export function proposalPage({ shadow }: PolicyView, about: About, { trial, said }: Beside): types.ModalView {
  const head = said ? [section(escaped(said.text))] : [];
  if (!shadow) {
    const empty =
      'There is no proposal. Choose _As a proposal_ when you save a change: then it runs here beside what is in force, and decides nothing.';
    return page('Proposal', [...head, section(empty)], about);
  }
  const { author, sinceMs, checked, changes, lines } = shadow;
  const asked = checked === 0 ? 'Nothing was asked since.' : `It was asked ${times(checked)}. ${outcomeOf(changes)}`;
  const on = 'All of this counts from the next request on. The history puts back what was before.';
  return page(
    'Proposal',
    [
      ...head,
      section(shortened(`*It would change*\n${lines.map((line) => `• ${escaped(line)}`).join('\n') || 'nothing'}`, 2900)),
      section([`By ${mention(author)}, ${dateOf(sinceMs)}. ${asked}`, ...changes.slice(0, CHANGES_SHOWN).map(differenceLine)].join('\n')),
      {
        type: 'actions',
        elements: [
          button('Switch it on', 'dt_proposal_on', { style: 'primary', confirm: on }),
          button('Drop it', 'dt_proposal_drop', { confirm: 'It no longer runs beside, and what was counted is forgotten.' }),
          tryMenu(),
        ],
      },
      ...(trial ? [section(trialWords(trial))] : []),
    ],
    about,
  );
}

export function policyHistory({ version: now, history }: PolicyView, about: About, { said }: Beside): types.ModalView {
  const back = (version: number, what: string): types.Button =>
    button('Put back', `dt_revert:${version}`, {
      value: String(version),
      confirm: `What holds now stays in the history; ${what} is put in force again.`,
    });
  const blocks = history.map(({ version, atMs, author, changes }): types.AnyBlock => {
    const what = changes.length === 0 ? '_no change_' : changes.map((line) => escaped(line)).join('\n');
    const words = section(shortened(`*Version ${version}* · ${mention(author)} · ${dateOf(atMs)}\n${what}`, 2900));
    return version === now ? words : { ...words, accessory: back(version, `version ${version}`) };
  });
  const first = { ...section('*The default*, as it was before anybody changed it'), accessory: back(0, 'the default') };
  const none = section('Nobody has changed the policy yet: the default is in force.');
  return page(
    'Policy history',
    [...(said ? [section(escaped(said.text))] : []), ...(blocks.length > 0 ? [...blocks, first] : [none])],
    about,
  );
}
