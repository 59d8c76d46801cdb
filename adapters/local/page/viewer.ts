/** One picture, large: what it is, how it was made, and beside it the picture it was made from. */
import type { LedgerRow } from '../../../src/core/ledger.ts';
import { unchangedShare } from './changed.ts';
import { element, icon } from './element.ts';
import { downloadLink, nameChips } from './picture.ts';
import type { Room } from './room.ts';
import { pictureUrl } from './server.ts';
import { fullTime } from './wording.ts';

const pictureOf = (row: LedgerRow, extra: Record<string, string> = {}) =>
  element('img', { src: pictureUrl(row.asset), alt: row.caption, width: row.widthPx, height: row.heightPx, ...extra });

function compared(row: LedgerRow, parent: LedgerRow): HTMLElement {
  const before = pictureOf(parent, { class: 'before' });
  const after = pictureOf(row);
  const label = `Compare ${parent.name} (left) with ${row.name} (right)`;
  const split = element('input', { type: 'range', min: 0, max: 100, value: 50, 'aria-label': label });
  const stage = element('div', { class: 'stage compare', tabindex: -1 }, after, before, split);
  stage.append(element('span', { class: 'side left' }, parent.name), element('span', { class: 'side right' }, row.name));
  const move = () => stage.style.setProperty('--split', `${split.value}%`);
  split.addEventListener('input', move);
  move();
  const measure = element('p', { class: 'measure', role: 'status' });
  unchangedShare(before, after).then(
    (share) => {
      if (share !== undefined) measure.textContent = `${(100 * share).toFixed(1)} % of the pixels look the same to the eye.`;
    },
    () => {}, // the pictures say enough by themselves
  );
  return element('div', {}, stage, measure);
}

function facts(room: Room, row: LedgerRow): HTMLElement {
  const fact = (term: string, value: string) => [element('dt', {}, term), element('dd', {}, value)];
  const made = row.turnId ? `Drawn by ${room.about.modelId} (AI-generated)` : 'Sent by you';
  return element(
    'dl',
    {},
    ...fact('Made', made),
    ...fact('When', fullTime(row.madeAt)),
    ...(row.seed === undefined ? [] : fact('Seed', String(row.seed))),
    ...fact('Size', `${row.widthPx} × ${row.heightPx} pixels`),
  );
}

export function createViewer(room: Room, dialog: HTMLDialogElement): (name: string, compare?: boolean) => void {
  let current = '';

  function beside(step: number): LedgerRow | undefined {
    const rows = room.pictures();
    return rows[rows.findIndex((row) => row.name === current) + step];
  }

  function show(name: string, compare: boolean): void {
    const row = room.picture(name);
    if (!row) return;
    current = name;
    const parent = row.parent && room.picture(row.parent);
    const action = (label: string, symbol: Parameters<typeof icon>[0], click: () => void, extra = {}) =>
      element('button', { type: 'button', class: 'action', click, ...extra }, icon(symbol), label);
    const turn = (step: -1 | 1) => {
      const to = beside(step);
      const label = step < 0 ? 'Previous picture' : 'Next picture';
      const go = () => to && show(to.name, false);
      return element(
        'button',
        { type: 'button', class: 'round', 'aria-label': label, disabled: !to, click: go },
        icon(step < 0 ? 'previous' : 'next'),
      );
    };
    const seen = compare && parent ? [row, parent] : [row];
    const covered = seen.filter((each) => room.isCovered(each));
    const uncover = () => {
      for (const { asset } of covered) room.uncover(asset);
      show(name, compare);
      dialog.querySelector<HTMLElement>('.stage')?.focus();
    };
    const cover = () => {
      const label = `Show ${covered.map((each) => each.name).join(' and ')}`;
      const button = element('button', { type: 'button', class: 'cover', click: uncover }, label);
      button.style.setProperty('--ratio', `${row.widthPx} / ${row.heightPx}`);
      return element('div', { class: 'stage' }, button);
    };
    const actions = element('div', { class: 'actions' });
    if (parent) actions.append(action(compare ? 'Picture alone' : `Compare with ${parent.name}`, 'compare', () => show(name, !compare)));
    const edit = () => {
      dialog.close();
      room.speakOf(name);
    };
    actions.append(action('Edit…', 'edit', edit), downloadLink(name, row.asset));
    const close = element('button', { type: 'button', class: 'round', 'aria-label': 'Close', click: () => dialog.close() }, icon('close'));
    const names = nameChips(room, name, row.parent).filter((child) => child !== false && child !== undefined);
    dialog.setAttribute('aria-label', `Picture ${name}`);
    dialog.replaceChildren(
      element('header', {}, element('div', { class: 'names' }, ...names), turn(-1), turn(1), close),
      covered.length > 0
        ? cover()
        : compare && parent
          ? compared(row, parent)
          : element('div', { class: 'stage', tabindex: -1 }, pictureOf(row)),
      element('p', { class: 'caption' }, room.isCovered(row) ? 'Covered.' : row.caption),
      actions,
      facts(room, row),
    );
  }

  dialog.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLInputElement) return; // the arrows move its slider
    const to = event.key === 'ArrowLeft' ? beside(-1) : event.key === 'ArrowRight' ? beside(1) : undefined;
    if (to) show(to.name, false);
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  return (name, compare = false) => {
    show(name, compare);
    if (!dialog.open && current === name) dialog.showModal();
  };
}
