/** The noise schedulers by name. */
import { ddim } from './ddim.ts';
import { ddpm } from './ddpm.ts';
import { dpmSolver } from './dpm-solver.ts';
import { flowEuler } from './flow-euler.ts';
import { ModelError } from './model-error.ts';
import type { Diffusion, NoiseScheduler } from './noise-path.ts';

export type SchedulerName = Diffusion['defaults']['scheduler'];

export function createScheduler(name: SchedulerName, diffusion: Diffusion, steps: number): NoiseScheduler {
  const most = diffusion.noise?.trainSteps ?? 1000;
  if (!Number.isInteger(steps) || steps < 1 || steps > most) {
    throw new ModelError('model-invalid', `Denoising takes 1 to ${most} steps, not ${steps}.`);
  }
  if (name === 'dpmsolver++') return dpmSolver(diffusion, steps);
  if (name === 'flow-euler') {
    if (diffusion.prediction === 'flow') return flowEuler(diffusion, steps);
  } else if (diffusion.noise && diffusion.prediction !== 'flow') {
    return (name === 'ddpm' ? ddpm : ddim)(diffusion.prediction, diffusion.noise, steps);
  }
  throw new ModelError(
    'model-invalid',
    `The scheduler ${name} cannot run a model that predicts ${diffusion.prediction}; choose ${diffusion.defaults.scheduler}.`,
  );
}
