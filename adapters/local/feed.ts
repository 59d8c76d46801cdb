/** What happens in each thread right now, and who watches it. Nothing here outlives the process or needs to. */
import type { Progress } from '../../src/core/ports.ts';
import { emptyState, nextState } from './page/live.ts';
import type { LiveTurn, PageEvent } from './page/wire.ts';

export interface Feed {
  turns(threadId: string): readonly LiveTurn[];
  tell(threadId: string, event: PageEvent): void;
  /** Returns how to stop watching. */
  watch(threadId: string, listener: (event: PageEvent) => void): () => void;
  /** Threads with a turn in them that is waiting or running. */
  busy(): string[];
}

/** Progress as it travels: previews in base64. */
export function pageProgress(progress: Progress): PageEvent {
  if (progress.type !== 'image-step') return progress;
  const { widthPx, heightPx, rgb } = progress.preview;
  return { ...progress, preview: { widthPx, heightPx, rgb: Buffer.from(rgb).toString('base64') } };
}

export function createFeed(): Feed {
  const turnsOf = new Map<string, readonly LiveTurn[]>();
  const listeners = new Map<string, Set<(event: PageEvent) => void>>();
  return {
    turns: (threadId) => turnsOf.get(threadId) ?? [],
    tell(threadId, event) {
      // Messages live in the store; of the state only the turns are kept here.
      const { turns } = nextState({ ...emptyState, turns: turnsOf.get(threadId) ?? [] }, event);
      if (turns.length > 0) turnsOf.set(threadId, turns);
      else turnsOf.delete(threadId);
      for (const listener of listeners.get(threadId) ?? []) listener(event);
    },
    watch(threadId, listener) {
      const watching = listeners.get(threadId) ?? new Set();
      listeners.set(threadId, watching.add(listener));
      return () => {
        watching.delete(listener);
        if (watching.size === 0 && listeners.get(threadId) === watching) listeners.delete(threadId);
      };
    },
    busy: () => [...turnsOf.keys()],
  };
}
