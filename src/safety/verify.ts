/**
 * Whether this bot made a picture. Four witnesses are asked, the surest first: its content credentials, the file itself, its
 * watermark, and what it looks like. The ledger says the rest.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from '../core/errors.ts';
import type { LedgerRow } from '../core/ledger.ts';
import type { AssetId } from '../core/types.ts';
import type { MadePicture, Verified } from '../core/verified.ts';
import { likenessOf } from './likeness.ts';
import type { Likenesses } from './likenesses.ts';
import type { Marks } from './stamped.ts';

const FILE_BYTES_AT_MOST = 50 * 1024 ** 2;
/** How many pictures are told that look like it. */
const ALIKE_AT_MOST = 3;

export interface VerifyPorts extends Marks {
  readonly likenesses: Pick<Likenesses, 'near'>;
  readonly ledger: {
    /** The rows of a picture file, in whatever thread; of those whose hash begins so; and those of a thread. */
    rowsOf(asset: AssetId): Promise<LedgerRow[]>;
    rowsBeginning(beginning: AssetId): Promise<LedgerRow[]>;
    rows(threadId: string): Promise<LedgerRow[]>;
  };
}

/** `file`: any bytes; what is no picture is simply not known. */
export async function verify(file: Uint8Array, { credentials, watermark, likenesses, ledger }: VerifyPorts): Promise<Verified> {
  const claim = await credentials.read(file);
  const of = async (rows: Promise<LedgerRow[]>): Promise<MadePicture[]> => {
    const made = (await rows).filter(({ turnId }) => turnId !== undefined);
    return Promise.all(made.map(async (row) => historyOf(row, await ledger.rows(row.threadId))));
  };
  const sight = async (): Promise<MadePicture[] | undefined> => {
    const sighted = await watermark.read(file);
    return sighted && of(ledger.rowsBeginning(`sha256:${sighted.identity.toString(16).padStart(8, '0')}`));
  };
  if (claim?.asset) {
    const signed = await of(ledger.rowsOf(claim.asset));
    return { claim, by: 'credentials', pictures: signed.length > 0 ? signed : ((await sight()) ?? []) };
  }

  const bare = await of(ledger.rowsOf(`sha256:${createHash('sha256').update(file).digest('hex')}`));
  if (bare.length > 0) return { claim, by: 'file', pictures: bare };

  const sighted = await sight();
  if (sighted) return { claim, by: 'watermark', pictures: sighted };

  const looks = await likenessOf(file);
  const alike: MadePicture[] = [];
  for (const asset of looks ? await likenesses.near(looks) : []) alike.push(...(await of(ledger.rowsOf(asset))));
  return alike.length > 0 ? { claim, by: 'likeness', pictures: alike.slice(0, ALIKE_AT_MOST) } : { claim, pictures: [] };
}

/** For people. `mayTell`: whether the one who asks may know where, what and by whose request a picture was made. */
export function verifiedLines({ claim, by, pictures }: Verified, mayTell: (row: LedgerRow) => boolean): string[] {
  const lines = [saidByCredentials(claim)];
  if (by === 'file') lines.push('It is a picture of this bot as it is stored.');
  if (by === 'watermark') lines.push('Its watermark says that this bot made it. It may have been changed since.');
  if (by === 'likeness') lines.push('It looks like what this bot made, which may be chance:');
  if (by && pictures.length === 0) lines.push('The ledger does not know it any more.');
  if (!by) lines.push('Nothing else says that this bot made it: no watermark was found, and no picture that left looks like it.');
  for (const { row, edits, first } of pictures) {
    const edited = edits === 0 ? 'drawn new' : `edited ${edits === 1 ? 'once' : `${edits} times`}, from ${first}`;
    const when = `${row.madeAt.slice(0, 16).replace('T', ' ')} UTC`;
    if (!mayTell(row)) lines.push(`${edited}, ${when}`);
    else
      lines.push(
        `${row.name} of thread ${row.threadId}, ${edited}, ${when}`,
        `  shows: ${row.caption}`,
        `  asked for by ${row.authorId}, in turn ${row.turnId}`,
      );
  }
  return lines;
}

function saidByCredentials(claim: Verified['claim']): string {
  if (!claim) return 'It carries no content credentials. That proves nothing: platforms and editors take them out.';
  if (!claim.intact) return 'It carries content credentials that do not hold: the picture or they were changed after signing.';
  if (!claim.ours) return `Its content credentials hold; they are signed by ${claim.signer}, not by this bot.`;
  return 'This bot made it, and it is as it was made: its content credentials hold.';
}

/** How a picture came from those before it in its thread. */
function historyOf(row: LedgerRow, thread: readonly LedgerRow[]): MadePicture {
  let first = row.name;
  let edits = 0;
  for (let at: LedgerRow | undefined = row; at?.parent !== undefined && edits < thread.length; edits++) {
    first = at.parent;
    at = thread.find(({ name }) => name === first);
  }
  return { row, edits, first };
}

/** Throws ConfigError when there is no such file. */
export function readPictureFile(path: string): Uint8Array {
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
