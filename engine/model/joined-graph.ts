/**
 * Two graphs of the same weights as the branches of one. A session keeps one copy of weights that its branches share, as its kernels want
 * them; two sessions keep two, which for a language model and its loop would be half of all memory.
 */
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
  const graph = all(bytes, MODEL.graph)[0] ?? Buffer.alloc(0);
  return { inputs: all(graph, GRAPH.input).map(declared), outputs: all(graph, GRAPH.output).map(declared), bytes };
}

function declared(info: Buffer): Declared {
  const tensor = all(all(info, VALUE.type)[0] ?? Buffer.alloc(0), 1)[0] ?? Buffer.alloc(0);
  const type = fieldsOf(tensor).find(({ number }) => number === 1)?.integer === INT64 ? 'int64' : 'float32';
  const dims = all(all(tensor, 2)[0] ?? Buffer.alloc(0), 1);
  const shape = dims.map((dim) => textOf(dim, 2) || (fieldsOf(dim)[0]?.integer ?? ''));
  return { name: textOf(info, VALUE.name), isTensor: true, type, shape };
}

/** Outputs of the joined graph have names of their own: those of the branches are taken. */
export const joinedName = (output: string): string => `joined.${output}`;

/**
 * The first graph where `chooser`, an integer input of the second, is 0, else the second. Inputs are those of both; what a branch does
 * not give is one of its inputs instead. Undefined where the files can't be joined.
 */
export function joined(first: GraphFile, second: GraphFile, chooser: string): Uint8Array | undefined {
  const opsets = [first, second].map(({ bytes }) => Buffer.concat(all(bytes, MODEL.opset).sort(Buffer.compare)));
  if (!opsets[0]?.equals(opsets[1] ?? Buffer.alloc(0)) || [first, second].some(({ bytes }) => all(bytes, MODEL.functions).length > 0))
    return undefined;
  const graphs = [first, second].map(({ bytes }) => all(bytes, MODEL.graph)[0] ?? Buffer.alloc(0));
  const weights = graphs.map((graph) => new Map(all(graph, GRAPH.initializer).map((tensor) => [textOf(tensor, TENSOR.name), tensor])));
  const shared = [...(weights[0] ?? [])].filter(([name, tensor]) => weights[1]?.get(name)?.equals(tensor));
  const isShared = new Set(shared.map(([name]) => name));
  const outputs = new Map([...first.outputs, ...second.outputs].map((output) => [output.name, output]));
  const branch = (file: GraphFile, index: number): Buffer => {
    const given = new Set(file.outputs.map(({ name }) => name));
    const lacking = [...outputs.values()].filter(({ name }) => !given.has(name));
    const standIn = (type: string): string => file.inputs.find((input) => input.type === type)?.name ?? '';
    return Buffer.concat([
      ...all(graphs[index] ?? Buffer.alloc(0), GRAPH.node).map((one) => message(GRAPH.node, one)),
      ...lacking.map(({ name, type }) => node('Identity', [standIn(type)], [`none.${name}`])),
      text(GRAPH.name, `branch.${index}`),
      ...[...(weights[index] ?? [])].filter(([name]) => !isShared.has(name)).map(([, tensor]) => message(GRAPH.initializer, tensor)),
      ...[...outputs.values()].map(({ name, type }) => output(given.has(name) ? name : `none.${name}`, type)),
    ]);
  };
  const branches = [first, second].map(branch);
  const attribute = (name: string, graph: Buffer | undefined): Buffer =>
    message(NODE.attribute, text(ATTRIBUTE.name, name), message(ATTRIBUTE.graph, graph ?? Buffer.alloc(0)), integer(ATTRIBUTE.type, 5));
  const inputs = graphs.map((graph) => new Map(all(graph, GRAPH.input).map((info) => [textOf(info, VALUE.name), info])));
  return Buffer.concat([
    integer(MODEL.irVersion, fieldsOf(first.bytes).find(({ number }) => number === MODEL.irVersion)?.integer ?? 0),
    ...all(first.bytes, MODEL.opset).map((opset) => message(MODEL.opset, opset)),
    message(
      MODEL.graph,
      node('Equal', [chooser, 'joined.zero'], ['joined.isFirst']),
      node(
        'If',
        ['joined.isFirst'],
        [...outputs.keys()].map(joinedName),
        attribute('then_branch', branches[0]),
        attribute('else_branch', branches[1]),
      ),
      text(GRAPH.name, 'joined'),
      ...shared.map(([, tensor]) => message(GRAPH.initializer, tensor)),
      message(GRAPH.initializer, integer(TENSOR.type, INT64), text(TENSOR.name, 'joined.zero'), message(TENSOR.raw, Buffer.alloc(8))),
      ...[...new Map([...(inputs[1] ?? []), ...(inputs[0] ?? [])]).values()].map((info) => message(GRAPH.input, info)),
      ...[...outputs.values()].map(({ name, type }) => output(joinedName(name), type)),
    ),
  ]);
}

const output = (name: string, type: Declared['type']): Buffer => value(GRAPH.output, name, type === 'int64' ? INT64 : FLOAT);
