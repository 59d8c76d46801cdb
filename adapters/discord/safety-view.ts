/** The pages of `/safety`: what is done about what, one line chosen, what another choice would have done, and the versions. */
import {
  type APIActionRowComponent,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  ButtonStyle,
  ChannelType,
  ComponentType,
} from 'discord.js';
import type { PolicyTrial, PolicyView } from '../../src/core/panel.ts';
import { sentence } from './answer.ts';
import { row } from './controls.ts';
import type { Words } from './words/index.ts';

/** What a control of the panel asks for; everything that it has to remember stands in its id. */
const PAGES = ['show', 'pick', 'try', 'apply', 'history', 'version', 'revert', 'desk'] as const;
type Page = (typeof PAGES)[number];
export type Scope = 'server' | 'channel';

export interface SafetyId {
  readonly page: Page;
  readonly scope: Scope;
  /** A category and an action, or a version. */
  readonly about: readonly string[];
}

const safetyId = (page: Page, scope: Scope, ...about: readonly string[]): string => ['safety', page, scope, ...about].join(':');

/** Undefined for what is no control of the panel. */
export function readSafetyId(id: string): SafetyId | undefined {
  const [mark, given, scope, ...about] = id.split(':');
  const page = PAGES.find((one) => one === given);
  return mark === 'safety' && page && (scope === 'server' || scope === 'channel') ? { page, scope, about } : undefined;
}

/** Discord lists so many options. */
const OPTIONS = 25;
const HISTORY_SHOWN = 8;
const CHANGES_SHOWN = 3;

export interface Shown {
  readonly view: PolicyView;
  readonly scope: Scope;
  /** What is done about each category where the panel was opened. */
  readonly actions: ReadonlyMap<string, string>;
  /** Whether the person may change anything. */
  readonly changes: boolean;
  /** The channel of the moderators' desk. */
  readonly deskId: string | undefined;
  readonly words: Words;
}

type Components = APIMessageTopLevelComponent[];

const select = (id: string, placeholder: string, options: readonly APISelectMenuOption[]): Components =>
  options.length === 0
    ? []
    : [
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.StringSelect, custom_id: id, placeholder, options: options.slice(0, OPTIONS) }],
        },
      ];

const button = (id: string, label: string, style: ButtonStyle.Primary | ButtonStyle.Secondary = ButtonStyle.Secondary) =>
  ({ type: ComponentType.Button, custom_id: id, label, style }) as const;

/** What is in force, and what may be chosen next. `said`: what just happened. */
export function overview({ view, scope, actions, changes, deskId, words }: Shown, said?: string): Components {
  const say = words.safety;
  const by = new Map<string, string[]>();
  for (const [category, action] of actions) by.set(action, [...(by.get(action) ?? []), say.category(category)]);
  const lines = view.actions.flatMap((action) => (by.has(action) ? [`**${say.action(action)}**: ${by.get(action)?.join(', ')}`] : []));
  const components: Components = [
    sentence([...(said ? [said] : []), `### ${say.title[scope]}`, `-# ${say.version(view.version)}`, ...lines].join('\n')),
  ];
  const other: Scope = scope === 'server' ? 'channel' : 'server';
  const navigation = row(button(safetyId('show', other), say.scope[other]), button(safetyId('history', scope), say.history));
  if (!changes) return [...components, sentence(`-# ${say.lookOnly}`), ...navigation];
  const options = view.categories.map(({ category }) => ({
    value: category,
    label: say.category(category),
    description: say.action(actions.get(category) ?? ''),
  }));
  return [...components, ...select(safetyId('pick', scope), say.pick, options), deskMenu(scope, deskId, words), ...navigation];
}

function deskMenu(scope: Scope, deskId: string | undefined, words: Words): APIActionRowComponent<never> & APIMessageTopLevelComponent {
  const menu = {
    type: ComponentType.ChannelSelect,
    custom_id: safetyId('desk', scope),
    placeholder: words.safety.desk,
    channel_types: [ChannelType.GuildText],
    ...(deskId ? { default_values: [{ id: deskId, type: 'channel' }] } : {}),
  };
  return { type: ComponentType.ActionRow, components: [menu as never] };
}

/** What may be done about one category. */
export function choice({ view, scope, actions, words }: Shown, category: string): Components {
  const say = words.safety;
  const choices = view.categories.find((one) => one.category === category)?.choices ?? [];
  const options = choices
    .filter((action) => action !== actions.get(category))
    .map((action) => ({ value: action, label: say.action(action), description: say.meaning(action) }));
  return [
    sentence(`### ${say.category(category)}\n${say.now(say.action(actions.get(category) ?? ''), scope)}`),
    ...select(safetyId('try', scope, category), say.choose, options),
    ...row(button(safetyId('show', scope), say.back)),
  ];
}

/** What a choice would have done with what people asked lately, before it counts. */
export function trial(
  { scope, actions, words }: Shown,
  category: string,
  action: string,
  { requests, changes }: PolicyTrial,
  days: number,
): Components {
  const say = words.safety;
  const lines = changes.map(
    ({ rule, from, to, count, won }) =>
      `- ${rule}: ${say.action(from)} → ${say.action(to)}: ${count}${won > 0 ? ` (${say.won(won)})` : ''}`,
  );
  const head = `### ${say.category(category)}: ${say.action(actions.get(category) ?? '')} → ${say.action(action)}`;
  const tried = say.tried(
    requests,
    changes.reduce((sum, { count }) => sum + count, 0),
    days,
  );
  return [
    sentence([head, `-# ${say.where[scope]}`, tried, ...lines.slice(0, 15)].join('\n')),
    ...row(button(safetyId('apply', scope, category, action), say.apply, ButtonStyle.Primary), button(safetyId('show', scope), say.back)),
  ];
}

export function history({ view, scope, changes, words }: Shown): Components {
  const say = words.safety;
  const versions = view.history.slice(0, HISTORY_SHOWN);
  const lines = versions.map(({ version, atMs, author, changes: lines }) => {
    const more = lines.length > CHANGES_SHOWN ? ` +${lines.length - CHANGES_SHOWN}` : '';
    return `**${version}** · <t:${Math.floor(atMs / 1000)}:R> · ${nameOf(author)}\n-# ${lines.slice(0, CHANGES_SHOWN).join('; ') || '–'}${more}`;
  });
  const earlier = [...versions.map(({ version }) => version), 0].filter((version) => version !== view.version);
  const options = earlier.map((version) => ({ value: String(version), label: say.version(version) }));
  return [
    sentence([`### ${say.history}`, ...(lines.length > 0 ? lines : [say.version(0)])].join('\n')),
    ...(changes ? select(safetyId('version', scope), say.revert, options) : []),
    ...row(button(safetyId('show', scope), say.back)),
  ];
}

export const reverting = ({ scope, words }: Shown, version: string): Components => [
  sentence(words.safety.revertTo(Number(version))),
  ...row(
    button(safetyId('revert', scope, version), words.safety.apply, ButtonStyle.Primary),
    button(safetyId('history', scope), words.safety.back),
  ),
];

/** Who applied a version: somebody here, or the one who runs the bot. */
const nameOf = (author: string): string => author.replace(/^discord:(\d+)$/, '<@$1>').slice(0, 100);
