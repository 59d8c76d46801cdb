/** Commands, buttons, menus, forms and completions: each is led to what it asks for. */
import {
  type Attachment,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
  type RepliableInteraction,
} from 'discord.js';
import { sentenceOf } from '../../src/core/errors.ts';
import { isPictureName } from '../../src/core/ledger.ts';
import type { LedgerStore, ThreadStore } from '../../src/core/ports.ts';
import type { Author, ImagePart, PictureName, Thread } from '../../src/core/types.ts';
import { act, actionOfButton, actionOfForm, actionOfMenu } from './actions.ts';
import { sentence, tell } from './answer.ts';
import { type AskingPorts, ask, routeOf } from './asking.ts';
import { picturesAmong } from './attachments.ts';
import { isDeskChoice } from './card.ts';
import { menu, pictureOption, picturePanel } from './controls.ts';
import { type CustomId, customId, readCustomId } from './custom-id.ts';
import { press } from './desk.ts';
import { appealForm, editForm, INSTRUCTION, importForm } from './forms.ts';
import { findView, historyView, type LookupPorts, queueView, settingsView, type View, type Working } from './lookups.ts';
import { readable, senderOf } from './messages.ts';
import { askerOf, missingIn, moderates, threadOfInteraction } from './place.ts';
import { openSafety, type SafetyPorts, turnPage } from './safety.ts';
import { readSafetyId } from './safety-view.ts';
import { openThread } from './threads.ts';
import type { Tickets } from './tickets.ts';
import { answerVerify, filesIn, type VerifyPorts } from './verify.ts';
import { en } from './words/en.ts';
import { type Words, wordsFor } from './words/index.ts';

/** Which picture a form is about: one of the thread, or else files of somebody's message. */
export interface ImportMeant {
  readonly name?: PictureName;
  readonly attachments?: readonly Attachment[];
  readonly sentBy?: Pick<Author, 'id' | 'name'>;
}

export interface InteractionPorts extends AskingPorts, LookupPorts, SafetyPorts, VerifyPorts {
  readonly threads: Pick<ThreadStore, 'get' | 'history' | 'threads'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly wire: AskingPorts['wire'];
  readonly assets: AskingPorts['assets'];
  readonly queue: AskingPorts['queue'];
  readonly working: Working;
  readonly tickets: Tickets<ImportMeant>;
  readonly selfId: () => string;
}

/** Never rejects: what fails is said to the person, and told to the log when it is not theirs to mend. */
export async function receiveInteraction(interaction: Interaction, ports: InteractionPorts): Promise<void> {
  try {
    if (interaction.isAutocomplete()) await complete(interaction, ports);
    else if (interaction.isRepliable()) await route(interaction, wordsFor(interaction.locale), ports);
  } catch (error) {
    ports.failed(error);
    const isTooLate = error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction;
    if (interaction.isRepliable() && !isTooLate)
      await tell(interaction, sentence(sentenceOf(error, wordsFor(interaction.locale).locale))).catch(ports.failed);
  }
}

async function route(interaction: RepliableInteraction, words: Words, ports: InteractionPorts): Promise<void> {
  if (interaction.isChatInputCommand()) return commanded(interaction, words, ports);
  if (interaction.isMessageContextMenuCommand()) return aboutMessage(interaction, words, ports);
  if (!('customId' in interaction)) return;
  if (interaction.isButton() || interaction.isStringSelectMenu() || interaction.isChannelSelectMenu() || interaction.isModalSubmit()) {
    const safetyId = readSafetyId(interaction.customId);
    if (safetyId) return turnPage(interaction, safetyId, words, ports);
  }
  const id = readCustomId(interaction.customId);
  if (!id) return tell(interaction, sentence(words.unknownTurn));
  if (interaction.isModalSubmit()) {
    if (id.verb === 'import') return imported(interaction, id, words, ports);
    return act(interaction, id.replyId, () => actionOfForm(interaction, id, ports), words, ports);
  }
  if (interaction.isStringSelectMenu()) {
    const [picked = ''] = interaction.values;
    if (id.verb === 'pick' && isPictureName(picked)) return tell(interaction, ...picturePanel(id.replyId, picked, words));
    return act(interaction, id.replyId, () => actionOfMenu(id, interaction.values), words, ports);
  }
  if (!interaction.isButton()) return;
  if (isDeskChoice(id.verb)) return press(interaction, Number(id.replyId), id.verb, words, ports);
  if (id.verb === 'appeal') return void (await interaction.showModal(appealForm(id.replyId, words)));
  if (typeof id.block === 'string' && id.verb === 'edit') return void (await interaction.showModal(editForm(id.replyId, id.block, words)));
  if (typeof id.block === 'string' && id.verb === 'history') {
    const { block, replyId } = id;
    const thread = threadOfInteraction(interaction);
    return look(interaction, (fileBytes) => historyView(thread, replyId, block, fileBytes, words, ports), ports);
  }
  return act(interaction, id.replyId, () => actionOfButton(id), words, ports);
}

