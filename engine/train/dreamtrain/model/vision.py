"""The vision encoder that reads pictures for the language model, and the head that taught it to see.

The head says what stands in each of the nine cells. It is used to train the encoder in stage 0, and after
that only as the detector that scores pictures.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from dreamtrain.model.attention import Attention, mlp
from dreamtrain.model.vae import ConvBlock
from dreamtrain.world.scene import (
    CELLS, COLOUR_NAMES, GROUND_NAMES, KINDS, MAX_THINGS, SIZE_NAMES, Scene, Thing,
)


@dataclass(frozen=True)
class VisionConfig:
    image_size: int = 128
    widths: tuple[int, ...] = (48, 96, 160)  # at 1/4, 1/8, 1/16 of the picture's side; a patch is one step coarser than the last
    hidden_size: int = 256
    layers: int = 2
    heads: int = 8
    mlp_ratio: int = 2

    @property
    def num_patches(self) -> int:
        return (self.image_size // (4 << len(self.widths))) ** 2


class VisionLayer(nn.Module):
    def __init__(self, dim: int, heads: int, ratio: int):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attention = Attention(dim, heads)
        self.mlp = mlp(dim, ratio)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        rows = rows + self.attention(self.norm1(rows))
        return rows + self.mlp(self.norm2(rows))


class VisionEncoder(nn.Module):
    def __init__(self, config: VisionConfig = VisionConfig()):
        super().__init__()
        self.config = config
        layers = [nn.PixelUnshuffle(4), nn.Conv2d(48, config.widths[0], 3, padding=1), ConvBlock(config.widths[0])]
        for finer, width in zip(config.widths, config.widths[1:]):
            layers += [nn.PixelUnshuffle(2), nn.Conv2d(4 * finer, width, 1), ConvBlock(width)]
        self.stem = nn.Sequential(*layers, nn.PixelUnshuffle(2), nn.Conv2d(4 * config.widths[-1], config.hidden_size, 1))
        self.position = nn.Parameter(0.02 * torch.randn(1, config.num_patches, config.hidden_size))
        self.layers = nn.ModuleList(
            VisionLayer(config.hidden_size, config.heads, config.mlp_ratio) for _ in range(config.layers)
        )
        self.norm = nn.LayerNorm(config.hidden_size)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """(B, 3, 128, 128) in [-1, 1] -> (B, 16, 256), the 4 x 4 patches in reading order."""
        rows = self.stem(pixels).flatten(2).transpose(1, 2) + self.position
        for layer in self.layers:
            rows = layer(rows)
        return self.norm(rows)


class SceneHead(nn.Module):
    """Nine cell queries and one for the whole look at the patch features once; linear maps read off the scene."""

    CELL_PARTS = {"presence": 2, "kind": len(KINDS), "colour": len(COLOUR_NAMES), "size": len(SIZE_NAMES)}
    WHOLE_PARTS = {"ground": len(GROUND_NAMES), "count": MAX_THINGS}

    def __init__(self, config: VisionConfig = VisionConfig()):
        super().__init__()
        dim = config.hidden_size
        self.queries = nn.Parameter(0.5 * torch.randn(1, len(CELLS) + 1, dim))
        self.attention = Attention(dim, config.heads)
        self.norm = nn.LayerNorm(dim)
        self.mlp = mlp(dim, 2)
        self.cell = nn.Linear(dim, sum(self.CELL_PARTS.values()))
        self.whole = nn.Linear(dim, sum(self.WHOLE_PARTS.values()))

    def forward(self, features: torch.Tensor) -> dict[str, torch.Tensor]:
        """(B, 16, 256) -> logits: each cell part (B, 9, n), each whole part (B, n)."""
        queries = self.queries.expand(features.shape[0], -1, -1)
        rows = queries + self.attention(queries, features)
        rows = rows + self.mlp(self.norm(rows))
        cells = self.cell(rows[:, :-1]).float().split(list(self.CELL_PARTS.values()), dim=-1)
        whole = self.whole(rows[:, -1]).float().split(list(self.WHOLE_PARTS.values()), dim=-1)
        return dict(zip(self.CELL_PARTS, cells)) | dict(zip(self.WHOLE_PARTS, whole))


def scene_labels(scenes: list[Scene]) -> dict[str, torch.Tensor]:
    """Class indices: cell parts (B, 9) with -100 (ignored) where the cell is empty, whole parts (B)."""
    labels = {part: torch.full((len(scenes), len(CELLS)), -100) for part in SceneHead.CELL_PARTS}
    labels["presence"].zero_()
    for row, scene in enumerate(scenes):
        for thing in scene.things:
            labels["presence"][row, thing.cell] = 1
            labels["kind"][row, thing.cell] = KINDS.index(thing.kind)
            labels["colour"][row, thing.cell] = COLOUR_NAMES.index(thing.colour)
            labels["size"][row, thing.cell] = SIZE_NAMES.index(thing.size)
    labels["ground"] = torch.tensor([GROUND_NAMES.index(scene.ground) for scene in scenes])
    labels["count"] = torch.tensor([len(scene.things) - 1 for scene in scenes])
    return labels


def scene_loss(logits: dict[str, torch.Tensor], labels: dict[str, torch.Tensor]) -> torch.Tensor:
    return sum(
        F.cross_entropy(logits[part].flatten(0, -2), labels[part].flatten(), ignore_index=-100, label_smoothing=0.02)
        for part in labels
    )


def scenes_from(logits: dict[str, torch.Tensor]) -> list[Scene]:
    best = {part: values.argmax(-1).tolist() for part, values in logits.items()}
    scenes = []
    for row, ground in enumerate(best["ground"]):
        things = tuple(
            Thing(KINDS[best["kind"][row][cell]], COLOUR_NAMES[best["colour"][row][cell]],
                  SIZE_NAMES[best["size"][row][cell]], cell)
            for cell in range(len(CELLS)) if best["presence"][row][cell]
        )
        scenes.append(Scene(GROUND_NAMES[ground], things))
    return scenes


class SceneReader(nn.Module):
    """Encoder and head together: the detector."""

    def __init__(self, config: VisionConfig = VisionConfig()):
        super().__init__()
        self.encoder = VisionEncoder(config)
        self.head = SceneHead(config)

    def forward(self, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        return self.head(self.encoder(pixels))

    @torch.no_grad()
    def read_scene(self, pixels: torch.Tensor) -> list[Scene]:
        """What is seen in each picture of (B, 3, 128, 128) in [-1, 1]."""
        with torch.autocast("cpu", torch.bfloat16):
            return scenes_from(self(pixels.clamp(-1, 1)))
