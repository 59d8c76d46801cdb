/**
 * Failures. A refusal is a value; a failure is one of these four. Each message is one sentence that says what
 * was expected, what came, and what to do; it never holds a token, a prompt or a secret address.
 */

import { say, worded } from './sentences.ts';
import type { Said } from './types.ts';

interface FailureOptions {
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
  /** Of a form, where that is what is wrong. */
  readonly field?: string;
}

abstract class Failure<Code extends string> extends Error {
  readonly code: Code;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  /** Of what reaches people in their own language; `message` is its English. */
  readonly said: Said | undefined;
  readonly field: string | undefined;

  constructor(code: Code, message: string | Said, options: FailureOptions = {}) {
    super(typeof message === 'string' ? message : worded(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.said = typeof message === 'string' ? undefined : message;
    this.field = options.field;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export class ConfigError extends Failure<'invalid-setting' | 'data-in-use' | 'data-unusable' | 'invalid-input' | 'changed-meanwhile'> {}

export class PlatformError extends Failure<'invalid-payload' | 'rejected' | 'unreachable'> {}

export class EngineError extends Failure<
  'model-missing' | 'model-altered' | 'model-invalid' | 'context-full' | 'run-failed' | 'cancelled' | 'picture-unreadable'
> {}

export class TurnError extends Failure<
  'unknown-picture' | 'impossible' | 'request-too-long' | 'deadline-passed' | 'time-limit' | 'stopped'
> {}

/** What a person may be told of any failure. */
export function sentenceOf(error: unknown, locale?: string): string {
  if (!(error instanceof Failure)) return worded(say('failed'), locale);
  return error.said ? worded(error.said, locale) : error.message;
}

/** The same as a part of a reply, or beside it. */
export function saidOf(error: unknown): Said | string {
  if (!(error instanceof Failure)) return say('failed');
  return error.said ?? error.message;
}
