/**
 * `model.json`: the contract of a model folder. It fits the pocket model, a DreamLLM-7B and its successors
 * (deeper condition heads, pooled conditions, reference latents, flow decoders) without a change of code.
 */
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().positive();
/** Not what a download makes besides: `model.json` itself, and `.part`. */
const fileName = z
  .string()
  .max(200)
  .regex(/^\w[\w.-]*(\/\w[\w.-]*)?$/, 'expected a file name inside the model folder')
  .refine((name) => !name.includes('..') && !/(^model\.json|\.part)$/i.test(name), 'expected a file name inside the model folder');

/**
 * The graphs a folder may hold. `vaeEncoder` is required only when `diffusion.reference` is true, and `decodeLoop` never: it
 * computes what the language model does, many tokens a call.
 */
export const GRAPHS = [
  'embedTokens',
  'languageModel',
  'decodeLoop',
  'visionEncoder',
  'conditionHead',
  'denoiser',
  'vaeDecoder',
  'vaeEncoder',
] as const;
export type GraphName = (typeof GRAPHS)[number];

const betaSchedule = z.object({
  trainSteps: count,
  betaStart: z.number().positive(),
  betaEnd: z.number().positive(),
  betaSchedule: z.enum(['linear', 'scaled_linear']),
  /** Added to every time step (diffusers `steps_offset`, spacing `leading`). */
  stepsOffset: z.int().min(0),
});

const fields = z.strictObject({
  format: z.literal('dreamthread.model/1'),
  /** Shown with every reply; changes whenever a file does. */
  id: z.string().min(1).max(100),
  description: z.string().max(2000),
  licence: z.string().min(1),
  /** Learned numbers, those of all parts; absent where the exporter did not count them. */
  parameters: count.optional(),
  /** Every file of the folder but model.json and the card. */
  files: z.record(fileName, z.object({ sha256, bytes: z.int().positive() })),
  graphs: z.object({
    embedTokens: fileName,
    languageModel: fileName,
    decodeLoop: fileName.optional(),
    visionEncoder: fileName,
    conditionHead: fileName,
    denoiser: fileName,
    vaeDecoder: fileName,
    vaeEncoder: fileName.optional(),
  }),
  tokenizer: fileName,
  /** The words that its training used in requests (engine/model/vocabulary.ts); absent where nobody can say. */
  vocabulary: fileName.optional(),
  quantisation: z.object({
    language: z.enum(['fp32', 'fp16', 'int8', 'int4']),
    decoder: z.enum(['fp32', 'fp16', 'int8']),
  }),
  language: z.object({
    hiddenSize: count,
    layers: count,
    kvHeads: count,
    headDim: count,
    vocabSize: count,
    contextTokens: count,
  }),
  /** Token ids. Read from the checkpoint's files, never assumed: their order differs between releases. */
  tokens: z.object({
    bos: z.int().min(0),
    eos: z.int().min(0),
    imageStart: z.int().min(0),
    imageEnd: z.int().min(0),
    dreamStart: z.int().min(0),
    dreamEnd: z.int().min(0),
    /** Ids that are never sampled (padding, placeholders, patches). */
    suppressed: z.array(z.int().min(0)),
  }),
  template: z.object({
    system: z.string(),
    user: z.string(),
    assistant: z.string(),
    /** The marker before a plan; absent when the model writes none, and draws when it emits the dream token. */
    plan: z.string().optional(),
    /** What a plan says of an edit: the whole new caption, only what changes, or what is to be done to which thing (engine/planner/edit-line.ts). */
    edits: z.enum(['captions', 'changes', 'orders']).default('captions'),
    /** Who answers questions about a picture: the model, or code, to which the plan says what is asked (engine/planner/queries.ts). */
    questions: z.enum(['answered', 'looked-up']).default('answered'),
    /** Whether a picture that a person sent stands before the model with what it saw in it in words, as its own pictures do. */
    sentPictures: z.enum(['shown', 'told']).default('shown'),
  }),
  vision: z.object({
    imageSizePx: count,
    /** Features per picture (P). */
    patches: count,
    mean: z.tuple([z.number(), z.number(), z.number()]),
    std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
    fit: z.enum(['crop', 'stretch']),
    resample: z.enum(['bilinear', 'bicubic', 'lanczos']),
    /** The cosine from which two things count as the same to this encoder (engine/planner/likeness.ts); absent where nobody measured it. */
    likeness: z.number().min(-1).max(1).optional(),
  }),
  dream: z.object({
    /** Number of dream queries (N). */
    queries: count,
    /** Raw little-endian float32, N x H. */
    file: fileName,
    conditionWidth: count,
    /** Width of a second, pooled output of the condition head, fed to the denoiser as `pooled`. */
    pooledWidth: count.optional(),
    /** The condition of an empty prompt: that of BOS and a dream block, or zeros. */
    unconditional: z.enum(['empty-prompt', 'zeros']),
  }),
  diffusion: z.object({
    prediction: z.enum(['epsilon', 'v', 'flow']),
    latentChannels: count,
    /** Side of a picture and of its latents. */
    imageSizePx: count,
    latentSize: count,
    noise: betaSchedule.optional(),
    /** Time shift of a flow schedule: t' = s·t / (1 + (s - 1)·t). */
    flowShift: z.number().positive().optional(),
    /** Whether the denoiser takes the parent's latents as `reference` (all zeros: none). */
    reference: z.boolean(),
    defaults: z.object({
      scheduler: z.enum(['ddpm', 'ddim', 'dpmsolver++', 'flow-euler']),
      steps: count,
      guidance: z.number().min(0),
      /** The time steps between which it guides (arXiv 2404.07724); the others cost half. Always when absent. */
      guidanceInterval: z.tuple([z.number(), z.number()]).optional(),
    }),
  }),
  vae: z.object({
    scalingFactor: z.number().positive(),
    shiftFactor: z.number(),
    /** Side of the parts in which a larger picture is decoded, for a decoder that takes any size; whole when absent. */
    tileSizePx: count.optional(),
  }),
  /** RGB in [-1, 1] ≈ matrix · latent + bias, per latent position; a preview at no model cost. */
  preview: z
    .object({ matrix: z.array(z.tuple([z.number(), z.number(), z.number()])), bias: z.tuple([z.number(), z.number(), z.number()]) })
    .optional(),
});

