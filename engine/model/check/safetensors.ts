/** Reads a safetensors file: the header's length (u64), a JSON header, then the tensors' bytes. */
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { ModelError } from '../model-error.ts';

export interface StoredTensor {
  readonly shape: readonly number[];
  /** F32, U8, and I64 as exact numbers. */
  readonly data: Float32Array | Uint8Array | Float64Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reference vectors are read whole; those of a 7B with a 512 pixel picture take a few dozen megabytes. */
const MAX_BYTES = 2 ** 30;
const WIDTHS = { F32: 4, U8: 1, I64: 8 } as const;

export async function readSafetensors(path: string): Promise<Safetensors> {
  const { size } = await stat(path).catch(() => {
    throw new ModelError('model-missing', `There is no file ${path}; point to a folder of reference vectors.`);
  });
  if (size > MAX_BYTES) throw invalid(path, `it has ${size} bytes, and at most ${MAX_BYTES} are read`);
  return parseSafetensors(await readFile(path), path);
}

/** `path` is where the bytes came from, for the sentence that says what is wrong with them. */
export function parseSafetensors(file: Buffer, path: string): Safetensors {
  const start = file.length < 8 ? Number.POSITIVE_INFINITY : 8 + Number(file.readBigUInt64LE(0));
  if (start > file.length) throw invalid(path, 'it is cut off');
  const parsed = headerSchema.safeParse(jsonOf(file.toString('utf8', 8, start)));
  if (!parsed.success) throw invalid(path, `its header is none at ${parsed.error.issues[0]?.path.join('.') || 'the top'}`);
  const { __metadata__: metadata = {}, ...entries } = parsed.data;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(entries as Record<string, Entry>)) {
    const [from, to] = [start + data_offsets[0], start + data_offsets[1]];
    const bytes = shape.reduce((a, b) => a * b, WIDTHS[dtype]);
    if (to > file.length || to - from !== bytes) throw invalid(path, `${name} is cut off`);
    tensors.set(name, { shape, data: numbers(dtype, new Uint8Array(file.subarray(from, to))) }); // copied: numbers start at an even place
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

const count = z.int().min(0);
const entrySchema = z.object({ dtype: z.enum(['F32', 'U8', 'I64']), shape: z.array(count), data_offsets: z.tuple([count, count]) });
type Entry = z.infer<typeof entrySchema>;
const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).optional() }).catchall(entrySchema);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(path: string, why: string): ModelError {
  return new ModelError('model-invalid', `${path} is not a safetensors file that can be read: ${why}; copy or make it again.`);
}

function numbers(dtype: Entry['dtype'], bytes: Uint8Array): StoredTensor['data'] {
  if (dtype === 'U8') return bytes;
  return dtype === 'F32' ? new Float32Array(bytes.buffer) : Float64Array.from(new BigInt64Array(bytes.buffer), Number);
}
