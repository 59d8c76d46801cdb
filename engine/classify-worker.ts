/** The classifiers' thread: ONNX Runtime blocks the thread that runs it, and the engine's may be painting. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Classifier, ModelError, openClassifier } from './model/index.ts';
import { type FromClassifiers, packError, type ToClassifiers } from './protocol.ts';

/** They are small, and the engine needs the cores. */
const THREADS = 1;

const port = parentPort;
if (!port) throw new Error('engine/classify-worker runs as a worker thread');
const tell = (message: FromClassifiers): void => port.postMessage(message);

try {
  const classifiers: Classifier[] = [];
  for (const dir of (workerData as { dirs: readonly string[] }).dirs) classifiers.push(await openClassifier(dir, THREADS));
  port.on('message', async ({ id, file }: ToClassifiers) => {
    try {
      const labels = [];
      for (const classifier of classifiers) labels.push(...(await classifier.find(file)));
      tell({ id, labels });
    } catch (error) {
      tell({ id, error: packError(error) });
    }
  });
  tell({ id: -1, categories: classifiers.flatMap(({ categories }) => categories) });
} catch (error) {
  tell({ id: -1, error: packError(error instanceof Error ? error : new ModelError('model-invalid', String(error))) });
}
