/** Removes what is older than the policy keeps it: messages, pictures with their files, and replies, channel by channel. */
import type { Clock } from '../core/ports.ts';
import type { Thread } from '../core/types.ts';
import type { OpenAudit } from './audit.ts';
import type { Policies } from './policies.ts';
import { daysKept } from './policy.ts';
import type { Workspaces } from './workspace.ts';

const LOOK_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** Threads looked at each time, those used longest ago included. */
const THREADS_AT_MOST = 100_000;

export interface RetentionPorts {
  readonly policies: Pick<Policies, 'current'>;
  readonly workspaces: Pick<Workspaces, 'of'>;
  readonly audit: OpenAudit;
  readonly clock: Clock;
  threads(limit: number): Promise<readonly { readonly thread: Thread }[]>;
  /** Removes what was said and drawn in a thread before then; tells how many turns and picture files that were. */
  removeBefore(threadId: string, beforeMs: number): Promise<{ readonly turns: number; readonly pictures: number }>;
  failed(error: unknown): void;
}

export function openRetention({ policies, workspaces, audit, clock, threads, removeBefore, failed }: RetentionPorts) {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;

  async function sweep(): Promise<void> {
    for (const { thread } of await threads(THREADS_AT_MOST)) {
      const days = daysKept((await policies.current(await workspaces.of(thread.id))).policy, thread.id);
      if (days === undefined) continue;
      const removed = await removeBefore(thread.id, clock() - days * DAY_MS);
      if (removed.turns + removed.pictures > 0) await audit.add({ kind: 'removed', threadId: thread.id, ...removed });
    }
  }

  const look = (): void => {
    sweeping = sweep().catch(failed);
  };
  return {
    sweep,
    /** Looks now, and from now on every hour. */
    open() {
      look();
      timer = setInterval(look, LOOK_MS);
      timer.unref();
    },
    /** Resolves when a sweep that is under way is done. */
    async close() {
      clearInterval(timer);
      await sweeping;
    },
  };
}
