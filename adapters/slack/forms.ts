/** What comes back from the forms under a reply: a change, variations, a reason, a channel. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { isPictureName } from '../../src/core/ledger.ts';
import type { PictureName, Region, Thread } from '../../src/core/types.ts';
import { renderCopy } from './blocks.ts';
import type { Corner, Desk } from './desk.ts';
import { type StateValues, teamOf, viewSubmission } from './payload.ts';
import type { Person } from './people.ts';
import { fieldOf } from './requests.ts';
import { placeOf } from './thread.ts';

const REASON_CHARS = 1000;

const corner = z.object({ team: z.string(), channel: z.string(), ts: z.string().optional() });
const formAbout = z.object({ replyId: z.string(), block: z.union([z.string(), z.number()]).optional(), from: corner });

export function listenToForms(app: App, desk: Desk): void {
  /** What is in a form, and who sent it; undefined when that person is not answered. */
  async function submitted(given: unknown, team: string) {
    const { user, view } = viewSubmission.parse(given);
    const { replyId, block, from } = formAbout.parse(JSON.parse(view.private_metadata));
    const thread = (await desk.tables.asked.get(replyId))?.thread;
    const person = thread && (await desk.admit(team, user.id, from));
    return person && { replyId, block, from, thread, person, values: view.state.values, id: `${team}:view:${view.id}` };
  }

  app.view('dt_edit', async ({ ack, body, context }) => {
    await ack();
    const form = await submitted(body, teamOf(context));
    const block = form && pictureMeant(form.block, form.values);
    if (!form || !block) return;
    const region = await regionIn(form.values, form.from, form.person.id);
    const instruction = fieldOf(form.values, 'instruction');
    const strength = Number(fieldOf(form.values, 'strength'));
    const change = { ...(region ? { region } : {}), ...(strength > 0 ? { strength } : {}) };
    await desk.act(form.replyId, { kind: 'edit', block, instruction, ...change }, form);
  });

  /** A mask says it more exactly than words. */
  async function regionIn(values: StateValues, from: Corner, user: string): Promise<Region | undefined> {
    const sent = Object.values(values.mask ?? {})[0]?.files ?? [];
    const stubs = sent.map(({ id }) => ({ id, file_access: 'check_file_info' }));
    const { parts, refused } = await desk.pictures.take(from.team, stubs);
    for (const sentence of refused) await desk.whisper(from, user, sentence);
    if (parts[0]) return { mask: parts[0].asset };
    const words = fieldOf(values, 'region');
    return words ? { words } : undefined;
  }

  app.view('dt_vary', async ({ ack, body, context }) => {
    await ack();
    const form = await submitted(body, teamOf(context));
    const block = form && pictureMeant(form.block, form.values);
    if (form && block) await desk.act(form.replyId, { kind: 'vary', block, count: Number(fieldOf(form.values, 'count')) }, form);
  });

  app.view('dt_appeal', async ({ ack, body, context }) => {
    await ack();
    const form = await submitted(body, teamOf(context));
    if (!form) return;
    const reason = fieldOf(form.values, 'reason').slice(0, REASON_CHARS);
    await desk.act(form.replyId, { kind: 'appeal', ...(reason ? { reason } : {}) }, form);
  });

  app.view('dt_rate', async ({ ack, body, context }) => {
    await ack();
    const form = await submitted(body, teamOf(context));
    if (!form) return;
    const reason = [fieldOf(form.values, 'reason'), fieldOf(form.values, 'more')].filter(Boolean).join(': ');
    await desk.act(form.replyId, { kind: 'rate', good: false, reason: reason.slice(0, REASON_CHARS) }, form);
  });

  app.view('dt_share', async ({ ack, body, context }) => {
    await ack();
    const form = await submitted(body, teamOf(context));
    if (!form || !(await desk.isTheirs(form.replyId, form.person, form.from))) return;
    const channel = channelIn(form.values);
    if (channel) await share(form.replyId, form.thread, channel, form.person, form.from);
  });

  /** Once in each channel, however often it is asked for; a long reply as a thread under its first message. */
  async function share(replyId: string, thread: Thread, channel: string, person: Person, from: Corner): Promise<void> {
    const { team } = placeOf(thread);
    const history = await desk.threads.history(thread.id, 200);
    let root: string | undefined;
    for (const [index, { parts }] of history.filter(({ turnId }) => turnId === replyId).entries()) {
      const key = `share:${replyId}:${channel}:${index}`;
      const pictures = parts.filter((part) => part.kind === 'image');
      const content = renderCopy(replyId, parts, person.id, await desk.messages.optionsFor(thread, pictures));
      const below = root === undefined ? {} : { thread_ts: root };
      const post = (mark: object) =>
        desk.calls.call(team, 'chat.postMessage', {
          ...{ channel, unfurl_links: false, unfurl_media: false, ...below },
          ...content,
          ...mark,
        } as never);
      try {
        const { ts } = await desk.messages.postOnce({ key, replyId, to: { team, channel, ts: root } }, post);
        root ??= ts;
      } catch {
        return desk.whisper(from, person.id, `I could not post in <#${channel}>: invite me there first (/invite).`);
      }
    }
    await desk.whisper(from, person.id, root === undefined ? 'There is nothing left of this reply to share.' : `Shared in <#${channel}>.`);
  }
}

/** The picture that a form was opened for, or that was chosen in it. */
function pictureMeant(block: string | number | undefined, values: StateValues): PictureName | undefined {
  const name = block ?? fieldOf(values, 'picture');
  return typeof name === 'string' && isPictureName(name) ? name : undefined;
}

const channelIn = (values: StateValues): string | undefined => Object.values(values.channel ?? {})[0]?.selected_conversation ?? undefined;
