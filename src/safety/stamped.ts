/**
 * The pictures as they leave: what this bot made carries a watermark and, signed over it, its credentials; what people sent goes
 * back as it came. The store itself keeps the bare pictures, which the model reads and whose hashes the ledger holds.
 */
import type { LedgerRow } from '../core/ledger.ts';
import type { AssetStore } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';
import type { Credentials } from './credentials.ts';
import { likenessOf } from './likeness.ts';
import type { Likenesses } from './likenesses.ts';
import { watermarkKey } from './watermark/key.ts';
import { identityOf, openWatermark, type Watermark } from './watermark/watermark.ts';

/** Stamped pictures kept in memory: one is asked for by the page, the upload and the download within seconds. */
const KEPT = 64;

/** What a picture of this bot is known by. */
export interface Marks {
  readonly credentials: Credentials;
  readonly watermark: Watermark;
}

export interface StampPorts {
  readonly assets: AssetStore;
  /** Of the model in use. */
  readonly modelId: () => string;
  /** The rows of a picture, in any thread. */
  rowsOf(asset: AssetId): readonly LedgerRow[] | Promise<readonly LedgerRow[]>;
  readonly likenesses: Pick<Likenesses, 'note' | 'forget'>;
  /** Opened at the first picture: most commands show none. */
  marks(): Promise<Marks>;
}

export function stampedAssets({ assets, modelId, rowsOf, likenesses, marks }: StampPorts): AssetStore {
  const kept = new Map<AssetId, Uint8Array>();
  return {
    put: (bytes) => assets.put(bytes),
    async remove(asset) {
      kept.delete(asset);
      await likenesses.forget(asset);
      await assets.remove(asset);
    },
    async get(asset) {
      const known = kept.get(asset);
      if (known) return known;
      const bytes = await assets.get(asset);
      const made = (await rowsOf(asset)).find(({ turnId }) => turnId !== undefined);
      if (!bytes || !made) return bytes;
      const { watermark, credentials } = await marks();
      // A cover's watermark names the picture that it covers; its credentials are its own.
      const marked = await watermark.embed(bytes, identityOf(made.asset));
      const stamped = await credentials.stamp(marked, { asset, edited: made.parent !== undefined, modelId: modelId() });
      const looks = await likenessOf(bytes);
      if (looks) await likenesses.note(asset, looks);
      kept.set(asset, stamped);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return stamped;
    },
  };
}

/** The bot's signing key and the watermark's, opened at the first use: reading certificates takes longer than most commands. */
export function marksOf(dataDir: string, version: string): () => Promise<Marks> {
  let opened: Promise<Marks> | undefined;
  const open = async (): Promise<Marks> => {
    const { openCredentials } = await import('./credentials.ts');
    return { credentials: await openCredentials(dataDir, version), watermark: openWatermark(await watermarkKey(dataDir)) };
  };
  return () => {
    opened ??= open();
    return opened;
  };
}
