/**
 * A place that gateway and workers share, beside the pictures: finished ones pass through it, and are only kept once the gateway has a row
 * for them. So what a worker made for nobody is never among the pictures, and a worker's key need not be able to change
 * those. What has lain there for a quarter of an hour is removed, by a clock that nobody sets.
 */
import type { AssetStore, Clock } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';
import type { KeptAssets } from './assets.ts';

const KEPT_MS = 15 * 60_000;
const LOOK_MS = 5 * 60_000;

interface Side extends Pick<AssetStore, 'put' | 'get'> {
  /** Of the pictures. */
  readonly name: string;
}

/** What a request is about lies among the pictures already. */
export const gatewaySide = (assets: KeptAssets, freight: KeptAssets): Side => ({
  ...{ name: assets.name, put: assets.put, get: freight.get },
});

export const workerSide = (assets: KeptAssets, freight: KeptAssets): Side => ({
  ...{ name: assets.name, put: freight.put, get: assets.get },
});

/** One look at what passes through; removes what was there a quarter of an hour of looks ago. */
export function openSweep(freight: Pick<KeptAssets, 'all' | 'remove'>, clock: Clock) {
  let seen = new Map<AssetId, number>();
  return async function sweep(): Promise<void> {
    const there = new Map<AssetId, number>();
    for await (const asset of freight.all()) {
      const sinceMs = seen.get(asset) ?? clock();
      if (clock() - sinceMs < KEPT_MS) there.set(asset, sinceMs);
      else await freight.remove(asset);
    }
    seen = there;
  };
}

/** Looks for as long as the process lives, and does not keep it alive. */
export function keepSwept(freight: Pick<KeptAssets, 'all' | 'remove'>, failed: (error: unknown) => void): void {
  const sweep = openSweep(freight, () => performance.now());
  let isUnderWay = false;
  const look = async (): Promise<void> => {
    if (isUnderWay) return;
    isUnderWay = true;
    await sweep().catch(failed);
    isUnderWay = false;
  };
  void look();
  setInterval(look, LOOK_MS).unref();
}
