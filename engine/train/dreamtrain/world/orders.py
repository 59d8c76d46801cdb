"""What an edit's plan says: what is to be done to which thing, as the request has it. Code does it to the caption.

    heart: purple            colour; or a size, "bigger", "smaller", a place ("at the top"), "a yellow moon" in its stead,
                             a number ("4"), "swap star"; "thing" is whatever is there
    - red heart              gone; "heart at the top" where only its place tells it from others
    + a small blue boat at the top
                             a new thing; "above heart", "left of heart", "next to heart", or no place: the next free one
    = dark blue              what stands behind the things
    heart: purple; + a boat  one after the other

Nothing has to be looked up in the picture's caption and nothing copied from it, which is where a small model that writes what changes
(difference.py) goes wrong. Kept alike with engine/planner/orders.ts, which does this in the bot; here it checks what is taught.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dreamtrain.world.language import PLACES
from dreamtrain.world.planner import FREE_ORDER, LAYOUTS, settled_size
from dreamtrain.world.queries import found
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, SIZE_NAMES, Scene, Thing

BESIDE = {"above": -3, "below": 3, "left of": -1, "right of": 1, "next to": 1}
_CELLS = {words: cell for cell, words in PLACES.items()}
_NEW = re.compile(rf"an? (?:({'|'.join(SIZE_NAMES)}) )?({'|'.join(COLOUR_NAMES)}) ({'|'.join(KINDS)})(?: (.+))?")
_OTHER = re.compile(rf"an? (?:({'|'.join(COLOUR_NAMES)}) )?({'|'.join(KINDS)})")


def ordered(scene: Scene, line: str) -> Scene:
    """The scene after these orders; ValueError where one says what can't be done."""
    for order in line.split("; "):
        scene = _done(scene, order)
    return scene


def _done(scene: Scene, order: str) -> Scene:
    sign, _, rest = order.partition(" ")
    if sign == "=":
        if rest not in GROUND_NAMES:
            raise ValueError(f"no ground: {rest!r}")
        return replace(scene, ground=rest)
    if sign == "+":
        return _added(scene, rest)
    if sign == "-":
        gone = _meant(scene, rest)
        return scene.with_things([thing for thing in scene.things if thing not in gone])
    phrase, colon, value = order.partition(": ")
    if not colon:
        raise ValueError(f"no order: {order!r}")
    meant = _meant(scene, phrase)
    if value.isdigit():
        return _numbered(scene, meant[0], int(value))
    if value.startswith("swap "):
        (one,), (other,) = meant, _meant(scene, value.removeprefix("swap "))
        return _with(scene, {one: replace(one, cell=other.cell), other: replace(other, cell=one.cell)})
    return _with(scene, {thing: _changed(thing, value, len(scene.things)) for thing in meant})


def _meant(scene: Scene, phrase: str) -> list[Thing]:
    if things := found(phrase, scene):
        return things
    raise ValueError(f"there is no {phrase!r}")


def _with(scene: Scene, new: dict[Thing, Thing]) -> Scene:
    return scene.with_things([new.get(thing, thing) for thing in scene.things])


def _changed(thing: Thing, value: str, count: int) -> Thing:
    alone = count == 1 and thing.cell == 4
    if value in ("bigger", "smaller"):
        sizes = SIZE_NAMES if alone else SIZE_NAMES[:3]
        index = sizes.index(thing.size) + (1 if value == "bigger" else -1)
        return replace(thing, size=sizes[min(max(index, 0), len(sizes) - 1)])
    if value in SIZE_NAMES:
        return replace(thing, size=settled_size(value, thing.cell, count))
    if value in _CELLS:
        return replace(thing, cell=_CELLS[value], size="large" if thing.size == "huge" else thing.size)
    if other := _OTHER.fullmatch(value):
        return replace(thing, kind=other[2], colour=other[1] or thing.colour)
    if value not in COLOUR_NAMES:
        raise ValueError(f"no change: {value!r}")
    return replace(thing, colour=value)


def _numbered(scene: Scene, thing: Thing, count: int) -> Scene:
    """So many of it, laid out anew."""
    size = "large" if thing.size == "huge" and len(scene.things) > 1 else "medium" if thing.size == "huge" else thing.size
    return scene.with_things([replace(thing, size=size, cell=cell) for cell in LAYOUTS[count]])


def _added(scene: Scene, said: str) -> Scene:
    new = _NEW.fullmatch(said)
    if new is None:
        raise ValueError(f"nothing to add: {said!r}")
    size, colour, kind, where = new.groups()
    things, cell = _room(list(scene.things), where or "")
    return scene.with_things([*things, Thing(kind, colour, settled_size(size, cell, 2), cell)])


def _room(things: list[Thing], where: str) -> tuple[list[Thing], int]:
    """The old things made ready for one more, and its cell: what fills the picture shrinks, and steps aside where it stands in the way."""
    beside = next(((step, where.removeprefix(f"{words} ")) for words, step in BESIDE.items() if where.startswith(f"{words} ")), None)
    taken = {thing.cell for thing in things}
    medium = [replace(thing, size="medium") if thing.size == "huge" else thing for thing in things]
    if beside:
        step, phrase = beside
        thing = _meant(Scene("", tuple(things)), phrase)[0]
        if len(things) == 1 and thing.cell == 4:
            return [replace(medium[0], cell=4 - step)], 4 + step
        row, column = divmod(thing.cell, 3)
        row, column = (row + step // 3, column) if step % 3 == 0 else (row, column + step)
        if not (0 <= row < 3 and 0 <= column < 3) or 3 * row + column in taken:
            raise ValueError(f"no room {where}")
        return [replace(thing, size="large") if thing.size == "huge" else thing for thing in things], 3 * row + column
    if where:
        if _CELLS.get(where) in (None, *taken):
            raise ValueError(f"no room {where}")
        return medium, _CELLS[where]
    if len(things) == 1 and things[0].size == "huge":
        return [replace(medium[0], cell=3)], 5
    return medium, next(cell for cell in FREE_ORDER if cell not in taken)
