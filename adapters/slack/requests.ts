/** Requests that begin elsewhere than in a thread with the bot: /dream and the two shortcuts. Private first, unless the person says otherwise. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { ImagePart, Thread } from '../../src/core/types.ts';
import { type Corner, type Desk, forgetPerson, standingOf } from './desk.ts';
import { asMessage } from './events.ts';
import {
  command as commandSchema,
  type SlackFile,
  type SlackMessage,
  type StateValues,
  shortcut as shortcutSchema,
  teamOf,
  viewSubmission,
} from './payload.ts';
import type { Person } from './people.ts';
import { linkTo, threadAt } from './thread.ts';
import { editOfForm, editSentForm, illustrateForm, sayPage } from './views.ts';
import { escaped, mentionsIn, plainWords, shortened } from './words.ts';

const QUOTE_CHARS = 1500;
const HELP = [
  '*/dream* a red circle left of a blue square: I draw it for you alone; share it when you like it.',
  '*/dream* how does rain form?: I explain it in words and pictures.',
  '*/dream stop*: I stop everything you are waiting for. */dream forget me*: I remove what I keep of you.',
  'In a thread, mention me instead (Slack allows no commands there), or use "Illustrate this" and "Edit this image" in a message\'s menu.',
].join('\n');

/** What a request form carries along. */
const askAbout = z.object({ team: z.string(), channel: z.string(), ts: z.string(), files: z.array(z.string()) });

interface Request {
  /** Same id: same request. */
  readonly id: string;
  readonly team: string;
  readonly person: Person;
  readonly text: string;
  readonly pictures: readonly ImagePart[];
  /** A thread, a channel (a thread is begun in it), or undefined: the person's own direct messages. */
  readonly to: Corner | undefined;
}

