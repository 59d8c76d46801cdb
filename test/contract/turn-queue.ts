/** What every TurnQueue does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TurnError } from '../../src/core/errors.ts';
import type { TurnQueue } from '../../src/core/ports.ts';
import type { Turn } from '../../src/core/types.ts';
import { iso, turn } from '../support/made.ts';
import { type Stage, settled, stage } from '../support/stage.ts';
import { inThread, ordersTurns } from './turn-order.ts';

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

    ordersTurns({
      get queue() {
        return queue;
      },
      get played() {
        return played;
      },
      begin,
      run,
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
