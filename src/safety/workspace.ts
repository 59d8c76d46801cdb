/** Which workspace or server a thread belongs to, as policies and strikes name it: `slack:T0123`, `discord:987`. */
import type { Database } from '../core/ports.ts';
import { platformOf } from '../core/thread.ts';
import type { Turn } from '../core/types.ts';

const TABLES = [`CREATE TABLE thread_workspaces (thread_id TEXT PRIMARY KEY, workspace TEXT NOT NULL) STRICT;`];

/** Undefined where there is none, such as on the page and in some direct conversations. */
export function workspaceOf({ thread, standing }: Pick<Turn, 'thread' | 'standing'>): string | undefined {
  return standing?.workspace === undefined ? slackTeam(thread.id) : `${platformOf(thread)}:${standing.workspace}`;
}

/** A Slack thread's id names its workspace: `slack:T0123/C0456:17.5`. */
const slackTeam = (threadId: string): string | undefined => /^slack:[^/:]+(?=\/)/.exec(threadId)?.[0];

export type Workspaces = Awaited<ReturnType<typeof openWorkspaces>>;

/** Kept for what is done to threads when nobody asks in them: replays, and removing what is old. */
export async function openWorkspaces(database: Database) {
  await database.migrate('workspaces', TABLES);
  return {
    async note(turn: Pick<Turn, 'thread' | 'standing'>): Promise<void> {
      const workspace = workspaceOf(turn);
      if (workspace !== undefined)
        await database.run(
          'INSERT INTO thread_workspaces VALUES (?, ?) ON CONFLICT (thread_id) DO UPDATE SET workspace = excluded.workspace',
          turn.thread.id,
          workspace,
        );
    },
    async of(threadId: string): Promise<string | undefined> {
      const row = await database.get<{ workspace: string }>('SELECT workspace FROM thread_workspaces WHERE thread_id = ?', threadId);
      return row?.workspace ?? slackTeam(threadId);
    },
  };
}
