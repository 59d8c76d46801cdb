/** Assets are named by what they hold; and where they may be kept. */
import { createHash } from 'node:crypto';
import type { AssetId } from './types.ts';

export const assetIdOf = (bytes: Uint8Array): AssetId => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The hash of an asset's id; undefined when that is none. */
export const hexOf = (asset: string): string | undefined => /^sha256:([0-9a-f]{64})$/.exec(asset)?.[1];

export interface S3Place {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Before every name in the bucket; without slashes at its ends, and empty for none. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where it is, without its keys. */
export const nameOf = ({ bucket, prefix }: S3Place): string => `s3://${bucket}${prefix && `/${prefix}`}`;

export type PicturePlace = { readonly kind: 'folder'; readonly folder: string } | ({ readonly kind: 's3' } & S3Place);
