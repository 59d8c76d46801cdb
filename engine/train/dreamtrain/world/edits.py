"""A change to a scene, as asked for in a conversation: the pairs the denoiser learns to keep pictures from."""

from __future__ import annotations

import random
from dataclasses import replace

from dreamtrain.world.scene import (
    CELLS, COLOUR_NAMES, GROUND_NAMES, KINDS, MAX_THINGS, SIZE_NAMES, Scene, Thing, sample_scene, visible,
)

EDITS = ("recolour", "replace", "add", "remove", "resize", "move", "swap", "ground", "nothing", "everything")
SHARES = (4, 4, 4, 3, 2, 3, 1, 3, 1, 3)
TWICE_SHARE = 0.15


def _other(rng: random.Random, names: tuple[str, ...] | list[str], but: str) -> str:
    return rng.choice([name for name in names if name != but])


def _changed(scene: Scene, edit: str, rng: random.Random) -> Scene | None:
    """The scene after the edit, or None where it cannot be done."""
    at = rng.randrange(len(scene.things))
    thing, rest = scene.things[at], list(scene.things[:at] + scene.things[at + 1:])
    colours = [name for name in COLOUR_NAMES if visible(name, scene.ground)]
    free = [cell for cell in range(len(CELLS)) if cell not in {one.cell for one in scene.things}]
    match edit:
        case "nothing":
            return scene
        case "everything":
            return sample_scene(rng)
        case "recolour":
            return scene.with_things(rest + [replace(thing, colour=_other(rng, colours, thing.colour))])
        case "replace":
            colour = thing.colour if rng.random() < 0.5 else rng.choice(colours)
            return scene.with_things(rest + [replace(thing, kind=_other(rng, KINDS, thing.kind), colour=colour)])
        case "resize":
            sizes = SIZE_NAMES if not rest and thing.cell == 4 else SIZE_NAMES[:3]
            return scene.with_things(rest + [replace(thing, size=_other(rng, sizes, thing.size))])
        case "remove":
            return scene.with_things(rest) if rest else None
        case "move":
            return scene.with_things(rest + [replace(thing, cell=rng.choice(free))]) if thing.size != "huge" else None
        case "swap":
            if not rest:
                return None
            second = rng.choice(rest)
            still = [one for one in rest if one is not second]
            return scene.with_things(still + [replace(thing, cell=second.cell), replace(second, cell=thing.cell)])
        case "add":
            if len(scene.things) == MAX_THINGS:
                return None
            kept = [replace(one, size="large") if one.size == "huge" else one for one in scene.things]
            size = rng.choices(SIZE_NAMES[:3], (2, 5, 2))[0]
            return scene.with_things(kept + [Thing(rng.choice(KINDS), rng.choice(colours), size, rng.choice(free))])
        case "ground":
            grounds = [name for name in GROUND_NAMES if all(visible(one.colour, name) for one in scene.things)]
            return replace(scene, ground=_other(rng, grounds, scene.ground)) if len(grounds) > 1 else None
    raise ValueError(edit)


def sample_edit(scene: Scene, rng: random.Random, shares: tuple[float, ...] = SHARES) -> Scene:
    """The scene after one edit, now and then two; `shares` are the weights of EDITS."""
    for _ in range(1 + (rng.random() < TWICE_SHARE)):
        after = None
        while after is None:
            after = _changed(scene, rng.choices(EDITS, shares)[0], rng)
        scene = after
    return scene


def changed_cells(before: Scene, after: Scene) -> set[int]:
    """Cells whose thing differs; all of them when the ground does."""
    if before.ground != after.ground:
        return set(range(len(CELLS)))
    return {thing.cell for thing in set(before.things) ^ set(after.things)}
