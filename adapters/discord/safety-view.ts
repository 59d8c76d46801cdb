/** The pages of `/safety`: what is done about what, one line chosen, what a change would have done, the proposal, and the versions. */
import {
  type APIActionRowComponent,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  ButtonStyle,
  ChannelType,
  ComponentType,
} from 'discord.js';
import {
  outcomeOf,
  type PolicyChange,
  type PolicyDifference,
  type PolicyTrial,
  type PolicyView,
  type RuleChange,
} from '../../src/core/panel.ts';
import { sentence } from './answer.ts';
import { row } from './controls.ts';
import type { Words } from './words/index.ts';

/** What a control of the panel asks for; everything that it has to remember stands in its id. */
const PAGES = [
  ...([
    'show',
    'rules',
    'rule',
    'proposal',
    'history',
    'pick',
    'try',
    'form',
    'again',
    'sent',
    'out',
    'as',
    'do',
    'days',
    'apply',
    'propose',
  ] as const),
  ...(['tried', 'on', 'drop', 'version', 'revert', 'desk'] as const),
];
type Page = (typeof PAGES)[number];
export type Scope = 'server' | 'channel';

export interface SafetyId {
  readonly page: Page;
  readonly scope: Scope;
  /** A category, a rule, a version, a ticket. */
  readonly about: readonly string[];
}

/** A change that is tried and may yet count. */
export interface Pending {
  readonly change: PolicyChange;
  /** The view that it was made upon. */
  readonly seen: string;
  readonly days: number;
}

const DAYS = [1, 7, 30, 90];

export const safetyId = (page: Page, scope: Scope, ...about: readonly string[]): string => ['safety', page, scope, ...about].join(':');

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
const CHANGES_CHARS = 300;
const LINES_SHOWN = 12;
/** Of a whole message. */
export const TEXT_CHARS = 3_900;

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

export type Components = APIMessageTopLevelComponent[];

export const select = (id: string, placeholder: string, options: readonly APISelectMenuOption[]): Components =>
  options.length === 0
    ? []
    : [
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.StringSelect, custom_id: id, placeholder, options: options.slice(0, OPTIONS) }],
        },
      ];

export const button = (id: string, label: string, style: ButtonStyle.Primary | ButtonStyle.Secondary = ButtonStyle.Secondary) =>
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
  const navigation = row(
    button(safetyId('show', other), say.scope[other]),
    button(safetyId('rules', scope, '0'), say.rules),
    button(safetyId('proposal', scope), say.proposal),
    button(safetyId('history', scope), say.history),
  );
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
  const { choices = [], threshold = 0 } = view.categories.find((one) => one.category === category) ?? {};
  const options = choices
    .filter((action) => action !== actions.get(category))
    .map((action) => ({ value: action, label: say.action(action), description: say.meaning(action) }));
  const certain = threshold > 0 ? `\n${say.certain(String(threshold))}` : '';
  return [
    sentence(`### ${say.category(category)}\n${say.now(say.action(actions.get(category) ?? ''), scope)}${certain}`),
    ...select(safetyId('try', scope, category), say.choose, options),
    ...row(button(safetyId('form', scope, 'certainty', category), say.certainty), button(safetyId('show', scope), say.back)),
  ];
}

/** A change in a line. */
function headOf({ actions, words }: Shown, { categories, rule, withoutRule, allow, thresholds }: PolicyChange): string {
  const say = words.safety;
  if (rule) {
    const as = rule.category === 'own' ? '' : ` · ${say.countsAs(say.category(rule.category))}`;
    return `${say.rule} ${rule.id}: ${actionOfRule(rule, words)}${as}`;
  }
  if (withoutRule !== undefined) return `${say.rule} ${withoutRule}: ${say.takeOut}`;
  if (allow) return say.allow(allow.length);
  const certain = Object.entries(thresholds ?? {}).map(([category, least]) => `${say.category(category)}: ${say.certain(least || '0')}`);
  const done = Object.entries(categories ?? {}).map(
    ([category, action]) => `${say.category(category)}: ${say.action(actions.get(category) ?? '')} → ${say.action(action)}`,
  );
  return [...certain, ...done].join('; ');
}

export const actionOfRule = ({ action, category }: Pick<RuleChange, 'action' | 'category'>, { safety: say }: Words): string =>
  action || category === 'own' ? say.action(action ?? 'refuse') : say.asCategory;

const isFromForm = ({ rule, allow, thresholds }: PolicyChange): boolean => Boolean(rule ?? allow ?? thresholds);

/** What is wrong with a change, and where. */
export interface Fault {
  readonly field: string | undefined;
  readonly what: string;
}

