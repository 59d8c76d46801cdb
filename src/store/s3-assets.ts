/**
 * Pictures on S3-type storage, under the names that a data folder gives them: `<prefix>/assets/ab/<hash>`. The storage checks the hash
 * of what arrives, and what is read is checked again, so a name never stands for other bytes; writing the same bytes
 * again changes nothing, and heals what was damaged.
 */
import { assetIdOf, hexOf, nameOf, type S3Place } from '../core/asset.ts';
import { ConfigError } from '../core/errors.ts';
import type { AssetId } from '../core/types.ts';
import type { KeptAssets } from './assets.ts';
import { openS3 } from './s3.ts';

const FILE_BYTES_AT_MOST = 32 * 1024 ** 2;
const LISTED_AT_ONCE = '1000';

export function openS3Assets(place: S3Place, options?: Parameters<typeof openS3>[2]): KeptAssets {
  const call = openS3(place, FILE_BYTES_AT_MOST, options);
  const root = `${place.prefix && `${place.prefix}/`}assets/`;
  const keyOf = (hash: string): string => `${root}${hash.slice(0, 2)}/${hash}`;

  async function page(token: string | undefined, keys = LISTED_AT_ONCE): Promise<string> {
    const query = { 'list-type': '2', prefix: root, 'max-keys': keys, ...(token ? { 'continuation-token': token } : {}) };
    return new TextDecoder().decode((await call({ method: 'GET', key: '', query })).bytes);
  }

  return {
    name: nameOf(place),
    async check() {
      await page(undefined, '1');
    },
    async put(bytes) {
      if (bytes.byteLength > FILE_BYTES_AT_MOST) {
        throw new ConfigError(
          'invalid-input',
          `Expected pictures of at most ${FILE_BYTES_AT_MOST / 1024 ** 2} MB, got one of ${Math.ceil(bytes.byteLength / 1024 ** 2)} MB: send it smaller.`,
        );
      }
      const asset = assetIdOf(bytes);
      const hash = asset.slice('sha256:'.length);
      const headers = { 'x-amz-content-sha256': hash, 'content-type': 'application/octet-stream' };
      await call({ method: 'PUT', key: keyOf(hash), headers, body: bytes });
      return asset;
    },
    async get(asset) {
      const hash = hexOf(asset);
      if (!hash) return undefined;
      const { status, bytes } = await call({ method: 'GET', key: keyOf(hash) });
      return status !== 404 && assetIdOf(bytes) === asset ? bytes : undefined;
    },
    async remove(asset) {
      const hash = hexOf(asset);
      if (hash) await call({ method: 'DELETE', key: keyOf(hash) });
    },
    async *all() {
      let token: string | undefined;
      do {
        const listed = await page(token);
        for (const [, hash] of listed.matchAll(/<Key>[^<]*\/([0-9a-f]{64})<\/Key>/g)) yield `sha256:${hash}` as AssetId;
        token = /<NextContinuationToken>([^<]+)</.exec(listed)?.[1]?.replaceAll('&amp;', '&');
      } while (token);
    },
  };
}
