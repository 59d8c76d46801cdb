/**
 * What a gateway and its workers say to each other over Redis:
 *
 *   gateway ─ request:<id> (JSON, a lease) ─ job in BullMQ ─► worker
 *   gateway ◄─ events:<gateway> (one stream, numbered for each request) ─ worker
 *   gateway ─ cancel (pub/sub; the lease that ends says the same, later) ─► worker
 *   gateway ◄─ worker:<id> (a heartbeat that fades) ─ worker
 *
 * Two versions run side by side while one is rolled out. What is added later is left out by who does not know it, and read as absent from who
 * does not send it. A change that older workers would misread counts SCHEMA up: each job says its schema, a worker hands back what is newer
 * than it, and a gateway sends only where somebody reads it. The number in PREFIX counts changes that would be misread whatever is done: then
 * old and new don't see each other.
 */
import { ConfigError, EngineError, TurnError } from '../core/errors.ts';
import type { EngineEvent, GenerateRequest } from '../core/ports.ts';
import type { AssetId } from '../core/types.ts';

/** Of what a job asks for; 1 where none is named. */
export const SCHEMA = 1;

/** In braces, so that a cluster keeps all of it in one slot, as BullMQ's scripts need. */
const PREFIX = '{dreamthread:1}';

export const KEYS = {
  bull: `${PREFIX}:bull`,
  request: (id: string) => `${PREFIX}:request:${id}`,
  events: (gateway: string) => `${PREFIX}:events:${gateway}`,
  workers: `${PREFIX}:workers`,
  worker: (id: string) => `${PREFIX}:worker:${id}`,
  /** The worker that answered a thread last: its prefix is warm there. */
  warm: (threadId: string) => `${PREFIX}:warm:${threadId}`,
  file: (asset: AssetId) => `${PREFIX}:file:${asset}`,
  cancel: `${PREFIX}:cancel`,
} as const;

/** BullMQ's names hold no colons. */
const named = (name: string): string => name.replaceAll(/[^\w.-]/g, '_');
export const modelQueue = (modelId: string): string => `model-${named(modelId)}`;
export const workerQueue = (workerId: string): string => `worker-${named(workerId)}`;

/** A job says only whose request it is. */
export interface Job {
  readonly id: string;
  readonly gateway: string;
  readonly schema?: number;
}

export const schemaOf = ({ schema = 1 }: { readonly schema?: number }): number => schema;

/** A request without the bytes of its files. */
export interface Sent {
  readonly request: Omit<GenerateRequest, 'files'>;
  readonly files: readonly AssetId[];
  /** Where its files lie and its pictures go; Redis when absent. */
  readonly store?: string;
}

/** How a worker describes itself. */
export interface WorkerState {
  readonly id: string;
  readonly modelId: string;
  readonly description: string;
  readonly device: string;
  /** Dreamthread's own. */
  readonly version: string;
  /** The newest that it reads. */
  readonly schema?: number;
  /** Requests that it runs at once. */
  readonly capacity: number;
  readonly startedAtMs: number;
  /** It takes nothing more and finishes what it has. */
  readonly draining: boolean;
  /** Requests that it runs now. */
  readonly running: readonly string[];
  /** The store of pictures that it was given, by name. */
  readonly store?: string;
}

type ImageEnd = Extract<EngineEvent, { type: 'image-end' }>;
type ImageStep = Extract<EngineEvent, { type: 'image-step' }>;

/** An engine's event as JSON, and beside it the bytes of a preview; a finished picture travels as a file. */
export type WireEvent =
  | { readonly type: 'begin'; readonly worker: string; readonly modelId: string }
  | Exclude<EngineEvent, ImageEnd | ImageStep>
  | (Omit<ImageEnd, 'png'> & { readonly png: AssetId })
  | (Omit<ImageStep, 'preview'> & { readonly preview: Omit<ImageStep['preview'], 'rgb'> })
  | { readonly type: 'end' }
  | ({ readonly type: 'failed' } & PackedFailure);

const RETRY_MS = 200;

interface PackedFailure {
  readonly kind: 'engine' | 'turn';
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

export function packFailure(error: unknown): PackedFailure {
  if (error instanceof TurnError) return { kind: 'turn', code: error.code, message: error.message, retryable: false };
  if (error instanceof EngineError) return { kind: 'engine', code: error.code, message: error.message, retryable: error.retryable };
  // The store of pictures is away, which is not the request's doing.
  if (error instanceof ConfigError) return { kind: 'engine', code: 'run-failed', message: error.message, retryable: true };
  // What it was stands in the worker's log.
  return { kind: 'engine', code: 'run-failed', message: 'The engine failed at this request; ask in other words.', retryable: false };
}

export function unpackFailure({ kind, code, message, retryable }: PackedFailure): Error {
  if (kind === 'turn') return new TurnError(code as TurnError['code'], message);
  return new EngineError(code as EngineError['code'], message, retryable ? { retryable, retryAfterMs: RETRY_MS } : {});
}
