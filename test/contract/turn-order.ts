/** Whose turn a TurnQueue runs next: the part of its contract that is about people, channels, workspaces and kinds of turns. */
import { expect, it } from 'vitest';
import type { TurnQueue } from '../../src/core/ports.ts';
import type { Turn } from '../../src/core/types.ts';
import { thread, turn } from '../support/made.ts';
import type { Stage } from '../support/stage.ts';

/** The queue of the test that runs, and who plays its turns. */
export interface OnStage {
  readonly queue: TurnQueue;
  readonly played: Stage;
  begin(concurrency?: number): Promise<void>;
  run(): void;
}

export const inThread = (id: string, threadName: string, authorId = 'ann'): Turn =>
  turn(id, { thread: thread(`local:me:${threadName}`), authorId });

export function ordersTurns(on: OnStage): void {
  it('lets authors take turns, however many one has waiting', async () => {
    for (const n of [1, 2, 3, 4]) await on.queue.enqueue(inThread(`a${n}`, `a${n}`, 'ann'));
    for (const n of [1, 2]) await on.queue.enqueue(inThread(`b${n}`, `b${n}`, 'ben'));
    on.run();
    const order: string[] = [];
    for (let n = 0; n < 7; n++) {
      const started = await on.played.next();
      order.push(started.turn.id);
      if (n === 2) await on.queue.enqueue(inThread('c1', 'c1', 'cleo'));
      started.end();
    }
    expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'c1', 'a4']);
  });

  it('counts a turn by the pictures it made', async () => {
    for (const n of [1, 2]) await on.queue.enqueue(inThread(`a${n}`, `a${n}`, 'ann'));
    for (const n of [1, 2, 3, 4]) await on.queue.enqueue(inThread(`b${n}`, `b${n}`, 'ben'));
    on.run();
    const order: string[] = [];
    for (let n = 0; n < 6; n++) {
      const started = await on.played.next();
      order.push(started.turn.id);
      started.end(started.turn.id === 'a1' ? { kind: 'done', pictures: 3 } : { kind: 'done' });
    }
    expect(order).toEqual(['a1', 'b1', 'b2', 'b3', 'a2', 'b4']);
  });

  it('lets a change to a reply go before new replies, but not for ever', async () => {
    const change = (id: string) => ({ ...inThread(id, id, id), task: { kind: 'redo', of: 'x' } as const });
    on.run();
    await on.queue.enqueue(inThread('first', 'first', 'zoe'));
    const first = await on.played.next();
    await on.queue.enqueue(inThread('reply', 'reply', 'ann'));
    for (let n = 1; n <= 8; n++) await on.queue.enqueue(change(`c${n}`));
    first.end();
    const order: string[] = [];
    for (let n = 9; n <= 17; n++) {
      const started = await on.played.next();
      order.push(started.turn.id);
      await on.queue.enqueue(change(`c${n}`));
      started.end();
    }
    expect(order.slice(0, 8)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8']);
    for (let n = 18; !order.includes('reply') && n < 60; n++) {
      const started = await on.played.next();
      order.push(started.turn.id);
      await on.queue.enqueue(change(`c${n}`));
      started.end();
    }
    expect(order).toContain('reply');
  });

  /** A turn of its own thread, by a person in a channel of a workspace. */
  const at = (id: string, workspace: string, channel: string, authorId: string, more: Partial<Turn> = {}): Turn =>
    turn(id, { thread: thread(`slack:${workspace}/${channel}:${id}`), authorId, standing: { workspace }, ...more });
  /** Runs what waits, one after the other; `then` may ask for more as the nth one runs. */
  const inOrder = async (count: number, then: (n: number) => Promise<unknown> = async () => undefined): Promise<string[]> => {
    const order: string[] = [];
    for (let n = 0; n < count; n++) {
      const started = await on.played.next();
      order.push(started.turn.id);
      await then(n);
      started.end();
    }
    return order;
  };
  const people = Array.from({ length: 30 }, (_, n) => n);

  it('keeps no quiet channel waiting behind a busy one, whose people go on taking turns', async () => {
    for (const n of people) await on.queue.enqueue(at(`busy${n}`, 'W', 'busy', `p${n}`));
    on.run();
    const order = await inOrder(34, async (n) => {
      if (n === 5) for (const id of ['q1', 'q2', 'q3']) await on.queue.enqueue(at(id, 'W', 'quiet', 'quinn'));
      if (n === 20) await on.queue.enqueue(at('other', 'W', 'other', 'otto'));
    });
    // A channel of many counts as four people: Quinn's turns come at once, then four turns apart.
    expect(order.filter((id) => id.startsWith('busy'))).toEqual(people.map((n) => `busy${n}`));
    expect(['q1', 'q2', 'q3', 'other'].map((id) => order.indexOf(id))).toEqual([7, 12, 17, 22]);
  });

  it('keeps no quiet workspace waiting behind a busy one of many channels', async () => {
    for (const n of people) await on.queue.enqueue(at(`busy${n}`, 'Big', `c${n % 10}`, `p${n}`));
    for (const n of people) await on.queue.enqueue(at(`more${n}`, 'Big', `c${n % 10}`, `q${n}`));
    on.run();
    const order = await inOrder(62, async (n) => {
      if (n === 3) for (const id of ['q1', 'q2']) await on.queue.enqueue(at(id, 'Small', 'c', 'quinn'));
    });
    // A workspace of many counts as sixteen people.
    expect(['q1', 'q2'].map((id) => order.indexOf(id))).toEqual([5, 22]);
  });

  it('takes people as they are while few wait: two channels of three and of one get three turns and one', async () => {
    for (const n of [1, 2]) for (const name of ['a', 'b', 'c']) await on.queue.enqueue(at(`${name}${n}`, 'W', 'three', name));
    for (const n of [1, 2]) await on.queue.enqueue(at(`d${n}`, 'W', 'one', 'd'));
    on.run();
    const order = await inOrder(8);
    expect(order.slice(0, 4).sort()).toEqual(['a1', 'b1', 'c1', 'd1']);
  });

  it('lets nobody shut out the others of their channel', async () => {
    for (const n of people) for (const name of ['ann', 'ben']) await on.queue.enqueue(at(`${name}${n}`, 'W', 'c', name));
    on.run();
    const order = await inOrder(61, async (n) => {
      if (n === 8) await on.queue.enqueue(at('cleo', 'W', 'c', 'cleo'));
    });
    // The rest of the round that runs, and one turn of each of the others.
    expect(order.slice(9, 13)).toEqual(['ben4', 'ann5', 'ben5', 'cleo']);
  });

  it('tells in a quiet channel of a short wait, and in a busy one of a long one', async () => {
    for (const n of people) await on.queue.enqueue(at(`busy${n}`, 'W', 'busy', `p${n}`));
    on.run();
    await on.played.next();
    await on.queue.enqueue(at('quiet', 'W', 'quiet', 'quinn'));
    await on.queue.enqueue(at('last', 'W', 'busy', 'p30'));
    expect(await on.queue.position('quiet')).toBe(2);
    expect(await on.queue.position('last')).toBe(31);
  });

  const vary = (count: number) => ({ task: { kind: 'vary', of: 'x', block: '#1', count } as const });

  it('runs edits before replies, and replies before what comes to several pictures', async () => {
    await on.queue.enqueue(at('first', 'W', 'c', 'zoe'));
    on.run();
    const first = await on.played.next();
    await on.queue.enqueue(at('bulk', 'W', 'c', 'ann', vary(4)));
    await on.queue.enqueue(at('start', 'W', 'd', 'dan', { task: { kind: 'start', of: 'x', keep: [0, 1, 2, 3, 4, 5] } }));
    await on.queue.enqueue(at('reply', 'W', 'c', 'ben'));
    await on.queue.enqueue(at('own reply', 'W', 'c', 'ann'));
    await on.queue.enqueue(at('edit', 'W', 'c', 'cleo', { task: { kind: 'redo', of: 'x' } }));
    await on.queue.enqueue(at('one more', 'W', 'c', 'ann', vary(1)));
    first.end();
    const order = await inOrder(6);
    expect(order.slice(0, 2).sort()).toEqual(['edit', 'one more']);
    expect(order.slice(2, 4).sort()).toEqual(['own reply', 'reply']);
    expect(order.slice(4).sort()).toEqual(['bulk', 'start']);
  });

  it('lets one’s own replies pass one’s own bulk a few times and not for ever', async () => {
    await on.queue.enqueue(at('a', 'W', 'c', 'ann'));
    on.run();
    const order = await inOrder(10, async (n) => {
      if (n === 0) await on.queue.enqueue(at('bulk', 'W', 'c', 'ann', vary(4)));
      if (n < 8) await on.queue.enqueue(at(`reply${n}`, 'W', 'c', 'ann'));
    });
    expect(order.indexOf('bulk')).toBe(4);
  });

  it('lets new people’s replies pass a bulk turn a few times and not for ever, also of another workspace', async () => {
    for (const [kind, place] of [
      ['same channel', (n: number) => at(`a${n}`, 'W', 'c', `p${n}`)],
      ['other channels', (n: number) => at(`b${n}`, 'W', `c${n}`, `p${n}`)],
      ['other workspaces', (n: number) => at(`c${n}`, `W${n}`, 'c', `p${n}`)],
    ] as const) {
      await on.begin();
      on.run();
      await on.queue.enqueue(place(0));
      const first = await on.played.next();
      await on.queue.enqueue(at(`bulk, ${kind}`, 'W', 'c', 'ann', vary(4)));
      await on.queue.enqueue(place(1));
      first.end();
      let passed = 0;
      for (let isOver = false; !isOver && passed < 100; ) {
        const started = await on.played.next();
        isOver = started.turn.id === `bulk, ${kind}`;
        if (!isOver) await on.queue.enqueue(place(++passed + 1));
        started.end();
      }
      (await on.played.next()).end();
      // Four rounds and the one that runs; a newcomer counts as a quarter of one among channels, as a sixteenth among workspaces.
      expect(passed, kind).toBeGreaterThanOrEqual(4);
      expect(passed, kind).toBeLessThanOrEqual({ 'same channel': 5, 'other channels': 20, 'other workspaces': 80 }[kind]);
      await on.queue.close(0);
    }
  });
}
