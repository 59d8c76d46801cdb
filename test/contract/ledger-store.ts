/** What every LedgerStore does. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { LedgerStore } from '../../src/core/ports.ts';
import { assetId, row } from '../support/made.ts';

/** `open` gives an empty store; `reopen` another one over what the last one stored. */
export function ledgerStoreContract(name: string, open: () => Promise<LedgerStore>, reopen: () => Promise<LedgerStore>): void {
  describe(`${name}: ledger`, () => {
    let store: LedgerStore;
    beforeEach(async () => {
      store = await open();
    });
    const names = async (threadId = 'local:me:t') => (await (await reopen()).rows(threadId)).map((one) => one.name);

    it('gives back the rows of a thread in the order in which they were made', async () => {
      const rows = [
        row('#2', { turnId: 't1', seed: 5 }),
        row('#10', { turnId: 't2' }),
        row('#2b', { turnId: 't3', parent: '#2', spoiler: true }),
      ];
      for (const one of rows) expect(await store.put(one)).toEqual(one);
      expect(await (await reopen()).rows('local:me:t')).toEqual(rows);
      expect(await names('local:me:other')).toEqual([]);
    });

    it('replaces a picture that its turn makes again, in its old place', async () => {
      await store.put(row('#1', { turnId: 't1' }));
      await store.put(row('#2', { turnId: 't1' }));
      await store.put(row('#1', { turnId: 't1', asset: assetId('9') }));
      expect((await (await reopen()).rows('local:me:t')).map((one) => [one.name, one.asset])).toEqual([
        ['#1', assetId('9')],
        ['#2', assetId('1')],
      ]);
    });

    it('never gives a taken name to another picture: the next free one is given', async () => {
      await store.put(row('#1', { messageId: 'm1' }));
      expect((await store.put(row('#1', { turnId: 't1' }))).name).toBe('#2');
      expect((await store.put(row('#2', { messageId: 'm2' }))).name).toBe('#3');
      await store.put(row('#1b', { turnId: 't2', parent: '#1' }));
      expect((await store.put(row('#1b', { turnId: 't3', parent: '#1' }))).name).toBe('#1c');
      expect(await names()).toEqual(['#1', '#2', '#3', '#1b', '#1c']);
    });

    it('gives a picture that is made again the name that it was given, and never another picture of its maker that name', async () => {
      await store.put(row('#1', { messageId: 'm1' }));
      const [first, second] = [row('#1', { turnId: 't1', asset: assetId('2') }), row('#2', { turnId: 't1', asset: assetId('3') })];
      const edit = row('#1b', { turnId: 't1', parent: '#1', asset: assetId('4') });
      const later = row('#9', { turnId: 't2' });
      for (const put of [first, second, edit, later]) await store.put(put);
      store = await reopen(); // cut off, and made again, with bytes that differ in a rounding
      expect(await store.put({ ...first, asset: assetId('5') })).toMatchObject({ name: '#2' });
      expect(await store.put(second)).toMatchObject({ name: '#3' });
      expect(await store.put(edit)).toMatchObject({ name: '#2b', parent: '#2' });
      // As it stands, with something more known of it.
      expect(await store.put(row('#3', { turnId: 't1', asset: assetId('3'), spoiler: true }))).toMatchObject({ name: '#3' });
      expect((await store.rows('local:me:t')).map((one) => [one.name, one.asset, one.spoiler])).toEqual([
        ['#1', assetId('1'), undefined],
        ['#2', assetId('5'), undefined],
        ['#3', assetId('3'), true],
        ['#2b', assetId('4'), undefined],
        ['#9', assetId('1'), undefined],
      ]);
    });

    it('forgets a thread or a person, and says which files nothing refers to any more', async () => {
      await store.put(row('#1', { asset: assetId('1') }));
      await store.put(row('#2', { asset: assetId('2'), messageId: 'm2' }));
      await store.put(row('#1', { asset: assetId('2'), threadId: 'local:me:other', authorId: 'ben' }));
      await store.put(row('#1', { asset: assetId('3'), threadId: 'slack:C:1' }));
      expect(await store.forget({ kind: 'person', platform: 'local', authorId: 'ann', turnIds: [] })).toEqual([assetId('1')]);
      const later = await reopen();
      const left = [];
      for (const threadId of ['local:me:t', 'local:me:other', 'slack:C:1']) left.push((await later.rows(threadId)).map(({ name }) => name));
      expect(left).toEqual([[], ['#1'], ['#1']]);
      expect(await later.forget({ kind: 'thread', threadId: 'local:me:other' })).toEqual([assetId('2')]);
      expect(await later.forget({ kind: 'thread', threadId: 'local:me:never' })).toEqual([]);
    });
  });
}
