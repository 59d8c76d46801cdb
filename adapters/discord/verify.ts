/** `/verify` and “Verify” on a message: whether the bot made a picture, and to who may know it, where and by whose request. */
import {
  type APIMessageTopLevelComponent,
  type ChatInputCommandInteraction,
  type Message,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import { PlatformError, sentenceOf } from '../../src/core/errors.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { MadePicture, Verified } from '../../src/core/verified.ts';
import { mediaTypeOf } from '../picture.ts';
import { sentence, tell } from './answer.ts';
import { routeOf } from './asking.ts';
import { type AttachmentPorts, fetchFile, type Linked, noPicture, picturesAmong } from './attachments.ts';
import { channelIdOf, DISCORD, moderates } from './place.ts';
import type { Wire } from './wire.ts';
import type { Words } from './words/index.ts';

const FILES_AT_MOST = 4;
const CAPTION_CHARS = 200;

export interface VerifyPorts extends Pick<AttachmentPorts, 'fileOrigins'> {
  readonly wire: Wire;
  readonly clock: Clock;
  /** `file`: any bytes, as they came. */
  verify(file: Uint8Array): Promise<Verified>;
  failed(error: unknown): void;
}

type Asking = ChatInputCommandInteraction | MessageContextMenuCommandInteraction;

export async function answerVerify(interaction: Asking, files: readonly Linked[], words: Words, ports: VerifyPorts): Promise<void> {
  if (files.length === 0) return tell(interaction, sentence(words.noPictureThere));
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const components: APIMessageTopLevelComponent[] = [];
  for (const file of files.slice(0, FILES_AT_MOST)) components.push(sentence(await linesOf(interaction, file, words, ports)));
  await ports.wire.edit(routeOf(interaction, ports.clock), '@original', { components, kept: [], uploads: [] });
}

async function linesOf(interaction: Asking, file: Linked, words: Words, ports: VerifyPorts): Promise<string> {
  try {
    const bytes = await fetchFile(file, ports);
    if (!mediaTypeOf(bytes)) throw noPicture(file);
    const verified = await ports.verify(bytes);
    return [
      `**${file.name}**`,
      ...saidOf(verified, words),
      ...verified.pictures.map((picture) => madeLine(interaction, picture, words)),
    ].join('\n');
  } catch (error) {
    if (!(error instanceof PlatformError)) ports.failed(error);
    return sentenceOf(error, words.locale);
  }
}

function saidOf({ claim, by, pictures }: Verified, { verify: say }: Words): string[] {
  const credentials = !claim ? say.noClaim : !claim.intact ? say.broken : claim.ours ? say.ours : say.others(claim.signer);
  const witness = by === undefined ? [say.nothing] : by === 'credentials' ? [] : [say.by[by]];
  return [credentials, ...witness, ...(by && pictures.length === 0 ? [say.forgotten] : [])];
}

function madeLine(interaction: Asking, { row, edits, first }: MadePicture, { verify: say }: Words): string {
  const atS = Math.floor(Date.parse(row.madeAt) / 1000);
  const rights = rightsOf(interaction, row);
  if (!rights.sees) return `- ${say.made(edits, atS)}`;
  const link = `https://discord.com/channels/${interaction.guildId ?? '@me'}/${channelIdOf({ id: row.threadId })}/${row.messageId}`;
  const lines = [`- **${row.name}** · ${say.made(edits, atS, first)} · [${say.open}](${link})`, `  ${row.caption.slice(0, CAPTION_CHARS)}`];
  return [...lines, ...(rights.moderates || row.authorId === interaction.user.id ? [`  ${say.requester(`<@${row.authorId}>`)}`] : [])].join(
    '\n',
  );
}

/** What a person may know of a picture: where it was made, who can read there; by whose request, who made it and who moderates there. */
function rightsOf(interaction: Asking, { threadId, authorId }: LedgerRow): { sees: boolean; moderates: boolean } {
  const channel = threadId.startsWith(`${DISCORD}:`) ? interaction.client.channels.cache.get(channelIdOf({ id: threadId })) : undefined;
  if (!channel || channel.isDMBased() || !interaction.inCachedGuild() || channel.guildId !== interaction.guildId) {
    return { sees: authorId === interaction.user.id && channel?.isDMBased() === true, moderates: false };
  }
  if (channel.id === interaction.channelId) return { sees: true, moderates: moderates(interaction) };
  const permissions = channel.permissionsFor(interaction.member);
  return {
    sees: permissions.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]),
    moderates: permissions.has(PermissionFlagsBits.ManageMessages),
  };
}

/** The pictures that a message shows: attached, or in a gallery as the bot's own are. */
export function filesIn(message: Message): Linked[] {
  const shown = message.components
    .flatMap((component) => ('items' in component ? component.items : []))
    .flatMap(({ media }): Linked[] => {
      const name = URL.canParse(media.url) ? new URL(media.url).pathname.split('/').at(-1) : undefined;
      return name ? [{ url: media.url, name, size: 0 }] : [];
    });
  return [...picturesAmong(message.attachments.values()), ...shown];
}
