/**
 * Files by hash: `assets/ab/<hash>`. A file is written beside its place, synced, moved into it, and the folder synced,
 * so a name never stands for half a file. A file that no longer has its hash is moved aside as `<hash>.damaged`
 * and counts as missing; putting the same bytes again heals it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AssetStore } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';
import { dataError, explained, syncFolder } from './database.ts';

const HEX = /^sha256:([0-9a-f]{64})$/;
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const placeOf = (folder: string, hash: string): string => join(folder, 'assets', hash.slice(0, 2), hash);

/** One file of `<folder>/assets`, also beside the process that owns the folder. Undefined when there is none with this hash. */
export async function readAsset(folder: string, asset: AssetId): Promise<Uint8Array | undefined> {
  const hash = HEX.exec(asset)?.[1];
  if (!hash) return undefined;
  const place = placeOf(folder, hash);
  try {
    const bytes = await readFile(place);
    if (hashOf(bytes) === hash) return bytes;
    await rename(place, `${place}.damaged`);
    return undefined;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw dataError(folder, error);
  }
}

/** Opens `<folder>/assets` and clears away what a crash left half-written. One process at a time (openDatabase sees to that). */
export function openAssets(folder: string): AssetStore {
  const root = join(folder, 'assets');
  const halfWritten = join(root, 'tmp');
  explained(folder, () => {
    mkdirSync(halfWritten, { recursive: true });
    for (const name of readdirSync(halfWritten)) rmSync(join(halfWritten, name), { force: true });
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
    async put(bytes) {
      const hash = hashOf(bytes);
      const place = placeOf(folder, hash);
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
      return `sha256:${hash}`;
    },
    get: (asset) => readAsset(folder, asset),
    async remove(asset) {
      const hash = HEX.exec(asset)?.[1];
      if (!hash) return;
      const place = placeOf(folder, hash);
      for (const file of [place, `${place}.damaged`]) await rm(file, { force: true });
      await stat(dirname(place)).then(
        () => syncFolder(dirname(place)),
        () => undefined, // there was never a file of that beginning
      );
    },
  };
}
