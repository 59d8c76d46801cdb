/** How far a long command is: a bar where someone looks, plain lines in a log, JSON lines for a program. */
import { sizeText } from './size.ts';

/** Bytes of `what` that are there, and of how many. */
export type Progress = (what: string, done: number, total: number) => void;

export interface ProgressLines {
  readonly progress: Progress;
  /** Ends a bar, so that something else may be printed. */
  end(): void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const BAR_CELLS = 24;
const REDRAW_MS = 100;
const LINES_MS = 10_000;

/** A bar and JSON lines at most ten times a second, and always at a start and an end. */
export function openProgress(out: Terminal, options: { readonly json: boolean; readonly nowMs: () => number }): ProgressLines {
  let current = '';
  let drawnMs = 0;
  const isDue = (what: string, done: number, total: number): boolean => {
    const nowMs = options.nowMs();
    const due = what !== current || done === total || nowMs - drawnMs >= REDRAW_MS;
    if (due) drawnMs = nowMs;
    return due;
  };
  const json: Progress = (what, done, total) => {
    if (!isDue(what, done, total)) return;
    current = what;
    out.write(`${JSON.stringify({ type: 'progress', what, done, total })}\n`);
  };
  const bar: Progress = (what, done, total) => {
    if (!isDue(what, done, total)) return;
    if (what !== current && current !== '') out.write('\n');
    current = what;
    out.write(`\r\x1b[2K${barLine(what, done, total).slice(0, (out.columns ?? 80) - 1)}`);
  };
  // A log gets a line when something is done, and now and then before.
  const lines: Progress = (what, done, total) => {
    const nowMs = options.nowMs();
    if (what !== current) [current, drawnMs] = [what, nowMs];
    if (done < total && nowMs - drawnMs < LINES_MS) return;
    drawnMs = nowMs;
    out.write(`${what}: ${amounts(done, total)}\n`);
  };
  return {
    progress: options.json ? json : out.isTTY ? bar : lines,
    end() {
      if (!options.json && out.isTTY && current !== '') out.write('\n');
      current = '';
    },
  };
}

function barLine(what: string, done: number, total: number): string {
  const share = Math.min(done / Math.max(total, 1), 1);
  const full = Math.round(share * BAR_CELLS);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)} ${String(Math.floor(100 * share)).padStart(3)} %  ${what}  ${amounts(done, total)}`;
}

const amounts = (done: number, total: number): string => `${sizeText(done)} of ${sizeText(total)}`;
