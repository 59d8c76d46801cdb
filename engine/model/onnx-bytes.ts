/**
 * ONNX files as they are written: Protocol Buffers (github.com/onnx/onnx/blob/main/onnx/onnx.proto has the numbers of the fields). A field is
 * its number and kind (0 an integer, 2 bytes with their length before them), then its content.
 */
export const IR_VERSION = 10;
export const OPSET = 20;
/** Numbers of element types. */
export const [FLOAT, INT64] = [1, 7];
/** Numbers of fields, by message. */
export const MODEL = { irVersion: 1, graph: 7, opset: 8, functions: 25 } as const;
export const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
export const NODE = { input: 1, output: 2, name: 3, kind: 4, attribute: 5 } as const;
export const ATTRIBUTE = { name: 1, integer: 3, graph: 6, type: 20 } as const;
export const TENSOR = { type: 2, name: 8, raw: 9, external: 13 } as const;
export const VALUE = { name: 1, type: 2 } as const;

export interface Field {
  readonly number: number;
  /** Of an integer. */
  readonly integer: number;
  /** Of bytes. */
  readonly content: Buffer;
  /** With number and length. */
  readonly whole: Buffer;
}

/** The fields of a message, in order. */
export function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    const kind = tag & 7;
    const integer = kind === 0 || kind === 2 ? varint() : 0;
    const from = at;
    at += kind === 2 ? integer : kind === 1 ? 8 : kind === 5 ? 4 : 0;
    fields.push({ number: tag >>> 3, integer, content: message.subarray(from, at), whole: message.subarray(start, at) });
  }
  return fields;
}

/** The contents of the fields of one number. */
export const all = (message: Buffer, number: number): Buffer[] =>
  fieldsOf(message)
    .filter((field) => field.number === number)
    .map(({ content }) => content);

export const textOf = (message: Buffer, number: number): string => all(message, number)[0]?.toString() ?? '';

function varint(number: number): Buffer {
  const bytes: number[] = [];
  for (let left = number; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left & 127) | 128);
  }
}

export const integer = (field: number, number: number): Buffer => Buffer.concat([varint(field << 3), varint(number)]);

export function message(field: number, ...content: readonly Buffer[]): Buffer {
  const whole = Buffer.concat(content);
  return Buffer.concat([varint((field << 3) | 2), varint(whole.length), whole]);
}

export const text = (field: number, content: string): Buffer => message(field, Buffer.from(content));

export function node(kind: string, inputs: readonly string[], outputs: readonly string[], ...attributes: readonly Buffer[]): Buffer {
  return message(
    GRAPH.node,
    ...inputs.map((input) => text(NODE.input, input)),
    ...outputs.map((output) => text(NODE.output, output)),
    text(NODE.name, outputs[0] ?? ''),
    text(NODE.kind, kind),
    ...attributes,
  );
}

/** A name and an element type, with a shape, of which some axes may be free, or of any shape. */
export function value(field: number, name: string, type: number, axes?: readonly (number | string)[]): Buffer {
  const dims = axes?.map((axis) => message(1, typeof axis === 'number' ? integer(1, axis) : text(2, axis)));
  return message(field, text(VALUE.name, name), message(VALUE.type, message(1, integer(1, type), ...(dims ? [message(2, ...dims)] : []))));
}
