/**
 * A text classifier's folder: `classifier.json` beside `tokenizer.json` and one ONNX graph from token ids to a number for each label,
 * as encoders are exported from the usual trainers.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { ModelError } from './model-error.ts';
import { type Feed, openGraph } from './session.ts';

const JSON_BYTES_AT_MOST = 1024 ** 2;
/** Longer texts are read up to here, window by window. */
const WINDOWS_AT_MOST = 8;

const schema = z.strictObject({
  format: z.literal('dreamthread.word-classifier/1'),
  id: z.string().min(1).max(200),
  description: z.string().max(2000).default(''),
  licence: z.string().max(200).default(''),
  file: z.strictObject({
    name: z.string().regex(/^[\w.-]+\.onnx$/, 'expected the name of an ONNX file in the same folder'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** The most tokens that the graph reads at once, those that the tokenizer adds included. */
  tokens: z.number().int().min(8).max(8192).default(512),
  input: z
    .strictObject({
      ids: z.string().default('input_ids'),
      mask: z.string().optional(),
      types: z.string().optional(),
    })
    .default({ ids: 'input_ids' }),
  output: z.strictObject({ name: z.string(), activation: z.enum(['sigmoid', 'softmax', 'none']) }),
  /** In the order of the output. Without a category a label is never told. */
  labels: z
    .array(
      z.strictObject({
        label: z.string().min(1).max(100),
        category: z.string().min(1).max(100).optional(),
        threshold: z.number().min(0).max(1).default(0.5),
      }),
    )
    .min(1)
    .max(1000),
});

export interface WordClassifier {
  /** What its labels count as. */
  readonly categories: readonly string[];
  /** What is said in a text, the surest first: of its windows the highest score of each label. */
  find(text: string): Promise<{ readonly label: string; readonly category: string; readonly score: number }[]>;
  release(): Promise<void>;
}

/** Throws ModelError that says what is missing, altered or wrong. */
export async function openWordClassifier(dir: string, threads: number): Promise<WordClassifier> {
  const place = join(dir, 'classifier.json');
  const { file, tokens, input, output, labels } = parsed(await read(place), place);
  const path = join(dir, file.name);
  if (
    createHash('sha256')
      .update(await read(path))
      .digest('hex') !== file.sha256
  )
    throw new ModelError('model-altered', `${path} is not the file that classifier.json speaks of; get the classifier again.`);
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

  async function scoresOf(ids: readonly number[]): Promise<number[]> {
    const fill = (value: (id: number) => number): Feed => ({
      data: BigInt64Array.from(ids, (id) => BigInt(value(id))),
      shape: [1, ids.length],
    });
    const feeds: Record<string, Feed> = { [input.ids]: fill((id) => id) };
    if (input.mask !== undefined) feeds[input.mask] = fill(() => 1);
    if (input.types !== undefined) feeds[input.types] = fill(() => 0);
    const scores = activated([...(await graph.run(feeds))(output.name)], output.activation);
    if (!scores.every((score) => score >= 0 && score <= 1))
      throw new ModelError(
        'model-invalid',
        `${place} gives scores that are not between 0 and 1: its activation is not ${output.activation}.`,
      );
    return scores;
  }

  return {
    categories: labels.flatMap(({ category }) => (category === undefined ? [] : [category])),
    async find(text) {
      let best: number[] = labels.map(() => 0);
      for (const ids of windows(tokenizer, text, tokens)) {
        const scores = await scoresOf(ids);
        best = best.map((score, at) => Math.max(score, scores[at] ?? 0));
      }
      return labels
        .flatMap(({ label, category, threshold }, at) => {
          const score = best[at] ?? 0;
          return category !== undefined && score >= threshold ? [{ label, category, score }] : [];
        })
        .sort((one, other) => other.score - one.score);
    },
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

function parsed(file: Buffer, place: string): z.output<typeof schema> {
  let json: unknown;
  try {
    if (file.length > JSON_BYTES_AT_MOST) throw new Error('it is too large');
    json = JSON.parse(file.toString('utf8'));
  } catch (error) {
    throw new ModelError('model-invalid', `${place} is not JSON; write it as the documentation says.`, error);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ModelError(
    'model-invalid',
    `${place} does not keep the contract at ${issue?.path.join('.') || 'its top level'}: ${issue?.message}. Mend it there.`,
  );
}

function activated(logits: readonly number[], activation: 'sigmoid' | 'softmax' | 'none'): number[] {
  if (activation === 'none') return [...logits];
  if (activation === 'sigmoid') return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
