/**
 * What the two kinds of classifiers have in common: a `classifier.json`, whole, or short beside what an exporter wrote; its graph; and
 * scores of the graph's numbers.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ModelError } from './model-error.ts';

const JSON_BYTES_AT_MOST = 1024 ** 2;

export const common = {
  id: z.string().min(1).max(200),
  description: z.string().max(2000).default(''),
  licence: z.string().max(200).default(''),
  file: z.strictObject({
    name: z.string().regex(/^(?:onnx\/)?[\w.-]+\.onnx$/, 'expected the name of an ONNX file in the same folder'),
    /** Where it is given, the file is held to it. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    bytes: z.number().int().positive().optional(),
  }),
  /** What makes a score from 0 to 1 of the graph's numbers, of shape (1, labels). */
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
    .max(10_000),
};

type Described = z.output<z.ZodObject<typeof common>>;
export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON of a file; undefined where there is none. Throws ModelError where it is no object. */
export async function jsonIn(place: string): Promise<Json | undefined> {
  const text = await readFile(place).catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    if (text.length > JSON_BYTES_AT_MOST) throw new Error('it is too large');
    const json: unknown = JSON.parse(text.toString('utf8'));
    if (!isRecord(json)) throw new Error('it is no object');
    return json;
  } catch (error) {
    throw new ModelError('model-invalid', `${place} is not JSON; write it as the documentation says.`, error);
  }
}

/** What an exporter wrote beside the graph, as the parts of a whole classifier.json; `labels`: their names in order. */
export interface Exported {
  readonly file: Json;
  readonly output: Json;
  readonly labels: readonly string[];
  readonly [part: string]: unknown;
}

/** A short classifier.json names labels by their names, and leaves out what the exporter's files say; it counts over them. */
function completed(short: Json, exported: Exported, dir: string, place: string): Json {
  const given = short.labels as Readonly<Record<string, Json>>;
  const unknown = Object.keys(given).find((label) => !exported.labels.includes(label));
  if (unknown !== undefined)
    throw new ModelError(
      'model-invalid',
      `Expected labels of config.json (${exported.labels.slice(0, 20).join(', ')}) in ${place}, got ${JSON.stringify(unknown)}: mend it there.`,
    );
  const parts = Object.entries(exported).map(([part, said]) => [
    part,
    isRecord(said) && isRecord(short[part]) ? { ...said, ...short[part] } : said,
  ]);
  return {
    id: basename(dir),
    ...short,
    ...Object.fromEntries(parts),
    labels: exported.labels.map((label) => ({ label, ...given[label] })),
  };
}

export async function describedIn<Schema extends z.ZodType>(
  dir: string,
  schema: Schema,
  exportedIn: (dir: string, graph: string) => Promise<Exported>,
): Promise<z.output<Schema>> {
  const place = join(dir, 'classifier.json');
  const json = await jsonIn(place);
  if (!json)
    throw new ModelError(
      'model-missing',
      `Expected a classifier.json in ${dir}, found none; set the path to a classifier's folder, or see dreamthread classifier check for what to write.`,
    );
  const graph = isRecord(json.file) && typeof json.file.name === 'string' ? json.file.name : 'model.onnx';
  const whole = isRecord(json.labels) ? completed(json, await exportedIn(dir, graph), dir, place) : json;
  const result = schema.safeParse(whole);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ModelError(
    'model-invalid',
    `${place} does not keep the contract at ${issue?.path.join('.') || 'its top level'}: ${issue?.message}. Mend it there.`,
  );
}

/** Throws ModelError where it is missing or is not the file that was described. */
export async function graphOf(dir: string, { name, sha256 }: Described['file']): Promise<string> {
  const path = join(dir, name);
  const file = await readFile(path).catch((error: unknown) => {
    throw new ModelError('model-missing', `${name} is missing from ${dir}; get the classifier again.`, error);
  });
  if (sha256 !== undefined && createHash('sha256').update(file).digest('hex') !== sha256)
    throw new ModelError('model-altered', `${path} is not the file that classifier.json speaks of; get the classifier again.`);
  return path;
}

/** A label, and how sure a classifier is of it. */
export interface Scored {
  readonly label: string;
  readonly category?: string | undefined;
  readonly threshold: number;
  /** 0 to 1. */
  readonly score: number;
}

/** Throws ModelError where these are no scores. */
export function scoresOf(numbers: readonly number[], { output, labels }: Pick<Described, 'output' | 'labels'>, dir: string): Scored[] {
  const scores = activated(numbers, output.activation);
  if (!scores.every((score) => score >= 0 && score <= 1))
    throw new ModelError(
      'model-invalid',
      `${join(dir, 'classifier.json')} gives scores that are not between 0 and 1: its activation is not ${output.activation}.`,
    );
  return labels.map((label, at) => ({ ...label, score: scores[at] ?? 0 }));
}

/** What counts as a category and reaches its threshold, the surest first. */
export const told = (scores: readonly Scored[]) =>
  scores
    .flatMap(({ label, category, threshold, score }) => (category !== undefined && score >= threshold ? [{ label, category, score }] : []))
    .sort((one, other) => other.score - one.score);

function activated(logits: readonly number[], activation: Described['output']['activation']): number[] {
  if (activation === 'none') return [...logits];
  if (activation === 'sigmoid') return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
