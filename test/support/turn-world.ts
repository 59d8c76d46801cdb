/** A world around one turn: its engine says a script; what it was asked, what was delivered and what was shown are kept. */
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest, Progress, StandingReply } from '../../src/core/ports.ts';
import type { Staging } from '../../src/core/staging.ts';
import type { Message, Offer, PictureName, ReplyStatus, Turn, Usage, Verdict } from '../../src/core/types.ts';
import { checkPart, checkRequest } from '../../src/safety/check.ts';
import type { TurnPorts } from '../../src/turn.ts';

export const USAGE: Usage = { promptTokens: 1, writtenTokens: 1, pictures: 0, denoiseSteps: 0, engineMs: 1 };
export const ASSET = 'sha256:0000000000000000000000000000000000000000000000000000000000000000';
const thread = { id: 'local:me:t', isDirect: true, audience: 'private', ageRestricted: false } as const;

export const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

export function message(id: string, second: number, text: string, turnId?: string): Message {
  const isSelf = turnId !== undefined;
  return {
    id,
    threadId: thread.id,
    author: { id: isSelf ? 'bot' : 'me', name: 'x', isBot: isSelf, isSelf },
    parts: [{ kind: 'text', text }],
    mentionsBot: true,
    sentAt: at(second),
    ...(isSelf ? { turnId } : {}),
  };
}

export const turn: Turn = {
  id: 'turn1',
  thread,
  eventId: 'e',
  messageId: 'm1',
  authorId: 'me',
  seed: 7,
  enqueuedAt: at(0),
  deadlineAt: at(900),
};

/** A world whose engine says `script`; what it was asked, what was delivered and what was shown are kept. */
export function world(
  script: (request: GenerateRequest) => AsyncIterable<EngineEvent>,
  messages: Message[] = [message('m1', 10, 'a red circle')],
  standing?: StandingReply,
) {
  const asked: GenerateRequest[] = [];
  const delivered: { verdicts: Verdict[]; status: ReplyStatus; offer?: Offer; note?: Verdict }[] = [];
  const shown: Progress[] = [];
  const failures: unknown[] = [];
  const rows: LedgerRow[] = [];
  let staging: Staging = { cast: [] };
  const ports: TurnPorts = {
    threads: {
      get: async (_, id) => messages.find((one) => one.id === id),
      history: async () => messages,
    },
    ledger: {
      put: async (row) => {
        const at = rows.findIndex(({ name }) => name === row.name);
        if (at < 0) rows.push(row);
        else rows[at] = row;
        return row;
      },
      rows: async () => rows,
    },
    assets: { put: async () => ASSET, get: async () => new Uint8Array([1]) },
    engine: {
      modelId: 'scripted',
      generate(request) {
        asked.push(request);
        return script(request);
      },
      close: async () => undefined,
    },
    clock: () => Date.parse(at(60)),
    made: async (turnId) => ({ turn0: { messageId: 'm0' }, turn1: { messageId: 'm1' }, turn9: { messageId: 'm9' } })[turnId],
    ratings: async (replyId) =>
      replyId === 'turn0'
        ? [
            { authorId: 'ann', good: true },
            { authorId: 'ben', good: false },
          ]
        : [],
    replies: { before: async () => standing },
    stagings: {
      get: async () => staging,
      put: async (_, changed) => {
        staging = changed;
      },
    },
    checkRequest,
    checkPart,
    mayPreview: async (caption) => (await checkPart({ kind: 'text', text: caption })).kind === 'allow',
    deliver: async (_, verdicts, status, options = {}) => {
      delivered.push({ verdicts: [...verdicts], status, ...options });
    },
    progress: (_, progress) => shown.push(progress),
    failed: (_, error) => failures.push(error),
  };
  return { ports, asked, delivered, shown, failures, rows };
}

export const row = (name: PictureName, changes: Partial<LedgerRow> = {}): LedgerRow => ({
  ...{ threadId: thread.id, name, asset: ASSET, widthPx: 8, heightPx: 8, caption: `caption of ${name}` },
  ...{ authorId: 'me', messageId: 'm1', turnId: 'turn1', madeAt: at(1), ...changes },
});

export async function* say(...events: EngineEvent[]): AsyncGenerator<EngineEvent> {
  yield* events;
}
export const never = new AbortController().signal;
export const picture = {
  part: 1,
  name: '#1',
  caption: 'a red circle',
  seed: 3,
  png: new Uint8Array([1, 2]),
  widthPx: 8,
  heightPx: 8,
} as const;
export const preview = { widthPx: 1, heightPx: 1, rgb: new Uint8Array(3) };
