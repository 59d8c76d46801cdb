/** Starts a storyboard at its time, also when the program was not running then. Someone who acts earlier wins: it is started once. */
import type { Clock, OfferedStoryboard, ReplyStore } from '../core/ports.ts';
import type { ChatEvent } from '../core/types.ts';

export interface AutoStartPorts {
  readonly replies: Pick<ReplyStore, 'storyboards'>;
  readonly clock: Clock;
  /** Takes the event in that starts it. */
  receive(event: ChatEvent): Promise<unknown>;
  /** Who asked for a reply; undefined once that is forgotten. */
  askedBy(replyId: string): Promise<string | undefined>;
  failed(error: unknown): void;
}

export interface AutoStart {
  /** Looks again at what is offered; call it at the start and whenever a storyboard was offered. */
  look(): Promise<void>;
  /** Resolves when what was just begun is begun. */
  close(): Promise<void>;
}

export function openAutoStart({ replies, clock, receive, askedBy, failed }: AutoStartPorts): AutoStart {
  const timers = new Map<string, NodeJS.Timeout>();
  const beginning = new Set<Promise<void>>();
  return {
    async look() {
      for (const storyboard of await replies.storyboards()) {
        const { replyId, offer } = storyboard;
        if (timers.has(replyId)) continue;
        const begin = async (): Promise<void> => {
          // It stays in `timers`: it stands as a storyboard until its turn is done.
          if (!(await replies.storyboards()).some((still) => still.replyId === replyId)) return;
          const authorId = await askedBy(replyId);
          if (authorId !== undefined) await receive(pressed(storyboard, authorId));
        };
        timers.set(
          replyId,
          setTimeout(
            () => {
              const begun = begin()
                .catch(failed)
                .finally(() => beginning.delete(begun));
              beginning.add(begun);
            },
            Math.max(0, Date.parse(offer.startsAt) - clock()),
          ),
        );
      }
    },
    async close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.all(beginning);
    },
  };
}

/** As if who asked had pressed its button and kept all of it: the same limits, and the same place among those who wait. */
const pressed = ({ replyId, thread, standing, offer }: OfferedStoryboard, authorId: string): ChatEvent => ({
  ...{ kind: 'action-invoke', id: `start ${replyId}`, thread, authorId, ...standing, moderates: standing.moderates ?? false },
  ...{ turnId: replyId, action: { kind: 'start', keep: [...offer.steps.keys()] } },
});
