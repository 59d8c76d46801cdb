/** What another policy would have done: the requests of the last days, checked under both. */
import type { Message, Thread } from '../core/types.ts';
import { openCheck } from './check.ts';
import type { Policy } from './policy.ts';

export interface Replayed {
  readonly requests: number;
  /** Refused by the new policy alone, by rule. */
  readonly more: ReadonlyMap<string, number>;
  /** Refused by the present one alone, by rule. */
  readonly fewer: ReadonlyMap<string, number>;
}

export function replay(requests: Iterable<{ readonly thread: Thread; readonly message: Message }>, now: Policy, then: Policy): Replayed {
  const [checkNow, checkThen] = [openCheck(now), openCheck(then)];
  const [more, fewer] = [new Map<string, number>(), new Map<string, number>()];
  let count = 0;
  for (const { thread, message } of requests) {
    count += 1;
    const [present, other] = [checkNow(thread).request(message), checkThen(thread).request(message)];
    if (other.kind === 'refuse' && present.kind !== 'refuse') more.set(other.rule, (more.get(other.rule) ?? 0) + 1);
    if (present.kind === 'refuse' && other.kind !== 'refuse') fewer.set(present.rule, (fewer.get(present.rule) ?? 0) + 1);
  }
  return { requests: count, more, fewer };
}
