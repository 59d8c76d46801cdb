import { describe, expect, it } from 'vitest';
import { type SamplerOptions, sampleToken } from '../../engine/model/sampler.ts';

const logits = Float32Array.from([1, 3, 2, 3, -1]);
const greedy: SamplerOptions = { temperature: 0, seed: 0 };

/** How often each id is drawn, as a share of 4000 draws. */
function shares(options: Omit<SamplerOptions, 'seed'>, suppressed: readonly number[] = [], allowed?: readonly number[]): number[] {
  const counts = new Array(logits.length).fill(0);
  for (let seed = 0; seed < 4000; seed++) counts[sampleToken(logits, { ...options, seed }, [], suppressed, allowed)]++;
  return counts.map((count) => count / 4000);
}

function softmax(temperature: number): number[] {
  const weights = Array.from(logits, (logit) => Math.exp(logit / temperature));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

describe('greedy', () => {
  it('takes the lowest id of the best', () => {
    expect(sampleToken(logits, greedy, [], [])).toBe(1);
    expect(sampleToken(logits, greedy, [], [], [3, 1])).toBe(1);
  });

  it('never takes a suppressed id, nor one that is not allowed', () => {
    expect(sampleToken(logits, greedy, [], [1, 3])).toBe(2);
    expect(sampleToken(logits, greedy, [], [], [0, 4])).toBe(0);
    expect(sampleToken(logits, greedy, [], [0], [0, 4])).toBe(4);
  });

  it('refuses when nothing is left', () => {
    expect(() => sampleToken(logits, greedy, [], [0], [0])).toThrow(RangeError);
    expect(() => sampleToken(logits, greedy, [], [], [99])).toThrow(RangeError);
  });

  it('heeds bias and repetition penalty, also for negative logits', () => {
    expect(sampleToken(logits, { ...greedy, bias: new Map([[4, 10]]) }, [], [])).toBe(4);
    expect(sampleToken(logits, { ...greedy, repetitionPenalty: 2 }, [1, 3, 3], [])).toBe(2);
    const low = Float32Array.from([-1, -1.5]);
    expect(sampleToken(low, { ...greedy, repetitionPenalty: 2 }, [0], [])).toBe(1);
  });

  it('leaves the logits as they were', () => {
    const before = logits.slice();
    sampleToken(logits, { ...greedy, repetitionPenalty: 2, bias: new Map([[0, 1]]) }, [1], [2]);
    expect(logits).toEqual(before);
  });
});

describe('sampling', () => {
  it('draws by the softmax of the logits over the temperature', () => {
    for (const temperature of [0.5, 1, 2]) {
      const drawn = shares({ temperature });
      for (const [id, share] of softmax(temperature).entries()) expect(Math.abs((drawn[id] ?? 0) - share)).toBeLessThan(0.03);
    }
  });

  it('keeps to the top k, the nucleus, the allowed', () => {
    expect(shares({ temperature: 1, topK: 2 }).map((share) => share > 0)).toEqual([false, true, false, true, false]);
    // The best two hold 0.793 of the probability, the best three 0.939.
    expect(shares({ temperature: 1, topP: 0.79 }).map((share) => share > 0)).toEqual([false, true, false, true, false]);
    expect(shares({ temperature: 1, topP: 0.8 }).map((share) => share > 0)).toEqual([false, true, true, true, false]);
    expect(shares({ temperature: 1 }, [1], [0, 1, 2]).map((share) => share > 0)).toEqual([true, false, true, false, false]);
  });

  it('draws the same token for the same seed and place, another stream of tokens for another seed', () => {
    const draw = (seed: number) =>
      Array.from({ length: 50 }, (_, n) => sampleToken(logits, { temperature: 2, seed }, new Array(n).fill(0), []));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    expect(new Set(draw(5)).size).toBeGreaterThan(1);
  });
});
