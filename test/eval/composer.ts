/**
 * Measures the composer with a model folder, and writes what came out:
 *
 *   npm run eval:composer -- [--plans 300] [--pictures 60] [--chains 4] [--cast 40] [--model models/pocket] [--out out/composer]
 *
 * `plans` requests of the examination (prompts.jsonl) are planned, and those that went wrong kept in wrong.jsonl; of `pictures` drawings the receipts are kept beside the files, for
 * `python -m dreamtrain.receipts`; `chains` pictures are edited eight times each way; `cast` things are painted alone and in other scenes, for
 * likeness. The same command prints the same numbers.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { type DreamModel, openModel, type Picture } from '../../engine/model/index.ts';
import { openParts } from '../../engine/model/open-model.ts';
import { decodeLatents, encodePicture } from '../../engine/model/vae.ts';
import { checklistOf } from '../../engine/planner/checklist.ts';
import { compose } from '../../engine/planner/compose.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import type { AssetId, Message, Part, PlanStep } from '../../src/core/types.ts';
import { measureCast } from './cast.ts';
import { measureChains, measureStrengths, psnrOutside } from './edits.ts';

process.env.ORT_DISABLE_TELEMETRY = '1';
const ROOT = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    plans: { type: 'string', default: '300' },
    pictures: { type: 'string', default: '60' },
    chains: { type: 'string', default: '4' },
    cast: { type: 'string', default: '40' },
    model: { type: 'string', default: `${ROOT}/models/pocket` },
    out: { type: 'string', default: `${ROOT}/out/composer` },
  },
});
const sizes = { plans: Number(values.plans), pictures: Number(values.pictures), chains: Number(values.chains), cast: Number(values.cast) };

interface Case {
  readonly id: string;
  readonly group: string;
  readonly turns: readonly { readonly say: string; readonly sent?: number }[];
  readonly expect: {
    readonly plan?: readonly string[];
    readonly kind?: string;
    readonly shows?: readonly { readonly kind: string; readonly count: number; readonly colour?: string }[];
  };
}

type ImageEnd = Extract<EngineEvent, { type: 'image-end' }>;
interface Answer {
  readonly plan: readonly PlanStep[];
  readonly pictures: readonly ImageEnd[];
}

/** A thread that grows as in the program. */
class Thread {
  readonly #model: DreamModel;
  readonly #messages: Message[] = [];
  readonly #rows: LedgerRow[] = [];
  readonly #files: Record<AssetId, Uint8Array> = {};

  constructor(model: DreamModel) {
    this.#model = model;
  }

