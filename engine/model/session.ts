/** One ONNX graph, checked when it is opened. The only importer of onnxruntime-node. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import type { Device } from './device.ts';
import type { GraphShape, TensorShape } from './manifest.ts';
import { ModelError } from './model-error.ts';

export interface Feed {
  /** float32 or int64, rows last. */
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** What a run gave, by output name. Token ids come as float32, too, which holds those below 2^24 exactly. */
export type Outputs = (name: string) => Float32Array;

/** A graph that can be run. */
export interface Graph {
  /** Inputs whose last axis is of any size. */
  readonly free: ReadonlySet<string>;
  run(feeds: Readonly<Record<string, Feed>>): Promise<Outputs>;
  release(): Promise<void>;
}

export interface SessionOptions {
  readonly device: Device;
  /** Threads of one run; the runtime's choice (one a core) when absent. */
  readonly threads?: number;
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
    session = await InferenceSession.create(path, {
      executionProviders: [options.device],
      graphOptimizationLevel: 'all',
      ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
      // Shapes change with every step, so no memory plan would be used twice.
      enableMemPattern: false,
      // Its warnings are about nodes that a provider leaves to the CPU; what matters is thrown.
      logSeverityLevel: 3,
      // A thread that spins while it waits takes the core that acknowledges the chat platforms.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (error) {
    throw new ModelError('model-invalid', `ONNX Runtime cannot open ${path}: ${reason(error)}. Export the model again.`, error);
  }
  const problem =
    mismatch('input', session.inputMetadata, expected.inputs, sizes) ?? mismatch('output', session.outputMetadata, expected.outputs, sizes);
  if (problem !== undefined) {
    await session.release();
    throw new ModelError('model-invalid', `${path} does not fit model.json: ${problem}. Export the model again.`);
  }
  const free = session.inputMetadata.filter((input) => input.isTensor && typeof input.shape.at(-1) === 'string');
  return {
    free: new Set(free.map(({ name }) => name)),
    async run(feeds) {
      const tensors: Record<string, Tensor> = {};
      for (const [name, { data, shape }] of Object.entries(feeds)) tensors[name] = new Tensor(data, shape);
      try {
        const outputs = await session.run(tensors);
        return (name) => {
          const data = outputs[name]?.data;
          if (data instanceof BigInt64Array) return Float32Array.from(data, Number);
          if (!(data instanceof Float32Array)) throw new ModelError('run-failed', `${path} gave no float32 output ${name}.`);
          return data;
        };
      } catch (error) {
        throw new ModelError('run-failed', `ONNX Runtime failed in ${path}: ${reason(error)}.`, error);
      }
    },
    release: () => session.release(),
  };
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error)).replace(/\.?\s*$/, '');

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
