/** The engine's whole public surface: a model folder, opened in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { EngineError } from '../src/core/errors.ts';
import type { DrawMode, Engine, EngineEvent, GenerateRequest } from '../src/core/ports.ts';
import { Relay } from '../src/core/relay.ts';
import { type FromWorker, type ToWorker, unpackError } from './protocol.ts';

export { checkModel, parseManifest, readManifest } from './inspect.ts';
export type { CheckRow, Manifest } from './model/index.ts';
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
}

/**
 * Opens a model folder. Resolves when every file is verified and loaded; throws EngineError that names what is missing or
 * altered. A thread that dies fails its runs with a retryable `run-failed`; the next run starts a new one.
 */
export async function openEngine(modelDir: string, options: EngineOptions = {}): Promise<OpenEngine> {
  let lane = await openLane(modelDir, options);
  let closed = false;
  let nextId = 0;
  const alive = async (): Promise<Lane> => {
    if (closed) throw new EngineError('run-failed', 'The engine was closed; start the program again.');
    if (lane.dead) lane = await openLane(modelDir, options);
    return lane;
  };
  return {
    modelId: lane.modelId,
    description: lane.description,
    device: () => lane.device,
    async *generate(request: GenerateRequest, signal: AbortSignal) {
      const { worker, runs } = await alive();
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
      await lane.close();
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
  close(): Promise<void>;
}

/** One worker thread with a model open in it. */
function openLane(modelDir: string, { onDeviceFailed, ...options }: EngineOptions): Promise<Lane> {
  // ONNX Runtime reports its use to its makers unless told not to, and reads this from the process, not from a thread.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { modelDir, ...options } });
  const runs = new Map<number, Relay<EngineEvent>>();
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
