/** The sequence a language model reads and continues: text, pictures and dreams, in order, each position computed once. */
import type { LanguageSteps } from './language-steps.ts';
import type { Manifest } from './manifest.ts';
import type { SamplerOptions } from './sampler.ts';
import type { Graph } from './session.ts';
import type { Tokenizer } from './tokenizer.ts';

/** What the vision encoder sees in a picture: P rows of H numbers for the language model. */
export interface Features {
  readonly rows: Float32Array;
}

/** Under what the denoiser paints: N rows of D numbers, and the pooled vector where the model has one. */
export interface Condition {
  readonly rows: Float32Array;
  readonly pooled?: Float32Array;
}

export interface DecodeOptions extends SamplerOptions {
  /** At most this many tokens. */
  readonly maxTokens: number;
  /** The only ids that may come next after those decoded so far; undefined allows all. */
  readonly allow?: (decoded: readonly number[]) => readonly number[] | undefined;
  /** Asked after each token; true makes it the last. */
  readonly stop?: (decoded: readonly number[]) => boolean;
  readonly signal?: AbortSignal;
}

/** `eos` and `dream`: the model chose to end, or to draw. `full`: the context has no room. */
export type DecodeEnd = 'eos' | 'dream' | 'stop' | 'max-tokens' | 'full';

/**
 * One token. The texts of one call, joined, are `DreamModel.decode` of its ids, and none ends within a character. The last one
 * has `end`; a token that ended it as `eos` or `dream` is not in the context.
 */
export interface Decoded {
  readonly id: number;
  readonly text: string;
  readonly end?: DecodeEnd;
}

/**
 * A growing sequence. Its calls run one after the other, never at once. Where one throws (`context-full`, `cancelled`,
 * `run-failed`) the sequence is as it was before that call, or, in `decode`, after the last token yielded.
 */
export interface Context {
  /** Positions used and left. */
  readonly tokens: number;
  readonly room: number;
  /** Logits (V) of the last position; empty before the first, and where that position was not computed for this append. */
  readonly logits: Float32Array;
  append(ids: readonly number[], signal?: AbortSignal): Promise<void>;
  appendText(text: string, signal?: AbortSignal): Promise<void>;
  /** The image start token, P features, the image end token. */
  appendPicture(features: Features, signal?: AbortSignal): Promise<void>;
  /** The dream start token, N queries, the dream end token; what the condition head makes of the queries. */
  dream(signal?: AbortSignal): Promise<Condition>;
  decode(options: DecodeOptions): AsyncGenerator<Decoded, void, void>;
  /** A copy that grows on its own, and is used no longer than this one. */
  fork(): Context;
  /** Drops all positions from `tokens` on. Where the same comes again it is not computed again. */
  truncate(tokens: number): void;
}

export interface LanguageModel {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly graphs: Readonly<Record<'embedTokens' | 'conditionHead', Graph>>;
  readonly steps: LanguageSteps;
  /** N rows of H numbers. */
  readonly dreamQueries: Float32Array;
}
