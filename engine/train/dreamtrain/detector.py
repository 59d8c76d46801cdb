"""Reads a picture without having learnt anything: it is held against every thing that could stand in each place.

The world is drawn by our own code, so all of it can be drawn again: each kind, colour, size and a few positions, on the
ground that the picture has. A thing is what comes closest, if it explains most of what is there; a smear is no thing.

    python -m dreamtrain.detector        (its own accuracy on pictures whose scene is known)
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch.nn.functional import avg_pool2d, pad

from dreamtrain.world.render import GROUND_RGB, cell_jitter, paste, render
from dreamtrain.world.scene import CELL_CENTRES, COLOUR_NAMES, GROUND_NAMES, KINDS, SIZE_NAMES, Scene, Thing, visible

SIDE = 128
CELL_PX, WHOLE_PX = 41, 89  # what is looked at: one cell, and for a huge thing more than half of the picture
MOVES = tuple(itertools.product((-4, 0, 4), repeat=2))  # quarter pixels; things stand up to 1.5 px off
LEAST = 0.6  # of what differs from the ground must be explained by the thing
FAINT = 0.004  # mean squared difference from the ground (of values in [-1, 1]) under which a place is empty


def read_scene(pixels: torch.Tensor) -> list[Scene]:
    """(B, 3, 128, 128) in [-1, 1] -> what each picture shows; things that can't be made out are left out."""
    pixels = pixels.float()
    plain = torch.stack([GROUND_RGB[name] for name in GROUND_NAMES])  # (5, 3)
    far = (pixels[:, None] - plain[None, :, :, None, None]).abs().sum(2).flatten(2).median(-1).values
    scenes: list[Scene] = [Scene(GROUND_NAMES[0], ())] * len(pixels)
    for index, ground in enumerate(GROUND_NAMES):
        here = (far.argmin(1) == index).nonzero()[:, 0]
        if len(here):
            for place, scene in zip(here.tolist(), _read(pixels[here], ground)):
                scenes[place] = scene
    return scenes


def _read(pictures: torch.Tensor, ground: str) -> list[Scene]:
    huge = _best(pictures, (4,), ground, whole=True)
    cells = _best(pictures, range(9), ground, whole=False)
    scenes = []
    for [alone], found in zip(huge, cells):
        things = [each for each in found if each]
        small = not alone or alone[1] <= max((share for _, share in things), default=0)
        scenes.append(Scene(ground, tuple(thing for thing, _ in (things if small else [alone]))))
    return scenes


def _best(pictures: torch.Tensor, cells: Sequence[int], ground: str, whole: bool) -> list[list[tuple[Thing, float] | None]]:
    """For each picture and cell the thing that is there, and the share of what is there that it explains."""
    things, drawn = _templates(ground, whole)
    px = WHOLE_PX if whole else CELL_PX
    seen = torch.stack([_cut(pictures, cell, px) for cell in cells], dim=1)  # (B, cells, 3 * px * px), from the ground
    seen = seen - GROUND_RGB[ground].repeat_interleave(px * px)
    there = seen.pow(2).mean(-1)
    found: list[list[tuple[Thing, float] | None]] = [[None] * len(cells) for _ in pictures]
    places = (there >= FAINT).nonzero()
    for part in places.split(64):
        rows = seen[part[:, 0], part[:, 1]]
        errors = (drawn.pow(2).sum(1) - 2 * rows @ drawn.T + rows.pow(2).sum(1, keepdim=True)) / drawn.shape[1]
        least, best = errors.min(1)
        for (picture, place), error, index in zip(part.tolist(), least.tolist(), best.tolist()):
            share = 1 - error / there[picture, place].item()
            if share >= LEAST:
                found[picture][place] = (replace(things[index], cell=cells[place]), share)
    return found


@functools.lru_cache(maxsize=None)
def _templates(ground: str, whole: bool) -> tuple[list[Thing], torch.Tensor]:
    """Every thing that could stand on this ground (huge ones if `whole`), a few positions each: (N, 3 * px * px), from the ground."""
    things, cut = [], []
    px, plain = WHOLE_PX if whole else CELL_PX, GROUND_RGB[ground]
    for kind, colour, size in itertools.product(KINDS, COLOUR_NAMES, ("huge",) if whole else SIZE_NAMES[:3]):
        if visible(colour, ground):
            pictures = plain[:, None, None].repeat(len(MOVES), 1, SIDE, SIDE)
            for canvas, move in zip(pictures.numpy(), MOVES):
                things.append(Thing(kind, colour, size, 4))
                paste(canvas, things[-1], list(move))
            cut.append(_cut(pictures, 4, px) - plain.repeat_interleave(px * px))
    return things, torch.cat(cut)


def _cut(pictures: torch.Tensor, cell: int, px: int) -> torch.Tensor:
    """(B, 3, 128, 128) -> (B, 3 * px * px): the square about a cell's centre, softened; where it leaves the picture, its edge is repeated."""
    margin = px // 2 + 1
    x, y = (round(share * SIDE) for share in CELL_CENTRES[cell])
    padded = avg_pool2d(pad(pictures, (margin + 1,) * 4, mode="replicate"), 3, stride=1)
    top, left = y + margin - px // 2, x + margin - px // 2
    return padded[:, :, top:top + px, left:left + px].flatten(1)


def main() -> None:
    from dreamtrain.stage0_vision import HELD_OUT_SEED, held_out_scenes

    scenes = held_out_scenes(1024)
    pictures = render(scenes, cell_jitter(len(scenes), torch.Generator().manual_seed(HELD_OUT_SEED)))
    right = [seen == scene for seen, scene in zip(read_scene(pictures), scenes)]
    print(f"whole scene right: {sum(right)} of {len(right)}")


if __name__ == "__main__":
    main()
