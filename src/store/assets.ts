/**
 * Files by hash: `assets/ab/<hash>`. A file is written beside its place, synced, moved into it, and the folder synced,
 * so a name never stands for half a file. A file that no longer has its hash is moved aside as `<hash>.damaged`
 * and counts as missing; putting the same bytes again heals it.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assetIdOf, hexOf } from '../core/asset.ts';
import { makeFolder } from '../core/folder.ts';
import type { AssetStore } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';
import { dataError, explained, syncFolder } from './database.ts';

/** Pictures in a place of their own, which can be looked over as a whole. */
export interface KeptAssets extends AssetStore {
  /** Where they are, in words for people: no keys. */
  readonly name: string;
  /** Throws a ConfigError that says in a sentence why they cannot be used. */
  check(): Promise<void>;
  /** What is there, in no order that is promised; hashes are not checked. */
  all(): AsyncIterable<AssetId>;
}

/** Another process that shares the folder may be writing; nobody writes for so long. */
const HALF_WRITTEN_MS = 3_600_000;

const placeOf = (folder: string, hash: string): string => join(folder, 'assets', hash.slice(0, 2), hash);

async function readAsset(folder: string, asset: AssetId): Promise<Uint8Array | undefined> {
  const hash = hexOf(asset);
  if (!hash) return undefined;
  const place = placeOf(folder, hash);
  try {
    const bytes = await readFile(place);
    if (assetIdOf(bytes) === asset) return bytes;
    await rename(place, `${place}.damaged`);
    return undefined;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw dataError(folder, error);
  }
}

/** Opens `<folder>/assets` and clears away what a crash left half-written. Several processes may have it open. */
export function openAssets(folder: string): KeptAssets {
  const root = join(folder, 'assets');
  const halfWritten = join(root, 'tmp');
  explained(folder, () => {
    makeFolder(halfWritten);
    for (const name of readdirSync(halfWritten)) {
      const file = join(halfWritten, name);
      const found = statSync(file, { throwIfNoEntry: false });
      if (found && Date.now() - found.mtimeMs > HALF_WRITTEN_MS) rmSync(file, { force: true });
    }
    syncFolder(folder);
  });

  async function write(place: string, bytes: Uint8Array): Promise<void> {
    const temporary = join(halfWritten, randomUUID());
    const file = await open(temporary, 'wx');
    try {
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await mkdir(dirname(place), { recursive: true });
      await rename(temporary, place);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  return {
    name: root,
    check: async () => undefined, // the folder was made, or opening it has failed
    async put(bytes) {
      const asset = assetIdOf(bytes);
      const place = placeOf(folder, asset.slice('sha256:'.length));
      try {
        // Renamed only when whole, so a file of the right size is the file, unless its disk rotted: `get` finds that out.
        const sizeBytes = await stat(place).then(
          ({ size }) => size,
          () => -1,
        );
        if (sizeBytes !== bytes.byteLength) await write(place, bytes);
        // Also for a file that was there: the put that wrote it may have been cut off before this line.
        syncFolder(dirname(place));
        syncFolder(root);
      } catch (error) {
        throw dataError(folder, error);
      }
      return asset;
    },
    get: (asset) => readAsset(folder, asset),
    async remove(asset) {
      const hash = hexOf(asset);
      if (!hash) return;
      const place = placeOf(folder, hash);
      for (const file of [place, `${place}.damaged`]) await rm(file, { force: true });
      await stat(dirname(place)).then(
        () => syncFolder(dirname(place)),
        () => undefined, // there was never a file of that beginning
      );
    },
    async *all() {
      const beginnings = (await readdir(root)).filter((name) => /^[0-9a-f]{2}$/.test(name));
      for (const beginning of beginnings) {
        for (const name of await readdir(join(root, beginning))) {
          const asset: AssetId = `sha256:${name}`;
          if (hexOf(asset)) yield asset;
        }
      }
    },
  };
}
