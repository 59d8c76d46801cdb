/** What is shown beside the thread while someone waits: the line under the conversation, the agent session with its Stop button, the title. */
import type { Clock, Eta, Progress } from '../../src/core/ports.ts';
import type { Thread, Turn } from '../../src/core/types.ts';
import type { Calls } from './calls.ts';
import { type Place, placeOf } from './thread.ts';
import { shortened } from './words.ts';

/** Slack takes a status away after two minutes. */
const REFRESH_MS = 90_000;
const CHANGE_MS_AT_LEAST = 2_000;
const TITLE_CHARS = 100;
/** Statuses leave this much of the workspace's calls. */
const SPARE = 0.2;

export interface StatusPorts {
  readonly calls: Calls;
  readonly clock: Clock;
  /** Turns before this one; undefined when it neither waits nor runs. */
  readonly position: (turnId: string) => Promise<number | undefined>;
}

interface Line {
  readonly place: Place;
  words: string;
  shownAtMs: number;
  /** While it waits in the queue. */
  waiting: { ahead: number; eta: Eta | undefined; turnId: string } | undefined;
}

export type Status = ReturnType<typeof createStatus>;

export function createStatus({ calls, clock, position }: StatusPorts) {
  /** By reply. */
  const lines = new Map<string, Line>();

  /** Losing one harms nothing. */
  async function put(line: Line): Promise<void> {
    line.shownAtMs = clock();
    const { team, channel, ts } = line.place;
    await calls
      .callIfRoom(team, 'assistant.threads.setStatus', { channel_id: channel, thread_ts: ts, status: line.words }, SPARE)
      .catch(() => undefined);
  }

  async function session(
    { team, channel, ts }: Place,
    status: 'processing' | 'active',
    more: { title?: string; initiator_user_id?: string } = {},
  ): Promise<void> {
    await calls
      .callIfRoom(team, 'agents.sessions.setStatus', { channel_id: channel, thread_ts: ts, status, ...more }, SPARE)
      .catch(() => undefined);
  }

  function lineOf(replyId: string, thread: Thread): Line {
    const line = lines.get(replyId) ?? { place: placeOf(thread), words: '', shownAtMs: 0, waiting: undefined };
    lines.set(replyId, line);
    return line;
  }

  function show(replyId: string, thread: Thread, words: string): void {
    const line = lineOf(replyId, thread);
    if (words === line.words || clock() - line.shownAtMs < CHANGE_MS_AT_LEAST) return;
    line.words = words;
    void put(line);
  }

  return {
    /** A turn was queued: the session shows Slack's own Stop button from now on. */
    asked(turn: Turn, replyId: string, words: string): void {
      lineOf(replyId, turn.thread).waiting = { ahead: 0, eta: undefined, turnId: turn.id };
      show(replyId, turn.thread, 'has your request…');
      const title = shortened(words.replace(/\s+/g, ' ').trim() || 'Pictures', TITLE_CHARS);
      void session(placeOf(turn.thread), 'processing', { title, initiator_user_id: turn.authorId });
    },

    progress(thread: Thread, progress: Progress, streams: boolean): void {
      const { turnId } = progress;
      const line = lineOf(turnId, thread);
      if (progress.type === 'queued') {
        line.waiting = { ahead: progress.ahead, eta: progress.etaMs, turnId };
        show(turnId, thread, waitingWords(progress.ahead, progress.etaMs));
        return;
      }
      line.waiting = undefined;
      if (progress.type === 'done') {
        lines.delete(turnId);
        line.words = '';
        void put(line);
        void session(line.place, 'active');
      } else if (progress.type === 'plan') show(turnId, thread, 'is planning…');
      else if (!streams && progress.type === 'image-step')
        show(turnId, thread, `is drawing ${progress.name} (${progress.step} of ${progress.steps})…`);
    },

    /** Keeps the lines of those who wait alive and true. Called now and then. */
    async refresh(): Promise<void> {
      for (const line of lines.values()) {
        if (!line.waiting) continue;
        const ahead = await position(line.waiting.turnId);
        if (ahead === undefined) continue;
        const words = waitingWords(ahead, ahead === line.waiting.ahead ? line.waiting.eta : undefined);
        if (words === line.words && clock() - line.shownAtMs < REFRESH_MS) continue;
        line.words = words;
        await put(line);
      }
    },
  };
}

function waitingWords(ahead: number, eta: Eta | undefined): string {
  if (ahead === 0) return 'is about to start…';
  const before = `is waiting: ${ahead} before yours`;
  if (!eta) return `${before}…`;
  const minutes = Math.round(eta.p50 / 60_000);
  return minutes < 1 ? `${before}, under a minute…` : `${before}, about ${minutes} min…`;
}
