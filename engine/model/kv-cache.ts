/** The keys and values of the positions a language model has seen: per layer two buffers (P, kvHeads, headDim). */
import type { CardPresent } from './card-cache.ts';
import type { Manifest } from './manifest.ts';
import type { CardFeed, Feed, Outputs } from './session.ts';

type Language = Manifest['language'];

const FIRST_CAPACITY_TOKENS = 128;

/** Numbers of one position in one buffer. */
export const widthOf = ({ kvHeads, headDim }: Language): number => kvHeads * headDim;

/** Memory of one position, in all buffers. */
export const bytesPerToken = (language: Language): number => 2 * language.layers * widthOf(language) * 4;

/** Keys and values in turn, as the graphs name them behind `past.` and `present.`. */
export const kvNames = ({ layers }: Language): string[] =>
  Array.from({ length: 2 * layers }, (_, i) => `${i >> 1}.${i % 2 === 0 ? 'key' : 'value'}`);

/** Keys and values of new positions, in the host's memory one array a buffer. */
export type Present = readonly Float32Array[] | CardPresent;

/** Places for positions, as many as were written; which of them count is the caller's to know. */
export interface KvCache {
  readonly bytes: number;
  /** Puts positions at `at`, and drops what stood there and behind. Where it throws, nothing has changed. */
  write(at: number, present: Present, count: number): Promise<void>;
  /** The first positions at least, for a sequence that grows on its own. */
  copy(tokens: number): KvCache;
  /** It is not used any more. */
  release(): void;
}

/** In the host's memory. */
export class HostCache implements KvCache {
  readonly #language: Language;
  #buffers: Float32Array[];

  constructor(language: Language, buffers?: Float32Array[]) {
    this.#language = language;
    this.#buffers = buffers ?? kvNames(language).map(() => new Float32Array(FIRST_CAPACITY_TOKENS * widthOf(language)));
  }

  get bytes(): number {
    return this.#buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
  }

  /** The first positions: views, not copies, good until the next write. */
  past(tokens: number): Float32Array[] {
    return this.#buffers.map((buffer) => buffer.subarray(0, tokens * widthOf(this.#language)));
  }

  async write(at: number, present: Present, count: number): Promise<void> {
    if ('rows' in present) throw new TypeError('expected positions in the host’s memory');
    const width = widthOf(this.#language);
    const needed = (at + count) * width;
    this.#buffers = this.#buffers.map((buffer, i) => {
      const roomy = buffer.length >= needed ? buffer : grown(buffer, Math.max(needed, 2 * buffer.length));
      roomy.set((present[i] ?? new Float32Array()).subarray(0, count * width), at * width);
      return roomy;
    });
  }

  copy(tokens: number): KvCache {
    const capacity = Math.max(tokens, FIRST_CAPACITY_TOKENS) * widthOf(this.#language);
    return new HostCache(
      this.#language,
      this.past(tokens).map((used) => grown(used, capacity)),
    );
  }

  release(): void {}
}

function grown(buffer: Float32Array, length: number): Float32Array {
  const larger = new Float32Array(length);
  larger.set(buffer);
  return larger;
}

/** One sequence of a batch: its first `past` positions are what it has seen. */
export interface Past {
  readonly cache: KvCache;
  readonly past: number;
}

/** `past.*` inputs, which may have been made for this call alone. */
export interface PastFeeds {
  readonly feeds: Readonly<Record<string, Feed | CardFeed>>;
  release(): void;
}

/** The attention mask (B, P + T) of several sequences, padded on the left to the longest, and of `fresh` more positions each. */
export function maskFeed(items: readonly { readonly past: number }[], fresh: number): Record<string, Feed> {
  const longest = Math.max(1, ...items.map(({ past }) => past));
  const mask = new BigInt64Array(items.length * (longest + fresh)).fill(1n);
  for (const [row, { past }] of items.entries()) {
    mask.fill(0n, row * (longest + fresh), row * (longest + fresh) + longest - past);
  }
  return { attention_mask: { data: mask, shape: [items.length, longest + fresh] } };
}

/**
 * The `past.*` inputs of sequences in the host's memory. One alone is fed as it lies there. No past at all is one position of padding,
 * since the WebGPU provider (onnxruntime-node 1.30) crashes on an empty tensor.
 */
export function pastFeeds(language: Language, items: readonly Past[]): Record<string, Feed> {
  const width = widthOf(language);
  const longest = Math.max(1, ...items.map(({ past }) => past));
  const all = items.map(({ cache, past }) => (cache instanceof HostCache ? cache.past(past) : []));
  const feeds: Record<string, Feed> = {};
  for (const [i, name] of kvNames(language).entries()) {
    const shape = [items.length, longest, language.kvHeads, language.headDim];
    const lone = all.length === 1 ? all[0]?.[i] : undefined;
    feeds[`past.${name}`] = { data: lone?.length ? lone : padded(all, i, longest * width), shape };
  }
  return feeds;
}

function padded(all: readonly (readonly Float32Array[])[], buffer: number, length: number): Float32Array {
  const out = new Float32Array(all.length * length);
  for (const [row, buffers] of all.entries()) {
    const used = buffers[buffer] ?? new Float32Array();
    out.set(used, (row + 1) * length - used.length);
  }
  return out;
}

/** The `present.*` outputs of one row of a batch of `rows`: views. */
export function presentOf(language: Language, outputs: Outputs, row: number, rows: number): Float32Array[] {
  return kvNames(language).map((name) => rowOf(outputs(`present.${name}`), row, rows));
}

/** Row `row` of an output whose first axis has `rows`: a view. */
export function rowOf(output: Float32Array, row: number, rows: number): Float32Array {
  const length = output.length / rows;
  return output.subarray(row * length, (row + 1) * length);
}
