"""Stage 0, part two: the vision encoder, taught to say what stands where."""

from __future__ import annotations

import random
from pathlib import Path

import torch
from torch.nn import functional as F

from dreamtrain.budget import Budget, say
from dreamtrain.checkpoint import load_checkpoint, save_checkpoint
from dreamtrain.model.vae import Vae
from dreamtrain.model.vision import SceneReader, VisionConfig, VisionEncoder, scene_labels, scene_loss
from dreamtrain.muon import optimisers_for
from dreamtrain.stage0_vae import HELD_OUT_SEED, load_vae
from dreamtrain.world.render import render
from dreamtrain.world.scene import Scene, sample_scene


def compare(wanted: list[Scene], seen: list[Scene]) -> dict[str, float]:
    """Shares of wanted things found in their cell, of those found with the right kind, colour and size, and of scenes exact."""
    things = found = kind = colour = size = extra = ground = exact = 0
    for want, see in zip(wanted, seen):
        at = {thing.cell: thing for thing in see.things}
        for thing in want.things:
            things += 1
            if got := at.pop(thing.cell, None):
                found += 1
                kind += got.kind == thing.kind
                colour += got.colour == thing.colour
                size += got.size == thing.size
        extra += len(at)
        ground += want.ground == see.ground
        exact += want == see
    return {
        "recall": found / things, "extra_per_scene": extra / len(wanted), "kind": kind / max(found, 1),
        "colour": colour / max(found, 1), "size": size / max(found, 1), "ground": ground / len(wanted),
        "exact": exact / len(wanted),
    }


def held_out_scenes(count: int) -> list[Scene]:
    rng = random.Random(HELD_OUT_SEED)
    return [sample_scene(rng) for _ in range(count)]


@torch.no_grad()
def rebuilt(vae: Vae, pixels: torch.Tensor, latent_noise: float) -> torch.Tensor:
    """Pictures as the model would make them: through the autoencoder, the latents a little off."""
    with torch.autocast("cpu", torch.bfloat16):
        latents = vae.encode(pixels)
        return vae.decode(latents + latent_noise * torch.randn_like(latents)).float().clamp(-1, 1)


def roughened(pixels: torch.Tensor) -> torch.Tensor:
    """A third left alone, a third blurred, a third with pixel noise; all shifted a little in brightness."""
    clean, soft, grainy = pixels.chunk(3)
    soft = F.avg_pool2d(F.pad(soft, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    grainy = grainy + random.uniform(0, 0.12) * torch.randn_like(grainy)
    mixed = torch.cat([clean, soft, grainy])
    return (mixed + 0.02 * torch.randn(len(mixed), 3, 1, 1)).clamp(-1, 1)


def measure(reader: SceneReader, vae: Vae, count: int = 1024) -> dict[str, dict[str, float]]:
    reader.eval()
    scenes = held_out_scenes(count)
    pixels = render(scenes, generator=torch.Generator().manual_seed(HELD_OUT_SEED))
    seen = [scene for part in pixels.split(128) for scene in reader.read_scene(part)]
    through = [scene for part in pixels.split(128) for scene in reader.read_scene(rebuilt(vae, part, 0.0))]
    reader.train()
    return {"drawn": compare(scenes, seen), "rebuilt": compare(scenes, through)}


def load_vision(path: Path) -> VisionEncoder:
    """Without the head, which models that were recovered from what ships have not."""
    config, state, _ = load_checkpoint(path, VisionConfig)
    encoder = VisionEncoder(config)
    encoder.load_state_dict({name.removeprefix("encoder."): weight for name, weight in state.items() if name.startswith("encoder.")})
    return encoder.eval().to(memory_format=torch.channels_last)


def load_reader(path: Path) -> SceneReader:
    config, state, _ = load_checkpoint(path, VisionConfig)
    if not any(name.startswith("head.") for name in state):
        raise ValueError(f"{path} holds the vision encoder without the head that reads scenes: train it with `python -m dreamtrain.stage0 vision`")
    reader = SceneReader(config)
    reader.load_state_dict(state)
    return reader.eval().to(memory_format=torch.channels_last)


def train(out: Path, minutes: float, resume: bool = False, batch: int = 32) -> None:
    vae = load_vae(out / "vae.pt")
    reader = load_reader(out / "vision.pt").train() if resume else SceneReader().to(memory_format=torch.channels_last)
    optimisers = optimisers_for(reader, lr=2e-3, edges=("encoder.stem.1.", "head.cell", "head.whole"))
    rng = random.Random(1)
    budget = Budget(minutes)
    while not budget.done:
        scenes = [sample_scene(rng) for _ in range(batch)]
        rng.shuffle(scenes)
        pixels = render(scenes).to(memory_format=torch.channels_last)
        half = batch // 2
        pixels[:half] = rebuilt(vae, pixels[:half], rng.choice((0.0, 0.1, 0.2, 0.35)))
        order = torch.randperm(batch)
        with torch.autocast("cpu", torch.bfloat16):
            logits = reader(roughened(pixels[order]).to(memory_format=torch.channels_last))
        loss = scene_loss(logits, {part: values[order] for part, values in scene_labels(scenes).items()})
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        budget.step(*optimisers)
        if budget.every("log", 15):
            say(budget, loss=loss.item())
        if budget.every("save", 150) or budget.done:
            scores = measure(reader, vae)
            for name, values in scores.items():
                say(budget, pictures=name, **values)
            save_checkpoint(out / "vision.pt", reader.encoder.config, reader.state_dict(), {"scores": scores})
