/** A question that a reply asks with buttons: which picture was meant, or which steps of a plan to carry out. */
import type { Action, Offer, PlanStep } from '../../../src/core/types.ts';
import { element } from './element.ts';
import type { Room } from './room.ts';
import { pictureUrl } from './server.ts';

export function offerForm(room: Room, offer: Offer, perform: (action: Action) => void): HTMLElement {
  switch (offer.kind) {
    case 'storyboard':
      return storyboard(offer, perform);
    case 'choose-picture':
      return choice(room, offer.pictures, perform);
    case 'refusal':
      return refusal(offer, perform);
    case 'consent':
      return buttons(
        'Consent',
        button('I agree', () => perform({ kind: 'agree' })),
      );
  }
}

const REASON_CHARS = 300;

const button = (text: string, click: () => void): HTMLElement =>
  element('button', { type: 'button', class: 'action offered', click }, text);

const buttons = (label: string, ...children: readonly (HTMLElement | false)[]): HTMLElement =>
  element('div', { class: 'offer', role: 'group', 'aria-label': label }, ...children);

/** Ask in the words that are offered, or ask the moderators; they may be told why. */
function refusal({ rewrite, appeal }: Extract<Offer, { kind: 'refusal' }>, perform: (action: Action) => void): HTMLElement {
  const reason = element('input', {
    type: 'text',
    maxlength: REASON_CHARS,
    placeholder: 'Why it should run (if you like)',
    'aria-label': 'Why it should run',
  });
  const send = (event: Event): void => {
    event.preventDefault();
    const said = reason.value.trim();
    perform({ kind: 'appeal', ...(said && { reason: said }) });
  };
  const form = element('form', { class: 'appeal', submit: send }, reason, element('button', { class: 'action offered' }, 'Appeal'));
  return buttons(
    'Refused',
    rewrite !== undefined && button(`Ask this instead: ${rewrite}`, () => perform({ kind: 'rewrite' })),
    appeal && form,
  );
}

const stepWords = (step: Extract<PlanStep, { caption: string }>): string =>
  step.kind === 'edit' ? `${step.name} from ${step.target}: ${step.caption}` : `${step.name}: ${step.caption}`;

/** The pictures of a plan, each to be kept or left out; what is written between them stays. */
function storyboard({ steps, startsAt }: Extract<Offer, { kind: 'storyboard' }>, perform: (action: Action) => void): HTMLElement {
  const boxes = new Map<number, HTMLInputElement>();
  const rows = steps.flatMap((step, place) => {
    if (!('caption' in step)) return [];
    const box = element('input', { type: 'checkbox', checked: true });
    boxes.set(place, box);
    return [element('li', {}, element('label', {}, box, element('span', {}, stepWords(step))))];
  });
  const begin = element('button', { class: 'action primary' }, 'Start now');
  const start = (event: Event): void => {
    event.preventDefault();
    perform({ kind: 'start', keep: steps.flatMap((_, place) => (boxes.get(place)?.checked === false ? [] : [place])) });
  };
  const stop = element('button', { type: 'button', class: 'action', click: () => perform({ kind: 'stop' }) }, 'Do not make it');
  const left = element('span', { class: 'left' });
  const form = element(
    'form',
    { class: 'offer storyboard', submit: start, 'aria-label': 'Plan' },
    element('ol', {}, ...rows),
    element('div', { class: 'choices' }, begin, stop, left),
  );
  const count = (): void => {
    const seconds = Math.ceil((Date.parse(startsAt) - Date.now()) / 1000);
    left.textContent = seconds > 0 ? `Starts by itself in ${seconds} s` : '';
  };
  count();
  // Not before the first tick does the form stand on the page.
  const ticking = setInterval(() => (form.isConnected ? count() : clearInterval(ticking)), 1000);
  return form;
}

function choice(room: Room, names: readonly string[], perform: (action: Action) => void): HTMLElement {
  const buttons = names.flatMap((name) => {
    const row = room.picture(name);
    if (!row) return [];
    const image = room.isCovered(row)
      ? element('span', { class: 'cover' }, 'covered')
      : element('img', { src: pictureUrl(row.asset), alt: row.seen ?? row.caption, width: 64, height: 64 });
    return [
      element('button', { type: 'button', class: 'action', click: () => perform({ kind: 'choose', picture: row.name }) }, image, row.name),
    ];
  });
  return element('div', { class: 'offer', role: 'group', 'aria-label': 'Which picture is meant' }, ...buttons);
}
