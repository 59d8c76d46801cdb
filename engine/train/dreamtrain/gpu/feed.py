"""Data made by processes beside the one that trains: scenes, pairs of scenes, and batches of dialogues, all as tensors.

A GPU trains faster than one Python process can think up scenes. With no workers the same makers run in place, which is how a
CPU rehearses.
"""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Callable, Iterator
from functools import partial

import torch

from dreamtrain.wide.edits import sample_edit
from dreamtrain.wide.packed import pack
from dreamtrain.wide.scene import sample_scene

Maker = Callable[[int], Iterator]  # a seed -> an endless iterator of picklable items
AHEAD = 4  # items a worker keeps ready


def scenes(count: int) -> Maker:
    """Items: packed scenes (count, WIDTH)."""
    return partial(_scenes, count)


def _scenes(count: int, seed: int) -> Iterator[torch.Tensor]:
    rng = random.Random(seed)
    while True:
        yield pack([sample_scene(rng) for _ in range(count)])


def pairs(count: int) -> Maker:
    """Items: packed scenes and an edit of each (2, count, WIDTH)."""
    return partial(_pairs, count)


def _pairs(count: int, seed: int) -> Iterator[torch.Tensor]:
    rng = random.Random(seed)
    while True:
        before = [sample_scene(rng) for _ in range(count)]
        yield torch.stack([pack(before), pack([sample_edit(scene, rng) for scene in before])])


def _work(maker: Maker, seed: int, queue) -> None:
    torch.set_num_threads(1)
    for item in maker(seed):
        queue.put({name: part.numpy() for name, part in item.items()} if isinstance(item, dict) else item.numpy())


def _tensors(item):
    """Arrays that came through a pipe, as tensors again."""
    return {name: torch.from_numpy(part) for name, part in item.items()} if isinstance(item, dict) else torch.from_numpy(item)


class Feed:
    """Items of a maker, tensors or dicts of tensors, in no fixed order. With workers, close it: they are processes."""

    def __init__(self, maker: Maker, workers: int, seed: int):
        self.workers, self.own, self.first = [], None, None
        if workers == 0:
            self.own = maker(seed)
            self.first = next(self.own)
            return
        context = multiprocessing.get_context("spawn")  # a forked child of a process that has a GPU open is not safe
        self.queue = context.Queue(maxsize=AHEAD * workers)
        self.workers = [
            context.Process(target=_work, args=(maker, 1000 * seed + index, self.queue), daemon=True) for index in range(workers)
        ]
        for worker in self.workers:
            worker.start()
        self.first = _tensors(self.queue.get(timeout=300))  # so that nobody's clock runs while the workers start

    def __next__(self):
        if self.first is not None:
            item, self.first = self.first, None
            return item
        return next(self.own) if self.own is not None else _tensors(self.queue.get(timeout=120))

    def __iter__(self):
        return self

    def close(self) -> None:
        for worker in self.workers:
            worker.terminate()
