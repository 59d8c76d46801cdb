/** One ONNX graph, checked when it is opened. The only importer of onnxruntime-node. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import type { Device } from './device.ts';
import { type GraphFile, graphFile, joined, readerInput, readerOutput } from './joined-graph.ts';
import type { GraphShape, TensorShape } from './manifest.ts';
import { ModelError } from './model-error.ts';

export interface Feed {
  /** float32 or int64, rows last. */
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** float32 numbers that lie on a graphics card. Nothing reads them; they are fed to a graph there, and let go of once. */
export interface CardTensor {
  release(): void;
}

/** Numbers of the card in any shape of as many. */
export interface CardFeed {
  readonly card: CardTensor;
  readonly shape: readonly number[];
}

/** What a run gave, by output name. Token ids come as float32, too, which holds those below 2^24 exactly. */
export interface Outputs {
  (name: string): Float32Array;
  /** Of a graph whose outputs stay on a card: one of them. */
  readonly card?: (name: string) => CardTensor;
}

/** A graph that can be run. */
export interface Graph {
  /** Inputs whose last axis is of any size. */
  readonly free: ReadonlySet<string>;
  run(feeds: Readonly<Record<string, Feed | CardFeed>>): Promise<Outputs>;
  release(): Promise<void>;
}

export interface SessionOptions {
  readonly device: Device;
  /** Threads of one run; the runtime's choice (one a core) when absent. */
  readonly threads?: number;
  /** Outputs that stay on the card, where the device is one that can keep them. */
  readonly staying?: readonly string[];
}

/** Whether the parts that a device needs are on this machine; the device itself may still be missing. */
export function isInstalled(device: Device): boolean {
  if (device === 'cpu') return true;
  if (device === 'cuda') {
    const binaries = join(dirname(fileURLToPath(import.meta.resolve('onnxruntime-node'))), '..', 'bin');
    return existsSync(join(binaries, 'napi-v6', process.platform, process.arch, 'libonnxruntime_providers_cuda.so'));
  }
  // Without a Vulkan loader the provider's own attempt would end in words on standard error.
  return listSupportedBackends().some(({ name }) => name === 'webgpu') && (process.platform !== 'linux' || hasVulkanLoader());
}

function hasVulkanLoader(): boolean {
  const folders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib', '/usr/local/lib'];
  return folders.some((folder) => existsSync(join(folder, 'libvulkan.so.1')));
}

/** The sizes that a free axis may be fixed to in a file: a graph exported for one picture size is good for that size. */
export type AxisSizes = Readonly<Record<string, number>>;

export async function openGraph(path: string, expected: GraphShape, sizes: AxisSizes, options: SessionOptions): Promise<Graph> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(path, sessionOptions(options));
  } catch (error) {
    throw new ModelError('model-invalid', `ONNX Runtime cannot open ${path}: ${reason(error)}. Export the model again.`, error);
  }
  try {
    expectShape(path, { inputs: session.inputMetadata, outputs: session.outputMetadata }, expected, sizes);
  } catch (error) {
    await session.release();
    throw error;
  }
  return graphOf(session, path, options.device === 'webgpu' ? options.staying : undefined);
}

/** What `openJoined` opens: a path and what is expected of it, each. */
interface Part {
  readonly path: string;
  readonly expected: GraphShape;
}

/**
 * A graph and a loop over the same weights in one session, which holds these once; `turns` is the loop's input of how often it goes round, never
 * 0 there. Undefined where the two can't be joined. The first one's `release` is that of both.
 */
