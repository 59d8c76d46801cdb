/**
 * What Hugging Face's exporter (`optimum-cli export onnx`) puts beside a graph, read as the parts of a classifier.json: config.json has the
 * labels, preprocessor_config.json how a picture becomes numbers, tokenizer_config.json how many tokens are read at once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Exported, isRecord, type Json, jsonIn } from './classifier-file.ts';
import { graphFile } from './joined-graph.ts';
import { ModelError } from './model-error.ts';

/** By Pillow's numbers. */
const RESAMPLES: Readonly<Record<number, string>> = { 1: 'lanczos', 2: 'bilinear', 3: 'bicubic' };
const TOKENS_AT_MOST = 8192;

const unfit = (place: string, expected: string, got: unknown): ModelError =>
  new ModelError('model-invalid', `Expected ${expected} in ${place}, got ${JSON.stringify(got)}: say it in the classifier.json yourself.`);

async function needed(dir: string, name: string): Promise<Json> {
  const json = await jsonIn(join(dir, name));
  if (json) return json;
  throw new ModelError(
    'model-missing',
    `Expected ${name} beside a classifier.json that names labels alone, found none in ${dir}: get it, or write all.`,
  );
}

/** The labels' names, in the order of the output. */
export function labelsIn(config: Json): string[] {
  const names = isRecord(config.id2label) ? Object.entries(config.id2label) : [];
  return names.sort(([one], [other]) => Number(one) - Number(other)).map(([, name]) => String(name));
}

const outputOf = (config: Json, labels: readonly string[], outputs: readonly { readonly name: string }[]): Json => ({
  name: outputs[0]?.name ?? 'logits',
  activation: config.problem_type === 'multi_label_classification' || labels.length === 1 ? 'sigmoid' : 'softmax',
});

export async function exportedPictures(dir: string, graph: string): Promise<Exported> {
  const config = await needed(dir, 'config.json');
  const place = join(dir, 'preprocessor_config.json');
  const read = await needed(dir, 'preprocessor_config.json');
  const { inputs, outputs } = graphFile(await readFile(join(dir, graph)));
  const labels = labelsIn(config);
  const resample = RESAMPLES[Number(read.resample ?? 2)];
  if (resample === undefined) throw unfit(place, 'a resample of 1, 2 or 3', read.resample);
  for (const key of ['crop_pct', 'rescale_offset', 'do_pad']) if (read[key]) throw unfit(place, `no ${key}`, read[key]);
  const scale = read.do_rescale === false ? 1 : 1 / Number(read.rescale_factor ?? 1 / 255);
  const normalised = read.do_normalize === false ? { mean: [0, 0, 0], std: [1, 1, 1] } : { mean: read.image_mean, std: read.image_std };
  return {
    file: { name: graph },
    input: {
      name: inputs[0]?.name ?? 'pixel_values',
      ...fitOf(read, place),
      resample,
      scale: Math.abs(scale - 255) < 1e-3 ? 255 : scale,
      ...normalised,
    },
    output: outputOf(config, labels, outputs),
    labels,
  };
}

/** All of the picture stretched, or its short side made so long and the middle cut out. */
function fitOf(read: Json, place: string): Json {
  const { size, crop_size: crop } = read;
  const sides = (given: unknown): Json => {
    if (typeof given === 'number') return { widthPx: given, heightPx: given };
    if (isRecord(given) && given.height && given.width) return { widthPx: given.width, heightPx: given.height };
    throw unfit(place, 'a size of height and width', given);
  };
  const isAsCut = isRecord(size) && isRecord(crop) && size.height === crop.height && size.width === crop.width;
  if (read.do_center_crop !== true || isAsCut) return { ...sides(size), fit: 'fill' };
  const short = isRecord(size) ? size.shortest_edge : size;
  if (typeof short !== 'number') throw unfit(place, 'a shortest_edge to cut the middle out of', size);
  return { ...sides(crop), fit: 'cover', shortPx: short };
}

export async function exportedWords(dir: string, graph: string): Promise<Exported> {
  const config = await needed(dir, 'config.json');
  const { inputs, outputs } = graphFile(await readFile(join(dir, graph)));
  const labels = labelsIn(config);
  const has = (name: string): boolean => inputs.some((input) => input.name === name);
  const said = Number((await jsonIn(join(dir, 'tokenizer_config.json')))?.model_max_length);
  // Exporters write 1e30 where nobody said; RoBERTa's positions begin behind that of the padding.
  const offset = /roberta|camembert/i.test(String(config.model_type)) ? Number(config.pad_token_id ?? 1) + 1 : 0;
  const positions = Number(config.max_position_embeddings ?? 512) - offset;
  return {
    file: { name: graph },
    tokens: Math.min(said > 0 ? said : TOKENS_AT_MOST, positions, TOKENS_AT_MOST),
    input: {
      ids: 'input_ids',
      ...(has('attention_mask') ? { mask: 'attention_mask' } : {}),
      ...(has('token_type_ids') ? { types: 'token_type_ids' } : {}),
    },
    output: outputOf(config, labels, outputs),
    labels,
  };
}
