/** What people asked, as far as it is kept: what another policy is tried on. */
import type { ThreadStore } from '../core/ports.ts';
import type { Turn } from '../core/types.ts';
import type { Cases } from './cases.ts';
import type { Circumstance, Circumstances } from './circumstances.ts';
import type { Request } from './replay.ts';
import type { Workspaces } from './workspace.ts';

/** So many threads, and so many messages of each, the newest first. */
const THREADS_AT_MOST = 10_000;
const MESSAGES_AT_MOST = 500;

export interface RequestPorts {
  readonly threads: Pick<ThreadStore, 'threads' | 'history'>;
  readonly workspaces: Pick<Workspaces, 'of'>;
  readonly cases: Pick<Cases, 'won'>;
  readonly circumstances: Pick<Circumstances, 'of'>;
}

/** Of a workspace; without one, of all. A message once for each circumstance that it was checked in; as its thread is now where none were noted. */
export function openRequests({ threads, workspaces, cases, circumstances }: RequestPorts) {
  return async (sinceMs: number, workspace?: string): Promise<Request[]> => {
    const found: Request[] = [];
    const won = await cases.won();
    for (const { thread, lastAt } of await threads.threads(THREADS_AT_MOST)) {
      if (Date.parse(lastAt) < sinceMs) continue;
      if (workspace !== undefined && (await workspaces.of(thread.id)) !== workspace) continue;
      const messages = await threads.history(thread.id, MESSAGES_AT_MOST);
      const byId = new Map(messages.map((message) => [message.id, message]));
      const noted = await circumstances.of(thread.id);
      const parts = new Set([...noted.values()].flatMap((each) => each.flatMap(({ more = [] }) => more)));
      const asThreadIs: Circumstance = { isDirect: thread.isDirect, ageRestricted: thread.ageRestricted };
      for (const message of messages) {
        if (message.author.isSelf || Date.parse(message.sentAt) < sinceMs) continue;
        if (!noted.has(message.id) && parts.has(message.id)) continue;
        for (const { isDirect, ageRestricted, more = [], ...asked } of noted.get(message.id) ?? [asThreadIs]) {
          const whole = [message, ...more.flatMap((id) => byId.get(id) ?? [])].flatMap((each) => each.parts);
          found.push({
            ...asked,
            thread: { ...thread, isDirect, ageRestricted },
            message: { ...message, parts: whole },
            // After its release it passes: it was won the time before.
            ...(!asked.waived && won.has(`${thread.id} ${message.id}`) ? { won: true } : {}),
          });
        }
      }
    }
    return found;
  };
}

/** The words that a turn was asked in, as far as they are kept: of an edit, its own. */
export async function wordsAsked(threads: Pick<ThreadStore, 'get'>, { thread, messageId, task }: Turn): Promise<string> {
  if (task?.kind === 'edit') return [task.instruction, ...(task.region && 'words' in task.region ? [task.region.words] : [])].join('\n');
  const message = await threads.get(thread.id, messageId);
  return (message?.parts ?? []).flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
}
