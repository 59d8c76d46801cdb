/**
 * What a person waits for, on the model that ships: `npm run bench`. Prints the tables of RESULTS.md. Numbers belong to the
 * machine and what else ran on it; ratios inside one run are what can be compared.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { Conversation, type Engine, type Timing } from './conversation.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What is measured is what is shipped: the build. */
const { openEngine } = (await import(`${ROOT}/dist/engine/index.js`)) as typeof import('../../engine/index.ts');
const { openModel } = (await import(`${ROOT}/dist/engine/model/index.js`)) as typeof import('../../engine/model/index.ts');

const MODEL = `${ROOT}/models/pocket`;
const THREE_PICTURES = 'why does it rain?';
const ONE_PICTURE = 'three red circles';

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): void => {
  print(`\n| ${head.join(' | ')} |\n|${head.map(() => '---|').join('')}`);
  for (const row of rows) print(`| ${row.join(' | ')} |`);
};
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const ms = (value: number | undefined): string => (value === undefined ? '–' : `${Math.round(value)} ms`);

async function decoding(): Promise<void> {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const model = await openModel(MODEL);
  const { tokens } = model.manifest;
  const bias = new Map([tokens.eos, tokens.dreamStart].map((id) => [id, Number.NEGATIVE_INFINITY]));
  const rows: (string | number)[][] = [];
  for (const past of [32, 256, 480]) {
    const context = model.newContext();
    const prefillAt = performance.now();
    await context.append([tokens.bos, ...new Array<number>(past - 1).fill(model.encode(' a')[0] ?? 0)]);
    const prefillMs = performance.now() - prefillAt;
    const perToken: number[] = [];
    for (let round = 0; round < 3; round++) {
      const fork = context.fork();
      const startedAt = performance.now();
      let count = 0;
      for await (const _ of fork.decode({ maxTokens: 96, temperature: 0, seed: 1, bias })) count++;
      perToken.push((performance.now() - startedAt) / count);
    }
    rows.push([past, `${(1000 / median(perToken)).toFixed(0)} tokens/s`, `${((1000 * past) / prefillMs).toFixed(0)} tokens/s`]);
  }
  await model.close();
  print('\n### Text: 96 tokens behind a past, one context alone');
  table(['past', 'decode', 'prefill'], rows);
}

async function waiting(engine: Engine): Promise<void> {
  const timings: Timing[] = [];
  for (let round = 0; round < 5; round++) timings.push(await new Conversation(engine).ask(THREE_PICTURES, `t:waiting:${round}`));
  const of = (pick: (timing: Timing) => number | undefined) => ms(median(timings.map((timing) => pick(timing) ?? 0)));
  print(`\n### One turn alone: "${THREE_PICTURES}", median of ${timings.length}`);
  table(
    ['first word', 'first picture', 'finished', 'pictures'],
    [[of((t) => t.firstWordMs), of((t) => t.firstPictureMs), of((t) => t.doneMs), timings[0]?.pictures ?? 0]],
  );
}

async function atOnce(engine: Engine): Promise<void> {
  const rows = [];
  for (const turns of [1, 4, 16]) {
    const startedAt = performance.now();
    const timings = await Promise.all(
      Array.from({ length: turns }, (_, i) => new Conversation(engine).ask(ONE_PICTURE, `t:once:${turns}:${i}`, i + 1)),
    );
    const tookMs = performance.now() - startedAt;
    const pictures = timings.reduce((sum, timing) => sum + timing.pictures, 0);
    rows.push([
      turns,
      ((60_000 * pictures) / tookMs).toFixed(0),
      ms(median(timings.map(({ firstWordMs }) => firstWordMs ?? 0))),
      ms(median(timings.map(({ doneMs }) => doneMs))),
    ]);
  }
  print(`\n### Turns at once: "${ONE_PICTURE}"`);
  table(['turns', 'pictures/minute', 'first word, median', 'finished, median'], rows);
}

/** 25 exchanges, 12 of them with a picture. `known`: the thread keeps its name; else each turn is the engine's first sight of it. */
async function growing(engine: Engine, known: boolean): Promise<Map<number, number>> {
  const thread = new Conversation(engine);
  const firstWords = new Map<number, number>();
  for (let turn = 0; turn < 25; turn++) {
    const words = turn % 2 === 0 ? 'hello' : ['a red circle', 'a blue square', 'a green star'][turn % 3];
    const { firstWordMs } = await thread.ask(words ?? '', known ? 't:grow' : `t:grow:${turn}`);
    firstWords.set(thread.messages, firstWordMs ?? Number.NaN);
  }
  return firstWords;
}

async function history(engine: Engine): Promise<void> {
  const unknown = await growing(engine, false);
  const known = await growing(engine, true);
  print('\n### A thread that grows to 50 messages with 12 pictures: time to the first word');
  const spans = [
    [2, 10],
    [12, 20],
    [22, 30],
    [32, 40],
    [42, 50],
  ] as const;
  const middle = (timings: Map<number, number>, [from, to]: readonly [number, number]) =>
    ms(median([...timings].filter(([messages]) => messages >= from && messages <= to).map(([, value]) => value)));
  table(
    ['messages', 'thread seen for the first time', 'thread known'],
    spans.map((span) => [span.join('–'), middle(unknown, span), middle(known, span)]),
  );
}

const load = loadavg()[0]?.toFixed(1);
print(
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.version}, load ${load} at the start, ${new Date().toISOString().slice(0, 10)}`,
);
await decoding();
const engine = await openEngine(MODEL);
await new Conversation(engine).ask(ONE_PICTURE, 't:warm');
await waiting(engine);
await atOnce(engine);
await history(engine);
await engine.close();
print(`\nPeak memory of the process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
