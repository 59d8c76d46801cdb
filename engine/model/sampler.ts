/** Chooses the next token from logits (V). */
import { STREAMS, uniform } from './random.ts';

export interface SamplerOptions {
  /** 0 is greedy, and then seed, topK and topP do not matter. */
  readonly temperature: number;
  readonly seed: number;
  readonly topK?: number;
  /** Nucleus: the smallest set of tokens that holds this much of the probability (arXiv 1904.09751). */
  readonly topP?: number;
  /** Above 1: tokens decoded before become less likely (CTRL, arXiv 1909.05858, §4.1). */
  readonly repetitionPenalty?: number;
  /** Added to the logits, by token id. */
  readonly bias?: ReadonlyMap<number, number>;
}

/**
 * The token that follows `decoded`. The same logits, options and `decoded` give the same token: the random number is the one
 * of (seed, length of `decoded`). Of equal logits the lowest id wins. `allowed` limits the choice to some ids.
 */
export function sampleToken(
  logits: Float32Array,
  options: SamplerOptions,
  decoded: readonly number[],
  suppressed: readonly number[],
  allowed?: readonly number[],
): number {
  const scores = scored(logits, options, decoded, suppressed);
  const ids = allowed ?? scores.keys();
  const score = (id: number) => scores[id] ?? Number.NEGATIVE_INFINITY;
  let best = -1;
  for (const id of ids) {
    if (score(id) > score(best) || (score(id) === score(best) && id < best)) best = id;
  }
  if (best < 0) throw new RangeError('No token may come next: every allowed id is suppressed or outside the vocabulary.');
  if (options.temperature <= 0) return best;

  const ranked: Candidate[] = [];
  for (const id of allowed ?? scores.keys()) {
    const weight = Math.exp((score(id) - score(best)) / options.temperature);
    // Below 1e-9 of the best one's probability a token is as good as impossible; dropping those keeps the sort short.
    if (weight > 1e-9) ranked.push({ id, weight });
  }
  ranked.sort((a, b) => b.weight - a.weight || a.id - b.id);
  ranked.length = Math.min(ranked.length, options.topK ?? ranked.length);
  const nucleus = options.topP === undefined ? ranked : nucleusOf(ranked, options.topP);
  let left = tokenUniform(options.seed, decoded.length) * sum(nucleus);
  for (const candidate of nucleus) {
    left -= candidate.weight;
    if (left < 0) return candidate.id;
  }
  return best;
}

/** The random number that the token after `decoded` others is drawn with. */
export const tokenUniform = (seed: number, decoded: number): number => uniform(seed, STREAMS.tokens, decoded);

interface Candidate {
  readonly id: number;
  readonly weight: number;
}

const sum = (candidates: readonly Candidate[]) => candidates.reduce((total, candidate) => total + candidate.weight, 0);

function nucleusOf(ranked: readonly Candidate[], topP: number): readonly Candidate[] {
  const target = topP * sum(ranked);
  let held = 0;
  const end = ranked.findIndex((candidate) => {
    held += candidate.weight;
    return held >= target;
  });
  return end < 0 ? ranked : ranked.slice(0, end + 1);
}

/** The logits with penalty and bias; -Infinity for what may not be sampled. */
function scored(logits: Float32Array, options: SamplerOptions, decoded: readonly number[], suppressed: readonly number[]): Float32Array {
  const scores = logits.slice();
  const penalty = options.repetitionPenalty ?? 1;
  if (penalty !== 1) {
    for (const id of new Set(decoded)) {
      const score = scores[id] ?? 0;
      scores[id] = score > 0 ? score / penalty : score * penalty;
    }
  }
  for (const [id, bias] of options.bias ?? []) scores[id] = (scores[id] ?? 0) + bias;
  for (const id of suppressed) scores[id] = -Infinity;
  return scores;
}
