/** Euler's method along a rectified flow (arXiv 2209.03003): x_t = (1 − t)·x0 + t·ε, dx/dt = v, from t = 1 to 0. */
import { type Diffusion, denoisedFrom, flowTimes, type NoiseScheduler } from './noise-path.ts';

export function flowEuler(diffusion: Diffusion, steps: number): NoiseScheduler {
  const times = flowTimes(steps, diffusion.flowShift ?? 1);
  return {
    timesteps: times.slice(0, -1).map((t) => 1000 * t),
    ancestral: false,
    levelBefore: (index) => ({ alpha: 1 - (times[index] ?? 0), sigma: times[index] ?? 0 }),
    step(index, latents, velocity, denoised) {
      const [from, to] = [times[index] ?? 0, times[index + 1] ?? 0];
      denoisedFrom('flow', { alpha: 1 - from, sigma: from }, latents, velocity, denoised);
      for (let i = 0; i < latents.length; i++) latents[i] = (latents[i] ?? 0) + (to - from) * (velocity[i] ?? 0);
    },
  };
}
