/**
 * Pictures that lie far away, the last of them in memory as well: a picture that is painted is stored, checked, stamped and posted within
 * seconds, and one of a thread is read again for each of its turns. Names are hashes, so what is remembered is never out of date.
 */
import { assetIdOf } from '../core/asset.ts';
import type { AssetId } from '../core/types.ts';
import type { KeptAssets } from './assets.ts';

export function remembered(assets: KeptAssets, bytesAtMost: number): KeptAssets {
  /** Those used last stand last. */
  const known = new Map<AssetId, Uint8Array>();
  let sumBytes = 0;

  function drop(asset: AssetId): void {
    sumBytes -= known.get(asset)?.byteLength ?? 0;
    known.delete(asset);
  }
  function keep(asset: AssetId, bytes: Uint8Array): void {
    drop(asset);
    if (bytes.byteLength > bytesAtMost) return;
    known.set(asset, bytes);
    sumBytes += bytes.byteLength;
    for (const oldest of known.keys()) {
      if (sumBytes <= bytesAtMost) return;
      drop(oldest);
    }
  }

  return {
    ...assets,
    async put(bytes) {
      const asset = assetIdOf(bytes);
      if (!known.has(asset)) await assets.put(bytes);
      keep(asset, bytes);
      return asset;
    },
    async get(asset) {
      const bytes = known.get(asset) ?? (await assets.get(asset));
      if (bytes) keep(asset, bytes);
      return bytes;
    },
    async remove(asset) {
      drop(asset);
      await assets.remove(asset);
    },
  };
}
