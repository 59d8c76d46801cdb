import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEmbeddedQueue } from '../../src/queue/embedded.ts';
import { openDatabase } from '../../src/store/database.ts';
import { MAIN } from '../support/app.ts';
import { turn } from '../support/made.ts';
import { settled, stage } from '../support/stage.ts';

const run = promisify(execFile);
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turns-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const turns = (...words: string[]) => run(process.execPath, [MAIN, 'turns', ...words, '--data', folder], { timeout: 20_000 });

/** A data folder with one parked turn, held open as the running bot holds it. */
async function parkedOne() {
  const database = openDatabase(folder);
  const queue = await openEmbeddedQueue({ database, clock: Date.now, failed: () => undefined });
  const played = stage();
  queue.run(played.runTurn, played.onParked);
  await queue.enqueue(turn('a'));
  (await played.next()).end({ kind: 'parked', reason: 'The engine failed at this request.' });
  await settled();
  return { database, queue, played };
}

it('lists and shows what was given up, and puts it back, while the bot runs', async () => {
  const { database, queue, played } = await parkedOne();
  try {
    expect((await turns('list')).stdout).toMatch(
      /^a {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}failed {2}local:me:t {2}The engine failed at this request\.\n$/,
    );
    expect(JSON.parse((await turns('show', 'a')).stdout)).toMatchObject({ code: 'failed', turn: { id: 'a' } });
    expect((await turns('retry', 'a')).stdout).toBe('a waits to be run again.\n');
    expect(await queue.position('a')).toBe(0);
    await queue.enqueue(turn('b')); // wakes the queue, as the next look would
    expect((await played.next()).turn.id).toBe('a');
    expect((await turns('list')).stdout).toMatch(/^No turn is parked/);
  } finally {
    played.endAll();
    await queue.close(0);
    await database.close();
  }
});

it('says what is wrong with an option', async () => {
  await expect(run(process.execPath, [MAIN, 'ask', 'x', '--draw', 'well'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^dreamthread: option '--draw <how>' .* expected asked, biased, natural or planned\.\n/),
  });
});

it('says what is wrong with an id and with a folder', async () => {
  await expect(turns('list')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^dreamthread: Expected a data folder, found none at /),
  });
  const { database, queue } = await parkedOne();
  await queue.close(0);
  await database.close();
  await expect(turns('retry', 'b')).rejects.toMatchObject({
    code: 1,
    stderr: 'dreamthread: Expected the id of a parked turn, got "b": see dreamthread turns list.\n',
  });
});

it('ends without a word when nobody reads on', async () => {
  const child = spawn(process.execPath, [MAIN, 'policy', 'show', '--data', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => {
    said += String(data);
  });
  child.stdout.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(said).toBe('');
});

it('dreamthread ask says that it takes up what an earlier run left unanswered', async () => {
  const database = openDatabase(folder);
  const queue = await openEmbeddedQueue({ database, clock: Date.now, failed: () => undefined });
  await queue.enqueue(turn('a'));
  await queue.close(0);
  await database.close();
  const asked = await run(process.execPath, [MAIN, 'ask', 'hello', '--data', folder], { timeout: 60_000 });
  expect(asked.stderr).toBe(
    'dreamthread: An earlier run was cut off: the request that it left unanswered is taken up again, in its own thread.\n',
  );
  expect(asked.stdout).toContain('Hello!');
}, 90_000);