async function commanded(interaction: ChatInputCommandInteraction, words: Words, ports: InteractionPorts): Promise<void> {
  const { options } = interaction;
  const thread = threadOfInteraction(interaction);
  const named = (option: string): string => options.getString(option)?.trim() ?? '';
  const attached = (...names: string[]) => names.flatMap((name) => options.getAttachment(name) ?? []);
  switch (interaction.commandName) {
    case 'dream': {
      const text = `draw ${named('prompt')}`;
      return ask(interaction, { text, attachments: attached('image'), seed: options.getInteger('seed') }, words, ports);
    }
    case 'edit':
    case 'describe': {
      const attachments = attached('image');
      const known = attachments.length > 0 ? undefined : await pictureNamed(named('picture'), thread, ports);
      if (known === undefined && attachments.length === 0) return tell(interaction, sentence(words.noPicture));
      if (known === false) return tell(interaction, sentence(words.unknownPicture(named('picture'))));
      const say = (name: PictureName): string =>
        interaction.commandName === 'describe' ? `What is in ${name}?` : editOf(name, named('instruction'));
      return ask(interaction, { text: ([sent]) => say(known ?? sent ?? '#1'), attachments }, words, ports);
    }
    case 'blend': {
      const text = ['Blend these pictures', named('prompt')].filter(Boolean).join(': ');
      return ask(interaction, { text, attachments: attached('image', 'image2', 'image3', 'image4') }, words, ports);
    }
    case 'thread':
      return openThread(interaction, named('question'), named('title'), words, ports);
    case 'find': {
      const { guildId } = interaction;
      return look(interaction, (fileBytes) => findView(thread, guildId, named('words'), fileBytes, words, ports), ports);
    }
    case 'queue':
      return look(interaction, () => queueView(askerOf(interaction), words, ports), ports);
    case 'verify':
      return answerVerify(interaction, attached('image'), words, ports);
    case 'safety':
      return openSafety(interaction, words, ports);
    case 'forget':
      return forget(interaction, named('what'), thread, words, ports);
    case 'settings': {
      const { channel } = interaction;
      const needs = channel && interaction.inCachedGuild() ? missingIn(channel, interaction.appPermissions) : [];
      const missing = needs.length === 0 ? undefined : words.missing(needs, `<#${interaction.channelId}>`);
      return look(interaction, () => settingsView(askerOf(interaction), ports.working, missing, words, ports), ports);
    }
  }
}

/** A person may have what is theirs forgotten; all that is kept of a place, who may delete it there, and one alone with the bot. */
async function forget(
  interaction: ChatInputCommandInteraction,
  what: string,
  thread: Thread,
  words: Words,
  { onEvent }: InteractionPorts,
): Promise<void> {
  if (what === 'thread' && !thread.isDirect && !moderates(interaction)) return tell(interaction, sentence(words.onlyModerators));
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const { id, user } = interaction;
  await onEvent({ kind: 'command-invoke', id, thread, authorId: user.id, command: 'forget', argument: what });
  await interaction.editReply({ components: [sentence(words.forgotten)], flags: MessageFlags.IsComponentsV2 });
}

