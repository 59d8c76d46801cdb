/** Intake over real stores and a queue that only notes what it is told; a test may let it crash, or press what a reply offers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Forgotten } from '../../src/core/ports.ts';
import type { ChatEvent, Message, Offer, Thread, Turn } from '../../src/core/types.ts';
import { openAllowances } from '../../src/intake/allowance.ts';
import { openIntake } from '../../src/intake/receive.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openThreads } from '../../src/store/threads.ts';
import { message, START_MS, text, thread } from './made.ts';
import { NO_DESK } from './no-desk.ts';

export type IntakeWorld = Awaited<ReturnType<typeof openIntakeWorld>>;

export async function openIntakeWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'intake-'));
  const database = openDatabase(folder);
  const threads = await openThreads(database);
  const ledger = await openLedger(database);
  const world = {
    nowMs: START_MS,
    queued: [] as Turn[],
    cancelled: [] as string[],
    active: new Set<string>(),
    takenBack: [] as string[],
    forgotten: [] as Forgotten[],
    offered: undefined as Offer | undefined,
    /** Thrown by every call of the queue while it stands: a crash at that place. */
    crash: undefined as Error | undefined,
  };
  const clock = (): number => world.nowMs;
  const allowances = await openAllowances(database, clock, (error) => {
    throw error;
  });
  const receive = await openIntake({
    ...{ database, threads, ledger, clock, allowances, desk: NO_DESK },
    queue: {
      async enqueue(turn) {
        if (world.queued.some(({ id }) => id === turn.id)) return false;
        if (world.crash) throw world.crash;
        world.queued.push(turn);
        world.active.add(turn.id);
        return true;
      },
      async cancel(turnId) {
        world.cancelled.push(turnId);
        return world.active.delete(turnId);
      },
      amend: async (turnId) => world.queued.find(({ id }) => id === turnId),
      position: async (turnId) => (world.active.has(turnId) ? 0 : undefined),
    },
    replies: {
      offered: async () => world.offered,
      withdraw: async ({ replyId }) => void world.takenBack.push(`withdraw ${replyId}`),
      dismiss: async ({ replyId }) => world.takenBack.push(`dismiss ${replyId}`) < 0,
    },
    forget: async (what) => void world.forgotten.push(what),
  });
  return Object.assign(world, {
    ...{ database, threads, ledger, allowances, receive },
    async close(): Promise<void> {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

export const channel = thread('slack:C1:C1', { isDirect: false, audience: 'public' });
export const inChannel = thread('slack:C1:171.5', { isDirect: false, audience: 'public' });

export const created = (id: string, changes: Partial<Message> = {}, where: Thread = thread()): ChatEvent => ({
  kind: 'message-create',
  id,
  thread: where,
  message: message(`m-${id}`, { threadId: where.id, ...changes }),
});
export const said = (id: string, words: string, where: Thread = thread(), changes: Partial<Message> = {}): ChatEvent =>
  created(id, { parts: [text(words)], mentionsBot: false, ...changes }, where);
