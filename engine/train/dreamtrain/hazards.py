"""A small picture classifier for flat drawings: is there a weapon, is there a skull? Trained on scenes of our own worlds with and
without one of the drawings below pasted in; minutes of one core.

    python -m dreamtrain.hazards --out ../../classifiers/flat-hazards

It knows four kinds of weapon and one of skull, drawn flat. It knows nothing of photographs, people, nudity or gore, and a weapon drawn in
another way is often missed: what it does on drawings by another hand (the wide world's knife and axe) is printed with the rest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import nn
from torch.nn import functional

from dreamtrain.wide.concepts import _atlas
from dreamtrain.world.render import render
from dreamtrain.world.scene import GROUNDS, sample_scene

SIDE = 64
FINE = 4  # a drawing is made this much larger and then averaged
LABELS = {"weapon": ("sword", "knife", "pistol", "bomb"), "skull": ("skull",)}
CATEGORIES = {"weapon": "weapons", "skull": "violence"}
THRESHOLD_SPECIFICITY = 0.995  # of innocent validation pictures stay below the threshold
OTHER_HAND = ("knife", "axe")
DARKS = ((44, 44, 52), (80, 84, 96), (60, 50, 48), (20, 20, 24))
METALS = ((190, 196, 208), (150, 156, 170), (222, 226, 234), (120, 124, 136))
HANDLES = ((140, 94, 60), (96, 62, 40), (222, 60, 54), (52, 110, 214), (38, 38, 44))


def drawing(kind: str, rng: random.Random) -> Image.Image:
    """RGBA, 256 x 256: the thing upright in a circle of radius 120, its proportions and colours a little different every time."""
    tile = Image.new("RGBA", (256, 256))
    pen = ImageDraw.Draw(tile)
    about = lambda value, spread=0.12: value * (1 + rng.uniform(-spread, spread))
    metal, dark, handle = rng.choice(METALS), rng.choice(DARKS), rng.choice(HANDLES)
    if kind == "sword":
        wide, long = about(13, 0.3), about(150)
        pen.polygon([(128 - wide, 180), (128 - wide, 190 - long), (128, 160 - long), (128 + wide, 190 - long), (128 + wide, 180)], fill=metal)
        if rng.random() < 0.6:
            pen.polygon([(128, 180), (128, 160 - long), (128 + wide, 190 - long), (128 + wide, 180)], fill=tuple(c * 8 // 10 for c in metal))
        guard = about(48)
        pen.rectangle((128 - guard, 176, 128 + guard, 176 + about(14)), fill=handle)
        pen.rectangle((119, 188, 137, about(232, 0.03)), fill=handle)
        pen.ellipse((116, 226, 140, 250), fill=handle)
    elif kind == "knife":
        wide = about(34)
        pen.polygon([(112, 160), (112, 30), (112 + wide * 0.6, 70), (112 + wide, 160)], fill=metal)
        pen.rectangle((112, 158, 112 + wide * 0.85, 168), fill=dark)
        pen.rounded_rectangle((112, 168, 112 + wide * 0.8, about(238, 0.03)), 8, fill=handle)
    elif kind == "pistol":
        body = dark if rng.random() < 0.7 else metal
        top, high = about(84), about(44)
        pen.rounded_rectangle((28, top, 226, top + high), 6, fill=body)
        slant = about(26, 0.4)
        pen.polygon([(160, top + high - 4), (218, top + high - 4), (218 + slant, 224), (168 + slant, 224)], fill=handle if rng.random() < 0.5 else body)
        pen.arc((116, top + high - 18, 172, top + high + 40), 0, 180, fill=body, width=int(about(9)))
        pen.rectangle((34, top - 8, 48, top), fill=body)
    elif kind == "bomb":
        pen.ellipse((54, 84, 198, 228), fill=dark)
        pen.ellipse((80, 108, 112, 140), fill=tuple(c + 60 for c in dark))
        pen.polygon([(138, 78), (172, 60), (186, 88), (152, 104)], fill=dark)
        pen.line([(178, 74), (196, 52), (214, 50)], fill=handle, width=7)
        for turn in range(8):
            angle = turn * math.pi / 4
            pen.line([(220, 46), (220 + 18 * math.cos(angle), 46 + 18 * math.sin(angle))], fill=(250, 190, 40), width=5)
    else:  # a skull
        bone = rng.choice(((248, 246, 238), (228, 228, 232), (236, 226, 200), (60, 60, 68)))
        hole = (36, 36, 44) if sum(bone) > 400 else (236, 236, 240)
        pen.ellipse((48, 24, 208, 180), fill=bone, outline=hole, width=3)
        pen.rounded_rectangle((88, 150, 168, about(222, 0.04)), 10, fill=bone, outline=hole, width=3)
        eye = about(24)
        for x in (96, 160):
            pen.ellipse((x - eye, 104 - eye, x + eye, 104 + eye), fill=hole)
        pen.polygon([(128, 128), (142, 156), (114, 156)], fill=hole)
        for x in (108, 128, 148):
            pen.line([(x, 178), (x, 216)], fill=hole, width=5)
    return tile


def pasted(picture: Image.Image, thing: Image.Image, rng: random.Random) -> Image.Image:
    """`picture` with `thing` turned, mirrored and put somewhere, a quarter to four fifths of the side large."""
    if rng.random() < 0.5:
        thing = thing.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    size = int(picture.width * rng.uniform(0.25, 0.8))
    thing = thing.rotate(rng.uniform(-180, 180) if rng.random() < 0.6 else rng.uniform(-25, 25), Image.Resampling.BICUBIC)
    thing = thing.resize((size, size), Image.Resampling.LANCZOS)
    at = tuple(rng.randint(-size // 10, picture.width - size + size // 10) for _ in range(2))
    picture.paste(thing, at, thing)
    return picture


def innocent(rng: random.Random, icons: list[np.ndarray]) -> Image.Image:
    """A scene of the pocket world, icons of the wide one on a plain ground, soft noise, or a bare ground."""
    kind = rng.random()
    if kind < 0.45:
        pixels = render([sample_scene(rng)], generator=torch.Generator().manual_seed(rng.getrandbits(32)), size=128)[0]
        return Image.fromarray(((pixels + 1) * 127.5).round().byte().permute(1, 2, 0).numpy())
    ground = rng.choice([*GROUNDS.values(), tuple(rng.randrange(256) for _ in range(3))])
    picture = Image.new("RGB", (128, 128), ground)
    if kind < 0.85:
        for _ in range(rng.choice((1, 1, 2, 3))):
            pasted(picture, Image.fromarray(rng.choice(icons)), rng)
    elif kind < 0.95:
        grain = np.random.default_rng(rng.getrandbits(32)).integers(0, 256, (rng.choice((3, 6, 16)),) * 2 + (3,), dtype=np.uint8)
        picture = Image.fromarray(grain).resize((128, 128), Image.Resampling.BICUBIC)
    return picture


def example(rng: random.Random, icons: list[np.ndarray]) -> tuple[np.ndarray, tuple[bool, ...]]:
    """(3, side, side) bytes, and which labels are there: none in half of the pictures."""
    picture = innocent(rng, icons)
    label = rng.choice([*LABELS, None, None])
    if label is not None:
        picture = pasted(picture, drawing(rng.choice(LABELS[label]), rng), rng)
    picture = picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return np.asarray(picture).transpose(2, 0, 1), tuple(name == label for name in LABELS)


def examples(count: int, seed: int, icons: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """(B, 3, side, side) bytes and (B, labels) float."""
    rng = random.Random(seed)
    pixels, labels = zip(*(example(rng, icons) for _ in range(count)))
    return torch.from_numpy(np.stack(pixels)), torch.tensor(labels, dtype=torch.float32)


class Classifier(nn.Module):
    """(B, 3, side, side) in [-1, 1] -> (B, labels) logits; the strongest answer of any place counts."""

    def __init__(self) -> None:
        super().__init__()
        widths = (3, 12, 24, 32, 48)
        self.layers = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in zip(widths, widths[1:]))
        self.last = nn.Conv2d(widths[-1], len(LABELS), 1)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            pixels = functional.silu(layer(pixels))
        return self.last(pixels).amax((2, 3))


def trained(pixels: torch.Tensor, labels: torch.Tensor, epochs: int, seed: int) -> Classifier:
    torch.manual_seed(seed)
    model = Classifier()
    batch, steps = 64, epochs * (len(pixels) // 64)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    for step in range(steps):
        rows = torch.randint(len(pixels), (batch,))
        seen, wanted = pixels[rows].float() / 127.5 - 1, labels[rows]
        if step % 2:
            seen = seen.flip(3)
        loss = functional.binary_cross_entropy_with_logits(model(seen), wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: loss {loss.item():.3f}", flush=True)
    return model.eval()


@torch.no_grad()
def scores(model: Classifier, pixels: torch.Tensor) -> torch.Tensor:
    return torch.cat([model(part.float() / 127.5 - 1).sigmoid() for part in pixels.split(256)])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--count", type=int, default=12_000)
    options.add_argument("--epochs", type=int, default=10)
    given = options.parse_args()
    torch.set_num_threads(1)
    tiles, concepts = _atlas()
    icons = [tile for tile, concept in zip(tiles, concepts) if concept["noun"] not in OTHER_HAND]
    model = trained(*examples(given.count, 0, icons), given.epochs, 0)

    pixels, labels = examples(2_000, 1, icons)
    found = scores(model, pixels)
    thresholds = [round(max(0.5, found[labels[:, i] == 0, i].quantile(THRESHOLD_SPECIFICITY).item()), 3) for i in range(len(LABELS))]
    pixels, labels = examples(3_000, 2, icons)  # held out: nothing was chosen by these
    found = scores(model, pixels) >= torch.tensor(thresholds)
    report = {}
    for i, name in enumerate(LABELS):
        there = labels[:, i] == 1
        report[name] = {
            "precision": round((there & found[:, i]).sum().item() / max(found[:, i].sum().item(), 1), 3),
            "recall": round(found[there, i].float().mean().item(), 3),
            "falseAlarms": round(found[~there, i].float().mean().item(), 4),
        }
    rng = random.Random(3)
    others = {}
    for noun in OTHER_HAND:
        tile = next(tile for tile, concept in zip(tiles, concepts) if concept["noun"] == noun)
        seen = [pasted(Image.new("RGB", (128, 128), "white"), Image.fromarray(tile), rng).resize((SIDE, SIDE)) for _ in range(100)]
        pixels = torch.from_numpy(np.stack([np.asarray(picture).transpose(2, 0, 1) for picture in seen]))
        others[noun] = (scores(model, pixels)[:, 0] >= thresholds[0]).float().mean().item()
    print(json.dumps({"thresholds": thresholds, "heldOut": report, "weaponsByAnotherHand": others}, indent=1))

    given.out.mkdir(parents=True, exist_ok=True)
    file = given.out / "classifier.onnx"
    torch.onnx.export(
        model, (torch.zeros(1, 3, SIDE, SIDE),), file, input_names=["pixels"], output_names=["logits"],
        dynamo=False, opset_version=17, dynamic_axes={"pixels": {0: "B"}, "logits": {0: "B"}},
    )
    raw = file.read_bytes()
    description = {
        "format": "dreamthread.classifier/1",
        "id": f"flat-hazards-{hashlib.sha256(raw).hexdigest()[:8]}",
        "description": "Weapons (sword, knife, pistol, bomb) and skulls in flat drawings. Knows nothing of photographs, people, nudity or gore.",
        "licence": "Apache-2.0",
        "file": {"name": file.name, "sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw)},
        "input": {"name": "pixels", "widthPx": SIDE, "heightPx": SIDE, "fit": "fill", "layout": "NCHW", "mean": [0.5] * 3, "std": [0.5] * 3},
        "output": {"name": "logits", "activation": "sigmoid"},
        "labels": [{"label": name, "category": CATEGORIES[name], "threshold": at} for name, at in zip(LABELS, thresholds)],
    }
    (given.out / "classifier.json").write_text(json.dumps(description, indent=2) + "\n")


if __name__ == "__main__":
    main()
