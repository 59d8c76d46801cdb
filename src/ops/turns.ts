/** `dreamthread turns`: what was given up and why. It shows ids, times and reasons, never what people wrote. */
import type { ParkedTurn } from '../core/ports.ts';

export type ParkedRow = ParkedTurn & { readonly endedAtMs: number };

/** A line for each turn, newest first, in columns; a sentence when there is none. Times are UTC. */
export function turnLines(parked: readonly ParkedRow[]): string[] {
  if (parked.length === 0) return ['No turn is parked: every request was answered, or still waits.'];
  const rows = parked.map(({ turn, code, reason, endedAtMs }) => [
    turn.id,
    new Date(endedAtMs).toISOString().slice(0, 16).replace('T', ' '),
    code,
    turn.thread.id,
    reason,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

/** Everything that is known of one turn, as JSON. */
export const turnRecord = (row: ParkedRow): string => JSON.stringify({ ...row, endedAt: new Date(row.endedAtMs).toISOString() }, null, 2);
