/**
 * A graph and a loop over the same weights, as one graph: a session keeps one copy of weights that its nodes share, as its kernels want
 * them; two sessions keep two, which for a language model and its loop would be half of all memory.
 *
 * The loop's graph stays as it is, and beside its nodes stands an `If` whose one branch is the other graph, the reader, under new names.
 * So each node is at most one graph below the weights: from further out ONNX Runtime 1.30 does not prepare them for its kernels, and widens
 * quantised ones again in every call (DECISIONS 55).
 */
import { createHash } from 'node:crypto';
import {
  ATTRIBUTE,
  all,
  FLOAT,
  fieldsOf,
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
  VALUE,
  value,
} from './onnx-bytes.ts';

/** What a file says of an input or output, as ONNX Runtime would. */
interface Declared {
  readonly name: string;
  readonly isTensor: true;
  readonly type: 'float32' | 'int64';
  readonly shape: readonly (number | string)[];
}

export interface GraphFile {
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
  readonly bytes: Buffer;
}

export function graphFile(bytes: Buffer): GraphFile {
  const graph = graphIn(bytes);
  return { inputs: all(graph, GRAPH.input).map(declared), outputs: all(graph, GRAPH.output).map(declared), bytes };
}

function declared(info: Buffer): Declared {
  const tensor = all(all(info, VALUE.type)[0] ?? Buffer.alloc(0), 1)[0] ?? Buffer.alloc(0);
  const type = fieldsOf(tensor).find(({ number }) => number === 1)?.integer === INT64 ? 'int64' : 'float32';
  const dims = all(all(tensor, 2)[0] ?? Buffer.alloc(0), 1);
  const shape = dims.map((dim) => textOf(dim, 2) || (fieldsOf(dim)[0]?.integer ?? ''));
  return { name: textOf(info, VALUE.name), isTensor: true, type, shape };
}

/** Names of the reader's inputs and outputs in the joined graph; the loop's are as they were. */
export const readerInput = (name: string): string => `reader.${name}`;
export const readerOutput = (name: string): string => `read.${name}`;

/**
 * Gives the reader's outputs where `turns`, the loop's input of how often it goes round, is 0, and else the loop's; of the other one it
 * computes next to nothing. Undefined where the two can't be joined.
 */
export function joined(reader: GraphFile, loop: GraphFile, turns: string): Uint8Array | undefined {
  const opsets = [reader, loop].map(({ bytes }) => Buffer.concat(all(bytes, MODEL.opset).sort(Buffer.compare)));
  if (!opsets[0]?.equals(opsets[1] ?? Buffer.alloc(0)) || [reader, loop].some(({ bytes }) => all(bytes, MODEL.functions).length > 0))
    return undefined;
  const [graph, outer] = [graphIn(reader.bytes), graphIn(loop.bytes)];
  if (all(graph, GRAPH.node).some(holdsGraphs)) return undefined; // names in them would have to be changed, too
  const { names, nodes, weights } = without(graph, outer);
  const renamed = (name: string): string => (name === '' ? '' : (names.get(name) ?? readerInput(name)));
  const outputs = reader.outputs.map(({ name, type }) => ({ name, type: type === 'int64' ? INT64 : FLOAT }));
  const reads = [
    ...nodes.map((one) => message(GRAPH.node, renaming(one, [NODE.input, NODE.output], renamed))),
    ...weights.map((tensor) => message(GRAPH.initializer, renaming(tensor, [TENSOR.name], renamed))),
    text(GRAPH.name, 'reader'),
    ...outputs.map(({ name, type }) => value(GRAPH.output, renamed(name), type)),
  ];
  const standIn = (type: number): string => reader.inputs.find((input) => (input.type === 'int64' ? INT64 : FLOAT) === type)?.name ?? '';
  const rests = [
    ...outputs.map(({ name, type }) => node('Identity', [readerInput(standIn(type))], [`none.${name}`])),
    text(GRAPH.name, 'none'),
    ...outputs.map(({ name, type }) => value(GRAPH.output, `none.${name}`, type)),
  ];
  const branch = (name: string, content: readonly Buffer[]): Buffer =>
    message(NODE.attribute, text(ATTRIBUTE.name, name), message(ATTRIBUTE.graph, ...content), integer(ATTRIBUTE.type, 5));
  const added = message(
    MODEL.graph,
    node('Equal', [turns, 'joined.zero'], ['joined.reads']),
    node(
      'If',
      ['joined.reads'],
      outputs.map(({ name }) => readerOutput(name)),
      branch('then_branch', reads),
      branch('else_branch', rests),
    ),
    message(GRAPH.initializer, integer(TENSOR.type, INT64), text(TENSOR.name, 'joined.zero'), message(TENSOR.raw, Buffer.alloc(8))),
    ...all(graph, GRAPH.input).map((info) => message(GRAPH.input, renaming(info, [VALUE.name], renamed))),
    ...outputs.map(({ name, type }) => value(GRAPH.output, readerOutput(name), type)),
  );
  return Buffer.concat([loop.bytes, added]); // Protocol Buffers put two messages of one field together
}

