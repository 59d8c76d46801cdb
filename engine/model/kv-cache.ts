/** The keys and values of the positions a language model has seen: per layer two buffers (1, P, kvHeads, headDim). */
import type { Manifest } from './manifest.ts';
import type { Feed, Outputs } from './session.ts';

const FIRST_CAPACITY_TOKENS = 128;

export class KvCache {
  readonly #language: Manifest['language'];
  /** Keys and values in turn: 2 × layers, each with room for more positions than are used. */
  #buffers: Float32Array[];
  #tokens = 0;

  constructor(language: Manifest['language'], buffers?: Float32Array[], tokens = 0) {
    this.#language = language;
    this.#buffers = buffers ?? Array.from({ length: 2 * language.layers }, () => new Float32Array(FIRST_CAPACITY_TOKENS * this.#width));
    this.#tokens = tokens;
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** Numbers of one position in one buffer. */
  get #width(): number {
    return this.#language.kvHeads * this.#language.headDim;
  }

  #name(prefix: string, index: number): string {
    return `${prefix}.${index >> 1}.${index % 2 === 0 ? 'key' : 'value'}`;
  }

  /** The `past.*` inputs: views, not copies, good until the next append. */
  feeds(): Record<string, Feed> {
    const { kvHeads, headDim } = this.#language;
    const shape = [1, this.#tokens, kvHeads, headDim];
    const used = this.#tokens * this.#width;
    return Object.fromEntries(this.#buffers.map((buffer, i) => [this.#name('past', i), { data: buffer.subarray(0, used), shape }]));
  }

  /** Adds the `present.*` outputs of `count` new positions. */
  append(outputs: Outputs, count: number): void {
    const needed = (this.#tokens + count) * this.#width;
    this.#buffers = this.#buffers.map((buffer, i) => {
      const roomy = buffer.length >= needed ? buffer : grown(buffer, Math.max(needed, 2 * buffer.length));
      roomy.set(outputs(this.#name('present', i)), this.#tokens * this.#width);
      return roomy;
    });
    this.#tokens += count;
  }

  truncate(tokens: number): void {
    this.#tokens = Math.min(tokens, this.#tokens);
  }

  copy(): KvCache {
    return new KvCache(
      this.#language,
      this.#buffers.map((buffer) => grown(buffer.subarray(0, this.#tokens * this.#width), buffer.length)),
      this.#tokens,
    );
  }
}

function grown(buffer: Float32Array, length: number): Float32Array {
  const larger = new Float32Array(length);
  larger.set(buffer);
  return larger;
}
