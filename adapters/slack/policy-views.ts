/** The policy as a form: what is done about each category, here or in one channel, and where held parts go. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { PolicyChange, PolicyTrial, PolicyView } from '../../src/core/panel.ts';
import { context, section } from './blocks.ts';
import { button } from './buttons.ts';
import type { StateValues } from './payload.ts';
import { form, page, plain } from './views.ts';
import { dateOf, escaped, mention, shortened } from './words.ts';

export const TRY_DAYS = 7;
const CHANGES_SHOWN = 20;
const VERSIONS_SHOWN = 20;

const WORDS: Readonly<Record<string, string>> = {
  allow: 'Allow',
  spoiler: 'Cover',
  blur: 'Blur',
  hold: 'Hold for a moderator',
  refuse: 'Refuse',
  strike: 'Refuse, with a strike',
};
const wordFor = (action: string): string => WORDS[action] ?? action;

/** As much of a policy's document as the form changes. */
const document = z.looseObject({
  overrides: z
    .array(z.looseObject({ when: z.looseObject({ channel: z.string().optional() }), categories: z.record(z.string(), z.string()) }))
    .default([]),
  desk: z.looseObject({ channel: z.string().optional() }).default({}),
});

/** A place for which the form is open: a channel (`slack:T0123/C0456`), or undefined for the workspace. */
export type Scope = string | undefined;

const isOf =
  (scope: string) =>
  ({ when }: { readonly when: object }) =>
    JSON.stringify(when) === JSON.stringify({ channel: scope });

/** What is done about a category where the form is open. */
function actionsIn({ categories, text }: PolicyView, scope: Scope): Map<string, string> {
  const own = scope === undefined ? undefined : document.parse(JSON.parse(text)).overrides.findLast(isOf(scope));
  return new Map(categories.map(({ category, action }) => [category, own?.categories[category] ?? action]));
}

const channelOf = (scope: string | undefined): string | undefined => /^slack:[^/]+\/(\w+)$/.exec(scope ?? '')?.[1];

/** Blocks carry the place in their ids: Slack keeps what was chosen under an id, and here it shall show what holds there. */
export function policyForm(view: PolicyView, scope: Scope, trial?: PolicyTrial): types.ModalView {
  const actions = actionsIn(view, scope);
  const channel = channelOf(scope);
  const deskChannel = channelOf(document.parse(JSON.parse(view.text)).desk.channel);
  return form({
    callbackId: 'dt_policy',
    title: 'Policy',
    submit: 'Put in force',
    about: { scope },
    blocks: [
      {
        ...section(channel ? `What is done in <#${channel}>` : 'What is done in this workspace'),
        accessory: {
          type: 'conversations_select',
          action_id: 'dt_policy_where',
          placeholder: plain('In one channel only…'),
          filter: { include: ['public', 'private'], exclude_bot_users: true },
          ...(channel ? { initial_conversation: channel } : {}),
        },
      },
      ...view.categories.map(({ category, choices }) => choiceOf(category, choices, actions.get(category), scope)),
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
      {
        type: 'actions',
        elements: [button(`Try it on the last ${TRY_DAYS} days`, 'dt_policy_try'), button('History…', 'dt_policy_history')],
      },
      ...(trial ? [section(trialWords(trial))] : []),
      context(`Version ${view.version} is in force. Rules and phrases of your own: \`dreamthread policy\`.`),
    ],
  });
}

function choiceOf(category: string, choices: readonly string[], action: string | undefined, scope: Scope): types.InputBlock {
  const options = choices.map((choice) => ({ text: plain(wordFor(choice)), value: choice }));
  const chosen = options.find(({ value }) => value === action);
  return {
    type: 'input',
    block_id: `policy.${category}.${scope ?? ''}`,
    label: plain(category.replaceAll('-', ' ')),
    element: { type: 'static_select', action_id: 'action', options, ...(chosen ? { initial_option: chosen } : {}) },
  };
}

/** What the form says, as the whole document; undefined where nothing in it differs from what is in force. */
export function changeIn(values: StateValues, view: PolicyView, scope: Scope, team: string): PolicyChange | undefined {
  const before = actionsIn(view, scope);
  const chosen = [...before].flatMap(([category, action]): [string, string][] => {
    const now = values[`policy.${category}.${scope ?? ''}`]?.action?.selected_option?.value;
    return now === undefined || now === action ? [] : [[category, now]];
  });
  const changed = Object.fromEntries(chosen);
  const whole = document.parse(JSON.parse(view.text));
  const desk = values.desk?.channel?.selected_conversation;
  const deskChannel = desk ? `slack:${team}/${desk}` : whole.desk.channel;
  if (chosen.length === 0 && deskChannel === whole.desk.channel) return undefined;
  const known = z.looseObject({ categories: z.record(z.string(), z.string()).default({}) }).parse(whole);
  const { overrides } = whole;
  const own = scope === undefined ? undefined : overrides.findLast(isOf(scope));
  return {
    text: JSON.stringify({
      ...known,
      ...(scope === undefined
        ? { categories: { ...known.categories, ...changed }, overrides }
        : {
            overrides: [
              ...overrides.filter((one) => one !== own),
              { when: { channel: scope }, categories: { ...own?.categories, ...changed } },
            ],
          }),
      desk: { ...whole.desk, ...(deskChannel ? { channel: deskChannel } : {}) },
    }),
  };
}

/** The channel that the form names for held parts, where it is another than before. */
export function deskChannelIn(values: StateValues, { text }: PolicyView, team: string): string | undefined {
  const channel = values.desk?.channel?.selected_conversation ?? undefined;
  return channel && `slack:${team}/${channel}` !== document.parse(JSON.parse(text)).desk.channel ? channel : undefined;
}

function trialWords({ requests, changes }: PolicyTrial): string {
  const asked = requests === 1 ? '1 request' : `${requests} requests`;
  if (changes.length === 0) return `*The last ${TRY_DAYS} days* had ${asked}; nothing would have been done otherwise.`;
  const lines = changes
    .slice(0, CHANGES_SHOWN)
    .map(
      ({ rule, from, to, count, won }) =>
        `• ${escaped(rule)}: ${wordFor(from)} → ${wordFor(to)}: ${count} ${count === 1 ? 'time' : 'times'}${won > 0 ? `, of which moderators had released ${won}` : ''}`,
    );
  return [`*The last ${TRY_DAYS} days* had ${asked}. Otherwise would have been done:`, ...lines].join('\n');
}

export function policyHistory({ history }: PolicyView): types.ModalView {
  const blocks = history.slice(0, VERSIONS_SHOWN).map(({ version, atMs, author, changes }, at): types.AnyBlock => {
    const what = changes.length === 0 ? '_no change_' : changes.map((line) => escaped(line)).join('\n');
    const words = section(shortened(`*Version ${version}* · ${mention(author)} · ${dateOf(atMs)}\n${what}`, 2900));
    const confirm = `What holds now stays in the history; version ${version} is put in force again.`;
    return at === 0 ? words : { ...words, accessory: button('Put back', 'dt_policy_revert', { value: String(version), confirm }) };
  });
  return page('Policy history', blocks.length > 0 ? blocks : [section('Nobody has changed the policy yet: the default is in force.')]);
}
