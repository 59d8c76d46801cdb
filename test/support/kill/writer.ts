/**
 * A process to be killed: writes numbered rows (and, every tenth, a file) into a store, and says on standard output
 * which are acknowledged. `node --import tsx writer.ts libsql|<path of pglite's module> <folder>`
 *
 *   opened <ms> <rows> <rows without a gap> <bytes of the process>   once, what an earlier process left
 *   row <n> <ms>                                                     the write of row n has returned
 *   asset <n> <id>
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { AssetId } from '../../../src/core/types.ts';
import { openAssets } from '../../../src/store/assets.ts';
import { openDatabase } from '../../../src/store/database.ts';

interface RowStore {
  write(n: number, text: string): Promise<void>;
  rows(): Promise<{ count: number; last: number }>;
  putFile?(bytes: Uint8Array): Promise<AssetId>;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS rows (n INTEGER PRIMARY KEY, words TEXT NOT NULL)';

async function libsql(folder: string): Promise<RowStore> {
  const database = openDatabase(folder);
  const assets = openAssets(folder);
  await database.run(TABLE);
  return {
    write: async (n, text) => void (await database.run('INSERT INTO rows VALUES (?, ?)', n, text)),
    rows: async () => (await database.get('SELECT count(*) AS count, coalesce(max(n), 0) AS last FROM rows')) ?? { count: 0, last: 0 },
    putFile: (bytes) => assets.put(bytes),
  };
}

/** Not a dependency of ours: the comparison names where it lies. */
async function pglite(module: string, folder: string): Promise<RowStore> {
  const { PGlite } = await import(module);
  const database = await PGlite.create(join(folder, 'postgres'));
  await database.exec(TABLE);
  return {
    write: async (n, text) => void (await database.query('INSERT INTO rows VALUES ($1, $2)', [n, text])),
    rows: async () => (await database.query('SELECT count(*)::int AS count, coalesce(max(n), 0) AS last FROM rows')).rows[0],
  };
}

const say = (line: string): number => writeSync(1, `${line}\n`);

async function main(kind: string, folder: string): Promise<void> {
  const beganMs = performance.now();
  const store = kind === 'libsql' ? await libsql(folder) : await pglite(kind, folder);
  const { count, last } = await store.rows();
  say(`opened ${(performance.now() - beganMs).toFixed(1)} ${count} ${last} ${process.memoryUsage.rss()}`);
  for (let n = last + 1; ; n++) {
    const writeMs = performance.now();
    await store.write(n, `row ${n} ${'.'.repeat(n % 400)}`);
    say(`row ${n} ${(performance.now() - writeMs).toFixed(2)}`);
    if (n % 10 === 0 && store.putFile) say(`asset ${n} ${await store.putFile(new Uint8Array(20_000).fill(n % 251).fill(n >> 8, 0, 99))}`);
  }
}

await main(process.argv[2] ?? '', process.argv[3] ?? '');
