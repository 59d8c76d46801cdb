import { describe, expect, it } from 'vitest';
import { entriesOf, titleOf } from '../../adapters/local/page/entries.ts';
import { emptyState, nextState } from '../../adapters/local/page/live.ts';
import type { PageEvent, PageMessage, ThreadState } from '../../adapters/local/page/wire.ts';

const turnId = 't1';
const stateAfter = (...events: PageEvent[]): ThreadState => events.reduce(nextState, emptyState);
const plan: PageEvent = { type: 'plan', turnId, plan: { turnId, promptVersion: '1', steps: [{ kind: 'write' }] } };
const words = (text: string, part = 0): PageEvent => ({ type: 'text-delta', turnId, part, text });
const begun: PageEvent = { type: 'image-start', turnId, part: 1, name: '#1', caption: 'a hill', steps: 4 };
const asset = 'sha256:00';

function reply(status: 'streaming' | 'complete', text: string): PageEvent {
  const message: PageMessage = {
    id: 'reply:t1',
    threadId: 'local:me:x',
    author: { id: 'dreamthread', name: 'Dreamthread', isBot: true, isSelf: true },
    parts: [{ kind: 'text', text }],
    mentionsBot: false,
    sentAt: '2026-01-01T00:00:00.000Z',
    turnId,
    delivery: { revision: 1, status },
  };
  return { type: 'message', message, pictures: [] };
}

describe('a turn in the making', () => {
  it('waits, and its place counts down', () => {
    const state = stateAfter({ type: 'queued', turnId, ahead: 2 }, { type: 'queued', turnId, ahead: 1 });
    expect(state.turns).toEqual([{ turnId, ahead: 1, parts: [] }]);
  });

  it('grows in reading order, whatever comes first', () => {
    const step: PageEvent = {
      type: 'image-step',
      turnId,
      part: 1,
      name: '#1',
      step: 2,
      steps: 4,
      preview: { widthPx: 1, heightPx: 1, rgb: 'AAAA' },
    };
    const [turn] = stateAfter(plan, begun, words('It '), words('is'), step).turns;
    expect(turn?.parts).toMatchObject([
      { kind: 'text', text: 'It is' },
      { kind: 'image', name: '#1', step: 2, steps: 4 },
    ]);
    const ended = stateAfter(plan, begun, step, { type: 'image-end', turnId, part: 1, name: '#1', asset, caption: 'a hill' });
    expect(ended.turns[0]?.parts).toMatchObject([{ kind: 'image', asset, step: 4 }]);
    expect(ended.turns[0]?.parts[0]).not.toHaveProperty('preview');
  });

  it('begins again with a new plan, as after a crash', () => {
    expect(stateAfter(plan, words('half a sen'), plan, words('All')).turns[0]?.parts).toEqual([{ kind: 'text', part: 0, text: 'All' }]);
  });

  it('takes back what a verdict withholds', () => {
    const held: PageEvent = { type: 'verdict', turnId, part: 0, verdict: 'hold', rule: 'weapons' };
    expect(stateAfter(plan, words('secret'), held).turns[0]?.parts).toEqual([{ kind: 'withheld', part: 0, rule: 'weapons' }]);
    const allowed: PageEvent = { type: 'verdict', turnId, part: 0, verdict: 'allow' };
    expect(stateAfter(plan, words('fine'), allowed).turns[0]?.parts).toMatchObject([{ text: 'fine' }]);
  });

  it('says of a picture that may not be watched, or comes covered, that it is being made', () => {
    const coming = { kind: 'withheld', part: 1, coming: true };
    const unseen: PageEvent = { type: 'image-unseen', turnId, part: 1, name: '#1' };
    const covered: PageEvent = { type: 'verdict', turnId, part: 1, verdict: 'replace', rule: 'violence' };
    expect(stateAfter(plan, unseen).turns[0]?.parts).toEqual([coming]);
    expect(stateAfter(plan, unseen, covered).turns[0]?.parts).toEqual([coming]);
    expect(stateAfter(plan, unseen, { ...covered, verdict: 'refuse' }).turns[0]?.parts).toEqual([
      { kind: 'withheld', part: 1, rule: 'violence' },
    ]);
  });

  it('ends with its message, and a late `done` brings nothing back', () => {
    const done: PageEvent = { type: 'done', turnId, status: 'complete' };
    const state = stateAfter(plan, words('All'), reply('streaming', 'All'), reply('complete', 'All of it'), done);
    expect(state.turns).toEqual([]);
    expect(state.messages.map(({ parts }) => parts)).toEqual([[{ kind: 'text', text: 'All of it' }]]);
    expect(stateAfter(plan, reply('streaming', 'All')).turns).toHaveLength(1);
  });

  it('goes when its message is withdrawn or the state is replaced', () => {
    expect(stateAfter(reply('complete', 'x'), { type: 'message-gone', messageId: 'reply:t1' }).messages).toEqual([]);
    expect(stateAfter(plan, { type: 'state', state: emptyState })).toEqual(emptyState);
  });
});

describe('entries', () => {
  it('keeps the key of a reply from waiting to finished', () => {
    const states = [
      stateAfter({ type: 'queued', turnId, ahead: 1 }),
      stateAfter(plan, words('A'), reply('streaming', 'A')),
      stateAfter(reply('complete', 'A')),
    ];
    expect(states.map((state) => entriesOf(state).map(({ key, turn }) => [key, turn !== undefined]))).toEqual([
      [['turn:t1', true]],
      [['turn:t1', true]],
      [['turn:t1', false]],
    ]);
  });

  it('shows the live parts of a reply, and the stored ones when a restart has lost them', () => {
    const [live] = entriesOf(stateAfter(plan, words('A and more'), reply('streaming', 'A')));
    expect(live?.parts).toMatchObject([{ text: 'A and more' }]);
    const [waiting] = entriesOf(stateAfter(reply('streaming', 'A'), { type: 'queued', turnId, ahead: 1 }));
    expect(waiting?.parts).toMatchObject([{ text: 'A' }]);
  });

  it('names a thread after its first words', () => {
    expect(titleOf(stateAfter(reply('complete', 'x'.repeat(100))))).toBe(`${'x'.repeat(79)}…`);
    expect(titleOf(emptyState)).toBe('');
  });
});
