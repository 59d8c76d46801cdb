/** A text classifier small enough to be done by hand: each word has a number for each label, and the highest of a text counts. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOAT, INT64, message, tensorType } from './onnx.ts';

/** Gather(weights, ids) → ReduceMax over the tokens: (1, T) → (1, labels). `weights`: a row for each id. */
function graphOf(weights: readonly (readonly number[])[]): Uint8Array {
  const labels = weights[0]?.length ?? 0;
  const values = new Uint8Array(Float32Array.from(weights.flat()).buffer);
  const initializer = message([1, weights.length], [1, labels], [2, FLOAT], [8, 'weights'], [9, values]);
  const gather = message([1, 'weights'], [1, 'input_ids'], [2, 'each'], [4, 'Gather']);
  const axes = message([1, 'axes'], [8, 1], [20, 7]);
  const keep = message([1, 'keepdims'], [3, 0], [20, 2]);
  const highest = message([1, 'each'], [2, 'logits'], [4, 'ReduceMax'], [5, axes], [5, keep]);
  const input = message([1, 'input_ids'], [2, tensorType(INT64, 'batch', 'sequence')]);
  const output = message([1, 'logits'], [2, tensorType(FLOAT, 'batch', labels)]);
  const graph = message([1, gather], [1, highest], [2, 'words'], [5, initializer], [11, input], [12, output]);
  return message([1, 8], [7, graph], [8, message([1, ''], [2, 13])]);
}

const WORDS: Readonly<Record<string, readonly number[]>> = {
  '[UNK]': [-8, -8],
  '[CLS]': [-8, -8],
  '[SEP]': [-8, -8],
  smite: [3, -8],
  flower: [-8, 2],
};

export function tokenizerJson(): object {
  const words = Object.keys(WORDS);
  return {
    version: '1.0',
    added_tokens: words
      .slice(0, 3)
      .map((content, id) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: { '[CLS]': { id: '[CLS]', ids: [1], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [2], tokens: ['[SEP]'] } },
    },
    decoder: null,
    model: {
      type: 'WordPiece',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: '[UNK]',
    },
  };
}

/** Writes a folder whose classifier takes `smite` for violence (.95) and `flower` for nothing that a policy knows. */
export function writeWordClassifier(dir: string, changes: object = {}): void {
  const graph = graphOf(Object.values(WORDS));
  writeFileSync(join(dir, 'words.onnx'), graph);
  writeFileSync(join(dir, 'tokenizer.json'), JSON.stringify(tokenizerJson()));
  writeFileSync(
    join(dir, 'classifier.json'),
    JSON.stringify({
      format: 'dreamthread.word-classifier/1',
      id: 'by-hand',
      file: { name: 'words.onnx', sha256: createHash('sha256').update(graph).digest('hex') },
      tokens: 8,
      output: { name: 'logits', activation: 'sigmoid' },
      labels: [{ label: 'blow', category: 'violence' }, { label: 'plant' }],
      ...changes,
    }),
  );
}
