/** Starts a storyboard at its time, also when the program was not running then. Someone who acts earlier wins: it is started once. */
import type { Clock, OfferedStoryboard, ReplyStore } from '../core/ports.ts';

export interface AutoStartPorts {
  readonly replies: Pick<ReplyStore, 'storyboards'>;
  readonly clock: Clock;
  start(storyboard: OfferedStoryboard): Promise<unknown>;
  failed(error: unknown): void;
}

export interface AutoStart {
  /** Looks again at what is offered; call it at the start and whenever a storyboard was offered. */
  look(): Promise<void>;
  /** Resolves when what was just begun is begun. */
  close(): Promise<void>;
}

export function openAutoStart({ replies, clock, start, failed }: AutoStartPorts): AutoStart {
  const timers = new Map<string, NodeJS.Timeout>();
  const beginning = new Set<Promise<void>>();
  return {
    async look() {
      for (const storyboard of await replies.storyboards()) {
        const { replyId, offer } = storyboard;
        if (timers.has(replyId)) continue;
        const begin = async (): Promise<void> => {
          // It stays in `timers`: it stands as a storyboard until its turn is done.
          if ((await replies.storyboards()).some((still) => still.replyId === replyId)) await start(storyboard);
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
