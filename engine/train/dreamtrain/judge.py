"""Scores a denoiser by reading its pictures: are they the scenes that were asked for, and does an edit keep the rest."""

from __future__ import annotations

import random

import torch
from torch import nn

from dreamtrain.model.flow import sample
from dreamtrain.model.vae import Vae
from dreamtrain.stage0_vae import HELD_OUT_SEED, psnr
from dreamtrain.stage0_vision import compare, held_out_scenes
from dreamtrain.training import half_precision
from dreamtrain.world.edits import changed_cells, sample_edit
from dreamtrain.world.render import cell_jitter, render
from dreamtrain.world.scene import CELL_CENTRES, SIZES, Scene, condition_code

MARGIN_PX = 4  # anti-aliasing, jitter and the sharpest points about a thing's radius


def draw(
    denoiser: nn.Module, vae: Vae, scenes: list[Scene], references: torch.Tensor | None = None,
    steps: int = 16, guidance: float = 2.0, shift: float = 1.0, condition_noise: float = 0.0, seed: int = 7, batch: int = 64,
) -> torch.Tensor:
    """(B, 3, 128, 128) in [-1, 1]: the pictures the denoiser makes of these scenes."""
    generator = torch.Generator().manual_seed(seed)
    grid, channels = vae.config.grid_size, vae.config.latent_channels
    noise = torch.randn(len(scenes), channels, grid, grid, generator=generator)
    conditions = torch.stack([condition_code(scene) for scene in scenes])
    conditions = conditions + condition_noise * torch.randn(conditions.shape, generator=generator)
    references = torch.zeros_like(noise) if references is None else references
    pictures = []
    for parts in zip(noise.split(batch), conditions.split(batch), references.split(batch)):
        with torch.no_grad(), half_precision():
            latents = sample(denoiser, *parts, steps=steps, guidance=guidance, shift=shift)
            pictures.append(vae.decode(vae.from_model(latents)).float().clamp(-1, 1))
    return torch.cat(pictures)


def kept_mask(before: Scene, after: Scene, size: int) -> torch.Tensor:
    """(size, size) bool: the pixels an edit must leave alone."""
    mask = torch.full((size, size), before.ground == after.ground)
    for cell in changed_cells(before, after) if before.ground == after.ground else ():
        radius_share = max(SIZES[thing.size] for thing in (*before.things, *after.things) if thing.cell == cell)
        reach = round(1.08 * radius_share * size) + MARGIN_PX
        x, y = (round(share * size) for share in CELL_CENTRES[cell])
        mask[max(y - reach, 0):y + reach, max(x - reach, 0):x + reach] = False
    return mask


def edit_pairs(count: int) -> list[tuple[Scene, Scene]]:
    """Held-out scenes and an edit of each, as the edits of training are drawn."""
    rng = random.Random(HELD_OUT_SEED + 2)
    return [(scene, sample_edit(scene, rng)) for scene in held_out_scenes(count)]


@torch.no_grad()
def score(
    denoiser: nn.Module, vae: Vae, reader, count: int = 256, edits: int = 128, **sampling: float
) -> dict[str, dict[str, float]]:
    """`reader` has read_scene: a SceneReader, or the module detector, which has learnt nothing.

    `new`: scenes from nothing. `edit`: changes to a drawn parent, and how well the rest is kept, in decibels."""
    scenes = held_out_scenes(count)
    new = compare(scenes, reader.read_scene(draw(denoiser, vae, scenes, **sampling)))
    pairs = edit_pairs(edits)
    parents = render([before for before, _ in pairs], cell_jitter(edits, torch.Generator().manual_seed(5)))
    latents = vae.encode(parents)
    made = draw(denoiser, vae, [after for _, after in pairs], vae.to_model(latents), **sampling)
    edit = compare([after for _, after in pairs], reader.read_scene(made))
    shown = vae.decode(latents)
    kept = [
        psnr(picture[:, mask][None], parent[:, mask][None].clamp(-1, 1)).item()
        for picture, parent, (before, after) in zip(made, shown, pairs)
        if len(changed_cells(before, after)) <= 2
        for mask in [kept_mask(before, after, made.shape[-1])]
    ]
    return {"new": new, "edit": edit | {"kept_psnr_db": sum(kept) / len(kept)}}
