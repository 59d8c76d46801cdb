/** DPM-Solver++(2M) of arXiv 2211.01095 (algorithm 2), for noise and flow models: few steps, no noise. */
import { alphaProducts, CLEAN, type Diffusion, denoisedFrom, flowTimes, type Level, levelAt, type NoiseScheduler } from './noise-path.ts';

export function dpmSolver(diffusion: Diffusion, steps: number): NoiseScheduler {
  const { timesteps, levels } = path(diffusion, steps);
  let previous: Float32Array | undefined;
  return {
    timesteps,
    ancestral: false,
    levelBefore: (index) => levels[index] ?? CLEAN,
    step(index, latents, output, denoised) {
      const [from, to] = [levels[index] ?? CLEAN, levels[index + 1] ?? CLEAN];
      denoisedFrom(diffusion.prediction, from, latents, output, denoised);
      // To the clean picture the step in λ is infinite, and only the first-order step is defined.
      const before = index > 0 && to.sigma > 0 ? levels[index - 1] : undefined;
      dpmStep(latents, denoised, from, to, before && previous && { denoised: previous, level: before });
      previous = denoised.slice();
    },
  };
}

/** λ, half the log of the ratio of signal to noise. */
const lambda = (level: Level): number => Math.log(level.alpha / level.sigma);

/** One step, in place: of second order when the guess of the step before is given, else of first (which is DDIM's). */
export function dpmStep(
  latents: Float32Array,
  denoised: Float32Array,
  from: Level,
  to: Level,
  before?: { readonly denoised: Float32Array; readonly level: Level },
): void {
  const h = lambda(to) - lambda(from);
  const keep = to.sigma / from.sigma;
  const gain = -to.alpha * Math.expm1(-h);
  // 1 / 2r, where r is the step before over this one
  const slope = before === undefined ? 0 : h / (2 * (lambda(from) - lambda(before.level)));
  for (let i = 0; i < latents.length; i++) {
    const x0 = denoised[i] ?? 0;
    const guess = before === undefined ? x0 : x0 + slope * (x0 - (before.denoised[i] ?? 0));
    latents[i] = keep * (latents[i] ?? 0) + gain * guess;
  }
}

/** Where each step starts, and after the last one the clean picture. */
function path(diffusion: Diffusion, steps: number): { timesteps: number[]; levels: Level[] } {
  if (diffusion.noise === undefined || diffusion.prediction === 'flow') {
    const times = flowTimes(steps, diffusion.flowShift ?? 1);
    return { timesteps: times.slice(0, -1).map((t) => 1000 * t), levels: times.map((t) => ({ alpha: 1 - t, sigma: t })) };
  }
  const products = alphaProducts(diffusion.noise);
  // Spread from the last training step down to, but without, the first (diffusers' `linspace`).
  const last = diffusion.noise.trainSteps - 1;
  const timesteps = Array.from({ length: steps }, (_, i) => Math.round((last * (steps - i)) / steps));
  return { timesteps, levels: [...timesteps.map((t) => levelAt(products, t)), CLEAN] };
}
