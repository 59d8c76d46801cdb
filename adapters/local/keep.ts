/** Files for the person who asked, in a folder of their own: each is there whole or not at all. */
import { createHash, randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ConfigError } from '../../src/core/errors.ts';
import { makeFolder } from '../../src/core/folder.ts';

function unwritable(path: string, cause: unknown): ConfigError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  const why: Record<string, string> = {
    ENOSPC: 'the disk is full; make room or choose another folder with --out',
    EDQUOT: 'the disk quota is used up; make room or choose another folder with --out',
    EACCES: 'this user may not write there; choose another folder with --out',
    EPERM: 'this user may not write there; choose another folder with --out',
    EROFS: 'the disk is read-only; choose another folder with --out',
    EEXIST: 'a file has the name of the folder; choose another with --out',
    ENOTDIR: 'a file has the name of the folder; choose another with --out',
    ENOENT: 'no folder can be made there; choose another with --out',
  };
  return new ConfigError('data-unusable', `${path} could not be written: ${why[code] ?? `the system said ${code}`}.`, { cause });
}

/** Makes a folder that may be written to. Throws ConfigError. */
export function keepFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Writes or replaces `name`; returns its path. Throws ConfigError. */
export async function keepFile(folder: string, name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  const temporary = join(folder, `.${name}.${randomUUID()}`);
  try {
    makeFolder(folder);
    await writeFile(temporary, bytes, { flag: 'wx', flush: true });
    await rename(temporary, path);
    return path;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw unwritable(path, error);
  }
}

/** Like keepFile, but a different file of that name stays: then the hash of the bytes is put into the name. */
export async function keepBeside(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const there = await readFile(join(folder, name)).catch(() => undefined);
  if (there === undefined) return keepFile(folder, name, bytes);
  if (there.equals(bytes)) return join(folder, name);
  const extension = extname(name);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return keepFile(folder, `${name.slice(0, -extension.length)}-${hash}${extension}`, bytes);
}
