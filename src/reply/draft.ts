/** A reply in the making: a new one grows and is shown as it grows; one that is revised changes at one place, when that is made. */
import type { LedgerRow } from '../core/ledger.ts';
import type { StandingReply } from '../core/ports.ts';
import type { PictureName, ReplyStatus, Verdict } from '../core/types.ts';
import { revised } from './revise.ts';

export interface Draft {
  readonly verdicts: readonly Verdict[];
  /** Whether it is shown while it grows. */
  readonly streams: boolean;
  /** Of a reply that is revised: as it stood. */
  readonly status: ReplyStatus;
  /** `part` counts the parts of the reply from 0. */
  put(part: number, verdict: Verdict): Promise<void>;
}

export function newReply(): Draft {
  const verdicts: Verdict[] = [];
  return { verdicts, streams: true, status: 'streaming', put: async (_part, verdict) => void verdicts.push(verdict) };
}

export function revisionOf({ verdicts: standing, status }: StandingReply, rows: () => Promise<ReadonlyMap<PictureName, LedgerRow>>): Draft {
  let verdicts = standing;
  return {
    get verdicts() {
      return verdicts;
    },
    streams: false,
    status,
    async put(part, verdict) {
      verdicts = revised(verdicts, part, verdict, await rows());
    },
  };
}
