/** The engine's whole public surface: a model folder, opened in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { EngineError } from '../src/core/errors.ts';
import type { DrawMode, Engine, EngineEvent, GenerateRequest } from '../src/core/ports.ts';
import { Relay } from '../src/core/relay.ts';
import { type FromWorker, type ToWorker, unpackError } from './protocol.ts';

export { openClassifiers, openWordClassifier } from './classify.ts';
export { checkModel, inspectClassifier, parseManifest, proposedClassifier, readManifest } from './inspect.ts';
export type { CheckRow, InspectedClassifier, Manifest } from './model/index.ts';
export { thingsOf } from './planner/cast.ts';

import type { Device, DeviceState } from './model/index.ts';

export interface EngineOptions {
  readonly threads?: number;
  /** `auto` when absent: the fastest that this machine has. */
  readonly device?: Device | 'auto';
  /** Told when the device failed in the middle of a run, and the CPU took its place. */
  readonly onDeviceFailed?: (state: DeviceState) => void;
  /** For requests that do not say; `natural` when absent. */
  readonly draw?: DrawMode;
}

/** An engine, and what its model's folder says of it. */
export interface OpenEngine extends Engine {
  /** What the model knows and does not, in a sentence or two. */
  readonly description: string;
  /** Where it runs now. */
  device(): DeviceState;
  /**
   * Goes on with the model of another folder, or of the same one anew: what runs ends with the old model, what begins after has
   * the new one. Resolves when the old one's memory is returned; throws, and changes nothing, where the folder cannot be opened.
   * Both are in memory meanwhile.
   */
  use(modelDir: string): Promise<void>;
}

/**
 * Opens a model folder. Resolves when every file is verified and loaded; throws EngineError that names what is missing or
 * altered. A thread that dies fails its runs with a retryable `run-failed`; the next run starts a new one.
 */
export async function openEngine(modelDir: string, options: EngineOptions = {}): Promise<OpenEngine> {
  let dir = modelDir;
  let lane = await openLane(dir, options);
  /** Lanes that finish what they have. */
  const retiring = new Set<Lane>();
  let closed = false;
  let nextId = 0;
  let changes: Promise<void> = Promise.resolve();

  const throwIfClosed = (): void => {
    if (closed) throw new EngineError('run-failed', 'The engine was closed; start the program again.');
  };
  const change = async (next: string): Promise<void> => {
    throwIfClosed();
    const opened = await openLane(next, options);
    const old = closed ? opened : lane;
    if (!closed) [lane, dir] = [opened, next];
    retiring.add(old);
    await old.idle();
    await old.close();
    retiring.delete(old);
  };
  return {
    get modelId() {
      return lane.modelId;
    },
    get description() {
      return lane.description;
    },
    device: () => lane.device,
    use(next) {
      const changed = changes.then(() => change(next));
      changes = changed.catch(() => {});
      return changed;
    },
    async *generate(request: GenerateRequest, signal: AbortSignal) {
      throwIfClosed();
      if (lane.dead) lane = await openLane(dir, options);
      const { worker, runs } = lane;
      const id = nextId++;
      const say = (message: ToWorker): void => worker.postMessage(message);
      const events = new Relay<EngineEvent>();
      runs.set(id, events);
      const cancel = (): void => say({ type: 'cancel', id });
      signal.addEventListener('abort', cancel, { once: true });
      try {
        say({ type: 'generate', id, request });
        if (signal.aborted) cancel();
        yield* events;
      } finally {
        signal.removeEventListener('abort', cancel);
        if (!events.ended) cancel();
        runs.delete(id);
      }
    },
    async close() {
      closed = true;
      await Promise.all([lane, ...retiring].map((open) => open.close()));
    },
  };
}

interface Lane {
  readonly worker: Worker;
  readonly modelId: string;
  readonly description: string;
  readonly runs: Map<number, Relay<EngineEvent>>;
  readonly dead: boolean;
  readonly device: DeviceState;
  /** Resolves when nothing runs in it. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Runs by id; tells when the last one has left. */
class Runs extends Map<number, Relay<EngineEvent>> {
  #empty = new Set<() => void>();

  none(): Promise<void> {
    return new Promise((resolve) => {
      this.#empty.add(resolve);
      this.#look();
    });
  }

  override delete(id: number): boolean {
    const was = super.delete(id);
    this.#look();
    return was;
  }

  override clear(): void {
    super.clear();
    this.#look();
  }

  #look(): void {
    if (this.size > 0) return;
    for (const resolve of this.#empty) resolve();
    this.#empty.clear();
  }
}

/** One worker thread with a model open in it. */
function openLane(modelDir: string, { onDeviceFailed, ...options }: EngineOptions): Promise<Lane> {
  // ONNX Runtime reports its use to its makers unless told not to, and reads this from the process, not from a thread.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { modelDir, ...options } });
  const runs = new Runs();
  return new Promise((resolve, reject) => {
    let dead = false;
    let device: DeviceState = { name: 'cpu' };
    const exited = new Promise<void>((done) => worker.once('exit', () => done()));
    const die = (cause?: unknown): void => {
      dead = true;
      const error = new EngineError('run-failed', 'The engine thread ended unexpectedly; the turn is run again.', {
        retryable: true,
        cause,
      });
      reject(error);
      for (const run of runs.values()) run.end(error);
      runs.clear();
    };
    worker.on('error', die);
    worker.on('exit', () => die());
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'ready':
          device = message.device;
          resolve({
            worker,
            modelId: message.modelId,
            description: message.description,
            runs,
            get dead() {
              return dead;
            },
            get device() {
              return device;
            },
            idle: () => runs.none(),
            async close() {
              worker.postMessage({ type: 'close' } satisfies ToWorker);
              await exited;
            },
          });
          break;
        case 'device':
          device = message.device;
          onDeviceFailed?.(device);
          break;
        case 'event':
          runs.get(message.id)?.push(message.event);
          break;
        case 'end':
          runs.get(message.id)?.end();
          break;
        case 'failed':
          if (message.id === -1) {
            reject(unpackError(message.error));
            void worker.terminate();
          } else runs.get(message.id)?.end(unpackError(message.error));
      }
    });
  });
}
