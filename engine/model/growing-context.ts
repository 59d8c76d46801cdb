/** A sequence that grows: each position is computed once, and kept in a cache under what stands there. */
import { createHash } from 'node:crypto';
import type { Condition, Context, Decoded, DecodeEnd, DecodeOptions, Features, LanguageModel } from './context.ts';
import type { KvCache, Present } from './kv-cache.ts';
import type { Writing } from './language-steps.ts';
import { ModelError, throwIfAborted } from './model-error.ts';
import { sampleToken } from './sampler.ts';

/** Positions of one forward: enough to fill the matrix products, few enough to stop soon and to bound their memory. */
const PREFILL_TOKENS = 256;
const FIRST_AHEAD = 1;
const MOST_AHEAD = 32;
const NO_LOGITS = new Float32Array();

/** What stands at a position: a token's id, a dream query, or the hash of the picture that a feature is of. */
type Key = number | string;
const QUERY = 'query';

export class GrowingContext implements Context {
  readonly #model: LanguageModel;
  #cache: KvCache;
  /** Of every position in the cache. Those from `#tokens` on are not in use; where the same comes there, they are taken up. */
  readonly #keys: Key[];
  /** What the dream blocks gave, by the position where each begins. */
  readonly #conditions: Map<number, Condition>;
  /** By hash, so that a cache that was lost can be computed again. */
  readonly #pictures: Map<string, Float32Array>;
  readonly #forks: GrowingContext[] = [];
  /** Of positions that were drafted: the logits after each. */
  readonly #drafted = new Map<number, Float32Array>();
  #tokens = 0;
  #logits: Float32Array = NO_LOGITS;
  #busy = false;

  constructor(
    model: LanguageModel,
    cache = model.steps.newCache(),
    keys: Key[] = [],
    conditions = new Map<number, Condition>(),
    pictures = new Map<string, Float32Array>(),
  ) {
    this.#model = model;
    this.#cache = cache;
    this.#keys = keys;
    this.#conditions = conditions;
    this.#pictures = pictures;
  }

  get tokens(): number {
    return this.#tokens;
  }

  get room(): number {
    return this.#model.manifest.language.contextTokens - this.tokens;
  }

  get logits(): Float32Array {
    return this.#logits;
  }

  /** Memory of the cache, in use or not. */
  get bytes(): number {
    return this.#cache.bytes;
  }

  async append(ids: readonly number[], signal?: AbortSignal): Promise<void> {
    if (ids.length > 0) await this.#grow(ids, (known) => this.#embed(ids.slice(known)), signal);
  }

  async appendText(text: string, signal?: AbortSignal): Promise<void> {
    await this.append(this.#model.tokenizer.encodeNext(text), signal);
  }

  async appendPicture({ rows }: Features, signal?: AbortSignal): Promise<void> {
    const { tokens, language } = this.#model.manifest;
    const hash = createHash('sha1')
      .update(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength))
      .digest('base64');
    const keys = [tokens.imageStart, ...new Array<Key>(rows.length / language.hiddenSize).fill(hash), tokens.imageEnd];
    const framed = async (known: number) =>
      (await this.#framed(tokens.imageStart, rows, tokens.imageEnd)).subarray(known * language.hiddenSize);
    for (const known of this.#pictures.keys()) if (!this.#keys.includes(known)) this.#pictures.delete(known);
    this.#pictures.set(hash, rows);
    await this.#grow(keys, framed, signal);
  }

  async dream(signal?: AbortSignal): Promise<Condition> {
    const { tokens, dream, language } = this.#model.manifest;
    const start = this.#tokens;
    const keys = [tokens.dreamStart, ...new Array<Key>(dream.queries).fill(QUERY), tokens.dreamEnd];
    const condition = this.#conditions.get(start);
    if (condition === undefined) this.#forget(start);
    const framed = () => this.#framed(tokens.dreamStart, this.#model.dreamQueries, tokens.dreamEnd);
    const hidden = await this.#grow(keys, framed, signal);
    if (hidden === undefined && condition !== undefined) return condition;
    const outputs = await this.#model.graphs.conditionHead.run({
      hidden: {
        data: (hidden ?? new Float32Array()).subarray(language.hiddenSize, (1 + dream.queries) * language.hiddenSize),
        shape: [1, dream.queries, language.hiddenSize],
      },
    });
    const made = { rows: outputs('condition'), ...(dream.pooledWidth === undefined ? {} : { pooled: outputs('pooled') }) };
    this.#conditions.set(start, made);
    return made;
  }

