/** The few messages of onnx.proto that small graphs need, as protocol buffers: a field is its number and type, then its value. */
export type Field = readonly [number: number, value: number | string | Uint8Array];
const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]);
export function message(...fields: readonly Field[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [...varint(number << 3), ...varint(value)];
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
    }),
  );
}

export const [FLOAT, INT64] = [1, 7];
export const tensorType = (elementType: number, ...axes: readonly (number | string)[]): Uint8Array => {
  const shape = message(...axes.map((axis): Field => [1, message(typeof axis === 'number' ? [1, axis] : [2, axis])]));
  return message([1, message([1, elementType], [2, shape])]);
};

/** A node; attributes are integers, or lists of them. */
export const node = (
  kind: string,
  inputs: readonly string[],
  output: string,
  attributes: Record<string, number | readonly number[]> = {},
): Field => [
  1,
  message(
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [4, kind],
    ...Object.entries(attributes).map(
      ([name, value]): Field => [
        5,
        typeof value === 'number'
          ? message([1, name], [3, value], [20, 2])
          : message([1, name], ...value.map((one): Field => [8, one]), [20, 7]),
      ],
    ),
  ),
];

export const weights = (name: string, shape: readonly number[], values: readonly number[]): Field => [
  5,
  message(...shape.map((axis): Field => [1, axis]), [2, FLOAT], [8, name], [9, new Uint8Array(Float32Array.from(values).buffer)]),
];

/** A whole file. Inputs and outputs: name, element type and axes. */
export function onnxFile(
  inside: readonly Field[],
  inputs: readonly (readonly [string, number, ...(number | string)[]])[],
  outputs: readonly (readonly [string, number, ...(number | string)[]])[],
): Uint8Array {
  const value =
    (number: number) =>
    ([name, type, ...axes]: readonly [string, number, ...(number | string)[]]): Field => [
      number,
      message([1, name], [2, tensorType(type, ...axes)]),
    ];
  const graph = message(
    ...inside.filter(([number]) => number === 1),
    [2, 'made'],
    ...inside.filter(([number]) => number === 5),
    ...inputs.map(value(11)),
    ...outputs.map(value(12)),
  );
  return message([1, 8], [7, graph], [8, message([1, ''], [2, 11])]);
}
