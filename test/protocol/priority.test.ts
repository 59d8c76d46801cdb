/** The built engine's threads go behind the main thread, those of ONNX Runtime too. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/app.ts';
import { writeWordClassifier } from '../support/word-classifier.ts';

const { openEngine, openWordClassifier } = (await import(join(ROOT, 'dist/engine/index.js'))) as typeof import('../../engine/index.ts');

const MAIN_NICE = getPriority(process.pid);
const threads = (): number[] => readdirSync('/proc/self/task').map(Number);

/** How many threads that `open` started go behind the main thread. */
async function behind(open: () => Promise<{ close(): Promise<void> }>): Promise<number> {
  const before = threads();
  const opened = await open();
  try {
    return threads().filter((id) => !before.includes(id) && getPriority(id) > MAIN_NICE).length;
  } finally {
    await opened.close();
  }
}

describe.skipIf(process.platform !== 'linux')('behind the main thread goes', () => {
  it('the engine, with the threads that its graphs share', async () => {
    const dir = join(ROOT, 'test/golden/tiny-flow');
    expect(await behind(() => openEngine(dir, { threads: 2, device: 'cpu' }))).toBeGreaterThan(1);
    expect(getPriority(process.pid)).toBe(MAIN_NICE);
  });

  it('a classifier', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'words-'));
    writeWordClassifier(dir);
    expect(await behind(() => openWordClassifier(dir))).toBe(1);
    expect(getPriority(process.pid)).toBe(MAIN_NICE);
    rmSync(dir, { recursive: true, force: true });
  });
});
