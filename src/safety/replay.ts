/** What another policy would have done: the requests of the last days, checked under both. */
import type { PolicyTrial } from '../core/panel.ts';
import type { Message, Thread } from '../core/types.ts';
import { type OpenCheck, strictestOf } from './check.ts';
import type { Difference } from './policies.ts';

export interface Request {
  readonly thread: Thread;
  readonly message: Message;
  /** Of who asked, then. */
  readonly roles?: readonly string[];
  /** Rules that were waived for it. */
  readonly waived?: readonly string[];
  /** Whether moderators let it run after it was refused. */
  readonly won?: boolean;
}

export async function replay(requests: Iterable<Request>, checkNow: OpenCheck, checkThen: OpenCheck): Promise<PolicyTrial> {
  const counts = new Map<string, Difference & { count: number; won: number }>();
  let count = 0;
  for (const { thread, roles, waived = [], message, won } of requests) {
    count += 1;
    const asked = { ...thread, roles, waived: async () => new Set(waived) };
    const change = differenceOf(await checkNow(asked).request(message), await checkThen(asked).request(message));
    if (!change) continue;
    const key = `${change.rule} ${change.from} ${change.to}`;
    const known = counts.get(key) ?? { ...change, count: 0, won: 0 };
    counts.set(key, { ...known, count: known.count + 1, won: known.won + (won ? 1 : 0) });
  }
  return { requests: count, changes: [...counts.values()].sort((one, other) => other.count - one.count) };
}

/** What one policy does otherwise than another about the same words; undefined where they do the same. */
export function differenceOf(present: Parameters<typeof strictestOf>[0], other: Parameters<typeof strictestOf>[0]): Difference | undefined {
  const [now, then] = [strictestOf(present), strictestOf(other)];
  const [from, to] = [now?.action ?? 'allow', then?.action ?? 'allow'];
  if (from === to) return undefined;
  // Named by the rule that is stricter: that is the one somebody would look for.
  return { rule: (to === 'allow' ? now : then)?.rule ?? now?.rule ?? '', from, to };
}
