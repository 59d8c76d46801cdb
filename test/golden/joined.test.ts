/** A language model and its loop in one session: what each gives alone, and one copy of what they share. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { graphFile, joined } from '../../engine/model/joined-graph.ts';
import { graphShapes, type Manifest } from '../../engine/model/manifest.ts';
import {
  ATTRIBUTE,
  all,
  FLOAT,
  GRAPH,
  INT64,
  integer,
  MODEL,
  message,
  NODE,
  node,
  TENSOR,
  text,
  textOf,
  value,
} from '../../engine/model/onnx-bytes.ts';
import { type Feed, openGraph, openJoined } from '../../engine/model/session.ts';

const OPTIONS = { device: 'cpu', threads: 1 } as const;

interface Inner {
  readonly weights: ReadonlyMap<string, Buffer>;
  readonly nodes: readonly { readonly inputs: readonly string[] }[];
  readonly within: Inner | undefined;
}

/** A graph and those inside of its nodes. */
function graphsOf(bytes: Buffer | undefined, within?: Inner): Inner[] {
  const graph = bytes ?? Buffer.alloc(0);
  const nodes = all(graph, GRAPH.node);
  const inner: Inner = {
    weights: new Map(all(graph, GRAPH.initializer).map((tensor) => [textOf(tensor, TENSOR.name), tensor])),
    nodes: nodes.map((one) => ({ inputs: all(one, NODE.input).map(String) })),
    within,
  };
  const bodies = nodes.flatMap((one) => all(one, NODE.attribute).flatMap((attribute) => all(attribute, ATTRIBUTE.graph)));
  return [inner, ...bodies.flatMap((body) => graphsOf(body, inner))];
}

describe.each(['one-key-head/model', 'qwen-pooled/model', 'tiny-ddpm', '../../models/pocket'])('%s', (name) => {
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

  it('holds each weight once, and no further out than the graph around a node', () => {
    const [reader, loop] = [file(0), file(1)];
    const graphs = graphsOf(all(Buffer.from(joined(reader, loop, 'steps') ?? []), MODEL.graph)[0]);
    const [outer] = graphs;
    const places = graphs.flatMap(({ weights }) => [...weights.values()].flatMap((tensor) => all(tensor, TENSOR.external).join()));
    const large = places.filter((place) => place !== '');
    expect(large.length).toBeGreaterThan(10);
    expect(new Set(large).size).toBe(large.length);
    for (const graph of graphs.slice(1)) {
      expect(graph.within).toBe(outer);
      // What could be made of weights alone is made outside, once.
      const alone = graph.nodes.filter(({ inputs }) => inputs.length > 0 && inputs.every((name) => outer?.weights.has(name)));
      expect(alone).toEqual([]);
    }
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

/**
 * With activations in 8 bits, as the kernels take them from weights that were prepared for them; where they were not, the runtime widens them
 * and computes in float32, which is other numbers and, in full size, seconds for each token.
 */
it('computes with quantised weights as the two do', async () => {
  const [wide, rows] = [64, 32];
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, (_, i) => (i * i * 37) % 256));
  const scales = Buffer.from(Float32Array.from({ length: 2 * rows }, (_, i) => 0.01 + 0.003 * Math.sin(i)).buffer);
  const tensor = (name: string, type: number, dims: number[], raw: Buffer) =>
    message(
      GRAPH.initializer,
      ...dims.map((dim) => integer(1, dim)),
      integer(TENSOR.type, type),
      text(TENSOR.name, name),
      message(TENSOR.raw, raw),
    );
  const weights = [tensor('weight', 2, [rows, 2, 16], bytes((rows * wide) / 2)), tensor('scales', FLOAT, [2 * rows], scales)];
  const times = (input: string, output: string) => {
    const options = Object.entries({ K: wide, N: rows, bits: 4, block_size: 32, accuracy_level: 4 }).map(([name, number]) =>
      message(NODE.attribute, text(ATTRIBUTE.name, name), integer(ATTRIBUTE.integer, number), integer(ATTRIBUTE.type, 2)),
    );
    return node('MatMulNBits', [input, 'weight', 'scales'], [output], ...options, text(7, 'com.microsoft'));
  };
  const model = (...graph: Buffer[]) =>
    Buffer.concat([
      integer(MODEL.irVersion, 10),
      message(MODEL.opset, text(1, ''), integer(2, 20)),
      message(MODEL.opset, text(1, 'com.microsoft'), integer(2, 1)),
      message(MODEL.graph, ...graph, text(GRAPH.name, 'graph'), ...weights),
    ]);
  const BOOL = 9;
  const body = message(
    ATTRIBUTE.graph,
    times('start', 'step.made'),
    node('Identity', ['step.going'], ['step.goes']),
    text(GRAPH.name, 'body'),
    value(GRAPH.input, 'step.index', INT64, []),
    value(GRAPH.input, 'step.going', BOOL, []),
    value(GRAPH.output, 'step.goes', BOOL, []),
    value(GRAPH.output, 'step.made', FLOAT, [1, rows]),
  );
  const float = (name: string, ...shape: (number | string)[]) => ({ name, dtype: 'float32', shape }) as const;
  const files = [
    model(times('rows', 'hidden'), value(GRAPH.input, 'rows', FLOAT, ['T', wide]), value(GRAPH.output, 'hidden', FLOAT, ['T', rows])),
    model(
      node('Loop', ['steps', ''], ['made'], message(NODE.attribute, text(ATTRIBUTE.name, 'body'), body, integer(ATTRIBUTE.type, 5))),
      value(GRAPH.input, 'start', FLOAT, [1, wide]),
      value(GRAPH.input, 'steps', INT64, []),
      value(GRAPH.output, 'made', FLOAT, ['K', 1, rows]),
    ),
  ] as const;
  const folder = mkdtempSync(join(tmpdir(), 'joined-'));
  const paths = files.map((content, i) => {
    writeFileSync(join(folder, `${i}.onnx`), content);
    return join(folder, `${i}.onnx`);
  });
  const parts = [
    { path: paths[0] ?? '', expected: { inputs: [float('rows', 'T', wide)], outputs: [float('hidden', 'T', rows)] } },
    {
      path: paths[1] ?? '',
      expected: { inputs: [float('start', 1, wide), { name: 'steps', dtype: 'int64', shape: [] }], outputs: [float('made', 'K', 1, rows)] },
    },
  ] as const;
  const data = Float32Array.from({ length: wide }, (_, i) => Math.sin(1.7 * i));
  const feeds = [
    { rows: { data, shape: [1, wide] } },
    { start: { data, shape: [1, wide] }, steps: { data: BigInt64Array.of(3n), shape: [] } },
  ];
  const alone = await Promise.all(parts.map(({ path, expected }) => openGraph(path, expected, {}, OPTIONS)));
  const together = await openJoined(parts, 'steps', {}, OPTIONS);
  for (const [i, output] of ['hidden', 'made'].entries()) {
    const expected = await alone[i]?.run(feeds[i] ?? {});
    expect((await together?.[i]?.run(feeds[i] ?? {}))?.(output)).toEqual(expected?.(output));
  }
  await Promise.all([...alone, ...(together ?? [])].map((graph) => graph.release()));
  rmSync(folder, { recursive: true });
});
