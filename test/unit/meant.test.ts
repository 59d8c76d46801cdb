import { describe, expect, it } from 'vitest';
import type { Desk } from '../../engine/planner/desk.ts';
import { named, unchangedBy, withoutIdle } from '../../engine/planner/meant.ts';
import { referenceOf } from '../../engine/planner/references.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { GenerateRequest } from '../../src/core/ports.ts';
import type { PictureName, PlanStep } from '../../src/core/types.ts';
import { messageOf } from '../support/conversation.ts';
import { row } from '../support/made.ts';

const caption = 'a red circle, on white';
const edit = (said: string): PlanStep => ({ kind: 'edit', name: '#1b', target: '#1', caption: said });
const planOf = (...steps: PlanStep[]) => ({ turnId: 't', promptVersion: 'x', steps });

function desk(words: string, { edits = 'changes', style }: { edits?: string; style?: string } = {}): Desk {
  const staging = { cast: [], ...(style ? { style: { words: style, authorId: 'ann' } } : {}) };
  return {
    words,
    model: { manifest: { template: { edits } } },
    rows: new Map([['#1', row('#1', { caption })]]),
    request: { staging },
  } as unknown as Desk;
}
const one = { kind: 'picture', name: '#1' } as const;

describe('a change that changes nothing', () => {
  it('is no edit: it is asked what shall be different', () => {
    const still = desk('put the star on the roof');
    expect(unchangedBy(planOf({ kind: 'write' }, edit(caption)), one, still)).toBe('#1');
    expect(unchangedBy(planOf({ kind: 'write' }), one, desk('rotate it'))).toBe('#1');
    expect(unchangedBy(planOf({ kind: 'write' }, edit('a blue circle, on white')), one, still)).toBeUndefined();
  });

  it('is one where the style is another, or the folder says captions and not changes', () => {
    const plan = planOf({ kind: 'write' }, edit(caption));
    expect(unchangedBy(plan, one, desk('make it so', { style: 'at night' }))).toBeUndefined();
    expect(unchangedBy(plan, one, desk('make it sharper', { edits: 'captions' }))).toBeUndefined();
  });

  it('is not looked for in talk, or where no picture is meant', () => {
    expect(unchangedBy(planOf({ kind: 'write' }), one, desk('thank you'))).toBeUndefined();
    expect(unchangedBy(planOf({ kind: 'write' }), { kind: 'none' }, desk('make it green'))).toBeUndefined();
  });

  it('beside a question is an answer in words', () => {
    const steps = [{ kind: 'write' }, edit(caption)] as const;
    expect(withoutIdle(steps, 'what colour is #1?', desk(''))).toEqual([{ kind: 'write' }]);
    expect(withoutIdle(steps, 'make #1 red', desk(''))).toBe(steps);
    const real = [edit('a blue circle, on white')];
    expect(withoutIdle(real, 'is it possible to make it blue?', desk(''))).toBe(real);
  });
});

describe('a picture that is counted', () => {
  function told(...lines: string[]): string {
    const rows = new Map<PictureName, LedgerRow>();
    const messages = lines.map((line, at) => messageOf(line, at + 1, rows));
    const { messages: read } = named({ messages } as unknown as GenerateRequest, referenceOf(messages, rows));
    return (
      read
        .at(-1)
        ?.parts.map((part) => (part.kind === 'text' ? part.text : ''))
        .join('') ?? ''
    );
  }
  const two = 'bot: Here. [#1 a red car] And: [#2 a blue boat]';

  it('is told by its name', () => {
    expect(told(two, 'ann: Make the second one green')).toBe('Make #2 green');
    expect(told(two, 'ann: what is in the First Picture?')).toBe('what is in #1?');
    expect(told(two, 'ann: make #1 like the second one')).toBe('make #1 like the second one');
    expect(told('bot: [#1 a red star and a blue star]', 'ann: make the second star green')).toBe('make the second star green');
  });
});
