/**
 * What a person waits for, on the model that ships: `npm run bench` (`-- <folder>`: on another). Prints its tables and keeps them in measured.json. Numbers belong to the
 * machine and what else ran on it; ratios inside one run are what can be compared.
 */
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { Conversation, type Engine, type Timing } from './conversation.ts';
import { machineName, median, record } from './report.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MODEL = process.argv[2] ?? `${ROOT}/models/pocket`;
/** What is measured is what is shipped: the build. */
const BUILT = `${ROOT}/dist/engine/model`;
const { openEngine } = (await import(`${ROOT}/dist/engine/index.js`)) as typeof import('../../engine/index.ts');
const { closeParts, openLanguage, openParts } = (await import(
  `${BUILT}/open-model.js`
)) as typeof import('../../engine/model/open-model.ts');
const { GrowingContext } = (await import(`${BUILT}/growing-context.js`)) as typeof import('../../engine/model/growing-context.ts');
const { Steps } = (await import(`${BUILT}/steps.js`)) as typeof import('../../engine/model/steps.ts');

process.env.ORT_DISABLE_TELEMETRY = '1';
const THREE_PICTURES = 'why does it rain?';
const ONE_PICTURE = 'three red circles';

const ms = (value: number | undefined): string => (value === undefined ? '–' : `${Math.round(value)} ms`);

const TOKENS = 64;
const ROUNDS = 2;

async function decoding(): Promise<void> {
  const parts = await openParts(MODEL);
  const { decodeLoop, ...plainGraphs } = parts.graphs;
  const plain = await openLanguage({ ...parts, graphs: plainGraphs }, new Steps());
  const loop = decodeLoop && (await openLanguage(parts, new Steps()));
  const { tokens } = parts.manifest;
  const bias = new Map([tokens.eos, tokens.dreamStart].map((id) => [id, Number.NEGATIVE_INFINITY]));
  const rows: (string | number)[][] = [];
  for (const past of [32, 256]) {
    const perSecond = async (language: typeof plain | undefined, texts: number): Promise<string> => {
      if (!language) return '–';
      const context = new GrowingContext(language);
      await context.append([tokens.bos, ...new Array<number>(past - 1).fill(tokens.bos)]);
      const rates: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const startedAt = performance.now();
        await Promise.all(
          Array.from({ length: texts }, async () => {
            for await (const _ of context.fork().decode({ maxTokens: TOKENS, temperature: 0, seed: 1, bias }));
          }),
        );
        rates.push((1000 * texts * TOKENS) / (performance.now() - startedAt));
      }
      return Math.max(...rates).toFixed(0);
    };
    const read = new GrowingContext(plain);
    const startedAt = performance.now();
    await read.append(new Array<number>(past).fill(tokens.bos));
    const prefill = ((1000 * past) / (performance.now() - startedAt)).toFixed(0);
    const rates = [];
    for (const [language, texts] of [
      [plain, 1],
      [loop, 1],
      [plain, 4],
      [loop, 4],
      [loop, 16],
    ] as const)
      rates.push(await perSecond(language, texts));
    rows.push([past, prefill, ...rates]);
  }
  await closeParts(parts);
  record('tokens', {
    title: `Tokens/s of the pocket model: ${TOKENS} behind a past, one text or several at once (the better of ${ROUNDS} runs), by single steps and by the loop`,
    head: ['past', 'read', 'step, 1', 'loop, 1', 'step, 4', 'loop, 4', 'loop, 16'],
    rows,
  });
}

async function waiting(engine: Engine): Promise<void> {
  const timings: Timing[] = [];
  for (let round = 0; round < 5; round++) timings.push(await new Conversation(engine).ask(THREE_PICTURES, `t:waiting:${round}`));
  const of = (pick: (timing: Timing) => number | undefined) => ms(median(timings.map((timing) => pick(timing) ?? 0)));
  record('waiting', {
    title: `One turn alone: "${THREE_PICTURES}" (${timings[0]?.pictures ?? 0} pictures), median of ${timings.length}`,
    head: ['first word', 'first picture', 'finished'],
    rows: [[of((t) => t.firstWordMs), of((t) => t.firstPictureMs), of((t) => t.doneMs)]],
  });
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
  record('at-once', {
    title: `Turns at once: "${ONE_PICTURE}"`,
    head: ['turns', 'pictures/minute', 'first word, median', 'finished, median'],
    rows,
  });
}

/** What one turn took; `drew`: it made a picture, and the others did not. */
interface Cost {
  readonly firstWordMs: number;
  readonly processorMs: number;
  readonly drew: boolean;
}

/** 25 exchanges, 12 of them with a picture. `known`: the thread keeps its name; else each turn is the engine's first sight of it. */
async function growing(engine: Engine, known: boolean): Promise<Map<number, Cost>> {
  const thread = new Conversation(engine);
  const costs = new Map<number, Cost>();
  for (let turn = 0; turn < 25; turn++) {
    const words = turn % 2 === 0 ? 'hello' : ['a red circle', 'a blue square', 'a green star'][turn % 3];
    const before = process.cpuUsage();
    const { firstWordMs } = await thread.ask(words ?? '', known ? 't:grow' : `t:grow:${turn}`);
    const { user, system } = process.cpuUsage(before);
    costs.set(thread.messages, { firstWordMs: firstWordMs ?? Number.NaN, processorMs: (user + system) / 1000, drew: turn % 2 === 1 });
  }
  return costs;
}

async function history(engine: Engine): Promise<void> {
  const unknown = await growing(engine, false);
  const known = await growing(engine, true);
  const spans = [
    [2, 10],
    [12, 20],
    [22, 30],
    [32, 40],
    [42, 50],
  ] as const;
  const middle = (costs: Map<number, Cost>, [from, to]: readonly [number, number], pick: (cost: Cost) => number, drew?: boolean) =>
    ms(
      median(
        [...costs]
          .filter(([messages, cost]) => messages >= from && messages <= to && (drew === undefined || cost.drew === drew))
          .map(([, cost]) => pick(cost)),
      ),
    );
  record('history', {
    title: 'A thread that grows to 50 messages with 12 pictures: a turn, in processor time and to its first word',
    head: [
      'messages',
      'words alone',
      'words alone, unknown thread',
      'with a picture',
      'with a picture, unknown thread',
      'first word',
      'first word, unknown thread',
    ],
    rows: spans.map((span) => [
      span.join('–'),
      middle(known, span, (cost) => cost.processorMs, false),
      middle(unknown, span, (cost) => cost.processorMs, false),
      middle(known, span, (cost) => cost.processorMs, true),
      middle(unknown, span, (cost) => cost.processorMs, true),
      middle(known, span, (cost) => cost.firstWordMs),
      middle(unknown, span, (cost) => cost.firstWordMs),
    ]),
  });
}

process.stdout.write(`${machineName()}, load ${loadavg()[0]?.toFixed(1)} at the start, ${new Date().toISOString().slice(0, 10)}\n`);
await decoding();
const engine = await openEngine(MODEL);
await new Conversation(engine).ask(ONE_PICTURE, 't:warm');
await waiting(engine);
await atOnce(engine);
await history(engine);
await engine.close();
process.stdout.write(`\nPeak memory of the process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
