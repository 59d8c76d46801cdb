/** Buttons under a reply. What they do is decided by the program; who may, too. */
import type { App, types } from '@slack/bolt';
import { z } from 'zod';
import { isPictureName } from '../../src/core/ledger.ts';
import type { Action, ImagePart, Part, Thread } from '../../src/core/types.ts';
import { actionOf } from '../button.ts';
import { type Target, targetOf, type Verb } from './buttons.ts';
import { type Corner, type Desk, wordsOf } from './desk.ts';
import { publishHome } from './home.ts';
import { keepReply } from './keep.ts';
import { type BlockAction, blockAction, type StateValues, teamOf } from './payload.ts';
import type { Person } from './people.ts';
import { placeOf } from './thread.ts';
import { appealForm, editForm, historyPage, rateForm, sayPage, shareForm, VARIATIONS_FIRST, varyForm, waitPage, whyPage } from './views.ts';

type Pressed = BlockAction & { readonly team: string };

export function listenToActions(app: App, desk: Desk): void {
  app.action(/^dt:keepstep:/, ({ ack }) => ack());

  app.action(/^dt:(?!keepstep)/, async ({ ack, body, context }) => {
    await ack();
    const pressed = { ...blockAction.parse(body), team: teamOf(context) };
    const target = targetOf(pressed.actions[0]?.action_id ?? '');
    const thread = target && (await threadOf(target.replyId));
    const from = cornerOf(pressed, thread);
    if (!target || !thread) return desk.whisper(from, pressed.user.id, 'I no longer know what this belongs to: ask again.');
    const person = await desk.admit(pressed.team, pressed.user.id, from);
    if (person) await press(pressed, target, thread, person, from);
  });

  const threadOf = async (replyId: string): Promise<Thread | undefined> => (await desk.tables.asked.get(replyId))?.thread;

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
      case 'appeal':
        return void (await open(appealForm(about)));
      case 'rate':
        if (button?.value === 'bad') return void (await open(rateForm(about)));
        break;
      case 'vary':
        if (typeof block === 'string') await open(varyForm(about, block));
        return;
      case 'share':
        if (await desk.isTheirs(replyId, person, from)) await open(shareForm(about, undefined));
        return;
      case 'keep':
        if (await desk.isTheirs(replyId, person, from)) await keepReply(desk, replyId, thread, person.id, from);
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

  /** Opens at once, because a trigger lasts three seconds, and is filled when its pictures are ready. */
  async function tell(
    verb: 'history' | 'why',
    replyId: string,
    name: `#${string}`,
    thread: Thread,
    team: string,
    open: (view: types.ModalView) => Promise<unknown>,
  ): Promise<void> {
    const rows = await desk.ledger.rows(thread.id);
    const asked = await desk.tables.asked.get(replyId);
    const request = asked && (await desk.threads.get(thread.id, asked.messageId));
    const receipt = (await pictureOf(replyId, name, thread))?.receipt;
    const facts = {
      replyId,
      name,
      rows,
      asked: request ? wordsOf(request) : '',
      modelId: desk.modelId,
      ...(receipt ? { receipt } : {}),
    };
    if (verb === 'why') return void (await open(whyPage(facts)));
    const { view } = z.object({ view: z.object({ id: z.string() }) }).parse(await open(waitPage(`History of ${name}`)));
    for (const { caption: alt, ...row } of rows)
      await desk.uploads.ensure(team, { mediaType: 'image/png', ...row, alt }).catch(desk.failed);
    const fileOf = await desk.uploads.filesOf(team, rows);
    await desk.calls.call(team, 'views.update', { view_id: view.id, view: historyPage({ ...facts, fileOf }) });
  }

  async function partsOf(replyId: string, thread: Thread): Promise<Part[]> {
    return (await desk.threads.history(thread.id, 200)).flatMap(({ turnId, parts }) => (turnId === replyId ? parts : []));
  }

  async function pictureOf(replyId: string, name: string, thread: Thread): Promise<ImagePart | undefined> {
    return (await partsOf(replyId, thread)).find(isPicture(name));
  }

  async function reveal(replyId: string, name: string, thread: Thread, from: Corner, user: string): Promise<void> {
    const parts = await partsOf(replyId, thread);
    const part = parts.find(isPicture(name));
    const file = part && (await desk.uploads.ensure(from.team, uncovered(part)));
    if (!part || file === undefined) return desk.whisper(from, user, 'This picture is no longer kept.');
    const words = parts.flatMap((one) => (one.kind === 'text' && one.spoiler ? [one.text] : []));
    const told = [...words, ...(part.receipt ? [part.receipt] : [])];
    await desk.tell(from, user, [uncovered(part), ...told.map((text): Part => ({ kind: 'text', text }))]);
  }
}

const uncovered = ({ spoiler: _, ...part }: ImagePart): ImagePart => part;

const isPicture =
  (name: string) =>
  (part: Part): part is ImagePart =>
    part.kind === 'image' && part.name === name;

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
      return actionOf(target, VARIATIONS_FIRST);
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
