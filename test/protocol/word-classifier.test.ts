/** The built program with a text classifier: what the lists let pass is refused by it. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal } from '../../src/intake/journal.ts';
import { openCheck } from '../../src/safety/check.ts';
import { DEFAULT_POLICY } from '../../src/safety/policy.ts';
import { wordFinder } from '../../src/safety/words.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openThreads } from '../../src/store/threads.ts';
import { MAIN, ROOT } from '../support/app.ts';
import { message, text, thread } from '../support/made.ts';
import { writeWordClassifier } from '../support/word-classifier.ts';

const BUILT = join(ROOT, 'dist/engine/index.js');

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'words-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('finds in its own thread what the lists miss, with its score; the policy’s threshold counts', async (context) => {
  if (!existsSync(BUILT)) return context.skip(`there is no ${BUILT}; npm run build makes it`);
  writeWordClassifier(dir);
  const { openWordClassifier } = (await import(BUILT)) as typeof import('../../engine/index.ts');
  const classifier = await openWordClassifier(dir);
  try {
    const asked = message('m', { parts: [text('smite the rock')] });
    const words = wordFinder(classifier);
    expect((await openCheck()(thread()).request(asked)).kind).toBe('allow');
    const verdict = await openCheck(DEFAULT_POLICY, { words })(thread()).request(asked);
    expect(verdict).toMatchObject({ kind: 'refuse', rule: 'words:blow', found: [{ category: 'violence', action: 'refuse' }] });
    expect(verdict.found?.[0]?.score).toBeCloseTo(0.9526, 3);
    const lenient = openCheck({ ...DEFAULT_POLICY, thresholds: { violence: 0.99 } }, { words });
    expect((await lenient(thread()).request(asked)).kind).toBe('allow');
  } finally {
    await classifier.close();
  }
});

it('looks on the command line, too: at a sentence, and at what was asked before', async (context) => {
  if (!existsSync(MAIN)) return context.skip(`there is no ${MAIN}; npm run build makes it`);
  writeWordClassifier(dir);
  const data = join(dir, 'data');
  const database = openDatabase(data);
  const sentAt = new Date().toISOString();
  const threads = await openThreads(database);
  const journal = await openJournal(database);
  for (const words of ['smite the rock', 'a red circle']) {
    await threads.put(thread(), message(words, { parts: [text(words)], sentAt }));
    await journal.made({ turnId: words, threadId: thread().id, authorId: 'ann', messageId: words, replyId: words }, Date.now());
  }
  await database.close();
  const mild = join(dir, 'mild.json');
  writeFileSync(mild, '{"version":1,"categories":{"violence":"hold"}}');
  const policy = async (...words: string[]) => {
    const env = { ...process.env, DREAMTHREAD_TEXT_CLASSIFIER: dir };
    return (await promisify(execFile)(process.execPath, [MAIN, 'policy', ...words, '--data', data], { env, timeout: 60_000 })).stdout;
  };
  expect(await policy('test', 'smite the rock')).toMatch(/^refused by words:blow: .*\n {2}words:blow: refuse, sure to 0\.95\n$/);
  expect(await policy('try', mild)).toBe(
    'Of 2 messages, it would treat 1 otherwise. It would hold one more.\n  words:blow: refuse → hold, 1\n',
  );
});

it('that speaks of what no policy knows is told when it is set', () => {
  const find = async () => [];
  expect(() => wordFinder({ categories: ['spam'], find })).toThrow(/Expected categories of the policy .* got "spam"/);
});

it('has to have read words before they are shown: when it fails, so does the check', async () => {
  const words = wordFinder({
    categories: ['violence'],
    find: async () => {
      throw new Error('out of memory');
    },
  });
  await expect(openCheck(DEFAULT_POLICY, { words })(thread()).part(text('a flower'))).rejects.toThrow('out of memory');
});
