/** What the real program keeps and logs of what people wrote: neither addresses nor keys in its folder, no words in its log. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, isSettled, startApp } from '../support/app.ts';

let dataDir = '';
let app: App | undefined;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dreamthread-'));
});
afterEach(async () => {
  await app?.kill();
  await rm(dataDir, { recursive: true, force: true });
});

const SECRETS = ['ana.quill@example.org', '+44 20 7946 0958', '4111 1111 1111 1111', 'xoxb-123456789012-abcdefABCDEF'];
const WORDS = ['zanzibarian', 'bloodbath', 'quokkaesque'];

it('keeps no address, number, card or key, and logs ids alone', async () => {
  app = await startApp(dataDir, { DREAMTHREAD_LOG: 'trace' });
  const log: string[] = [];
  app.child.stderr?.on('data', (data) => log.push(String(data)));
  const asked = [`a red circle for a ${WORDS[0]} at ${SECRETS.join(' or ')}`, `a ${WORDS[1]}`, `#9 as a ${WORDS[2]} thing`];
  const { thread } = await app.ask(asked[0] ?? '');
  for (const words of asked.slice(1)) await app.ask(words, thread);
  const wait = async (): Promise<void> => {
    const state = await app?.state(thread);
    if (state && isSettled(state)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return wait();
  };
  await wait();
  await app.stop();

  const files = (await readdir(dataDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const kept = Buffer.concat(await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name)))));
  for (const secret of SECRETS) expect(kept.includes(secret), secret).toBe(false);
  expect(kept.includes(WORDS[0] ?? '')).toBe(true); // what is looked for would be found
  for (const words of [...WORDS, ...SECRETS]) expect(log.join('')).not.toContain(words);
}, 120_000);
