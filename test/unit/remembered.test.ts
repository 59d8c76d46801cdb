import { beforeEach, expect, it } from 'vitest';
import { assetIdOf } from '../../src/core/asset.ts';
import type { AssetId } from '../../src/core/types.ts';
import type { KeptAssets } from '../../src/store/assets.ts';
import { remembered } from '../../src/store/remembered.ts';

let asked: string[];
let far: KeptAssets;
beforeEach(() => {
  const kept = new Map<AssetId, Uint8Array>();
  asked = [];
  far = {
    name: 'far',
    check: async () => undefined,
    async put(bytes) {
      asked.push('put');
      kept.set(assetIdOf(bytes), bytes);
      return assetIdOf(bytes);
    },
    async get(asset) {
      asked.push('get');
      return kept.get(asset);
    },
    async remove(asset) {
      asked.push('remove');
      kept.delete(asset);
    },
    async *all() {
      yield* kept.keys();
    },
  };
});
const [a, b, c] = [1, 2, 3].map((byte) => new Uint8Array(4).fill(byte)) as [Uint8Array, Uint8Array, Uint8Array];

it('asks once for what it was given or has read', async () => {
  const near = remembered(far, 8);
  expect(await near.put(a)).toBe(assetIdOf(a));
  await near.put(a);
  expect(await near.get(assetIdOf(a))).toEqual(a);
  expect(asked).toEqual(['put']);
  await far.put(b);
  await near.get(assetIdOf(b));
  await near.put(b);
  expect(asked).toEqual(['put', 'put', 'get']);
});

it('holds the pictures used last, as many as fit', async () => {
  const near = remembered(far, 8);
  for (const one of [a, b]) await near.put(one);
  await near.get(assetIdOf(a));
  await near.put(c);
  await near.put(new Uint8Array(9));
  asked = [];
  for (const one of [a, c, b, new Uint8Array(9)]) expect(await near.get(assetIdOf(one))).toEqual(one);
  expect(asked).toEqual(['get', 'get']);
});

it('forgets what is removed, and remembers nothing that could not be put', async () => {
  const near = remembered(far, 8);
  await near.put(a);
  await near.remove(assetIdOf(a));
  expect(await near.get(assetIdOf(a))).toBeUndefined();
  const failing = remembered({ ...far, put: () => Promise.reject(new Error('away')) }, 8);
  await expect(failing.put(b)).rejects.toThrow('away');
  await expect(failing.put(b)).rejects.toThrow('away');
});
