/** Messages, edits, deletions, reactions, Slack's Stop button, and people who open the app. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { ImagePart, Message, Part, Thread } from '../../src/core/types.ts';
import { type Desk, standingOf } from './desk.ts';
import { publishHome } from './home.ts';
import {
  homeEvent,
  type MessageEvent,
  messageEvent,
  messageSchema,
  reactionEvent,
  type SlackMessage,
  stoppedEvent,
  teamOf,
} from './payload.ts';
import type { Person } from './people.ts';
import { type ChannelType, type Place, placeOf, threadAt, timeOf } from './thread.ts';
import { mentionsIn, plainWords } from './words.ts';

/** What people write; everything else with a subtype is Slack's own notices. */
const WRITTEN = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast', 'me_message']);
/** What was said in a thread before the bot was called into it. */
const BACKFILL_MESSAGES = 30;
const OPEN_AT_MOST = 1000;
const TAKEN_AT_MOST = 10_000;
/** What a reaction says of a reply; skin tones aside. */
const OPINIONS = new Map([
  ...['+1', 'thumbsup', 'heart', 'heart_eyes', 'tada'].map((name) => [name, true] as const),
  ...['-1', 'thumbsdown'].map((name) => [name, false] as const),
]);
const PROMPTS = [
  { title: 'Explain with pictures', message: 'How does rain form? Show me.' },
  { title: 'Draw something', message: 'Draw a red circle left of a blue square.' },
  { title: 'Change a picture', message: 'Make #1 at night.' },
  { title: 'What can you do?', message: 'What can you draw and explain?' },
];

const repliesPage = z.object({ messages: z.array(messageSchema).default([]) });

