/** Buttons, menus and forms under a reply, as events; what became of them is shown where it matters. */
import type { ButtonInteraction, ModalSubmitInteraction, StringSelectMenuInteraction } from 'discord.js';
import { sentenceOf } from '../../src/core/errors.ts';
import { isPictureName } from '../../src/core/ledger.ts';
import { replyOf } from '../../src/core/thread.ts';
import type { Action } from '../../src/core/types.ts';
import { actionOf } from '../button.ts';
import { sentence, tell, tellMore, wordsOf } from './answer.ts';
import { type AskingPorts, placeInLine, routeOf } from './asking.ts';
import { maskAsset } from './attachments.ts';
import { row, stopButton } from './controls.ts';
import type { CustomId } from './custom-id.ts';
import { INSTRUCTION, MASK, REASON, STRENGTH, strengthOf } from './forms.ts';
import { DISCORD, isMember, moderates, standingOfInteraction, threadOfInteraction } from './place.ts';
import type { Words } from './words/index.ts';

const VARIATIONS = 4;

type Acting = ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;

/** What a button asks for; undefined when it only shows something, or makes no sense. */
export function actionOfButton(id: CustomId): Action | undefined {
  const { verb, block } = id;
  if (verb === 'good' || verb === 'bad') return { kind: 'rate', good: verb === 'good' };
  if (verb === 'start' && typeof block === 'number') return { kind: 'start', keep: Array.from({ length: block }, (_, place) => place) };
  return actionOf(id, VARIATIONS);
}

export function actionOfMenu({ verb, block }: CustomId, values: readonly string[]): Action | undefined {
  const [value = ''] = values;
  if (verb === 'keep') return { kind: 'start', keep: values.map(Number) };
  if (!isPictureName(value)) return undefined;
  if (verb === 'choose') return { kind: 'choose', picture: value };
  if (verb === 'restore' && typeof block === 'string') return { kind: 'restore', block, version: value };
  return undefined;
}

/** The edit of a form that was sent in. */
export async function actionOfForm(
  interaction: ModalSubmitInteraction,
  { verb, block }: CustomId,
  ports: AskingPorts,
): Promise<Action | undefined> {
  if (verb === 'appeal') {
    const reason = interaction.fields.getTextInputValue(REASON).trim();
    return { kind: 'appeal', ...(reason ? { reason } : {}) };
  }
  if (typeof block !== 'string') return undefined;
  const instruction = interaction.fields.getTextInputValue(INSTRUCTION).trim();
  const mask = interaction.fields.getUploadedFiles(MASK)?.first();
  const region = mask && { region: { mask: await maskAsset(mask, ports) } };
  const strength = strengthOf(interaction.fields.getRadioGroup(STRENGTH, false));
  return { kind: 'edit', block, instruction, ...region, ...(strength === undefined ? {} : { strength }) };
}

export async function act(
  interaction: Acting,
  turnId: string,
  wanted: () => Promise<Action | undefined> | Action | undefined,
  words: Words,
  ports: AskingPorts,
): Promise<void> {
  await interaction.deferUpdate();
  const { board } = ports;
  const thread = threadOfInteraction(interaction);
  const ownTurnId = ports.turnIdOf(DISCORD, interaction.id);
  try {
    const action = await wanted();
    if (!action) return await tell(interaction, sentence(words.unknownTurn));
    const isOwnReply = action.kind === 'vary' || action.kind === 'upscale';
    if (isOwnReply) board.expect(ownTurnId, thread, replyPlace(interaction, ports));
    const received = await ports.onEvent({
      ...{ kind: 'action-invoke', id: interaction.id, thread, authorId: interaction.user.id, ...standingOfInteraction(interaction) },
      moderates: moderates(interaction),
      ...{ turnId, action },
    });
    if (received.kind !== 'queued') {
      if (isOwnReply) board.forget(ownTurnId);
      const said = action.kind === 'delete' && received.kind === 'noted' ? undefined : wordsOf(received, words);
      if (said) await tell(interaction, sentence(said));
      return;
    }
    const line = await placeInLine(received.turn.id, ports);
    board.queued(received.turn, line, routeElsewhere(interaction, ports));
    if (replyOf(received.turn) === received.turn.id) return;
    const readyS = line.eta && Math.ceil((ports.clock() + line.eta.p90) / 1000);
    const status = [words.queued(line.ahead), readyS && words.ready(readyS)].filter(Boolean).join(' · ');
    const messageId = await tellMore(interaction, sentence(status), ...row(stopButton(received.turn.id, words)));
    board.watch(received.turn, routeOf(interaction, ports.clock), messageId);
  } catch (error) {
    board.forget(ownTurnId);
    ports.failed(error);
    await tell(interaction, sentence(sentenceOf(error, words.locale)));
  }
}

/** Where the bot is no member, only the interaction's token can change the message. */
const routeElsewhere = (interaction: Acting, { clock }: AskingPorts) => (isMember(interaction) ? undefined : routeOf(interaction, clock));

function replyPlace(interaction: Acting, ports: AskingPorts): Parameters<AskingPorts['board']['expect']>[2] {
  const route = routeElsewhere(interaction, ports);
  if (route) return { route, fileBytes: interaction.attachmentSizeLimit };
  return interaction.message ? { replyTo: interaction.message.id } : {};
}
