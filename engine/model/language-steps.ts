/** The calls of the language model: texts read in blocks, one sequence a call, and next tokens, several sequences a call. */
import { bytesPerToken, type Past, pastFeeds, presentOf, rowOf } from './kv-cache.ts';
import type { Manifest } from './manifest.ts';
import type { Graph } from './session.ts';
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
  /** Keys and values of the T rows, one array a buffer of the cache. */
  readonly present: readonly Float32Array[];
}

/** A token to put behind a past. */
interface Writing extends Past {
  readonly id: number;
}

type Written = Omit<Read, 'hidden'>;

export interface LanguageSteps {
  readonly read: Step<Reading, Read>;
  readonly write: Step<Writing, Written>;
}

interface Parts {
  readonly manifest: Manifest;
  readonly graphs: Readonly<Record<'embedTokens' | 'languageModel', Graph>>;
}

/** Sequences of one call, and the memory of their padded pasts. */
const SEQUENCES_AT_MOST = 16;
const PAST_BYTES_AT_MOST = 512 * 2 ** 20;

export function languageSteps({ manifest, graphs }: Parts, steps: Steps): LanguageSteps {
  const { language } = manifest;

  async function forward(items: readonly Past[], rows: Float32Array): Promise<Read[]> {
    const count = rows.length / items.length / language.hiddenSize;
    const positions = items.flatMap(({ past }) => Array.from({ length: count }, (_, i) => BigInt(past + i)));
    const outputs = await graphs.languageModel.run({
      inputs_embeds: { data: rows, shape: [items.length, count, language.hiddenSize] },
      position_ids: { data: BigInt64Array.from(positions), shape: [items.length, count] },
      ...pastFeeds(language, items, count),
    });
    return items.map((_, row) => ({
      hidden: rowOf(outputs('hidden'), row, items.length),
      logits: rowOf(outputs('logits'), row, items.length),
      present: presentOf(language, outputs, row, items.length),
    }));
  }

  return {
    read: steps.lane<Reading, Read>({
      // A block of rows fills the matrix products by itself.
      fits: () => 1,
      run: ([item]) => (item ? forward([item], item.rows) : Promise.resolve([])),
    }),
    write: steps.lane<Writing, Written>({
      fits: (items) => fitting(items, bytesPerToken(language)),
      async run(items) {
        const ids = BigInt64Array.from(items, ({ id }) => BigInt(id));
        const embedded = await graphs.embedTokens.run({ input_ids: { data: ids, shape: [items.length, 1] } });
        return forward(items, embedded('embeds'));
      },
    }),
  };
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