  async *decode(options: DecodeOptions): AsyncGenerator<Decoded, void, void> {
    const { eos, dreamStart, suppressed } = this.#model.manifest.tokens;
    const stream = this.#model.tokenizer.stream();
    const decoded: number[] = [];
    // Few at first, so that words appear at once; more while the drafts are what is chosen.
    let ahead = FIRST_AHEAD;
    while (decoded.length < options.maxTokens) {
      throwIfAborted(options.signal);
      if (this.#logits.length === 0) await this.#computeLogits(options.signal);
      const id = sampleToken(this.#logits, options, decoded, suppressed, options.allow?.(decoded));
      if (id === eos || id === dreamStart) {
        yield { id, text: stream.end(), end: id === eos ? 'eos' : 'dream' };
        return;
      }
      if (!this.#takeDraft(id)) {
        const room = Math.min(this.room, options.maxTokens - decoded.length);
        ahead = this.#drafted.has(this.#tokens) ? FIRST_AHEAD : Math.min(2 * ahead, MOST_AHEAD);
        await this.#write({ id, ahead, room, options, decoded }, options.signal);
      }
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
    const copy = this.prefix(this.#tokens);
    copy.#logits = this.#logits;
    this.#forks.push(copy);
    return copy;
  }

  /** A copy of the first positions, with what the dream blocks among them gave. */
  prefix(tokens: number): GrowingContext {
    const conditions = new Map([...this.#conditions].filter(([start]) => start < tokens));
    const copy = new GrowingContext(
      this.#model,
      this.#cache.copy(tokens),
      this.#keys.slice(0, tokens),
      conditions,
      new Map(this.#pictures),
    );
    copy.#tokens = tokens;
    return copy;
  }

  startsWith(ids: readonly number[]): boolean {
    return ids.length <= this.#tokens && ids.every((id, i) => this.#keys[i] === id);
  }

  releaseForks(): void {
    for (const fork of this.#forks.splice(0)) fork.release();
  }

  release(): void {
    this.releaseForks();
    this.#cache.release();
    this.#forget(0);
    this.truncate(0);
  }

  truncate(tokens: number): void {
    if (tokens >= this.tokens) return;
    this.#tokens = tokens;
    this.#logits = NO_LOGITS;
    this.#drafted.clear();
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

  /**
   * Adds what stands under `keys`, all of it or nothing. The leading part that the cache holds at these places is taken up; of
   * the rest, `rowsFrom` gives the rows to compute. Hidden states (T, H) of all rows, undefined where some were taken up.
   */
  async #grow(
    keys: readonly Key[],
    rowsFrom: (known: number) => Promise<Float32Array>,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array | undefined> {
    const count = keys.length;
    if (count > this.room) {
      throw new ModelError(
        'context-full',
        `The conversation needs ${count} more positions and ${this.room} of the model's ${this.#model.manifest.language.contextTokens} are left; ask for less, or start a new thread.`,
      );
    }
    return this.#alone(async () => {
      throwIfAborted(signal);
      let known = 0;
      while (known < count && this.#keys[this.#tokens + known] === keys[known]) known++;
      const read = known < count ? await this.#compute(this.#tokens + known, await rowsFrom(known), keys.slice(known), signal) : undefined;
      this.#tokens += count;
      this.#logits = read?.logits ?? NO_LOGITS;
      return known === 0 ? read?.hidden : undefined;
    });
  }

  /** Computes rows at `start` and behind, block by block; what stood there is replaced. */
  async #compute(
    start: number,
    rows: Float32Array,
    keys: readonly Key[],
    signal: AbortSignal | undefined,
  ): Promise<{ hidden: Float32Array; logits: Float32Array }> {
    const { hiddenSize } = this.#model.manifest.language;
    const hidden = new Float32Array(rows.length);
    let logits: Float32Array = NO_LOGITS;
    for (let done = 0; done < keys.length; done += PREFILL_TOKENS) {
      const size = Math.min(PREFILL_TOKENS, keys.length - done);
      const past = start + done;
      const block = rows.subarray(done * hiddenSize, (done + size) * hiddenSize);
      const read = await this.#behind(past, signal, async () => {
        const read = await this.#model.steps.read({ cache: this.#cache, past, rows: block }, signal);
        await this.#put(past, keys.slice(done, done + size), read.present);
        return read;
      });
      hidden.set(read.hidden, done * hiddenSize);
      logits = read.logits;
    }
    return { hidden, logits };
  }

  /** Puts a token behind the last, when it is the one that was drafted for this place. */
  #takeDraft(id: number): boolean {
    const logits = this.#drafted.get(this.#tokens);
    if (logits === undefined || this.#keys[this.#tokens] !== id) return false;
    this.#tokens += 1;
    this.#logits = logits.slice();
    return true;
  }

  /** Puts a token behind the last. What is drafted to follow lies in the cache, to be taken up if it is chosen. */
  async #write(writing: Omit<Writing, 'cache' | 'past'>, signal: AbortSignal | undefined): Promise<void> {
    await this.#alone(async () => {
      const past = this.#tokens;
      const logits = await this.#behind(past, signal, async () => {
        const { ids, logits, present } = await this.#model.steps.write({ ...writing, cache: this.#cache, past }, signal);
        await this.#put(past, ids, present);
        return logits;
      });
      for (const [i, after] of logits.entries()) this.#drafted.set(past + i, after);
      this.#takeDraft(writing.id);
    });
  }

