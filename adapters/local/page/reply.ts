/** One message on the page: its author, its parts in reading order, how it stands, and what can be done with it. */
import type { Action } from '../../../src/core/types.ts';
import { element, icon } from './element.ts';
import type { Entry } from './entries.ts';
import { markdown } from './markdown.ts';
import { offerForm } from './offer.ts';
import { type PictureCard, pictureCard } from './picture.ts';
import { refreshButton } from './picture-actions.ts';
import type { Room } from './room.ts';
import type { LivePart, LiveTurn } from './wire.ts';
import { fullTime, place, timeOf } from './wording.ts';

export interface EntryView {
  readonly element: HTMLElement;
  update(entry: Entry): void;
}

interface PartView {
  readonly element: HTMLElement;
  update(part: LivePart): void;
}

function mention(room: Room, name: string): Node | undefined {
  if (!room.picture(name)) return undefined;
  return element('button', { type: 'button', class: 'chip', title: `Show ${name}`, click: () => room.open(name) }, name);
}

function textView(room: Room, act: Act): PartView {
  const text = element('div', { class: 'text' });
  let shown = '';
  return {
    element: text,
    update(part) {
      // Its mentions depend on which pictures there are.
      const signature = part.kind === 'text' ? `${room.pictures().length} ${part.stale} ${part.spoiler} ${part.text}` : '';
      if (part.kind !== 'text' || signature === shown) return;
      shown = signature;
      const words = markdown(part.text, (name) => mention(room, name));
      text.replaceChildren(part.spoiler ? element('details', {}, element('summary', {}, 'Words about a covered picture'), words) : words);
      const perform = part.stale && act();
      if (perform) text.append(refreshButton('these words', () => perform({ kind: 'redo', block: part.part })));
    },
  };
}

function imageView(room: Room, own: boolean, act: Act): PartView {
  const card: PictureCard = pictureCard(room, own, own ? undefined : act);
  return { element: card.element, update: (part) => part.kind === 'image' && card.update(part) };
}

function withheldView(): PartView {
  const note = element('p', { class: 'withheld' });
  return {
    element: note,
    update: (part) => {
      if (part.kind !== 'withheld') return;
      note.textContent = part.coming
        ? 'A picture is being made. It is shown when it has been checked.'
        : `This part is not shown${part.rule ? ` (rule: ${part.rule})` : ''}.`;
    },
  };
}

/** How to act on the reply that a part stands in; undefined while nothing can be done about it. */
type Act = () => ((action: Action) => void) | undefined;

const newPart = (room: Room, part: LivePart, own: boolean, act: Act): PartView =>
  part.kind === 'text' ? textView(room, act) : part.kind === 'image' ? imageView(room, own, act) : withheldView();

function planLine(turn: LiveTurn): HTMLElement | undefined {
  if (!turn.plan || turn.plan.steps.length < 2) return undefined;
  const made = turn.parts.length;
  const steps = turn.plan.steps.map((step, index) => {
    const label = step.kind === 'draw' ? `draw ${step.name}` : step.kind === 'edit' ? `${step.name} from ${step.target}` : step.kind;
    const state = index < made - 1 ? 'past' : index === Math.max(0, made - 1) ? 'now' : 'next';
    return element('li', { class: state, ...(state === 'now' && { 'aria-current': 'step' }) }, label);
  });
  return element('ol', { class: 'plan', 'aria-label': 'Plan' }, ...steps);
}

const ENDINGS = { truncated: 'Cut short', refused: 'Refused', failed: 'Failed' } as const;

