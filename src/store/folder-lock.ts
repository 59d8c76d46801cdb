/**
 * One process per data folder. The lock is the operating system's lock on `lock.db`, held by an open transaction, so it
 * ends with the process however that ends; `lock.pid` only says who to ask. (It lies beside the lock, because a
 * process that reads the locked file itself would drop its own lock.)
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'libsql';
import { ConfigError } from '../core/errors.ts';

/** Returns what lets go of the folder. Throws ConfigError `data-in-use` while another process holds it. */
export function lockFolder(folder: string): () => void {
  const lock = new SqliteDatabase(join(folder, 'lock.db'), { timeout: 100 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new ConfigError(
      'data-in-use',
      `The data folder ${folder} is in use by ${holder(folder)}: stop that process, or set DREAMTHREAD_DATA to another folder.`,
    );
  }
  writeFileSync(join(folder, 'lock.pid'), `process ${process.pid} on ${hostname()}\n`);
  return () => lock.close();
}

function holder(folder: string): string {
  try {
    return readFileSync(join(folder, 'lock.pid'), 'utf8').trim() || 'another process';
  } catch {
    return 'another process';
  }
}
