import { expect, it } from 'vitest';
import { denoiserSteps } from '../../engine/model/denoise.ts';
import type { Manifest } from '../../engine/model/manifest.ts';
import type { Feed, Graph } from '../../engine/model/session.ts';
import { Steps } from '../../engine/model/steps.ts';

const manifest = {
  dream: { queries: 1, conditionWidth: 1 },
  diffusion: { latentChannels: 1, latentSize: 1, reference: false },
} as Manifest;

/** Predicts latents + time + condition, and notes each call's times and where its latents lay. */
function denoiser() {
  const calls: { readonly times: readonly number[]; readonly memory: ArrayBufferLike }[] = [];
  const graph: Graph = {
    free: new Set(),
    async run(feeds) {
      const { latents, timestep, condition } = feeds as Record<string, Feed>;
      const numbers = (feed: Feed | undefined) => Array.from(feed?.data ?? [], Number);
      const [xs, times, conditions] = [numbers(latents), numbers(timestep), numbers(condition)];
      calls.push({ times, memory: latents?.data.buffer ?? new ArrayBuffer() });
      return () => Float32Array.from(xs, (x, i) => x + (times[i] ?? 0) + (conditions[i] ?? 0));
    },
    release: async () => {},
  };
  return { predict: denoiserSteps(graph, manifest, new Steps()), calls };
}

const picture = (x: number, time: number, ...conditions: number[]) => ({
  latents: Float32Array.of(x),
  time,
  conditions: conditions.map((one) => ({ rows: Float32Array.of(one) })),
  reference: undefined,
});

it('pictures at different steps, guided and not, are rows of one call', async () => {
  const { predict, calls } = denoiser();
  const made = await Promise.all([picture(1, 900, 10, 20), picture(2, 500, 30), picture(3, 40, 0, 50)].map((one) => predict(one)));
  expect(made.map((rows) => [...rows])).toEqual([[911, 921], [532], [43, 93]]);
  expect(calls.map(({ times }) => times)).toEqual([[900, 900, 500, 40, 40]]);
});

it('a call takes eight rows at most, and the memory of the ones before', async () => {
  const { predict, calls } = denoiser();
  for (let step = 0; step < 3; step++) await Promise.all(Array.from({ length: 5 }, (_, i) => predict(picture(i, step, 0, 1))));
  expect(calls.map(({ times }) => times.length)).toEqual([8, 2, 8, 2, 8, 2]);
  expect(new Set(calls.map(({ memory }) => memory)).size).toBe(1);
});
