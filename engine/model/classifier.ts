/**
 * A picture classifier's folder: `classifier.json` beside one ONNX graph from pixels to a number for each label. Open classifiers
 * are described by it, not changed: how the picture is fitted and scaled, and what the numbers are.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { ModelError } from './model-error.ts';
import { readPicture } from './picture.ts';
import { type Graph, openGraph } from './session.ts';

const JSON_BYTES_AT_MOST = 1024 ** 2;
const GRAPH_BYTES_AT_MOST = 2 * 1024 ** 3;
const side = z.number().int().min(8).max(2048);
const three = z.tuple([z.number(), z.number(), z.number()]);

const classifierSchema = z.strictObject({
  format: z.literal('dreamthread.classifier/1'),
  id: z.string().min(1).max(200),
  description: z.string().max(2000).default(''),
  licence: z.string().max(200).default(''),
  file: z.strictObject({
    name: z.string().regex(/^[\w.-]+\.onnx$/, 'expected the name of an ONNX file in the same folder'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.number().int().positive().max(GRAPH_BYTES_AT_MOST),
  }),
  input: z.strictObject({
    name: z.string(),
    widthPx: side,
    heightPx: side,
    /** `fill` stretches, `cover` cuts the longer sides, `contain` adds white. */
    fit: z.enum(['fill', 'cover', 'contain']).default('fill'),
    layout: z.enum(['NCHW', 'NHWC']).default('NCHW'),
    channels: z.enum(['RGB', 'BGR']).default('RGB'),
    /** A value is (level / scale − mean) / std. */
    scale: z.number().positive().default(255),
    mean: three.default([0, 0, 0]),
    std: three.default([1, 1, 1]),
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
});

interface Label {
  readonly label: string;
  /** A category of the policy. */
  readonly category: string;
  /** 0 to 1, at or above the label's threshold. */
  readonly score: number;
}

export interface Classifier {
  /** What its labels count as. */
  readonly categories: readonly string[];
  /** What is in a picture file, the surest first. */
  find(file: Uint8Array): Promise<Label[]>;
  release(): Promise<void>;
}

/** Throws ModelError that says what is missing, altered or wrong. */
export async function openClassifier(dir: string, threads: number): Promise<Classifier> {
  const place = join(dir, 'classifier.json');
  const text = await readFile(place).catch((error: unknown) => {
    throw new ModelError(
      'model-missing',
      `Expected a classifier.json in ${dir}, found none; set the path to a classifier's folder.`,
      error,
    );
  });
  const { file, input, output, labels } = parsed(text, place);
  const path = join(dir, file.name);
  const graphFile = await readFile(path).catch((error: unknown) => {
    throw new ModelError('model-missing', `${file.name} is missing from ${dir}; get the classifier again.`, error);
  });
  if (createHash('sha256').update(graphFile).digest('hex') !== file.sha256)
    throw new ModelError('model-altered', `${path} is not the file that classifier.json speaks of; get the classifier again.`);
  const { widthPx, heightPx } = input;
  const shape = input.layout === 'NCHW' ? [1, 3, heightPx, widthPx] : [1, heightPx, widthPx, 3];
  const graph: Graph = await openGraph(
    path,
    {
      inputs: [{ name: input.name, dtype: 'float32', shape: ['B', ...shape.slice(1)] }],
      outputs: [{ name: output.name, dtype: 'float32', shape: ['B', labels.length] }],
    },
    { B: 1 },
    { device: 'cpu', threads },
  );
  return {
    categories: labels.flatMap(({ category }) => (category === undefined ? [] : [category])),
    async find(picture) {
      const { rgb, widthPx: width, heightPx: height } = await readPicture(picture);
      const fitted = await sharp(rgb, { raw: { width, height, channels: 3 } })
        .resize(widthPx, heightPx, { fit: input.fit, background: '#fff' })
        .raw()
        .toBuffer();
      const outputs = await graph.run({ [input.name]: { data: valuesOf(fitted, input), shape } });
      const scores = activated([...outputs(output.name)], output.activation);
      if (!scores.every((score) => score >= 0 && score <= 1))
        throw new ModelError(
          'model-invalid',
          `${place} gives scores that are not between 0 and 1: its activation is not ${output.activation}.`,
        );
      return labels
        .flatMap(({ label, category, threshold }, at) => {
          const score = scores[at] ?? 0;
          return category !== undefined && score >= threshold ? [{ label, category, score }] : [];
        })
        .sort((a, b) => b.score - a.score);
    },
    release: graph.release,
  };
}

function parsed(text: Uint8Array, place: string): z.output<typeof classifierSchema> {
  let json: unknown;
  try {
    if (text.length > JSON_BYTES_AT_MOST) throw new Error('it is too large');
    json = JSON.parse(Buffer.from(text).toString('utf8'));
  } catch (error) {
    throw new ModelError('model-invalid', `${place} is not JSON; write it as the documentation says.`, error);
  }
  const result = classifierSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ModelError(
    'model-invalid',
    `${place} does not keep the contract at ${issue?.path.join('.') || 'its top level'}: ${issue?.message}. Mend it there.`,
  );
}

/** (3, h, w) or (h, w, 3), scaled. */
function valuesOf(rgb: Uint8Array, { layout, channels, scale, mean, std }: z.output<typeof classifierSchema>['input']): Float32Array {
  const pixels = rgb.length / 3;
  const values = new Float32Array(rgb.length);
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let channel = 0; channel < 3; channel++) {
      const level = rgb[pixel * 3 + (channels === 'RGB' ? channel : 2 - channel)] ?? 0;
      const value = (level / scale - (mean[channel] ?? 0)) / (std[channel] ?? 1);
      values[layout === 'NCHW' ? channel * pixels + pixel : pixel * 3 + channel] = value;
    }
  return values;
}

function activated(logits: readonly number[], activation: 'sigmoid' | 'softmax' | 'none'): number[] {
  if (activation === 'none') return [...logits];
  if (activation === 'sigmoid') return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
