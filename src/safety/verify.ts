/** `dreamthread verify`: what a file's credentials and the ledger say of it, in lines for people. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from '../core/errors.ts';
import type { LedgerRow } from '../core/ledger.ts';
import type { AssetId } from '../core/types.ts';
import type { Credentials } from './credentials.ts';

const FILE_BYTES_AT_MOST = 50 * 1024 ** 2;

/** The rows of a picture file, in whatever thread, and those of a thread. */
export interface Rows {
  rowsOf(asset: AssetId): LedgerRow[];
  rows(threadId: string): LedgerRow[];
}

/** Throws ConfigError when there is no such file. */
export async function verifyLines(path: string, credentials: Credentials, ledger: Rows): Promise<string[]> {
  const file = readBounded(path);
  const bare: AssetId = `sha256:${createHash('sha256').update(file).digest('hex')}`;
  const claim = await credentials.read(file);
  const rows = ledger.rowsOf(claim?.asset ?? bare).filter(({ turnId }) => turnId !== undefined);
  return [said(claim), ...rows.flatMap((row) => madeLines(row, ledger.rows(row.threadId)))];
}

function said(claim: Awaited<ReturnType<Credentials['read']>>): string {
  if (!claim) return 'It carries no content credentials. That proves nothing: platforms and editors take them out.';
  if (!claim.intact) return 'It carries content credentials that do not hold: the picture or they were changed after signing.';
  if (!claim.ours) return `Its content credentials hold; they are signed by ${claim.signer}, not by this bot.`;
  return 'This bot made it, and it is as it was made: its content credentials hold.';
}

/** The picture's own row, and how it came from those before it. */
function madeLines(row: LedgerRow, thread: readonly LedgerRow[]): string[] {
  const edits: LedgerRow[] = [];
  for (let at: LedgerRow | undefined = row; at?.parent !== undefined && edits.length < thread.length; ) {
    edits.push(at);
    const { parent }: LedgerRow = at;
    at = thread.find(({ name }) => name === parent);
  }
  const first = edits.at(-1)?.parent;
  const edited = edits.length === 0 ? 'drawn new' : `edited ${edits.length === 1 ? 'once' : `${edits.length} times`}, from ${first}`;
  return [
    `${row.name} of thread ${row.threadId}, ${edited}, ${row.madeAt.slice(0, 16).replace('T', ' ')} UTC`,
    `  shows: ${row.caption}`,
    `  asked for by ${row.authorId}, in turn ${row.turnId}`,
  ];
}

function readBounded(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > FILE_BYTES_AT_MOST)
      throw new ConfigError('invalid-input', `Expected a picture of at most 50 MB, got ${path} with more: give the picture itself.`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      'invalid-input',
      `Expected a picture at ${path}, but it cannot be read (${(error as NodeJS.ErrnoException).code}): check the name.`,
    );
  }
}
