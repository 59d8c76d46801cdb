/**
 * The embedded database: SQLite (libsql) in one file of the data folder. What a call wrote is on the disk when the call
 * returns (WAL, synchronous=FULL), also when the process is killed a moment later.
 */
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'libsql';
import { ConfigError } from '../core/errors.ts';
import { makeFolder } from '../core/folder.ts';
import type { Database, SqlValue, Statements } from '../core/ports.ts';
import { lockFolder } from './folder-lock.ts';
import { type Group, openGroups } from './group.ts';
import { openLine } from './line.ts';

/** Its values come as one list: of a single null, libsql would think that it holds named values. */
type Statement = SqliteDatabase.Statement<[readonly SqlValue[]]>;

/** How long to wait for a program that reads the file from outside, a backup for one. */
const BUSY_MS = 5000;

const FILE = 'dreamthread.db';
const READS = /^\s*(?:SELECT|EXPLAIN)\b/;

/**
 * Opens `<folder>/dreamthread.db`, making both where they are missing. Throws ConfigError: `data-in-use` while another
 * process has the folder open, `data-unusable` when the folder or the file cannot be used.
 */
export function openDatabase(folder: string): Database {
  return explained(folder, () => {
    makeFolder(folder, 0o700); // what people wrote is nobody else's to read
    const unlock = lockFolder(folder);
    try {
      const sqlite = openFile(join(folder, FILE));
      syncFolder(folder);
      return withStatements(folder, sqlite, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  });
}

/**
 * Opens the database beside the process that owns its folder, to look at it and to change single rows. Where there is none
 * yet, it is made with `make`; else ConfigError `data-unusable` is thrown.
 */
export function openDatabaseBeside(folder: string, { make = false }: { readonly make?: boolean } = {}): Database {
  const path = join(folder, FILE);
  if (make) explained(folder, () => makeFolder(folder, 0o700));
  else if (!existsSync(path)) {
    throw new ConfigError('data-unusable', `Expected a data folder, found none at ${folder}: name the one that the bot uses with --data.`);
  }
  return explained(folder, () => withStatements(folder, openFile(path), () => undefined));
}

function openFile(path: string): SqliteDatabase.Database {
  const sqlite = new SqliteDatabase(path, { timeout: BUSY_MS });
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.exec('CREATE TABLE IF NOT EXISTS schema_versions (component TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT');
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function openReading(path: string): SqliteDatabase.Database {
  const sqlite = new SqliteDatabase(path, { timeout: BUSY_MS });
  sqlite.pragma('query_only = ON');
  return sqlite;
}

/** Each is prepared once. */
function statementsOf(sqlite: SqliteDatabase.Database) {
  const prepared = new Map<string, Statement>();
  return {
    of(sql: string): Statement {
      const known = prepared.get(sql) ?? sqlite.prepare<[readonly SqlValue[]]>(sql);
      prepared.set(sql, known);
      return known;
    },
    clear: (): void => prepared.clear(),
  };
}

/** Makes new names in a folder durable; Windows does that by itself and refuses to open folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/**
 * Two connections. One writes: a transaction has it to itself, what is asked outside of it meanwhile waits in line, and what is written is
 * synced in groups. The other one reads, outside of transactions, what is on the disk, and waits for nobody.
 */
function withStatements(folder: string, sqlite: SqliteDatabase.Database, unlock: () => void): Database {
  let reading = openReading(join(folder, FILE));
  const line = openLine();
  const groups = openGroups(sqlite, line, (error) => dataError(folder, error));
  const writes = statementsOf(sqlite);
  let reads = statementsOf(reading);
  /** One step of SQLite. */
  function done<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      const told = dataError(folder, error);
      groups.failed(told);
      throw told;
    }
  }
  const run = (sql: string, values: readonly SqlValue[]): number => done(() => writes.of(sql).run(values).changes);
  const all = <Row extends object>(sql: string, values: readonly SqlValue[]): Row[] => done(() => writes.of(sql).all(values) as Row[]);

  /** A step by itself. What it tells may be of others, so it waits for their sync as for its own. */
  async function alone<Result>(work: () => Result): Promise<Result> {
    let group: Group | undefined;
    try {
      return await line.pass(() => {
        group = done(groups.join);
        return work();
      });
    } finally {
      await group?.synced;
    }
  }
  async function read<Row extends object>(sql: string, values: readonly SqlValue[]): Promise<Row[]> {
    line.assertOutside();
    try {
      return reads.of(sql).all(values) as Row[];
    } catch (error) {
      // What failed halfway would hold the connection at that moment for ever.
      if (reading.open) {
        reading.close();
        reading = openReading(join(folder, FILE));
        reads = statementsOf(reading);
      }
      throw dataError(folder, error);
    }
  }

  async function transaction<Result>(work: (tx: Statements) => Promise<Result>): Promise<Result> {
    let group: Group | undefined;
    try {
      return await line.hold(async (step) => {
        const own = done(groups.join);
        group = own;
        const inside = <Result>(one: () => Result): Promise<Result> =>
          step(() => {
            own.assertOpen();
            return one();
          });
        const tx: Statements = {
          run: (sql, ...values) => inside(() => run(sql, values)),
          get: <Row extends object>(sql: string, ...values: readonly SqlValue[]) => inside(() => all<Row>(sql, values)[0]),
          all: <Row extends object>(sql: string, ...values: readonly SqlValue[]) => inside(() => all<Row>(sql, values)),
          transaction: (inner) => inner(tx),
        };
        run('SAVEPOINT part', []);
        try {
          const result = await work(tx);
          own.assertOpen();
          run('RELEASE part', []);
          return result;
        } catch (error) {
          if (groups.current === own) for (const sql of ['ROLLBACK TO part', 'RELEASE part']) run(sql, []);
          throw error;
        }
      });
    } finally {
      await group?.synced;
    }
  }

  const rows = <Row extends object>(sql: string, values: readonly SqlValue[]): Promise<Row[]> =>
    READS.test(sql) ? read(sql, values) : alone(() => all(sql, values));

  return {
    run: (sql, ...values) => alone(() => run(sql, values)),
    get: async <Row extends object>(sql: string, ...values: readonly SqlValue[]) => (await rows<Row>(sql, values))[0],
    all: (sql, ...values) => rows(sql, values),
    transaction,
    migrate: (component, steps) =>
      transaction(async (tx) => {
        const row = await tx.get<{ version: number }>('SELECT version FROM schema_versions WHERE component = ?', component);
        const version = row?.version ?? 0;
        if (version > steps.length) {
          throw new ConfigError(
            'data-unusable',
            `The data folder ${folder} was written by a newer Dreamthread (${component} ${version}, this one knows ${steps.length}): update Dreamthread, or use another folder.`,
          );
        }
        if (version === steps.length) return;
        for (const step of steps.slice(version)) done(() => sqlite.exec(step));
        await tx.run(
          'INSERT INTO schema_versions VALUES (?, ?) ON CONFLICT (component) DO UPDATE SET version = excluded.version',
          component,
          steps.length,
        );
      }),
    close: () =>
      line.between(async () => {
        if (!sqlite.open) return;
        await groups.commit();
        writes.clear();
        reads.clear();
        reading.close();
        try {
          sqlite.pragma('wal_checkpoint(TRUNCATE)');
        } catch {
          // The next open reads the log instead.
        }
        sqlite.close();
        unlock();
      }),
  };
}

/** What is wrong with the folder, by the code of SQLite (its first two words) or of the file system. */
const UNUSABLE: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'its disk is full: free some space and start again; what was stored is intact',
  ENOSPC: 'its disk is full: free some space and start again; what was stored is intact',
  EDQUOT: 'its disk quota is used up: free some space and start again; what was stored is intact',
  SQLITE_READONLY: 'it cannot be written to: give this user the right to write there',
  EROFS: 'it is on a read-only disk: set DREAMTHREAD_DATA to a folder that can be written to',
  EACCES: 'this user may not use it: give this user the right to read and write there',
  EPERM: 'this user may not use it: give this user the right to read and write there',
  ENOTDIR: 'it is not a folder: set DREAMTHREAD_DATA to a folder',
  EEXIST: 'it is not a folder: set DREAMTHREAD_DATA to a folder',
  ENOENT: 'no folder can be made there: set DREAMTHREAD_DATA to another one',
  ENAMETOOLONG: 'its name is too long: set DREAMTHREAD_DATA to a shorter one',
  SQLITE_NOTADB: 'its file dreamthread.db is not a database: restore that file from a backup, or move it away to begin anew',
  SQLITE_CORRUPT: 'its file dreamthread.db is damaged: restore that file from a backup, or move it away to begin anew',
  SQLITE_CANTOPEN: 'its files cannot be opened: give this user the right to read and write them',
  SQLITE_IOERR: 'its disk does not read or write: check the disk, and start again',
  EIO: 'its disk does not read or write: check the disk, and start again',
  SQLITE_BUSY: 'another program has its file dreamthread.db locked: let that program end, and start again',
};

/** Turns what the disk may do to us into one sentence; anything else is a mistake of ours and passes as it is. */
export function explained<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw dataError(folder, error);
  }
}

export function dataError(folder: string, error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  const { code, message } = error as { code?: string; message?: string };
  const primary = code?.split('_').slice(0, 2).join('_') ?? (message?.startsWith('ConnectionFailed') ? 'SQLITE_CANTOPEN' : '');
  const trouble = UNUSABLE[primary];
  return trouble
    ? new ConfigError('data-unusable', `The data folder ${folder} cannot be used because ${trouble}.`, { cause: error })
    : error;
}
