/**
 * A text classifier's folder: `classifier.json` beside `tokenizer.json` and one ONNX graph from token ids to a number for each label,
 * as encoders are exported from the usual trainers.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { common, describedIn, graphOf, type Scored, scoresOf, told } from './classifier-file.ts';
import { exportedWords } from './exported.ts';
import { ModelError } from './model-error.ts';
import { type Feed, openGraph } from './session.ts';

/** Longer texts are read up to here, window by window. */
const WINDOWS_AT_MOST = 8;

const schema = z.strictObject({
  format: z.literal('dreamthread.word-classifier/1'),
  ...common,
  /** The most tokens that the graph reads at once, those that the tokenizer adds included. */
  tokens: z.number().int().min(8).max(8192).default(512),
  input: z
    .strictObject({
      ids: z.string().default('input_ids'),
      mask: z.string().optional(),
      types: z.string().optional(),
    })
    .default({ ids: 'input_ids' }),
});

export interface WordClassifier {
  /** What its folder says of it. */
  readonly described: z.output<typeof schema>;
  /** Of all its labels, in their order. */
  scores(text: string): Promise<Scored[]>;
  /** What its labels count as. */
  readonly categories: readonly string[];
  /** What is said in a text, the surest first: of its windows the highest score of each label. */
  find(text: string): Promise<{ readonly label: string; readonly category: string; readonly score: number }[]>;
  release(): Promise<void>;
}

/** Throws ModelError that says what is missing, altered or wrong. */
export async function openWordClassifier(dir: string, threads: number): Promise<WordClassifier> {
  const described = await describedIn(dir, schema, exportedWords);
  const { file, tokens, input, output, labels } = described;
  const path = await graphOf(dir, file);
  const tokenizer = tokenizerOf(await read(join(dir, 'tokenizer.json')), dir);
  const names = [input.ids, ...(input.mask === undefined ? [] : [input.mask]), ...(input.types === undefined ? [] : [input.types])];
  const graph = await openGraph(
    path,
    {
      inputs: names.map((name) => ({ name, dtype: 'int64', shape: ['B', 'T'] })),
      outputs: [{ name: output.name, dtype: 'float32', shape: ['B', labels.length] }],
    },
    { B: 1 },
    { device: 'cpu', threads },
  );

  async function scoresIn(ids: readonly number[]): Promise<Scored[]> {
    const fill = (value: (id: number) => number): Feed => ({
      data: BigInt64Array.from(ids, (id) => BigInt(value(id))),
      shape: [1, ids.length],
    });
    const feeds: Record<string, Feed> = { [input.ids]: fill((id) => id) };
    if (input.mask !== undefined) feeds[input.mask] = fill(() => 1);
    if (input.types !== undefined) feeds[input.types] = fill(() => 0);
    return scoresOf([...(await graph.run(feeds))(output.name)], described, dir);
  }

  async function scores(text: string): Promise<Scored[]> {
    let best: Scored[] = labels.map((label) => ({ ...label, score: 0 }));
    for (const ids of windows(tokenizer, text, tokens)) {
      const found = await scoresIn(ids);
      best = best.map((one, at) => ({ ...one, score: Math.max(one.score, found[at]?.score ?? 0) }));
    }
    return best;
  }

  return {
    described,
    categories: labels.flatMap(({ category }) => (category === undefined ? [] : [category])),
    scores,
    find: async (text) => told(await scores(text)),
    release: graph.release,
  };
}

/** The text's tokens in windows that overlap by half; each has what the tokenizer puts around a text. */
function windows(tokenizer: Tokenizer, text: string, most: number): number[][] {
  const bare: number[] = tokenizer.encode(text, { add_special_tokens: false }).ids;
  const whole: number[] = tokenizer.encode(text, { add_special_tokens: true }).ids;
  if (bare.length === 0) return [];
  const start = whole.length > bare.length ? whole.findIndex((_, at) => bare.every((id, of) => whole[at + of] === id)) : 0;
  const [head, tail] = start < 0 ? [[], []] : [whole.slice(0, start), whole.slice(start + bare.length)];
  const room = most - head.length - tail.length;
  const found: number[][] = [];
  for (let from = 0; found.length < WINDOWS_AT_MOST; from += Math.ceil(room / 2)) {
    found.push([...head, ...bare.slice(from, from + room), ...tail]);
    if (from + room >= bare.length) break;
  }
  return found;
}

async function read(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw new ModelError('model-missing', `Expected ${path}, found none; set the path to a text classifier's folder.`, error);
  });
}

function tokenizerOf(file: Buffer, dir: string): Tokenizer {
  try {
    return new Tokenizer(JSON.parse(file.toString('utf8')), {});
  } catch (error) {
    throw new ModelError('model-invalid', `${join(dir, 'tokenizer.json')} cannot be read; get the classifier again.`, error);
  }
}
