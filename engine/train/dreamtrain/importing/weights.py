"""Weights by name and shape, read when they are written: a graph is built and checked before any of its numbers is touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import prod
from typing import Protocol

import numpy as np

from dreamtrain.importing.refusal import Refusal, listed
from dreamtrain.importing.stored import Stored


@dataclass(frozen=True)
class Weight:
    """float32 values that `load` gives, in `shape`."""

    name: str
    shape: tuple[int, ...]
    load: Callable[[], np.ndarray]

    def mapped(self, change: Callable[[np.ndarray], np.ndarray], shape: tuple[int, ...]) -> "Weight":
        return replace(self, shape=shape, load=lambda: change(self.load()))

    def transposed(self) -> "Weight":
        """Under a name of its own: tied weights are stored both ways."""
        turned = self.mapped(lambda values: np.ascontiguousarray(values.T), self.shape[::-1])
        return replace(turned, name=f"{self.name}.transposed")


def stacked(name: str, weights: list[Weight]) -> Weight:
    """Along the first axis."""
    rows = sum(weight.shape[0] for weight in weights)
    return Weight(name, (rows, *weights[0].shape[1:]), lambda: np.concatenate([weight.load() for weight in weights]))


class Source(Protocol):
    """Where weights come from: a checkpoint, or a random generator."""

    def take(self, name: str, *shape: int) -> Weight: ...

    def has(self, name: str) -> bool: ...

    @property
    def parameters(self) -> int:
        """Learned numbers of all that was taken."""


@dataclass
class CheckpointWeights:
    """The tensors of a checkpoint under their official names, without the prefix of their part. Notes what is missing, odd or left over."""

    stored: dict[str, Stored]
    taken: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in self.stored

    @property
    def parameters(self) -> int:
        return sum(prod(self.stored[name].shape) for name in self.taken & set(self.stored))

    def take(self, name: str, *shape: int) -> Weight:
        self.taken.add(name)
        stored = self.stored.get(name)
        if stored is None:
            self.missing.append(name)
        elif _without_ones(stored.shape) != _without_ones(shape):
            self.odd.append(f"{name} is {stored.shape} and should be {shape}")
        return Weight(name, shape, lambda: stored.read().reshape(shape))

    def check(self, unused: list[str]) -> None:
        """Refuses what does not fit; `unused` are patterns of names that an inference graph does not need."""
        if self.missing:
            raise Refusal(
                f"The checkpoint lacks {listed(self.missing)}; check that it is whole, and that config.json and the configs of --base are its own."
            )
        if self.odd:
            raise Refusal(
                f"The checkpoint does not fit its configs: {listed(self.odd, 3)}; check config.json, and give --base the folders it was made with."
            )
        known = re.compile("|".join(unused))
        left = [name for name in self.stored if name not in self.taken and not known.fullmatch(name)]
        if left:
            raise Refusal(
                f"The checkpoint holds weights that no part of a DreamLLM uses: {listed(left)}; this kind of model is not supported."
            )


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Old VAEs store their linear layers as 1 x 1 convolutions."""
    return tuple(size for size in shape if size != 1)
