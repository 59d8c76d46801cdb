import { describe, expect, it } from 'vitest';
import { type Denoiser, denoise } from '../../engine/model/denoise.ts';
import { dpmStep } from '../../engine/model/dpm-solver.ts';
import type { Manifest } from '../../engine/model/manifest.ts';
import type { Diffusion, Level, NoiseScheduler } from '../../engine/model/noise-path.ts';
import { alphaProducts, flowTimes } from '../../engine/model/noise-path.ts';
import { createScheduler, type SchedulerName } from '../../engine/model/noise-scheduler.ts';
import { gaussian } from '../../engine/model/random.ts';

const noise = { trainSteps: 1000, betaStart: 0.00085, betaEnd: 0.012, betaSchedule: 'scaled_linear', stepsOffset: 1 } as const;
const diffusion = (prediction: Diffusion['prediction'], flowShift = 1): Diffusion => ({
  prediction,
  latentChannels: 4,
  imageSizePx: 64,
  latentSize: 8,
  ...(prediction === 'flow' ? { flowShift } : { noise }),
  reference: false,
  defaults: { scheduler: prediction === 'flow' ? 'flow-euler' : 'ddpm', steps: 10, guidance: 1 },
});
const products = alphaProducts(noise);

/** The level at a time step, as the denoiser knows it. */
function levelOf(prediction: Diffusion['prediction'], timestep: number): Level {
  if (prediction === 'flow') return { alpha: 1 - timestep / 1000, sigma: timestep / 1000 };
  const product = products[timestep] ?? Number.NaN;
  return { alpha: Math.sqrt(product), sigma: Math.sqrt(1 - product) };
}

/** What a perfect denoiser answers when the data is N(mean, spread²), each number by itself. */
function perfect(prediction: Diffusion['prediction'], mean: number, spread: number) {
  return (latents: Float32Array, timestep: number): Float32Array => {
    const { alpha, sigma } = levelOf(prediction, timestep);
    return latents.map((x) => {
      const gain = (alpha * spread ** 2) / ((alpha * spread) ** 2 + sigma ** 2);
      const x0 = mean + gain * (x - alpha * mean);
      const epsilon = sigma === 0 ? 0 : (x - alpha * x0) / sigma;
      return prediction === 'epsilon' ? epsilon : prediction === 'v' ? alpha * epsilon - sigma * x0 : epsilon - x0;
    });
  };
}

function run(
  scheduler: NoiseScheduler,
  start: Float32Array,
  denoiser: (latents: Float32Array, timestep: number) => Float32Array,
): Float32Array {
  const latents = start.slice();
  const denoised = new Float32Array(start.length);
  for (const [index, timestep] of scheduler.timesteps.entries()) {
    const draw = scheduler.ancestral ? gaussian(9, index, start.length) : undefined;
    scheduler.step(index, latents, denoiser(latents, timestep), denoised, draw);
  }
  return latents;
}

const moments = (values: Float32Array) => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, spread: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
};

const PAIRS: readonly [SchedulerName, Diffusion['prediction']][] = [
  ['ddpm', 'epsilon'],
  ['ddpm', 'v'],
  ['ddim', 'epsilon'],
  ['ddim', 'v'],
  ['dpmsolver++', 'epsilon'],
  ['dpmsolver++', 'v'],
  ['dpmsolver++', 'flow'],
  ['flow-euler', 'flow'],
];

describe.each(PAIRS)('%s on a model that predicts %s', (name, prediction) => {
  it('lands on the data when the data is one point', () => {
    for (const steps of [1, 2, 7]) {
      const result = run(createScheduler(name, diffusion(prediction), steps), gaussian(1, 0, 64), perfect(prediction, 0.7, 0));
      for (const value of result) expect(value).toBeCloseTo(0.7, 4);
    }
  });

  it('draws from the data when the data is normal', () => {
    const scheduler = createScheduler(name, diffusion(prediction), 100);
    const { alpha, sigma } = levelOf(prediction, scheduler.timesteps[0] ?? 0);
    const start = gaussian(1, 0, 20_000).map((z) => alpha * 0.5 + Math.hypot(alpha * 0.8, sigma) * z);
    const result = run(scheduler, start, perfect(prediction, 0.5, 0.8));
    const { mean, spread } = moments(result);
    expect(mean).toBeCloseTo(0.5, 1.5);
    expect(Math.abs(spread - 0.8)).toBeLessThan(0.03);
  });

  it('refuses step counts that make no sense', () => {
    for (const steps of [0, 1.5, 1001]) expect(() => createScheduler(name, diffusion(prediction), steps)).toThrow(/1 to 1000/);
  });
});

