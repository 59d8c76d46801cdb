/** What a benchmark found: a table in its output, the same in `measured.json` beside this file, and a chart of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { drawChart } from './charts.ts';

export type Cell = string | number;

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Measured extends Table {
  /** The machine, its cores, Node, and how much else ran on it when the table was made. */
  readonly machine: string;
  readonly load: number;
  readonly date: string;
}

const FILE = join(import.meta.dirname, 'measured.json');

export const machineName = (): string => `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.version}`;

function measured(): Readonly<Record<string, Measured>> {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** Prints a table, keeps it under `name` in place of the last one, and draws its chart. */
export function record(name: string, table: Table): void {
  const { title, head, rows } = table;
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  process.stdout.write(`\n### ${title}\n\n${lines.join('\n')}\n`);
  const found = {
    ...table,
    machine: machineName(),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    date: new Date().toISOString().slice(0, 10),
  };
  writeFileSync(FILE, `${JSON.stringify({ ...measured(), [name]: found }, null, 1)}\n`);
  drawChart(name, found);
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** The model folder that a benchmark was called with; without one it ends and says how it is called. */
export function givenFolder(folder: string | undefined, call: string): string {
  if (folder !== undefined && existsSync(join(folder, 'model.json'))) return folder;
  const problem = folder === undefined ? 'It takes a model folder of full size' : `There is no model.json in ${folder}`;
  process.stderr.write(`${problem}: ${call}\nOne is made by: npx dreamthread model synth --like dreamllm-7b --layers 8 --out FOLDER\n`);
  process.exit(1);
}

/** Milliseconds of a call, by the clock and by the processors. */
export interface Took {
  readonly wallMs: number;
  readonly processorMs: number;
}

export async function timed(call: () => Promise<unknown>): Promise<Took> {
  const [before, startedAt] = [process.cpuUsage(), performance.now()];
  await call();
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  return { wallMs, processorMs: (user + system) / 1000 };
}
