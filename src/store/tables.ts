/** All rows of a database, whatever they mean: what its tables are, and page after page of one. Both engines are asked in their own words. */
import { createHash } from 'node:crypto';
import type { Database, SqlValue, Statements } from '../core/ports.ts';

const ROWS_AT_ONCE = 200;

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Its primary key. */
  readonly key: readonly string[];
}

export type Row = readonly SqlValue[];

/** `place` is 0 for what is no part of the primary key. */
const EMBEDDED = `SELECT m.name AS name, p.name AS field, p.pk AS place FROM sqlite_master m JOIN pragma_table_info(m.name) p
  WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_versions' ORDER BY m.rowid, p.cid`;
const SERVER = `SELECT c.relname AS name, a.attname AS field, coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0) AS place
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> 'schema_versions' ORDER BY c.oid, a.attnum`;

/** In the order in which they were made, so that what others refer to comes first. */
export async function tablesOf(database: Database, isServer: boolean): Promise<Table[]> {
  const fields = await database.all<{ name: string; field: string; place: number }>(isServer ? SERVER : EMBEDDED);
  return [...new Set(fields.map(({ name }) => name))].map((name) => {
    const own = fields.filter((field) => field.name === name);
    const key = own.filter(({ place }) => place > 0).sort((a, b) => a.place - b.place);
    if (key.length === 0) throw new Error(`Expected tables with a primary key, ${name} has none.`);
    return { name, columns: own.map(({ field }) => field), key: key.map(({ field }) => field) };
  });
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

export async function* pagesOf(database: Statements, { name, columns, key }: Table): AsyncGenerator<Row[]> {
  const places = key.map((column) => columns.indexOf(column));
  let last: Row | undefined;
  do {
    const after = last ? `WHERE (${quoted(key)}) > (${key.map(() => '?').join(', ')})` : '';
    const found = await database.all<Record<string, SqlValue>>(
      `SELECT ${quoted(columns)} FROM "${name}" ${after} ORDER BY ${quoted(key)} LIMIT ${ROWS_AT_ONCE}`,
      ...(last ?? []),
    );
    const rows = found.map((row) => columns.map((column) => row[column] ?? null));
    if (rows.length > 0) yield rows;
    last = rows.length === ROWS_AT_ONCE ? places.map((place) => rows.at(-1)?.[place] ?? null) : undefined;
  } while (last);
}

export async function insert(tx: Statements, { name, columns }: Table, rows: readonly Row[]): Promise<void> {
  const marks = rows.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
  await tx.run(`INSERT INTO "${name}" (${quoted(columns)}) VALUES ${marks}`, ...rows.flat());
}

/** Goes on numbering behind the rows that were inserted with their numbers; SQLite does so by itself. */
export async function numberOn(tx: Statements, { name, key }: Table): Promise<void> {
  const [only] = key;
  if (key.length > 1 || !only) return;
  const kind = await tx.get<{ sequence: string | null }>('SELECT pg_get_serial_sequence(?, ?) AS sequence', `"${name}"`, only);
  if (kind?.sequence) await tx.get(`SELECT setval(?, max("${only}")) FROM "${name}"`, kind.sequence);
}

/** How many rows, and a sum over all that is in them, which does not depend on their order. */
export interface Sum {
  readonly rows: number;
  readonly hash: string;
}

export function openSum() {
  let rows = 0;
  const sum = Buffer.alloc(32);
  return {
    add(row: Row): void {
      rows += 1;
      const hash = createHash('sha256').update(JSON.stringify(row)).digest();
      for (const [at, byte] of hash.entries()) sum[at] = (sum[at] ?? 0) ^ byte;
    },
    end: (): Sum => ({ rows, hash: sum.toString('hex') }),
  };
}
