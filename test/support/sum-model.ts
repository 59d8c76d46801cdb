/**
 * A language model small enough to be done by hand: an id is its own embedding, a position's key is its embedding and its value
 * the negative of it, the next token is the sum of all of them modulo V. A wrong cache shows in the next token.
 */
import { expect } from 'vitest';
import type { LanguageModel } from '../../engine/model/context.ts';
import { languageSteps } from '../../engine/model/language-steps.ts';
import type { Manifest } from '../../engine/model/manifest.ts';
import type { Feed, Graph } from '../../engine/model/session.ts';
import { Steps } from '../../engine/model/steps.ts';

export const V = 1000;
export const [BOS, EOS, DREAM_START, DREAM_END, IMAGE_START, IMAGE_END] = [1, 2, 3, 4, 5, 6];

const numbers = (feed: Feed | undefined) => Array.from(feed?.data ?? [], Number);

const graph = (run: (feeds: Readonly<Record<string, Feed>>) => Record<string, Float32Array>): Graph => ({
  free: new Set(),
  async run(feeds) {
    const outputs = run(feeds as Readonly<Record<string, Feed>>);
    return (name) => outputs[name] ?? new Float32Array();
  },
  release: async () => {},
});

type Parts = Parameters<typeof languageSteps>[0];

/** `onRun` sees what each call of the language model is fed, before it runs. `move` puts its graph where `onCard` has it. */
export function sumModel(
  contextTokens = 1024,
  onRun?: (feeds: Readonly<Record<string, Feed>>) => void,
  move: (parts: Parts) => Parts = (parts) => parts,
): LanguageModel {
  const language: Manifest['language'] = { hiddenSize: 1, layers: 1, kvHeads: 1, headDim: 1, vocabSize: V, contextTokens };
  const tokens: Manifest['tokens'] = {
    bos: BOS,
    eos: EOS,
    dreamStart: DREAM_START,
    dreamEnd: DREAM_END,
    imageStart: IMAGE_START,
    imageEnd: IMAGE_END,
    suppressed: [0],
  };
  const dream: Manifest['dream'] = { queries: 3, file: 'q', conditionWidth: 1, unconditional: 'zeros' };
  const template = { system: '11 12', user: '13', assistant: '14' };
  const manifest = { language, tokens, dream, template } as Manifest;
  const graphs = {
    embedTokens: graph(({ input_ids }) => ({ embeds: Float32Array.from(numbers(input_ids)) })),
    languageModel: graph((feeds) => {
      onRun?.(feeds);
      return sums(feeds);
    }),
    conditionHead: graph(({ hidden }) => ({ condition: Float32Array.from(numbers(hidden), (value) => value + 1) })),
  };
  return {
    manifest,
    tokenizer: {
      encode: (text) => text.split(' ').map(Number),
      encodeNext: (text) => text.split(' ').map(Number),
      decode: (ids) => ids.join(' '),
      stream: () => ({ push: (id) => `${id} `, end: () => '.' }),
    },
    graphs,
    dreamQueries: Float32Array.of(7, 8, 9),
    steps: languageSteps(move({ manifest, graphs }), new Steps()),
  };
}

function sums(feeds: Readonly<Record<string, Feed>>): Record<string, Float32Array> {
  const { inputs_embeds, attention_mask, position_ids } = feeds;
  const [rows = 0, count = 0] = inputs_embeds?.shape ?? [];
  const past = feeds['past.0.key']?.shape[1] ?? 0;
  expect(feeds['past.0.key']?.shape).toEqual([rows, past, 1, 1]);
  expect(attention_mask?.shape).toEqual([rows, past + count]);
  const keys = numbers(feeds['past.0.key']);
  expect(numbers(feeds['past.0.value']).map((value) => -value)).toEqual(keys.map((key) => key || -0));
  const fresh = numbers(inputs_embeds);
  const logits = new Float32Array(rows * V);
  for (let row = 0; row < rows; row++) {
    const real = numbers(attention_mask).slice(row * (past + count), (row + 1) * (past + count));
    const seen = real.slice(0, past).reduce((sum, one) => sum + one, 0);
    expect(real).toEqual([...new Array(past - seen).fill(0), ...new Array(seen + count).fill(1)]); // padded on the left
    expect(numbers(position_ids).slice(row * count, (row + 1) * count)).toEqual(Array.from({ length: count }, (_, i) => seen + i));
    const all = [...keys.slice((row + 1) * past - seen, (row + 1) * past), ...fresh.slice(row * count, (row + 1) * count)];
    logits[row * V + (all.reduce((a, b) => a + b, 0) % V)] = 1;
  }
  return {
    hidden: Float32Array.from(fresh, (value) => 10 * value),
    logits,
    'present.0.key': Float32Array.from(fresh),
    'present.0.value': Float32Array.from(fresh, (value) => -value),
  };
}
