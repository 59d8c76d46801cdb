/** The DreamLLM runtime: one model folder, opened. All of it that the rest of the engine may use. */
import type { Manifest } from './manifest.ts';

export type { Manifest } from './manifest.ts';
export { ModelError, type ModelErrorCode } from './model-error.ts';

/** Three bytes a pixel, sRGB, rows from the top. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** What the vision encoder sees in a picture: P rows of H numbers for the language model. */
export interface Features {
  readonly rows: Float32Array;
}

/** Under what the denoiser paints: N rows of D numbers, and the pooled vector where the model has one. */
export interface Condition {
  readonly rows: Float32Array;
  readonly pooled?: Float32Array;
}

export interface OpenOptions {
  /** Threads of one graph; as many as there are cores when absent. */
  readonly threads?: number;
}

export interface DecodeOptions {
  /** At most this many tokens. */
  readonly maxTokens: number;
  /** 0 is greedy, and then seed, topK and topP do not matter. */
  readonly temperature: number;
  readonly seed: number;
  readonly topK?: number;
  /** Nucleus: the smallest set of tokens that holds this much of the probability. */
  readonly topP?: number;
  /** Above 1: tokens of this text become less likely (CTRL, arXiv 1909.05858, §4.1). */
  readonly repetitionPenalty?: number;
  /** Added to the logits, by token id. */
  readonly bias?: ReadonlyMap<number, number>;
  /** The only ids that may come next after those decoded so far; undefined allows all. */
  readonly allow?: (decoded: readonly number[]) => readonly number[] | undefined;
  /** Asked after each token; true makes it the last. */
  readonly stop?: (decoded: readonly number[]) => boolean;
  readonly signal?: AbortSignal;
}

/** `eos` and `dream`: the model chose to end, or to draw. `full`: the context has no room. */
export type DecodeEnd = 'eos' | 'dream' | 'stop' | 'max-tokens' | 'full';

/**
 * One token. The texts of one call, joined, are `model.decode` of its ids (but for those that end it), and none ends within a
 * character. The last one has `end`; a token that ended it as `eos` or `dream` is not in the context.
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
  /** Logits (V) of the last position; empty before the first. */
  readonly logits: Float32Array;
  append(ids: readonly number[], signal?: AbortSignal): Promise<void>;
  appendText(text: string, signal?: AbortSignal): Promise<void>;
  /** The image start token, P features, the image end token. */
  appendPicture(features: Features, signal?: AbortSignal): Promise<void>;
  /** The dream start token, N queries, the dream end token; what the condition head makes of the queries. */
  dream(signal?: AbortSignal): Promise<Condition>;
  decode(options: DecodeOptions): AsyncGenerator<Decoded, void, void>;
  /** A copy that grows on its own. */
  fork(): Context;
  /** Drops all positions from `tokens` on. */
  truncate(tokens: number): void;
}

export type SchedulerName = Manifest['diffusion']['defaults']['scheduler'];

export interface PaintOptions {
  readonly condition: Condition;
  /** The condition to move away from; by default that of an empty prompt. */
  readonly negative?: Condition;
  /** The same seed and options paint the same picture on the same machine. */
  readonly seed: number;
  /** The picture to change, for models that take one. */
  readonly reference?: Picture;
  readonly steps?: number;
  /** At most 1: no negative condition is used. */
  readonly guidance?: number;
  readonly scheduler?: SchedulerName;
  /** After each step, counted from 1. The preview is as small as the latents, and absent when the model has no map for it. */
  readonly onStep?: (step: number, steps: number, preview: Picture | undefined) => void;
  readonly signal?: AbortSignal;
}

export interface DreamModel {
  readonly manifest: Manifest;
  /** All of `text` is text: the names of special tokens in it have no power. Nothing is put before or after. */
  encode(text: string): number[];
  /** Special tokens are left out. */
  decode(ids: readonly number[]): string;
  /** Empty: not even the BOS token is in it. */
  newContext(): Context;
  /** PNG, JPEG, WebP or GIF (first frame), turned upright, on white, at most 40 million pixels. */
  readPicture(file: Uint8Array): Promise<Picture>;
  writePng(picture: Picture): Promise<Uint8Array>;
  see(picture: Picture): Promise<Features>;
  /** Condition → denoise → VAE. */
  paint(options: PaintOptions): Promise<Picture>;
  close(): Promise<void>;
}

/** Verifies every file of the folder and every input and output of its graphs, then loads them. */
export declare function openModel(dir: string, options?: OpenOptions): Promise<DreamModel>;
