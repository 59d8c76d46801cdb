/** Why a model could not be opened or run. The message says what was expected, what came, where, and what to do next. */
export type ModelErrorCode =
  | 'model-missing'
  | 'model-altered'
  | 'model-invalid'
  | 'context-full'
  | 'run-failed'
  /** What lay on a graphics card is gone; a context computes it again and goes on. */
  | 'cache-lost'
  | 'cancelled'
  | 'picture-unreadable';

export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(code: ModelErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = code === 'run-failed' || code === 'cache-lost';
  }
}

/** Throws `cancelled` once `signal` has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ModelError('cancelled', 'The run was stopped before it was done.', signal.reason);
}

/** Of what is asked of a card that is gone. */
export const cacheLost = (): ModelError => new ModelError('cache-lost', 'The graphics card was lost, and with it what it had read.');
