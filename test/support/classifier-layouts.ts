/** Classifier folders in the layouts that open ones come in, with small weights of no meaning in the place of theirs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOAT, INT64, node, onnxFile, weights } from './onnx.ts';
import { tokenizerJson } from './word-classifier.ts';

type Files = Readonly<Record<string, Uint8Array | object>>;

export function writeFolder(dir: string, files: Files): string {
  mkdirSync(join(dir, 'onnx'), { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(dir, name), content instanceof Uint8Array ? content : JSON.stringify(content));
  return dir;
}

/** Hugging Face, a ViT by optimum: two labels by the means of the three planes. */
export const vit = (sidePx = 224): Files => ({
  'model.onnx': onnxFile(
    [
      node('GlobalAveragePool', ['pixel_values'], 'means'),
      node('Flatten', ['means'], 'flat'),
      node('MatMul', ['flat', 'w'], 'logits'),
      weights('w', [3, 2], [0.5, -1, 0.25, 2, -0.75, 1.5]),
    ],
    [['pixel_values', FLOAT, 'batch_size', 3, sidePx, sidePx]],
    [['logits', FLOAT, 'batch_size', 2]],
  ),
  'config.json': { architectures: ['ViTForImageClassification'], id2label: { '0': 'normal', '1': 'nsfw' }, model_type: 'vit' },
  'preprocessor_config.json': {
    ...{ do_normalize: true, do_rescale: true, do_resize: true, image_processor_type: 'ViTImageProcessor', resample: 2 },
    ...{
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
      rescale_factor: 0.00392156862745098,
      size: { height: sidePx, width: sidePx },
    },
  },
});

/** As above, of 8 × 8 pixels, each of whose values is a label of its own: what the graph was fed can be read off the scores. */
export const seeing = (preprocessor: object): Files => ({
  'onnx/model.onnx': onnxFile(
    [node('Flatten', ['pixel_values'], 'logits')],
    [['pixel_values', FLOAT, 'batch_size', 'num_channels', 'height', 'width']],
    [['logits', FLOAT, 'batch_size', 192]],
  ),
  'config.json': {
    id2label: Object.fromEntries(Array.from({ length: 192 }, (_, at) => [at, `value ${at}`])),
    problem_type: 'multi_label_classification',
  },
  'preprocessor_config.json': preprocessor,
  'classifier.json': { format: 'dreamthread.classifier/1', file: { name: 'onnx/model.onnx' }, labels: {} },
});

/** Keras, a MobileNet or Inception by tf2onnx: rows of pixels from 0 to 1, five probabilities; nothing beside the graph says so. */
export const keras = (sidePx = 224): Files => ({
  'nsfw.onnx': onnxFile(
    [
      node('ReduceMean', ['input_1'], 'means', { axes: [1, 2], keepdims: 0 }),
      node('MatMul', ['means', 'w'], 'logits'),
      node('Softmax', ['logits'], 'dense_3', { axis: 1 }),
      weights('w', [3, 5], [1, 0, 3, -1, 0.5, 0, 2, 1, 0.5, -2, -1, 0.25, 0, 2, 1]),
    ],
    [['input_1', FLOAT, 'unk__616', sidePx, sidePx, 3]],
    [['dense_3', FLOAT, 'unk__617', 5]],
  ),
});

/** Hugging Face, a DistilBERT by optimum: the highest of its words counts. */
export const distilbert = (): Files => ({
  'model.onnx': onnxFile(
    [
      node('Gather', ['w', 'input_ids'], 'each'),
      node('Cast', ['attention_mask'], 'mask', { to: FLOAT }),
      node('Unsqueeze', ['mask'], 'masks', { axes: [2] }),
      node('Mul', ['each', 'masks'], 'masked'),
      node('ReduceMax', ['masked'], 'logits', { axes: [1], keepdims: 0 }),
      weights('w', [5, 2], [-8, -8, -8, -8, -8, -8, 3, -8, -8, 2]),
    ],
    [
      ['input_ids', INT64, 'batch_size', 'sequence_length'],
      ['attention_mask', INT64, 'batch_size', 'sequence_length'],
    ],
    [['logits', FLOAT, 'batch_size', 2]],
  ),
  'config.json': { model_type: 'distilbert', id2label: { '0': 'THREAT', '1': 'NEUTRAL' }, max_position_embeddings: 512 },
  'tokenizer_config.json': { tokenizer_class: 'DistilBertTokenizer', model_max_length: 8 },
  'tokenizer.json': tokenizerJson(),
});
