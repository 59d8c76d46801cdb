/** Opens a model folder and puts its parts together. */
import { readFile } from 'node:fs/promises';
import { availableParallelism, endianness, totalmem } from 'node:os';
import { Admission, callBytes, turnBytes } from './admission.ts';
import { Card } from './card-cache.ts';
import type { Condition, Context, Features, LanguageModel } from './context.ts';
import { denoise, denoiserSteps } from './denoise.ts';
import { chooseDevice, type Device, type DeviceState, FallingBack } from './device.ts';
import { type ModelFolder, openFolder } from './folder.ts';
import { GrowingContext } from './growing-context.ts';
import { kvNames } from './kv-cache.ts';
import { languageSteps } from './language-steps.ts';
import { GRAPHS, type GraphName, graphShapes, type Manifest } from './manifest.ts';
import { ModelError } from './model-error.ts';
import type { SchedulerName } from './noise-scheduler.ts';
import { enlargePicture, fitPicture, type Picture, readPicture, writePng } from './picture.ts';
import { PrefixCache, type TurnContexts } from './prefix-cache.ts';
import { gaussian, STREAMS } from './random.ts';
import { type AxisSizes, type Graph, isInstalled, openGraph, openJoined, openMadeGraph } from './session.ts';
import { Steps } from './steps.ts';
import { readTokenizer } from './tokenizer.ts';
import { decodeLatents, encodePicture, previewOf, tileOf } from './vae.ts';
import { seePicture } from './vision.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';

export interface OpenOptions {
  /** `auto`, the default: CUDA where it is installed, else WebGPU where there is an adapter, else the CPU. */
  readonly device?: Device | 'auto';
  /** Told once, when the device failed and the CPU took its place. */
  readonly onDeviceFailed?: (state: DeviceState) => void;
  /** Threads of one graph; as many as there are cores when absent. */
  readonly threads?: number;
  /** Memory for the turns that run, beside the weights; a quarter of the machine's, less what one call needs, when absent. */
  readonly turnBytes?: number;
  /** Memory for what threads without a turn have computed; a sixteenth of the machine's when absent. */
  readonly prefixBytes?: number;
}

export interface PaintOptions {
  readonly condition: Condition;
  /** The condition to move away from; by default that of an empty prompt. */
  readonly negative?: Condition;
  /** The same seed and options paint the same picture on the same machine. An integer from 0 to 2^53 - 1. */
  readonly seed: number;
  /** The picture to change, for models that take one. */
  readonly reference?: Picture;
  /** The picture to begin from instead of noise, and how far from it the new one may go: 0 nowhere, 1 anywhere. Needs a VAE encoder. */
  readonly start?: { readonly picture: Picture; readonly strength: number };
  readonly steps?: number;
  /** At most 1: no negative condition is used. */
  readonly guidance?: number;
  /** The time steps (1000 to 0) between which it guides; see DenoiseOptions. */
  readonly guidanceInterval?: readonly [from: number, to: number];
  readonly scheduler?: SchedulerName;
  /** After each step, counted from 1. The preview is as small as the latents, and absent when the model has no map for it. */
  readonly onStep?: (step: number, steps: number, preview: Picture | undefined) => void;
  readonly signal?: AbortSignal;
}

export interface DreamModel {
  readonly manifest: Manifest;
  /** The words that its training used in requests; absent where the folder does not say. */
  readonly vocabulary?: Vocabulary;
  /** Where it runs now. */
  readonly device: () => DeviceState;
  /** All of `text` is text: the names of special tokens in it have no power. Nothing is put before or after. */
  encode(text: string): number[];
  /** Special tokens are left out. */
  decode(ids: readonly number[]): string;
  /** Empty: not even the BOS token is in it. */
  newContext(): Context;
  /** Contexts for one turn of a thread, which need not compute again what its last turn did. Waits until there is memory for it. */
  openTurn(thread: string, signal?: AbortSignal): Promise<TurnContexts>;
  /** PNG, JPEG, WebP or GIF (first frame), at most 40 million pixels; turned upright, on white, made smaller above 2048 pixels. */
  readPicture(file: Uint8Array): Promise<Picture>;
  writePng(picture: Picture): Promise<Uint8Array>;
  /** As the denoiser takes a picture that shall be changed: its middle, square, at the size that is painted. */
  fit(picture: Picture): Promise<Picture>;
  /** Four times as large a side, up to 2048 pixels. */
  enlarge(picture: Picture): Promise<Picture>;
  see(picture: Picture): Promise<Features>;
  /** Condition → denoise → VAE. */
  paint(options: PaintOptions): Promise<Picture>;
  close(): Promise<void>;
}

