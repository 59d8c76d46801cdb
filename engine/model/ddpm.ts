/** Ancestral sampling of arXiv 2006.11239 (eq. 6 and 7), variance `fixed_small`, as DreamLLM was published with. */
import { alphaProducts, type Diffusion, denoisedFrom, leadingTimesteps, levelAt, type NoiseScheduler } from './noise-path.ts';

export function ddpm(prediction: Diffusion['prediction'], noise: NonNullable<Diffusion['noise']>, steps: number): NoiseScheduler {
  const products = alphaProducts(noise);
  const { timesteps, stride } = leadingTimesteps(noise, steps);
  return {
    timesteps,
    ancestral: true,
    levelBefore: (index) => levelAt(products, timesteps[index] ?? 0),
    step(index, latents, output, denoised, draw) {
      const t = timesteps[index] ?? 0;
      const level = levelAt(products, t);
      denoisedFrom(prediction, level, latents, output, denoised);
      const product = level.alpha ** 2;
      const before = levelAt(products, t - stride).alpha ** 2;
      const alpha = product / before;
      const toDenoised = (Math.sqrt(before) * (1 - alpha)) / (1 - product);
      const toLatents = (Math.sqrt(alpha) * (1 - before)) / (1 - product);
      // The last step lands on the clean picture, yet draws noise too: its variance is the floor, not 0.
      const spread = t > 0 ? Math.sqrt(Math.max(((1 - before) / (1 - product)) * (1 - alpha), 1e-20)) : 0;
      for (let i = 0; i < latents.length; i++) {
        latents[i] = toDenoised * (denoised[i] ?? 0) + toLatents * (latents[i] ?? 0) + spread * (draw?.[i] ?? 0);
      }
    },
  };
}
