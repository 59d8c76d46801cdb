/** Buttons under a reply, and the forms they open. What they do is decided by the program; who may, too. */
import type { App, types } from '@slack/bolt';
import { z } from 'zod';
import { isPictureName } from '../../src/core/ledger.ts';
import type { Action, ImagePart, Thread } from '../../src/core/types.ts';
import { actionOf } from '../button.ts';
import { pictureBlock, renderCopy } from './blocks.ts';
import { type Target, targetOf, type Verb } from './buttons.ts';
import { type Corner, type Desk, wordsOf } from './desk.ts';
import { publishHome } from './home.ts';
import { keepReply } from './keep.ts';
import { type BlockAction, blockAction, type StateValues, teamOf, viewSubmission } from './payload.ts';
import type { Person } from './people.ts';
import { fieldOf } from './requests.ts';
import { placeOf } from './thread.ts';
import { editForm, historyPage, rateForm, sayPage, shareForm, waitPage, whyPage } from './views.ts';

const VARIATIONS = 2;
const REASON_CHARS = 1000;

type Pressed = BlockAction & { readonly team: string };

const corner = z.object({ team: z.string(), channel: z.string(), ts: z.string().optional() });
const formAbout = z.object({ replyId: z.string(), block: z.union([z.string(), z.number()]).optional(), from: corner });

