"""Rows of similar length as tensors, with the pictures they speak of."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import islice
from typing import Iterable, Iterator

import torch

from dreamtrain.tokenizer import IMAGE_ROWS, NOT_LEARNED, Encoder, Row
from dreamtrain.world.dialogue import Turn
from dreamtrain.world.scene import CELLS, COLOUR_NAMES, CONDITION_WIDTH, GROUND_NAMES, KINDS, NUM_QUERIES, SIZE_NAMES, Scene, condition_code

LONGEST = 640  # tokens; longer dialogues are left out
PLAN_ONLY = 0.75  # share of the dialogues ending with a picture that stop at their last plan
PLAN_ONLY_TEXT = 0.3  # the same where what follows is text to be learnt, as in a document
BLIND = 0.8  # share of the dialogues in which all pictures are told in words whose pictures are not looked at, which saves time
STEP = 32  # widths are rounded up to this, so that there are few shapes


@dataclass
class Batch:
    ids: torch.Tensor  # (B, T) int64, padded on the right
    labels: torch.Tensor  # (B, T) the id where it is to be written, else -100
    queries: torch.Tensor  # (B, T) k at dream query k, else -1
    images: torch.Tensor  # (B, T) row of the flattened features of `scenes`, else -1
    scenes: list[Scene | None]  # all pictures of the batch; None for one that is not looked at
    dream_rows: torch.Tensor  # (N,) the dialogue a dream block is in
    dream_starts: torch.Tensor  # (N,) position of its first query
    dream_scenes: list[Scene | None]  # what it is to become; None for the unconditional
    codes: torch.Tensor  # (N, 16, 64)

    def dream_hidden(self, hidden: torch.Tensor) -> torch.Tensor:
        """(B, T, H) -> the rows of the queries (N, queries, H)."""
        positions = self.dream_starts[:, None] + torch.arange(self.codes.shape[1], device=hidden.device)
        return hidden[self.dream_rows[:, None], positions]


def collate(rows: list[Row], pad: int, blind: frozenset[int] = frozenset()) -> Batch:
    """`blind` are the indices of rows whose pictures are not looked at."""
    width = -(-max(len(row.ids) for row in rows) // STEP) * STEP
    fill = {"ids": pad, "labels": NOT_LEARNED, "queries": -1, "images": -1}
    tensors = {name: torch.full((len(rows), width), value) for name, value in fill.items()}
    scenes, places, wanted = [], [], []
    for index, row in enumerate(rows):
        for name, tensor in tensors.items():
            tensor[index, : len(row.ids)] = torch.tensor(getattr(row, name))
        own = tensors["images"][index]
        own[own >= 0] += IMAGE_ROWS * len(scenes)
        places += [(index, start) for start, _ in row.dreams]
        wanted += [None if picture < 0 else row.scenes[picture] for _, picture in row.dreams]
        scenes += [None] * len(row.scenes) if index in blind else row.scenes
    codes = [torch.zeros(NUM_QUERIES, CONDITION_WIDTH) if scene is None else condition_code(scene) for scene in wanted]
    rows_of, starts = torch.tensor(places, dtype=torch.long).reshape(-1, 2).unbind(1)
    return Batch(**tensors, scenes=scenes, dream_rows=rows_of, dream_starts=starts, dream_scenes=wanted,
                 codes=torch.stack(codes) if codes else torch.zeros(0, NUM_QUERIES, CONDITION_WIDTH))


def batches(encoder: Encoder, dialogues: Iterable[list[Turn]], tokens: int, seed: int, unconditional: int = 1) -> Iterator[Batch]:
    """Batches of about `tokens` tokens, each with some rows that dream of nothing in particular.

    Many dialogues that end with a picture stop at their last plan: the plan is the hard part, and what follows says the
    same again at twice the length.
    """
    rng, source, empty = random.Random(seed), iter(dialogues), encoder.unconditional()
    while turns := list(islice(source, 1500)):
        rows = [(encoder.row(each, rng.random() < _plan_only(each[-1])), any(turn.pictures and not turn.told for turn in each)) for each in turns]
        pool = sorted((pair for pair in rows if len(pair[0].ids) <= LONGEST), key=lambda pair: len(pair[0].ids))
        groups = grouped(pool, tokens)
        rng.shuffle(groups)
        for group in groups:
            blind = frozenset(i for i, (_, untold) in enumerate(group) if not untold and rng.random() < BLIND)
            yield collate([row for row, _ in group] + [empty] * unconditional, encoder.special["[PAD]"], blind)


def grouped(pool: list[tuple], tokens: int) -> list[list[tuple]]:
    """Neighbours of a pool sorted by length, as many together as fit into a batch of `tokens`, its padding counted."""
    groups, start = [], 0
    while start < len(pool):
        end = start + 1
        while end < len(pool) and (end + 1 - start) * len(pool[end][0].ids) <= tokens:
            end += 1
        groups.append(pool[start:end])
        start = end
    return groups


def _plan_only(turn: Turn) -> float:
    if turn.looks:
        return 1
    pictures = sum(step.picture is not None for step in turn.steps)
    return 0 if pictures == 0 else PLAN_ONLY if pictures <= 2 else PLAN_ONLY_TEXT


def stand_in_features(scenes: list[Scene | None], width: int = 256) -> torch.Tensor:
    """(N, 16, width): what stands at each of 4 x 4 patches, as plain one-hot values.

    Lets the language model learn to read pictures from rows before there is a vision encoder. The three columns
    of cells lie on four columns of patches, the middle one on two; likewise the rows.
    """
    patches = torch.zeros(len(scenes), IMAGE_ROWS, width)
    offsets, start = {}, 1
    for name, values in (("kind", KINDS), ("colour", COLOUR_NAMES), ("size", SIZE_NAMES)):
        offsets[name] = {value: start + index for index, value in enumerate(values)}
        start += len(values)
    for index, scene in enumerate(scenes):
        if scene is None:
            continue
        patches[index, :, start + len(CELLS) + GROUND_NAMES.index(scene.ground)] = 1
        for thing in scene.things:
            row, column = divmod(thing.cell, 3)
            for patch in (4 * y + x for y in _PATCHES[row] for x in _PATCHES[column]):
                where = (0, offsets["kind"][thing.kind], offsets["colour"][thing.colour], offsets["size"][thing.size], start + thing.cell)
                patches[index, patch, list(where)] = 1
    return patches


_PATCHES = ((0,), (1, 2), (3,))
