/**
 * The language model of a full-size folder beside llama.cpp: `npm run bench:llama -- FOLDER [THREADS] [NODE_LLAMA_CPP]`. FOLDER is one of
 * `dreamthread model synth --like dreamllm-7b --layers 8`; llama.cpp gets random weights in the same sizes. Both take turns in one run.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostCache, maskFeed, pastFeeds, presentOf } from '../../../engine/model/kv-cache.ts';
import { graphShapes, type Manifest } from '../../../engine/model/manifest.ts';
import { openJoined } from '../../../engine/model/session.ts';
import { readBandwidth } from '../bandwidth.ts';
import { givenFolder, record, type Took, timed } from '../report.ts';
import { writeGguf } from './gguf.ts';
import type { Answered, Asked } from './theirs.ts';

const [given, threadsText = `${availableParallelism()}`, nodeLlama = 'node-llama-cpp'] = process.argv.slice(2);
const folder = givenFolder(given, 'npm run bench:llama -- FOLDER [THREADS] [NODE_LLAMA_CPP]');
const threads = Number(threadsText);
const [PASTS, TOKENS, ROUNDS] = [[128], 16, 6] as const;
const BLOCK = 256; // as the engine reads
const INNER_SIZE = 11_008; // LLaMA-7B's; the manifest does not say

process.env.ORT_DISABLE_TELEMETRY = '1';
const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
const { language } = manifest;

/** Reads `past` rows, then writes behind them by the loop in the graph. */
async function openOurs(): Promise<(asked: Asked) => Promise<Answered>> {
  const shapes = graphShapes(manifest);
  const part = (name: 'languageModel' | 'decodeLoop') => ({ path: join(folder, manifest.graphs[name] ?? ''), expected: shapes[name] });
  const opened = await openJoined([part('languageModel'), part('decodeLoop')], 'steps', {}, { device: 'cpu', threads });
  if (!opened) throw new Error(`The graphs of ${folder} cannot be joined, as the engine would; make it again.`);
  const [reader, writer] = opened;
  const rows = Float32Array.from({ length: BLOCK * language.hiddenSize }, (_, i) => Math.sin(12.9898 * i) / 2);
  return async ({ past, tokens }) => {
    const cache = new HostCache(language);
    const read = await timed(async () => {
      for (let done = 0; done < past; done += BLOCK) {
        const size = Math.min(BLOCK, past - done);
        const outputs = await reader.run({
          inputs_embeds: { data: rows.subarray(0, size * language.hiddenSize), shape: [1, size, language.hiddenSize] },
          position_ids: { data: BigInt64Array.from({ length: size }, (_, i) => BigInt(done + i)), shape: [1, size] },
          ...maskFeed([{ past: done }], size),
          ...pastFeeds(language, [{ cache, past: done }]),
        });
        await cache.write(done, presentOf(language, outputs, 0, 1), size);
      }
    });
    const none = new Float32Array(language.vocabSize);
    const write = await timed(() =>
      writer.run({
        input_ids: { data: BigInt64Array.of(400n), shape: [1, 1] },
        seen: { data: none, shape: [1, language.vocabSize] },
        position_ids: { data: BigInt64Array.of(BigInt(past)), shape: [1, 1] },
        bias: { data: none, shape: [1, language.vocabSize] },
        sampling: { data: Float32Array.of(0, 1, language.vocabSize, 1), shape: [1, 4] },
        uniforms: { data: new Float32Array(tokens), shape: [1, tokens] },
        ends: { data: BigInt64Array.of(0n), shape: [1] },
        steps: { data: BigInt64Array.of(BigInt(tokens)), shape: [] },
        ...maskFeed([{ past }], 0),
        ...pastFeeds(language, [{ cache, past }]),
      }),
    );
    return { read, write };
  };
}

const heard = <Message>(child: ChildProcess): Promise<Message> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Message));
    child.once('exit', (code) => reject(new Error(`llama.cpp ended with ${code}; is node-llama-cpp installed (RESULTS.md)?`)));
  });

const scratch = mkdtempSync(join(tmpdir(), 'dreamthread-llama-'));
const gguf = join(scratch, 'random.gguf');
const heads = language.hiddenSize / language.headDim;
writeGguf(gguf, { ...language, heads, innerSize: INNER_SIZE });
const child = fork(join(import.meta.dirname, 'theirs.ts'), [gguf, `${threads}`, nodeLlama], { execArgv: ['--import', 'tsx'] });
try {
  await heard(child);
  const theirs = (asked: Asked): Promise<Answered> => {
    child.send(asked);
    return heard(child);
  };
  const ours = await openOurs();
  const gigabytes = (await readBandwidth(threads)) / 1e9;
  const best = (tooks: readonly Took[], count: number, by: keyof Took): number => Math.min(...tooks.map((took) => took[by])) / count;
  const rows: string[][] = [];
  for (const past of PASTS) {
    const [here, there]: [Answered[], Answered[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      here.push(await ours({ past, tokens: TOKENS }));
      there.push(await theirs({ past, tokens: TOKENS }));
    }
    for (const [what, count] of [
      ['read', past],
      ['write', TOKENS],
    ] as const) {
      const of = (answers: readonly Answered[], by: keyof Took) =>
        best(
          answers.map((answer) => answer[what]),
          count,
          by,
        );
      const [a, b] = [of(here, 'processorMs'), of(there, 'processorMs')];
      const [wallA, wallB] = [of(here, 'wallMs'), of(there, 'wallMs')];
      rows.push([
        what === 'read' ? `read ${past} tokens` : `write ${TOKENS} behind ${past}`,
        ...[a, b].map((ms) => `${ms.toFixed(1)} ms`),
        `${(b / a).toFixed(2)}`,
        ...[wallA, wallB].map((ms) => `${ms.toFixed(1)} ms`),
        `${(wallB / wallA).toFixed(2)}`,
      ]);
    }
  }
  const title = `A token of ${language.layers} layers of a 7B, ${threads} thread${threads === 1 ? '' : 's'}: this engine and llama.cpp, best of ${ROUNDS} turns`;
  const head = ['', 'here, processor', 'llama.cpp, processor', 'times as fast', 'here, clock', 'llama.cpp, clock', 'times as fast, clock'];
  record(`llama-${language.layers}`, { title, head, rows });

  // What a token reads: all weights but the table of embeddings (halves) and those of rotations (two of float32), and the cache.
  const tables = 2 * language.vocabSize * language.hiddenSize + 4 * language.contextTokens * language.headDim;
  const bytes = (manifest.files['language.weights']?.bytes ?? Number.NaN) - tables;
  const perToken = Number.parseFloat(rows[1]?.[1] ?? '');
  const limitMs = (threads * bytes) / gigabytes / 1e6;
  record(`bandwidth-${language.layers}`, {
    title: `Writing a token of ${language.layers} layers against the memory, ${threads} thread${threads === 1 ? '' : 's'}`,
    head: ['memory reads', 'weights a token reads', 'so at best, processor', 'takes', 'share of the limit'],
    rows: [
      [
        `${gigabytes.toFixed(1)} GB/s`,
        `${(bytes / 1e9).toFixed(2)} GB`,
        `${limitMs.toFixed(1)} ms`,
        `${perToken.toFixed(1)} ms`,
        `${((100 * limitMs) / perToken).toFixed(0)} %`,
      ],
    ],
  });
  process.stdout.write(`\nllama.cpp's file: ${(statSync(gguf).size / 1e9).toFixed(2)} GB\n`);
} finally {
  child.kill();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(0);