export async function openJoined(
  parts: readonly [reader: Part, loop: Part],
  turns: string,
  sizes: AxisSizes,
  options: SessionOptions,
): Promise<readonly [reader: Graph, loop: Graph] | undefined> {
  const [reader, loop] = await Promise.all(parts.map(async ({ path }) => graphFile(await readFile(path))));
  if (!reader || !loop) return undefined;
  for (const [i, { path, expected }] of parts.entries()) expectShape(path, i === 0 ? reader : loop, expected, sizes);
  const bytes = joined(reader, loop, turns);
  if (!bytes) return undefined;
  const { extra, ...rest } = sessionOptions(options);
  const folder = dirname(parts[0].path);
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(bytes, {
      ...rest,
      extra: { session: { ...extra.session, model_external_initializers_file_folder_path: folder } },
    });
  } catch {
    return undefined; // such as one that already has a value of a name given here
  }
  const both = graphOf(session, parts[0].path, undefined);
  const own: Naming = [(name) => name, (name) => name];
  const others: Naming = [readerInput, readerOutput];
  const none = { [turns]: { data: BigInt64Array.of(0n), shape: [] } };
  return [
    { ...partOf(both, reader, others, { ...blanks(loop, own), ...none }), release: both.release },
    partOf(both, loop, own, blanks(reader, others)),
  ];
}

/** How inputs and outputs are called in a joined graph. */
type Naming = readonly [input: (name: string) => string, output: (name: string) => string];

function partOf(both: Graph, { inputs }: GraphFile, [input, output]: Naming, others: Readonly<Record<string, Feed>>): Graph {
  return {
    free: new Set(inputs.map(({ name }) => name).filter((name) => both.free.has(input(name)))),
    async run(feeds) {
      const outputs = await both.run({
        ...others,
        ...Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [input(name), feed])),
      });
      return (name) => outputs(output(name));
    },
    release: async () => {},
  };
}

const blanks = ({ inputs }: GraphFile, [input]: Naming) => Object.fromEntries(inputs.map((one) => [input(one.name), blank(one)]));

/** What an input is fed that nothing is made of: each free axis is 1. */
function blank({ type, shape }: GraphFile['inputs'][number]): Feed {
  const axes = shape.map((axis) => (typeof axis === 'number' ? axis : 1));
  const length = axes.reduce((a, b) => a * b, 1);
  return { data: type === 'int64' ? new BigInt64Array(length) : new Float32Array(length), shape: axes };
}

/** A graph of a few nodes that was made here. All of it runs on the device, or it does not open. */
export async function openMadeGraph(bytes: Uint8Array, options: SessionOptions & { readonly staying: readonly string[] }): Promise<Graph> {
  const { extra, ...rest } = sessionOptions(options);
  try {
    const session = await InferenceSession.create(bytes, {
      ...rest,
      extra: { session: { ...extra.session, disable_cpu_ep_fallback: '1' } },
    });
    return graphOf(session, 'a graph made here', options.staying);
  } catch (error) {
    throw new ModelError('run-failed', `ONNX Runtime cannot open a graph made here on ${options.device}: ${reason(error)}.`, error);
  }
}

