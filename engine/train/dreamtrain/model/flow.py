"""Rectified flow: x_t = (1 - t) x0 + t noise, the model predicts noise - x0, sampling walks t from 1 to 0."""

from __future__ import annotations

import copy
from collections.abc import Callable

import torch
from torch import nn

TIMESTEPS = 1000.0  # the model is told 1000 t
Denoiser = Callable[[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]


def noised(latents: torch.Tensor, spread: float = 1.0) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Training inputs from clean latents (B, C, h, w): x_t, t (B), and the velocity to predict.

    t is logit-normal, so most of the work goes to the middle of the walk.
    """
    t = torch.sigmoid(spread * torch.randn(latents.shape[0], device=latents.device))
    noise = torch.randn_like(latents)
    return torch.lerp(latents, noise, t[:, None, None, None]), t, noise - latents


def step_times(steps: int, shift: float = 1.0) -> torch.Tensor:
    """(steps + 1) times from 1 to 0; a shift above 1 spends more of them near the noise."""
    t = torch.linspace(1, 0, steps + 1)
    return shift * t / (1 + (shift - 1) * t)


@torch.no_grad()
def sample(
    denoiser: Denoiser, noise: torch.Tensor, condition: torch.Tensor, reference: torch.Tensor | None = None,
    steps: int = 16, guidance: float = 2.0, shift: float = 1.0,
) -> torch.Tensor:
    """Euler steps with classifier-free guidance: noise (B, C, h, w) -> latents of the same shape.

    The unguided half keeps the reference, so guidance strengthens the words and not the parent picture.
    """
    latents = noise
    reference = torch.zeros_like(noise) if reference is None else reference
    times = step_times(steps, shift).to(noise.device)
    guided = guidance != 1.0
    conditions = torch.cat([condition, torch.zeros_like(condition)]) if guided else condition
    references = torch.cat([reference, reference]) if guided else reference
    for now, later in zip(times, times[1:]):
        rows = torch.cat([latents, latents]) if guided else latents
        velocity = denoiser(rows, (TIMESTEPS * now).expand(rows.shape[0]), conditions, references)
        if guided:
            conditional, unconditional = velocity.chunk(2)
            velocity = unconditional + guidance * (conditional - unconditional)
        latents = latents + (later - now) * velocity
    return latents


class MovingAverage:
    """Exponential moving average of a module's weights, short at first so that it does not remember the start."""

    def __init__(self, module: nn.Module, decay: float = 0.999):
        self.decay, self.updates = decay, 0
        self.module = copy.deepcopy(module).eval().requires_grad_(False)

    @torch.no_grad()
    def update(self, module: nn.Module) -> None:
        self.updates += 1
        keep = min(self.decay, (1 + self.updates) / (10 + self.updates))
        torch._foreach_lerp_(list(self.module.parameters()), list(module.parameters()), 1 - keep)
