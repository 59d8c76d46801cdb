/** What is known of a picture that somebody shows: whether this bot made it, who says so, and what the ledger tells of it. */
import type { LedgerRow } from './ledger.ts';
import type { AssetId, PictureName } from './types.ts';

/** What content credentials in a file say. */
export interface Claim {
  /** Whether the file is as it was signed. */
  readonly intact: boolean;
  /** Whether this bot signed it. */
  readonly ours: boolean;
  readonly signer: string;
  /** The stored picture that it was made from; only of our own. */
  readonly asset?: AssetId;
}

export interface Verified {
  /** Undefined when the file carries no credentials. */
  readonly claim: Claim | undefined;
  /** Who said that this bot made it. Undefined: nobody, which is no proof that it did not. `likeness` may be wrong. */
  readonly by?: 'credentials' | 'file' | 'watermark' | 'likeness';
  /** What the ledger knows of it; nothing when it was forgotten. */
  readonly pictures: readonly MadePicture[];
}

export interface MadePicture {
  readonly row: LedgerRow;
  /** How many edits led from `first` to it. */
  readonly edits: number;
  readonly first: PictureName;
}
