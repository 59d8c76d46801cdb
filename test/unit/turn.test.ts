import { describe, expect, it } from 'vitest';
import { EngineError, TurnError } from '../../src/core/errors.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import { say as sentence } from '../../src/core/sentences.ts';
import type { ImagePart, Part, PictureName, Verdict } from '../../src/core/types.ts';
import { runTurn } from '../../src/turn.ts';
import { message, never, picture, preview, row, say, turn, USAGE, world } from '../support/turn-world.ts';

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

  it('does not stream the words right behind a picture that it covers', async () => {
    const { ports, delivered, shown } = world(() =>
      say(
        { type: 'image-end', ...picture, part: 0 },
        { type: 'text-delta', part: 1, text: 'Two men fight.' },
        { type: 'text-end', part: 1, text: 'Two men fight.' },
        { type: 'text-delta', part: 2, text: 'It is late.' },
        { type: 'text-end', part: 2, text: 'It is late.' },
        { type: 'done', status: 'complete', usage: USAGE },
      ),
    );
    const checkPart = async (part: Part): Promise<Verdict> =>
      part.kind === 'image' ? { kind: 'replace', part: { ...part, spoiler: true }, rule: 'violence' } : { kind: 'allow', part };
    await runTurn(turn, { ...ports, checkPart }, never);
    expect(shown.map((one) => ('text' in one ? one.text : one.type))).toEqual(['verdict', 'verdict', 'It is late.', 'verdict', 'done']);
    expect(delivered.at(-1)?.verdicts).toHaveLength(3);
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

  it('does nothing for a message that was deleted meanwhile', async () => {
    const { ports, asked, delivered } = world(() => say(), []);
    expect(await runTurn(turn, ports, never)).toMatchObject({ kind: 'done' });
    expect([asked, delivered]).toEqual([[], []]);
  });
});
