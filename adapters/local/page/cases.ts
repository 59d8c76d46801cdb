/** Cases as cards: what is held or appealed against, covered, with what a moderator may do about it. */
import type { DeskCard, DeskChoice } from '../../../src/core/desk.ts';
import type { Part } from '../../../src/core/types.ts';
import { type Child, element } from './element.ts';
import { decide, pictureUrl, readCases } from './server.ts';
import type { DeskCase } from './wire.ts';
import { fullTime } from './wording.ts';

const CHOICES: Readonly<Record<DeskChoice, string>> = {
  show: 'Show to me',
  release: 'Release',
  uphold: 'Uphold',
  strike: 'Uphold and strike',
};

const WHAT = { picture: 'a picture', words: 'words', request: 'a request' } as const;

const STATES = { open: 'Waits', released: 'Released', upheld: 'Upheld', void: 'Gone' } as const;

const sentence = (error: unknown): string => (error instanceof Error ? error.message : 'Something failed on this page.');

/** `opened` is told how many wait. */
export function createCases(say: (text: string) => void, opened: (count: number) => void) {
  const list = element('ol', { class: 'cases', 'aria-label': 'Cases' });
  /** What a moderator asked to see, by case: only here, and only while the page is open. */
  const seen = new Map<number, readonly Part[]>();
  let shown = '';
  let asked = 0;

  async function press(number: number, choice: DeskChoice): Promise<void> {
    try {
      const { parts } = await decide(number, choice);
      if (choice === 'show') seen.set(number, parts);
      else seen.delete(number);
      say(parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join(' '));
    } catch (error) {
      say(sentence(error));
    }
    await refresh();
  }

  function cardView({ card, parts }: DeskCase): HTMLElement {
    const clear = card.state.kind === 'open' ? (seen.get(card.case) ?? []).flatMap(pictureView) : [];
    const pictures = clear.length > 0 ? clear : parts.flatMap(pictureView);
    const button = (choice: DeskChoice) =>
      element('button', { type: 'button', class: 'action', click: () => void press(card.case, choice) }, CHOICES[choice]);
    return element(
      'li',
      { class: `case ${card.state.kind}`, 'aria-label': `Case ${card.case}` },
      ...pictures,
      element('h3', {}, `Case ${card.case}: ${card.rule}`, element('span', { class: 'state' }, STATES[card.state.kind])),
      facts(card),
      element('div', { class: 'actions' }, ...card.choices.map(button)),
    );
  }

  async function refresh(): Promise<void> {
    const mine = ++asked;
    try {
      const cases = await readCases();
      if (mine !== asked) return; // a later question may have been answered before
      opened(cases.filter(({ card }) => card.state.kind === 'open').length);
      const signature = JSON.stringify([cases, [...seen.keys()]]);
      if (signature === shown) return;
      shown = signature;
      const open = cases.filter(({ card }) => card.state.kind === 'open').reverse();
      const closed = cases.filter(({ card }) => card.state.kind !== 'open');
      list.replaceChildren(
        ...(cases.length === 0 ? [element('li', {}, 'Nothing waits for a moderator.')] : [...open, ...closed].map(cardView)),
      );
    } catch (error) {
      say(sentence(error));
    }
  }

  return { element: list, refresh: () => void refresh() };
}

const pictureView = (part: Part): HTMLElement[] =>
  part.kind === 'image' ? [element('img', { src: pictureUrl(part.asset), alt: part.alt, width: part.widthPx, height: part.heightPx })] : [];

function facts(card: DeskCard): HTMLElement {
  const fact = (term: string, value: Child): Child[] => [element('dt', {}, term), element('dd', {}, value)];
  const { state, releases, due } = card;
  return element(
    'dl',
    {},
    ...fact('What', `${WHAT[card.what]}${card.kind === 'held' ? ', held' : ', refused; they appeal'}`),
    ...fact('Sure to', card.score.toFixed(2) + (card.words === undefined ? '' : `, read as “${card.words}”`)),
    ...(card.plea === undefined ? [] : fact('They say', card.plea)),
    ...fact('Asked for by', `${card.requesterId}, ${card.strikes === 1 ? '1 strike' : `${card.strikes} strikes`}`),
    ...(state.kind === 'open'
      ? [
          ...(releases.needed > 1 ? fact('Released by', `${releases.by.length} of ${releases.needed}`) : []),
          ...fact('Time decides', `${due.outcome} at ${fullTime(new Date(due.atMs).toISOString())}`),
        ]
      : []),
    ...('by' in state ? fact('Decided by', `${state.by.join(' and ') || 'time'}${state.struck ? ', with a strike' : ''}`) : []),
  );
}
