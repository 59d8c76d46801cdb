/** What every StagingStore does. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { StagingStore } from '../../src/core/ports.ts';
import type { Staging } from '../../src/core/staging.ts';

/** `open` gives an empty store; `reopen` another one over what the last one stored. */
export function stagingStoreContract(name: string, open: () => Promise<StagingStore>, reopen: () => Promise<StagingStore>): void {
  describe(`${name}: cast and style`, () => {
    const max = { name: 'Max', picture: '#1', thing: 'the cat', authorId: 'ann' } as const;
    const ada = { name: 'Ada', picture: '#2', authorId: 'ben' } as const;
    const staging: Staging = { cast: [max, ada], style: { words: 'pencil', authorId: 'ann' } };
    let store: StagingStore;
    beforeEach(async () => {
      store = await open();
    });

    it('keeps one of each thread, the last that was put', async () => {
      expect(await store.get('local:me:t')).toEqual({ cast: [] });
      await store.put('local:me:t', { cast: [max] });
      await store.put('local:me:t', staging);
      await store.put('local:me:other', { cast: [ada] });
      const later = await reopen();
      expect(await later.get('local:me:t')).toEqual(staging);
      expect(await later.get('local:me:other')).toEqual({ cast: [ada] });
    });

    it('forgets a thread, and of a person what this person said on one platform', async () => {
      for (const threadId of ['local:me:t', 'local:me:other', 'slack:C:1']) await store.put(threadId, staging);
      await store.forget({ kind: 'thread', threadId: 'local:me:other' });
      await store.forget({ kind: 'person', platform: 'local', authorId: 'ann', turnIds: [] });
      const later = await reopen();
      expect(await later.get('local:me:t')).toEqual({ cast: [ada] });
      expect(await later.get('local:me:other')).toEqual({ cast: [] });
      expect(await later.get('slack:C:1')).toEqual(staging);
    });
  });
}
