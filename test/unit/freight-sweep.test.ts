import { expect, it } from 'vitest';
import type { AssetId } from '../../src/core/types.ts';
import { openSweep } from '../../src/store/freight.ts';
import { assetId } from '../support/made.ts';

it('removes what has lain there for a quarter of an hour, and nothing that came since', async () => {
  const there = new Set<AssetId>([assetId('1')]);
  let nowMs = 0;
  const sweep = openSweep(
    {
      async *all() {
        yield* [...there];
      },
      remove: async (asset) => void there.delete(asset),
    },
    () => nowMs,
  );
  await sweep();
  there.add(assetId('2'));
  nowMs += 10 * 60_000;
  await sweep();
  nowMs += 5 * 60_000;
  await sweep();
  expect([...there]).toEqual([assetId('2')]);
  nowMs += 10 * 60_000;
  await sweep();
  expect([...there]).toEqual([]);
});
