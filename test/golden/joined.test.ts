/** A language model and its loop in one session: what each gives alone, and one copy of what they share. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { graphFile, joined } from '../../engine/model/joined-graph.ts';
import { graphShapes, type Manifest } from '../../engine/model/manifest.ts';
import { all, GRAPH, MODEL, TENSOR, textOf } from '../../engine/model/onnx-bytes.ts';
import { type Feed, openGraph, openJoined } from '../../engine/model/session.ts';

const OPTIONS = { device: 'cpu', threads: 1 } as const;

describe.each(['one-key-head/model', 'qwen-pooled/model'])('%s', (name) => {
  const folder = fileURLToPath(new URL(name, import.meta.url));
  const manifest: Manifest = JSON.parse(readFileSync(`${folder}/model.json`, 'utf8'));
  const { language, graphs } = manifest;
  const shapes = graphShapes(manifest);
  const part = (graph: 'languageModel' | 'decodeLoop') => ({ path: `${folder}/${graphs[graph]}`, expected: shapes[graph] });
  const parts = [part('languageModel'), part('decodeLoop')] as const;
  const file = (index: 0 | 1) => graphFile(readFileSync(parts[index].path));

  const numbers = (...shape: number[]): Feed => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.7 * i)),
  });
  const integers = (shape: readonly number[], ...values: number[]): Feed => ({ shape, data: BigInt64Array.from(values, BigInt) });
  const names = Array.from({ length: language.layers }, (_, i) => [`${i}.key`, `${i}.value`]).flat();
  const past = Object.fromEntries(names.map((one) => [`past.${one}`, numbers(2, 3, language.kvHeads, language.headDim)]));
  const reading = {
    ...past,
    inputs_embeds: numbers(2, 4, language.hiddenSize),
    attention_mask: integers([2, 7], ...new Array(14).fill(1)),
    position_ids: integers([2, 4], 3, 4, 5, 6, 3, 4, 5, 6),
  };
  const writing = {
    ...past,
    input_ids: integers([2, 1], 7, 9),
    seen: { shape: [2, language.vocabSize], data: new Float32Array(2 * language.vocabSize) },
    attention_mask: integers([2, 3], 1, 1, 1, 0, 1, 1),
    position_ids: integers([2, 1], 3, 2),
    bias: numbers(2, language.vocabSize),
    sampling: { shape: [2, 4], data: Float32Array.of(0.8, 0.9, 50, 1, 0, 1, language.vocabSize, 1) },
    uniforms: { shape: [2, 5], data: new Float32Array(10).fill(0.4) },
    ends: integers([1], manifest.tokens.eos),
    steps: integers([], 5),
  };

  it('gives what the two give', async () => {
    const alone = [
      await openGraph(parts[0].path, parts[0].expected, {}, OPTIONS),
      await openGraph(parts[1].path, parts[1].expected, {}, OPTIONS),
    ];
    const together = await openJoined(parts, 'steps', {}, OPTIONS);
    const present = names.map((one) => `present.${one}`);
    for (const [i, feeds, outputs] of [
      [0, reading, ['hidden', 'logits', ...present]],
      [1, writing, ['likely', 'logits', ...present]],
      [0, reading, ['logits']],
    ] as const) {
      const [expected, found] = [await alone[i]?.run(feeds), await together?.[i].run(feeds)];
      for (const output of outputs) {
        expect(found?.(output).length).toBeGreaterThan(0);
        expect(found?.(output)).toEqual(expected?.(output));
      }
    }
    await Promise.all([...alone, ...(together ?? [])].map((graph) => graph.release()));
  });

  it('holds the weights of both once', () => {
    const bytes = Buffer.from(joined(file(0), file(1), 'steps') ?? []);
    const initializers = (graph: Buffer | undefined) => all(graph ?? Buffer.alloc(0), GRAPH.initializer);
    const outer = new Set(initializers(all(bytes, MODEL.graph)[0]).map((tensor) => textOf(tensor, TENSOR.name)));
    const large = initializers(all(file(0).bytes, MODEL.graph)[0]).filter((tensor) => all(tensor, TENSOR.external).length > 0);
    expect(large.length).toBeGreaterThan(10);
    expect(large.map((tensor) => textOf(tensor, TENSOR.name)).filter((one) => !outer.has(one))).toEqual([]);
  });

  it('is not made of files for different versions of ONNX, nor of one that is not as the manifest says', async () => {
    const bytes = Buffer.concat(
      [...[file(1).bytes].flatMap((model) => [model]), Buffer.from([8 * MODEL.opset + 2, 4, 10, 0, 16, 19])], // one more opset
    );
    expect(joined(file(0), graphFile(bytes), 'steps')).toBeUndefined();
    const swapped = [parts[1], parts[0]] as const;
    await expect(openJoined([{ ...swapped[0], expected: parts[0].expected }, swapped[1]], 'steps', {}, OPTIONS)).rejects.toThrow(
      /does not fit model.json/,
    );
  });
});
