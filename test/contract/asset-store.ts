/** What every AssetStore does, and what carries files between processes. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AssetStore } from '../../src/core/ports.ts';
import type { AssetId } from '../../src/core/types.ts';
import type { KeptAssets } from '../../src/store/assets.ts';
import { assetId } from '../support/made.ts';

/** What puts and gets by hash; all of a store, where nothing else is said. */
export interface AssetStoreWorld<Store extends Pick<AssetStore, 'put' | 'get'> = KeptAssets> {
  /** An empty store. */
  open(): Store;
  /** Another store over what the last one stored. */
  reopen(): Store;
  /** Changes the stored bytes behind the store's back. */
  damage(asset: AssetId, bytes: Uint8Array): Promise<void>;
}

const bytes = new TextEncoder().encode('a picture');

export function assetStoreContract(name: string, world: AssetStoreWorld): void {
  freightContract(name, world);
  describe(`${name}: assets kept`, () => {
    let store: KeptAssets;
    beforeEach(() => {
      store = world.open();
    });

    it('removes a file for good, and what was never there without a word', async () => {
      const asset = await store.put(bytes);
      await store.remove(asset);
      await store.remove(asset);
      await store.remove('sha256:../../etc/passwd');
      expect(await world.reopen().get(asset)).toBeUndefined();
    });

    it('can be looked over', async () => {
      await store.check();
      const assets = await Promise.all(['a', 'b', 'c'].map((letter) => store.put(new TextEncoder().encode(letter))));
      await store.remove(assets[1] ?? assetId('0'));
      const found: AssetId[] = [];
      for await (const asset of store.all()) found.push(asset);
      expect(found.sort()).toEqual([assets[0], assets[2]].sort());
    });
  });
}

export function freightContract(name: string, world: AssetStoreWorld<Pick<AssetStore, 'put' | 'get'>>): void {
  describe(`${name}: assets`, () => {
    let store: Pick<AssetStore, 'put' | 'get'>;
    beforeEach(() => {
      store = world.open();
    });

    it('names bytes by their hash and gives them back, also after reopening', async () => {
      const asset = await store.put(bytes);
      expect(asset).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
      expect(Buffer.from((await world.reopen().get(asset)) ?? [])).toEqual(Buffer.from(bytes));
    });

    it('gives the same bytes the same name, also when they are stored twice at once', async () => {
      expect(new Set(await Promise.all([store.put(bytes), store.put(bytes), store.put(bytes)])).size).toBe(1);
      expect((await store.get(await store.put(new Uint8Array())))?.byteLength).toBe(0);
    });

    it('gives nothing for what was never stored, or is no name', async () => {
      expect(await store.get(assetId('0'))).toBeUndefined();
      expect(await store.get('sha256:../../etc/passwd')).toBeUndefined();
    });

    it.each([
      ['of the same size', new TextEncoder().encode('A PICTURE')],
      ['cut short', bytes.subarray(0, 3)],
    ])('gives nothing rather than damaged bytes (%s), and heals when they are stored again', async (_, damaged) => {
      const asset = await store.put(bytes);
      await world.damage(asset, damaged);
      expect(await store.get(asset)).toBeUndefined();
      expect(await store.put(bytes)).toBe(asset);
      expect(Buffer.from((await store.get(asset)) ?? [])).toEqual(Buffer.from(bytes));
    });
  });
}
