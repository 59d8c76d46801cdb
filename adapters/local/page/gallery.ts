/** The ledger of a thread: every picture in it, whoever made it, in the order they were made. */
import { element } from './element.ts';
import type { Room } from './room.ts';
import { pictureUrl } from './server.ts';
import { plural } from './wording.ts';

export function showGallery(room: Room, heading: HTMLElement, list: HTMLElement): void {
  const rows = room.pictures();
  heading.textContent = rows.length === 0 ? 'No pictures yet' : plural(rows.length, 'picture');
  list.replaceChildren(
    ...rows.map((row) => {
      const origin = row.parent ? `edit of ${row.parent}` : row.turnId ? 'drawn here' : 'sent by you';
      const image = element('img', { src: pictureUrl(row.asset), alt: '', loading: 'lazy' });
      const words = element(
        'span',
        { class: 'words' },
        element('strong', {}, row.name),
        ` ${origin}`,
        element('span', { class: 'caption' }, row.caption),
      );
      return element('li', {}, element('button', { type: 'button', click: () => room.open(row.name) }, image, words));
    }),
  );
}
