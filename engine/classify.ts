/** Classifiers of pictures or of texts, opened in a thread of their own. */
import { Worker } from 'node:worker_threads';
import type { PictureClassifier, PictureLabel, WordClassifier } from '../src/core/classifier.ts';
import { EngineError } from '../src/core/errors.ts';

import { type FromClassifiers, type ToClassifiers, unpackError } from './protocol.ts';

interface Waiting {
  resolve(labels: readonly PictureLabel[]): void;
  reject(error: unknown): void;
}

/** Throws EngineError that says what is wrong with a folder. A thread that died is opened again at the next picture. */
export const openClassifiers = (dirs: readonly string[]): Promise<PictureClassifier> => openIn<Uint8Array>({ dirs, reads: 'pictures' });

/** As `openClassifiers`, of texts. */
export const openWordClassifier = (dir: string): Promise<WordClassifier> => openIn<string>({ dirs: [dir], reads: 'words' });

/** What the thread is told of its folders. */
export interface Opening {
  readonly dirs: readonly string[];
  readonly reads: 'pictures' | 'words';
}

async function openIn<Input extends Uint8Array | string>(opening: Opening) {
  process.env.ORT_DISABLE_TELEMETRY = '1'; // see index.ts
  let lane = await openLane(opening);
  let nextId = 0;
  let reopening: Promise<Lane> | undefined;
  const alive = async (): Promise<Lane> => {
    if (!lane.dead()) return lane;
    reopening ??= openLane(opening).finally(() => {
      reopening = undefined;
    });
    lane = await reopening;
    return lane;
  };
  return {
    categories: lane.categories,
    find: async (input: Input) => (await alive()).ask({ id: nextId++, input }),
    close: () => lane.close(),
  };
}

interface Lane {
  readonly categories: readonly string[];
  ask(message: ToClassifiers): Promise<readonly PictureLabel[]>;
  dead(): boolean;
  close(): Promise<void>;
}

function openLane(opening: Opening): Promise<Lane> {
  const worker = new Worker(new URL('./classify-worker.js', import.meta.url), { workerData: opening });
  const waiting = new Map<number, Waiting>();
  let isDead = false;
  const laneOf = (categories: readonly string[]): Lane => ({
    categories,
    ask: (message) =>
      new Promise((resolve, reject) => {
        waiting.set(message.id, { resolve, reject });
        worker.postMessage(message);
      }),
    dead: () => isDead,
    async close() {
      await worker.terminate();
    },
  });
  return new Promise((resolve, reject) => {
    const die = (cause?: unknown): void => {
      isDead = true;
      const error = new EngineError('run-failed', 'The classifiers ended unexpectedly; the turn is run again.', { retryable: true, cause });
      reject(error);
      for (const each of waiting.values()) each.reject(error);
      waiting.clear();
    };
    worker.on('error', die);
    worker.on('exit', () => die());
    worker.on('message', ({ id, categories, labels, error }: FromClassifiers) => {
      if (id === -1) {
        if (!error) return resolve(laneOf(categories ?? []));
        reject(unpackError(error));
        void worker.terminate();
        return;
      }
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(unpackError(error));
      else asked?.resolve(labels ?? []);
    });
  });
}