describe('constants', () => {
  it('has the levels of the published schedule', () => {
    expect(products[0]).toBeCloseTo(0.99915, 8);
    expect(products[500]).toBeCloseTo(0.27634, 3);
    expect(products[999]).toBeCloseTo(0.00466, 4);
  });

  it.each([
    [5, 801, 1],
    [20, 951, 1],
    [50, 981, 1],
    [100, 991, 1],
    [150, 895, 1],
  ])('DDPM of %i steps goes from %i to %i', (steps, first, last) => {
    const { timesteps } = createScheduler('ddpm', diffusion('epsilon'), steps);
    expect([timesteps.length, timesteps[0], timesteps.at(-1)]).toEqual([steps, first, last]);
  });

  it('DDPM of 5 steps visits 801, 601, 401, 201, 1', () => {
    expect(createScheduler('ddpm', diffusion('epsilon'), 5).timesteps).toEqual([801, 601, 401, 201, 1]);
  });

  it('a shift above 1 spends more of a flow near the noise, and keeps its ends', () => {
    const times = flowTimes(4, 3);
    expect(times.map((t) => Number(t.toFixed(4)))).toEqual([1, 0.9, 0.75, 0.5, 0]);
    expect(createScheduler('flow-euler', diffusion('flow', 3), 4).timesteps.map(Math.round)).toEqual([1000, 900, 750, 500]);
  });

  it('DDPM adds its noise before the last step, and almost none at it', () => {
    const step = (index: number, draw: number) => {
      const latents = Float32Array.of(0.3);
      const scheduler = createScheduler('ddpm', diffusion('epsilon'), 5);
      scheduler.step(index, latents, Float32Array.of(0.1), new Float32Array(1), Float32Array.of(draw));
      return latents[0] ?? 0;
    };
    // sqrt((1 − ᾱ_601) / (1 − ᾱ_801) · (1 − ᾱ_801 / ᾱ_601))
    const [now, before] = [products[801] ?? 0, products[601] ?? 0];
    expect(step(0, 1) - step(0, 0)).toBeCloseTo(Math.sqrt(((1 - before) / (1 - now)) * (1 - now / before)), 5);
    expect(step(4, 1) - step(4, 0)).toBeCloseTo(0, 8);
  });
});

describe('mismatches', () => {
  it.each([
    ['ddpm', 'flow'],
    ['ddim', 'flow'],
    ['flow-euler', 'epsilon'],
  ] as const)('%s does not run a model that predicts %s', (name, prediction) => {
    expect(() => createScheduler(name, diffusion(prediction), 10)).toThrow(/cannot run a model/);
  });
});

describe('order of accuracy', () => {
  /** The error at the end of a smooth stretch of the path, from its exact solution for normal data. */
  function errorOf(steps: number, second: boolean): number {
    const [mean, spread] = [0.5, 0.8];
    const at = (share: number): Level => ({ alpha: Math.cos(1.3 - 0.9 * share), sigma: Math.sin(1.3 - 0.9 * share) });
    const exact = (level: Level, z: number) => level.alpha * mean + Math.hypot(level.alpha * spread, level.sigma) * z;
    const latents = new Float32Array([exact(at(0), 1.2)]);
    let before: { denoised: Float32Array; level: Level } | undefined;
    for (let i = 0; i < steps; i++) {
      const [from, to] = [at(i / steps), at((i + 1) / steps)];
      const gain = (from.alpha * spread ** 2) / Math.hypot(from.alpha * spread, from.sigma) ** 2;
      const denoised = latents.map((x) => mean + gain * (x - from.alpha * mean));
      dpmStep(latents, denoised, from, to, second ? before : undefined);
      before = { denoised, level: from };
    }
    return Math.abs((latents[0] ?? 0) - exact(at(1), 1.2));
  }

  it('a whole run of DPM-Solver++ uses the step before, and so comes far closer than Euler in as many steps', () => {
    // From one point of N(0, 1), the exact flow to N(0.5, 0.8²) ends at 0.5 + 0.8 · that point.
    const end = (name: SchedulerName) =>
      run(createScheduler(name, diffusion('flow'), 12), Float32Array.of(1.5), perfect('flow', 0.5, 0.8))[0] ?? Number.NaN;
    const errors = [end('dpmsolver++'), end('flow-euler')].map((value) => Math.abs(value - (0.5 + 0.8 * 1.5)));
    expect(errors[0]).toBeLessThan((errors[1] ?? 0) / 4);
  });

  it('halving the steps divides the error by two at first order, by four at second', () => {
    expect(errorOf(8, false) / errorOf(16, false)).toBeGreaterThan(1.7);
    expect(errorOf(8, false) / errorOf(16, false)).toBeLessThan(2.4);
    expect(errorOf(8, true) / errorOf(16, true)).toBeGreaterThan(3.2);
    expect(errorOf(8, true)).toBeLessThan(errorOf(8, false) / 4);
  });
});

describe('beginning from a picture', () => {
  it.each(PAIRS)('%s knows for %s how much noise there is where a step begins', (name, prediction) => {
    const scheduler = createScheduler(name, diffusion(prediction), 10);
    for (const [index, time] of scheduler.timesteps.entries()) {
      const [is, wanted] = [scheduler.levelBefore(index), levelOf(prediction, time)];
      expect(is.alpha).toBeCloseTo(wanted.alpha, 5);
      expect(is.sigma).toBeCloseTo(wanted.sigma, 5);
    }
  });

  it('noises it as far as the strength says and runs the steps that are left', async () => {
    const manifest = { diffusion: diffusion('flow') } as Manifest;
    const times: number[] = [];
    const still: Denoiser = async ({ latents, time }) => {
      times.push(time);
      return new Float32Array(latents.length);
    };
    const from = async (strength: number) => {
      times.length = 0;
      const start = { latents: Float32Array.of(2, -2), strength };
      const condition = { rows: new Float32Array() };
      const options = { condition, guidance: 1, steps: 10, scheduler: 'flow-euler', start } as const;
      return [...(await denoise(still, manifest, { ...options, noise: () => Float32Array.of(10, 20) }))];
    };
    expect(await from(0.3)).toEqual([0.7 * 2 + 0.3 * 10, 0.7 * -2 + 0.3 * 20].map((value) => expect.closeTo(value, 5)));
    expect(times.map(Math.round)).toEqual([300, 200, 100]);
    expect(await from(1)).toEqual([10, 20]);
    expect(times).toHaveLength(10);
    await from(0.001);
    expect(times).toHaveLength(1);
  });
});