/**
 * What of a graph is left to compute beside another one, and the names that the rest has there: weights of the same content, and what the same
 * nodes make of them alone, such as half precision widened.
 */
function without(graph: Buffer, other: Buffer) {
  const known = new Map<string, readonly string[]>();
  for (const tensor of all(other, GRAPH.initializer)) known.set(contentOf(tensor, [TENSOR.name]), [textOf(tensor, TENSOR.name)]);
  for (const one of all(other, GRAPH.node)) known.set(sameNode(one, textsOf(one, NODE.input)), textsOf(one, NODE.output));

  const names = new Map<string, string>();
  const isKnown = (made: readonly string[], theirs: readonly string[] | undefined): boolean => {
    if (theirs?.length !== made.length) return false;
    for (const [i, name] of made.entries()) names.set(name, theirs[i] ?? '');
    return true;
  };
  const weights = all(graph, GRAPH.initializer).filter(
    (tensor) => !isKnown([textOf(tensor, TENSOR.name)], known.get(contentOf(tensor, [TENSOR.name]))),
  );
  const nodes = all(graph, GRAPH.node).filter((one) => {
    const inputs = textsOf(one, NODE.input).map((name) => names.get(name));
    const areKnown = inputs.every((name) => name !== undefined);
    return !areKnown || !isKnown(textsOf(one, NODE.output), known.get(sameNode(one, inputs)));
  });
  return { names, nodes, weights };
}

const sameNode = (one: Buffer, inputs: readonly (string | undefined)[]): string =>
  [contentOf(one, [NODE.input, NODE.output, NODE.name]), ...inputs].join('\n');

/** A digest of a message without some of its fields. */
function contentOf(bytes: Buffer, left: readonly number[]): string {
  const hash = createHash('sha256');
  for (const { number, whole } of fieldsOf(bytes)) if (!left.includes(number)) hash.update(whole);
  return hash.digest('base64');
}

/** A message in which the texts of some fields are others. */
const renaming = (bytes: Buffer, numbers: readonly number[], renamed: (name: string) => string): Buffer =>
  Buffer.concat(
    fieldsOf(bytes).map(({ number, content, whole }) => (numbers.includes(number) ? text(number, renamed(content.toString())) : whole)),
  );

const graphIn = (model: Buffer): Buffer => all(model, MODEL.graph)[0] ?? Buffer.alloc(0);
const textsOf = (bytes: Buffer, number: number): string[] => all(bytes, number).map((content) => content.toString());
const holdsGraphs = (one: Buffer): boolean => all(one, NODE.attribute).some((attribute) => all(attribute, ATTRIBUTE.graph).length > 0);
