/** Another model takes the place of the one in use: no turn is dropped, and the old one's thread ends with its last turn. */
import { mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { OpenEngine } from '../../engine/index.ts';
import type { EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import { isSettled, ROOT, startApp } from '../support/app.ts';

const { openEngine } = (await import(join(ROOT, 'dist/engine/index.js'))) as typeof import('../../engine/index.ts');
const POCKET = join(ROOT, 'models/pocket');
const TINY = join(ROOT, 'test/golden/tiny-flow');

const request = (threadId: string): GenerateRequest => {
  const author = { id: 'ann', name: 'ann', isBot: false, isSelf: false };
  const parts = [{ kind: 'text', text: 'a red circle' }] as const;
  const message = { id: 'm', threadId, author, parts, mentionsBot: true, sentAt: '2026-01-01T00:00:00.000Z' };
  return { turnId: threadId, threadId, seed: 1, messages: [message], pictures: [], files: {} };
};

async function events(engine: OpenEngine, thread: string, onFirst?: () => void): Promise<EngineEvent[]> {
  const seen: EngineEvent[] = [];
  for await (const event of engine.generate(request(thread), new AbortController().signal)) {
    if (seen.push(event) === 1) onFirst?.();
  }
  return seen;
}

const said = (seen: readonly EngineEvent[]) => seen.filter(({ type }) => type === 'text-end' || type === 'image-end');

describe('an engine', () => {
  let engine: OpenEngine;
  afterEach(() => engine.close());

  it('ends what runs with the old model and begins with the new one', async () => {
    const workers: Worker[] = [];
    const note = (worker: Worker): void => void workers.push(worker);
    process.on('worker', note);
    engine = await openEngine(POCKET, { threads: 1, device: 'cpu' });
    const ofPocket = engine.modelId;
    const alone = said(await events(engine, 'alone'));
    let exchanged: Promise<void> | undefined;
    const running = events(engine, 'running', () => {
      exchanged = engine.use(TINY);
    });
    expect(said(await running)).toEqual(alone);
    await exchanged;
    expect([ofPocket, engine.modelId]).toEqual([expect.stringMatching(/pocket/), expect.stringMatching(/^tiny-flow/)]);
    expect((await events(engine, 'newer')).at(-1)?.type).toBe('done');
    process.off('worker', note);
    expect(workers.map(({ threadId }) => threadId > 0)).toEqual([false, true]); // the old thread is gone, and its memory with it
  }, 120_000);

  it('keeps its model where the other folder cannot be opened', async () => {
    engine = await openEngine(TINY, { threads: 1, device: 'cpu' });
    const before = engine.modelId;
    await expect(engine.use('/nowhere')).rejects.toMatchObject({ code: 'model-missing' });
    expect(engine.modelId).toBe(before);
    expect((await events(engine, 't')).at(-1)?.type).toBe('done');
  }, 60_000);
});

describe.skipIf(process.platform === 'win32')('SIGUSR2', () => {
  it('exchanges the model of the running program, and what was asked is answered', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'dreamthread-'));
    const link = join(dir, 'current');
    await symlink(TINY, link);
    const app = await startApp(join(dir, 'data'), { DREAMTHREAD_MODEL: link });
    try {
      const modelId = async () => ((await (await fetch(`${app.address}/health`)).json()) as { modelId: string }).modelId;
      expect(await modelId()).toMatch(/^tiny-flow/);
      const { thread } = await app.ask('a red circle');
      await symlink(POCKET, join(dir, 'next'));
      await rename(join(dir, 'next'), link);
      app.child.kill('SIGUSR2');
      await expect.poll(modelId, { timeout: 60_000, interval: 100 }).toMatch(/pocket/);
      await expect.poll(async () => isSettled(await app.state(thread)), { timeout: 60_000, interval: 100 }).toBe(true);
    } finally {
      await app.stop();
      await rm(dir, { recursive: true, force: true });
    }
  }, 120_000);
});
