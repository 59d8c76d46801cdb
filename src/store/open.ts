/** The database that the settings name: a Postgres server, or else the embedded one in the data folder. */
import { mkdirSync } from 'node:fs';
import type { Database } from '../core/ports.ts';
import { explained, openDatabase, openDatabaseBeside } from './database.ts';
import { lockFolder } from './folder-lock.ts';

export interface Place {
  /** Pictures and keys lie there in any case. */
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

/** As its one owner. `onLost` hears when another process took it over: this one has to end. */
export async function openOwned({ dataDir, databaseUrl }: Place, onLost: (error: unknown) => void): Promise<Database> {
  if (databaseUrl === undefined) return openDatabase(dataDir);
  const unlock = explained(dataDir, () => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
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
