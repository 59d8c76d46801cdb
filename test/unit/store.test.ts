import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/core/errors.ts';
import type { Database } from '../../src/core/ports.ts';
import { openAssets } from '../../src/store/assets.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openThreads } from '../../src/store/threads.ts';
import { assetId, message, row, text, thread } from '../support/made.ts';
import { TYPESCRIPT } from '../support/typescript.ts';

let folder = '';
const opened: Database[] = [];
const open = (where = folder): Database => {
  const database = openDatabase(where);
  opened.push(database);
  return database;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function failure(work: () => unknown): Promise<ConfigError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError, nothing was thrown');
}

it('syncs every write: WAL, synchronous=FULL, foreign keys', async () => {
  const database = open();
  const setting = async (name: string) => Object.values((await database.get(`PRAGMA ${name}`)) ?? {})[0];
  expect([await setting('journal_mode'), await setting('synchronous'), await setting('foreign_keys')]).toEqual(['wal', 2, 1]);
});

it('lets one process have a data folder, says who has it, and lets go of it at the end', async () => {
  const database = open();
  const refused = await failure(() => open());
  expect(refused.code).toBe('data-in-use');
  expect(refused.message).toContain(`process ${process.pid} on `);
  expect(refused.message).toContain('DREAMTHREAD_DATA');
  await database.close();
  await database.close();
  expect(await open().all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('is not kept out by a process that was killed', async () => {
  const script = `
    import { openDatabase } from ${JSON.stringify(new URL('../../src/store/database.ts', import.meta.url).href)};
    await openDatabase(${JSON.stringify(folder)}).run('CREATE TABLE t (n INTEGER)');
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawnSync(process.execPath, [...TYPESCRIPT, '--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(child.signal, child.stderr).toBe('SIGKILL');
  expect(await open().all('SELECT * FROM t')).toEqual([]);
});

it.each([
  [
    'a file in the place of the folder',
    (where: string) => writeFileSync(where, ''),
    /it is not a folder: set DREAMTHREAD_DATA to a folder/,
  ],
  [
    'a database file that is none',
    (where: string) => {
      mkdirSync(where);
      writeFileSync(join(where, 'dreamthread.db'), 'no database'.repeat(999));
    },
    /dreamthread\.db is not a database: restore that file from a backup/,
  ],
])('says in one sentence what is wrong with %s', async (_, prepare, sentence) => {
  const where = join(folder, 'data');
  prepare(where);
  const refused = await failure(() => open(where));
  expect(refused.code).toBe('data-unusable');
  expect(refused.message).toMatch(sentence);
  expect(refused.message).toContain(where);
});

it.runIf(process.platform === 'linux')('says so where no folder can be made', async () => {
  const refused = await failure(() => open('/proc/data'));
  expect(refused.message).toBe(
    'The data folder /proc/data cannot be used because no folder can be made there: set DREAMTHREAD_DATA to another one.',
  );
});

it('says that the disk is full, and keeps what was stored', async () => {
  const database = open();
  const threads = await openThreads(database);
  await threads.put(thread(), message('m1'));
  await database.all('PRAGMA max_page_count = 20');
  const long = (id: string) => message(id, { parts: [text('x'.repeat(50_000))] });
  const refused = await failure(async () => {
    for (let n = 2; n < 99; n++) await threads.put(thread(), long(`m${n}`));
  });
  expect(refused.code).toBe('data-unusable');
  expect(refused.message).toMatch(/its disk is full: free some space and start again; what was stored is intact\.$/);
  expect(await threads.get('local:me:t', 'm1')).toEqual(message('m1'));
  await threads.put(thread(), message('m1', { parts: [text('short')] })); // the database is in no broken transaction
});

it('takes steps of a table once, and refuses tables of a newer program', async () => {
  const database = open();
  await database.migrate('part', ['CREATE TABLE part (a TEXT)']);
  await database.run('INSERT INTO part VALUES (?)', 'kept');
  await database.migrate('part', ['CREATE TABLE part (a TEXT)', 'ALTER TABLE part ADD COLUMN b TEXT']);
  expect(await database.all('SELECT a, b FROM part')).toEqual([{ a: 'kept', b: null }]);
  const refused = await failure(async () => await database.migrate('part', ['CREATE TABLE part (a TEXT)']));
  expect(refused.message).toMatch(/written by a newer Dreamthread \(part 2, this one knows 1\): update Dreamthread/);
});

it('undoes a step or a transaction that fails halfway', async () => {
  const database = open();
  await expect(database.migrate('part', ['CREATE TABLE part (a TEXT NOT NULL)', 'NO SQL'])).rejects.toThrow();
  await database.migrate('part', ['CREATE TABLE part (a TEXT NOT NULL)']);
  const halfway = database.transaction(async (tx) => {
    await tx.run('INSERT INTO part VALUES (?)', 'first');
    await tx.transaction((inner) => inner.run('INSERT INTO part VALUES (?)', null));
  });
  await expect(halfway).rejects.toThrow(/NOT NULL/);
  expect(await database.all('SELECT * FROM part')).toEqual([]);
});

describe('a transaction', () => {
  const table = async (): Promise<Database> => {
    const database = open();
    await database.run('CREATE TABLE t (n INTEGER)');
    return database;
  };
  const numbers = async (database: Database) => (await database.all<{ n: number }>('SELECT n FROM t ORDER BY rowid')).map(({ n }) => n);

  it('is not entered by others: what they ask waits, in the order of asking', async () => {
    const database = await table();
    let goOn = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const first = database.transaction(async (tx) => {
      await tx.run('INSERT INTO t VALUES (1)');
      await waits;
      await tx.run('INSERT INTO t VALUES (2)');
      throw new Error('taken back');
    });
    const others = [
      database.run('INSERT INTO t VALUES (3)'),
      database.transaction(async (tx) => {
        const { count } = (await tx.get<{ count: number }>('SELECT count(*) AS count FROM t')) ?? { count: -1 };
        await tx.run('INSERT INTO t VALUES (?)', 10 * count);
      }),
      database.run('INSERT INTO t VALUES (4)'),
    ];
    goOn();
    await expect(first).rejects.toThrow('taken back');
    await Promise.all(others);
    expect(await numbers(database)).toEqual([3, 10, 4]);
  });

  it('says so when it is gone around, or used after its end, and waits for neither', async () => {
    const database = await table();
    const around = database.transaction(async () => database.run('INSERT INTO t VALUES (1)'));
    await expect(around).rejects.toThrow(/Inside a transaction the database was used around it/);
    const nested = database.transaction(async () => database.transaction(async (tx) => tx.run('INSERT INTO t VALUES (1)')));
    await expect(nested).rejects.toThrow(/Inside a transaction the database was used around it/);
    const late = await database.transaction(async (tx) => ({ tx }));
    await expect(late.tx.run('INSERT INTO t VALUES (1)')).rejects.toThrow(/used after its end/);
    expect(await numbers(database)).toEqual([]);
  });

  it('that fails takes nothing along of what is synced together with it', async () => {
    const database = await table();
    const failing = database.transaction(async (tx) => {
      await tx.run('INSERT INTO t VALUES (1)');
      throw new Error('taken back');
    });
    await Promise.all([database.run('INSERT INTO t VALUES (2)'), expect(failing).rejects.toThrow('taken back')]);
    expect(await numbers(database)).toEqual([2]);
  });

  it('is lost with all that was to be synced together with it, and each of these is told', async () => {
    const database = await table();
    await database.all('PRAGMA max_page_count = 8');
    const insert = (chars: number) => database.run('INSERT INTO t SELECT ? + length(hex(zeroblob(?)))', 1, chars);
    const fill = async () =>
      database.transaction(async (tx) => {
        await tx.run('INSERT INTO t VALUES (2)');
        await tx.run('CREATE TABLE wide AS SELECT hex(zeroblob(90000)) AS words');
      });
    const told = await Promise.allSettled([insert(1), fill(), insert(2)]);
    expect(told[1]).toMatchObject({ status: 'rejected', reason: { code: 'data-unusable' } });
    // Those whose sync was undone are told so; who came after that is in a group of its own.
    const kept = await numbers(database);
    expect(kept).toHaveLength(told.filter(({ status }) => status === 'fulfilled').length);
  });

  it('is read by others once it is on the disk, not before', async () => {
    const database = await table();
    const writing = database.run('INSERT INTO t VALUES (1)');
    expect(await numbers(database)).toEqual([]);
    await writing;
    expect(await numbers(database)).toEqual([1]);
  });

  it('may begin work that goes on after it with the database itself', async () => {
    const database = await table();
    let later: Promise<number> | undefined;
    await database.transaction(async () => {
      later = new Promise((resolve) => setTimeout(resolve, 1)).then(() => database.run('INSERT INTO t VALUES (5)'));
    });
    await later;
    expect(await numbers(database)).toEqual([5]);
  });
});

it('clears away half-written files when it opens, once nobody can be writing them any more', async () => {
  openAssets(folder);
  const [half, fresh] = ['half', 'fresh'].map((name) => join(folder, 'assets', 'tmp', name)) as [string, string];
  for (const file of [half, fresh]) writeFileSync(file, 'hal');
  utimesSync(half, 0, Date.now() / 1000 - 3_700);
  const asset = await openAssets(folder).put(new Uint8Array([1, 2, 3]));
  expect(readdirSync(join(folder, 'assets', 'tmp'))).toEqual(['fresh']);
  expect(readdirSync(join(folder, 'assets', asset.slice(7, 9)))).toEqual([asset.slice(7)]);
});

it('finds the rows of one picture in whatever thread', async () => {
  const ledger = await openLedger(open());
  const mine = row('#1', { asset: assetId('a') });
  const copy = row('#3', { asset: assetId('a'), threadId: 'local:me:other', turnId: 't1' });
  for (const one of [mine, row('#2', { asset: assetId('b') }), copy]) await ledger.put(one);
  expect(await ledger.rowsOf(assetId('a'))).toEqual([mine, copy]);
  expect(await ledger.rowsOf(assetId('c'))).toEqual([]);
});