export function listenToRequests(app: App, desk: Desk): void {
  app.command('/dream', async ({ ack, body }) => {
    const { team_id: team, channel_id: channel, user_id: user, text, trigger_id: id } = commandSchema.parse(body);
    const words = text.trim();
    if (/^(help|)$/i.test(words)) return void (await ack({ response_type: 'ephemeral', text: HELP }));
    await ack();
    const corner = { team, channel };
    const person = await desk.admit(team, user, corner);
    if (!person) return;
    if (/^(stop|cancel)$/i.test(words)) return stopAll(team, person, corner, id);
    if (/^forget me$/i.test(words)) {
      await forgetPerson(desk, team, person, `command:${id}`);
      return desk.whisper(corner, user, 'Forgotten: what you wrote to me, sent me and had drawn. What stands in Slack stays there.');
    }
    const to = (await desk.tables.settings.isPrivateFirst(team, user)) ? undefined : corner;
    const self = await desk.selfOf(team);
    await ask({ id: `command:${id}`, team, person, text: plainWords(words, self, (one) => one), pictures: [], to }, corner);
  });

  app.shortcut('illustrate', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const { trigger_id, user, channel, message } = shortcutSchema.parse(body);
    const place = { team, channel: channel.id, ts: message.thread_ts ?? message.ts };
    if (!(await desk.admit(team, user.id, place))) return;
    const self = await desk.selfOf(team);
    const names = await Promise.all(
      mentionsIn(message.text ?? '').map(async (id) => [id, (await desk.people.get(team, id)).name] as const),
    );
    const text = plainWords(message.text ?? '', self, (id) => new Map(names).get(id) ?? id);
    await desk.calls.call(team, 'views.open', { trigger_id, view: illustrateForm({ ...place, files: fileIds(message) }, text) });
  });

  app.shortcut('edit_image', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const { trigger_id, user, channel, message } = shortcutSchema.parse(body);
    const place = { team, channel: channel.id, ts: message.thread_ts ?? message.ts };
    if (!(await desk.admit(team, user.id, place))) return;
    await desk.calls.call(team, 'views.open', {
      trigger_id,
      view: await editViewFor(channel.id, message, { ...place, files: fileIds(message) }),
    });
  });

  async function editViewFor(channel: string, message: SlackMessage, about: z.infer<typeof askAbout>) {
    const replyId = (await desk.tables.messages.at(channel, message.ts))?.replyId;
    const asked = replyId === undefined ? undefined : await desk.tables.asked.get(replyId);
    if (asked) {
      const pictures = await picturesOfReply(asked.thread, asked.replyId);
      if (pictures.length > 0) return editOfForm({ replyId: asked.replyId, from: { team: about.team, channel, ts: about.ts } }, pictures);
    }
    return about.files.length > 0
      ? editSentForm(about)
      : sayPage('Edit this image', 'There is no picture in this message that I can edit.');
  }

  async function picturesOfReply(thread: Thread, replyId: string): Promise<ImagePart[]> {
    const messages = (await desk.threads.history(thread.id, 200)).filter(({ turnId }) => turnId === replyId);
    return messages.flatMap(({ parts }) => parts.filter((part): part is ImagePart => part.kind === 'image'));
  }

  app.view('dt_ask', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const { user, view } = viewSubmission.parse(body);
    const about = askAbout.parse(JSON.parse(view.private_metadata));
    const person = await desk.admit(team, user.id, about);
    if (!person) return;
    const stubs = about.files.map((id): SlackFile => ({ id, file_access: 'check_file_info' }));
    const { parts, refused } = await desk.pictures.take(team, stubs);
    for (const sentence of refused) await desk.whisper(about, user.id, sentence);
    const to = fieldOf(view.state.values, 'where') === 'thread' ? about : undefined;
    await ask({ id: `view:${view.id}`, team, person, text: fieldOf(view.state.values, 'words'), pictures: parts, to }, about);
  });

  /** Says in the open, or to the person alone, what was asked; the reply comes as an answer to that. */
  async function ask({ id, team, person, text, pictures, to }: Request, from: Corner): Promise<void> {
    const home = to ?? { team, channel: await directChannel(team, person.id) };
    const quote = `>${escaped(shortened(text, QUOTE_CHARS)).replaceAll('\n', '\n>')}`;
    const words = to ? `<@${person.id}> asked:\n${quote}` : `You asked:\n${quote}`;
    const { ts } = await desk.messages.postOnce({ key: `root:${id}`, to: home }, (mark) =>
      desk.calls.call(team, 'chat.postMessage', {
        channel: home.channel,
        text: words,
        unfurl_links: false,
        unfurl_media: false,
        ...mark,
        ...(home.ts === undefined ? {} : { thread_ts: home.ts }),
      }),
    );
    const thread = threadAt({ team, channel: home.channel, ts: home.ts ?? ts });
    const received = await desk.submit(
      { kind: 'message-create', id, thread, ...standingOf(team, person), message: asMessage(thread, ts, person, text, pictures, true) },
      home,
      person.id,
    );
    if (received?.kind === 'queued' && home.channel !== from.channel) {
      await desk.whisper(
        from,
        person.id,
        `I am on it, <${linkTo({ team, channel: home.channel, ts })}|in our direct messages>. You can share the reply from there.`,
      );
    }
  }

  async function directChannel(team: string, user: string): Promise<string> {
    const answer = await desk.calls.call(team, 'conversations.open', { users: user });
    return z.object({ channel: z.object({ id: z.string() }) }).parse(answer).channel.id;
  }

  async function stopAll(team: string, person: Person, from: Corner, id: string): Promise<void> {
    let stopped = 0;
    for (const { replyId, thread, authorId } of await desk.tables.asked.open(team, 1000)) {
      if (authorId !== person.id) continue;
      const received = await desk.act(replyId, { kind: 'stop' }, { id: `command:${id}:${replyId}`, thread, person, from });
      if (received?.kind === 'stopped') stopped += received.turnIds.length;
    }
    await desk.whisper(from, person.id, stopped === 0 ? 'You are waiting for nothing.' : `Stopped: ${stopped}.`);
  }
}

/** People's own files, and pictures that lie in a message's blocks. */
export function fileIds({ files, blocks = [] }: SlackMessage): string[] {
  const inBlocks = blocks.flatMap((block) => {
    const file = z.object({ type: z.literal('image'), slack_file: z.object({ id: z.string() }) }).safeParse(block);
    return file.success ? [file.data.slack_file.id] : [];
  });
  return [...files.filter(({ mimetype }) => mimetype?.startsWith('image/')).map(({ id }) => id), ...inBlocks].slice(0, 4);
}

/** What was written or chosen in a form. */
export function fieldOf(values: StateValues, blockId: string): string {
  const field = Object.values(values[blockId] ?? {})[0];
  return (field?.value ?? field?.selected_option?.value ?? '').trim();
}
