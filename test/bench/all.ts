/**
 * All benchmarks in one run: `npm run bench [-- FOLDER [NODE_LLAMA_CPP [CHECKPOINTS]]]`. FOLDER, of `dreamthread model synth --like dreamllm-7b --layers 8`, is
 * needed for those in full size, node-llama-cpp and PyTorch for the comparisons, the pocket model's checkpoints for one of these; what is missing is said, and the rest is run.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const [folder, nodeLlama = 'node-llama-cpp', checkpoints] = process.argv.slice(2);
const missed: string[] = [];

function run(script: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, script), ...args], { stdio: 'inherit' });
  if (status !== 0) missed.push(`${script} ended with ${status}`);
}

run('pocket.ts');
run('latency.ts');
if (folder) {
  run('llama/bench.ts', folder, '1', nodeLlama);
  run('diffusion.ts', folder, '1');
  run('seven-b.ts', folder);
} else missed.push('those in full size: no folder was given');
if (checkpoints) run('peer.ts', checkpoints);
else missed.push("the pocket model's graphs beside PyTorch: no checkpoints were given");
if (missed.length > 0) process.stdout.write(`\nNot measured: ${missed.join('; ')}.\n`);