  /** With `planOnly` nothing is written or drawn. */
  async ask(words: string, planOnly: boolean): Promise<Answer> {
    const turnId = String(this.#messages.length);
    const from = (isSelf: boolean, parts: readonly Part[]): Message => ({
      id: `${isSelf} ${turnId}`,
      threadId: 't',
      author: { id: isSelf ? 'bot' : 'ann', name: 'x', isBot: isSelf, isSelf },
      parts,
      mentionsBot: true,
      sentAt: '',
    });
    this.#messages.push(from(false, [{ kind: 'text', text: words }]));
    const request: GenerateRequest = {
      turnId,
      threadId: 't',
      seed: 1,
      messages: [...this.#messages],
      pictures: [...this.#rows],
      files: { ...this.#files },
    };
    let plan: readonly PlanStep[] = [];
    const pictures: ImageEnd[] = [];
    const reply: Part[] = [];
    for await (const event of compose(this.#model, request, new Map(), new AbortController().signal)) {
      if (event.type === 'plan') {
        plan = event.plan.steps;
        if (planOnly) break;
      } else if (event.type === 'text-end') reply.push({ kind: 'text', text: event.text });
      else if (event.type === 'offer') plan = [{ kind: 'ask' }];
      else if (event.type === 'image-end') {
        pictures.push(event);
        reply.push(this.#keep(event));
      }
    }
    this.#messages.push(from(true, reply));
    return { plan, pictures };
  }

  #keep({ name, parent, caption, seen, seed, png, widthPx, heightPx }: ImageEnd): Part {
    const asset: AssetId = `sha256:${createHash('sha256').update(png).digest('hex')}`;
    this.#files[asset] = png;
    const made = { threadId: 't', authorId: 'ann', messageId: 'm', turnId: 't', madeAt: '' };
    this.#rows.push({ ...made, name, asset, widthPx, heightPx, caption, seed, ...(parent ? { parent } : {}), ...(seen ? { seen } : {}) });
    return { kind: 'image', asset, mediaType: 'image/png', widthPx, heightPx, alt: seen ?? caption, name };
  }
}

const lineOf = (step: PlanStep): string =>
  step.kind === 'draw' ? `draw: ${step.caption}` : step.kind === 'edit' ? `edit ${step.target}: ${step.caption}` : step.kind;

/** The plan that the examination wants, or captions that show what it wants, no more and no less. */
function isRight(plan: readonly PlanStep[], { expect }: Case): boolean {
  if (expect.plan) return JSON.stringify(plan.map(lineOf)) === JSON.stringify(expect.plan);
  if (expect.kind) return plan.length === 1 && plan[0]?.kind === expect.kind;
  const items = plan.flatMap((step) => ('caption' in step ? checklistOf(step.caption).items : []));
  const shows = expect.shows ?? [];
  const fits = shows.every(
    ({ kind, count, colour }) =>
      items.filter(({ noun, qualities }) => noun === kind && (!colour || qualities.includes(colour))).length === count,
  );
  return fits && items.length === shows.reduce((sum, { count }) => sum + count, 0);
}

const isValid = (plan: readonly PlanStep[]): boolean =>
  plan.length > 0 &&
  plan.length <= 16 &&
  plan.every((step) => !('caption' in step) || (step.caption.trim() !== '' && /^#\d+[b-z]*$/.test(step.name)));

async function measurePlans(model: DreamModel, cases: readonly Case[], out: string): Promise<string[]> {
  const marks = new Map<string, boolean[]>();
  const invalid: string[] = [];
  const wrong: string[] = [];
  let valid = 0;
  for (const each of cases) {
    const thread = new Thread(model);
    let plan: readonly PlanStep[] = [];
    try {
      for (const [index, { say }] of each.turns.entries()) plan = (await thread.ask(say, index === each.turns.length - 1)).plan;
    } catch (error) {
      plan = [];
      invalid.push(`${each.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (isValid(plan)) valid++;
    const right = isRight(plan, each);
    if (!right) wrong.push(JSON.stringify({ id: each.id, turns: each.turns, plan: plan.map(lineOf), expect: each.expect }));
    marks.set(each.group, [...(marks.get(each.group) ?? []), right]);
  }
  await writeFile(join(out, 'wrong.jsonl'), wrong.map((line) => `${line}\n`).join(''));
  const all = [...marks.values()].flat();
  return [
    `plan validity: ${valid} of ${cases.length}`,
    ...invalid.map((line) => `  ${line}`),
    `plan correctness: ${share(all)}`,
    ...[...marks].map(([group, right]) => `  ${group}: ${share(right)}`),
  ];
}

const share = (right: readonly boolean[]): string => `${(right.filter(Boolean).length / right.length).toFixed(3)} of ${right.length}`;

/** What the critic said of drawings, kept for the detector; the time to a first picture; and whether the same comes again. */
async function measurePictures(model: DreamModel, cases: readonly Case[], out: string): Promise<string[]> {
  const lines: string[] = [];
  const times: number[] = [];
  let redrawn = 0;
  let again = 0;
  let twice = 0;
  for (const [index, { id, turns }] of cases.entries()) {
    const say = turns[0]?.say ?? '';
    const startedAt = performance.now();
    const { pictures } = await new Thread(model).ask(say, false);
    times.push(performance.now() - startedAt);
    for (const { name, caption, seen, receipt, png } of pictures) {
      const file = `${id}-${name.slice(1)}.png`;
      await writeFile(join(out, file), png);
      lines.push(JSON.stringify({ file, caption, seen: seen ?? '', receipt: receipt ?? '' }));
      if (receipt?.includes('redrawn')) redrawn++;
    }
    if (index % 10 === 0) {
      const repeated = (await new Thread(model).ask(say, false)).pictures;
      twice += repeated.length;
      again += repeated.filter(({ png }, at) => Buffer.from(png).equals(Buffer.from(pictures[at]?.png ?? []))).length;
    }
  }
  await writeFile(join(out, 'receipts.jsonl'), `${lines.join('\n')}\n`);
  times.sort((a, b) => a - b);
  return [
    `pictures: ${lines.length}, redrawn ${redrawn}; reply with one picture, median ${Math.round(times[times.length >> 1] ?? 0)} ms`,
    `same turn, seed and folder: ${again} of ${twice} pictures byte for byte`,
  ];
}

/** Rendered scenes, halved, then enlarged again: by Lanczos, and by Lanczos and once through the VAE. */
async function measureEnlarging(modelDir: string, count: number): Promise<string[]> {
  const parts = await openParts(modelDir, { threads: 2 });
  const { vaeEncoder, vaeDecoder } = parts.graphs;
  if (!vaeEncoder) return [];
  const side = 128;
  const [lanczos, refined]: [number[], number[]] = [[], []];
  for (let i = 0; i < count; i++) {
    const at = { left: side * (i % 16), top: side * Math.floor(i / 16), width: side, height: side };
    const read = async (image: Sharp): Promise<Picture> => ({ widthPx: side, heightPx: side, rgb: await image.raw().toBuffer() });
    const crop = await sharp(join(import.meta.dirname, 'pictures.webp'))
      .extract(at)
      .removeAlpha()
      .png()
      .toBuffer();
    const half = await sharp(crop)
      .resize(side / 2, side / 2)
      .png()
      .toBuffer();
    const [truth, large] = await Promise.all([read(sharp(crop)), read(sharp(half).resize(side, side, { kernel: 'lanczos3' }))]);
    const again = await decodeLatents(vaeDecoder, parts.manifest, await encodePicture(vaeEncoder, parts.manifest, large));
    lanczos.push(psnrOutside(truth, large));
    refined.push(psnrOutside(truth, again));
  }
  const mean = (all: readonly number[]): string => (all.reduce((sum, one) => sum + one, 0) / all.length).toFixed(2);
  return [`enlarging twofold, ${count} rendered scenes: Lanczos ${mean(lanczos)} dB, Lanczos and VAE ${mean(refined)} dB`];
}

/** Evenly from the groups that have a plan to be right about and bring no picture. */
function chosen(cases: readonly Case[], count: number, groups: (group: string) => boolean): Case[] {
  const fits = ({ group, turns }: Case): boolean => groups(group) && turns.length <= 2 && turns.every(({ sent }) => sent === undefined);
  const lists = [...grouped(cases.filter(fits)).values()];
  const most = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: most }, (_, i) => lists.flatMap((list) => list[i] ?? []))
    .flat()
    .slice(0, count);
}

function grouped(cases: readonly Case[]): Map<string, Case[]> {
  const groups = new Map<string, Case[]>();
  for (const each of cases) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  return groups;
}

const out = resolve(values.out);
await mkdir(out, { recursive: true });
const cases = (await readFile(join(import.meta.dirname, 'prompts.jsonl'), 'utf8'))
  .split('\n')
  .flatMap((line) => (line ? [JSON.parse(line) as Case] : []));
const OBJECTS = ['single object', 'two objects', 'counting', 'colours', 'position', 'attribute binding'];
const model = await openModel(resolve(values.model));
const report: string[] = [`model ${model.manifest.id}`];
const say = (lines: readonly string[]): void => {
  report.push(...lines);
  process.stdout.write(`${lines.join('\n')}\n`);
};
say(
  await measurePlans(
    model,
    chosen(cases, sizes.plans, (group) => !['question', 'critic', 'very long'].includes(group)),
    out,
  ),
);
say(
  await measurePictures(
    model,
    chosen(cases, sizes.pictures, (group) => OBJECTS.includes(group)),
    out,
  ),
);
say(await measureChains(model, sizes.chains));
say(await measureStrengths(model, sizes.chains));
say(await measureCast(model, sizes.cast));
say(await measureEnlarging(resolve(values.model), 32));
await model.close();
await writeFile(join(out, 'report.txt'), `${report.join('\n')}\n`);
