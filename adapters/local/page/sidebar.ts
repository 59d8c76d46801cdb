/** The list of threads. */
import { element } from './element.ts';
import type { ThreadRow } from './wire.ts';
import { ago, fullTime } from './wording.ts';

export function showThreads(list: HTMLElement, rows: readonly ThreadRow[], current: string | undefined): void {
  const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : undefined;
  list.replaceChildren(
    ...rows.map(({ name, title, lastAt }) => {
      const here = name === current && { 'aria-current': 'page' };
      const when = element('time', { datetime: lastAt, title: fullTime(lastAt) }, ago(lastAt, Date.now()));
      return element(
        'li',
        {},
        element('a', { href: `#t=${name}`, ...here }, element('span', { class: 'title' }, title || 'A picture'), when),
      );
    }),
  );
  if (focused) list.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
}
