/** The ledger of a thread: every picture in it, whoever made it, in the order they were made. */
import type { LedgerRow } from '../../../src/core/ledger.ts';
import { element } from './element.ts';
import type { Room } from './room.ts';
import { pictureUrl } from './server.ts';
import { plural } from './wording.ts';

export function showGallery(room: Room, heading: HTMLElement, list: HTMLElement): void {
  const rows = room.pictures();
  const focused = list.contains(document.activeElement) ? document.activeElement?.id : undefined;
  heading.textContent = rows.length === 0 ? 'No pictures yet' : plural(rows.length, 'picture');
  list.replaceChildren(...rows.map((row) => element('li', {}, entryOf(room, row))));
  if (focused) document.getElementById(focused)?.focus();
}

/** Opens the picture; one that is covered is uncovered first. */
function entryOf(room: Room, row: LedgerRow): HTMLElement {
  const { name, asset } = row;
  const origin = row.parent ? `edit of ${row.parent}` : row.turnId ? 'drawn here' : 'sent by you';
  const isCovered = room.isCovered(row);
  const image = isCovered
    ? element('span', { class: 'cover' }, 'Show')
    : element('img', { src: pictureUrl(asset), alt: '', loading: 'lazy' });
  const caption = element('span', { class: 'caption' }, isCovered ? 'covered' : row.caption);
  const words = element('span', { class: 'words' }, element('strong', {}, name), ` ${origin}`, caption);
  const click = () => (isCovered ? room.uncover(asset) : room.open(name));
  return element('button', { type: 'button', id: `gallery-${name.slice(1)}`, click }, image, words);
}