export type Manifest = z.infer<typeof fields>;

export const manifestSchema = fields.superRefine((manifest, context) => {
  const { graphs, diffusion, dream, language, tokens, files } = manifest;
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: path.split('.'), message });
  for (const name of [...Object.values(graphs), manifest.tokenizer, manifest.vocabulary, dream.file]) {
    if (name !== undefined && files[name] === undefined) refuse('files', `expected an entry for ${name}, which the manifest uses`);
  }
  for (const id of Object.values(tokens).flat()) {
    if (id >= language.vocabSize) refuse('tokens', `expected ids below vocabSize ${language.vocabSize}, found ${id}`);
  }
  const queryBytes = 4 * dream.queries * language.hiddenSize;
  if (files[dream.file] !== undefined && files[dream.file]?.bytes !== queryBytes) {
    refuse('dream.file', `expected ${queryBytes} bytes (queries · hiddenSize · 4), found ${files[dream.file]?.bytes}`);
  }
  const { tileSizePx } = manifest.vae;
  if (tileSizePx !== undefined && (tileSizePx * diffusion.latentSize) % diffusion.imageSizePx !== 0)
    refuse('vae.tileSizePx', `expected a whole number of latent positions, found ${tileSizePx} pixels`);
  if (diffusion.prediction !== 'flow' && diffusion.noise === undefined)
    refuse('diffusion.noise', 'expected one for a model that predicts noise or v');
  if (diffusion.reference && graphs.vaeEncoder === undefined)
    refuse('graphs.vaeEncoder', 'expected one for a model that takes a reference');
  if (manifest.preview !== undefined && manifest.preview.matrix.length !== diffusion.latentChannels) {
    refuse('preview.matrix', `expected ${diffusion.latentChannels} rows, one a latent channel`);
  }
});

/** One input or output: its element type, and per axis a fixed size or a free letter. */
export interface TensorShape {
  readonly name: string;
  readonly dtype: 'float32' | 'int64';
  readonly shape: readonly (number | string)[];
}

export interface GraphShape {
  readonly inputs: readonly TensorShape[];
  readonly outputs: readonly TensorShape[];
}

