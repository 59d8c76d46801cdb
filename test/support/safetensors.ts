/** Reads a safetensors file: a header length (u64), a JSON header, then the tensors' bytes. */
import { readFileSync } from 'node:fs';

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
}

interface Entry {
  readonly dtype: 'F32' | 'U8';
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

export function readSafetensors(path: string): { tensors: Map<string, StoredTensor>; metadata: Record<string, string> } {
  const file = readFileSync(path);
  const start = 8 + Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, start)) as Record<string, Entry> & { __metadata__?: Record<string, string> };
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(entries)) {
    const bytes = new Uint8Array(file.subarray(start + data_offsets[0], start + data_offsets[1]));
    tensors.set(name, { shape, data: dtype === 'U8' ? bytes : new Float32Array(bytes.buffer) });
  }
  return { tensors, metadata };
}
