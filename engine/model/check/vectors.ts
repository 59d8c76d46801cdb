/**
 * Reference vectors: what a model's own implementation computed on a few inputs, to hold a model folder against.
 * A folder with `expected.safetensors` and `meta.json`; shapes below: T tokens, V vocabulary, P patches, N queries.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Condition, LanguageModel } from '../context.ts';
import type { Denoiser } from '../denoise.ts';
import type { Manifest } from '../manifest.ts';
import { ModelError } from '../model-error.ts';
import type { ModelParts } from '../open-model.ts';
import { readSafetensors } from './safetensors.ts';

const ids = z.array(z.int().min(0)).max(10_000);
const metaSchema = z.object({
  /** `ids` begins with BOS. */
  tokenizer: z.array(z.object({ text: z.string(), ids })).min(1),
  /** What the denoiser is told, step by step. */
  timesteps: z.array(z.int().min(0)).min(1),
  /** `cfg` is the guidance scale of the loop. */
  dims: z.object({ cfg: z.number() }),
});

/** All of a model, laid open. */
export type CheckedModel = ModelParts & LanguageModel & { readonly denoiser: Denoiser };

export interface Vectors {
  readonly tokenizer: readonly { readonly text: string; readonly ids: readonly number[] }[];
  readonly timesteps: readonly number[];
  readonly guidance: number;
  /** A tensor's numbers; throws when there is none of that name, or it has another number of them. */
  floats(name: string, ...shape: number[]): Float32Array;
  /** A row of token ids, (1, T). */
  ids(name: string): number[];
}

export async function readVectors(dir: string): Promise<Vectors> {
  const { tensors } = await readSafetensors(join(dir, 'expected.safetensors'));
  const meta = await readMeta(join(dir, 'meta.json'));
  const get = (name: string) => {
    const tensor = tensors.get(name);
    if (tensor === undefined)
      throw new ModelError('model-invalid', `The reference vectors in ${dir} hold no ${name}; make them again with everything in them.`);
    return tensor;
  };
  return {
    tokenizer: meta.tokenizer,
    timesteps: meta.timesteps,
    guidance: meta.dims.cfg,
    floats(name, ...shape) {
      const { data, shape: found } = get(name);
      const wanted = shape.reduce((a, b) => a * b, 1);
      if (!(data instanceof Float32Array) || data.length !== wanted) {
        throw new ModelError(
          'model-invalid',
          `${name} in ${dir} has the shape (${found.join(', ')}), and this model gives (${shape.join(', ')}); take the vectors of this model.`,
        );
      }
      return data;
    },
    ids: (name) => Array.from(get(name).data),
  };
}

async function readMeta(path: string): Promise<z.infer<typeof metaSchema>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ModelError('model-missing', `There is no file ${path}; point to a folder of reference vectors.`);
  });
  let problem: string;
  try {
    const parsed = metaSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    problem = `at ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`;
  } catch {
    problem = 'it is not JSON';
  }
  throw new ModelError('model-invalid', `${path} does not describe reference vectors (${problem}); copy or make it again.`);
}

/** The stored condition of a prompt, or of nothing; with its pooled part, (1, width), where the model has one. */
export function storedCondition(vectors: Vectors, { dream }: Manifest, key: 'cond' | 'uncond'): Condition {
  const rows = vectors.floats(`t2i.${key}`, dream.queries, dream.conditionWidth);
  return dream.pooledWidth === undefined ? { rows } : { rows, pooled: vectors.floats(`t2i.${key}_pooled`, dream.pooledWidth) };
}