const float = (name: string, ...shape: (number | string)[]): TensorShape => ({ name, dtype: 'float32', shape });
const integer = (name: string, ...shape: (number | string)[]): TensorShape => ({ name, dtype: 'int64', shape });

/**
 * What each graph must take and give. Letters: B batch, T new positions, P past positions, K steps, H hidden, V vocabulary,
 * N queries, D condition width, C latent channels, h w latent sides. Halves and integers stay inside the graphs.
 *
 * The language model returns keys and values of the T new positions alone, `(B, T, kvHeads, headDim)` with keys
 * after rotation; the caller appends them to the past. So a step copies the past once, into the graph, and never back.
 */
export function graphShapes(manifest: Manifest): Record<GraphName, GraphShape> {
  const { language: lm, dream, diffusion, vision } = manifest;
  const H = lm.hiddenSize;
  const layers = Array.from({ length: lm.layers }, (_, i) => i);
  const kv = (prefix: string, axis: string) =>
    layers.flatMap((i) => [
      float(`${prefix}.${i}.key`, 'B', axis, lm.kvHeads, lm.headDim),
      float(`${prefix}.${i}.value`, 'B', axis, lm.kvHeads, lm.headDim),
    ]);
  const latents = (name: string) => float(name, 'B', diffusion.latentChannels, 'h', 'w');
  const pooled = dream.pooledWidth === undefined ? [] : [float('pooled', 'B', dream.pooledWidth)];
  return {
    embedTokens: { inputs: [integer('input_ids', 'B', 'T')], outputs: [float('embeds', 'B', 'T', H)] },
    languageModel: {
      // attention_mask covers past and new positions: 1 attends, 0 is padding on the left
      inputs: [
        float('inputs_embeds', 'B', 'T', H),
        integer('attention_mask', 'B', 'P+T'),
        integer('position_ids', 'B', 'T'),
        ...kv('past', 'P'),
      ],
      // hidden: after the final norm; logits: of the last position
      outputs: [float('hidden', 'B', 'T', H), float('logits', 'B', lm.vocabSize), ...kv('present', 'T')],
    },
    decodeLoop: {
      // Puts input_ids behind the past, drafts what is likely to follow, puts that behind it, and so on, `steps` times or until all
      // rows drafted one of `ends`. seen: 1 where an id was decoded; bias is added to the logits; uniforms in [0, 1), one a draft
      inputs: [
        integer('input_ids', 'B', 1),
        float('seen', 'B', lm.vocabSize),
        integer('attention_mask', 'B', 'P'),
        integer('position_ids', 'B', 1),
        float('bias', 'B', lm.vocabSize),
        float('sampling', 'B', 4), // temperature, top-p, top-k, repetition penalty
        float('uniforms', 'B', 'S'),
        integer('ends', 'E'),
        integer('steps'),
        ...kv('past', 'P'),
      ],
      // likely[k]: drafted after position k, whose logits are logits[k]
      outputs: [integer('likely', 'K', 'B', 1), float('logits', 'K', 'B', lm.vocabSize), ...kv('present', 'K')],
    },
    visionEncoder: {
      inputs: [float('pixels', 'B', 3, vision.imageSizePx, vision.imageSizePx)],
      outputs: [float('features', 'B', vision.patches, H)],
    },
    conditionHead: {
      inputs: [float('hidden', 'B', dream.queries, H)],
      outputs: [float('condition', 'B', dream.queries, dream.conditionWidth), ...pooled],
    },
    denoiser: {
      // timestep: in training steps (0 to 1000), also for flow models (1000·t)
      inputs: [
        latents('latents'),
        float('timestep', 'B'),
        float('condition', 'B', dream.queries, dream.conditionWidth),
        ...pooled,
        ...(diffusion.reference ? [latents('reference')] : []),
      ],
      outputs: [latents('prediction')],
    },
    // latents here are the VAE's own: z = latents / scalingFactor + shiftFactor
    vaeDecoder: { inputs: [latents('latents')], outputs: [float('pixels', 'B', 3, 'height', 'width')] },
    vaeEncoder: { inputs: [float('pixels', 'B', 3, 'height', 'width')], outputs: [latents('latents')] },
  };
}
