"""The pocket world: what a scene is, how one is sampled, and the code that names it to the denoiser.

A scene is a ground colour and one to five things, each in its own cell of a 3 x 3 grid. Everything a
caption can say about a scene is in these fields; what is left open (a few pixels of jitter) is the
picture's own freedom under another seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import torch

KINDS = (
    "circle", "square", "triangle", "star", "heart", "diamond", "ring", "cross",
    "sun", "moon", "cloud", "tree", "flower", "house", "fish", "boat", "drop", "car",
)
SHAPE_KINDS = KINDS[:8]
COLOURS = {
    "red": (222, 60, 54), "orange": (242, 142, 38), "yellow": (250, 208, 60), "green": (72, 170, 88),
    "blue": (52, 110, 214), "purple": (134, 84, 188), "pink": (244, 140, 176), "brown": (140, 94, 60),
    "black": (38, 38, 44), "white": (252, 252, 250),
}
COLOUR_NAMES = tuple(COLOURS)
GROUNDS = {
    "white": (255, 255, 255), "cream": (250, 240, 216), "light blue": (190, 224, 246),
    "light green": (204, 232, 196), "dark blue": (34, 44, 84),
}
GROUND_NAMES = tuple(GROUNDS)
SIZES = {"small": 0.078, "medium": 0.117, "large": 0.156, "huge": 0.300}  # radius as a share of the canvas side
SIZE_NAMES = tuple(SIZES)
CELLS = (
    "top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right",
)
CELL_CENTRES = tuple(((c % 3 - 1) * 0.32 + 0.5, (c // 3 - 1) * 0.32 + 0.5) for c in range(9))  # (x, y) as shares
MAX_THINGS = 5
NUM_QUERIES = 16
CONDITION_WIDTH = 64
HIDDEN_AGAINST = {"white": ("white", "cream"), "black": ("dark blue",), "blue": ("dark blue",), "purple": ("dark blue",)}


@dataclass(frozen=True)
class Thing:
    kind: str
    colour: str
    size: str = "medium"  # "huge" only when the thing is alone
    cell: int = 4


@dataclass(frozen=True)
class Scene:
    ground: str
    things: tuple[Thing, ...]  # in reading order: ascending cell, one thing a cell

    def with_things(self, things: list[Thing]) -> "Scene":
        return replace(self, things=tuple(sorted(things, key=lambda t: t.cell)))


def visible(colour: str, ground: str) -> bool:
    """Whether a thing of this colour can be told from this ground."""
    return ground not in HIDDEN_AGAINST.get(colour, ())


def sample_scene(rng: random.Random, things: int | None = None) -> Scene:
    """A random scene of 1 to MAX_THINGS things (fewer are likelier), every thing visible on its ground."""
    count = things or rng.choices(range(1, MAX_THINGS + 1), (4, 5, 4, 3, 2))[0]
    ground = rng.choices(GROUND_NAMES, (5, 1, 2, 1, 1.5))[0]
    cells = sorted(rng.sample(range(9), count))
    if count == 1 and rng.random() < 0.6:
        cells = [4]
    colours = [c for c in COLOUR_NAMES if visible(c, ground)]
    same = rng.random() < 0.25
    kind, colour = rng.choice(KINDS), rng.choice(colours)
    made = []
    for cell in cells:
        size = rng.choices(("small", "medium", "large"), (2, 5, 2))[0]
        if count == 1 and cell == 4 and rng.random() < 0.7:
            size = "huge"
        if not same:
            kind, colour = rng.choice(KINDS), rng.choice(colours)
        made.append(Thing(kind, colour, size, cell))
    return Scene(ground, tuple(made))


# Layout of one condition row: presence, kind, colour, size, cell, ground, count; the rest stays zero.
_KIND, _COLOUR, _SIZE = 1, 1 + len(KINDS), 1 + len(KINDS) + len(COLOUR_NAMES)
_CELL = _SIZE + len(SIZE_NAMES)
_GROUND = _CELL + len(CELLS)
_COUNT = _GROUND + len(GROUND_NAMES)
assert _COUNT + MAX_THINGS <= CONDITION_WIDTH


def condition_code(scene: Scene) -> torch.Tensor:
    """(NUM_QUERIES, CONDITION_WIDTH) float32: row 0 the ground and the count, row 1 + k thing k in reading order, others zero.

    The space the denoiser is trained on in stage 0, and the target that warms up the condition head in stage I.
    The unconditional code is all zeros.
    """
    code = torch.zeros(NUM_QUERIES, CONDITION_WIDTH)
    code[0, _GROUND + GROUND_NAMES.index(scene.ground)] = 1
    code[0, _COUNT + len(scene.things) - 1] = 1
    for row, thing in enumerate(scene.things, start=1):
        code[row, 0] = 1
        code[row, _KIND + KINDS.index(thing.kind)] = 1
        code[row, _COLOUR + COLOUR_NAMES.index(thing.colour)] = 1
        code[row, _SIZE + SIZE_NAMES.index(thing.size)] = 1
        code[row, _CELL + thing.cell] = 1
    return code
