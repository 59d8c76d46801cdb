"""Muon for the weight matrices (convolutions flattened to matrices), AdamW for everything else.

Momentum, orthogonalised by five Newton-Schulz steps: in a run of minutes it gets about as far as AdamW does in
twice the steps. Updates are scaled to AdamW's usual size, so one learning rate serves both.
"""

from __future__ import annotations

import torch
from torch import nn


def orthogonalised(matrix: torch.Tensor) -> torch.Tensor:
    """The nearest semi-orthogonal matrix, roughly; (rows, columns) in, bfloat16 inside."""
    wide = matrix.shape[0] <= matrix.shape[1]
    x = (matrix if wide else matrix.T).bfloat16()
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return (x if wide else x.T).float()


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters: list[nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.01):
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                held = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
                held.lerp_(weight.grad, 1 - group["momentum"])
                update = torch.lerp(weight.grad, held, group["momentum"]).flatten(1)
                size = 0.2 * max(update.shape) ** 0.5
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.add_(orthogonalised(update).view_as(weight), alpha=-group["lr"] * size)


def optimisers_for(module: nn.Module, lr: float, weight_decay: float = 0.01, edges: tuple[str, ...] = ()) -> tuple[torch.optim.Optimizer, ...]:
    """Muon for inner matrices; AdamW for vectors, embeddings and the layers whose names start with one of `edges`. Frozen ones are left out."""
    matrices, rest = [], []
    for name, parameter in module.named_parameters():
        if not parameter.requires_grad:
            continue
        inner = parameter.ndim in (2, 4) and min(parameter.flatten(1).shape) >= 32 and not name.startswith(edges)
        (matrices if inner else rest).append(parameter)
    made = [Muon(matrices, lr=lr, weight_decay=weight_decay)] if matrices else []
    return (*made, torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.98), weight_decay=0.0, fused=True)) if rest else tuple(made)
