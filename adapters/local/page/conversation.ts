/** The messages of a thread. The newest stays in view unless the reader has scrolled away from it. */
import { type Entry, entriesOf } from './entries.ts';
import { type EntryView, entryView } from './reply.ts';
import type { Room } from './room.ts';
import type { LivePart, ThreadState } from './wire.ts';

const NEAR_END_PX = 120;

export interface Conversation {
  show(state: ThreadState, fresh: boolean): void;
}

/** What a finished part says to those who listen. */
const spoken = (part: LivePart): string =>
  part.kind === 'text'
    ? part.spoiler
      ? 'Words about a covered picture.'
      : part.text
    : part.kind === 'image'
      ? `Picture ${part.name}: ${part.spoiler ? 'covered' : part.caption}`
      : 'A part is not shown.';

export function createConversation(room: Room, scroller: HTMLElement, list: HTMLElement): Conversation {
  const views = new Map<string, EntryView>();
  const said = new Set<string>();
  let following = true;
  scroller.addEventListener('scroll', () => {
    following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  });
  const follow = () => {
    if (following) scroller.scrollTop = scroller.scrollHeight;
  };
  new ResizeObserver(follow).observe(list);

  /** The last part of a reply in the making may still grow: it is said when it is whole. */
  function sayNews(entry: Entry, silently: boolean): void {
    if (entry.own) return;
    const whole = entry.turn ? entry.parts.slice(0, -1) : entry.parts;
    for (const part of whole) {
      const key = `${entry.key} ${part.part}`;
      if (said.has(key) || (part.kind === 'withheld' && part.coming)) continue;
      said.add(key);
      if (!silently) room.say(spoken(part));
    }
  }

  return {
    show(state, fresh) {
      if (fresh) {
        views.clear();
        said.clear();
        list.replaceChildren();
        scroller.scrollTop = 0;
      }
      const entries = entriesOf(state);
      if (fresh) following = entries.length > 0;
      const keys = new Set(entries.map((entry) => entry.key));
      for (const [key, view] of views) {
        if (keys.has(key)) continue;
        view.element.remove();
        views.delete(key);
      }
      for (const [index, entry] of entries.entries()) {
        const view = views.get(entry.key) ?? entryView(room, entry.own);
        views.set(entry.key, view);
        view.update(entry);
        if (list.children[index] !== view.element) list.insertBefore(view.element, list.children[index] ?? null);
        sayNews(entry, fresh);
      }
      follow();
    },
  };
}