type OptionalGraph = 'decodeLoop' | 'vaeEncoder';

/** The parts of a model, for those who look inside: tests and benchmarks. */
export interface ModelParts {
  readonly manifest: Manifest;
  readonly graphs: Readonly<Record<Exclude<GraphName, OptionalGraph>, Graph>> & { readonly [name in OptionalGraph]?: Graph };
  readonly dreamQueries: Float32Array;
  readonly folder: ModelFolder;
  readonly device: () => DeviceState;
  /** Where caches lie, when not in the host's memory. */
  readonly card: Card | undefined;
}

/** The language model of opened parts; its calls wait their turn in `steps`. */
export async function openLanguage(parts: ModelParts, steps: Steps): Promise<LanguageModel> {
  const tokenizer = await readTokenizer(parts.folder.path(parts.manifest.tokenizer));
  return { ...parts, tokenizer, steps: languageSteps(parts, steps) };
}

/** Verifies every file of the folder and every input and output of its graphs, then loads them. */
export async function openModel(dir: string, options: OpenOptions = {}): Promise<DreamModel> {
  const parts = await openParts(dir, options);
  const { manifest, graphs, folder } = parts;
  const vocabulary = manifest.vocabulary === undefined ? undefined : await readVocabulary(folder.path(manifest.vocabulary));
  const steps = new Steps();
  const language = await openLanguage(parts, steps);
  const { tokenizer } = language;
  const denoiser = denoiserSteps(graphs.denoiser, manifest, steps);
  const prefixes = new PrefixCache(language, options.prefixBytes ?? totalmem() / 16);
  const { imageSizePx, latentSize } = manifest.diffusion;
  const tilePx = (tileOf(graphs.vaeDecoder, manifest) * imageSizePx) / latentSize;
  const admission = new Admission(options.turnBytes ?? totalmem() / 4 - callBytes(tilePx));
  const newContext = (): GrowingContext => new GrowingContext(language);

  let empty: Promise<Condition> | undefined;
  const emptyCondition = () => {
    empty ??= conditionOfNothing(manifest, newContext).catch((error) => {
      empty = undefined;
      throw error;
    });
    return empty;
  };

  return {
    manifest,
    ...(vocabulary ? { vocabulary } : {}),
    device: parts.device,
    encode: tokenizer.encode,
    decode: tokenizer.decode,
    newContext,
    async openTurn(thread, signal) {
      const release = await admission.admit(turnBytes(manifest), signal);
      const turn = prefixes.openTurn(thread);
      return {
        newContext: turn.newContext,
        close() {
          turn.close();
          release();
        },
      };
    },
    readPicture,
    writePng,
    fit: (picture) => fitPicture(picture, manifest.diffusion.imageSizePx, manifest.vision),
    enlarge: (picture) => enlargePicture(picture, Math.max(1, Math.min(4, Math.floor(2048 / Math.max(picture.widthPx, picture.heightPx))))),
    see: (picture) => seePicture(graphs.visionEncoder, manifest.vision, picture),
    async paint(paint) {
      const { defaults, latentChannels, latentSize } = manifest.diffusion;
      const count = paint.steps ?? defaults.steps;
      const guidance = paint.guidance ?? defaults.guidance;
      const interval = paint.guidanceInterval ?? defaults.guidanceInterval;
      const latents = await denoise(denoiser, manifest, {
        condition: paint.condition,
        ...(guidance > 1 ? { negative: paint.negative ?? (await emptyCondition()) } : {}),
        guidance,
        ...(interval === undefined ? {} : { guidanceInterval: interval }),
        steps: count,
        scheduler: paint.scheduler ?? defaults.scheduler,
        noise: (draw) => gaussian(paint.seed, STREAMS.latents + draw, latentChannels * latentSize ** 2),
        onStep: (step, _latents, denoised) => paint.onStep?.(step, count, previewOf(denoised, manifest)),
        ...(paint.reference === undefined ? {} : { reference: await referenceLatents(parts, paint.reference) }),
        ...(paint.start === undefined
          ? {}
          : { start: { latents: await latentsOf(parts, paint.start.picture), strength: paint.start.strength } }),
        ...(paint.signal === undefined ? {} : { signal: paint.signal }),
      });
      return decodeLatents(graphs.vaeDecoder, manifest, latents);
    },
    close: () => closeParts(parts),
  };
}

