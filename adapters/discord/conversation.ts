/** What is said in channels, threads and direct conversations, led to the program; what it cannot take is said kindly, once. */
import type { Message as DiscordMessage, PartialMessage } from 'discord.js';
import { PlatformError, sentenceOf } from '../../src/core/errors.ts';
import type { Thread } from '../../src/core/types.ts';
import { sentence, wordsOf } from './answer.ts';
import { type AskingPorts, limitReached, placeInLine, sayingNonce } from './asking.ts';
import { isSaid, type MessagePorts, mentions, messageCreated, messageEdited } from './messages.ts';
import { DISCORD, isOwnThread, missingIn, standingOfMessage, threadOf } from './place.ts';
import type { Words } from './words/index.ts';

/** How long a missing permission of a channel is not spoken of again. */
const TOLD_MS = 3_600_000;

export interface ConversationPorts extends AskingPorts, MessagePorts {
  readonly assets: AskingPorts['assets'];
  wordsIn(thread: Thread): Words;
}

export function createConversation(ports: ConversationPorts) {
  const toldMs = new Map<string, number>();

  async function said(message: DiscordMessage): Promise<void> {
    if (!isSaid(message)) return;
    const thread = threadOf(message.channel);
    const asks = await isAsking(message, thread);
    const words = ports.wordsIn(thread);
    if (asks) {
      const needs = missingIn(message.channel);
      if (needs.length > 0) return missing(message, words.missing(needs, `<#${message.channelId}>`));
    }
    const turnId = ports.turnIdOf(DISCORD, message.id);
    try {
      // No file is fetched for who may not ask now.
      const asker = { thread, authorId: message.author.id, ...standingOfMessage(message) };
      const barred = asks && message.attachments.size > 0 ? await limitReached(asker, words, ports) : undefined;
      if (barred) return await say(message, barred);
      const event = await messageCreated(message, ports);
      if (!event) return;
      if (asks) ports.board.expect(turnId, thread, { replyTo: message.id });
      const received = await ports.onEvent(event);
      if (received.kind === 'queued') return ports.board.queued(received.turn, await placeInLine(received.turn.id, ports));
      ports.board.forget(turnId);
      const answer = received.kind === 'stopped' || received.kind === 'limited' ? wordsOf(received, words) : undefined;
      if (answer) await say(message, answer);
    } catch (error) {
      ports.board.forget(turnId);
      if (!(error instanceof PlatformError)) ports.failed(error);
      if (asks) await say(message, sentenceOf(error, words.locale));
    }
  }

  async function isAsking(message: DiscordMessage, thread: Thread): Promise<boolean> {
    if (thread.isDirect || mentions(message, ports.selfId())) return true;
    const { messageId } = message.reference ?? {};
    if (messageId && (await ports.threads.get(thread.id, messageId))?.author.isSelf) return true;
    const hasWords = message.content !== '' || message.attachments.size > 0;
    return hasWords && isOwnThread(thread) && (await ports.takesPart(thread.id));
  }

  async function say(message: DiscordMessage, text: string): Promise<void> {
    const body = { components: [sentence(text)], kept: [], uploads: [], nonce: sayingNonce(message.id), replyTo: message.id };
    await ports.wire.create({ kind: 'channel', channelId: message.channelId }, body);
  }

  /** In the channel when that is allowed, else to the person directly. */
  async function missing(message: DiscordMessage, text: string): Promise<void> {
    const nowMs = ports.clock();
    if (nowMs - (toldMs.get(message.channelId) ?? Number.NEGATIVE_INFINITY) < TOLD_MS) return;
    toldMs.set(message.channelId, nowMs);
    const silent = missingIn(message.channel).some((need) => need === 'ViewChannel' || need.startsWith('SendMessages'));
    if (!silent) return say(message, text);
    const direct = await message.author.createDM();
    const body = { components: [sentence(text)], kept: [], uploads: [], nonce: sayingNonce(message.id) };
    await ports.wire.create({ kind: 'channel', channelId: direct.id }, body);
  }

  async function changed(message: DiscordMessage | PartialMessage): Promise<void> {
    const whole = message.partial ? await message.fetch() : message;
    if (!isSaid(whole)) return;
    const event = await messageEdited(whole, ports);
    if (event) await ports.onEvent(event);
  }

  /** A request that is taken back is not answered; a reply that is taken away while it is made is not made on. */
  async function gone(message: DiscordMessage | PartialMessage): Promise<void> {
    if (!message.channel) return; // the channel went first
    const thread = threadOf(message.channel);
    const turnId = ports.board.turnAt(message.id);
    if (!turnId && !(await ports.takesPart(thread.id))) return; // where it was never asked it keeps no book
    const id = `${message.id}:gone`;
    if (turnId) {
      // Only its maker and moderators can delete a message, and the maker is the bot.
      const event = { kind: 'action-invoke', id: `${id}:stop`, thread, authorId: ports.selfId(), moderates: true, turnId } as const;
      await ports.onEvent({ ...event, action: { kind: 'stop' } });
    }
    await ports.onEvent({ kind: 'message-delete', id, thread, messageId: message.id });
    await ports.board.withdraw(message.id);
  }

  return { said, changed, gone };
}
