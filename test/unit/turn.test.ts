import { describe, expect, it } from 'vitest';
import { EngineError, TurnError } from '../../src/core/errors.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest, Progress } from '../../src/core/ports.ts';
import type { Message, ReplyStatus, Turn, Usage, Verdict } from '../../src/core/types.ts';
import { checkPart, checkRequest } from '../../src/safety/check.ts';
import { runTurn, type TurnPorts } from '../../src/turn.ts';

const USAGE: Usage = { promptTokens: 1, writtenTokens: 1, pictures: 0, denoiseSteps: 0, engineMs: 1 };
const ASSET = 'sha256:0000000000000000000000000000000000000000000000000000000000000000';
const thread = { id: 'local:me:t', isDirect: true, audience: 'private', ageRestricted: false } as const;

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

function message(id: string, second: number, text: string, turnId?: string): Message {
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

const turn: Turn = { id: 'turn1', thread, eventId: 'e', messageId: 'm1', authorId: 'me', seed: 7, enqueuedAt: at(0), deadlineAt: at(900) };

/** A world whose engine says `script`; what it was asked, what was delivered and what was shown are kept. */
function world(
  script: (request: GenerateRequest) => AsyncIterable<EngineEvent>,
  messages: Message[] = [message('m1', 10, 'a red circle')],
) {
  const asked: GenerateRequest[] = [];
  const delivered: { verdicts: Verdict[]; status: ReplyStatus }[] = [];
  const shown: Progress[] = [];
  const failures: unknown[] = [];
  const rows: LedgerRow[] = [];
  const ports: TurnPorts = {
    threads: {
      put: () => undefined,
      remove: () => undefined,
      get: (_, id) => messages.find((one) => one.id === id),
      history: () => messages,
      threads: () => [],
    },
    ledger: {
      put: (row) => {
        rows.push(row);
        return row;
      },
      rows: () => rows,
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
    askedBy: (turnId) => ({ turn0: 'm0', turn1: 'm1', turn9: 'm9' })[turnId],
    checkRequest,
    checkPart,
    deliver: async (_, verdicts, status) => {
      delivered.push({ verdicts: [...verdicts], status });
    },
    progress: (_, progress) => shown.push(progress),
    failed: (_, error) => failures.push(error),
  };
  return { ports, asked, delivered, shown, failures, rows };
}

async function* say(...events: EngineEvent[]): AsyncGenerator<EngineEvent> {
  yield* events;
}
const never = new AbortController().signal;
const picture = { part: 1, name: '#1', caption: 'a red circle', seed: 3, png: new Uint8Array([1, 2]), widthPx: 8, heightPx: 8 } as const;
const preview = { widthPx: 1, heightPx: 1, rgb: new Uint8Array(3) };

describe('a turn', () => {
  it('delivers each part as it is done, and the whole in the end', async () => {
    const { ports, delivered, shown, rows } = world(() =>
      say(
        { type: 'text-delta', part: 0, text: 'Here.' },
        { type: 'text-end', part: 0, text: 'Here.' },
        { type: 'image-start', part: 1, name: '#1', caption: 'a red circle', steps: 2 },
        { type: 'image-step', part: 1, name: '#1', step: 1, steps: 2, preview },
        { type: 'image-end', ...picture },
        { type: 'done', status: 'complete', usage: USAGE },
      ),
    );
    expect(await runTurn(turn, ports, never)).toEqual({ kind: 'done' });
    expect(delivered.map(({ verdicts, status }) => `${verdicts.length} ${status}`)).toEqual(['1 streaming', '2 streaming', '2 complete']);
    expect(shown.map(({ type }) => type)).toEqual(['text-delta', 'verdict', 'image-start', 'image-step', 'image-end', 'verdict', 'done']);
    expect(rows).toMatchObject([{ name: '#1', turnId: 'turn1', seed: 3, caption: 'a red circle' }]);
  });

  it('refuses by rule before the engine is asked', async () => {
    const { ports, asked, delivered } = world(() => say(), [message('m1', 10, 'a naked woman')]);
    expect(await runTurn(turn, ports, never)).toEqual({ kind: 'done' });
    expect(asked).toEqual([]);
    expect(delivered).toMatchObject([{ status: 'refused', verdicts: [{ kind: 'refuse', rule: 'sexual' }] }]);
  });

  it('shows nothing of what it may not send: no plan, no words, no preview, no part', async () => {
    const { ports, delivered, shown } = world(() =>
      say(
        { type: 'plan', plan: { turnId: 'turn1', promptVersion: 'x', steps: [{ kind: 'draw', name: '#1', caption: 'a swastika' }] } },
        { type: 'text-delta', part: 0, text: 'some po' },
        { type: 'text-delta', part: 0, text: 'rn' },
        { type: 'text-end', part: 0, text: 'some porn' },
        { type: 'image-start', part: 1, name: '#1', caption: 'a swastika', steps: 1 },
        { type: 'image-step', part: 1, name: '#1', step: 1, steps: 1, preview },
        { type: 'image-end', ...picture, caption: 'a swastika' },
        { type: 'done', status: 'complete', usage: USAGE },
      ),
    );
    await runTurn(turn, ports, never);
    expect(shown.map((one) => ('text' in one ? one.text : one.type))).toEqual(['some po', 'verdict', 'verdict', 'done']);
    expect(delivered.at(-1)?.verdicts.map(({ kind }) => kind)).toEqual(['refuse', 'refuse']);
  });

  it('puts a late answer before what was asked after it, and leaves out later talk and its own earlier answers', async () => {
    const { ports, asked } = world(
      () => say({ type: 'done', status: 'complete', usage: USAGE }),
      [
        message('m0', 5, 'first'),
        message('m1', 10, 'second'),
        message('r0', 12, 'answer to the first', 'turn0'),
        message('r1', 13, 'answer to the second, before a redo', 'turn1'),
        message('m9', 14, 'third'),
        message('r9', 15, 'answer to the third', 'turn9'),
      ],
    );
    await runTurn({ ...turn, id: 'turn2' }, ports, never);
    expect(asked[0]?.messages.map(({ id }) => id)).toEqual(['m0', 'r0', 'm1']);
  });

  it('leaves out the pictures it made itself before a crash', async () => {
    const { ports, asked, rows } = world(() => say({ type: 'done', status: 'complete', usage: USAGE }));
    const row = {
      threadId: thread.id,
      asset: ASSET,
      widthPx: 8,
      heightPx: 8,
      caption: 'x',
      authorId: 'me',
      messageId: 'm',
      madeAt: at(1),
    } as const;
    rows.push({ ...row, name: '#1' }, { ...row, name: '#2', turnId: 'turn1' });
    await runTurn(turn, ports, never);
    expect(asked[0]?.pictures.map(({ name }) => name)).toEqual(['#1']);
  });

  it('keeps what was made when it is stopped, and says so', async () => {
    const control = new AbortController();
    const { ports, delivered } = world(async function* () {
      yield { type: 'text-end', part: 0, text: 'Here.' };
      control.abort(new TurnError('stopped', 'Stopped, as asked.'));
      throw new EngineError('cancelled', 'x');
    });
    expect(await runTurn(turn, ports, control.signal)).toEqual({ kind: 'done' });
    expect(delivered.at(-1)).toMatchObject({
      status: 'truncated',
      verdicts: [{ part: { text: 'Here.' } }, { part: { text: '_Stopped, as asked._' } }],
    });
  });

  it('runs again after a shutdown and after a passing failure, saying nothing', async () => {
    const control = new AbortController();
    const cut = world(async function* () {
      control.abort(new Error('shutting down'));
      yield* [];
      throw new EngineError('cancelled', 'x');
    });
    expect(await runTurn(turn, cut.ports, control.signal)).toMatchObject({ kind: 'retry', afterMs: 0 });
    const passing = world(async function* () {
      yield* [];
      throw new EngineError('run-failed', 'x', { retryable: true, retryAfterMs: 5 });
    });
    expect(await runTurn(turn, passing.ports, never)).toMatchObject({ kind: 'retry', afterMs: 5 });
    expect([...cut.delivered, ...passing.delivered]).toEqual([]);
  });

  it('says in one sentence what went wrong, and hides what it does not know', async () => {
    const asks = async (error: Error) => {
      const { ports, delivered, failures } = world(async function* () {
        yield* [];
        throw error;
      });
      const outcome = await runTurn(turn, ports, never);
      expect(failures).toEqual([error]);
      return { outcome: outcome.kind, last: delivered.at(-1) };
    };
    expect(await asks(new TurnError('unknown-picture', 'There is no picture #9.'))).toMatchObject({
      outcome: 'done',
      last: { status: 'failed', verdicts: [{ part: { text: 'There is no picture #9.' } }] },
    });
    const hidden = await asks(new Error('secret path /x'));
    expect(hidden.outcome).toBe('parked');
    expect(JSON.stringify(hidden.last)).not.toContain('secret');
  });

  it('does nothing for a message that was deleted meanwhile', async () => {
    const { ports, asked, delivered } = world(() => say(), []);
    expect(await runTurn(turn, ports, never)).toEqual({ kind: 'done' });
    expect([asked, delivered]).toEqual([[], []]);
  });
});
