/** Charts of measured tables, legible on light and dark pages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measured } from './report.ts';

interface Chart {
  /** Columns that become bars, by index; the first one names the group. */
  readonly columns: readonly number[];
  readonly better: 'less is better' | 'more is better';
}

const CHARTS: Readonly<Record<string, Chart>> = {
  'llama-8': { columns: [1, 2], better: 'less is better' },
  'llama-32': { columns: [1, 2], better: 'less is better' },
  'bandwidth-8': { columns: [3, 2], better: 'less is better' },
  'bandwidth-32': { columns: [3, 2], better: 'less is better' },
  peer: { columns: [1, 2], better: 'less is better' },
  diffusion: { columns: [1, 2], better: 'less is better' },
  tokens: { columns: [2, 3, 4, 5, 6], better: 'more is better' },
  waiting: { columns: [0, 1, 2], better: 'less is better' },
  'at-once': { columns: [1], better: 'more is better' },
  history: { columns: [1, 2, 3, 4], better: 'less is better' },
  latency: { columns: [2, 3], better: 'less is better' },
};

const FOLDER = join(import.meta.dirname, 'charts');
const [WIDTH_PX, LEFT_PX, BAR_PX, LINE_PX] = [760, 210, 14, 18];
const COLOURS = ['#3b7dd8', '#d9822b', '#2a9d6f', '#9a5fd0', '#c94f6d'];
const STYLE = `text{font:12px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600;font-size:14px}.soft{fill:#59636e}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.soft{fill:#9198a1}}`;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** `charts/<name>.svg`, for tables that a chart makes plainer. */
export function drawChart(name: string, table: Measured): void {
  const chart = CHARTS[name];
  if (!chart) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.svg`), chartOf(table, chart));
}

function chartOf({ title, head, rows, machine, load, date }: Measured, { columns, better }: Chart): string {
  const values = rows.map((row) => columns.map((column) => Number.parseFloat(`${row[column]}`)));
  const most = Math.max(...values.flat().filter(Number.isFinite));
  const parts: string[] = [];
  let y = 20;
  const say = (text: string, x: number, at: number, kind = '', anchor = 'start'): void => {
    parts.push(`<text x="${x}" y="${at}" class="${kind}" text-anchor="${anchor}">${escaped(text)}</text>`);
  };
  for (const line of wrapped(title, 84)) {
    say(line, 8, y, 'title');
    y += LINE_PX;
  }
  say(`${better} · ${machine}, load ${load}, ${date}`, 8, y, 'soft');
  y += LINE_PX;
  let x = 8;
  for (const [i, column] of columns.entries()) {
    parts.push(`<rect x="${x}" y="${y - 10}" width="10" height="10" rx="2" fill="${COLOURS[i]}"/>`);
    say(head[column] ?? '', x + 15, y);
    x += 30 + 6.6 * (head[column] ?? '').length;
  }
  y += 12;
  const scale = (WIDTH_PX - LEFT_PX - 90) / most;
  for (const [group, row] of rows.entries()) {
    const height = columns.length * (BAR_PX + 2);
    if (!columns.includes(0)) say(`${columns.length && head[0] ? `${head[0]} ` : ''}${row[0]}`, LEFT_PX - 8, y + height / 2 + 4, '', 'end');
    for (const [i, column] of columns.entries()) {
      const length = Math.max(1, scale * (values[group]?.[i] ?? 0));
      parts.push(`<rect x="${LEFT_PX}" y="${y}" width="${length.toFixed(1)}" height="${BAR_PX}" rx="2" fill="${COLOURS[i]}"/>`);
      say(`${row[column]}`, LEFT_PX + length + 6, y + BAR_PX - 3);
      y += BAR_PX + 2;
    }
    y += 8;
  }
  const size = `width="${WIDTH_PX}" height="${y + 4}" viewBox="0 0 ${WIDTH_PX} ${y + 4}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(title).replace(/"/g, '&quot;')}">\n<style>${STYLE}</style>\n${parts.join('\n')}\n</svg>\n`;
}

/** Lines of at most so many characters, broken at spaces. */
function wrapped(text: string, most: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    if ((lines[last] ?? '').length + word.length > most) lines.push(word);
    else lines[last] = `${lines[last]} ${word}`.trim();
  }
  return lines;
}
