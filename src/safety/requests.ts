/** What people asked, as far as it is kept: what another policy is tried on. */
import type { ThreadStore } from '../core/ports.ts';
import { wordsOfEdit } from '../core/thread.ts';
import type { Message, Part, Turn } from '../core/types.ts';
import type { Cases } from './cases.ts';
import { type Circumstances, hashOf, type Noted } from './circumstances.ts';
import type { Request } from './replay.ts';
import type { Workspaces } from './workspace.ts';

/** So many threads, and so many messages of each, the newest first. */
const THREADS_AT_MOST = 10_000;
const MESSAGES_AT_MOST = 500;

/** A turn, as far as it is kept. */
interface Made {
  readonly messageId: string;
  readonly task?: Turn['task'];
}

export interface RequestPorts {
  readonly threads: Pick<ThreadStore, 'threads' | 'history' | 'earlier'>;
  readonly workspaces: Pick<Workspaces, 'of'>;
  readonly cases: Pick<Cases, 'won'>;
  readonly circumstances: Pick<Circumstances, 'of' | 'threadsSince'>;
  /** The turns of a thread, with what was typed into forms. */
  turnsIn(threadId: string): Promise<readonly Made[]>;
}

/**
 * Of a workspace; without one, of all. A message once for each circumstance and wording that it was checked in, as far as these words are
 * kept: what its author has changed or taken back since is left out. As its message and thread are now where nothing was noted.
 */
export function openRequests({ threads, workspaces, cases, circumstances, turnsIn }: RequestPorts) {
  return async (sinceMs: number, workspace?: string): Promise<Request[]> => {
    const found: Request[] = [];
    const won = new Set((await cases.won()).map(({ thread, messageId, task }) => keyOf(thread.id, messageId, formOf(task))));
    const checked = await circumstances.threadsSince(sinceMs);
    for (const { thread, lastAt } of await threads.threads(THREADS_AT_MOST)) {
      if (Date.parse(lastAt) < sinceMs && !checked.has(thread.id)) continue;
      if (workspace !== undefined && (await workspaces.of(thread.id)) !== workspace) continue;
      const messages = await threads.history(thread.id, MESSAGES_AT_MOST);
      const turns = await turnsIn(thread.id);
      const known = wordings(messages, await threads.earlier(thread.id), turns);
      const noted = await circumstances.of(thread.id);
      const parts = new Set([...noted.values()].flatMap((each) => each.flatMap(({ more = [] }) => more)));
      const answered = new Set(turns.map(({ messageId }) => messageId));
      for (const message of messages) {
        if (message.author.isSelf) continue;
        const { isDirect, ageRestricted } = thread;
        const asThreadIs: Noted = { isDirect, ageRestricted, atMs: Date.parse(message.sentAt) };
        const isUnnoted = answered.has(message.id) && !parts.has(message.id);
        for (const { atMs, more, asked, ...circumstance } of noted.get(message.id) ?? (isUnnoted ? [asThreadIs] : [])) {
          const wording = known(message, more).find((one) => asked === undefined || hashOf(message.id, one.parts) === asked);
          if (!wording || atMs < sinceMs) continue;
          const { isDirect, ageRestricted, roles, waived } = circumstance;
          found.push({
            ...(roles ? { roles } : {}),
            ...(waived ? { waived } : {}),
            thread: { ...thread, isDirect, ageRestricted },
            message: { ...message, parts: wording.parts },
            // After its release it passes: it was won the time before.
            ...(!waived && won.has(keyOf(thread.id, message.id, wording.form)) ? { won: true } : {}),
          });
        }
      }
    }
    return found;
  };
}

/** What a message may have been checked with; `form`: typed into one. */
interface Wording {
  readonly parts: readonly Part[];
  readonly form?: string | undefined;
}

/** As it is now comes first, then what it was before it was reworded, each with the messages that belong to it, and then what was typed into forms. */
function wordings(messages: readonly Message[], earlier: ReadonlyMap<string, readonly (readonly Part[])[]>, turns: readonly Made[]) {
  const now = new Map(messages.map(({ id, parts }) => [id, parts]));
  return (message: Message, more: readonly string[] = []): Wording[] => {
    const ids = [message.id, ...more];
    const times = Math.max(...ids.map((id) => earlier.get(id)?.length ?? 0));
    // They are reworded together, and after the first time some have nothing left to lose.
    const whole = Array.from({ length: times + 1 }, (_, back) => ({
      parts: ids.flatMap((id) => earlier.get(id)?.[times - back] ?? now.get(id) ?? []),
    }));
    const forms = turns.flatMap(({ messageId, task }) => (messageId === message.id ? (formOf(task) ?? []) : []));
    return [...whole, ...forms.map((form) => ({ form, parts: [{ kind: 'text', text: form } as const] }))];
  };
}

const formOf = (task: Turn['task']): string | undefined => (task?.kind === 'edit' ? wordsOfEdit(task) : undefined);
const keyOf = (...of: readonly (string | undefined)[]): string => JSON.stringify(of);

/** The words that a turn was asked in, as far as they are kept: of an edit, its own. */
export async function wordsAsked(threads: Pick<ThreadStore, 'get'>, { thread, messageId, more = [], task }: Turn): Promise<string> {
  const form = formOf(task);
  if (form !== undefined) return form;
  const messages = await Promise.all([messageId, ...more].map((id) => threads.get(thread.id, id)));
  const parts = messages.flatMap((message) => message?.parts ?? []);
  return parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
}
