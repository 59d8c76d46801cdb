/** The classifiers' thread: ONNX Runtime blocks the thread that runs it, and the engine's may be painting. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PictureLabel } from '../src/core/classifier.ts';
import type { Opening } from './classify.ts';
import { ModelError, openClassifier, openWordClassifier } from './model/index.ts';
import { goBehindOthers } from './priority.ts';
import { type FromClassifiers, packError, type ToClassifiers } from './protocol.ts';

/** Of either kind: what it is asked is what it was opened for. */
interface Opened {
  readonly categories: readonly string[];
  find(input: Uint8Array | string): Promise<readonly PictureLabel[]>;
}

/** They are small, and the engine needs the cores. */
const THREADS = 1;

goBehindOthers();
const port = parentPort;
if (!port) throw new Error('engine/classify-worker runs as a worker thread');
const tell = (message: FromClassifiers): void => port.postMessage(message);

try {
  const { dirs, reads } = workerData as Opening;
  const open = (dir: string): Promise<Opened> => (reads === 'words' ? openWordClassifier(dir, THREADS) : openClassifier(dir, THREADS));
  const classifiers: Opened[] = [];
  for (const dir of dirs) classifiers.push(await open(dir));
  port.on('message', async ({ id, input }: ToClassifiers) => {
    try {
      const labels = [];
      for (const classifier of classifiers) labels.push(...(await classifier.find(input)));
      tell({ id, labels });
    } catch (error) {
      tell({ id, error: packError(error) });
    }
  });
  tell({ id: -1, categories: classifiers.flatMap(({ categories }) => categories) });
} catch (error) {
  tell({ id: -1, error: packError(error instanceof Error ? error : new ModelError('model-invalid', String(error))) });
}
