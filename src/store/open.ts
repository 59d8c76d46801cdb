/** The stores that the settings name: a Postgres server or the embedded database, S3-type storage or a folder. */
import { join } from 'node:path';
import { nameOf, type PicturePlace } from '../core/asset.ts';
import { makeFolder } from '../core/folder.ts';
import type { Database } from '../core/ports.ts';
import { type KeptAssets, openAssets } from './assets.ts';
import { explained, openDatabase, openDatabaseBeside } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { remembered } from './remembered.ts';

/** Of pictures that lie far away, as many as this in memory: some hundreds. */
const REMEMBERED_BYTES = 64 * 1024 ** 2;

export interface Place {
  /** Keys lie there in any case. */
  readonly dataDir: string;
  readonly databaseUrl?: string;
  /** In the data folder when absent. */
  readonly pictures?: PicturePlace;
}

/** Where things are kept, in words for the operator: no passwords, no keys. */
export function storesOf({ databaseUrl, pictures }: Place): { readonly rows: string; readonly pictures: string } {
  const server = databaseUrl === undefined ? undefined : new URL(databaseUrl);
  return {
    rows: server ? `postgres at ${server.host}${server.pathname}` : 'data folder',
    pictures: pictures === undefined ? 'data folder' : pictures.kind === 'folder' ? pictures.folder : nameOf(pictures),
  };
}

/** Throws ConfigError when the pictures cannot be reached. */
export async function openPictures({ dataDir, pictures }: Place): Promise<KeptAssets> {
  if (pictures?.kind !== 's3') return openAssets(pictures?.folder ?? dataDir);
  const { openS3Assets } = await import('./s3-assets.ts');
  const assets = openS3Assets(pictures);
  await assets.check();
  return remembered(assets, REMEMBERED_BYTES);
}

/** Where pictures pass from workers to their gateway; undefined where these share no place. */
export async function openFreight({ pictures }: Place): Promise<KeptAssets | undefined> {
  if (!pictures) return undefined;
  if (pictures.kind === 'folder') return openAssets(join(pictures.folder, 'freight'));
  const { openS3Assets } = await import('./s3-assets.ts');
  return openS3Assets({ ...pictures, prefix: `${pictures.prefix && `${pictures.prefix}/`}freight` });
}

/** As its one owner. `onLost` hears when another process took it over: this one has to end. */
export async function openOwned({ dataDir, databaseUrl }: Place, onLost: (error: unknown) => void): Promise<Database> {
  if (databaseUrl === undefined) return openDatabase(dataDir);
  const unlock = explained(dataDir, () => {
    makeFolder(dataDir, 0o700);
    return lockFolder(dataDir);
  });
  try {
    const { openPostgres } = await import('./postgres.ts');
    const database = await openPostgres(databaseUrl, { onLost });
    return { ...database, close: () => database.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Beside its owner. With `make`, the embedded one is made where there is none yet. */
export async function openBeside({ dataDir, databaseUrl }: Place, make: boolean): Promise<Database> {
  if (databaseUrl === undefined) return openDatabaseBeside(dataDir, { make });
  const { openPostgresBeside } = await import('./postgres.ts');
  return openPostgresBeside(databaseUrl);
}
