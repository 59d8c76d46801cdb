"""The rule that turns what somebody asked for into one scene: what is said is obeyed, the rest gets its default.

The language model learns this rule from examples; nothing here runs in the bot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dreamtrain.world.scene import Scene, Thing, visible

LAYOUTS = {1: (4,), 2: (3, 5), 3: (3, 4, 5), 4: (0, 2, 6, 8), 5: (0, 2, 4, 6, 8)}  # cells by the number of things
FREE_ORDER = (4, 5, 3, 1, 7, 2, 0, 8, 6)  # where a thing goes when its place is taken or a picture gets one more
DEFAULT_COLOURS = {
    "star": "yellow", "heart": "red", "sun": "yellow", "moon": "yellow", "cloud": "white", "tree": "green",
    "flower": "pink", "house": "red", "fish": "orange", "boat": "brown", "drop": "blue", "car": "red",
}
SHAPE_COLOURS = ("red", "blue", "green", "purple", "orange")  # other shapes, in the order they are named
GROUND_ORDER = ("white", "light blue", "light green", "cream", "dark blue")


@dataclass(frozen=True)
class Wish:
    """What was said of one thing, or of `count` alike; None is what was left open."""

    kind: str
    colour: str | None = None
    size: str | None = None  # small, medium or large ("huge" is what a large thing alone in the middle becomes)
    cell: int | None = None
    count: int = 1


def plan_scene(wishes: list[Wish], ground: str | None = None, layout: tuple[int, ...] | None = None) -> Scene:
    things = [wish for wish in _coloured(wishes, ground) for _ in range(wish.count)]
    layout = layout or LAYOUTS[len(things)]
    taken = {wish.cell for wish in things}
    free = [cell for cell in layout if cell not in taken] + [c for c in FREE_ORDER if c not in taken | set(layout)]
    made = []
    for wish in things:
        cell = free.pop(0) if wish.cell is None else wish.cell
        made.append(Thing(wish.kind, wish.colour, settled_size(wish.size, cell, len(things)), cell))
    return Scene(_ground(made, ground), ()).with_things(made)


def settled_size(size: str | None, cell: int, count: int) -> str:
    if count == 1 and cell == 4:
        return "huge" if size in (None, "large", "huge") else size
    return {None: "medium", "huge": "large"}.get(size, size)


def default_colour(kind: str, ground: str | None, shapes_before: int = 0) -> str:
    colour = DEFAULT_COLOURS.get(kind) or SHAPE_COLOURS[shapes_before % len(SHAPE_COLOURS)]
    if ground is None or visible(colour, ground):
        return colour
    return "white" if ground == "dark blue" else "blue"


def _coloured(wishes: list[Wish], ground: str | None) -> list[Wish]:
    done, shapes = [], 0
    for wish in wishes:
        if wish.colour is None:
            wish = replace(wish, colour=default_colour(wish.kind, ground, shapes))
            shapes += wish.kind not in DEFAULT_COLOURS
        done.append(wish)
    return done


def _ground(things: list[Thing], said: str | None) -> str:
    kinds = {thing.kind for thing in things}
    wanted = said or ("dark blue" if "moon" in kinds else "white")
    order = (wanted, *(("light blue",) if "cloud" in kinds else ()), *GROUND_ORDER)
    return next(ground for ground in order if all(visible(thing.colour, ground) for thing in things))