/** As the model is used to hear it. */
const editOf = (name: PictureName, instruction: string): string => `in ${name}, ${instruction}`;

/** The picture of that name, or the newest; undefined when there is none at all, false when none has the name. */
async function pictureNamed(name: string, thread: Thread, { ledger }: InteractionPorts): Promise<PictureName | undefined | false> {
  const names = (await ledger.rows(thread.id)).map((row) => row.name);
  if (name === '') return names.at(-1);
  const wanted = name.startsWith('#') ? name : `#${name}`;
  return names.find((one) => one === wanted) ?? false;
}

async function look(
  interaction: RepliableInteraction,
  view: (fileBytes: number) => Promise<View>,
  { wire, clock }: InteractionPorts,
): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const { components, uploads } = await view(interaction.attachmentSizeLimit);
  await wire.edit(routeOf(interaction, clock), '@original', { components, kept: [], uploads });
}

/** Names of pictures, newest first, by what was typed of the name or the caption. */
async function complete(interaction: AutocompleteInteraction, { ledger }: InteractionPorts): Promise<void> {
  const typed = interaction.options.getFocused().toLowerCase();
  const rows = (await ledger.rows(threadOfInteraction(interaction).id)).reverse();
  const fitting = rows.filter(({ name, caption }) => name.includes(typed) || caption.toLowerCase().includes(typed)).slice(0, 25);
  await interaction.respond(fitting.map(({ name, caption }) => ({ name: `${name} · ${caption}`.slice(0, 100), value: name })));
}

// ── commands on a message ──────────────────────────────────────────────────────────────────────────────────────

async function aboutMessage(interaction: MessageContextMenuCommandInteraction, words: Words, ports: InteractionPorts): Promise<void> {
  const { targetMessage: target, commandName } = interaction;
  if (commandName === en.commands.verifyMessage[0]) return answerVerify(interaction, filesIn(target), words, ports);
  const thread = threadOfInteraction(interaction);
  const stored = await ports.threads.get(thread.id, target.id);
  const parts = stored?.parts ?? [];
  const shown = parts.filter((part): part is ImagePart => part.kind === 'image');
  const attachments = picturesAmong(target.attachments.values());
  const sentBy = senderOf(target);
  if (commandName === en.commands.illustrate[0]) {
    const kept = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
    const text = kept || readable(target, ports.selfId());
    if (text === '') return tell(interaction, sentence(words.noWordsThere));
    return ask(interaction, { text: `Illustrate this: ${text}` }, words, ports);
  }
  if (shown.length === 0 && attachments.length === 0) return tell(interaction, sentence(words.noPictureThere));
  if (commandName === en.commands.describeMessage[0]) {
    if (shown.length > 0) return ask(interaction, { text: `What is in ${shown.map(({ name }) => name).join(', ')}?` }, words, ports);
    return ask(interaction, { text: ([sent]) => `What is in ${sent}?`, attachments, sentBy }, words, ports);
  }
  const [first, ...more] = shown;
  if (stored?.author.isSelf && stored.turnId && first) {
    if (more.length === 0) return void (await interaction.showModal(editForm(stored.turnId, first.name, words)));
    const options = shown.map(({ name, alt }) => pictureOption({ name, caption: alt }));
    return tell(interaction, sentence(words.picture), ...menu(customId('pick', stored.turnId), words.pick, options));
  }
  await interaction.showModal(importForm(ports.tickets.give(first ? { name: first.name } : { attachments, sentBy }), words));
}

async function imported(
  interaction: ModalSubmitInteraction,
  { replyId: ticket }: CustomId,
  words: Words,
  ports: InteractionPorts,
): Promise<void> {
  const meant = ports.tickets.take(ticket);
  if (!meant) return tell(interaction, sentence(words.formExpired));
  const instruction = interaction.fields.getTextInputValue(INSTRUCTION).trim();
  const text = ([sent]: readonly PictureName[]): string => editOf(meant.name ?? sent ?? '#1', instruction);
  return ask(interaction, { text, attachments: meant.attachments ?? [], sentBy: meant.sentBy }, words, ports);
}
