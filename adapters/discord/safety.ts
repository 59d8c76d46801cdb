/**
 * `/safety`: what the policy of a server does, and a change of it, tried on what was asked lately before it counts or is proposed. To look
 * takes the permission to manage messages, to change the permission to manage the server, at each step; Discord's own settings may give the
 * command to more.
 */
import {
  type ButtonInteraction,
  type ChannelSelectMenuInteraction,
  type ChatInputCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
} from 'discord.js';
import { ConfigError, sentenceOf } from '../../src/core/errors.ts';
import type { PolicyPanel, PolicyView } from '../../src/core/panel.ts';
import type { Clock } from '../../src/core/ports.ts';
import { sentence, tell } from './answer.ts';
import { routeOf } from './asking.ts';
import { DISCORD, missingIn, parentIdOf, threadOfInteraction } from './place.ts';
import { changeForm, changeIn, fits, formOf, rulePage, rulesPage } from './rule-view.ts';
import {
  type Components,
  choice,
  history,
  overview,
  type Pending,
  proposal,
  reverting,
  type SafetyId,
  type Scope,
  type Shown,
  trial,
} from './safety-view.ts';
import type { Tickets } from './tickets.ts';
import type { Wire } from './wire.ts';
import type { Words } from './words/index.ts';

const TRIED_DAYS = 30;

export interface SafetyPorts {
  readonly panel: PolicyPanel;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly pending: Tickets<Pending>;
  failed(error: unknown): void;
}

export type Turning = ButtonInteraction | StringSelectMenuInteraction | ChannelSelectMenuInteraction | ModalSubmitInteraction;
/** What may be looked at without changing anything. */
const LOOKS: readonly string[] = ['show', 'rules', 'rule', 'proposal', 'history'] satisfies SafetyId['page'][];
type Opened = ChatInputCommandInteraction | Turning;

const may = ({ memberPermissions }: Opened, permission: 'ManageGuild' | 'ManageMessages'): boolean =>
  memberPermissions?.has(PermissionFlagsBits[permission]) ?? false;
const workspaceOf = ({ guildId }: Opened): string => `${DISCORD}:${guildId}`;
/** Holds for the threads of a channel, too. */
const channelOf = (interaction: Opened): string => `${DISCORD}:${parentIdOf(threadOfInteraction(interaction))}`;
const viewOf = (interaction: Opened, scope: Scope, { panel }: SafetyPorts): Promise<PolicyView> =>
  panel.read(workspaceOf(interaction), scope === 'channel' ? channelOf(interaction) : undefined);

export async function openSafety(interaction: ChatInputCommandInteraction, words: Words, ports: SafetyPorts): Promise<void> {
  const barred = barredFrom(interaction, words);
  if (barred) return tell(interaction, sentence(barred));
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await show(interaction, overview(shownOf(interaction, 'server', await viewOf(interaction, 'server', ports), words)), ports);
}

export async function turnPage(interaction: Turning, id: SafetyId, words: Words, ports: SafetyPorts): Promise<void> {
  const barred = barredFrom(interaction, words);
  if (barred) return tell(interaction, sentence(barred));
  if (id.page === 'form' || id.page === 'again') return openForm(interaction, id, words, ports);
  await interaction.deferUpdate();
  try {
    await show(interaction, await pageOf(interaction, id, words, ports), ports);
  } catch (error) {
    ports.failed(error);
    await tell(interaction, sentence(sentenceOf(error, words.locale)));
  }
}

/** A form has to be the first answer. */
async function openForm(interaction: Turning, { page, scope, about }: SafetyId, words: Words, ports: SafetyPorts): Promise<void> {
  const [first = ''] = about;
  if (interaction.isModalSubmit() || !may(interaction, 'ManageGuild')) return tell(interaction, sentence(words.safety.lookOnly));
  const view = await ports.panel.read(workspaceOf(interaction));
  const change = page === 'again' ? ports.pending.look(first)?.change : formOf(view, about);
  if (!change) return tell(interaction, sentence(words.safety.expired));
  if (change.allow && !fits(change.allow)) return tell(interaction, sentence(words.safety.tooLong));
  const pending = page === 'again' ? ports.pending.look(first) : undefined;
  const ticket = ports.pending.give(pending ?? { change, seen: view.seen, days: TRIED_DAYS });
  await interaction.showModal(changeForm(scope, ticket, change, words));
}