export function entryView(room: Room, own: boolean): EntryView {
  const status = element('div', { class: 'status' });
  const body = element('div', { class: 'parts' });
  const foot = element('footer', {});
  const label = element('h2', { class: own ? 'visually-hidden' : 'author' }, own ? 'You' : 'Dreamthread');
  const aiLabel = element('span', { class: 'label', title: `Made by the model ${room.about.modelId}` }, 'AI-generated');
  if (!own) label.append(aiLabel);
  const article = element('li', { class: own ? 'entry own' : 'entry' }, label, status, body, foot);
  const views = new Map<string, PartView>();
  let current: Entry | undefined;
  let ratings: readonly (readonly [boolean, HTMLElement])[] = [];
  const act: Act = () => {
    const turnId = current?.message?.turnId;
    if (own || turnId === undefined || current?.turn || current?.message?.note) return undefined;
    return (action) => room.act(turnId, action);
  };

  function showParts(parts: readonly LivePart[]): void {
    const keys = parts.map((part) => `${part.part} ${part.kind}`);
    for (const [key, view] of views) {
      if (keys.includes(key)) continue;
      view.element.remove();
      views.delete(key);
    }
    for (const [index, part] of parts.entries()) {
      const key = keys[index] ?? '';
      const view = views.get(key) ?? newPart(room, part, own, act);
      views.set(key, view);
      view.update(part);
      if (body.children[index] !== view.element) body.insertBefore(view.element, body.children[index] ?? null);
    }
  }

  function showStatus({ turn, parts }: Entry): void {
    article.classList.toggle('live', turn !== undefined);
    article.classList.toggle('writing', turn !== undefined && parts.at(-1)?.kind === 'text');
    if (!turn) {
      status.replaceChildren();
      return;
    }
    const waiting = turn.ahead > 0;
    const thinking = !waiting && parts.length === 0;
    const cancel = { type: 'button', class: 'action', click: () => room.act(turn.turnId, { kind: 'stop' }) };
    const lines = [
      planLine(turn),
      waiting &&
        element('p', { class: 'waiting' }, `${place(turn.ahead, turn.etaMs)}. `, element('button', cancel, icon('close'), 'Cancel')),
      thinking &&
        element('p', { class: 'thinking' }, element('span', { class: 'dots', 'aria-hidden': 'true' }), turn.plan ? 'Composing' : 'Reading'),
    ];
    status.replaceChildren(...lines.filter((line) => line instanceof HTMLElement));
  }

  function showFoot({ message, turn }: Entry): void {
    ratings = [];
    if (!message || turn) {
      foot.replaceChildren();
      return;
    }
    const when = element('time', { datetime: message.sentAt, title: fullTime(message.sentAt) }, timeOf(message.sentAt, Date.now()));
    const state = message.delivery?.status;
    const ending =
      state && state in ENDINGS ? element('span', { class: `ending ${state}` }, ENDINGS[state as keyof typeof ENDINGS]) : undefined;
    const perform = act();
    const button = (text: string, title: string, symbol: Parameters<typeof icon>[0], action: Action) =>
      perform && element('button', { type: 'button', class: 'action', title, click: () => perform(action) }, icon(symbol), text);
    const good = button('Good', 'A good answer', 'good', { kind: 'rate', good: true });
    const bad = button('Bad', 'Not a good answer', 'bad', { kind: 'rate', good: false });
    ratings =
      good && bad
        ? [
            [true, good],
            [false, bad],
          ]
        : [];
    const offer = message.delivery?.offer;
    const children = [
      offer && perform && offerForm(room, offer, perform),
      when,
      ending,
      button('Redo', 'Answer again, differently', 'redo', { kind: 'redo' }),
      // A plan is no answer yet.
      ...(offer?.kind === 'storyboard' ? [] : [good, bad]),
      button('Delete', 'Take this answer away; its pictures stay in the list', 'close', { kind: 'delete' }),
    ];
    foot.replaceChildren(...children.filter((child) => child instanceof HTMLElement));
  }

  let shown = '';
  return {
    element: article,
    update(entry) {
      current = entry;
      // A refusal is a rule's, word for word.
      aiLabel.hidden = entry.message?.delivery?.status === 'refused';
      showParts(entry.parts);
      const signature = JSON.stringify([entry.message?.delivery, entry.turn && [entry.turn.ahead, entry.turn.plan, entry.parts.length]]);
      if (signature !== shown) {
        shown = signature;
        showStatus(entry);
        showFoot(entry);
      }
      for (const [isGood, button] of ratings) button.setAttribute('aria-pressed', String(entry.rated === isGood));
    },
  };
}
