"""A training run measured in minutes: how far it is, what learning rate that means, when to log and save."""

from __future__ import annotations

import math
import time

import torch


class Budget:
    def __init__(self, minutes: float, warmup: float = 0.03, floor: float = 0.02):
        """`warmup`: the share of the time the learning rate rises for; `floor`: the share of it left at the end."""
        self.seconds, self.warmup, self.floor = 60 * minutes, warmup, floor
        self.start = time.monotonic()
        self.steps = 0
        self._last: dict[str, float] = {}

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self.start

    @property
    def progress(self) -> float:
        return min(self.elapsed_s / self.seconds, 1.0)

    @property
    def done(self) -> bool:
        return self.elapsed_s >= self.seconds

    def every(self, name: str, seconds: float) -> bool:
        """True when `seconds` have passed since the last time it was true for this name (or since the start)."""
        if self.elapsed_s - self._last.get(name, 0.0) < seconds:
            return False
        self._last[name] = self.elapsed_s
        return True

    def step(self, *optimisers: torch.optim.Optimizer) -> None:
        """One update under the schedule (a linear rise, then a cosine fall), gradients cleared after it."""
        progress = self.progress
        rise = min(1.0, progress / self.warmup)
        fall = 0.5 * (1 + math.cos(math.pi * max(0.0, progress - self.warmup) / (1 - self.warmup)))
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                peak = group.setdefault("peak_lr", group["lr"])
                group["lr"] = peak * rise * (self.floor + (1 - self.floor) * fall)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.steps += 1


def say(budget: Budget, **values: float | str) -> None:
    shown = "  ".join(f"{name} {value:.4f}" if isinstance(value, float) else f"{name} {value}" for name, value in values.items())
    print(f"[{budget.elapsed_s / 60:6.2f} min, step {budget.steps:6d}]  {shown}", flush=True)
