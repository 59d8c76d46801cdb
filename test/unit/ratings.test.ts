import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../src/core/ports.ts';
import { openJournal } from '../../src/intake/journal.ts';
import { addRatingCommand } from '../../src/intake/ratings-commands.ts';
import { openDatabase } from '../../src/store/database.ts';
import { START_MS } from '../support/made.ts';

let folder = '';
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ratings-'));
  database = openDatabase(folder);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ratings(...options: string[]): Promise<string[]> {
  const lines: string[] = [];
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addRatingCommand(
    program,
    async (_, work) => void (await work((await openJournal(database)).latestRatings)),
    (line) => lines.push(line),
  );
  await program.parseAsync(['ratings', ...options], { from: 'user' });
  return lines;
}

it('lists what people said of replies, the newest first, each on one line, and counts them', async () => {
  expect(await ratings()).toEqual(['Nobody has rated a reply yet.']);
  const journal = await openJournal(database);
  await journal.made({ turnId: 'r1', threadId: 'slack:T1/C1:1.1', authorId: 'ada', messageId: 'm', replyId: 'r1' }, START_MS);
  await journal.rate({ replyId: 'r1', authorId: 'ada', good: false, reason: 'The picture is wrong:\n\u001b[31mit is blue' }, START_MS);
  await journal.rate({ replyId: 'gone', authorId: 'ben', good: true }, START_MS + 60_000);
  expect(await ratings()).toEqual([
    `${iso(START_MS + 60_000)}  good                   gone`,
    `${iso(START_MS)}  bad   slack:T1/C1:1.1  r1  The picture is wrong: [31mit is blue`,
    '1 good, 1 bad.',
  ]);
  expect(await ratings('--bad')).toEqual([expect.stringContaining('r1  The picture'), '0 good, 1 bad.']);
  expect(await ratings('--limit', '1')).toEqual([expect.stringContaining('gone'), '1 good, 0 bad.']);
  expect((await ratings('--json')).map((line) => JSON.parse(line).good)).toEqual([true, false]);
  await expect(ratings('--limit', '0')).rejects.toThrow('expected a whole number from 1 to 1000');
});

it('tells what one person said of the replies in a thread as they stand', async () => {
  const journal = await openJournal(database);
  for (const turnId of ['r1', 'r2'])
    await journal.made({ turnId, threadId: 'local:me:t', authorId: 'me', messageId: turnId, replyId: turnId }, START_MS);
  for (const [authorId, good] of [
    ['me', true],
    ['ben', false],
  ] as const)
    await journal.rate({ replyId: 'r1', authorId, good }, START_MS + 1);
  await journal.rate({ replyId: 'elsewhere', authorId: 'me', good: true }, START_MS + 1);
  expect(await journal.ratingsIn('local:me:t', 'me')).toEqual({ r1: true });
  const redo = { turnId: 'r3', threadId: 'local:me:t', authorId: 'me', messageId: 'r1', replyId: 'r1' };
  await journal.made({ ...redo, task: { kind: 'redo', of: 'r1' } }, START_MS + 2);
  expect(await journal.ratingsIn('local:me:t', 'me')).toEqual({});
});

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