const sessionOptions = ({ device, threads, staying }: SessionOptions) => ({
  executionProviders: [device],
  graphOptimizationLevel: 'all' as const,
  ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  ...(device === 'webgpu' && staying
    ? { preferredOutputLocation: Object.fromEntries(staying.map((name) => [name, 'gpu-buffer' as const])) }
    : {}),
  // Shapes change with every step, so no memory plan would be used twice.
  enableMemPattern: false,
  // Its warnings are about nodes that a provider leaves to the CPU; what matters is thrown.
  logSeverityLevel: 3 as const,
  // A thread that spins while it waits takes the core that acknowledges the chat platforms.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});

function graphOf(session: InferenceSession, name: string, staying: readonly string[] | undefined): Graph {
  const free = session.inputMetadata.filter((input) => input.isTensor && typeof input.shape.at(-1) === 'string');
  const life = { ended: false };
  return {
    free: new Set(free.map((input) => input.name)),
    async run(feeds) {
      const tensors: Record<string, Tensor> = {};
      for (const [input, feed] of Object.entries(feeds)) tensors[input] = 'data' in feed ? new Tensor(feed.data, feed.shape) : seenAs(feed);
      try {
        const outputs = await session.run(tensors);
        const read = (output: string): Float32Array => {
          const data = outputs[output]?.data;
          if (data instanceof BigInt64Array) return Float32Array.from(data, Number);
          if (!(data instanceof Float32Array)) throw new ModelError('run-failed', `${name} gave no float32 output ${output}.`);
          return data;
        };
        if (!staying) return read;
        return Object.assign(read, { card: (output: string) => new OnCard(outputs[output] as Tensor, life) });
      } catch (error) {
        throw new ModelError('run-failed', `ONNX Runtime failed in ${name}: ${reason(error)}.`, error);
      }
    },
    release() {
      life.ended = true;
      return session.release();
    },
  };
}

/** Reading such a tensor (`data`, `getData`) would end the process (onnxruntime-node 1.30), and so would letting go of one whose session has ended. */
class OnCard implements CardTensor {
  readonly tensor: Tensor;
  readonly #session: { readonly ended: boolean };

  constructor(tensor: Tensor, session: { readonly ended: boolean }) {
    this.tensor = tensor;
    this.#session = session;
  }

  release(): void {
    if (!this.#session.ended) this.tensor.dispose();
  }
}

function seenAs({ card, shape }: CardFeed): Tensor {
  if (!(card instanceof OnCard)) throw new TypeError('expected a tensor of this runtime');
  return Tensor.fromGpuBuffer(card.tensor.gpuBuffer, { dataType: 'float32', dims: [...shape] });
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error)).replace(/\.?\s*$/, '');

type Metadata = Readonly<Record<'inputs' | 'outputs', readonly InferenceSession.ValueMetadata[]>>;

function expectShape(path: string, { inputs, outputs }: Metadata, expected: GraphShape, sizes: AxisSizes): void {
  const problem = mismatch('input', inputs, expected.inputs, sizes) ?? mismatch('output', outputs, expected.outputs, sizes);
  if (problem !== undefined) throw new ModelError('model-invalid', `${path} does not fit model.json: ${problem}. Export the model again.`);
}

/** The first difference in words; undefined when there is none. */
function mismatch(
  kind: 'input' | 'output',
  actual: readonly InferenceSession.ValueMetadata[],
  expected: readonly TensorShape[],
  sizes: AxisSizes,
): string | undefined {
  const names = (values: readonly { name: string }[]) => values.map(({ name }) => name);
  const extra = names(actual).find((name) => !names(expected).includes(name));
  if (extra !== undefined) return `it has an ${kind} ${extra} that is not expected`;
  const letters = new Map<string, string>();
  for (const { name, dtype, shape } of expected) {
    const found = actual.find((value) => value.name === name);
    if (found === undefined) return `it has no ${kind} ${name}`;
    if (!found.isTensor || found.type !== dtype)
      return `${kind} ${name} should be ${dtype} and is ${found.isTensor ? found.type : 'no tensor'}`;
    const fits = found.shape.length === shape.length && shape.every((axis, i) => axisFits(axis, found.shape[i], sizes, letters));
    if (!fits)
      return `${kind} ${name} should have the shape (${shape.join(', ')}) and has (${found.shape.map((axis) => axis || '?').join(', ')})`;
  }
  return undefined;
}

/** A free axis of the file takes any size; the same letter is the same axis throughout, and no other letter's. */
function axisFits(expected: number | string, actual: number | string | undefined, sizes: AxisSizes, letters: Map<string, string>): boolean {
  if (typeof expected === 'number') return typeof actual === 'string' || actual === expected;
  if (typeof actual === 'number') return actual === sizes[expected];
  if (actual === undefined || actual === '') return actual !== undefined;
  const other = [...letters].find(([letter, axis]) => (letter === expected) !== (axis === actual));
  letters.set(expected, actual);
  return other === undefined;
}
