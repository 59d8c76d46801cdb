import { describe, expect, it } from 'vitest';
import { EngineError, TurnError } from '../../src/core/errors.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest, Progress, StandingReply } from '../../src/core/ports.ts';
import { say as sentence } from '../../src/core/sentences.ts';
import type { Staging } from '../../src/core/staging.ts';
import type { ImagePart, Message, Offer, Part, PictureName, ReplyStatus, ReplyTask, Turn, Usage, Verdict } from '../../src/core/types.ts';
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

const row = (name: PictureName, changes: Partial<LedgerRow> = {}): LedgerRow => ({
  ...{ threadId: thread.id, name, asset: ASSET, widthPx: 8, heightPx: 8, caption: `caption of ${name}` },
  ...{ authorId: 'me', messageId: 'm1', turnId: 'turn1', madeAt: at(1), ...changes },
});

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
    expect(await runTurn(turn, ports, never)).toMatchObject({ kind: 'done' });
    expect(delivered.map(({ verdicts, status }) => `${verdicts.length} ${status}`)).toEqual(['1 streaming', '2 streaming', '2 complete']);
    expect(shown.map(({ type }) => type)).toEqual(['text-delta', 'verdict', 'image-start', 'image-step', 'image-end', 'verdict', 'done']);
    expect(rows).toMatchObject([{ name: '#1', turnId: 'turn1', seed: 3, caption: 'a red circle' }]);
  });

  it('shows a picture of the thread again, as it is; none that was withheld', async () => {
    const { ports, delivered, rows } = world(() =>
      say({ type: 'image-again', part: 0, name: '#1' }, { type: 'done', status: 'complete', usage: USAGE }),
    );
    rows.push(row('#1', { seen: 'a red circle', turnId: 'turn0' }));
    await runTurn(turn, ports, never);
    expect(delivered.at(-1)).toMatchObject({
      status: 'complete',
      verdicts: [{ part: { kind: 'image', name: '#1', alt: 'a red circle' } }],
    });
    expect(rows).toHaveLength(1);
    rows[0] = { ...rows[0], withheld: true } as LedgerRow;
    await runTurn({ ...turn, id: 'turn2' }, ports, never);
    expect(delivered.at(-1)).toMatchObject({ status: 'failed', verdicts: [{ part: { text: expect.stringContaining('no picture #1') } }] });
  });

  it('notes on its row that a picture is covered; shown again it stays so, and what is made of it is judged by itself', async () => {
    const made = world(() =>
      say(
        { type: 'image-end', ...picture, part: 0, caption: 'a mild fight' },
        { type: 'image-end', ...picture, name: '#1b', parent: '#1', caption: 'a red circle' },
        { type: 'image-again', part: 2, name: '#1' },
        { type: 'image-again', part: 3, name: '#7' },
        { type: 'done', status: 'complete', usage: USAGE },
      ),
    );
    made.rows.push(row('#7', { caption: 'drawn before fights were covered, a fight' }));
    const isFight = (part: Part): part is ImagePart => part.kind === 'image' && part.alt.includes(' fight');
    const checkPart = async (part: Part): Promise<Verdict> =>
      isFight(part) ? { kind: 'replace', part: { ...part, spoiler: true }, rule: 'violence' } : { kind: 'allow', part };
    await runTurn(turn, { ...made.ports, checkPart }, never);
    const covered = (name: string) => made.rows.find((one) => one.name === name)?.spoiler;
    expect(['#1', '#1b', '#7'].map(covered)).toEqual([true, undefined, true]);
    expect(made.shown.flatMap((one) => (one.type === 'image-end' ? [one.name] : []))).toEqual(['#1b']);
    // Though nothing is found in it any more.
    const again = world(() => say({ type: 'image-again', part: 0, name: '#1' }, { type: 'done', status: 'complete', usage: USAGE }));
    again.rows.push(row('#1', { spoiler: true }));
    await runTurn({ ...turn, id: 'turn2' }, again.ports, never);
    expect(again.delivered.at(-1)).toMatchObject({ verdicts: [{ kind: 'allow', part: { name: '#1', spoiler: true } }] });
    expect(again.shown.some(({ type }) => type === 'image-end')).toBe(false);
  });

  it('sends the file of a picture that the request names, however long ago it was made, and of what that was made from', async () => {
    const { ports, asked, rows } = world(
      () => say({ type: 'done', status: 'complete', usage: USAGE }),
      [message('m1', 10, 'make #1c green')],
    );
    const assets = Array.from({ length: 20 }, (_, n) => `sha256:${String(n).padStart(64, '0')}` as const);
    for (const [n, asset] of assets.entries()) {
      const name: PictureName = n === 0 ? '#1' : n === 1 ? '#1c' : `#${n}`;
      rows.push(row(name, { asset, turnId: 't0', ...(n === 1 ? { parent: '#1' as const } : {}) }));
    }
    await runTurn(turn, ports, never);
    expect(Object.keys(asked[0]?.files ?? {})).toEqual([assets[0], assets[1], ...assets.slice(8)]);
  });

  it('what is said of cast and style is answered without the engine, and goes to it with the next request', async () => {
    const history = [message('m0', 1, 'style: pencil'), message('r0', 2, 'Every picture …', 'turn0'), message('m1', 10, 'a red circle')];
    const { ports, asked, delivered } = world(() => say({ type: 'done', status: 'complete', usage: USAGE }), history);
    await runTurn({ ...turn, id: 'turn0', messageId: 'm0' }, ports, never);
    expect(asked).toEqual([]);
    expect(delivered).toMatchObject([{ status: 'complete', verdicts: [{ kind: 'allow', part: { said: { id: 'style-set' } } }] }]);
    await runTurn(turn, ports, never);
    expect(asked[0]?.staging).toEqual({ cast: [], style: { words: 'pencil', authorId: 'me' } });
    expect(asked[0]?.messages.map(({ id }) => id)).toEqual(['m1']);
  });

  it('a style that may not be drawn is none', async () => {
    const { ports, delivered } = world(() => say(), [message('m1', 10, 'style: naked woman')]);
    await runTurn(turn, ports, never);
    expect(delivered).toMatchObject([{ status: 'refused' }]);
    expect(await ports.stagings.get('local:me:t')).toEqual({ cast: [] });
  });

  it('refuses by rule before the engine is asked', async () => {
    const { ports, asked, delivered } = world(() => say(), [message('m1', 10, 'a naked woman')]);
    expect(await runTurn(turn, ports, never)).toMatchObject({ kind: 'done' });
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
    expect(shown.map((one) => ('text' in one ? one.text : one.type))).toEqual(['some po', 'verdict', 'image-unseen', 'verdict', 'done']);
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
    rows.push(row('#1', { turnId: 'turn0' }), row('#2'));
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
    expect(await runTurn(turn, ports, control.signal)).toMatchObject({ kind: 'done' });
    expect(delivered.at(-1)).toMatchObject({
      status: 'truncated',
      verdicts: [{ part: { text: 'Here.' } }, { part: { text: '_Stopped, as asked._' } }],
    });
  });

  it('keeps what was made when it ran too long, says so, and is parked', async () => {
    const control = new AbortController();
    const { ports, delivered } = world(async function* () {
      yield { type: 'text-end', part: 0, text: 'Here.' };
      control.abort(new TurnError('time-limit', sentence('time-limit')));
      throw new EngineError('cancelled', 'x');
    });
    const reason = expect.stringMatching(/^This ran longer than a reply may take here, was stopped and is not tried again by itself: /);
    expect(await runTurn(turn, ports, control.signal)).toEqual({ kind: 'parked', reason });
    expect(delivered.at(-1)).toMatchObject({
      status: 'truncated',
      verdicts: [{ part: { text: 'Here.' } }, { part: { text: expect.stringContaining('ask for less at once') } }],
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

  describe('about a reply that stands', () => {
    const stood = (name: PictureName, changes = {}): Verdict => ({
      kind: 'allow',
      part: { kind: 'image', asset: ASSET, mediaType: 'image/png', widthPx: 8, heightPx: 8, alt: `alt of ${name}`, name, ...changes },
    });
    const words = (text: string, changes = {}): Verdict => ({ kind: 'allow', part: { kind: 'text', text, ...changes } });
    const standing: StandingReply = {
      verdicts: [words('One.'), stood('#1'), words('Two.'), stood('#2'), words('Three.'), stood('#1b'), words('Four.')],
      status: 'complete',
    };
    const about = (task: ReplyTask) => ({ ...turn, id: 'turn2', task: { ...task, of: 'turn1' } });
    async function revise(task: ReplyTask, ...events: EngineEvent[]) {
      const made = world(() => say(...events, { type: 'done', status: 'complete', usage: USAGE }), undefined, standing);
      made.rows.push(row('#1'), row('#2'), row('#1b', { parent: '#1' }));
      expect(await runTurn(about(task), made.ports, never)).toMatchObject({ kind: 'done' });
      return made;
    }

    it('redoes one picture: the rest stays byte for byte, what came of the old one is stale', async () => {
      const { asked, delivered } = await revise(
        { kind: 'redo', block: '#1' },
        { type: 'image-end', ...picture, part: 1, name: '#1c', seen: 'a red ring' },
      );
      expect(asked[0]?.task).toMatchObject({ kind: 'redo', part: 1, reply: { length: 7 } });
      expect(delivered).toHaveLength(1);
      const { verdicts, status } = delivered[0] ?? { verdicts: [] };
      expect(status).toBe('complete');
      expect(verdicts[1]).toMatchObject({ part: { name: '#1c', alt: 'a red ring' } });
      const stale = verdicts.flatMap((verdict, index) => ('part' in verdict && verdict.part.stale ? [index] : []));
      expect(stale).toEqual([2, 5, 6]);
      for (const index of [0, 3, 4]) expect(JSON.stringify(verdicts[index])).toBe(JSON.stringify(standing.verdicts[index]));
      for (const index of stale) expect(verdicts[index]).toMatchObject(standing.verdicts[index] ?? {});
    });

    it('restores an earlier version without asking the engine', async () => {
      const { asked, delivered } = await revise({ kind: 'restore', block: '#1b', version: '#1' });
      expect(asked).toEqual([]);
      expect(delivered[0]?.verdicts[5]).toMatchObject({ part: { name: '#1', alt: 'caption of #1' } });
    });

    it('checks the words of an edit, and leaves the reply standing when it refuses them', async () => {
      const { asked, delivered } = await revise({ kind: 'edit', block: '#1', instruction: 'make her naked, the woman' });
      expect(asked).toEqual([]);
      expect(delivered).toMatchObject([{ status: 'complete', verdicts: standing.verdicts, note: { kind: 'refuse', rule: 'sexual' } }]);
    });

    it('says so when the picture is not in the reply, and leaves it standing', async () => {
      const { delivered } = await revise({ kind: 'edit', block: '#9', instruction: 'make it blue' });
      expect(delivered).toMatchObject([
        { verdicts: standing.verdicts, note: { part: { text: expect.stringContaining('There is no picture #9 in this reply') } } },
      ]);
    });

    it('makes variations in a reply of their own', async () => {
      const { asked, delivered } = await revise(
        { kind: 'vary', block: '#2', count: 1 },
        { type: 'image-end', ...picture, part: 0, name: '#2b' },
      );
      expect(asked[0]?.task).toEqual({ kind: 'vary', picture: '#2', count: 1 });
      expect(delivered.at(-1)?.verdicts).toHaveLength(1);
    });
  });

  it('shows a plan of many pictures before it is carried out, and carries out what was kept', async () => {
    const steps = (['#1', '#2', '#3'] as const).map((name) => ({ kind: 'draw', name, caption: `a ${name}` }) as const);
    const plan: EngineEvent = { type: 'plan', plan: { turnId: 'turn1', promptVersion: 'x', steps } };
    let drew = false;
    const { ports, delivered } = world(async function* () {
      yield plan;
      drew = true;
    });
    const storyboard = { pictures: 3, waitMs: 20_000 };
    await runTurn(turn, { ...ports, storyboard }, never);
    expect(drew).toBe(false);
    const offer: Offer = { kind: 'storyboard', steps, startsAt: at(80) };
    expect(delivered.at(-1)).toMatchObject({ status: 'complete', offer });

    const started = world(
      () => say(plan, { type: 'image-end', ...picture }, { type: 'done', status: 'complete', usage: USAGE }),
      undefined,
      {
        verdicts: [],
        status: 'complete',
        offer,
      },
    );
    const start: Turn = { ...turn, id: 'turn2', task: { kind: 'start', keep: [0, 2], of: 'turn1' } };
    await runTurn(start, { ...started.ports, storyboard }, never);
    expect(started.asked[0]?.task).toEqual({ kind: 'start', steps: [steps[0], steps[2]] });
    expect(started.delivered.at(-1)).toMatchObject({ status: 'complete', verdicts: [{ part: { name: '#1' } }] });
  });

  it('does nothing for a message that was deleted meanwhile', async () => {
    const { ports, asked, delivered } = world(() => say(), []);
    expect(await runTurn(turn, ports, never)).toMatchObject({ kind: 'done' });
    expect([asked, delivered]).toEqual([[], []]);
  });
});
