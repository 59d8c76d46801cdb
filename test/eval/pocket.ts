/**
 * Sits the examination of engine/train (dreamtrain/exam.py) with the model that ships, in the runtime that ships:
 *
 *   npm run eval:pocket -- <folder for the answers> [<model folder>]
 *
 * Each line of answers.jsonl is a case: for every turn its plan, its texts, and its pictures' files, which lie beside it.
 * Cases that are answered there already are left out, so a run that was cut off goes on. dreamtrain/mark.py marks them.
 */
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import type { PlanStep } from '../../src/core/types.ts';
import { Conversation, type Engine } from '../bench/conversation.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SIDE_PX = 128;
const SHEET_COLUMNS = 16;
const LANES = 2;

interface Case {
  readonly id: string;
  readonly turns: readonly { readonly say: string; readonly sent?: number }[];
}

const { openEngine } = (await import(`${ROOT}/dist/engine/index.js`)) as typeof import('../../engine/index.ts');
const [folder = `${ROOT}/out/exam`, model = `${ROOT}/models/pocket`] = process.argv.slice(2).map((path) => resolve(path));
await mkdir(folder, { recursive: true });
const written = await open(join(folder, 'answers.jsonl'), 'a+');
const parsed = (text: string): Case[] => text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Case]));
const answered = new Set(parsed(await written.readFile('utf8')).map(({ id }) => id));
const cases = parsed(await readFile(`${import.meta.dirname}/prompts.jsonl`, 'utf8')).filter(({ id }) => !answered.has(id));

function sentPicture(index: number): Promise<Buffer> {
  const at = { left: SIDE_PX * (index % SHEET_COLUMNS), top: SIDE_PX * Math.floor(index / SHEET_COLUMNS) };
  return sharp(`${import.meta.dirname}/pictures.webp`)
    .extract({ ...at, width: SIDE_PX, height: SIDE_PX })
    .png()
    .toBuffer();
}

const planLine = (step: PlanStep): string =>
  step.kind === 'draw' ? `draw: ${step.caption}` : step.kind === 'edit' ? `edit ${step.target}: ${step.caption}` : step.kind;

async function answer(engine: Engine, { id, turns }: Case) {
  const thread = new Conversation(engine);
  const answers = [];
  for (const [turn, { say, sent }] of turns.entries()) {
    try {
      const { plan, reply, doneMs } = await thread.ask(say, id, turn + 1, sent === undefined ? undefined : await sentPicture(sent));
      const pictures = [];
      for (const part of reply) {
        if (part.kind === 'text') continue;
        const file = `${id}-${turn}-${part.name.slice(1)}.png`;
        await writeFile(join(folder, file), thread.file(part.asset) ?? '');
        pictures.push({ name: part.name, caption: part.alt, file });
      }
      const texts = reply.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
      answers.push({ plan: plan.map(planLine), texts, pictures, tookMs: Math.round(doneMs) });
    } catch (error) {
      answers.push({ plan: [], texts: [], pictures: [], failed: error instanceof Error ? error.message : String(error) });
    }
  }
  return { id, turns: answers };
}

const waiting = cases.values();
async function lane(): Promise<void> {
  const engine = await openEngine(model, { threads: 1 });
  for (const each of waiting) await written.write(`${JSON.stringify(await answer(engine, each))}\n`);
  await engine.close();
}
const startedAt = performance.now();
await Promise.all(Array.from({ length: LANES }, lane));
await written.close();
process.stdout.write(`${cases.length} cases answered in ${Math.round((performance.now() - startedAt) / 1000)} s: ${folder}\n`);
