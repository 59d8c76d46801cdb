/**
 * A LLaMA of random weights as a GGUF file (version 3, github.com/ggml-org/ggml/blob/master/docs/gguf.md), for llama.cpp to run beside a
 * model folder of the same sizes: 4 bits a weight in blocks of 32 (Q4_0), the output layer in 8 (Q8_0), norms in float32.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { tokenUniform } from '../../../engine/model/sampler.ts';

export interface LlamaSizes {
  readonly hiddenSize: number;
  readonly innerSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly vocabSize: number;
  readonly contextTokens: number;
}

/** Of a tensor: GGUF's number of its type, the numbers of a block and the bytes of a block. */
const F32 = { type: 0, numbers: 1, bytes: 4 };
const Q4 = { type: 2, numbers: 32, bytes: 18 };
const Q8 = { type: 8, numbers: 32, bytes: 34 };
type Kind = typeof F32;

interface TensorPlan {
  readonly name: string;
  /** The length of a row first. */
  readonly shape: readonly number[];
  readonly kind: Kind;
}

const ALIGNMENT = 32;
/** Blocks that all weights are cut from: a prime, so that rows do not repeat. */
const TABLE_BLOCKS = 65_537;

export function writeGguf(path: string, sizes: LlamaSizes): void {
  const file = openSync(path, 'w');
  const tensors = plan(sizes);
  const tables = new Map([Q4, Q8].map((kind) => [kind, table(kind, sizes.hiddenSize)]));
  const header = headerOf(sizes, tensors);
  writeSync(file, padded(header));
  for (const { shape, kind } of tensors) {
    const count = shape.reduce((a, b) => a * b, 1);
    const blocks = tables.get(kind);
    if (!blocks) writeSync(file, padded(Buffer.from(new Float32Array(count).fill(1).buffer)));
    else for (let left = bytesOf(count, kind); left > 0; ) left -= writeSync(file, blocks, 0, Math.min(left, blocks.length));
  }
  closeSync(file);
}

function plan({ hiddenSize, innerSize, layers, heads, kvHeads, vocabSize }: LlamaSizes): TensorPlan[] {
  const kvWidth = (hiddenSize / heads) * kvHeads;
  const norm = (name: string): TensorPlan => ({ name: `${name}.weight`, shape: [hiddenSize], kind: F32 });
  const matrix = (name: string, from: number, to: number, kind = Q4): TensorPlan => ({ name: `${name}.weight`, shape: [from, to], kind });
  const layer = (name: string): TensorPlan[] => [
    norm(`${name}.attn_norm`),
    matrix(`${name}.attn_q`, hiddenSize, hiddenSize),
    matrix(`${name}.attn_k`, hiddenSize, kvWidth),
    matrix(`${name}.attn_v`, hiddenSize, kvWidth),
    matrix(`${name}.attn_output`, hiddenSize, hiddenSize),
    norm(`${name}.ffn_norm`),
    matrix(`${name}.ffn_gate`, hiddenSize, innerSize),
    matrix(`${name}.ffn_up`, hiddenSize, innerSize),
    matrix(`${name}.ffn_down`, innerSize, hiddenSize),
  ];
  return [
    matrix('token_embd', hiddenSize, vocabSize),
    norm('output_norm'),
    matrix('output', hiddenSize, vocabSize, Q8),
    ...Array.from({ length: layers }, (_, i) => layer(`blk.${i}`)).flat(),
  ];
}

/** Blocks of random levels under one scale, which keeps a signal's size. */
function table(kind: Kind, width: number): Buffer {
  const blocks = Buffer.alloc(TABLE_BLOCKS * kind.bytes);
  const spread = kind === Q4 ? 4.6 : 74; // standard deviation of a level
  const scale = halfBits(1 / (spread * Math.sqrt(width)));
  for (let block = 0; block < TABLE_BLOCKS; block++) {
    const at = block * kind.bytes;
    for (let i = 2; i < kind.bytes; i++) blocks[at + i] = Math.floor(256 * tokenUniform(1, at + i));
    blocks.writeUInt16LE(scale, at);
  }
  return blocks;
}

/** The bits of a small positive number in half precision, rounded down. */
function halfBits(value: number): number {
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.floor((value / 2 ** exponent - 1) * 1024);
}

function headerOf(sizes: LlamaSizes, tensors: readonly TensorPlan[]): Buffer {
  const tokens = ['<unk>', '<s>', '</s>', ...Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`)];
  while (tokens.length < sizes.vocabSize) tokens.push(`▁${tokens.length}`);
  const types = tokens.map((_, i) => (i === 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : 1)); // unknown, control, byte, normal
  const entries = [
    text('general.architecture', 'llama'),
    text('general.name', 'random'),
    number('llama.context_length', sizes.contextTokens),
    number('llama.embedding_length', sizes.hiddenSize),
    number('llama.block_count', sizes.layers),
    number('llama.feed_forward_length', sizes.innerSize),
    number('llama.attention.head_count', sizes.heads),
    number('llama.attention.head_count_kv', sizes.kvHeads),
    number('llama.rope.dimension_count', sizes.hiddenSize / sizes.heads),
    Buffer.concat([string('llama.attention.layer_norm_rms_epsilon'), u32(6), f32(1e-6)]),
    text('tokenizer.ggml.model', 'llama'),
    list('tokenizer.ggml.tokens', 8, tokens.map(string)),
    list(
      'tokenizer.ggml.scores',
      6,
      tokens.map((_, i) => f32(-i)),
    ),
    list('tokenizer.ggml.token_type', 5, types.map(u32)),
    number('tokenizer.ggml.bos_token_id', 1),
    number('tokenizer.ggml.eos_token_id', 2),
  ];
  let offset = 0;
  const infos = tensors.map(({ name, shape, kind }) => {
    const info = Buffer.concat([string(name), u32(shape.length), ...shape.map(u64), u32(kind.type), u64(offset)]);
    offset += bytesOf(
      shape.reduce((a, b) => a * b, 1),
      kind,
    );
    return info;
  });
  return Buffer.concat([Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(entries.length), ...entries, ...infos]);
}

/** What is written of a tensor is always a multiple of the alignment: all widths are multiples of 256. */
const bytesOf = (count: number, { numbers, bytes }: Kind): number => (count / numbers) * bytes;
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);

const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: number): Buffer => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const f32 = (value: number): Buffer => Buffer.from(Float32Array.of(value).buffer);
const string = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const text = (key: string, value: string): Buffer => Buffer.concat([string(key), u32(8), string(value)]);
const number = (key: string, value: number): Buffer => Buffer.concat([string(key), u32(4), u32(value)]);
const list = (key: string, type: number, items: readonly Buffer[]): Buffer =>
  Buffer.concat([string(key), u32(9), u32(type), u64(items.length), ...items]);
