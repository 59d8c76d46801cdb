/** The engine's thread: opens a model folder and composes replies. Long runs block this thread and no other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { GenerateRequest } from '../src/core/ports.ts';
import type { EngineOptions } from './index.ts';
import { type DeviceState, ModelError, openModel, type TurnContexts } from './model/index.ts';
import { compose } from './planner/compose.ts';
import type { Seen } from './planner/reader.ts';
import { goBehindOthers } from './priority.ts';
import { type FromWorker, packError, type ToWorker } from './protocol.ts';

goBehindOthers();
const port = parentPort;
if (!port) throw new Error('engine/worker runs as a worker thread');
const tell = (message: FromWorker): void => port.postMessage(message);
const running = new Map<number, AbortController>();

try {
  const { modelDir, threads, device = 'auto', draw = 'natural' } = workerData as { modelDir: string } & EngineOptions;
  const onDeviceFailed = (state: DeviceState): void => tell({ type: 'device', device: state });
  const model = await openModel(modelDir, { device, onDeviceFailed, ...(threads === undefined ? {} : { threads }) });
  /** By asset, so that a thread's pictures are looked at once. */
  const seen = new Map<string, Seen>();
  const run = async (id: number, request: GenerateRequest): Promise<void> => {
    const control = new AbortController();
    running.set(id, control);
    let turn: TurnContexts | undefined;
    try {
      turn = await model.openTurn(request.threadId, control.signal);
      const ofTurn = { ...model, newContext: turn.newContext };
      for await (const event of compose(ofTurn, { draw, ...request }, seen, control.signal)) tell({ type: 'event', id, event });
      tell({ type: 'end', id });
    } catch (error) {
      tell({ type: 'failed', id, error: packError(error) });
    } finally {
      turn?.close();
      running.delete(id);
    }
  };
  port.on('message', (message: ToWorker) => {
    if (message.type === 'generate') void run(message.id, message.request);
    else if (message.type === 'cancel') running.get(message.id)?.abort();
    else void model.close().then(() => process.exit(0));
  });
  tell({ type: 'ready', modelId: model.manifest.id, description: model.manifest.description, device: model.device() });
} catch (error) {
  tell({ type: 'failed', id: -1, error: packError(error instanceof Error ? error : new ModelError('model-invalid', String(error))) });
}
