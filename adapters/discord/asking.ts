/** A command that asks for something: it is let in, shown in the channel as a card, and becomes a message of the thread. */
import { createHash } from 'node:crypto';
import type {
  APIMessageTopLevelComponent,
  Attachment,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { sentenceOf } from '../../src/core/errors.ts';
import type { Allowance, Asker } from '../../src/core/limits.ts';
import type { AssetStore, Clock, Eta, Received, TurnQueue } from '../../src/core/ports.ts';
import type { Author, ChatEvent, ImagePart, Message, Part, PictureName, Thread } from '../../src/core/types.ts';
import { sentence, tell, wordsOf } from './answer.ts';
import { type AttachmentPorts, imageParts } from './attachments.ts';
import type { Board } from './board.ts';
import { filesFor } from './files.ts';
import { askerOf, DISCORD, isMember, missingIn, standingOfInteraction, threadOfInteraction } from './place.ts';
import { gallery } from './render.ts';
import type { Route, Wire } from './wire.ts';
import type { Words } from './words/index.ts';

/** Discord honours an interaction's token for 15 minutes; the last is left for the way. */
const TOKEN_MS = 14 * 60_000;

export interface AskingPorts extends AttachmentPorts {
  readonly assets: Pick<AssetStore, 'get' | 'put'>;
  readonly queue: Pick<TurnQueue, 'position' | 'eta'>;
  readonly board: Board;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly allowance: Allowance;
  turnIdOf(platform: string, eventId: string): string;
  onEvent(event: ChatEvent): Promise<Received>;
  /** Told of what failed and is not the asker's doing. */
  failed(error: unknown): void;
}

export type AskingInteraction = ChatInputCommandInteraction | MessageContextMenuCommandInteraction | ModalSubmitInteraction;

export interface Request {
  /** What is asked, given the names of the pictures that came along. */
  readonly text: string | ((names: readonly PictureName[]) => string);
  readonly attachments?: readonly Attachment[];
  /** Who sent these, where it is somebody else. */
  readonly sentBy?: Pick<Author, 'id' | 'name'> | undefined;
  readonly seed?: number | null;
  /** Opens the thread that the answer stands in, from the card. */
  readonly inNewThread?: (cardId: string) => Promise<Thread>;
}

export const routeOf = (interaction: { readonly token: string }, clock: Clock): Route => ({
  kind: 'token',
  token: interaction.token,
  untilMs: clock() + TOKEN_MS,
});

export async function ask(interaction: AskingInteraction, request: Request, words: Words, ports: AskingPorts): Promise<void> {
  const barred = missing(interaction, words) ?? (await limitReached(askerOf(interaction), words, ports));
  if (barred) return tell(interaction, sentence(barred));
  await interaction.deferReply();
  const { board, clock } = ports;
  const route = routeOf(interaction, clock);
  const turnId = ports.turnIdOf(DISCORD, interaction.id);
  const show = async (components: APIMessageTopLevelComponent[]) =>
    (await ports.wire.edit(route, '@original', { components, ...NO_FILES })).id;
  try {
    const place = threadOfInteraction(interaction);
    const sender = request.sentBy ?? { id: interaction.user.id, name: interaction.user.displayName };
    const pictures = await imageParts(place.id, request.attachments ?? [], sender, interaction.user.id, ports);
    const text = typeof request.text === 'string' ? request.text : request.text(pictures.map(({ name }) => name));
    let thread = place;
    if (isMember(interaction)) {
      const cardId = await showCard(text, pictures, route, interaction.attachmentSizeLimit, ports);
      thread = (await request.inNewThread?.(cardId)) ?? place;
      board.expect(turnId, thread, thread === place ? { replyTo: cardId } : {});
    } else {
      board.expect(turnId, place, { route, messageId: '@original', fileBytes: interaction.attachmentSizeLimit });
    }
    const received = await ports.onEvent(eventOf(interaction, text, request.seed, thread, pictures, clock()));
    if (received.kind === 'queued') {
      board.queued(received.turn, await placeInLine(received.turn.id, ports));
    } else {
      board.forget(turnId);
      await show([sentence(wordsOf(received, words) ?? words.noted)]);
    }
  } catch (error) {
    board.forget(turnId);
    ports.failed(error);
    await show([sentence(sentenceOf(error, words.locale))]);
  }
}

const NO_FILES = { kept: [], uploads: [] };

export async function placeInLine(
  turnId: string,
  { queue }: Pick<AskingPorts, 'queue'>,
): Promise<{ ahead: number; eta?: Eta | undefined }> {
  return { ahead: (await queue.position(turnId)) ?? 0, eta: await queue.eta(turnId) };
}

/** What was asked, for everyone: the words as a quotation, and the pictures that came along. */
async function showCard(
  text: string,
  pictures: readonly ImagePart[],
  route: Route,
  fileBytes: number,
  ports: AskingPorts,
): Promise<string> {
  const files = await filesFor(pictures, new Map(), ports.assets, fileBytes);
  const items = pictures.flatMap((picture) => {
    const fileName = files.nameOf(picture);
    return fileName ? [{ media: { url: `attachment://${fileName}` }, description: picture.alt.slice(0, 1024) }] : [];
  });
  const quoted = text.replaceAll('\n', '\n> ').slice(0, 3500);
  const components = [sentence(`> ${quoted}`), ...gallery(items)];
  return (await ports.wire.edit(route, '@original', { components, kept: [], uploads: files.uploads })).id;
}

function eventOf(
  interaction: AskingInteraction,
  text: string,
  seed: number | null | undefined,
  thread: Thread,
  pictures: readonly ImagePart[],
  nowMs: number,
): ChatEvent {
  const { id, user, member } = interaction;
  const name = member && 'displayName' in member ? member.displayName : user.displayName;
  const parts: Part[] = [{ kind: 'text', text }, ...pictures];
  const message: Message = {
    id,
    threadId: thread.id,
    author: { id: user.id, name, isBot: false, isSelf: false },
    parts,
    mentionsBot: true,
    sentAt: new Date(nowMs).toISOString(),
  };
  return { kind: 'message-create', id, thread, message, ...standingOfInteraction(interaction), ...(seed != null && { seed }) };
}

/** Said before anything is sent, so that nothing is refused later. */
function missing(interaction: AskingInteraction, words: Words): string | undefined {
  const { channel } = interaction;
  if (!channel || !interaction.inCachedGuild()) return undefined;
  const needs = missingIn(channel, interaction.appPermissions);
  return needs.length === 0 ? undefined : words.missing(needs, `<#${channel.id}>`);
}

/** Said before a card is shown, to the person alone; what intake decides has the last word. */
export async function limitReached(asker: Asker, words: Words, { allowance }: Pick<AskingPorts, 'allowance'>): Promise<string | undefined> {
  const limits = (await allowance(asker)).filter(({ left }) => left <= 0);
  const [last] = limits.sort((a, b) => (b.backAtMs ?? 0) - (a.backAtMs ?? 0));
  return last && words.limited(last, Math.ceil((last.backAtMs ?? 0) / 1000));
}

/** At most 25 characters, and the same for the same thing said. */
export const sayingNonce = (about: string): string => createHash('sha256').update(`say\n${about}`).digest('base64url').slice(0, 24);