/** What a change would have done with what people asked lately, before it counts; or what is wrong with it, and a way back to it. */
export function trial(shown: Shown, ticket: string, { change, days }: Pending, tried: PolicyTrial | Fault): Components {
  const { view, scope, words } = shown;
  const say = words.safety;
  const { rule } = change;
  const own = { value: 'own', label: say.ownCategory };
  const byCategory = { value: 'own', label: say.asCategory };
  const menus = rule
    ? [
        ...select(safetyId('as', scope, ticket), say.pickCategory, [
          own,
          ...view.categories.map(({ category }) => option(category, say.category(category))),
        ]),
        ...select(safetyId('do', scope, ticket), say.choose, [
          byCategory,
          ...view.actions.map((action) => option(action, say.action(action))),
        ]),
      ]
    : [];
  const where = change.categories ? [`-# ${say.where[scope]}`] : [];
  const isSound = 'requests' in tried;
  const lines = isSound ? trialLines(tried, days, words) : [`⚠️ ${tried.field ? `**${say.field(tried.field)}**: ` : ''}${tried.what}`];
  return [
    sentence([`### ${headOf(shown, change)}`, ...where, ...lines].join('\n').slice(0, TEXT_CHARS)),
    ...menus,
    ...(isSound ? daysMenu(safetyId('days', scope, ticket), words) : []),
    ...row(
      ...(isSound
        ? [
            button(safetyId('apply', scope, ticket), say.apply, ButtonStyle.Primary),
            button(safetyId('propose', scope, ticket), say.propose),
          ]
        : []),
      ...(isFromForm(change) ? [button(safetyId('again', scope, ticket), say.change)] : []),
      button(safetyId('show', scope), say.back),
    ),
  ];
}

const option = (value: string, label: string): APISelectMenuOption => ({ value, label });

const daysMenu = (id: string, { safety: say }: Words): Components =>
  select(
    id,
    say.tryOn,
    DAYS.map((days) => option(String(days), say.days(days))),
  );

const differenceLine = ({ rule, from, to, count }: PolicyDifference, { safety: say }: Words): string =>
  `- ${rule}: ${say.action(from)} → ${say.action(to)}: ${count}`;

function trialLines({ requests, changes }: PolicyTrial, days: number, words: Words): string[] {
  const { safety: say, locale } = words;
  if (requests === 0) return [say.nothingToTry];
  const sum = changes.reduce((total, { count }) => total + count, 0);
  const head = `${say.tried(requests, sum, days)}${sum > 0 ? ` ${outcomeOf(changes, locale)}` : ''}`;
  return [
    head,
    ...changes.slice(0, LINES_SHOWN).map((one) => `${differenceLine(one, words)}${one.won > 0 ? ` (${say.won(one.won)})` : ''}`),
  ];
}

/** What runs beside what is in force, and what it would have done. */
export function proposal({ view, scope, changes, words }: Shown, tried?: PolicyTrial & { readonly days: number }): Components {
  const { safety: say, locale } = words;
  const back = button(safetyId('show', scope), say.back);
  if (!view.shadow) return [sentence(`### ${say.proposal}\n${say.noProposal}`), ...row(back)];
  const { author, sinceMs, checked, changes: counted, lines } = view.shadow;
  const said = [
    `### ${say.proposal}`,
    ...lines.slice(0, LINES_SHOWN).map((line) => `- ${line}`),
    ...(lines.length > LINES_SHOWN ? [`+${lines.length - LINES_SHOWN}`] : []),
    `${say.proposed(nameOf(author), Math.floor(sinceMs / 1000), checked)}${checked > 0 ? ` ${outcomeOf(counted, locale)}` : ''}`,
    ...counted.slice(0, LINES_SHOWN).map((one) => differenceLine(one, words)),
    ...(tried ? trialLines(tried, tried.days, words) : []),
  ];
  const choices = [
    button(safetyId('on', scope, view.seen), say.switchOn, ButtonStyle.Primary),
    button(safetyId('drop', scope, view.seen), say.drop),
  ];
  return [
    sentence(said.join('\n').slice(0, TEXT_CHARS)),
    ...(changes ? daysMenu(safetyId('tried', scope), words) : []),
    ...row(...(changes ? choices : []), back),
  ];
}

export function history({ view, scope, changes, words }: Shown): Components {
  const say = words.safety;
  const versions = view.history.slice(0, HISTORY_SHOWN);
  const lines = versions.map(({ version, atMs, author, changes: lines }) => {
    const more = lines.length > CHANGES_SHOWN ? ` +${lines.length - CHANGES_SHOWN}` : '';
    return `**${version}** · <t:${Math.floor(atMs / 1000)}:R> · ${nameOf(author)}\n-# ${lines.slice(0, CHANGES_SHOWN).join('; ').slice(0, CHANGES_CHARS) || '–'}${more}`;
  });
  const earlier = [...versions.map(({ version }) => version), 0].filter((version) => version !== view.version);
  const options = earlier.map((version) => ({ value: String(version), label: say.version(version) }));
  return [
    sentence([`### ${say.history}`, ...(lines.length > 0 ? lines : [say.version(0)])].join('\n')),
    ...(changes ? select(safetyId('version', scope), say.revert, options) : []),
    ...row(button(safetyId('show', scope), say.back)),
  ];
}

export const reverting = ({ view, scope, words }: Shown, version: string): Components => [
  sentence(words.safety.revertTo(Number(version))),
  ...row(
    button(safetyId('revert', scope, version, view.seen), words.safety.apply, ButtonStyle.Primary),
    button(safetyId('history', scope), words.safety.back),
  ),
];

/** Who applied a version: somebody here, or the one who runs the bot. */
const nameOf = (author: string): string => author.replace(/^discord:(\d+)$/, '<@$1>').slice(0, 100);
