"""The frozen picture half, as the language stages use it: scenes to vision features, and the flow loss of the denoiser."""

from __future__ import annotations

from pathlib import Path

import torch
from torch.nn import functional as F

from dreamtrain.model.flow import TIMESTEPS, noised
from dreamtrain.stage0_denoiser import load_denoiser
from dreamtrain.stage0_vae import load_vae
from dreamtrain.stage0_vision import load_vision
from dreamtrain.training import half_precision
from dreamtrain.world.render import render
from dreamtrain.world.scene import Scene

REBUILT_SHARE = 0.15  # of the pictures are seen as the autoencoder gives them back, as the model's own ones are
MOST_FLOW = 16  # pictures of a batch that go through the denoiser


class Sight:
    def __init__(self, folder: Path):
        self.encoder = load_vision(folder / "vision.pt").requires_grad_(False)
        self.vae = load_vae(folder / "vae.pt").requires_grad_(False)
        path = folder / "denoiser.pt"
        self.denoiser = load_denoiser(path).requires_grad_(False) if path.exists() else None

    @torch.no_grad()
    def features(self, scenes: list[Scene | None], rebuilt: float = REBUILT_SHARE) -> torch.Tensor:
        """(N, 16, 256) of fresh renderings; zeros for a picture that is not looked at."""
        made = torch.zeros(len(scenes), 16, self.encoder.config.hidden_size)
        seen = [index for index, scene in enumerate(scenes) if scene is not None]
        if not seen:
            return made
        pixels = self.pixels([scenes[index] for index in seen])
        again = torch.rand(len(seen)) < rebuilt
        with half_precision():
            if again.any():
                pixels[again] = self.vae.decode(self.vae.encode(pixels[again])).float().clamp(-1, 1)
            made[seen] = self.encoder(pixels).float()
        return made

    def pixels(self, scenes: list[Scene]) -> torch.Tensor:
        with torch.autocast("cpu", enabled=False):
            return render(scenes).to(memory_format=torch.channels_last)

    def flow_loss(self, condition: torch.Tensor, scenes: list[Scene | None]) -> torch.Tensor | None:
        """Squared error of the frozen denoiser's velocity under these conditions (N, 16, 64); None without a denoiser."""
        kept = [index for index, scene in enumerate(scenes) if scene is not None]
        kept = [kept[i] for i in torch.randperm(len(kept))[:MOST_FLOW].tolist()]
        if self.denoiser is None or not kept:
            return None
        with torch.no_grad():
            latents = self.vae.to_model(self.vae.encode(self.pixels([scenes[i] for i in kept])).float()).contiguous()
            mixed, t, velocity = noised(latents)
        guessed = self.denoiser(mixed, TIMESTEPS * t, condition[kept], torch.zeros_like(latents))
        return F.mse_loss(guessed.float(), velocity)
