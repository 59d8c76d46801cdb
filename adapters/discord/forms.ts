/** The forms in which a person says what shall be different. */
import {
  FileUploadBuilder,
  LabelBuilder,
  ModalBuilder,
  RadioGroupBuilder,
  RadioGroupOptionBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import type { PictureName } from '../../src/core/types.ts';
import { customId } from './custom-id.ts';
import type { Words } from './words/index.ts';

export const INSTRUCTION = 'instruction';
export const MASK = 'mask';
export const STRENGTH = 'strength';
export const REASON = 'reason';
const REASON_CHARS = 300;
const INSTRUCTION_CHARS = 1000;

/** How far from the picture a change may go, by what it is called; the model's own way when none of these. */
const STRENGTHS = { little: 0.5, lot: 0.85 } as const;
export const strengthOf = (chosen: string | null): number | undefined => STRENGTHS[chosen as keyof typeof STRENGTHS];

export function editForm(turnId: string, name: PictureName, words: Words): ModalBuilder {
  const choice = (value: keyof Words['strengths']) => new RadioGroupOptionBuilder().setValue(value).setLabel(words.strengths[value]);
  const choices = [choice('asNeeded').setDefault(true), choice('little'), choice('lot')];
  const strength = new LabelBuilder()
    .setLabel(words.strength)
    .setRadioGroupComponent(new RadioGroupBuilder().setCustomId(STRENGTH).setRequired(false).addOptions(choices));
  const mask = new LabelBuilder()
    .setLabel(words.mask)
    .setDescription(words.maskHint)
    .setFileUploadComponent(new FileUploadBuilder().setCustomId(MASK).setRequired(false).setMinValues(0).setMaxValues(1));
  return new ModalBuilder()
    .setCustomId(customId('edit', turnId, name))
    .setTitle(words.editTitle(name))
    .addLabelComponents(instruction(words), strength, mask);
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
