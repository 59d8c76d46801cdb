/** The sequence a language model reads and continues: text, pictures and dreams, in order, each position computed once. */
import { KvCache } from './kv-cache.ts';
import type { Manifest } from './manifest.ts';
import { ModelError, throwIfAborted } from './model-error.ts';
import { type SamplerOptions, sampleToken } from './sampler.ts';
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
  /** Logits (V) of the last position; empty before the first, and after `truncate`. */
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
  /** Drops all positions from `tokens` on. Append something before the next `decode`. */
  truncate(tokens: number): void;
}

export interface LanguageModel {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly graphs: Readonly<Record<'embedTokens' | 'languageModel' | 'conditionHead', Graph>>;
  /** N rows of H numbers. */
  readonly dreamQueries: Float32Array;
}

/** Positions of one forward: enough to fill the matrix products, few enough to stop soon and to bound their memory. */
const PREFILL_TOKENS = 256;
const NO_LOGITS = new Float32Array();

export class GrowingContext implements Context {
  readonly #model: LanguageModel;
  readonly #cache: KvCache;
  #logits: Float32Array;
  #busy = false;

  constructor(model: LanguageModel, cache = new KvCache(model.manifest.language), logits: Float32Array = NO_LOGITS) {
    this.#model = model;
    this.#cache = cache;
    this.#logits = logits;
  }

  get tokens(): number {
    return this.#cache.tokens;
  }

  get room(): number {
    return this.#model.manifest.language.contextTokens - this.tokens;
  }

  get logits(): Float32Array {
    return this.#logits;
  }

  async append(ids: readonly number[], signal?: AbortSignal): Promise<void> {
    if (ids.length > 0) await this.#forward(await this.#embed(ids), signal);
  }

  async appendText(text: string, signal?: AbortSignal): Promise<void> {
    await this.append(this.#model.tokenizer.encode(text), signal);
  }

  async appendPicture(features: Features, signal?: AbortSignal): Promise<void> {
    const { imageStart, imageEnd } = this.#model.manifest.tokens;
    await this.#forward(await this.#framed(imageStart, features.rows, imageEnd), signal);
  }

  async dream(signal?: AbortSignal): Promise<Condition> {
    const { tokens, dream, language } = this.#model.manifest;
    const hidden = await this.#forward(await this.#framed(tokens.dreamStart, this.#model.dreamQueries, tokens.dreamEnd), signal);
    const outputs = await this.#model.graphs.conditionHead.run({
      hidden: {
        data: hidden.subarray(language.hiddenSize, (1 + dream.queries) * language.hiddenSize),
        shape: [1, dream.queries, language.hiddenSize],
      },
    });
    return { rows: outputs('condition'), ...(dream.pooledWidth === undefined ? {} : { pooled: outputs('pooled') }) };
  }

  async *decode(options: DecodeOptions): AsyncGenerator<Decoded, void, void> {
    const { eos, dreamStart, suppressed } = this.#model.manifest.tokens;
    const stream = this.#model.tokenizer.stream();
    const decoded: number[] = [];
    while (decoded.length < options.maxTokens) {
      throwIfAborted(options.signal);
      if (this.#logits.length === 0) throw new RangeError('There is nothing to continue: append something before decoding.');
      const id = sampleToken(this.#logits, options, decoded, suppressed, options.allow?.(decoded));
      if (id === eos || id === dreamStart) {
        yield { id, text: stream.end(), end: id === eos ? 'eos' : 'dream' };
        return;
      }
      await this.append([id], options.signal);
      decoded.push(id);
      const text = stream.push(id);
      const end = this.#endAfter(decoded, options);
      if (end !== undefined) {
        yield { id, text: text + stream.end(), end };
        return;
      }
      yield { id, text };
    }
  }

  #endAfter(decoded: readonly number[], options: DecodeOptions): DecodeEnd | undefined {
    if (options.stop?.(decoded)) return 'stop';
    if (decoded.length >= options.maxTokens) return 'max-tokens';
    return this.room === 0 ? 'full' : undefined;
  }

  fork(): Context {
    return new GrowingContext(this.#model, this.#cache.copy(), this.#logits);
  }

  truncate(tokens: number): void {
    if (tokens >= this.tokens) return;
    this.#cache.truncate(tokens);
    this.#logits = NO_LOGITS;
  }

  /** Rows (T, H) of token ids. */
  async #embed(ids: readonly number[]): Promise<Float32Array> {
    const data = BigInt64Array.from(ids, BigInt);
    const outputs = await this.#model.graphs.embedTokens.run({ input_ids: { data, shape: [1, ids.length] } });
    return outputs('embeds');
  }

  /** Rows between the rows of two tokens. */
  async #framed(start: number, rows: Float32Array, end: number): Promise<Float32Array> {
    const hiddenSize = this.#model.manifest.language.hiddenSize;
    const frame = await this.#embed([start, end]);
    const framed = new Float32Array(frame.length + rows.length);
    framed.set(frame.subarray(0, hiddenSize));
    framed.set(rows, hiddenSize);
    framed.set(frame.subarray(hiddenSize), hiddenSize + rows.length);
    return framed;
  }

  /** Runs rows (T, H) behind the cache; hidden states (T, H) after the final norm. All rows are added, or none. */
  async #forward(rows: Float32Array, signal: AbortSignal | undefined): Promise<Float32Array> {
    const { hiddenSize, contextTokens } = this.#model.manifest.language;
    const count = rows.length / hiddenSize;
    if (count > this.room) {
      throw new ModelError(
        'context-full',
        `The conversation needs ${count} more positions and ${this.room} of the model's ${contextTokens} are left; ask for less, or start a new thread.`,
      );
    }
    if (this.#busy) throw new Error('A context runs one call at a time: await the one before.');
    this.#busy = true;
    const before = { tokens: this.tokens, logits: this.#logits };
    const hidden = new Float32Array(rows.length);
    try {
      for (let start = 0; start < count; start += PREFILL_TOKENS) {
        throwIfAborted(signal);
        const size = Math.min(PREFILL_TOKENS, count - start);
        const past = this.tokens;
        const outputs = await this.#model.graphs.languageModel.run({
          inputs_embeds: { data: rows.subarray(start * hiddenSize, (start + size) * hiddenSize), shape: [1, size, hiddenSize] },
          attention_mask: { data: new BigInt64Array(past + size).fill(1n), shape: [1, past + size] },
          position_ids: { data: BigInt64Array.from({ length: size }, (_, i) => BigInt(past + i)), shape: [1, size] },
          ...this.#cache.feeds(),
        });
        this.#cache.append(outputs, size);
        this.#logits = outputs('logits');
        hidden.set(outputs('hidden'), start * hiddenSize);
      }
      return hidden;
    } catch (error) {
      this.#cache.truncate(before.tokens);
      this.#logits = before.logits;
      throw error;
    } finally {
      this.#busy = false;
    }
  }
}
