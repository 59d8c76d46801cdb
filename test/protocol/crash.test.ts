import { createHash } from 'node:crypto';
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

it('finishes a reply once after kill -9 in the middle of a picture', async () => {
  app = await startApp(dataDir);
  const { thread } = await app.ask('a red circle left of a blue square');
  await app.watch(
    thread,
    (event) =>
      event.type === 'image-step' ||
      (event.type === 'state' && event.state.turns.some(({ parts }) => parts.some((part) => part.kind === 'image' && part.step > 0))),
  );
  await app.kill();

  app = await startApp(dataDir);
  let state = await app.state(thread);
  while (!isSettled(state)) {
    await app.watch(thread, (event) => event.type === 'done' || (event.type === 'state' && isSettled(event.state)));
    state = await app.state(thread);
  }
  const replies = state.messages.filter(({ author }) => author.isSelf);
  expect(replies).toHaveLength(1);
  expect(replies[0]?.delivery?.status).toBe('complete');
  const pictures = replies[0]?.parts.filter((part) => part.kind === 'image') ?? [];
  expect(pictures.map(({ name }) => name)).toEqual(['#1']);
  expect(state.pictures.map(({ name }) => name)).toEqual(['#1']);

  const stored = (await readdir(join(dataDir, 'assets'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(stored).toHaveLength(1);
  for (const { parentPath, name } of stored) {
    const hash = createHash('sha256')
      .update(await readFile(join(parentPath, name)))
      .digest('hex');
    expect(pictures[0]?.asset).toBe(`sha256:${hash}`);
  }
}, 120_000);
