"""The rule that turns what somebody asked for into one scene: what is said is obeyed, the rest gets its default.

The language model learns this rule from examples; nothing here runs in the bot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dreamtrain.wide.scene import MAX_THINGS, Guest, Scene, Thing, fits, own_colour, paintable

LAYOUTS = {1: (4,), 2: (3, 5), 3: (3, 4, 5), 4: (0, 2, 6, 8), 5: (0, 2, 4, 6, 8), 6: (0, 1, 2, 6, 7, 8)}  # cells by the number of things
FREE_ORDER = (4, 5, 3, 1, 7, 2, 0, 8, 6)  # where a thing goes when its place is taken or a picture gets one more


@dataclass(frozen=True)
class Wish:
    """What was said of one thing, or of `count` alike; None is what was left open."""

    kind: str
    colour: str | None = None
    size: str | None = None  # small, medium or large ("huge" is what a large thing alone in the middle becomes)
    cell: int | None = None
    count: int = 1
    guest: Guest | None = None  # its colour "" where that was left open


def plan_scene(wishes: list[Wish], setting: Scene = Scene("white", ()), layout: tuple[int, ...] | None = None) -> Scene:
    """`setting` is a scene without things. ValueError if there are more things than a scene holds."""
    things = [wish for wish in wishes for _ in range(wish.count)]
    if not 1 <= len(things) <= MAX_THINGS:
        raise ValueError(f"a scene has 1 to {MAX_THINGS} things, not {len(things)}")
    layout = layout or LAYOUTS[len(things)]
    taken = {wish.cell for wish in things}
    free = [cell for cell in layout if cell not in taken] + [c for c in FREE_ORDER if c not in taken | set(layout)]
    made = []
    for wish in things:
        cell = free.pop(0) if wish.cell is None else wish.cell
        guest = wish.guest and replace(wish.guest, colour=settled_colour(wish.guest.kind, wish.guest.colour))
        size = settled_size(wish.size, cell, len(things), guest is not None)
        made.append(Thing(wish.kind, settled_colour(wish.kind, wish.colour), size, cell, guest))
    return setting.with_things(made) if not setting.arrows else replace(setting.with_things(made), arrows=setting.arrows)


def settled_size(size: str | None, cell: int, count: int, host: bool = False) -> str:
    if count == 1 and cell == 4:
        return "huge" if host or size in (None, "large", "huge") else size
    return "large" if host else {None: "medium", "huge": "large"}.get(size, size)


def settled_colour(kind: str, said: str | None) -> str:
    """What was said, if this kind can be painted; else its own."""
    return said if said and paintable(kind) else own_colour(kind)


def seen_colours(kind: str, scene: Scene, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if fits(kind, name, scene)]
