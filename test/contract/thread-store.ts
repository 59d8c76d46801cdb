/** What every ThreadStore does. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ThreadStore } from '../../src/core/ports.ts';
import { iso, message, picture, START_MS, text, thread } from '../support/made.ts';

/** `open` gives an empty store; `reopen` another one over what the last one stored. */
export function threadStoreContract(name: string, open: () => Promise<ThreadStore>, reopen: () => Promise<ThreadStore>): void {
  describe(`${name}: threads`, () => {
    let store: ThreadStore;
    beforeEach(async () => {
      store = await open();
    });
    const at = (second: number) => ({ sentAt: iso(START_MS + second * 1000) });

    it('gives back what was stored, also after reopening', async () => {
      const stored = message('m1', { parts: [text('hello'), picture('1')], replyToId: 'm0' });
      await store.put(thread(), stored);
      expect(await (await reopen()).get('local:me:t', 'm1')).toEqual(stored);
      expect(await (await reopen()).get('local:me:other', 'm1')).toBeUndefined();
    });

    it('holds one message of an id, the newest form of it, in its old place', async () => {
      await store.put(thread(), message('m1', at(1)));
      await store.put(thread(), message('m2', at(1)));
      await store.put(thread(), message('m1', { ...at(1), parts: [text('edited')] }));
      expect((await store.history('local:me:t', 9)).map(({ id, parts }) => [id, parts])).toEqual([
        ['m1', [text('edited')]],
        ['m2', [text('words of m2')]],
      ]);
    });

    it('gives the newest messages of one thread, oldest first, by time and not by arrival', async () => {
      for (const second of [3, 1, 5, 2, 4]) await store.put(thread(), message(`m${second}`, at(second)));
      await store.put(thread('local:me:other'), message('n', { ...at(9), threadId: 'local:me:other' }));
      expect((await store.history('local:me:t', 3)).map(({ id }) => id)).toEqual(['m3', 'm4', 'm5']);
    });

    it('orders times of different precision', async () => {
      await store.put(thread(), message('b', { sentAt: '2026-01-01T00:00:01.500Z' }));
      await store.put(thread(), message('a', { sentAt: '2026-01-01T00:00:01Z' }));
      expect((await store.history('local:me:t', 9)).map(({ id }) => id)).toEqual(['a', 'b']);
    });

    it('lists threads by last use, with the beginning of what was said first', async () => {
      const put = (id: string, second: number, words: string) =>
        store.put(thread(id), message(`m${second}`, { ...at(second), threadId: id, parts: [text(words)] }));
      await put('local:me:a', 1, 'first  of\na');
      await put('local:me:b', 2, 'x'.repeat(200));
      await put('local:me:a', 3, 'more of a');
      const [a, b] = await store.threads(5);
      expect(a).toEqual({ thread: thread('local:me:a'), title: 'first of a', lastAt: iso(START_MS + 3000) });
      expect(b?.title).toBe(`${'x'.repeat(79)}…`);
      expect(await store.threads(1)).toHaveLength(1);
    });

    it('rewords a message: what it had is told apart, and goes when it is stored anew, removed or forgotten', async () => {
      for (const id of ['m1', 'm2', 'm3']) {
        await store.put(thread(), message(id, at(1)));
        for (const words of ['milder', 'milder', 'mild']) await store.reword('local:me:t', id, [text(words)]);
      }
      await store.reword('local:me:t', 'never was', [text('x')]);
      const later = await reopen();
      expect(await later.get('local:me:t', 'm1')).toEqual(message('m1', { ...at(1), parts: [text('mild')] }));
      expect((await later.earlier('local:me:t')).get('m1')).toEqual([[text('words of m1')], [text('milder')]]);
      expect(JSON.stringify([await later.history('local:me:t', 9), await later.threads(9)])).not.toContain('words of');
      await later.put(thread(), message('m1', { ...at(1), parts: [text('edited')] }));
      await later.remove('local:me:t', 'm2');
      expect([...(await later.earlier('local:me:t')).keys()]).toEqual(['m3']);
      await later.forget({ kind: 'older', threadId: 'local:me:t', beforeMs: START_MS + 2000, turnIds: [] });
      expect(await later.earlier('local:me:t')).toEqual(new Map());
    });

    it('forgets a removed message, and with the last one the thread', async () => {
      await store.put(thread(), message('m1', { parts: [text('a secret')] }));
      await store.put(thread(), message('m2', at(1)));
      await store.remove('local:me:t', 'm1');
      await store.remove('local:me:t', 'never was');
      expect((await store.history('local:me:t', 9)).map(({ id }) => id)).toEqual(['m2']);
      expect((await store.threads(9))[0]?.title).toBe('words of m2');
      await store.remove('local:me:t', 'm2');
      expect(await store.threads(9)).toEqual([]);
    });

    it('forgets a thread, or a person on a platform and what was answered them', async () => {
      const by = (id: string) => ({ author: { id, name: id, isBot: false, isSelf: false } });
      await store.put(thread('local:me:a'), message('m1', { threadId: 'local:me:a', ...by('ann') }));
      await store.put(thread('local:me:b'), message('m2', { threadId: 'local:me:b', ...by('ann') }));
      await store.put(thread('local:me:b'), message('m3', { threadId: 'local:me:b', ...by('dreamthread'), turnId: 't1' }));
      await store.put(thread('local:me:b'), message('m4', { threadId: 'local:me:b', ...by('ben') }));
      await store.put(thread('slack:C:1'), message('m5', { threadId: 'slack:C:1', ...by('ann') }));
      await store.forget({ kind: 'person', platform: 'local', authorId: 'ann', turnIds: ['t1'] });
      expect((await store.threads(9)).map(({ thread: { id } }) => id)).toEqual(expect.arrayContaining(['local:me:b', 'slack:C:1']));
      const later = await reopen();
      expect((await later.history('local:me:b', 9)).map(({ id }) => id)).toEqual(['m4']);
      expect(await later.history('local:me:a', 9)).toEqual([]);
      await later.forget({ kind: 'thread', threadId: 'slack:C:1' });
      expect((await later.threads(9)).map(({ thread: { id } }) => id)).toEqual(['local:me:b']);
    });
  });
}
