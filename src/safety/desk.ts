/** Carries out what moderators decided: a released part takes its place in the reply it was held from, a refused one is said to be. */
import type { StandingReply } from '../core/ports.ts';
import { say, worded } from '../core/sentences.ts';
import type { Part, Turn, Verdict } from '../core/types.ts';
import type { Held, HeldItem } from './held.ts';

/** How often to look for decisions that were made beside the bot. */
const LOOK_MS = 5_000;

export interface DeskPorts {
  readonly held: Pick<Held, 'add' | 'decided' | 'done'>;
  /** What stands of a reply now. */
  standing(replyId: string): StandingReply | undefined;
  deliver(turn: Turn, reply: StandingReply): Promise<void>;
  failed(error: unknown): void;
}

export interface Desk {
  /** Notes what a finished reply holds back. */
  note(replyId: string, turn: Turn, verdicts: readonly Verdict[]): void;
  /** Looks now, and from now on every few seconds. */
  open(): void;
  close(): void;
}

export function openDesk({ held, standing, deliver, failed }: DeskPorts): Desk {
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  async function carryOut(item: HeldItem): Promise<void> {
    const reply = standing(item.replyId);
    const place = reply?.verdicts.findIndex((verdict) => verdict.kind === 'hold' && isSame(verdict.part, item.part)) ?? -1;
    if (reply && place >= 0) {
      const verdicts = reply.verdicts.with(place, decided(item));
      await deliver(item.turn, { ...reply, verdicts });
    }
    held.done(item.id); // a part that was made anew or taken back meanwhile has nothing to show
  }

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      for (const item of held.decided()) await carryOut(item);
    } catch (error) {
      failed(error);
    } finally {
      looking = false;
    }
  }

  return {
    note(replyId, turn, verdicts) {
      for (const [place, verdict] of verdicts.entries()) {
        if (verdict.kind === 'hold') held.add({ replyId, place, turn, part: verdict.part, rule: verdict.rule });
      }
    },
    open() {
      void look();
      timer = setInterval(() => void look(), LOOK_MS);
      timer.unref();
    },
    close() {
      clearInterval(timer);
    },
  };
}

const NOT_RELEASED = say('not-released');

function decided({ decision, part, rule }: HeldItem): Verdict {
  return decision === 'release' ? { kind: 'allow', part } : { kind: 'refuse', rule, reason: worded(NOT_RELEASED), said: NOT_RELEASED };
}

const isSame = (one: Part, other: Part): boolean => JSON.stringify(one) === JSON.stringify(other);
