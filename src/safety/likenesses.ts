/** What the pictures that left looked like, so that one can be found again that lost its credentials and its watermark. */
import type { Database } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';
import { ALIKE, distance, type LikenessHash } from './likeness.ts';

const TABLES = ['CREATE TABLE likenesses (asset TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT;'];

export interface Likenesses {
  note(asset: AssetId, hash: LikenessHash): Promise<void>;
  /** The pictures that look like it, the likest first. */
  near(hash: LikenessHash): Promise<AssetId[]>;
  forget(asset: AssetId): Promise<void>;
}

export async function openLikenesses(database: Database): Promise<Likenesses> {
  await database.migrate('likenesses', TABLES);
  return {
    async note(asset, hash) {
      await database.run('INSERT INTO likenesses (asset, hash) VALUES (?, ?) ON CONFLICT (asset) DO NOTHING', asset, hash);
    },
    async near(hash) {
      const all = await database.all<{ asset: AssetId; hash: string }>('SELECT asset, hash FROM likenesses');
      return all
        .map(({ asset, hash: other }) => ({ asset, differing: distance(hash, other) }))
        .filter(({ differing }) => differing <= ALIKE)
        .sort((a, b) => a.differing - b.differing)
        .map(({ asset }) => asset);
    },
    async forget(asset) {
      await database.run('DELETE FROM likenesses WHERE asset = ?', asset);
    },
  };
}
