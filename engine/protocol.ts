/** What the program and its engine thread say to each other. */

import type { PictureLabel } from '../src/core/classifier.ts';
import { EngineError, TurnError } from '../src/core/errors.ts';
import type { EngineEvent, GenerateRequest } from '../src/core/ports.ts';
import { say } from '../src/core/sentences.ts';
import type { Said } from '../src/core/types.ts';
import { type DeviceState, ModelError } from './model/index.ts';

export type ToWorker =
  | { readonly type: 'generate'; readonly id: number; readonly request: GenerateRequest }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'ready'; readonly modelId: string; readonly description: string; readonly device: DeviceState }
  /** The device failed, and another took its place. */
  | { readonly type: 'device'; readonly device: DeviceState }
  | { readonly type: 'event'; readonly id: number; readonly event: EngineEvent }
  | { readonly type: 'end'; readonly id: number }
  /** `id` -1: the model could not be opened. */
  | { readonly type: 'failed'; readonly id: number; readonly error: PackedError };

export interface ToClassifiers {
  readonly id: number;
  readonly input: Uint8Array | string;
}

/** `id` -1: whether they could be opened. */
export interface FromClassifiers {
  readonly id: number;
  readonly categories?: readonly string[];
  readonly labels?: readonly PictureLabel[];
  readonly error?: PackedError;
}

/** An error as plain data: classes do not survive the way between threads. */
export interface PackedError {
  readonly kind: 'engine' | 'turn' | 'unknown';
  readonly code: string;
  readonly message: string;
  readonly said?: Said | undefined;
  readonly retryable: boolean;
}

export function packError(error: unknown): PackedError {
  if (error instanceof TurnError) return { kind: 'turn', code: error.code, message: error.message, said: error.said, retryable: false };
  if (error instanceof ModelError || error instanceof EngineError)
    return { kind: 'engine', code: error.code, message: error.message, retryable: error.retryable };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'unknown', code: 'run-failed', message, retryable: false };
}

export function unpackError({ kind, code, message, said, retryable }: PackedError): Error {
  if (kind === 'turn') return new TurnError(code as TurnError['code'], said ?? message);
  if (kind === 'engine') return new EngineError(code as EngineError['code'], message, { retryable });
  return new EngineError('run-failed', say('engine-failed'), {
    cause: new Error(message),
  });
}