export async function openParts(dir: string, options: OpenOptions = {}): Promise<ModelParts> {
  if (endianness() !== 'LE')
    throw new ModelError('model-invalid', 'Model folders are little-endian and this machine is not; use another machine.');
  const folder = await openFolder(dir);
  const { manifest } = folder;
  const shapes = graphShapes(manifest);
  const { imageSizePx, latentSize } = manifest.diffusion;
  const sizes = { h: latentSize, w: latentSize, height: imageSizePx, width: imageSizePx };
  const threads = options.threads ?? availableParallelism();
  const openOn = (name: GraphName, file: string, device: Device, staying?: readonly string[]) =>
    openGraph(folder.path(file), shapes[name], sizes, { device, threads, ...(staying ? { staying } : {}) });
  const device = await chooseDevice(options.device ?? 'auto', isInstalled, async (tried) => {
    const graph = await openOn('embedTokens', manifest.graphs.embedTokens, tried);
    await graph.run({ input_ids: { data: BigInt64Array.of(0n), shape: [1, 1] } });
    await graph.release();
  });
  const running = new FallingBack(device, options.onDeviceFailed);
  const graphs: Partial<Record<GraphName, Graph>> = {};
  const made = (bytes: Uint8Array, staying: readonly string[]) =>
    running.open((on) => openMadeGraph(bytes, { device: on, threads, staying }));
  const card = device === 'webgpu' ? await Card.open(manifest.language, made, () => running.state.name !== device) : undefined;
  const presents = card && kvNames(manifest.language).map((name) => `present.${name}`);
  try {
    const together = device === 'cpu' ? await openWriters(folder, shapes, sizes, threads) : undefined;
    if (together) [graphs.languageModel, graphs.decodeLoop] = together;
    for (const name of GRAPHS) {
      if (graphs[name]) continue;
      const file = manifest.graphs[name];
      // WebGPU has no loops: their bodies would run on the card and everything between on the CPU, copied at each step.
      if (file === undefined || (name === 'decodeLoop' && device === 'webgpu')) continue;
      graphs[name] = await running.open((on) => openOn(name, file, on, name === 'languageModel' ? presents : undefined));
    }
    const bytes = await readFile(folder.path(manifest.dream.file));
    // Copied: a file's buffer may start at an odd place of a pool.
    const dreamQueries = new Float32Array(new Uint8Array(bytes).buffer);
    return { manifest, graphs: graphs as ModelParts['graphs'], dreamQueries, folder, device: () => running.state, card };
  } catch (error) {
    await closeParts({ graphs, card });
    throw error;
  }
}

/** The language model and its loop in one session, which holds their weights once. */
async function openWriters(folder: ModelFolder, shapes: ReturnType<typeof graphShapes>, sizes: AxisSizes, threads: number) {
  const { graphs } = folder.manifest;
  if (graphs.decodeLoop === undefined) return undefined;
  const part = (name: 'languageModel' | 'decodeLoop', file: string) => ({ path: folder.path(file), expected: shapes[name] });
  const parts = [part('languageModel', graphs.languageModel), part('decodeLoop', graphs.decodeLoop)] as const;
  return openJoined(parts, 'steps', sizes, { device: 'cpu', threads });
}

export async function closeParts({
  graphs,
  card,
}: {
  readonly graphs: Partial<Record<GraphName, Graph>>;
  readonly card: Card | undefined;
}): Promise<void> {
  await Promise.all([card?.close(), ...Object.values(graphs).map((graph) => graph.release())]);
}

/** What an empty prompt is painted under. */
async function conditionOfNothing(manifest: Manifest, newContext: () => GrowingContext): Promise<Condition> {
  const { queries, conditionWidth, pooledWidth, unconditional } = manifest.dream;
  if (unconditional === 'zeros') {
    const rows = new Float32Array(queries * conditionWidth);
    return pooledWidth === undefined ? { rows } : { rows, pooled: new Float32Array(pooledWidth) };
  }
  const context = newContext();
  try {
    await context.append([manifest.tokens.bos]);
    return await context.dream();
  } finally {
    context.release();
  }
}

async function referenceLatents({ manifest, graphs }: ModelParts, picture: Picture): Promise<Float32Array> {
  if (!manifest.diffusion.reference) {
    throw new ModelError('model-invalid', `The model ${manifest.id} takes no picture to change; ask for a new one instead.`);
  }
  return latentsOf({ manifest, graphs }, picture);
}

function latentsOf({ manifest, graphs }: Pick<ModelParts, 'manifest' | 'graphs'>, picture: Picture): Promise<Float32Array> {
  if (graphs.vaeEncoder === undefined) {
    throw new ModelError('model-invalid', `The model ${manifest.id} cannot start from a picture; ask for a new one instead.`);
  }
  return encodePicture(graphs.vaeEncoder, manifest, picture);
}
