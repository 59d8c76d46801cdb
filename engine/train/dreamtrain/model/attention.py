"""Multi-head attention as plain matrix products, used by the vision encoder and the denoiser."""

from __future__ import annotations

import torch
from torch import nn


class Attention(nn.Module):
    """Rows (B, N, D) look at `context` rows (B, M, D), or at themselves when there is none."""

    def __init__(self, dim: int, heads: int):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(dim, dim)
        self.key_value = nn.Linear(dim, 2 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, rows: torch.Tensor, context: torch.Tensor | None = None) -> torch.Tensor:
        key, value = self.key_value(rows if context is None else context).chunk(2, dim=-1)
        query, key, value = self._split(self.query(rows)), self._split(key), self._split(value)
        if query.is_cuda:
            return self.out(nn.functional.scaled_dot_product_attention(query, key.to(query.dtype), value.to(query.dtype)).transpose(1, 2).flatten(2))
        # Written out: for 64 short rows the fused kernel of the CPU is several times slower than two products.
        weights = torch.softmax(query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5, dim=-1)
        mixed = weights.to(value.dtype) @ value
        return self.out(mixed.transpose(1, 2).flatten(2))

    def _split(self, rows: torch.Tensor) -> torch.Tensor:
        """(B, N, D) -> (B, heads, N, D / heads)"""
        return rows.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class SquaredRelu(nn.Module):
    """As good as GELU here, and an eighth of a training step cheaper on CPUs."""

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        rows = torch.relu(rows)
        return rows * rows


def mlp(dim: int, ratio: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(dim, ratio * dim), SquaredRelu(), nn.Linear(ratio * dim, dim))
