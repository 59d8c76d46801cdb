/** Turns about a reply that stands, and a plan that is shown before it is carried out. */
import { describe, expect, it } from 'vitest';
import type { EngineEvent, StandingReply } from '../../src/core/ports.ts';
import type { Offer, PictureName, ReplyTask, Turn, Verdict } from '../../src/core/types.ts';
import { runTurn } from '../../src/turn.ts';
import { ASSET, at, never, picture, row, say, turn, USAGE, world } from '../support/turn-world.ts';

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

  const started = world(() => say(plan, { type: 'image-end', ...picture }, { type: 'done', status: 'complete', usage: USAGE }), undefined, {
    verdicts: [],
    status: 'complete',
    offer,
  });
  const start: Turn = { ...turn, id: 'turn2', task: { kind: 'start', keep: [0, 2], of: 'turn1' } };
  await runTurn(start, { ...started.ports, storyboard }, never);
  expect(started.asked[0]?.task).toEqual({ kind: 'start', steps: [steps[0], steps[2]] });
  expect(started.delivered.at(-1)).toMatchObject({ status: 'complete', verdicts: [{ part: { name: '#1' } }] });
});
