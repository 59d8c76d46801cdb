/** `model check`: what is checked, as a table that grows row by row. */
import { type CheckRow, checkModel } from '../../engine/index.ts';
import { plain } from './folders.ts';

interface Out {
  write(text: string): unknown;
}

/** Whether all passed. */
export async function printCheck(dir: string, options: { readonly vectors?: string; readonly json?: boolean }, out: Out): Promise<boolean> {
  let judged = 0;
  let failed = 0;
  if (!options.json) out.write(line('', 'difference', 'tolerance', ''));
  for await (const row of checkModel(dir, options.vectors === undefined ? {} : { vectors: options.vectors })) {
    if (row.passed !== undefined) judged += 1;
    if (row.passed === false) failed += 1;
    out.write(options.json ? `${JSON.stringify(row)}\n` : rowText(row));
  }
  if (options.json) out.write(`${JSON.stringify({ passed: failed === 0, judged, failed })}\n`);
  else out.write(failed === 0 ? `\nAll ${judged} passed.\n` : `\n${failed} of ${judged} failed.\n`);
  return failed === 0;
}

function rowText({ name, passed, difference, tolerance, note }: CheckRow): string {
  const verdict = passed === undefined ? 'told' : passed ? 'ok' : 'FAILED';
  return line(name, number(difference), number(tolerance), plain(note === undefined ? verdict : `${verdict}: ${note}`));
}

const line = (name: string, difference: string, tolerance: string, verdict: string): string =>
  `${`${name.padEnd(42)} ${difference.padStart(10)} ${tolerance.padStart(10)}  ${verdict}`.trimEnd()}\n`;

function number(value: number | undefined): string {
  if (value === undefined) return '';
  if (Number.isInteger(value) || value === Number.POSITIVE_INFINITY) return String(value);
  return value < 0.01 ? value.toExponential(1) : value.toPrecision(2);
}
