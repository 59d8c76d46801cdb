/**
 * `/safety`: what the policy of a server does, and another choice, tried on what was asked lately before it counts. To look takes
 * the permission to manage messages, to change the permission to manage the server; Discord's own settings may give the command to more.
 */
import {
  type APIMessageTopLevelComponent,
  type ButtonInteraction,
  type ChannelSelectMenuInteraction,
  type ChatInputCommandInteraction,
  MessageFlags,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
} from 'discord.js';
import { sentenceOf } from '../../src/core/errors.ts';
import type { PolicyChange, PolicyPanel, PolicyView } from '../../src/core/panel.ts';
import type { Clock } from '../../src/core/ports.ts';
import { sentence, tell } from './answer.ts';
import { routeOf } from './asking.ts';
import { DISCORD, missingIn, parentIdOf, threadOfInteraction } from './place.ts';
import { choice, history, overview, reverting, type SafetyId, type Scope, type Shown, trial } from './safety-view.ts';
import type { Wire } from './wire.ts';
import type { Words } from './words/index.ts';

const TRIED_DAYS = 30;

export interface SafetyPorts {
  readonly panel: PolicyPanel;
  readonly wire: Wire;
  readonly clock: Clock;
  failed(error: unknown): void;
}

/** As much of a policy's document as the panel writes. */
interface Document {
  readonly overrides?: readonly { readonly when: { readonly channel?: string }; readonly categories: Readonly<Record<string, string>> }[];
  readonly desk?: { readonly channel?: string };
}

export type Turning = ButtonInteraction | StringSelectMenuInteraction | ChannelSelectMenuInteraction;
type Opened = ChatInputCommandInteraction | Turning;

const may = ({ memberPermissions }: Opened, permission: 'ManageGuild' | 'ManageMessages'): boolean =>
  memberPermissions?.has(PermissionFlagsBits[permission]) ?? false;
const workspaceOf = ({ guildId }: Opened): string => `${DISCORD}:${guildId}`;
/** Holds for the threads of a channel, too. */
const channelOf = (interaction: Opened): string => `${DISCORD}:${parentIdOf(threadOfInteraction(interaction))}`;
const documentOf = ({ text }: PolicyView): Document => JSON.parse(text) as Document;

export async function openSafety(interaction: ChatInputCommandInteraction, words: Words, ports: SafetyPorts): Promise<void> {
  const barred = barredFrom(interaction, words);
  if (barred) return tell(interaction, sentence(barred));
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await show(interaction, overview(shownOf(interaction, 'server', await ports.panel.read(workspaceOf(interaction)), words)), ports);
}

export async function turnPage(interaction: Turning, id: SafetyId, words: Words, ports: SafetyPorts): Promise<void> {
  const barred = barredFrom(interaction, words);
  if (barred) return tell(interaction, sentence(barred));
  await interaction.deferUpdate();
  try {
    await show(interaction, await pageOf(interaction, id, words, ports), ports);
  } catch (error) {
    ports.failed(error);
    await tell(interaction, sentence(sentenceOf(error, words.locale)));
  }
}

async function pageOf(
  interaction: Turning,
  { page, scope, about }: SafetyId,
  words: Words,
  { panel }: SafetyPorts,
): Promise<APIMessageTopLevelComponent[]> {
  const workspace = workspaceOf(interaction);
  const by = `${DISCORD}:${interaction.user.id}`;
  const view = await panel.read(workspace);
  const shown = shownOf(interaction, scope, view, words);
  const [first = '', second = ''] = about;
  const picked = interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : '';
  if (page !== 'show' && page !== 'history' && !shown.changes) return overview(shown);
  switch (page) {
    case 'show':
      return overview(shown);
    case 'pick':
      return choice(shown, picked);
    case 'try':
      return trial(
        shown,
        first,
        picked,
        await panel.try(changeOf(interaction, scope, view, first, picked), TRIED_DAYS, workspace),
        TRIED_DAYS,
      );
    case 'apply': {
      const applied = await panel.apply(changeOf(interaction, scope, view, first, second), by, workspace);
      return overview(shownOf(interaction, scope, applied, words), words.safety.applied);
    }
    case 'history':
      return history(shown);
    case 'version':
      return reverting(shown, picked);
    case 'revert': {
      const reverted = await panel.revert(Number(first), by, workspace);
      return overview(shownOf(interaction, scope, reverted, words), words.safety.applied);
    }
    case 'desk': {
      const channel = interaction.isChannelSelectMenu() ? interaction.guild?.channels.cache.get(interaction.values[0] ?? '') : undefined;
      if (!channel) return overview(shown);
      const needs = missingIn(channel);
      if (needs.length > 0) return overview(shown, words.missing(needs, `<#${channel.id}>`));
      const applied = await panel.apply({ text: withDesk(view, `${DISCORD}:${channel.id}`) }, by, workspace);
      return overview(shownOf(interaction, scope, applied, words), words.safety.applied);
    }
  }
}

function shownOf(interaction: Opened, scope: Scope, view: PolicyView, words: Words): Shown {
  const { overrides = [], desk } = documentOf(view);
  const channel = channelOf(interaction);
  const here = overrides.filter(({ when }) => scope === 'channel' && isOnly(when, channel));
  const actions = new Map(
    view.categories.map(({ category, action }) => [
      category,
      here.findLast(({ categories }) => categories[category])?.categories[category] ?? action,
    ]),
  );
  const deskId = desk?.channel?.startsWith(`${DISCORD}:`) ? desk.channel.slice(DISCORD.length + 1) : undefined;
  return { view, scope, actions, changes: may(interaction, 'ManageGuild'), deskId, words };
}

const isOnly = (when: object, channel: string): boolean => JSON.stringify(when) === JSON.stringify({ channel });

function changeOf(interaction: Opened, scope: Scope, view: PolicyView, category: string, action: string): PolicyChange {
  if (scope === 'server') return { categories: { [category]: action } };
  const document = documentOf(view);
  const channel = channelOf(interaction);
  const { overrides = [] } = document;
  const here = overrides.findLast(({ when }) => isOnly(when, channel));
  // Behind all others: the last override that fits counts.
  const rest = overrides.filter((override) => override !== here);
  const override = { when: { channel }, categories: { ...here?.categories, [category]: action } };
  return { text: JSON.stringify({ ...document, overrides: [...rest, override] }, null, 2) };
}

function withDesk(view: PolicyView, channel: string): string {
  const document = documentOf(view);
  return JSON.stringify({ ...document, desk: { ...document.desk, channel } }, null, 2);
}

function barredFrom(interaction: Opened, words: Words): string | undefined {
  return interaction.inGuild() && may(interaction, 'ManageMessages') ? undefined : words.safety.onlyManagers;
}

async function show(interaction: Opened, components: APIMessageTopLevelComponent[], { wire, clock }: SafetyPorts): Promise<void> {
  await wire.edit(routeOf(interaction, clock), '@original', { components, kept: [], uploads: [] });
}
