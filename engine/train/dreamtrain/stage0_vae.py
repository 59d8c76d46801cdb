"""Stage 0, part one: the autoencoder."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import torch

from dreamtrain.budget import Budget, say
from dreamtrain.checkpoint import load_checkpoint, save_checkpoint
from dreamtrain.model.vae import Vae, VaeConfig, fit_preview
from dreamtrain.muon import optimisers_for
from dreamtrain.world.render import render
from dreamtrain.world.scene import Scene, sample_scene

HELD_OUT_SEED = 1_000_003
FINE_KINDS = ("sun", "sun", "sun", "flower", "car", "boat", "house", "fish", "star")


def held_out_pictures(count: int) -> torch.Tensor:
    rng, generator = random.Random(HELD_OUT_SEED), torch.Generator().manual_seed(HELD_OUT_SEED)
    return render([sample_scene(rng) for _ in range(count)], generator=generator)


def psnr(made: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """(B) decibels over pictures in [-1, 1], the made ones clamped as they would be shown."""
    return 10 * torch.log10(4 / (made.clamp(-1, 1) - wanted).square().flatten(1).mean(1).clamp(min=1e-8))


def picture_loss(made: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Absolute error, as much again for the differences of neighbours (crisp edges), some squared error."""
    error = made - wanted
    edges = sum(error.diff(dim=axis).abs().mean() for axis in (2, 3))
    return error.abs().mean() + edges + error.square().mean()


@torch.no_grad()
def measure(vae: Vae, count: int = 512) -> dict[str, float]:
    vae.eval()
    pixels = held_out_pictures(count)
    with torch.autocast("cpu", torch.bfloat16):
        scores = torch.cat([psnr(vae(part).float(), part) for part in pixels.split(64)])
    vae.train()
    return {"psnr_mean_db": scores.mean().item(), "psnr_p5_db": scores.quantile(0.05).item()}


@torch.no_grad()
def seal(vae: Vae, count: int = 1024) -> tuple[VaeConfig, dict]:
    """The config with the measured latent scale, and the preview map with how well it fits."""
    vae.eval()
    rng = random.Random(HELD_OUT_SEED + 1)
    pixels = render([sample_scene(rng) for _ in range(count)])
    with torch.autocast("cpu", torch.bfloat16):
        latents = torch.cat([vae.encode(part).float() for part in pixels.split(64)])
    config = replace(vae.config, shift_factor=latents.mean().item(), scaling_factor=1 / latents.std().item())
    vae.config = config
    channel_std = latents.std(dim=(0, 2, 3))
    matrix, bias = fit_preview(vae.to_model(latents), pixels)
    vae.train()
    return config, {
        "preview_matrix": matrix, "preview_bias": bias,
        "channel_std_min": channel_std.min().item(), "channel_std_max": channel_std.max().item(),
    }


def load_vae(path: Path) -> Vae:
    config, state, _ = load_checkpoint(path, VaeConfig)
    vae = Vae(config)
    vae.load_state_dict(state)
    return vae.eval().to(memory_format=torch.channels_last)


def fine_scene(rng: random.Random) -> Scene:
    """Any scene, or as likely one of small things that have many parts: a small sun is 20 pixels wide, and came out as a blot."""
    scene = sample_scene(rng)
    if rng.random() < 0.5:
        return scene
    return scene.with_things([replace(thing, size="small", kind=rng.choice(FINE_KINDS)) for thing in scene.things])


def train(out: Path, minutes: float, resume: bool = False, batch: int = 24, decoder_only: bool = False) -> None:
    vae = load_vae(out / "vae.pt").train() if resume else Vae().to(memory_format=torch.channels_last)
    learner = vae.decoder if decoder_only else vae
    optimisers = optimisers_for(learner, lr=1.5e-3 if resume else 2e-3)
    rng = random.Random()
    budget = Budget(minutes)
    while not budget.done:
        pixels = render([(fine_scene if decoder_only else sample_scene)(rng) for _ in range(batch)]).to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            if decoder_only:
                vae.eval()
                with torch.no_grad():
                    latents = vae.encode(pixels)
                made = vae.decode(latents + 0.5 * vae.config.latent_noise * torch.randn_like(latents))
            else:
                made = vae(pixels)
        loss = picture_loss(made.float(), pixels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
        budget.step(*optimisers)
        if budget.every("log", 15):
            say(budget, loss=loss.item(), psnr=psnr(made.detach().float(), pixels).mean().item())
        if budget.every("save", 120) or budget.done:
            scores = measure(vae)
            if decoder_only:
                config, extra = vae.config, load_checkpoint(out / "vae.pt", VaeConfig)[2]
            else:
                config, extra = seal(vae)
            say(budget, **scores, scale=config.scaling_factor, shift=config.shift_factor, std_min=extra.get("channel_std_min", float("nan")))
            save_checkpoint(out / "vae.pt", config, vae.state_dict(), extra | scores)


def train_decoder(out: Path, minutes: float, resume: bool = True, batch: int = 24) -> None:
    """Only the decoder, from a finished autoencoder: what was learnt on its latents stays valid."""
    train(out, minutes, resume=True, batch=batch, decoder_only=True)
