/**
 * Stable Diffusion 2.1's sizes beside PyTorch on this machine, float32: a guided denoise step at 512 × 512 and a picture out of the VAE.
 * `npm run bench:diffusion -- FOLDER [THREADS]`; FOLDER is one of `dreamthread model synth --like dreamllm-7b`. By processor time, in turns.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { graphShapes, type Manifest } from '../../engine/model/manifest.ts';
import { openGraph } from '../../engine/model/session.ts';
import { givenFolder, record, timed } from './report.ts';

const [given, threadsText = '1'] = process.argv.slice(2);
const folder = givenFolder(given, 'npm run bench:diffusion -- FOLDER [THREADS]');
const threads = Number(threadsText);
const TURNS = 2;
const ROUNDS = 2;

process.env.ORT_DISABLE_TELEMETRY = '1';
const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
const { diffusion, dream, graphs } = manifest;
const side = diffusion.latentSize;
const feed = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.3 * i)),
});
const CALLS = {
  denoiser: {
    latents: feed(2, diffusion.latentChannels, side, side),
    timestep: { shape: [2], data: Float32Array.of(500, 500) },
    condition: feed(2, dream.queries, dream.conditionWidth),
  },
  vaeDecoder: { latents: feed(1, diffusion.latentChannels, side, side) },
};
type Name = keyof typeof CALLS;
type Times = Record<Name, number[]>;

async function ours(name: Name): Promise<number[]> {
  const sizes = { h: side, w: side, height: diffusion.imageSizePx, width: diffusion.imageSizePx };
  const graph = await openGraph(join(folder, graphs[name]), graphShapes(manifest)[name], sizes, { device: 'cpu', threads });
  await graph.run(CALLS[name]);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push((await timed(() => graph.run(CALLS[name]))).processorMs);
  await graph.release();
  return times;
}

function theirs(): Times {
  const args = ['-m', 'dreamtrain.official.speed', '--threads', `${threads}`, '--rounds', `${ROUNDS}`];
  return JSON.parse(execFileSync('python3', args, { cwd: resolve(import.meta.dirname, '../../engine/train'), encoding: 'utf8' }));
}

const here: Times = { denoiser: [], vaeDecoder: [] };
const there: Times = { denoiser: [], vaeDecoder: [] };
for (let turn = 0; turn < TURNS; turn++) {
  for (const name of ['denoiser', 'vaeDecoder'] as const) here[name].push(...(await ours(name)));
  const found = theirs();
  for (const name of ['denoiser', 'vaeDecoder'] as const) there[name].push(...found[name]);
}
const rows = (
  [
    ['denoiser', 'UNet: a guided step (batch of 2), 512 × 512'],
    ['vaeDecoder', 'VAE: a picture of 512 × 512'],
  ] as const
).map(([name, what]) => {
  const [a, b] = [Math.min(...here[name]), Math.min(...there[name])];
  return [what, `${(a / 1000).toFixed(1)} s`, `${(b / 1000).toFixed(1)} s`, (b / a).toFixed(2)];
});
const title = `Stable Diffusion 2.1's sizes, ${threads} thread${threads === 1 ? '' : 's'}, processor time: this engine and PyTorch, best of ${TURNS * ROUNDS}`;
record('diffusion', { title, head: ['one call', 'here', 'PyTorch', 'times as fast'], rows });
