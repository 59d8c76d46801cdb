/**
 * The graphs that cost most beside PyTorch, in one run on one machine, each with one thread; processor time, the median of 20 calls:
 * `npm run bench:peer -- <checkpoints> [<model folder>]`. Needs the Python of engine/train and the checkpoints that the folder was made of.
 */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { median, record } from './report.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BUILT = `${ROOT}/dist/engine/model`;
const { closeParts, openParts } = (await import(`${BUILT}/open-model.js`)) as typeof import('../../engine/model/open-model.ts');
const { HostCache, maskFeed, pastFeeds } = (await import(`${BUILT}/kv-cache.js`)) as typeof import('../../engine/model/kv-cache.ts');

const [checkpoints, folder = `${ROOT}/models/pocket`] = process.argv.slice(2);
if (checkpoints === undefined) {
  process.stderr.write('It takes the folder of the checkpoints: npm run bench:peer -- CHECKPOINTS [FOLDER]\n');
  process.exit(1);
}
const ROUNDS = 20;
const PAST = 256;

async function processorMs(call: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 3; i++) await call();
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const before = process.cpuUsage();
    await call();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return median(times);
}

async function ours(): Promise<Record<string, number>> {
  const parts = await openParts(folder, { threads: 1, device: 'cpu' });
  const { language, diffusion, dream, vision } = parts.manifest;
  const feed = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5) });
  const latents = [diffusion.latentChannels, diffusion.latentSize, diffusion.latentSize];
  const denoising = {
    latents: feed(2, ...latents),
    timestep: { shape: [2], data: Float32Array.of(500, 500) },
    condition: feed(2, dream.queries, dream.conditionWidth),
    ...(diffusion.reference ? { reference: feed(2, ...latents) } : {}),
  };
  const forward = async (count: number, past: number) => {
    const cache = new HostCache(language);
    const present = cache.past(0).map(() => feed(past, language.kvHeads, language.headDim).data);
    await cache.write(0, present, past);
    return parts.graphs.languageModel.run({
      inputs_embeds: feed(1, count, language.hiddenSize),
      position_ids: { shape: [1, count], data: BigInt64Array.from({ length: count }, (_, i) => BigInt(past + i)) },
      ...maskFeed([{ past }], count),
      ...pastFeeds(language, [{ cache, past }]),
    });
  };
  const times = {
    denoise: await processorMs(() => parts.graphs.denoiser.run(denoising)),
    'decode-picture': await processorMs(() => parts.graphs.vaeDecoder.run({ latents: feed(1, ...latents) })),
    see: await processorMs(() => parts.graphs.visionEncoder.run({ pixels: feed(1, 3, vision.imageSizePx, vision.imageSizePx) })),
    read: await processorMs(() => forward(PAST, 0)),
    write: await processorMs(() => forward(1, PAST)),
  };
  await closeParts(parts);
  return times;
}

process.env.ORT_DISABLE_TELEMETRY = '1';
const args = ['-m', 'dreamtrain.peer', '--checkpoints', resolve(checkpoints)];
const theirs = JSON.parse(execFileSync('python3', args, { cwd: `${ROOT}/engine/train`, encoding: 'utf8' })) as Record<string, number>;
const rows = Object.entries(await ours()).map(([name, ms]) => {
  const peer = theirs[name] ?? Number.NaN;
  return [name, `${ms.toFixed(2)} ms`, `${peer.toFixed(2)} ms`, (peer / ms).toFixed(2)];
});
const title = `The pocket model's graphs, 1 thread, processor time: this engine and PyTorch, median of ${ROUNDS}`;
record('peer', { title, head: ['one call', 'here', 'PyTorch', 'times as fast'], rows });
