/**
 * A model folder of full size on this machine: `npm run bench:7b -- FOLDER [STEPS]`. What it takes to open it, to read a prompt, to
 * write 64 tokens and to draw one picture, and the memory at its highest.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { openFolder } from '../../engine/model/folder.ts';
import { openModel } from '../../engine/model/index.ts';
import { givenFolder, record } from './report.ts';

const [given, steps = '4'] = process.argv.slice(2);
const dir = givenFolder(given, 'npm run bench:7b -- FOLDER [STEPS]');
const PROMPT =
  'A chat between a curious user and an artificial intelligence assistant. USER: Draw two red circles above a blue square. ASSISTANT:';
const TOKENS = 64;

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(2);
const peakBytes = (): number => 1024 * process.resourceUsage().maxRSS;
/** What the process itself holds, without the pages of mapped files, which the system takes back when it needs them. */
const ownBytes = (): number => 1024 * Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN);

const rows: string[][] = [];
let begun = { ms: performance.now(), processor: process.cpuUsage() };
const row = (what: string, count = 1): void => {
  const { user, system } = process.cpuUsage(begun.processor);
  const tookMs = [performance.now() - begun.ms, (user + system) / 1000];
  const times = tookMs.map((ms) => `${(ms / 1000).toFixed(1)} s${count === 1 ? '' : ` (${(ms / count).toFixed(0)} ms each)`}`);
  rows.push([what, ...times, gigabytes(ownBytes()), gigabytes(peakBytes())]);
  process.stdout.write(`${what}: ${times.join(', ')}\n`); // it takes minutes
  begun = { ms: performance.now(), processor: process.cpuUsage() };
};

const { manifest } = await openFolder(dir);
const fileBytes = Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
row(`verify ${gigabytes(fileBytes)} GB of files`);
const model = await openModel(dir);
row('load the graphs');
const context = model.newContext();
await context.append([manifest.tokens.bos]);
await context.appendText(PROMPT);
row(`read ${context.tokens} tokens`, context.tokens);
const never = new Map([manifest.tokens.eos, manifest.tokens.dreamStart].map((id) => [id, Number.NEGATIVE_INFINITY]));
let written = 0;
for await (const { end } of context.decode({ maxTokens: TOKENS, temperature: 0, seed: 0, bias: never })) if (end !== 'eos') written += 1;
row(`write ${written} tokens`, written);
const condition = await context.dream();
row(`dream: ${manifest.dream.queries} queries`);
const picture = await model.paint({
  condition,
  seed: 1,
  steps: Number(steps),
  onStep: (step) => row(step === 1 ? 'denoise step 1, with the condition of nothing' : `denoise step ${step}`),
});
row(`VAE: ${picture.widthPx} × ${picture.heightPx} pixels`);
const features = await model.see(picture);
await context.appendPicture(features);
row(`see the picture: ${manifest.vision.patches} features into the context`);
await model.close();
record('seven-b', {
  title: `A model of full size (${manifest.language.layers} layers), ${availableParallelism()} threads at most`,
  head: ['what', 'clock', 'processor', 'own memory after, GB', 'highest so far, mapped files included, GB'],
  rows,
});
