/** A button of a card on the moderators' desk: what comes of it is told to the one who pressed, alone. */
import { type APIMessageTopLevelComponent, type ButtonInteraction, MessageFlags } from 'discord.js';
import type { DeskChoice } from '../../src/core/desk.ts';
import { sentenceOf } from '../../src/core/errors.ts';
import type { Part } from '../../src/core/types.ts';
import { proseOf, sentence, wordsOf } from './answer.ts';
import { type AskingPorts, routeOf } from './asking.ts';
import { filesFor } from './files.ts';
import { moderates, standingOfInteraction, threadOfInteraction } from './place.ts';
import { gallery, item } from './render.ts';
import type { Words } from './words/index.ts';

const SHOWN_CHARS = 3500;

/** Who may decide is the desk's to say. */
export async function press(
  interaction: ButtonInteraction,
  number: number,
  choice: DeskChoice,
  words: Words,
  ports: AskingPorts,
): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const show = (components: APIMessageTopLevelComponent[], uploads: Parameters<typeof ports.wire.edit>[2]['uploads'] = []) =>
    ports.wire.edit(routeOf(interaction, ports.clock), '@original', { components, kept: [], uploads });
  try {
    const received = await ports.onEvent({
      ...standingOfInteraction(interaction),
      ...{ kind: 'desk-press', id: interaction.id, thread: threadOfInteraction(interaction), authorId: interaction.user.id },
      ...{ moderates: moderates(interaction), case: number, choice },
    });
    if (received.kind !== 'told') return void (await show([sentence(wordsOf(received, words) ?? words.noted)]));
    const { components, uploads } = await privately(received.parts, interaction.attachmentSizeLimit, words, ports);
    await show(components, uploads);
  } catch (error) {
    ports.failed(error);
    await show([sentence(sentenceOf(error, words.locale))]);
  }
}

async function privately(parts: readonly Part[], fileBytes: number, words: Words, { assets }: AskingPorts) {
  const pictures = parts.filter((part) => part.kind === 'image');
  const files = await filesFor(pictures, new Map(), assets, fileBytes);
  const components = parts.flatMap((part): APIMessageTopLevelComponent[] => {
    if (part.kind === 'text') return [sentence(proseOf(part, words).slice(0, SHOWN_CHARS))];
    const fileName = files.nameOf(part);
    return fileName ? gallery([item(fileName, part.alt || part.name)]) : [sentence(words.missingFile(part.name))];
  });
  return { components, uploads: files.uploads };
}
