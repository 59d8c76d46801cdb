/** What is said on Discord, as events. */
import { type Message as DiscordMessage, MessageType } from 'discord.js';
import type { ThreadStore } from '../../src/core/ports.ts';
import type { Author, ChatEvent, ImagePart, Message, Part, Thread } from '../../src/core/types.ts';
import { type AttachmentPorts, imageParts, noPicture, picturesAmong } from './attachments.ts';
import { isOwnThread, standingOfMessage, threadOf } from './place.ts';

export interface MessagePorts extends AttachmentPorts {
  readonly threads: Pick<ThreadStore, 'get'>;
  readonly selfId: () => string;
  /** Whether the bot was ever asked in a thread. */
  takesPart(threadId: string): Promise<boolean>;
}

type MessageEvent = Extract<ChatEvent, { kind: 'message-create' | 'message-edit' }>;

/** Written by a person. Joins, pins and the like are not. */
export const isSaid = (message: DiscordMessage): boolean =>
  !message.author.bot && message.webhookId === null && (message.type === MessageType.Default || message.type === MessageType.Reply);

/** Said to the bot by name: a mention, also by its role, or a reply that pings it. */
export function mentions(message: DiscordMessage, selfId: string): boolean {
  if (message.mentions.users.has(selfId)) return true;
  const role = message.guild?.roles.botRoleFor(selfId);
  return role ? message.mentions.roles.has(role.id) : false;
}

/**
 * A message as an event; undefined when it is none of the bot's business: talk where it was never asked, or words that
 * Discord keeps from it because the message content intent is off. Throws PlatformError when its pictures cannot be read.
 */
export async function messageCreated(
  message: DiscordMessage<true> | DiscordMessage,
  ports: MessagePorts,
): Promise<MessageEvent | undefined> {
  const thread = threadOf(message.channel);
  const mentionsBot = mentions(message, ports.selfId());
  const isReplyToBot = message.reference?.messageId
    ? (await ports.threads.get(thread.id, message.reference.messageId))?.author.isSelf === true
    : false;
  const isAddressed = thread.isDirect || mentionsBot || isReplyToBot;
  if (!isAddressed && !(await ports.takesPart(thread.id))) return undefined;
  if (!isAddressed && message.content === '' && message.attachments.size === 0) return undefined;
  // What is posted among others in a channel is not taken along: a reply can point at it.
  const attached = isAddressed || isOwnThread(thread) ? picturesAmong(message.attachments.values()) : [];
  const [unread] = isAddressed && attached.length === 0 ? message.attachments.values() : [];
  if (unread) throw noPicture(unread);
  const pictures = await imageParts(thread.id, attached, senderOf(message), message.author.id, ports);
  const pointedAt = isAddressed && pictures.length === 0 ? await picturesRepliedTo(message, thread, ports) : [];
  return {
    kind: 'message-create',
    id: message.id,
    thread,
    ...standingOfMessage(message),
    message: messageOf(message, thread, mentionsBot, [...pictures, ...pointedAt], ports.selfId()),
  };
}

/** An edit changes what the bot read before; one of a message that it never kept changes nothing. */
export async function messageEdited(message: DiscordMessage, ports: MessagePorts): Promise<MessageEvent | undefined> {
  if (message.editedTimestamp === null) return undefined; // a link preview was added
  const thread = threadOf(message.channel);
  const stored = await ports.threads.get(thread.id, message.id);
  if (!stored) return undefined;
  const attached = picturesAmong(message.attachments.values());
  const known = stored.parts.filter((part): part is ImagePart => part.kind === 'image');
  const pictures =
    attached.length === known.length ? known : await imageParts(thread.id, attached, senderOf(message), message.author.id, ports);
  return {
    kind: 'message-edit',
    id: `${message.id}:${message.editedTimestamp}`,
    thread,
    message: messageOf(message, thread, stored.mentionsBot, pictures, ports.selfId()),
  };
}

/** "Make this one blue", said in reply to a picture that somebody posted: the picture comes along. */
async function picturesRepliedTo(message: DiscordMessage, thread: Thread, ports: MessagePorts): Promise<ImagePart[]> {
  const { messageId } = message.reference ?? {};
  const repliedTo = messageId && message.channel.messages.cache.get(messageId);
  if (!repliedTo || repliedTo.author.id === ports.selfId() || (await ports.threads.get(thread.id, repliedTo.id))) return [];
  return imageParts(thread.id, picturesAmong(repliedTo.attachments.values()), senderOf(repliedTo), message.author.id, ports);
}

const nameOf = (message: DiscordMessage): string => message.member?.displayName ?? message.author.displayName;
export const senderOf = (message: DiscordMessage): Pick<Author, 'id' | 'name'> => ({ id: message.author.id, name: nameOf(message) });

function messageOf(message: DiscordMessage, thread: Thread, mentionsBot: boolean, pictures: readonly ImagePart[], selfId: string): Message {
  const text = readable(message, selfId);
  const mentioned = [...message.content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id]) => (id && id !== selfId ? [id] : []));
  const parts: Part[] = text === '' ? [...pictures] : [{ kind: 'text', text }, ...pictures];
  return {
    id: message.id,
    threadId: thread.id,
    author: { id: message.author.id, name: nameOf(message), isBot: false, isSelf: false },
    parts,
    mentionsBot,
    ...(mentioned.length > 0 && { mentions: mentioned }),
    sentAt: message.createdAt.toISOString(),
    ...(message.reference?.messageId && { replyToId: message.reference.messageId }),
  };
}

/** The words as people see them: names in the place of numbers, and no mention of the bot itself. */
export function readable(message: Pick<DiscordMessage, 'content' | 'mentions' | 'guild'>, selfId: string): string {
  const botRole = message.guild?.roles.botRoleFor(selfId)?.id;
  return message.content
    .replace(/<@!?(\d+)>/g, (_, id: string) => (id === selfId ? ' ' : `@${message.mentions.users.get(id)?.displayName ?? 'somebody'}`))
    .replace(/<@&(\d+)>/g, (_, id: string) => (id === botRole ? ' ' : `@${message.mentions.roles.get(id)?.name ?? 'some'}`))
    .replace(/<#(\d+)>/g, (_, id: string) => message.guild?.channels.cache.get(id)?.name ?? 'a channel')
    .replace(/<a?:(\w+):\d+>/g, ':$1:')
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}
