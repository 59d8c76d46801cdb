"""What an edit's plan says: not the whole new caption, only where it differs from the old one.

    - ring at the top + a small pink ring at the top = dark blue

`-` takes away the thing of that kind in that place, `+` puts one there, `=` is a new ground; all of them in reading order, in
this order of signs. Finding what is meant and copying what stays are two tasks, and a small model that must do both in
one go changes the wrong thing: so it does the first, and code does the second (engine/planner/changes.ts, kept alike).
"""

from __future__ import annotations

import re

from dreamtrain.world.language import PLACES, article, parse_caption, thing_name
from dreamtrain.world.scene import GROUND_NAMES, Scene

_SIGNED = re.compile(r"(?:^| )([-+=]) ((?:(?! [-+=] ).)+)")


def difference(before: Scene, after: Scene) -> str:
    """One line; empty when there is none."""
    gone = [f"- {thing.kind} {PLACES[thing.cell]}" for thing in before.things if thing not in after.things]
    new = [f"+ {article(thing_name(thing))} {PLACES[thing.cell]}" for thing in after.things if thing not in before.things]
    return " ".join([*gone, *new, *([f"= {after.ground}"] if after.ground != before.ground else [])])


def applied(before: Scene, line: str) -> Scene:
    """The scene after these changes; ValueError where the line says anything else."""
    things, ground = {f"{thing.kind} {PLACES[thing.cell]}": thing for thing in before.things}, before.ground
    parts = _SIGNED.findall(line)
    if " ".join(f"{sign} {words}" for sign, words in parts) != line or not parts:
        raise ValueError(f"no changes: {line!r}")
    for sign, words in parts:
        if sign == "-":
            if things.pop(words, None) is None:
                raise ValueError(f"there is no {words!r}")
        elif sign == "+":
            (thing,) = parse_caption(f"{words}, on white").things
            things[f"{thing.kind} {PLACES[thing.cell]}"] = thing
        elif words in GROUND_NAMES:
            ground = words
        else:
            raise ValueError(f"no ground: {words!r}")
    return Scene(ground, ()).with_things(list(things.values()))
