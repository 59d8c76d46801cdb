/** A graph made here, of nodes that a graphics card can run: positions gathered out of tensors, one piece behind the other. */
import { ATTRIBUTE, FLOAT, GRAPH, INT64, IR_VERSION, integer, MODEL, message, NODE, node, OPSET, text, value } from './onnx-bytes.ts';

/**
 * For each name: rows `in.<name>.<piece>` (N, width), of which those at `at.<piece>` (n) stand in `out.<name>`, piece behind piece.
 */
export function collectGraph(names: readonly string[], pieces: number, width: number): Uint8Array {
  const each = Array.from({ length: pieces }, (_, i) => i);
  const axis = message(NODE.attribute, text(ATTRIBUTE.name, 'axis'), integer(ATTRIBUTE.integer, 0), integer(ATTRIBUTE.type, 2));
  const nodes = names.flatMap((name) => {
    const parts = each.map((i) => (pieces === 1 ? `out.${name}` : `part.${name}.${i}`));
    const gathers = each.map((i) => node('Gather', [`in.${name}.${i}`, `at.${i}`], [parts[i] ?? '']));
    return pieces === 1 ? gathers : [...gathers, node('Concat', parts, [`out.${name}`], axis)];
  });
  const graph = message(
    MODEL.graph,
    ...nodes,
    text(GRAPH.name, 'collect'),
    ...each.map((i) => value(GRAPH.input, `at.${i}`, INT64, [`n${i}`])),
    ...names.flatMap((name) => each.map((i) => value(GRAPH.input, `in.${name}.${i}`, FLOAT, [`N${i}`, width]))),
    ...names.map((name) => value(GRAPH.output, `out.${name}`, FLOAT, ['N', width])),
  );
  return Buffer.concat([integer(MODEL.irVersion, IR_VERSION), graph, message(MODEL.opset, text(1, ''), integer(2, OPSET))]);
}
