/** `/thread`: a document of its own, which people go on with together. */
import {
  ChannelType,
  type ChatInputCommandInteraction,
  PermissionFlagsBits,
  type RESTPostAPIChannelThreadsResult,
  Routes,
} from 'discord.js';
import { sentence, tell } from './answer.ts';
import { type AskingPorts, ask } from './asking.ts';
import { DISCORD, threadOf } from './place.ts';
import type { Words } from './words/index.ts';

const TITLE_CHARS = 100;
const ARCHIVED_AFTER_MIN = 1440;

export async function openThread(
  interaction: ChatInputCommandInteraction,
  question: string,
  title: string,
  words: Words,
  ports: AskingPorts,
): Promise<void> {
  const { channel, appPermissions, client } = interaction;
  if (
    !interaction.inCachedGuild() ||
    !channel ||
    (channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement)
  ) {
    return tell(interaction, sentence(words.onlyInServer));
  }
  const needs = (['CreatePublicThreads', 'SendMessagesInThreads'] as const).filter(
    (need) => !appPermissions.has(PermissionFlagsBits[need]),
  );
  if (needs.length > 0) return tell(interaction, sentence(words.missing(needs, `<#${channel.id}>`)));
  const around = threadOf(channel);
  const name = (title || question).replace(/\s+/g, ' ').slice(0, TITLE_CHARS);
  const inNewThread = async (cardId: string) => {
    const body = { name, auto_archive_duration: ARCHIVED_AFTER_MIN };
    const { id } = (await client.rest.post(Routes.threads(channel.id, cardId), { body })) as RESTPostAPIChannelThreadsResult;
    return { ...around, id: `${DISCORD}:${channel.id}:${id}` };
  };
  return ask(interaction, { text: question, inNewThread }, words, ports);
}
