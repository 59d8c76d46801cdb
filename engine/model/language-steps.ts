/** The calls of the language model: texts read in blocks, one sequence a call, and next tokens, several sequences a call. */
import { allOnCard, type Card, CardCache, onCard } from './card-cache.ts';
import {
  bytesPerToken,
  HostCache,
  type KvCache,
  kvNames,
  maskFeed,
  type Past,
  type Present,
  pastFeeds,
  presentOf,
  rowOf,
} from './kv-cache.ts';
import type { Manifest } from './manifest.ts';
import { ModelError } from './model-error.ts';
import { type SamplerOptions, tokenUniform } from './sampler.ts';
import type { Feed, Graph, Outputs } from './session.ts';
import type { Step, Steps } from './steps.ts';

/** Rows (T, H) behind a past. */
interface Reading extends Past {
  readonly rows: Float32Array;
}

interface Read {
  /** (T, H), after the final norm. */
  readonly hidden: Float32Array;
  /** (V), of the last row. */
  readonly logits: Float32Array;
  /** Of the T rows. */
  readonly present: Present;
}

/** A token to put behind a past, and how to draft what follows it. */
export interface Writing extends Past {
  readonly id: number;
  /** How many positions to compute, drafts and the token itself; at most `room`. */
  readonly ahead: number;
  readonly room: number;
  readonly options: SamplerOptions;
  /** The ids before `id` that this text consists of. */
  readonly decoded: readonly number[];
}

/** One position or more: that of the token, then those of drafts that followed. */
interface Written {
  readonly ids: readonly number[];
  /** After each of them. */
  readonly logits: readonly Float32Array[];
  readonly present: Present;
}

/** A call throws `cache-lost` where what it should stand behind lay on a card that is gone: it is to be computed again, into a new cache. */
export interface LanguageSteps {
  newCache(): KvCache;
  readonly read: Step<Reading, Read>;
  readonly write: Step<Writing, Written>;
}

interface Parts {
  readonly manifest: Manifest;
  readonly graphs: Readonly<Record<'embedTokens' | 'languageModel', Graph>> & { readonly decodeLoop?: Graph };
  /** Where the language model leaves keys and values on a card. */
  readonly card?: Card | undefined;
}

/** A call that drafts takes no longer, so that a stop is heeded and words flow. */
const DRAFT_MS_AT_MOST = 150;

/** Sequences of one call, and the memory of their padded pasts. */
const SEQUENCES_AT_MOST = 16;
const PAST_BYTES_AT_MOST = 512 * 2 ** 20;

export function languageSteps({ manifest, graphs, card }: Parts, steps: Steps): LanguageSteps {
  const { language } = manifest;

  async function forward(items: readonly Past[], rows: Float32Array): Promise<Read[]> {
    const count = rows.length / items.length / language.hiddenSize;
    const positions = items.flatMap(({ past }) => Array.from({ length: count }, (_, i) => BigInt(past + i)));
    const past = card && allOnCard(items) ? await card.pastFeeds(items) : { feeds: pastFeeds(language, items), release() {} };
    const outputs = await graphs.languageModel
      .run({
        inputs_embeds: { data: rows, shape: [items.length, count, language.hiddenSize] },
        position_ids: { data: BigInt64Array.from(positions), shape: [items.length, count] },
        ...maskFeed(items, count),
        ...past.feeds,
      })
      .finally(() => past.release());
    const present = presentsOf(outputs, items.length, count);
    try {
      const logits = numbers(outputs('logits'));
      return present.map((own, row) => ({
        hidden: rowOf(outputs('hidden'), row, items.length),
        logits: rowOf(logits, row, items.length),
        present: own,
      }));
    } catch (error) {
      for (const own of present) drop(own);
      throw error;
    }
  }

  /** One a row; what stayed on a card is shared by the rows. */
  function presentsOf(outputs: Outputs, rows: number, count: number): Present[] {
    const each = Array.from({ length: rows }, (_, row) => row);
    if (!outputs.card) return each.map((row) => presentOf(language, outputs, row, rows));
    const names = kvNames(language).map((name) => `present.${name}`);
    const fresh = onCard(outputs, names, rows * count);
    return each.map((row) => ({ rows: row === 0 ? fresh : fresh.shared(), from: row * count }));
  }

  async function writeOne(items: readonly Writing[]): Promise<Written[]> {
    const ids = BigInt64Array.from(items, ({ id }) => BigInt(id));
    const embedded = await graphs.embedTokens.run({ input_ids: { data: ids, shape: [items.length, 1] } });
    const read = await forward(items, embedded('embeds'));
    return read.map(({ logits, present }, row) => ({ ids: [items[row]?.id ?? 0], logits: [logits], present }));
  }

  /** What one step of a call with drafts took of late. */
  let stepMs = 0;

  async function writeAhead(loop: Graph, items: readonly Writing[], steps: number): Promise<Written[]> {
    const startedAt = performance.now();
    const outputs = await loop.run(draftFeeds(manifest, items, steps));
    const [likely, logits] = [outputs('likely'), numbers(outputs('logits'))];
    const count = likely.length / items.length;
    stepMs = (performance.now() - startedAt) / count;
    return items.map(({ id }, row) => {
      const at = Array.from({ length: count }, (_, step) => step * items.length + row);
      return {
        ids: [id, ...at.slice(0, -1).map((index) => likely[index] ?? 0)],
        logits: at.map((index) => rowOf(logits, index, count * items.length)),
        present: presentOf(language, outputs, row, items.length),
      };
    });
  }

  return {
    newCache: () => (card?.isLost() === false ? new CardCache(card) : new HostCache(language)),
    read: steps.lane<Reading, Read>({
      // A block of rows fills the matrix products by itself.
      fits: () => 1,
      run: ([item]) => (item ? forward([item], item.rows) : Promise.resolve([])),
      drop: ({ present }) => drop(present),
    }),
    write: steps.lane<Writing, Written>({
      fits: (items) => fitting(items, bytesPerToken(language)),
      drop: ({ present }) => drop(present),
      async run(items) {
        const wanted = Math.min(Math.max(...items.map(({ ahead }) => ahead)), ...items.map(({ room }) => room));
        const inTime = stepMs > 0 ? Math.ceil(DRAFT_MS_AT_MOST / stepMs) : wanted;
        return graphs.decodeLoop ? writeAhead(graphs.decodeLoop, items, Math.min(wanted, inTime)) : writeOne(items);
      },
    }),
  };
}

