/** The image ledger, kept: one row for each picture of a thread. A name, once given, is never given to another picture. */
import { editName, type LedgerRow, nextName } from '../core/ledger.ts';
import type { Database, Forgotten, LedgerStore, Statements } from '../core/ports.ts';
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
  rowsOf(asset: AssetId): Promise<LedgerRow[]>;
  /** The rows of the files whose hash begins so: `sha256:0a1b2c3d`. */
  rowsBeginning(beginning: AssetId): Promise<LedgerRow[]>;
}

interface PictureRow {
  readonly picture: string;
}

const ledgerRow = ({ picture }: PictureRow): LedgerRow => JSON.parse(picture) as LedgerRow;

export async function openLedger(database: Database): Promise<Ledger> {
  await database.migrate('ledger', TABLES);
  return {
    ...ledgerIn(database),
    async rowsOf(asset) {
      const ofAsset = "SELECT picture FROM pictures WHERE picture ->> 'asset' = ? ORDER BY seq";
      return (await database.all<PictureRow>(ofAsset, asset)).map(ledgerRow);
    },
    async rowsBeginning(beginning) {
      const between = "SELECT picture FROM pictures WHERE picture ->> 'asset' >= ? AND picture ->> 'asset' < ? ORDER BY seq";
      // Behind every hexadecimal digit is g.
      return (await database.all<PictureRow>(between, beginning, `${beginning}g`)).map(ledgerRow);
    },
  };
}

function ledgerIn(database: Statements): LedgerStore {
  return {
    within: ledgerIn,
    rows: (threadId) => rowsIn(database, threadId),
    forget: (what) =>
      database.transaction(async (tx) => {
        const [where, values] = conditionOf(what);
        const gone = await tx.all<{ asset: AssetId }>(
          `SELECT DISTINCT picture ->> 'asset' AS asset FROM pictures WHERE ${where}`,
          ...values,
        );
        await tx.run(`DELETE FROM pictures WHERE ${where}`, ...values);
        const unused: AssetId[] = [];
        for (const { asset } of gone) {
          if (!(await tx.get("SELECT 1 FROM pictures WHERE picture ->> 'asset' = ? LIMIT 1", asset))) unused.push(asset);
        }
        return unused;
      }),
    put: (wanted) =>
      database.transaction(async (tx) => {
        const row = await free(tx, wanted);
        await tx.run(
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

async function rowsIn(database: Statements, threadId: string): Promise<LedgerRow[]> {
  return (await database.all<PictureRow>('SELECT picture FROM pictures WHERE thread_id = ? ORDER BY seq', threadId)).map(ledgerRow);
}

/** The row under the name it asks for, or the next free one when another picture has that. */
async function free(tx: Statements, row: LedgerRow): Promise<LedgerRow> {
  const holder = await tx.get<{ maker: string }>('SELECT maker FROM pictures WHERE thread_id = ? AND name = ?', row.threadId, row.name);
  if (!holder || holder.maker === makerOf(row)) return row;
  const taken = (await rowsIn(tx, row.threadId)).map(({ name }) => name);
  return { ...row, name: row.parent ? editName(row.parent, taken) : nextName(taken) };
}

function conditionOf(what: Forgotten): readonly [where: string, values: readonly (string | number)[]] {
  switch (what.kind) {
    case 'thread':
      return ['thread_id = ?', [what.threadId]];
    case 'older':
      return ["thread_id = ? AND picture ->> 'madeAt' < ?", [what.threadId, new Date(what.beforeMs).toISOString()]];
    case 'person':
      return ["substr(thread_id, 1, ?) = ? AND picture ->> 'authorId' = ?", [what.platform.length + 1, `${what.platform}:`, what.authorId]];
  }
}
