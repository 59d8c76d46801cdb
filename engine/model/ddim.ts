/** Deterministic sampling of arXiv 2010.02502 (eq. 12 with η = 0). */
import { alphaProducts, type Diffusion, denoisedFrom, leadingTimesteps, levelAt, type NoiseScheduler } from './noise-path.ts';

export function ddim(prediction: Diffusion['prediction'], noise: NonNullable<Diffusion['noise']>, steps: number): NoiseScheduler {
  const products = alphaProducts(noise);
  const { timesteps, stride } = leadingTimesteps(noise, steps);
  return {
    timesteps,
    ancestral: false,
    levelBefore: (index) => levelAt(products, timesteps[index] ?? 0),
    step(index, latents, output, denoised) {
      const t = timesteps[index] ?? 0;
      const from = levelAt(products, t);
      const to = levelAt(products, t - stride);
      denoisedFrom(prediction, from, latents, output, denoised);
      for (let i = 0; i < latents.length; i++) {
        const x0 = denoised[i] ?? 0;
        latents[i] = to.alpha * x0 + (to.sigma * ((latents[i] ?? 0) - from.alpha * x0)) / from.sigma;
      }
    },
  };
}
