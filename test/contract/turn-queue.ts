/** What every TurnQueue does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TurnError } from '../../src/core/errors.ts';
import type { TurnQueue } from '../../src/core/ports.ts';
import type { Turn } from '../../src/core/types.ts';
import { iso, thread, turn } from '../support/made.ts';
import { type Stage, settled, stage } from '../support/stage.ts';

export interface TurnQueueWorld {
  /** An empty queue that runs `concurrency` turns at once. */
  open(concurrency: number): Promise<TurnQueue>;
  /** Another queue over what the last one stored, which was cut off: it never hears of its turns again. */
  crash(): Promise<TurnQueue>;
}

export function turnQueueContract(name: string, world: TurnQueueWorld): void {
  describe(`${name}: queue`, () => {
    let queue: TurnQueue;
    let played: Stage;
    const begin = async (concurrency = 1): Promise<void> => {
      queue = await world.open(concurrency);
      played = stage();
    };
    const run = (): void => queue.run(played.runTurn, played.onParked);
    const crash = async (): Promise<void> => {
      queue = await world.crash();
      played = stage();
    };
    const inThread = (id: string, threadName: string, authorId = 'ann') => turn(id, { thread: thread(`local:me:${threadName}`), authorId });
    beforeEach(() => begin());
    afterEach(() => {
      played.endAll();
      return queue.close(0);
    });

    it('queues a turn once, for ever', async () => {
      expect(await queue.enqueue(turn('a'))).toBe(true);
      expect(await queue.enqueue(turn('a'))).toBe(false);
      run();
      (await played.next()).end();
      await settled();
      expect(await queue.enqueue(turn('a'))).toBe(false);
      await crash();
      run();
      expect(await queue.enqueue(turn('a'))).toBe(false);
      await queue.enqueue(turn('b'));
      expect((await played.next()).turn).toEqual(turn('b'));
    });

    it('runs one turn of a thread at a time, oldest first', async () => {
      await begin(3);
      for (const id of ['a', 'b', 'c']) await queue.enqueue(turn(id));
      run();
      for (const id of ['a', 'b', 'c']) {
        const started = await played.next();
        await settled();
        expect([started.turn.id, ...played.startedIds()]).toEqual([id]);
        started.end();
      }
    });

    it('runs turns of different threads at once, as many as it may', async () => {
      await begin(2);
      run();
      for (const id of ['a', 'b', 'c']) await queue.enqueue(inThread(id, id));
      const first = await played.next();
      expect((await played.next()).turn.id).toBe('b');
      await settled();
      expect(played.startedIds()).toEqual([]);
      first.end();
      expect((await played.next()).turn.id).toBe('c');
    });

    it('gives the place of a turn that only delivers to another thread, once, and not to its own', async () => {
      run();
      for (const [id, name] of [
        ['a1', 'a'],
        ['a2', 'a'],
        ['b', 'b'],
        ['c', 'c'],
      ] as const)
        await queue.enqueue(inThread(id, name));
      const first = await played.next();
      first.engineDone();
      first.engineDone();
      const second = await played.next();
      expect(second.turn.id).toBe('b');
      await settled();
      expect(played.startedIds()).toEqual([]); // 'c' waits for a place, 'a2' for its thread
      first.end();
      await settled();
      expect(played.startedIds()).toEqual([]); // its place was given away before
      second.end();
      expect((await played.next()).turn.id).not.toBe('b');
    });

    it('runs a turn again that was cut off while it delivered', async () => {
      run();
      await queue.enqueue(inThread('a', 'a'));
      (await played.next()).engineDone();
      await settled();
      await crash();
      run();
      expect((await played.next()).turn.id).toBe('a');
    });

    it('lets authors take turns, however many one has waiting', async () => {
      for (const n of [1, 2, 3, 4]) await queue.enqueue(inThread(`a${n}`, `a${n}`, 'ann'));
      for (const n of [1, 2]) await queue.enqueue(inThread(`b${n}`, `b${n}`, 'ben'));
      run();
      const order: string[] = [];
      for (let n = 0; n < 7; n++) {
        const started = await played.next();
        order.push(started.turn.id);
        if (n === 2) await queue.enqueue(inThread('c1', 'c1', 'cleo'));
        started.end();
      }
      expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'c1', 'a4']);
    });

    it('counts a turn by the pictures it made', async () => {
      for (const n of [1, 2]) await queue.enqueue(inThread(`a${n}`, `a${n}`, 'ann'));
      for (const n of [1, 2, 3, 4]) await queue.enqueue(inThread(`b${n}`, `b${n}`, 'ben'));
      run();
      const order: string[] = [];
      for (let n = 0; n < 6; n++) {
        const started = await played.next();
        order.push(started.turn.id);
        started.end(started.turn.id === 'a1' ? { kind: 'done', pictures: 3 } : { kind: 'done' });
      }
      expect(order).toEqual(['a1', 'b1', 'b2', 'b3', 'a2', 'b4']);
    });

    it('lets a change to a reply go before new replies, but not for ever', async () => {
      const change = (id: string) => ({ ...inThread(id, id, id), task: { kind: 'redo', of: 'x' } as const });
      run();
      await queue.enqueue(inThread('first', 'first', 'zoe'));
      const first = await played.next();
      await queue.enqueue(inThread('reply', 'reply', 'ann'));
      for (let n = 1; n <= 8; n++) await queue.enqueue(change(`c${n}`));
      first.end();
      const order: string[] = [];
      for (let n = 9; n <= 17; n++) {
        const started = await played.next();
        order.push(started.turn.id);
        await queue.enqueue(change(`c${n}`));
        started.end();
      }
      expect(order.slice(0, 8)).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8']);
      for (let n = 18; !order.includes('reply') && n < 60; n++) {
        const started = await played.next();
        order.push(started.turn.id);
        await queue.enqueue(change(`c${n}`));
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
        const started = await played.next();
        order.push(started.turn.id);
        await then(n);
        started.end();
      }
      return order;
    };
    const people = Array.from({ length: 30 }, (_, n) => n);

    it('keeps no quiet channel waiting behind a busy one, whose people go on taking turns', async () => {
      for (const n of people) await queue.enqueue(at(`busy${n}`, 'W', 'busy', `p${n}`));
      run();
      const order = await inOrder(34, async (n) => {
        if (n === 5) for (const id of ['q1', 'q2', 'q3']) await queue.enqueue(at(id, 'W', 'quiet', 'quinn'));
        if (n === 20) await queue.enqueue(at('other', 'W', 'other', 'otto'));
      });
      // A channel of many counts as four people: Quinn's turns come at once, then four turns apart.
      expect(order.filter((id) => id.startsWith('busy'))).toEqual(people.map((n) => `busy${n}`));
      expect(['q1', 'q2', 'q3', 'other'].map((id) => order.indexOf(id))).toEqual([7, 12, 17, 22]);
    });

    it('keeps no quiet workspace waiting behind a busy one of many channels', async () => {
      for (const n of people) await queue.enqueue(at(`busy${n}`, 'Big', `c${n % 10}`, `p${n}`));
      for (const n of people) await queue.enqueue(at(`more${n}`, 'Big', `c${n % 10}`, `q${n}`));
      run();
      const order = await inOrder(62, async (n) => {
        if (n === 3) for (const id of ['q1', 'q2']) await queue.enqueue(at(id, 'Small', 'c', 'quinn'));
      });
      // A workspace of many counts as sixteen people.
      expect(['q1', 'q2'].map((id) => order.indexOf(id))).toEqual([5, 22]);
    });

    it('takes people as they are while few wait: two channels of three and of one get three turns and one', async () => {
      for (const n of [1, 2]) for (const name of ['a', 'b', 'c']) await queue.enqueue(at(`${name}${n}`, 'W', 'three', name));
      for (const n of [1, 2]) await queue.enqueue(at(`d${n}`, 'W', 'one', 'd'));
      run();
      const order = await inOrder(8);
      expect(order.slice(0, 4).sort()).toEqual(['a1', 'b1', 'c1', 'd1']);
    });

    it('lets nobody shut out the others of their channel', async () => {
      for (const n of people) for (const name of ['ann', 'ben']) await queue.enqueue(at(`${name}${n}`, 'W', 'c', name));
      run();
      const order = await inOrder(61, async (n) => {
        if (n === 8) await queue.enqueue(at('cleo', 'W', 'c', 'cleo'));
      });
      // The rest of the round that runs, and one turn of each of the others.
      expect(order.slice(9, 13)).toEqual(['ben4', 'ann5', 'ben5', 'cleo']);
    });

    it('tells in a quiet channel of a short wait, and in a busy one of a long one', async () => {
      for (const n of people) await queue.enqueue(at(`busy${n}`, 'W', 'busy', `p${n}`));
      run();
      await played.next();
      await queue.enqueue(at('quiet', 'W', 'quiet', 'quinn'));
      await queue.enqueue(at('last', 'W', 'busy', 'p30'));
      expect(await queue.position('quiet')).toBe(2);
      expect(await queue.position('last')).toBe(31);
    });

    const vary = (count: number) => ({ task: { kind: 'vary', of: 'x', block: '#1', count } as const });

    it('runs edits before replies, and replies before what comes to several pictures', async () => {
      await queue.enqueue(at('first', 'W', 'c', 'zoe'));
      run();
      const first = await played.next();
      await queue.enqueue(at('bulk', 'W', 'c', 'ann', vary(4)));
      await queue.enqueue(at('start', 'W', 'd', 'dan', { task: { kind: 'start', of: 'x', keep: [0, 1, 2, 3, 4, 5] } }));
      await queue.enqueue(at('reply', 'W', 'c', 'ben'));
      await queue.enqueue(at('own reply', 'W', 'c', 'ann'));
      await queue.enqueue(at('edit', 'W', 'c', 'cleo', { task: { kind: 'redo', of: 'x' } }));
      await queue.enqueue(at('one more', 'W', 'c', 'ann', vary(1)));
      first.end();
      const order = await inOrder(6);
      expect(order.slice(0, 2).sort()).toEqual(['edit', 'one more']);
      expect(order.slice(2, 4).sort()).toEqual(['own reply', 'reply']);
      expect(order.slice(4).sort()).toEqual(['bulk', 'start']);
    });

    it('lets one’s own replies pass one’s own bulk a few times and not for ever', async () => {
      await queue.enqueue(at('a', 'W', 'c', 'ann'));
      run();
      const order = await inOrder(10, async (n) => {
        if (n === 0) await queue.enqueue(at('bulk', 'W', 'c', 'ann', vary(4)));
        if (n < 8) await queue.enqueue(at(`reply${n}`, 'W', 'c', 'ann'));
      });
      expect(order.indexOf('bulk')).toBe(4);
    });

    it('lets new people’s replies pass a bulk turn a few times and not for ever, also of another workspace', async () => {
      for (const [kind, place] of [
        ['same channel', (n: number) => at(`a${n}`, 'W', 'c', `p${n}`)],
        ['other channels', (n: number) => at(`b${n}`, 'W', `c${n}`, `p${n}`)],
        ['other workspaces', (n: number) => at(`c${n}`, `W${n}`, 'c', `p${n}`)],
      ] as const) {
        await begin();
        run();
        await queue.enqueue(place(0));
        const first = await played.next();
        await queue.enqueue(at(`bulk, ${kind}`, 'W', 'c', 'ann', vary(4)));
        await queue.enqueue(place(1));
        first.end();
        let passed = 0;
        for (let isOver = false; !isOver && passed < 100; ) {
          const started = await played.next();
          isOver = started.turn.id === `bulk, ${kind}`;
          if (!isOver) await queue.enqueue(place(++passed + 1));
          started.end();
        }
        (await played.next()).end();
        // Four rounds and the one that runs; a newcomer counts as a quarter of one among channels, as a sixteenth among workspaces.
        expect(passed, kind).toBeGreaterThanOrEqual(4);
        expect(passed, kind).toBeLessThanOrEqual({ 'same channel': 5, 'other channels': 20, 'other workspaces': 80 }[kind]);
        await queue.close(0);
      }
    });

    it('says how long a waiting turn will take, once it knows how long turns take', async () => {
      run();
      await queue.enqueue(inThread('a', 'a'));
      await queue.enqueue(inThread('b', 'b'));
      await played.next();
      expect(await queue.eta('b')).toBeUndefined();
      await crash();
      run();
      for (let n = 0; n < 6; n++) await queue.enqueue(inThread(`n${n}`, `n${n}`));
      for (let n = 0; n < 6; n++) (await played.next()).end();
      await played.next();
      const eta = await queue.eta('n5');
      expect(eta?.p90).toBeGreaterThanOrEqual(eta?.p50 ?? Number.POSITIVE_INFINITY);
      expect(await queue.eta('b')).toBeUndefined();
      expect(await queue.eta('never')).toBeUndefined();
    });

    it('says how many come before', async () => {
      for (const id of ['a', 'b', 'c']) await queue.enqueue(inThread(id, id));
      run();
      const first = await played.next();
      expect(await Promise.all(['a', 'b', 'c', 'never'].map((id) => queue.position(id)))).toEqual([0, 1, 2, undefined]);
      first.end();
      await played.next();
      expect(await Promise.all(['a', 'b', 'c'].map((id) => queue.position(id)))).toEqual([undefined, 0, 1]);
    });

    it('runs a turn again that asks for it, before the younger ones of its thread', async () => {
      await queue.enqueue(turn('a'));
      await queue.enqueue(turn('b'));
      run();
      (await played.next()).end({ kind: 'retry', afterMs: 1, reason: 'the engine was busy' });
      const again = await played.next();
      expect(again.turn.id).toBe('a');
      again.end();
      expect((await played.next()).turn.id).toBe('b');
    });

    it('runs a turn again that threw', async () => {
      await queue.enqueue(turn('a'));
      run();
      (await played.next()).end({ kind: 'retry', afterMs: 1, reason: 'first' });
      (await played.next()).fail(new Error('a mistake'));
      await expect.poll(() => queue.position('a')).toBe(0); // once what happened to it is written down
    });

    it('does not run or tell of a turn that parked itself', async () => {
      await queue.enqueue(turn('a'));
      run();
      (await played.next()).end({ kind: 'parked', reason: 'told already' });
      await settled();
      await crash();
      run();
      await queue.enqueue(turn('b'));
      expect((await played.next()).turn.id).toBe('b');
    });

    it('changes a turn while it waits, and says how it stands', async () => {
      await queue.enqueue(turn('a'));
      await queue.enqueue(turn('b'));
      run();
      const first = await played.next();
      const more = (id: string) => (one: Turn) => ({ ...one, more: [...(one.more ?? []), id] });
      expect(await queue.amend('a', more('m2'))).toEqual(turn('a'));
      await Promise.all(['m2', 'm3'].map((id) => queue.amend('b', more(id))));
      expect(await queue.amend('never', more('m2'))).toBeUndefined();
      first.end();
      expect((await played.next()).turn).toEqual({ ...turn('b'), more: ['m2', 'm3'] });
    });

    it('tells how many wait and run', async () => {
      for (const id of ['a', 'b', 'c']) await queue.enqueue(inThread(id, id));
      run();
      await played.next();
      expect(await queue.state()).toEqual({ waiting: 2, running: 1, told: { turns: 0, withinP50: 0, withinP90: 0 } });
    });

    it('drops a waiting turn that is cancelled, and tells', async () => {
      await queue.enqueue(turn('a'));
      await queue.enqueue(turn('b'));
      run();
      const first = await played.next();
      expect(await queue.cancel('b')).toBe(true);
      expect(await played.nextParked()).toMatchObject({ turn: { id: 'b' }, code: 'stopped' });
      expect(await queue.cancel('b')).toBe(false);
      first.end();
      await settled();
      expect(played.startedIds()).toEqual([]);
    });

    it('aborts a running turn that is cancelled; how it ends is its own affair', async () => {
      await queue.enqueue(turn('a'));
      await queue.enqueue(turn('b'));
      run();
      const first = await played.next();
      expect(await queue.cancel('a')).toBe(true);
      expect(first.signal.reason).toBeInstanceOf(TurnError);
      expect(first.signal.reason).toMatchObject({ code: 'stopped' });
      first.end({ kind: 'done' });
      const second = await played.next();
      await queue.cancel('b');
      second.fail(second.signal.reason);
      expect(await played.nextParked()).toMatchObject({ turn: { id: 'b' }, code: 'stopped' });
      expect(await queue.cancel('a')).toBe(false);
      expect(await queue.cancel('never')).toBe(false);
    });

    it('runs again what a crash cut off, and gives it up after three', async () => {
      await queue.enqueue(turn('a'));
      await queue.enqueue(turn('b'));
      for (let n = 0; n < 3; n++) {
        run();
        expect((await played.next()).turn.id).toBe('a');
        await crash();
      }
      run();
      const parked = await played.nextParked();
      expect(parked).toMatchObject({ turn: turn('a'), code: 'cut-off' });
      expect(parked.reason).toMatch(/cut off by crashes too often/);
      expect((await played.next()).turn.id).toBe('b');
    });

    it('does not run a cancelled turn again after a crash', async () => {
      await queue.enqueue(turn('a'));
      run();
      await played.next();
      await queue.cancel('a');
      await crash();
      run();
      expect(await played.nextParked()).toMatchObject({ turn: { id: 'a' }, code: 'stopped' });
      await settled();
      expect(played.startedIds()).toEqual([]);
    });

    it('tells of a turn it ended until it was heard once', async () => {
      await queue.enqueue(turn('a'));
      await queue.cancel('a');
      queue.run(played.runTurn, () => Promise.reject(new Error('the platform is away')));
      await settled();
      await crash();
      run();
      expect(await played.nextParked()).toMatchObject({ turn: { id: 'a' }, code: 'stopped' });
      await settled();
      await crash();
      await queue.enqueue(turn('b'));
      await queue.cancel('b');
      run();
      expect(await played.nextParked()).toMatchObject({ turn: { id: 'b' } });
    });

    it('does not start a turn after its deadline', async () => {
      await queue.enqueue(turn('late', { deadlineAt: iso(0) }));
      await queue.enqueue(turn('b'));
      run();
      expect(await played.nextParked()).toMatchObject({ turn: { id: 'late' }, code: 'deadline-passed' });
      expect((await played.next()).turn.id).toBe('b');
    });

    it('waits for running turns when it closes', async () => {
      await queue.enqueue(turn('a'));
      await queue.enqueue(inThread('b', 'b'));
      run();
      const first = await played.next();
      const closed = queue.close(60_000);
      first.end();
      await closed;
      expect(first.signal.aborted).toBe(false);
      await crash();
      run();
      expect((await played.next()).turn.id).toBe('b');
    });

    it('aborts what does not end in time when it closes, and runs it again next time, as often as that happens', async () => {
      await queue.enqueue(turn('a'));
      for (let n = 0; n < 4; n++) {
        run();
        const started = await played.next();
        const closed = queue.close(0);
        await new Promise((resolve) => started.signal.addEventListener('abort', resolve));
        expect(started.signal.reason).not.toBeInstanceOf(TurnError);
        started.end({ kind: 'retry', afterMs: 0, reason: 'interrupted' });
        await closed;
        await crash();
      }
      // None of that counted as a crash; this does.
      for (let n = 0; n < 2; n++) {
        run();
        expect((await played.next()).turn.id).toBe('a');
        await crash();
      }
      run();
      expect((await played.next()).turn.id).toBe('a');
    });
  });
}
