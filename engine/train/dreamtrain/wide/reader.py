"""What a picture of the wide world shows: a vision encoder with a head that classifies every field of a packed scene.

Two are trained: one whose encoder the language model sees with, and the detector, which only scores pictures.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from dreamtrain.model.attention import Attention, mlp
from dreamtrain.model.vision import VisionConfig, VisionEncoder
from dreamtrain.wide.packed import CELL_FIELDS, NONE, WHOLE_FIELDS, cells_of, whole_of
from dreamtrain.wide.scene import CELLS

Logits = tuple[list[torch.Tensor], list[torch.Tensor]]


class FieldHead(nn.Module):
    """Nine cell queries and one for the whole look at the features twice; linear maps read the fields off them."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        dim = config.hidden_size
        self.queries = nn.Parameter(0.5 * torch.randn(1, len(CELLS) + 1, dim))
        self.looks = nn.ModuleList(Attention(dim, config.heads) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(3))
        self.mlps = nn.ModuleList(mlp(dim, 2) for _ in range(2))
        self.cell = nn.Linear(dim, sum(CELL_FIELDS.values()))
        self.whole = nn.Linear(dim, sum(WHOLE_FIELDS.values()))

    def forward(self, features: torch.Tensor) -> Logits:
        """(B, P, D) -> for each cell field (B, 9, classes), for each whole field (B, classes)."""
        rows = self.queries.expand(features.shape[0], -1, -1)
        for look, norm, mix in zip(self.looks, self.norms, self.mlps):
            rows = rows + look(norm(rows), features)
            rows = rows + mix(norm(rows))
        rows = self.norms[-1](rows)
        cells = self.cell(rows[:, :-1]).float().split(list(CELL_FIELDS.values()), dim=-1)
        return list(cells), list(self.whole(rows[:, -1]).float().split(list(WHOLE_FIELDS.values()), dim=-1))


def field_loss(logits: Logits, rows: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of every field of the packed scenes, the kinds counted double; a field that is nowhere defined counts nothing."""
    wanted = [*cells_of(rows).unbind(-1), *whole_of(rows).unbind(-1)]
    names = [*CELL_FIELDS, *WHOLE_FIELDS]
    total = torch.zeros((), device=rows.device)
    for name, guess, label in zip(names, (*logits[0], *logits[1]), wanted):
        known = (label != NONE).sum().clamp(min=1)
        summed = F.cross_entropy(guess.flatten(0, -2), label.flatten(), ignore_index=NONE, label_smoothing=0.02, reduction="sum")
        total = total + (2.0 if name.endswith("kind") else 0.3 if name.startswith("arrow") else 1.0) * summed / known
    return total


class Reader(nn.Module):
    def __init__(self, config: VisionConfig):
        super().__init__()
        self.encoder = VisionEncoder(config)
        self.head = FieldHead(config)

    def forward(self, pixels: torch.Tensor) -> Logits:
        return self.head(self.encoder(pixels))

    @torch.no_grad()
    def read(self, pixels: torch.Tensor, batch: int = 256) -> torch.Tensor:
        """(B, 3, S, S) in [-1, 1] -> packed scenes (B, WIDTH) int16 on the CPU: the likeliest class of each field."""
        made = []
        for part in pixels.split(batch):
            with torch.autocast(part.device.type, torch.bfloat16):
                cells, whole = self(part.clamp(-1, 1))
            best = torch.stack([guess.argmax(-1) for guess in cells], dim=-1)
            empty = best[..., :1] == 0
            best = torch.cat([best[..., :1], torch.where(empty, NONE, best[..., 1:])], dim=-1)
            bare = best[..., 3:4] <= 0
            best = torch.cat([best[..., :4], torch.where(bare, NONE, best[..., 4:6]), best[..., 6:]], dim=-1)
            made.append(torch.cat([best.flatten(1), torch.stack([guess.argmax(-1) for guess in whole], dim=-1)], dim=1).to(torch.int16).cpu())
        return torch.cat(made)


def agreement(wanted: torch.Tensor, seen: torch.Tensor) -> dict[str, float]:
    """Shares over packed scenes: of things found in their cell, of those found with the right kind, colour, size; guests; arrows; whole scenes."""
    want, got = cells_of(wanted), cells_of(seen)
    here, found = want[..., 0] > 0, (want[..., 0] > 0) & (got[..., 0] > 0)
    guests = here & (want[..., 3] > 0)
    same = want == got

    def share(right: torch.Tensor, of: torch.Tensor) -> float:
        return (right & of).sum().item() / max(of.sum().item(), 1)

    return {
        "found": share(found, here), "extra": (~here & (got[..., 0] > 0)).sum().item() / len(wanted), "kind": share(same[..., 0], found),
        "colour": share(same[..., 1], found), "size": share(same[..., 2], found), "guest": share(same[..., 3:6].all(-1), guests),
        "arrows": share(same[..., 6:].all(-1), here & (want[..., 6:] == 1).any(-1)),
        "setting": (whole_of(wanted) == whole_of(seen)).all(-1).float().mean().item(),
        "exact": (wanted == seen).all(-1).float().mean().item(),
    }
