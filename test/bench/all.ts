/**
 * All benchmarks in one run: `npm run bench [-- FOLDER [NODE_LLAMA_CPP]]`. FOLDER, of `dreamthread model synth --like dreamllm-7b --layers 8`, is
 * needed for those in full size, node-llama-cpp and PyTorch for the comparisons; what is missing is said, and the rest is run.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const [folder, nodeLlama = 'node-llama-cpp'] = process.argv.slice(2);
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
} else missed.push('those in full size: no folder was given');
run('charts.ts');
if (missed.length > 0) process.stdout.write(`\nNot measured: ${missed.join('; ')}.\n`);