  /** The logits of a last position that was taken up, not computed. */
  async #computeLogits(signal: AbortSignal | undefined): Promise<void> {
    const id = this.#keys[this.#tokens - 1];
    if (this.#tokens === 0 || typeof id !== 'number')
      throw new RangeError('There is nothing to continue: append something before decoding.');
    const { logits } = await this.#alone(async () => this.#compute(this.#tokens - 1, await this.#embed([id]), [id], signal));
    this.#logits = logits;
  }

  /** Positions at `at`, in place of all that stood there and behind. */
  async #put(at: number, keys: readonly Key[], present: Present): Promise<void> {
    await this.#cache.write(at, present, keys.length);
    this.#forget(at);
    this.#keys.push(...keys);
  }

  /** Makes a call behind `past` positions. Where a card was lost and they with it, they are computed again first. */
  async #behind<Result>(past: number, signal: AbortSignal | undefined, call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ModelError && error.code === 'cache-lost')) throw error;
      await this.#restore(Math.max(past, this.#tokens), signal);
      return call();
    }
  }

  /** Computes the first `count` positions again, all of them or nothing. */
  async #restore(count: number, signal: AbortSignal | undefined): Promise<void> {
    const { hiddenSize } = this.#model.manifest.language;
    const cache = this.#model.steps.newCache();
    const rows = await this.#rowsOf(this.#keys.slice(0, count));
    for (let done = 0; done < count; done += PREFILL_TOKENS) {
      const block = rows.subarray(done * hiddenSize, Math.min(count, done + PREFILL_TOKENS) * hiddenSize);
      const { present } = await this.#model.steps.read({ cache, past: done, rows: block }, signal);
      await cache.write(done, present, block.length / hiddenSize);
    }
    this.#cache.release();
    this.#cache = cache;
    this.#forget(count);
  }

  /** Rows (T, H) of what stands under keys: tokens, dream queries, features of pictures. */
  async #rowsOf(keys: readonly Key[]): Promise<Float32Array> {
    if (keys.length === 0) return new Float32Array();
    const { hiddenSize } = this.#model.manifest.language;
    const rows = await this.#embed(keys.map((key) => (typeof key === 'number' ? key : 0)));
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at];
      if (typeof key !== 'string' || key === keys[at - 1]) continue;
      const known = key === QUERY ? this.#model.dreamQueries : this.#pictures.get(key);
      rows.set((known ?? new Float32Array()).subarray(0, rows.length - at * hiddenSize), at * hiddenSize);
    }
    return rows;
  }

  #forget(from: number): void {
    this.#keys.length = Math.min(this.#keys.length, from);
    this.#drafted.clear();
    for (const start of this.#conditions.keys()) if (start >= from) this.#conditions.delete(start);
  }

  async #alone<Result>(call: () => Promise<Result>): Promise<Result> {
    if (this.#busy) throw new Error('A context runs one call at a time: await the one before.');
    this.#busy = true;
    try {
      return await call();
    } finally {
      this.#busy = false;
    }
  }
}