export function listenToEvents(app: App, desk: Desk): void {
  /** Messages that this process is done with; those of earlier ones intake knows. */
  const taken = new Set<string>();

  app.event('message', ({ event, context }) => heard(teamOf(context), messageEvent.parse(event)));
  app.event('app_mention', ({ event, context }) => heard(teamOf(context), messageEvent.parse(event)));
  app.event('reaction_added', ({ event, context }) => reacted(teamOf(context), reactionEvent.parse(event)));
  app.event('app_home_opened', ({ event, context }) => opened(teamOf(context), homeEvent.parse(event)));
  // Not in Bolt's list of event names yet.
  app.event(/^agent_session_stopped$/, ({ event, context }) => stopped(teamOf(context), event));

  async function heard(team: string, event: MessageEvent): Promise<void> {
    const { channel, channel_type: type } = event;
    const about =
      event.subtype === 'message_changed' ? event.message : event.subtype === 'message_deleted' ? event.previous_message : event;
    if (!about) return;
    const place = { team, channel, ts: about.thread_ts ?? about.ts };
    await desk.inOrder(`${team} ${channel} ${place.ts}`, async () => {
      if (event.subtype === 'message_changed') await changed(place, type, about, event.previous_message);
      else if (event.subtype === 'message_deleted') await deleted(place, type, event.deleted_ts ?? about.ts);
      else if (WRITTEN.has(event.subtype)) await written(place, type, about);
    });
  }

  async function written(place: Place, type: ChannelType, message: SlackMessage): Promise<void> {
    const { team, channel } = place;
    const id = `${team}:${channel}:${message.ts}`;
    if (!message.user || message.bot_id || taken.has(id)) return; // app_mention and message tell of the same one
    const self = await desk.selfOf(team);
    if (message.user === self) return;
    const thread = threadAt(place, type);
    const mentioned = mentionsIn(message.text ?? '');
    const mentionsBot = mentioned.includes(self);
    const takesPart = (await desk.threads.history(thread.id, 1)).length > 0;
    if (!thread.isDirect && !mentionsBot && !takesPart) return;
    // "@Ada what do you think?" is meant for Ada.
    if (!thread.isDirect && !mentionsBot && /^\s*<@/.test(message.text ?? '')) return;
    const person = await desk.admit(team, message.user, thread.isDirect || mentionsBot ? place : undefined);
    if (taken.size >= TAKEN_AT_MOST) taken.clear();
    if (!person) return void taken.add(id);
    if (!thread.isDirect && !takesPart && message.thread_ts !== undefined) await backfill(place, thread, message.ts);
    await handIn(place, thread, message, person, mentionsBot || thread.isDirect);
    taken.add(id);
  }

  async function handIn(place: Place, thread: Thread, message: SlackMessage, person: Person, mentionsBot: boolean): Promise<void> {
    const { team, channel } = place;
    const { parts: pictures, refused } = await desk.pictures.take(team, message.files);
    for (const sentence of refused) await desk.whisper(place, person.id, sentence);
    const text = await wordsIn(team, message.text ?? '');
    if (text === '' && pictures.length === 0 && refused.length > 0) return;
    const id = `${team}:${channel}:${message.ts}`;
    await desk.submit(
      {
        ...{ kind: 'message-create', id, thread, ...standingOf(team, person) },
        message: { ...asMessage(thread, message.ts, person, text, pictures, mentionsBot), ...(await mentionsOf(team, message.text ?? '')) },
      },
      place,
      person.id,
    );
  }

  /** Of people other than the bot. */
  async function mentionsOf(team: string, text: string): Promise<Pick<Message, 'mentions'>> {
    const self = await desk.selfOf(team);
    const mentions = mentionsIn(text).filter((id) => id !== self);
    return mentions.length > 0 ? { mentions } : {};
  }

  async function wordsIn(team: string, text: string): Promise<string> {
    const self = await desk.selfOf(team);
    const names = new Map<string, string>();
    for (const id of mentionsIn(text).slice(0, 10)) {
      if (id !== self)
        names.set(
          id,
          await desk.people.get(team, id).then(
            ({ name }) => name,
            () => id,
          ),
        );
    }
    return plainWords(text, self, (id) => names.get(id) ?? id);
  }

  /** Kept as context, as if the bot had been there. */
  async function backfill(place: Place, thread: Thread, before: string): Promise<void> {
    const { team, channel, ts } = place;
    const answer = await desk.calls.call(team, 'conversations.replies', {
      channel,
      ts,
      limit: BACKFILL_MESSAGES,
      latest: before,
      inclusive: false,
    });
    for (const message of repliesPage.parse(answer).messages) {
      if (message.ts >= before || !message.user || message.bot_id || !WRITTEN.has(message.subtype)) continue;
      const person = await desk.admit(team, message.user, undefined);
      if (person) await handIn(place, thread, message, person, false);
    }
  }

  /** Slack also calls it a change when it shows a link's preview. */
  async function changed(place: Place, type: ChannelType, message: SlackMessage, before: SlackMessage | undefined): Promise<void> {
    const { team, channel } = place;
    const thread = threadAt(place, type);
    const stored = await desk.threads.get(thread.id, message.ts);
    if (!stored || stored.author.isSelf || (before && before.text === message.text && before.files.length === message.files.length)) return;
    const text = await wordsIn(team, message.text ?? '');
    const pictures = message.files.length > 0 ? stored.parts.filter((part): part is ImagePart => part.kind === 'image') : [];
    const id = `${team}:${channel}:${message.ts}:edit:${message.edited?.ts ?? ''}`;
    await desk.submit(
      {
        kind: 'message-edit',
        id,
        thread,
        message: { ...stored, parts: partsOf(text, pictures), ...(await mentionsOf(team, message.text ?? '')) },
      },
      place,
      stored.author.id,
    );
  }

  async function deleted(place: Place, type: ChannelType, ts: string): Promise<void> {
    const { team, channel } = place;
    const thread = threadAt(place, type);
    const stored = await desk.threads.get(thread.id, ts);
    if (!stored || stored.author.isSelf) return;
    await desk.submit({ kind: 'message-delete', id: `${team}:${channel}:${ts}:delete`, thread, messageId: ts }, place, stored.author.id);
  }

  /** :x: on a request or on its reply stops it; a thumb or a heart on a reply says whether it was good. */
  async function reacted(team: string, { user, reaction, event_ts, item }: z.infer<typeof reactionEvent>): Promise<void> {
    const { channel, ts } = item;
    if (channel === undefined || ts === undefined) return;
    const sent = (await desk.tables.messages.at(channel, ts))?.replyId;
    const good = OPINIONS.get(reaction.split('::', 1)[0] ?? '');
    const rated = good !== undefined && sent ? await desk.tables.asked.get(sent) : undefined;
    if (rated && good !== undefined) {
      const from = placeOf(rated.thread);
      const person = await desk.admit(team, user, from);
      const id = `${team}:${channel}:${ts}:${reaction}:${user}:${event_ts}`;
      if (person) await desk.act(rated.replyId, { kind: 'rate', good }, { id, thread: rated.thread, person, from });
    }
    if (reaction !== 'x') return;
    const open = await desk.tables.asked.open(team, OPEN_AT_MOST);
    const asked = open.find(
      ({ replyId, thread, messageId }) => replyId === sent || (placeOf(thread).channel === channel && messageId === ts),
    );
    if (!asked) return;
    const from = placeOf(asked.thread);
    const person = await desk.admit(team, user, from);
    if (person)
      await desk.act(
        asked.replyId,
        { kind: 'stop' },
        { id: `${team}:${channel}:${ts}:x:${user}:${event_ts}`, thread: asked.thread, person, from },
      );
  }

  /** Slack has closed the streams of this thread; the work stops only when the person may stop it. */
  async function stopped(team: string, given: unknown): Promise<void> {
    const { channel, thread_ts: ts, user, event_ts } = stoppedEvent.parse(given);
    const { streaming_message_ts: closed } = z.object({ streaming_message_ts: z.array(z.string()).default([]) }).parse(given);
    desk.messages.closed(channel, closed);
    const from = { team, channel, ts };
    const person = await desk.admit(team, user, from);
    if (!person) return;
    for (const { replyId, thread } of await desk.tables.asked.open(team, OPEN_AT_MOST)) {
      const at = placeOf(thread);
      if (at.channel !== channel || at.ts !== ts) continue;
      await desk.act(replyId, { kind: 'stop' }, { id: `${team}:${channel}:${ts}:stopped:${replyId}:${event_ts}`, thread, person, from });
    }
  }

  async function opened(team: string, { user, tab, channel }: z.infer<typeof homeEvent>): Promise<void> {
    if (tab === 'home') return publishHome(desk, team, user);
    if (tab !== 'messages' || channel === undefined) return;
    const title = 'Hello! Ask me anything: I answer in words and pictures, and change the pictures as you like.';
    // Without thread_ts: with one, the call has no effect in the agent view.
    await desk.calls
      .callIfRoom(team, 'assistant.threads.setSuggestedPrompts', { channel_id: channel, title, prompts: PROMPTS })
      .catch(() => undefined);
  }
}

const partsOf = (text: string, pictures: readonly ImagePart[]): Part[] => [...(text ? [{ kind: 'text', text } as const] : []), ...pictures];

export function asMessage(
  thread: Thread,
  ts: string,
  person: Person,
  text: string,
  pictures: readonly ImagePart[],
  mentionsBot: boolean,
): Message {
  return {
    id: ts,
    threadId: thread.id,
    author: { id: person.id, name: person.name, isBot: false, isSelf: false },
    parts: partsOf(text, pictures),
    mentionsBot,
    sentAt: timeOf(ts),
  };
}
