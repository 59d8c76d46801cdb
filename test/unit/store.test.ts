import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
afterEach(() => {
  for (const database of opened.splice(0)) database.close();
  rmSync(folder, { recursive: true, force: true });
});

function failure(work: () => unknown): ConfigError {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError, nothing was thrown');
}

it('syncs every write: WAL, synchronous=FULL, foreign keys', () => {
  const database = open();
  const setting = (name: string) => Object.values(database.get(`PRAGMA ${name}`) ?? {})[0];
  expect([setting('journal_mode'), setting('synchronous'), setting('foreign_keys')]).toEqual(['wal', 2, 1]);
});

it('lets one process have a data folder, says who has it, and lets go of it at the end', () => {
  const database = open();
  const refused = failure(() => open());
  expect(refused.code).toBe('data-in-use');
  expect(refused.message).toContain(`process ${process.pid} on `);
  expect(refused.message).toContain('DREAMTHREAD_DATA');
  database.close();
  database.close();
  expect(open().all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('is not kept out by a process that was killed', () => {
  const script = `
    import { openDatabase } from ${JSON.stringify(new URL('../../src/store/database.ts', import.meta.url).href)};
    openDatabase(${JSON.stringify(folder)}).run('CREATE TABLE t (n INTEGER)');
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawnSync(process.execPath, [...TYPESCRIPT, '--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(child.signal, child.stderr).toBe('SIGKILL');
  expect(open().all('SELECT * FROM t')).toEqual([]);
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
])('says in one sentence what is wrong with %s', (_, prepare, sentence) => {
  const where = join(folder, 'data');
  prepare(where);
  const refused = failure(() => open(where));
  expect(refused.code).toBe('data-unusable');
  expect(refused.message).toMatch(sentence);
  expect(refused.message).toContain(where);
});

it('says that the disk is full, and keeps what was stored', () => {
  const database = open();
  const threads = openThreads(database);
  threads.put(thread(), message('m1'));
  database.all('PRAGMA max_page_count = 20');
  const long = (id: string) => message(id, { parts: [text('x'.repeat(50_000))] });
  const refused = failure(() => {
    for (let n = 2; n < 99; n++) threads.put(thread(), long(`m${n}`));
  });
  expect(refused.code).toBe('data-unusable');
  expect(refused.message).toMatch(/its disk is full: free some space and start again; what was stored is intact\.$/);
  expect(threads.get('local:me:t', 'm1')).toEqual(message('m1'));
  threads.put(thread(), message('m1', { parts: [text('short')] })); // the database is in no broken transaction
});

it('takes steps of a table once, and refuses tables of a newer program', () => {
  const database = open();
  database.migrate('part', ['CREATE TABLE part (a TEXT)']);
  database.run('INSERT INTO part VALUES (?)', 'kept');
  database.migrate('part', ['CREATE TABLE part (a TEXT)', 'ALTER TABLE part ADD COLUMN b TEXT']);
  expect(database.all('SELECT a, b FROM part')).toEqual([{ a: 'kept', b: null }]);
  const refused = failure(() => database.migrate('part', ['CREATE TABLE part (a TEXT)']));
  expect(refused.message).toMatch(/written by a newer Dreamthread \(part 2, this one knows 1\): update Dreamthread/);
});

it('undoes a step or a transaction that fails halfway', () => {
  const database = open();
  expect(() => database.migrate('part', ['CREATE TABLE part (a TEXT NOT NULL)', 'NO SQL'])).toThrow();
  database.migrate('part', ['CREATE TABLE part (a TEXT NOT NULL)']);
  expect(() =>
    database.transaction(() => {
      database.run('INSERT INTO part VALUES (?)', 'first');
      database.transaction(() => database.run('INSERT INTO part VALUES (?)', null));
    }),
  ).toThrow(/NOT NULL/);
  expect(database.all('SELECT * FROM part')).toEqual([]);
});

it('clears away half-written files when it opens', async () => {
  openAssets(folder);
  writeFileSync(join(folder, 'assets', 'tmp', 'half'), 'hal');
  const asset = await openAssets(folder).put(new Uint8Array([1, 2, 3]));
  expect(readdirSync(join(folder, 'assets', 'tmp'))).toEqual([]);
  expect(readdirSync(join(folder, 'assets', asset.slice(7, 9)))).toEqual([asset.slice(7)]);
});

it('finds the rows of one picture in whatever thread', () => {
  const ledger = openLedger(open());
  const mine = row('#1', { asset: assetId('a') });
  const copy = row('#3', { asset: assetId('a'), threadId: 'local:me:other', turnId: 't1' });
  for (const one of [mine, row('#2', { asset: assetId('b') }), copy]) ledger.put(one);
  expect(ledger.rowsOf(assetId('a'))).toEqual([mine, copy]);
  expect(ledger.rowsOf(assetId('c'))).toEqual([]);
});
