/**
 * Moves what one place keeps to another. Pictures first, each read back and checked by its hash, so a copy that was cut off goes on
 * where it was; then all rows in one transaction, compared with what was read before it ends, so there are all of them or none.
 */
import { ConfigError } from '../core/errors.ts';
import type { Database } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';
import type { KeptAssets } from './assets.ts';
import { insert, numberOn, openSum, pagesOf, type Table, tablesOf } from './tables.ts';

const PICTURES_AT_ONCE = 8;

export interface Copied {
  readonly copied: number;
  /** From an earlier run. */
  readonly there: number;
  /** Whose bytes no longer have their hash; they are left behind. */
  readonly damaged: readonly AssetId[];
}

export async function copyPictures(from: KeptAssets, to: KeptAssets, tell: (sofar: number) => void = () => undefined): Promise<Copied> {
  let [copied, there] = [0, 0];
  const damaged: AssetId[] = [];
  const assets = from.all()[Symbol.asyncIterator]();
  async function some(): Promise<void> {
    for (let next = await assets.next(); !next.done; next = await assets.next()) {
      const asset = next.value;
      const bytes = await from.get(asset);
      if (!bytes) damaged.push(asset);
      else if (await to.get(asset)) there += 1;
      else {
        await to.put(bytes);
        if (!(await to.get(asset)))
          throw new ConfigError('data-unusable', `The picture ${asset} did not arrive whole at ${to.name}: check it, and copy again.`);
        copied += 1;
      }
      tell(copied + there);
    }
  }
  const ends = await Promise.allSettled(
    Array.from({ length: PICTURES_AT_ONCE }, () =>
      some().catch(async (error: unknown) => {
        await assets.return?.(); // the others take no more
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return { copied, there, damaged };
}

/** A database and what kind it is; its tables are made, and it is owned. */
export interface Rows {
  readonly database: Database;
  readonly isServer: boolean;
  readonly name: string;
}

/** The number of rows of each table. Throws ConfigError where the other database is not empty, or did not take all of them as they are. */
export async function copyRows(from: Rows, to: Rows): Promise<Map<string, number>> {
  const [tables, known] = [await tablesOf(from.database, from.isServer), await tablesOf(to.database, to.isServer)];
  return to.database.transaction(async (tx) => {
    const counts = new Map<string, number>();
    for (const table of known) {
      if (await tx.get(`SELECT 1 AS one FROM "${table.name}" LIMIT 1`))
        throw new ConfigError(
          'data-unusable',
          `Expected nothing yet in ${to.name}, its table ${table.name} has rows: name an empty one, or empty it.`,
        );
    }
    for (const { name, columns } of tables) {
      const table = tableLike(name, columns, known, from.name);
      const [read, stored] = [openSum(), openSum()];
      for await (const rows of pagesOf(from.database, table)) {
        for (const row of rows) read.add(row);
        await insert(tx, table, rows);
      }
      if (to.isServer) await numberOn(tx, table);
      for await (const rows of pagesOf(tx, table)) for (const row of rows) stored.add(row);
      const [before, after] = [read.end(), stored.end()];
      if (before.rows !== after.rows || before.hash !== after.hash)
        throw new ConfigError(
          'data-unusable',
          `Of ${name}, ${before.rows} rows were read and ${after.rows} stand in ${to.name}, not all alike: nothing was copied; is something else writing there?`,
        );
      counts.set(name, after.rows);
    }
    return counts;
  });
}

/** The same table at the other place, with its columns in this order. */
function tableLike(name: string, columns: readonly string[], known: readonly Table[], from: string): Table {
  const table = known.find((one) => one.name === name);
  if (!table || table.columns.length !== columns.length || !columns.every((column) => table.columns.includes(column)))
    throw new ConfigError(
      'data-unusable',
      `The table ${name} of ${from} is not one of this Dreamthread’s: update Dreamthread, and copy again.`,
    );
  return { ...table, columns };
}

export interface Checked {
  readonly whole: number;
  readonly damaged: readonly AssetId[];
  /** That a thread's ledger names and that are not there. */
  readonly missing: readonly AssetId[];
  /** That no row names: what a crash or a stop left. */
  readonly unnamed: readonly AssetId[];
}

/** Reads every picture, and holds them against the rows. */
export async function check({ database, isServer }: Rows, assets: KeptAssets): Promise<Checked> {
  const [named, inLedger] = [new Set<string>(), new Set<AssetId>()];
  for (const table of await tablesOf(database, isServer)) {
    for await (const rows of pagesOf(database, table)) {
      for (const found of rows.flat().flatMap((value) => (typeof value === 'string' ? (value.match(/sha256:[0-9a-f]{64}/g) ?? []) : []))) {
        named.add(found);
        if (table.name === 'pictures') inLedger.add(found as AssetId);
      }
    }
  }
  let whole = 0;
  const [damaged, unnamed]: [AssetId[], AssetId[]] = [[], []];
  for await (const asset of assets.all()) {
    inLedger.delete(asset);
    if (!(await assets.get(asset))) damaged.push(asset);
    else whole += 1;
    if (!named.has(asset)) unnamed.push(asset);
  }
  return { whole, damaged, missing: [...inLedger], unnamed };
}
