/** The ledger of a thread: every picture in it, whoever made it, in the order they were made. */
import type { LedgerRow } from '../../../src/core/ledger.ts';
import { element } from './element.ts';
import type { Room } from './room.ts';
import { pictureUrl } from './server.ts';
import { plural } from './wording.ts';

/** Returns what shows the pictures of the room as they are now. An entry that says the same stays the element it is. */
export function createGallery(room: Room, heading: HTMLElement, list: HTMLElement): () => void {
  const shown: string[] = [];
  return () => {
    const rows = room.pictures();
    heading.textContent = rows.length === 0 ? 'No pictures yet' : plural(rows.length, 'picture');
    for (const [index, row] of rows.entries()) {
      const signature = JSON.stringify([row, room.isCovered(row)]);
      if (shown[index] === signature) continue;
      shown[index] = signature;
      const before = list.children[index];
      const isFocused = before?.contains(document.activeElement);
      const entry = entryOf(room, row);
      const item = element('li', {}, entry);
      if (before) before.replaceWith(item);
      else list.append(item);
      if (isFocused) entry.focus();
    }
    for (const _ of shown.splice(rows.length)) list.lastElementChild?.remove();
  };
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
