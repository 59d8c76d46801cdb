"""The denoiser: a transformer over patches of the latent grid that predicts the flow's velocity."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from dreamtrain.model.attention import Attention, mlp


@dataclass(frozen=True)
class DitConfig:
    latent_channels: int = 16
    grid_size: int = 8
    patch: int = 1  # positions of the grid that make a row of the transformer, each way
    condition_width: int = 64
    condition_rows: int = 16
    hidden_size: int = 256
    layers: int = 6
    heads: int = 4
    mlp_ratio: int = 4
    time_features: int = 128


class DitBlock(nn.Module):
    """Self-attention, a look at the condition, and an MLP; each scaled, shifted and gated by time and condition.

    The map to the nine modulation vectors is shared by all blocks; a block owns only its offsets to them.
    """

    def __init__(self, config: DitConfig):
        super().__init__()
        dim = config.hidden_size
        self.norms = nn.ModuleList(nn.LayerNorm(dim, elementwise_affine=False) for _ in range(3))
        self.self_attention = Attention(dim, config.heads)
        self.cross_attention = Attention(dim, config.heads)
        self.mlp = mlp(dim, config.mlp_ratio)
        self.modulation = nn.Parameter(torch.zeros(1, 9, dim))
        with torch.no_grad():
            self.modulation[:, 2::3] = 0.5  # the gates of shift, scale, gate: half open from the start

    def forward(self, rows: torch.Tensor, condition: torch.Tensor, modulation: torch.Tensor) -> torch.Tensor:
        """rows (B, 64, D), condition (B, 16, D), modulation (B, 9, D) -> (B, 64, D)"""
        parts = (modulation + self.modulation).to(rows.dtype).unsqueeze(2).unbind(1)

        def modulated(step: int) -> torch.Tensor:
            return torch.addcmul(parts[3 * step], self.norms[step](rows), 1 + parts[3 * step + 1])

        rows = torch.addcmul(rows, parts[2], self.self_attention(modulated(0)))
        rows = torch.addcmul(rows, parts[5], self.cross_attention(modulated(1), condition))
        return torch.addcmul(rows, parts[8], self.mlp(modulated(2)))


class Dit(nn.Module):
    def __init__(self, config: DitConfig = DitConfig()):
        super().__init__()
        self.config = config
        dim, channels = config.hidden_size, config.latent_channels
        self.fold, self.unfold = nn.PixelUnshuffle(config.patch), nn.PixelShuffle(config.patch)
        self.side, folded = config.grid_size // config.patch, channels * config.patch**2
        self.patch_in = nn.Linear(2 * folded, dim)
        self.position = nn.Parameter(0.2 * torch.randn(1, self.side**2, dim))
        self.condition_in = nn.Sequential(nn.Linear(config.condition_width, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.condition_row = nn.Parameter(0.02 * torch.randn(1, config.condition_rows, dim))
        self.condition_norm = nn.LayerNorm(dim)
        self.time_in = nn.Sequential(nn.Linear(2 * config.time_features, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.modulation = nn.Linear(dim, 9 * dim)
        self.blocks = nn.ModuleList(DitBlock(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(dim, elementwise_affine=False)
        self.last_modulation = nn.Linear(dim, 2 * dim)
        self.patch_out = nn.Linear(dim, folded)
        frequencies = torch.exp(-math.log(10_000) * torch.arange(config.time_features) / config.time_features)
        self.register_buffer("frequencies", frequencies, persistent=False)
        for zeroed in (self.modulation, self.last_modulation, self.patch_out):
            nn.init.zeros_(zeroed.weight)
            nn.init.zeros_(zeroed.bias)

    def forward(
        self, latents: torch.Tensor, timestep: torch.Tensor, condition: torch.Tensor, reference: torch.Tensor
    ) -> torch.Tensor:
        """latents and reference (B, 16, 8, 8), timestep (B) in [0, 1000], condition (B, 16, 64) -> velocity (B, 16, 8, 8).

        A reference of zeros means there is none; a condition of zeros means unconditional.
        """
        rows = self.fold(torch.cat([latents, reference], dim=1)).flatten(2).transpose(1, 2)
        rows = self.patch_in(rows)
        rows = rows + self.position.to(rows.dtype)
        angles = timestep[:, None] * self.frequencies
        time = self.time_in(torch.cat([torch.cos(angles), torch.sin(angles)], dim=-1))
        seen = self.condition_norm(self.condition_in(condition) + self.condition_row)
        mood = F.silu(time + seen.mean(dim=1))
        modulation = self.modulation(mood).unflatten(-1, (9, -1))
        for block in self.blocks:
            rows = block(rows, seen, modulation)
        shift, scale = self.last_modulation(mood).unsqueeze(1).chunk(2, dim=-1)
        rows = self.patch_out(self.norm(rows) * (1 + scale) + shift)
        return self.unfold(rows.transpose(1, 2).unflatten(2, (self.side, self.side))).float()
