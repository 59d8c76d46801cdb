"""The picture half of the wide model on one device: autoencoder, vision encoder and detector, denoiser, and its distillation to few steps.

Each function trains until its minutes are over and saves a checkpoint {config, state, extra}; with one there, it goes on from it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from dreamtrain.budget import Budget, say
from dreamtrain.checkpoint import load_checkpoint, save_checkpoint
from dreamtrain.gpu.feed import Feed, pairs, scenes
from dreamtrain.gpu.sizes import Sizes
from dreamtrain.model.dit import Dit, DitConfig
from dreamtrain.model.flow import TIMESTEPS, MovingAverage, noised, sample, step_times
from dreamtrain.model.vae import Vae, VaeConfig, fit_preview
from dreamtrain.model.vision import VisionConfig
from dreamtrain.muon import optimisers_for
from dreamtrain.stage0_denoiser import CONDITION_DROP, EDGES
from dreamtrain.stage0_vae import picture_loss, psnr
from dreamtrain.wide.packed import WIDTH, codes, unpack
from dreamtrain.wide.reader import Reader, agreement, field_loss
from dreamtrain.wide.render import cell_jitter, render

HELD_OUT_SEED = 1_000_003
FEW_STEPS = 8
GUIDANCE = 2.0


def load_module(path: Path, build, config_type: type, device: torch.device) -> nn.Module:
    config, state, _ = load_checkpoint(path, config_type)
    module = build(config)
    module.load_state_dict(state)
    return module.eval().to(device)


def load_vae(folder: Path, device: torch.device) -> Vae:
    return load_module(folder / "vae.pt", Vae, VaeConfig, device).to(memory_format=torch.channels_last)


def load_reader(path: Path, device: torch.device) -> Reader:
    return load_module(path, Reader, VisionConfig, device).to(memory_format=torch.channels_last)


def load_denoiser(path: Path, device: torch.device) -> Dit:
    return load_module(path, Dit, DitConfig, device)


def held_out_rows(count: int) -> torch.Tensor:
    return next(scenes(count)(HELD_OUT_SEED))


def halves(device: torch.device) -> torch.autocast:
    return torch.autocast(device.type, torch.bfloat16)


def picture_of(rows: torch.Tensor, device: torch.device) -> torch.Tensor:
    """Fresh renderings on the device, in the layout convolutions like."""
    with torch.no_grad():
        return render(rows.to(device)).contiguous(memory_format=torch.channels_last)


def train_vae(sizes: Sizes, folder: Path, minutes: float, device: torch.device, seed: int) -> dict:
    path, feed = folder / "vae.pt", Feed(scenes(sizes.picture_batch), sizes.workers, seed)
    vae = load_vae(folder, device).train() if path.exists() else Vae(sizes.vae).to(device, memory_format=torch.channels_last)
    optimisers, budget = optimisers_for(vae, lr=2e-3), Budget(minutes)
    while not budget.done:
        pixels = picture_of(next(feed), device)
        with halves(device):
            made = vae(pixels)
        loss = picture_loss(made.float(), pixels)
        loss.backward()
        nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        budget.step(*optimisers)
        if budget.every("log", 10):
            say(budget, loss=loss.item(), psnr=psnr(made.detach().float(), pixels).mean().item())
    feed.close()
    vae.eval()
    with torch.no_grad(), halves(device):
        pixels = picture_of(held_out_rows(4 * sizes.picture_batch), device)
        latents = torch.cat([vae.encode(part).float() for part in pixels.split(64)])
        scores = torch.cat([psnr(vae.decode(part).float(), true) for part, true in zip(latents.split(64), pixels.split(64))])
    vae.config = replace(vae.config, shift_factor=latents.mean().item(), scaling_factor=1 / latents.std().item())
    matrix, bias = fit_preview(vae.to_model(latents).cpu(), pixels.cpu())
    measured = {"psnr_mean_db": scores.mean().item(), "psnr_p5_db": scores.quantile(0.05).item(), "steps": budget.steps}
    save_checkpoint(path, vae.config, vae.state_dict(), measured | {"preview_matrix": matrix, "preview_bias": bias})
    return measured


@torch.no_grad()
def rebuilt(vae: Vae, pixels: torch.Tensor, noise: float) -> torch.Tensor:
    """Pictures as the model would make them: through the autoencoder, the latents a little off."""
    with halves(pixels.device):
        latents = vae.encode(pixels)
        return vae.decode(latents + noise * torch.randn_like(latents)).float().clamp(-1, 1)


def roughened(pixels: torch.Tensor) -> torch.Tensor:
    """A third left alone, a third blurred, a third with pixel noise."""
    clean, soft, grainy = pixels.chunk(3)
    soft = F.avg_pool2d(F.pad(soft, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    return torch.cat([clean, soft, (grainy + 0.08 * torch.rand(1, device=pixels.device) * torch.randn_like(grainy)).clamp(-1, 1)])


def train_reader(name: str, config: VisionConfig, sizes: Sizes, folder: Path, minutes: float, device: torch.device, seed: int) -> dict:
    """`vision` or `detector`: the same task; the two never share a weight, and the seeds of their scenes differ."""
    path, vae = folder / f"{name}.pt", load_vae(folder, device)
    reader = load_reader(path, device).train() if path.exists() else Reader(config).to(device, memory_format=torch.channels_last)
    feed = Feed(scenes(sizes.picture_batch), sizes.workers, seed)
    optimisers = optimisers_for(reader, lr=1.5e-3, edges=("encoder.stem.1.", "head.cell", "head.whole"))
    average, budget = MovingAverage(reader, decay=0.995), Budget(minutes)
    while not budget.done:
        rows = next(feed).to(device)
        pixels, half = picture_of(rows, device), len(rows) // 2
        pixels[:half] = rebuilt(vae, pixels[:half], (0.0, 0.1, 0.2, 0.35)[budget.steps % 4])
        order = torch.randperm(len(rows), device=device)
        with halves(device):
            logits = reader(roughened(pixels[order]).contiguous(memory_format=torch.channels_last))
        loss = field_loss(logits, rows[order])
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        budget.step(*optimisers)
        average.update(reader)
        if budget.every("log", 10):
            say(budget, loss=loss.item())
    feed.close()
    wanted = held_out_rows(8 * sizes.picture_batch)
    measured: dict = {"steps": budget.steps}
    for kind, change in (("drawn", lambda part: part), ("rebuilt", lambda part: rebuilt(vae, part, 0.0))):
        seen = torch.cat([average.module.read(change(picture_of(part, device))) for part in wanted.split(64)])
        measured[kind] = agreement(wanted, seen)
    save_checkpoint(path, config, average.module.state_dict(), measured)
    return measured


class PairPool:
    """A ring of encoded pairs on the device, a scene and an edit of it under the same jitter; the oldest make room for new ones."""

    def __init__(self, vae: Vae, feed: Feed, size: int, device: torch.device):
        self.vae, self.feed, self.size, self.device = vae, feed, size, device
        self.filled = self.cursor = 0
        grid = vae.config.grid_size
        self.latents = torch.zeros(size, 2, vae.config.latent_channels, grid, grid, dtype=torch.bfloat16, device=device)
        self.rows = torch.zeros(size, 2, WIDTH, dtype=torch.int16, device=device)

    @torch.no_grad()
    def add(self) -> None:
        both = next(self.feed).to(self.device)
        count = both.shape[1]
        jitter = cell_jitter(count, device=self.device)
        at = (self.cursor + torch.arange(count, device=self.device)) % self.size
        for side in range(2):
            with halves(self.device):
                pixels = render(both[side], jitter).contiguous(memory_format=torch.channels_last)
                self.latents[at, side] = self.vae.to_model(self.vae.encode(pixels).float()).bfloat16()
            self.rows[at, side] = both[side]
        self.cursor = (self.cursor + count) % self.size
        self.filled = min(self.filled + count, self.size)

    def batch(self, count: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Latents (B, C, h, w), conditions (B, 32, 128), references (B, C, h, w), the first half of which are none."""
        at = torch.randint(self.filled, (count,), device=self.device)
        side = torch.randint(2, (count,), device=self.device)
        reference = self.latents[at, 1 - side].float()
        reference[: count // 2] = 0
        return self.latents[at, side].float(), codes(self.rows[at, side]), reference


def disturbed(condition: torch.Tensor, reference: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Codes as imperfect as predicted ones will be; some dropped, of those every other one with its reference."""
    count, device = len(condition), condition.device
    wide = torch.rand(count, device=device) < 0.25
    deviation = 0.06 * torch.rand(count, device=device) + 0.06 * wide
    condition = condition + deviation[:, None, None] * torch.randn_like(condition)
    dropped = torch.rand(count, device=device) < CONDITION_DROP
    bare = dropped & (torch.rand(count, device=device) < 0.5)
    return condition.masked_fill(dropped[:, None, None], 0), reference.masked_fill(bare[:, None, None, None], 0)


def train_denoiser(sizes: Sizes, folder: Path, minutes: float, device: torch.device, seed: int, compiled: bool) -> dict:
    path, vae = folder / "denoiser.pt", load_vae(folder, device)
    on = path.exists()
    denoiser = load_denoiser(path, device).train() if on else Dit(sizes.denoiser).to(device)
    optimisers = optimisers_for(denoiser, lr=1e-3 if on else 1.5e-3, edges=EDGES)
    average = MovingAverage(denoiser, decay=0.999)
    pool = PairPool(vae, Feed(pairs(sizes.denoiser_batch // 4), sizes.workers, seed), sizes.pool, device)
    for _ in range(8):
        pool.add()
    if compiled:
        for block in denoiser.blocks:
            block.compile()
    budget, losses = Budget(minutes), []
    while not budget.done:
        pool.add()
        latents, condition, reference = pool.batch(sizes.denoiser_batch)
        condition, reference = disturbed(condition, reference)
        inputs, t, velocity = noised(latents)
        with halves(device):
            made = denoiser(inputs, TIMESTEPS * t, condition, reference)
        loss = F.mse_loss(made, velocity)
        loss.backward()
        nn.utils.clip_grad_norm_(denoiser.parameters(), 1.0)
        budget.step(*optimisers)
        average.update(denoiser)
        if budget.every("log", 10) or budget.done:
            losses.append(loss.item())
            say(budget, loss=losses[-1])
        if budget.every("save", 90) or budget.done:
            save_checkpoint(path, average.module.config, average.module.state_dict(), {"steps": budget.steps, "loss": losses[-1] if losses else math.nan})
    pool.feed.close()
    return {"steps": budget.steps, "samples": budget.steps * sizes.denoiser_batch, "loss": losses[-1]}


def distil(sizes: Sizes, folder: Path, minutes: float, device: torch.device, seed: int) -> dict:
    """Teaches a copy to do in one unguided step what the denoiser does in four guided ones, on the few times it will be called at.

    From a noised latent at t the teacher walks to t', the student's velocity is to be the straight line between. Guidance is
    in what it learns, so the shipped model runs once a step (progressive distillation, arXiv 2202.00512; guidance, 2210.03142).
    """
    vae, teacher = load_vae(folder, device), load_denoiser(folder / "denoiser.pt", device)
    path = folder / "few_steps.pt"
    student = load_denoiser(path if path.exists() else folder / "denoiser.pt", device).train()
    optimisers, average = optimisers_for(student, lr=3e-4, edges=EDGES), MovingAverage(student, decay=0.995)
    pool = PairPool(vae, Feed(pairs(sizes.denoiser_batch // 4), sizes.workers, seed), sizes.pool, device)
    for _ in range(8):
        pool.add()
    times, budget, loss = step_times(FEW_STEPS).to(device), Budget(minutes), torch.zeros(())
    while not budget.done:
        pool.add()
        latents, condition, reference = pool.batch(sizes.denoiser_batch // 2)
        step = torch.randint(FEW_STEPS, (len(latents),), device=device)
        begin, end = times[step][:, None, None, None], times[step + 1][:, None, None, None]
        start = torch.lerp(latents, torch.randn_like(latents), begin)
        with torch.no_grad(), halves(device):
            walked, sub = start, 4
            for index in range(sub):
                now = begin + (end - begin) * index / sub
                both = teacher(
                    torch.cat([walked, walked]), TIMESTEPS * now.flatten().repeat(2), torch.cat([condition, torch.zeros_like(condition)]),
                    torch.cat([reference, reference]),
                )
                guided, free = both.chunk(2)
                walked = walked + (end - begin) / sub * (free + GUIDANCE * (guided - free))
            wanted = (walked - start) / (end - begin)
        with halves(device):
            made = student(start, TIMESTEPS * begin.flatten(), condition, reference)
        loss = F.mse_loss(made, wanted)
        loss.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        budget.step(*optimisers)
        average.update(student)
        if budget.every("log", 10):
            say(budget, loss=loss.item())
    pool.feed.close()
    save_checkpoint(path, average.module.config, average.module.state_dict(), {"steps": budget.steps, "loss": loss.item()})
    return {"steps": budget.steps, "loss": loss.item()}


@torch.no_grad()
def paint(
    denoiser: Dit, vae: Vae, condition: torch.Tensor, reference: torch.Tensor | None, steps: int, guidance: float, seed: int = 7, batch: int = 128,
) -> torch.Tensor:
    """Conditions (B, 32, 128), parents' latents or None -> pictures (B, 3, 256, 256) in [-1, 1] on the CPU."""
    device, config = condition.device, vae.config
    noise = torch.randn(len(condition), config.latent_channels, config.grid_size, config.grid_size, generator=torch.Generator().manual_seed(seed))
    reference = torch.zeros_like(noise) if reference is None else reference.cpu()
    made = []
    for part, code, parent in zip(noise.split(batch), condition.split(batch), reference.split(batch)):
        with halves(device):
            latents = sample(denoiser, part.to(device), code, parent.to(device), steps=steps, guidance=guidance)
            made.append(vae.decode(vae.from_model(latents)).float().clamp(-1, 1).cpu())
    return torch.cat(made)


def read_scenes(reader: Reader, pictures: torch.Tensor, device: torch.device):
    return unpack(reader.read(pictures.to(device)))
