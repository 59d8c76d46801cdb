/**
 * llama.cpp's side of `npm run bench:llama`, in a process of its own: `theirs.ts <gguf> <threads>`. Each message {past, tokens} is
 * answered with what it took to read that many tokens and to write so many behind them.
 */
import { type Took, timed } from '../report.ts';

/** What is used of node-llama-cpp, which is no dependency of this project (RESULTS.md says how to install it for this). */
interface Sequence {
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>;
  evaluate(tokens: readonly number[], options: { temperature: number; yieldEogToken: boolean }): AsyncGenerator<number>;
}
interface LlamaContext {
  getSequence(): Sequence;
  dispose(): Promise<void>;
}
interface LlamaModel {
  createContext(options: { contextSize: number; batchSize: number; threads: number; sequences: number }): Promise<LlamaContext>;
}
interface Llama {
  loadModel(options: { modelPath: string }): Promise<LlamaModel>;
}
interface NodeLlama {
  getLlama(options: { gpu: false; build: 'never'; maxThreads: number; logLevel: string }): Promise<Llama>;
}

export interface Asked {
  readonly past: number;
  readonly tokens: number;
}

export interface Answered {
  readonly read: Took;
  readonly write: Took;
}

const [modelPath = '', threadsText = '1', from = 'node-llama-cpp'] = process.argv.slice(2);
const threads = Number(threadsText);
const { getLlama } = (await import(from)) as NodeLlama;
const llama = await getLlama({ gpu: false, build: 'never', maxThreads: threads, logLevel: 'error' });
const model = await llama.loadModel({ modelPath });

process.on('message', async ({ past, tokens }: Asked) => {
  const context = await model.createContext({ contextSize: 2048, batchSize: 256, threads, sequences: 1 });
  const sequence = context.getSequence();
  const ids = Array.from({ length: past }, (_, i) => 300 + ((i * 7919) % 30_000));
  const read = await timed(() => sequence.evaluateWithoutGeneratingNewTokens(ids));
  const writing = sequence.evaluate([400], { temperature: 0, yieldEogToken: true });
  await writing.next(); // the token that was given is read on the way to the first
  const write = await timed(async () => {
    for (let i = 0; i < tokens; i++) await writing.next();
  });
  await writing.return(undefined);
  await context.dispose();
  process.send?.({ read, write } satisfies Answered);
});
process.send?.('ready');