function drop(present: Present): void {
  if ('rows' in present) present.rows.release();
}

/** Half precision on a graphics card can overflow: better no token than a wrong one. */
function numbers(logits: Float32Array): Float32Array {
  if (logits.some(Number.isNaN)) {
    throw new ModelError('run-failed', 'The language model left the range of its numbers, and there is no next token; try another device.');
  }
  return logits;
}

/** How many of the first sequences fit: padding makes each as long as the longest. */
function fitting(items: readonly Past[], bytes: number): number {
  let longest = 0;
  for (const [i, { past }] of items.entries()) {
    longest = Math.max(longest, past);
    if (i === SEQUENCES_AT_MOST || (i + 1) * longest * bytes > PAST_BYTES_AT_MOST) return i;
  }
  return items.length;
}

/** The inputs of the decode loop (manifest.ts). */
function draftFeeds({ language, tokens }: Manifest, items: readonly Writing[], steps: number): Record<string, Feed> {
  const { vocabSize } = language;
  const rows = items.length;
  const seen = new Float32Array(rows * vocabSize);
  const bias = new Float32Array(rows * vocabSize);
  const sampling = new Float32Array(4 * rows);
  const uniforms = new Float32Array(rows * steps);
  for (const [row, { id, options, decoded }] of items.entries()) {
    const { temperature, topP = 1, topK = vocabSize, repetitionPenalty = 1, seed } = options;
    sampling.set([temperature, topP, topK, repetitionPenalty], 4 * row);
    if (repetitionPenalty !== 1) for (const known of [...decoded, id]) seen[row * vocabSize + known] = 1;
    for (const [biased, value] of options.bias ?? []) bias[row * vocabSize + biased] = value;
    for (const never of tokens.suppressed) bias[row * vocabSize + never] = Number.NEGATIVE_INFINITY;
    if (temperature > 0) for (let i = 0; i < steps; i++) uniforms[row * steps + i] = tokenUniform(seed, decoded.length + 1 + i);
  }
  return {
    input_ids: { data: BigInt64Array.from(items, ({ id }) => BigInt(id)), shape: [rows, 1] },
    seen: { data: seen, shape: [rows, vocabSize] },
    position_ids: { data: BigInt64Array.from(items, ({ past }) => BigInt(past)), shape: [rows, 1] },
    bias: { data: bias, shape: [rows, vocabSize] },
    sampling: { data: sampling, shape: [rows, 4] },
    uniforms: { data: uniforms, shape: [rows, steps] },
    ends: { data: BigInt64Array.of(BigInt(tokens.eos), BigInt(tokens.dreamStart)), shape: [2] },
    steps: { data: BigInt64Array.of(BigInt(steps)), shape: [] },
    ...maskFeed(items, 0),
    ...pastFeeds(language, items),
  };
}
