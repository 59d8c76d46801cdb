/** The image ledger, kept: one row for each picture of a thread. A name, once given, is never given to another picture. */
import { editName, type LedgerRow, nextName } from '../core/ledger.ts';
import type { Database, LedgerStore } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';

const TABLES = [
  `CREATE TABLE pictures (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     thread_id TEXT NOT NULL,
     name TEXT NOT NULL,
     maker TEXT NOT NULL,
     picture TEXT NOT NULL,
     UNIQUE (thread_id, name)
   ) STRICT;
   CREATE INDEX pictures_by_thread ON pictures (thread_id, seq);`,
  `CREATE INDEX pictures_by_asset ON pictures (picture ->> 'asset', seq);`,
];

/** What made a picture: a turn, or else a person's message. */
const makerOf = (row: LedgerRow): string => (row.turnId ? `turn:${row.turnId}` : `message:${row.messageId}`);

export interface Ledger extends LedgerStore {
  /** The rows of one picture file, in whatever thread, oldest first. */
  rowsOf(asset: AssetId): LedgerRow[];
  /** The rows of the files whose hash begins so: `sha256:0a1b2c3d`. */
  rowsBeginning(beginning: AssetId): LedgerRow[];
}

export function openLedger(database: Database): Ledger {
  database.migrate('ledger', TABLES);
  const rows = (threadId: string): LedgerRow[] =>
    database
      .all<{ picture: string }>('SELECT picture FROM pictures WHERE thread_id = ? ORDER BY seq', threadId)
      .map(({ picture }) => JSON.parse(picture) as LedgerRow);

  function free(row: LedgerRow): LedgerRow {
    const holder = database.get<{ maker: string }>('SELECT maker FROM pictures WHERE thread_id = ? AND name = ?', row.threadId, row.name);
    if (!holder || holder.maker === makerOf(row)) return row;
    const taken = rows(row.threadId).map(({ name }) => name);
    return { ...row, name: row.parent ? editName(row.parent, taken) : nextName(taken) };
  }

  return {
    rows,
    rowsOf: (asset) =>
      database
        .all<{ picture: string }>("SELECT picture FROM pictures WHERE picture ->> 'asset' = ? ORDER BY seq", asset)
        .map(({ picture }) => JSON.parse(picture) as LedgerRow),
    rowsBeginning: (beginning) =>
      database
        .all<{ picture: string }>(
          "SELECT picture FROM pictures WHERE picture ->> 'asset' >= ? AND picture ->> 'asset' < ? ORDER BY seq",
          beginning,
          `${beginning}g`, // behind every hexadecimal digit
        )
        .map(({ picture }) => JSON.parse(picture) as LedgerRow),
    forget: (what) =>
      database.transaction(() => {
        const [where, values] =
          what.kind === 'thread'
            ? ['thread_id = ?', [what.threadId]]
            : [
                "substr(thread_id, 1, ?) = ? AND picture ->> 'authorId' = ?",
                [what.platform.length + 1, `${what.platform}:`, what.authorId],
              ];
        const gone = database.all<{ asset: AssetId }>(
          `SELECT DISTINCT picture ->> 'asset' AS asset FROM pictures WHERE ${where}`,
          ...values,
        );
        database.run(`DELETE FROM pictures WHERE ${where}`, ...values);
        return gone
          .map(({ asset }) => asset)
          .filter((asset) => !database.get("SELECT 1 FROM pictures WHERE picture ->> 'asset' = ? LIMIT 1", asset));
      }),
    put: (wanted) =>
      database.transaction(() => {
        const row = free(wanted);
        database.run(
          `INSERT INTO pictures (thread_id, name, maker, picture) VALUES (?, ?, ?, ?)
           ON CONFLICT (thread_id, name) DO UPDATE SET picture = excluded.picture`,
          row.threadId,
          row.name,
          makerOf(row),
          JSON.stringify(row),
        );
        return row;
      }),
  };
}
