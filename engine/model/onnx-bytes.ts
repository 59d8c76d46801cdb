/** An ONNX graph of a few nodes, written by hand (github.com/onnx/onnx/blob/main/onnx/onnx.proto has the numbers of the fields). */
const OPSET = 20;
const IR_VERSION = 10;
const [FLOAT, INT64] = [1, 7];

type Bytes = readonly number[];

/**
 * For each name: rows `in.<name>.<piece>` (N, width), of which those at `at.<piece>` (n) stand in `out.<name>`, piece behind piece.
 */
export function collectGraph(names: readonly string[], pieces: number, width: number): Uint8Array {
  const all = Array.from({ length: pieces }, (_, i) => i);
  const nodes = names.flatMap((name) => {
    const parts = all.map((i) => (pieces === 1 ? `out.${name}` : `part.${name}.${i}`));
    const gathers = all.map((i) => node('Gather', [`in.${name}.${i}`, `at.${i}`], parts[i] ?? ''));
    return pieces === 1
      ? gathers
      : [...gathers, node('Concat', parts, `out.${name}`, message(5, [...text(1, 'axis'), ...integer(3, 0), ...integer(20, 2)]))];
  });
  const inputs = [
    ...all.map((i) => value(`at.${i}`, INT64, `n${i}`)),
    ...names.flatMap((name) => all.map((i) => value(`in.${name}.${i}`, FLOAT, `N${i}`, width))),
  ];
  const graph = [
    ...nodes.flatMap((one) => message(1, one)),
    ...text(2, 'collect'),
    ...inputs.flatMap((one) => message(11, one)),
    ...names.flatMap((name) => message(12, value(`out.${name}`, FLOAT, 'N', width))),
  ];
  return Uint8Array.from([...integer(1, IR_VERSION), ...message(7, graph), ...message(8, [...text(1, ''), ...integer(2, OPSET)])]);
}

const node = (kind: string, inputs: readonly string[], output: string, attribute: Bytes = []): Bytes => [
  ...inputs.flatMap((input) => text(1, input)),
  ...text(2, output),
  ...text(3, output),
  ...text(4, kind),
  ...attribute,
];

/** A name, an element type and a shape, of which some axes are free. */
function value(name: string, type: number, ...axes: readonly (number | string)[]): Bytes {
  const shape = axes.flatMap((axis) => message(1, typeof axis === 'number' ? integer(1, axis) : text(2, axis)));
  return [...text(1, name), ...message(2, message(1, [...integer(1, type), ...message(2, shape)]))];
}

// Protocol buffers: a field is its number and kind (0 an integer, 2 bytes with their length before them), then its content.
const varint = (number: number): Bytes => (number < 128 ? [number] : [(number & 127) | 128, ...varint(number >>> 7)]);
const integer = (field: number, number: number): Bytes => [...varint(field << 3), ...varint(number)];
const message = (field: number, content: Bytes): Bytes => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const text = (field: number, content: string): Bytes => message(field, [...Buffer.from(content)]);
