/**
 * The pictures as they leave: what this bot made carries its credentials; what people sent goes back as it came. The store
 * itself keeps the bare pictures, which the model reads and whose hashes the ledger holds.
 */
import type { LedgerRow } from '../core/ledger.ts';
import type { AssetStore } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';
import type { Credentials } from './credentials.ts';

/** Stamped pictures kept in memory: one is asked for by the page, the upload and the download within seconds. */
const KEPT = 64;

export interface StampPorts {
  readonly assets: AssetStore;
  readonly modelId: string;
  /** The rows of a picture, in any thread. */
  rowsOf(asset: AssetId): Promise<readonly LedgerRow[]> | readonly LedgerRow[];
  /** Opened at the first picture: most commands show none. */
  credentials(): Promise<Credentials>;
}

export function stampedAssets({ assets, modelId, rowsOf, credentials }: StampPorts): AssetStore {
  const kept = new Map<AssetId, Uint8Array>();
  return {
    put: (bytes) => assets.put(bytes),
    remove(asset) {
      kept.delete(asset);
      return assets.remove(asset);
    },
    async get(asset) {
      const known = kept.get(asset);
      if (known) return known;
      const bytes = await assets.get(asset);
      const made = (await rowsOf(asset)).find(({ turnId }) => turnId !== undefined);
      if (!bytes || !made) return bytes;
      const stamped = await (await credentials()).stamp(bytes, { asset, edited: made.parent !== undefined, modelId });
      kept.set(asset, stamped);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return stamped;
    },
  };
}

/** The bot's signing key, opened at the first use: reading certificates takes longer than most commands. */
export function credentialsOf(dataDir: string, version: string): () => Promise<Credentials> {
  let opened: Promise<Credentials> | undefined;
  return () => {
    opened ??= import('./credentials.ts').then(({ openCredentials }) => openCredentials(dataDir, version));
    return opened;
  };
}
