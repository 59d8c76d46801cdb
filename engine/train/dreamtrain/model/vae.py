"""The autoencoder: 128 x 128 pictures to an 8 x 8 grid of 16 numbers and back, or other sizes by its config.

Pixels are folded four by four into channels before the first convolution, so nothing but the last small
refinement runs at full resolution. The latent grid is batch-normalised and carries a little noise in
training: every channel has unit variance, and near misses of the denoiser still decode cleanly.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class VaeConfig:
    image_size: int = 128
    latent_channels: int = 16
    encoder_widths: tuple[int, ...] = (64, 128, 256)  # at 1/4, 1/8, 1/16 of the picture's side; the last is the grid's
    encoder_blocks: tuple[int, ...] = (1, 1, 2)
    decoder_widths: tuple[int, ...] = (96, 160, 256)
    decoder_blocks: tuple[int, ...] = (2, 3, 2)
    refine_width: int = 8
    latent_noise: float = 0.15
    scaling_factor: float = 1.0  # the denoiser sees (latent - shift_factor) * scaling_factor
    shift_factor: float = 0.0

    @property
    def grid_size(self) -> int:
        return self.image_size // (2 << len(self.encoder_widths))


class ConvBlock(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.norm = nn.GroupNorm(8, width)
        self.second = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, grid: torch.Tensor) -> torch.Tensor:
        return grid + self.second(F.silu(self.norm(self.first(grid))))


class Encoder(nn.Module):
    def __init__(self, config: VaeConfig):
        super().__init__()
        widths, blocks = config.encoder_widths, config.encoder_blocks
        layers = [nn.PixelUnshuffle(4), nn.Conv2d(48, widths[0], 3, padding=1), *(ConvBlock(widths[0]) for _ in range(blocks[0]))]
        for finer, width, count in zip(widths, widths[1:], blocks[1:]):
            layers += [nn.PixelUnshuffle(2), nn.Conv2d(4 * finer, width, 1), *(ConvBlock(width) for _ in range(count))]
        self.layers = nn.Sequential(*layers, nn.Conv2d(widths[-1], config.latent_channels, 1))
        self.norm = nn.BatchNorm2d(config.latent_channels, affine=False, momentum=0.02)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.norm(self.layers(pixels).float())


class Decoder(nn.Module):
    def __init__(self, config: VaeConfig):
        super().__init__()
        widths, blocks = config.decoder_widths[::-1], config.decoder_blocks[::-1]
        layers = [nn.Conv2d(config.latent_channels, widths[0], 3, padding=1), *(ConvBlock(widths[0]) for _ in range(blocks[0]))]
        for coarser, width, count in zip(widths, widths[1:], blocks[1:]):
            layers += [nn.Conv2d(coarser, 4 * width, 1), nn.PixelShuffle(2), *(ConvBlock(width) for _ in range(count))]
        self.layers = nn.Sequential(
            *layers, nn.Conv2d(widths[-1], 16 * config.refine_width, 1), nn.PixelShuffle(4), nn.SiLU(),
            nn.Conv2d(config.refine_width, 3, 3, padding=1),
        )

    def forward(self, latents: torch.Tensor) -> torch.Tensor:
        return self.layers(latents)


class Vae(nn.Module):
    def __init__(self, config: VaeConfig = VaeConfig()):
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)

    def encode(self, pixels: torch.Tensor) -> torch.Tensor:
        """(B, 3, 128, 128) in [-1, 1] -> (B, 16, 8, 8), unscaled."""
        return self.encoder(pixels)

    def decode(self, latents: torch.Tensor) -> torch.Tensor:
        """(B, 16, 8, 8), unscaled -> (B, 3, 128, 128), about [-1, 1]."""
        return self.decoder(latents)

    def to_model(self, latents: torch.Tensor) -> torch.Tensor:
        return (latents - self.config.shift_factor) * self.config.scaling_factor

    def from_model(self, latents: torch.Tensor) -> torch.Tensor:
        return latents / self.config.scaling_factor + self.config.shift_factor

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """The round trip, with the training noise on the latents when training."""
        latents = self.encode(pixels)
        if self.training:
            latents = latents + self.config.latent_noise * torch.randn_like(latents)
        return self.decode(latents)


def fit_preview(latents: torch.Tensor, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Least squares from model-scaled latents (B, C, h, w) to the mean RGB, in [-1, 1], of the pixels under each.

    Returns matrix (C, 3) and bias (3): preview = latents^T @ matrix + bias.
    """
    colours = F.adaptive_avg_pool2d(pixels, latents.shape[-2:])
    rows = latents.movedim(1, -1).flatten(0, 2).double()
    rows = torch.cat([rows, torch.ones_like(rows[:, :1])], dim=1)
    solution = torch.linalg.lstsq(rows, colours.movedim(1, -1).flatten(0, 2).double()).solution.float()
    return solution[:-1].contiguous(), solution[-1].contiguous()