export function listenToActions(app: App, desk: Desk): void {
  app.action(/^dt:keepstep:/, ({ ack }) => ack());

  app.action(/^dt:(?!keepstep)/, async ({ ack, body, context }) => {
    await ack();
    const pressed = { ...blockAction.parse(body), team: teamOf(context) };
    const target = targetOf(pressed.actions[0]?.action_id ?? '');
    const thread = target && threadOf(target.replyId);
    const from = cornerOf(pressed, thread);
    if (!target || !thread) return desk.whisper(from, pressed.user.id, 'I no longer know what this belongs to: ask again.');
    const person = await desk.admit(pressed.team, pressed.user.id, from);
    if (person) await press(pressed, target, thread, person, from);
  });

  const threadOf = (replyId: string): Thread | undefined => desk.tables.asked.get(replyId)?.thread;

  function cornerOf({ team, channel, message }: Pressed, thread: Thread | undefined): Corner {
    if (channel) return { team, channel: channel.id, ...(message ? { ts: message.thread_ts ?? message.ts } : {}) };
    return thread ? placeOf(thread) : { team, channel: '' };
  }

  async function press(
    pressed: Pressed,
    { verb: given, replyId, block }: Target,
    thread: Thread,
    person: Person,
    from: Corner,
  ): Promise<void> {
    const [button] = pressed.actions;
    const { team } = pressed;
    const verb = given === 'more' ? (button?.selected_option?.value as Verb) : given;
    const open = (view: types.ModalView) => desk.calls.call(team, 'views.open', { trigger_id: pressed.trigger_id, view });
    const about = { replyId, ...(block === undefined ? {} : { block }), from };
    switch (verb) {
      case 'edit':
        if (typeof block === 'string') await open(editForm(about, block));
        return;
      case 'rate':
        if (button?.value === 'bad') return void (await open(rateForm(about)));
        break;
      case 'share':
        if (await isTheirs(replyId, person, from)) await open(shareForm(about, undefined));
        return;
      case 'keep':
        if (await isTheirs(replyId, person, from)) await keepReply(desk, replyId, thread, person.id, from);
        return;
      case 'history':
      case 'why':
        if (typeof block === 'string') await tell(verb, replyId, block, thread, team, open);
        return;
      case 'reveal':
        if (typeof block === 'string') await reveal(replyId, block, thread, from, person.id);
        return;
    }
    const action = actionOfButton({ verb, replyId, block }, pressed);
    if (!action) return;
    const id = `${team}:act:${person.id}:${button?.action_ts}:${button?.action_id}:${verb}`;
    await desk.act(replyId, action, { id, thread, person, from });
    if (pressed.view) await (verb === 'restore' ? closeWith(pressed, 'It is being put back.') : publishHome(desk, team, person.id));
  }

  async function closeWith({ team, view }: Pressed, words: string): Promise<void> {
    if (view) await desk.calls.call(team, 'views.update', { view_id: view.id, view: sayPage('Done', words) });
  }

  /** Sharing and keeping show to others, or keep for long, what one person asked for. */
  async function isTheirs(replyId: string, person: Person, from: Corner): Promise<boolean> {
    const authorId = desk.tables.asked.get(replyId)?.authorId;
    if (authorId === person.id || person.moderates) return true;
    await desk.whisper(from, person.id, `Only <@${authorId}>, who asked, or an admin of this workspace can do that.`);
    return false;
  }

  /** Opens at once, because a trigger lasts three seconds, and is filled when its pictures are ready. */
  async function tell(
    verb: 'history' | 'why',
    replyId: string,
    name: `#${string}`,
    thread: Thread,
    team: string,
    open: (view: types.ModalView) => Promise<unknown>,
  ): Promise<void> {
    const rows = desk.ledger.rows(thread.id);
    const asked = desk.tables.asked.get(replyId);
    const request = asked && desk.threads.get(thread.id, asked.messageId);
    const receipt = pictureOf(replyId, name, thread)?.receipt;
    const facts = {
      replyId,
      name,
      rows,
      asked: request ? wordsOf(request) : '',
      modelId: desk.modelId,
      fileOf: ({ asset }: { asset: ImagePart['asset'] }) => desk.uploads.fileOf(team, asset),
      ...(receipt ? { receipt } : {}),
    };
    if (verb === 'why') return void (await open(whyPage(facts)));
    const { view } = z.object({ view: z.object({ id: z.string() }) }).parse(await open(waitPage(`History of ${name}`)));
    for (const { asset, name: of, caption: alt } of rows)
      await desk.uploads.ensure(team, { asset, name: of, alt, mediaType: 'image/png' }).catch(desk.failed);
    await desk.calls.call(team, 'views.update', { view_id: view.id, view: historyPage(facts) });
  }

  function pictureOf(replyId: string, name: string, thread: Thread): ImagePart | undefined {
    const parts = desk.threads.history(thread.id, 200).flatMap((message) => (message.turnId === replyId ? message.parts : []));
    return parts.find((part): part is ImagePart => part.kind === 'image' && part.name === name);
  }

  async function reveal(replyId: string, name: string, thread: Thread, from: Corner, user: string): Promise<void> {
    const part = pictureOf(replyId, name, thread);
    const file = part && (await desk.uploads.ensure(from.team, part));
    if (!part || file === undefined) return desk.whisper(from, user, 'This picture is no longer kept.');
    const { team, channel, ts } = from;
    await desk.calls.call(team, 'chat.postEphemeral', {
      channel,
      user,
      text: `${part.name}: ${part.alt}`,
      blocks: [pictureBlock(file, part.name, part.alt)],
      ...(ts === undefined ? {} : { thread_ts: ts }),
    });
  }

  /** What comes back from a form, and who sent it. */
  async function submitted(given: unknown, team: string) {
    const { user, view } = viewSubmission.parse(given);
    const { replyId, block, from } = formAbout.parse(JSON.parse(view.private_metadata));
    const thread = threadOf(replyId);
    const person = thread && (await desk.admit(team, user.id, from));
    return person && { replyId, block, from, thread, person, values: view.state.values, id: `${team}:view:${view.id}` };
  }

  app.view('dt_edit', async ({ ack, body, context }) => {
    await ack();
    const form = await submitted(body, teamOf(context));
    if (!form) return;
    const block = form.block ?? fieldOf(form.values, 'picture');
    if (typeof block !== 'string' || !isPictureName(block)) return;
    const region = fieldOf(form.values, 'region');
    const action: Action = {
      kind: 'edit',
      block,
      instruction: fieldOf(form.values, 'instruction'),
      ...(region ? { region: { words: region } } : {}),
    };
    await desk.act(form.replyId, action, form);
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
    if (!form || !(await isTheirs(form.replyId, form.person, form.from))) return;
    const channel = channelIn(form.values);
    if (channel) await share(form.replyId, form.thread, channel, form.person, form.from);
  });

  /** Once in each channel, however often it is asked for. */
  async function share(replyId: string, thread: Thread, channel: string, person: Person, from: Corner): Promise<void> {
    const { team } = placeOf(thread);
    const messages = desk.threads.history(thread.id, 200).filter(({ turnId }) => turnId === replyId);
    let root: string | undefined;
    for (const [index, { parts }] of messages.entries()) {
      const key = `share:${replyId}:${channel}:${index}`;
      const content = renderCopy(replyId, parts, person.id, desk.messages.optionsFor(thread));
      const to = { team, channel, ...(root === undefined ? {} : { ts: root }) };
      const post = (mark: object) =>
        desk.calls.call(team, 'chat.postMessage', {
          channel,
          unfurl_links: false,
          unfurl_media: false,
          ...content,
          ...mark,
          ...(root === undefined ? {} : { thread_ts: root }),
        } as never);
      try {
        root ??= (await desk.messages.postOnce({ key, replyId, to }, post)).ts;
      } catch {
        return desk.whisper(from, person.id, `I could not post in <#${channel}>: invite me there first (/invite).`);
      }
    }
    await desk.whisper(from, person.id, root === undefined ? 'There is nothing left of this reply to share.' : `Shared in <#${channel}>.`);
  }
}

/** Undefined for what is no action of the program's. */
function actionOfButton(target: Target, { actions: [button], state }: BlockAction): Action | undefined {
  const { verb, block } = target;
  switch (verb) {
    case 'restore':
      return typeof block === 'string' && button?.value && isPictureName(button.value)
        ? { kind: 'restore', block, version: button.value }
        : undefined;
    case 'start':
      return { kind: 'start', keep: keptSteps(state?.values ?? {}) };
    case 'rate':
      return { kind: 'rate', good: true };
    default:
      return actionOf(target, VARIATIONS);
  }
}

/** The ticks of a storyboard, over all its groups. */
function keptSteps(values: StateValues): number[] {
  const groups = Object.entries(values).filter(([id]) => id.startsWith('dt.keep.'));
  const ticked = groups.flatMap(([, fields]) =>
    Object.values(fields).flatMap(({ selected_options = [] }) => selected_options.map(({ value }) => Number(value))),
  );
  return ticked.filter(Number.isInteger).sort((a, b) => a - b);
}

const channelIn = (values: StateValues): string | undefined =>
  z.object({ selected_conversation: z.string() }).safeParse(Object.values(values.channel ?? {})[0]).data?.selected_conversation;