async function pageOf(interaction: Turning, { page, scope, about }: SafetyId, words: Words, ports: SafetyPorts): Promise<Components> {
  const { panel } = ports;
  const workspace = workspaceOf(interaction);
  const by = `${DISCORD}:${interaction.user.id}`;
  const view = await viewOf(interaction, scope, ports);
  const shownAs = (now: PolicyView): Shown => shownOf(interaction, scope, now, words);
  const shown = shownAs(view);
  const [first = '', second = ''] = about;
  const picked = interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : '';
  const { applied, proposedNow, dropped, expired } = words.safety;
  if (!LOOKS.includes(page) && !shown.changes) return overview(shown);

  /** What it would have done, or what is wrong with it. */
  async function tried(pending: Pending): Promise<Components> {
    const ticket = ports.pending.give(pending);
    try {
      return trial(shown, ticket, pending, await panel.try(pending.change, pending.days, workspace));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return trial(shown, ticket, pending, { field: error.field, what: sentenceOf(error, words.locale) });
    }
  }

  /** Does it, and shows what there is then. */
  async function done(work: () => Promise<PolicyView>, said: string, then = overview): Promise<Components> {
    try {
      return then(shownAs(await work()), said);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return then(shownAs(await viewOf(interaction, scope, ports)), sentenceOf(error, words.locale));
    }
  }

  const pending = ports.pending.look(first);
  switch (page) {
    case 'rules':
      return rulesPage(shown, Number(first));
    case 'rule':
      return rulePage(shown, picked);
    case 'history':
      return history(shown);
    case 'pick':
      return choice(shown, picked);
    case 'try': {
      const channel = scope === 'channel' ? { channel: channelOf(interaction) } : {};
      return tried({ change: { categories: { [first]: picked }, ...channel }, seen: view.seen, days: TRIED_DAYS });
    }
    case 'out':
      return tried({ change: { withoutRule: first }, seen: view.seen, days: TRIED_DAYS });
    case 'proposal':
      return proposal(shown);
    case 'tried':
      return proposal(shown, { ...(await panel.try(undefined, Number(picked), workspace)), days: Number(picked) });
    case 'on':
      return done(() => panel.switchOn(by, workspace, first), applied);
    case 'drop':
      return done(() => panel.shadow(undefined, by, workspace, first), dropped);
    case 'version':
      return reverting(shown, picked);
    case 'revert':
      return done(() => panel.revert(Number(first), by, workspace, second), applied);
    case 'desk': {
      const channel = interaction.isChannelSelectMenu() ? interaction.guild?.channels.cache.get(interaction.values[0] ?? '') : undefined;
      if (!channel) return overview(shown);
      const needs = missingIn(channel);
      if (needs.length > 0) return overview(shown, words.missing(needs, `<#${channel.id}>`));
      return done(() => panel.apply({ desk: `${DISCORD}:${channel.id}` }, by, workspace, view.seen), applied);
    }
    case 'show':
      return overview(shown);
  }
  if (!pending) return overview(shown, expired);
  const { change, seen } = pending;
  const list = change.rule || change.allow || change.withoutRule ? (now: Shown, said?: string) => rulesPage(now, 0, said) : overview;
  switch (page) {
    case 'sent':
      return tried(interaction.isModalSubmit() ? { ...pending, change: changeIn(interaction, change) } : pending);
    case 'as':
      return tried(change.rule ? { ...pending, change: { rule: { ...change.rule, category: picked } } } : pending);
    case 'do': {
      const action = picked === 'own' ? undefined : picked;
      return tried(change.rule ? { ...pending, change: { rule: { ...change.rule, action } } } : pending);
    }
    case 'days':
      return tried({ ...pending, days: Number(picked) });
    case 'apply':
      return done(() => panel.apply(change, by, workspace, seen), applied, list);
    case 'propose':
      return done(() => panel.shadow(change, by, workspace, seen), proposedNow, list);
    default:
      return overview(shown);
  }
}

function shownOf(interaction: Opened, scope: Scope, view: PolicyView, words: Words): Shown {
  const actions = new Map(view.categories.map(({ category, action }) => [category, action]));
  const deskId = view.desk?.startsWith(`${DISCORD}:`) ? view.desk.slice(DISCORD.length + 1) : undefined;
  return { view, scope, actions, changes: may(interaction, 'ManageGuild'), deskId, words };
}

function barredFrom(interaction: Opened, words: Words): string | undefined {
  return interaction.inGuild() && may(interaction, 'ManageMessages') ? undefined : words.safety.onlyManagers;
}

async function show(interaction: Opened, components: Components, { wire, clock }: SafetyPorts): Promise<void> {
  await wire.edit(routeOf(interaction, clock), '@original', { components, kept: [], uploads: [] });
}
