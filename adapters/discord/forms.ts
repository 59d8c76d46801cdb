/** The forms in which a person says what shall be different. */
import { FileUploadBuilder, LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import type { PictureName } from '../../src/core/types.ts';
import { customId } from './custom-id.ts';
import type { Words } from './words/index.ts';

export const INSTRUCTION = 'instruction';
export const MASK = 'mask';
export const REASON = 'reason';
const REASON_CHARS = 300;
const INSTRUCTION_CHARS = 1000;

export function editForm(turnId: string, name: PictureName, words: Words): ModalBuilder {
  const mask = new LabelBuilder()
    .setLabel(words.mask)
    .setDescription(words.maskHint)
    .setFileUploadComponent(new FileUploadBuilder().setCustomId(MASK).setRequired(false).setMinValues(0).setMaxValues(1));
  return new ModalBuilder()
    .setCustomId(customId('edit', turnId, name))
    .setTitle(words.editTitle(name))
    .addLabelComponents(instruction(words), mask);
}

/** For a picture that somebody else posted; `ticket` says which. */
export function importForm(ticket: string, words: Words): ModalBuilder {
  return new ModalBuilder().setCustomId(customId('import', ticket)).setTitle(words.importTitle).addLabelComponents(instruction(words));
}

/** Why moderators should look again. */
export const appealForm = (turnId: string, words: Words): ModalBuilder =>
  new ModalBuilder()
    .setCustomId(customId('appeal', turnId))
    .setTitle(words.appealTitle)
    .addLabelComponents(
      new LabelBuilder()
        .setLabel(words.appealReason)
        .setTextInputComponent(
          new TextInputBuilder().setCustomId(REASON).setStyle(TextInputStyle.Paragraph).setRequired(false).setMaxLength(REASON_CHARS),
        ),
    );

const instruction = (words: Words): LabelBuilder =>
  new LabelBuilder()
    .setLabel(words.instruction)
    .setTextInputComponent(
      new TextInputBuilder()
        .setCustomId(INSTRUCTION)
        .setStyle(TextInputStyle.Paragraph)
        .setPlaceholder(words.instructionHint)
        .setMinLength(1)
        .setMaxLength(INSTRUCTION_CHARS),
    );
