/**
 * How long a waiting turn will take, told honestly: as half and as nine tenths of turns like it took. The turns before it
 * and itself are played through many times, each with a duration drawn from the recent past, on as many lanes as run at
 * once. The draws are the same every time, so the answer only moves when the facts do.
 */
import type { Eta } from '../core/ports.ts';

const PLAYS_AT_MOST = 200;
const PLAYS_AT_LEAST = 10;
/** Fewer forecasts than these do not correct later ones. */
export const HELD_AT_LEAST = 30;
/** Fewer turns than these say nothing. */
const KNOWN_AT_LEAST = 5;

export interface Waiting {
  /** Milliseconds that each running turn has taken so far. */
  readonly runningMs: readonly number[];
  /** Turns that start before this one. */
  readonly ahead: number;
  /** Turns that run at once. */
  readonly lanes: number;
}

/** Of one forecast; a longer queue is played fewer times, and its sums vary less. */
const DRAWS_AT_MOST = 2_000;
/** Of a queue longer than this the rest is taken at its mean: the sum of so many varies by a few hundredths. */
const TURNS_PLAYED_AT_MOST = 400;

/** Milliseconds until the turn is done; undefined while too little is known. `pastMs`: durations of recent turns. */
export function forecast(pastMs: readonly number[], { runningMs, ahead, lanes }: Waiting): Eta | undefined {
  if (pastMs.length < KNOWN_AT_LEAST) return undefined;
  const sorted = Float64Array.from(pastMs).sort();
  // It begins at once.
  if (ahead < lanes - runningMs.length) return quantiles(sorted);
  const random = draws(1);
  const draw = (aboveMs = 0): number => {
    const from = firstAbove(sorted, aboveMs);
    // One that has run longer than any before it: as long again as the shortest.
    return sorted[from + Math.floor(random() * (sorted.length - from))] ?? aboveMs + (sorted[0] ?? 0);
  };
  const played = Math.min(ahead, TURNS_PLAYED_AT_MOST);
  const restMs = ((ahead - played) / lanes) * (sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length);
  const plays = Math.min(PLAYS_AT_MOST, Math.max(PLAYS_AT_LEAST, Math.floor(DRAWS_AT_MOST / (runningMs.length + played + 1))));
  const freeAtMs = new Float64Array(lanes);
  const ends = Float64Array.from({ length: plays }, () => {
    for (let lane = 0; lane < lanes; lane++) {
      const sofarMs = runningMs[lane];
      freeAtMs[lane] = sofarMs === undefined ? 0 : draw(sofarMs) - sofarMs;
    }
    let endMs = 0;
    for (let turn = 0; turn <= played; turn++) {
      const lane = leastOf(freeAtMs);
      endMs = (freeAtMs[lane] ?? 0) + draw();
      freeAtMs[lane] = endMs;
    }
    return endMs + restMs;
  }).sort();
  return quantiles(ends);
}

const quantiles = (sorted: Float64Array): Eta => ({
  p50: Math.round(sorted[Math.floor(sorted.length * 0.5)] ?? 0),
  p90: Math.round(sorted[Math.floor(sorted.length * 0.9)] ?? 0),
});

function leastOf(values: Float64Array): number {
  let least = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) < (values[least] ?? 0)) least = at;
  return least;
}

/** A forecast as it was made, and what came: milliseconds until the turn was done. */
export interface Held {
  readonly forecast: Eta;
  readonly tookMs: number;
}

/**
 * Corrects a forecast by how the last ones held: those who come later and go first are in no play, but they are in the
 * past. Each quantile is scaled so that it would have held for just its share of `held` (split conformal prediction,
 * on ratios).
 */
export function corrected(eta: Eta, held: readonly Held[]): Eta {
  if (held.length < HELD_AT_LEAST) return eta;
  const scaled = (key: keyof Eta, share: number): number => {
    const ratios = new Float64Array(held.length);
    for (const [at, { forecast, tookMs }] of held.entries()) ratios[at] = tookMs / Math.max(1, forecast[key]);
    ratios.sort();
    return Math.round(eta[key] * (ratios[Math.floor(share * ratios.length)] ?? 1));
  };
  const p50 = scaled('p50', 0.5);
  return { p50, p90: Math.max(p50, scaled('p90', 0.9)) };
}

function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Numbers from 0 up to 1: a linear congruential generator (Numerical Recipes), enough for drawing samples. */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
