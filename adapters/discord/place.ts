/**
 * Where a conversation is. `discord:<channel>:<channel>` is a channel or a direct conversation,
 * `discord:<channel>:<thread>` a thread or a forum post; the last number is always the channel to post in.
 */
import {
  type BaseInteraction,
  type Channel,
  ChannelType,
  InteractionContextType,
  type Message,
  PermissionFlagsBits,
  type PermissionsBitField,
} from 'discord.js';
import type { Asker } from '../../src/core/limits.ts';
import type { PlatformLimits } from '../../src/core/ports.ts';
import type { Standing, Thread } from '../../src/core/types.ts';

export const DISCORD = 'discord';

/**
 * A message holds 4000 characters and, measured by others, about 10,170 bytes of text: 2800 characters of any script,
 * three bytes each, leave room for captions, the line of progress and the footer. Ten files go in one message.
 */
export const DISCORD_LIMITS: PlatformLimits = { textChars: 2800, partsPerMessage: 10, imageBytes: 10 * 1024 ** 2 };

const idOf = (channelId: string, parentId: string): string => `${DISCORD}:${parentId}:${channelId}`;

/** The channel that a thread's messages are posted in. */
export const channelIdOf = (thread: Pick<Thread, 'id'>): string => thread.id.split(':')[2] ?? '';

/** The channel around it, or the same. */
export const parentIdOf = (thread: Pick<Thread, 'id'>): string => thread.id.split(':')[1] ?? '';

/** A thread or forum post, not the channel around it. */
export const isOwnThread = (thread: Pick<Thread, 'id'>): boolean => channelIdOf(thread) !== parentIdOf(thread);

export function threadOf(channel: Channel): Thread {
  const { id } = channel;
  if (channel.isDMBased())
    return { id: idOf(id, id), isDirect: channel.type === ChannelType.DM, audience: 'private', ageRestricted: false };
  const around = channel.isThread() ? channel.parent : channel;
  const everyone = around?.permissionsFor(channel.guild.roles.everyone)?.has(PermissionFlagsBits.ViewChannel) ?? false;
  return {
    id: idOf(id, around?.id ?? id),
    isDirect: false,
    audience: everyone && channel.type !== ChannelType.PrivateThread ? 'public' : 'members',
    ageRestricted: around !== null && 'nsfw' in around && around.nsfw,
  };
}

/** Where the bot itself is not (installed by a person only), nothing is known of the place, and the strictest holds. */
export function threadOfInteraction(interaction: BaseInteraction): Thread {
  if (isMember(interaction) && interaction.channel) return threadOf(interaction.channel);
  const id = interaction.channelId ?? interaction.user.id;
  const inGuild = interaction.context === InteractionContextType.Guild;
  const isDirect = interaction.context === InteractionContextType.BotDM;
  return { id: idOf(id, id), isDirect, audience: inGuild ? 'members' : 'private', ageRestricted: false };
}

/** Whether the bot can post where the interaction happened; else only the interaction's own token can, for 15 minutes. */
export function isMember(interaction: BaseInteraction): boolean {
  return interaction.context === InteractionContextType.BotDM || interaction.inCachedGuild();
}

export type Need = 'ViewChannel' | 'SendMessages' | 'SendMessagesInThreads' | 'AttachFiles' | 'ReadMessageHistory' | 'CreatePublicThreads';

/** What the bot may not do in a channel, of what a reply needs. */
export function missingIn(channel: Channel, granted = grantedIn(channel)): Need[] {
  if (channel.isDMBased() || !granted) return [];
  const send: Need = channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages';
  const needs: Need[] = ['ViewChannel', send, 'AttachFiles', 'ReadMessageHistory'];
  return needs.filter((need) => !granted.has(PermissionFlagsBits[need]));
}

function grantedIn(channel: Channel): Readonly<PermissionsBitField> | undefined {
  if (channel.isDMBased()) return undefined;
  const me = channel.guild.members.me;
  return (me && channel.permissionsFor(me)) ?? undefined;
}

/** Whether a person may act on other people's replies where the interaction happened. */
export const moderates = ({ memberPermissions }: BaseInteraction): boolean =>
  memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false;

/** What Discord knows of who acts: limits go by it. Roles are told by id, which stays when a role is renamed. */
export function standingOfInteraction(interaction: BaseInteraction): Standing {
  const { guildId } = interaction;
  return {
    moderates: moderates(interaction),
    ...(guildId === null ? {} : { workspace: guildId }),
    ...(interaction.inCachedGuild() ? { authorRoles: [...interaction.member.roles.cache.keys()] } : {}),
  };
}

/** Who acts, and where. */
export const askerOf = (interaction: BaseInteraction): Asker => ({
  thread: threadOfInteraction(interaction),
  authorId: interaction.user.id,
  ...standingOfInteraction(interaction),
});

export function standingOfMessage({ guildId, member }: Pick<Message, 'guildId' | 'member'>): Standing {
  return {
    ...(guildId === null ? {} : { workspace: guildId }),
    ...(member
      ? { authorRoles: [...member.roles.cache.keys()], moderates: member.permissions.has(PermissionFlagsBits.ManageMessages) }
      : {}),
  };
}
