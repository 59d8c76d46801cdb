"""Stage 0, part three: the denoiser, taught to draw the scenes that condition codes name."""

from __future__ import annotations

import random
from pathlib import Path

import torch
from torch.nn import functional as F

from dreamtrain import detector
from dreamtrain.budget import Budget, say
from dreamtrain.checkpoint import load_checkpoint, save_checkpoint
from dreamtrain.judge import score
from dreamtrain.model.dit import Dit, DitConfig
from dreamtrain.model.flow import TIMESTEPS, MovingAverage, noised
from dreamtrain.model.vae import Vae
from dreamtrain.muon import optimisers_for
from dreamtrain.stage0_vae import load_vae
from dreamtrain.training import half_precision
from dreamtrain.world.drawing import wished_scene
from dreamtrain.world.edits import sample_edit
from dreamtrain.world.render import cell_jitter, render
from dreamtrain.world.scene import Scene, condition_code, sample_scene
from dreamtrain.world.words import Voice

CONDITION_DROP = 0.1
SHARES = (4, 4, 4, 3, 6, 3, 1, 3, 1, 1.5)  # of edits.EDITS: a thing of another size is what a denoiser that sees the old picture leaves as it is
EDGES = ("patch_in", "condition_in.0", "condition_row", "position", "time_in", "modulation", "last_modulation")


class PairPool:
    """A ring of encoded pairs, a scene and an edit of it under the same jitter; the oldest make room for new ones.

    Each pair serves several steps: either picture as the target, the other as its reference or none.
    """

    def __init__(self, vae: Vae, size: int = 24_576, seed: int = 2):
        self.vae, self.size, self.rng = vae, size, Voice(seed)
        self.filled = self.cursor = 0
        self.latents = torch.zeros(size, 2, vae.config.latent_channels, vae.config.grid_size, vae.config.grid_size)
        self.codes = torch.zeros(size, 2, *condition_code(sample_scene(self.rng)).shape)

    @torch.no_grad()
    def add(self, count: int) -> None:
        before = [self._scene() for _ in range(count)]
        pairs = [before, [sample_edit(scene, self.rng, SHARES) for scene in before]]
        jitter = cell_jitter(count)
        pixels = torch.cat([render(scenes, jitter) for scenes in pairs]).to(memory_format=torch.channels_last)
        with half_precision():
            latents = self.vae.to_model(self.vae.encode(pixels).float())
        at = (self.cursor + torch.arange(count)) % self.size
        for side, scenes in enumerate(pairs):
            self.latents[at, side] = latents[side * count:(side + 1) * count].contiguous()
            self.codes[at, side] = torch.stack([condition_code(scene) for scene in scenes])
        self.cursor = (self.cursor + count) % self.size
        self.filled = min(self.filled + count, self.size)

    def _scene(self) -> Scene:
        """Half of them any, half such as people ask for: a white cloud is asked for far more often than one in ten clouds."""
        return sample_scene(self.rng) if self.rng.chance(0.5) else wished_scene(self.rng)[1]

    def batch(self, count: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """latents (B, 16, 8, 8), condition (B, 16, 64), reference (B, 16, 8, 8)"""
        at, side = torch.randint(self.filled, (count,)), torch.randint(2, (count,))
        reference = self.latents[at, 1 - side]
        reference[: count // 2] = 0
        return self.latents[at, side], self.codes[at, side], reference


def disturbed(condition: torch.Tensor, reference: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Codes as imperfect as predicted ones will be; some dropped, of those every other one with its reference."""
    count = condition.shape[0]
    deviation = torch.where(torch.rand(count) < 0.75, 0.1 * torch.rand(count), 0.1 + 0.1 * torch.rand(count))
    condition = condition + deviation[:, None, None] * torch.randn_like(condition)
    dropped = torch.rand(count) < CONDITION_DROP
    bare = dropped & (torch.rand(count) < 0.5)
    condition = condition.masked_fill(dropped[:, None, None], 0)
    return condition, reference.masked_fill(bare[:, None, None, None], 0)


def load_denoiser(path: Path) -> Dit:
    config, state, _ = load_checkpoint(path, DitConfig)
    denoiser = Dit(config)
    denoiser.load_state_dict(state)
    return denoiser.eval()


def train(out: Path, minutes: float, resume: bool = False, batch: int = 64) -> None:
    vae = load_vae(out / "vae.pt")
    denoiser = load_denoiser(out / "denoiser.pt").train() if resume else Dit()
    optimisers = optimisers_for(denoiser, lr=1e-3 if resume else 1.5e-3, edges=EDGES)
    average = MovingAverage(denoiser, decay=0.998)
    pool = PairPool(vae, seed=random.randrange(1 << 30))
    pool.add(4096)
    budget = Budget(minutes)
    mean_loss = 1.0
    while not budget.done:
        if budget.steps % 8 == 0:
            pool.add(batch)
        latents, condition, reference = pool.batch(batch)
        condition, reference = disturbed(condition, reference)
        inputs, t, velocity = noised(latents)
        with half_precision():
            made = denoiser(inputs, TIMESTEPS * t, condition, reference)
        loss = F.mse_loss(made, velocity)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(denoiser.parameters(), 1.0)
        budget.step(*optimisers)
        average.update(denoiser)
        mean_loss += 0.02 * (loss.item() - mean_loss)
        if budget.every("log", 20):
            say(budget, loss=mean_loss, lr=optimisers[0].param_groups[0]["lr"])
        if budget.every("save", 120) or budget.done:
            save_checkpoint(out / "denoiser.pt", average.module.config, average.module.state_dict(), {
                "steps": budget.steps, "loss": mean_loss, "flow": "rectified", "timesteps": TIMESTEPS,
            })
        if budget.every("score", 1200):  # a glance; dreamtrain.judge takes the real measure
            for name, values in score(average.module, vae, detector, count=64, edits=32, steps=10).items():
                say(budget, pictures=name, **values)
