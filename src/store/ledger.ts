/** The image ledger, kept: one row for each picture of a thread. A name, once given, is never given to another picture. */
import { editName, type LedgerRow, nextName } from '../core/ledger.ts';
import type { Database, Forgotten, LedgerStore, Statements } from '../core/ports.ts';
import type { AssetId, PictureName } from '../core/types.ts';

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
  `-- What its maker called it, where that name was another's: made again after a crash, it is called so again.
   ALTER TABLE pictures ADD COLUMN wanted TEXT;`,
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
        const row = await placed(tx, wanted);
        await tx.run(
          `INSERT INTO pictures (thread_id, name, maker, picture, wanted) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (thread_id, name) DO UPDATE SET picture = excluded.picture`,
          row.threadId,
          row.name,
          makerOf(row),
          JSON.stringify(row),
          row.name === wanted.name ? null : wanted.name,
        );
        return row;
      }),
  };
}

async function rowsIn(database: Statements, threadId: string): Promise<LedgerRow[]> {
  return (await database.all<PictureRow>('SELECT picture FROM pictures WHERE thread_id = ? ORDER BY seq', threadId)).map(ledgerRow);
}

/**
 * The row under the name that stands for it: its own, where it has one; the one it was given when its maker made it before; the one it
 * asks for, where that is free; or else the next free one. A maker knows its own pictures by what it called them.
 */
async function placed(tx: Statements, row: LedgerRow): Promise<LedgerRow> {
  const own = await tx.all<PictureRow & { name: PictureName; wanted: PictureName | null }>(
    'SELECT name, wanted, picture FROM pictures WHERE thread_id = ? AND maker = ? ORDER BY seq',
    ...[row.threadId, makerOf(row)],
  );
  if (own.some((one) => one.name === row.name && ledgerRow(one).asset === row.asset)) return row;
  const called = (name: PictureName | undefined) => own.find((one) => (one.wanted ?? one.name) === name)?.name;
  const parent = called(row.parent) ?? row.parent;
  const here = parent === undefined ? row : { ...row, parent };
  const before = called(row.name);
  if (before !== undefined) return { ...here, name: before };
  const isFree = !(await tx.get('SELECT 1 FROM pictures WHERE thread_id = ? AND name = ?', row.threadId, row.name));
  if (isFree && parent === row.parent) return row;
  const taken = (await rowsIn(tx, row.threadId)).map(({ name }) => name);
  return { ...here, name: parent ? editName(parent, taken) : nextName(taken) };
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
