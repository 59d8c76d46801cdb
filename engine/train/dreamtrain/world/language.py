"""Canonical captions: one sentence for a scene and one scene for a sentence, and the small phrases they are made of.

    a huge red circle in the middle, on white
    a red circle on the left and a small blue square on the right, on light blue

Things come in reading order; medium size is not named; the ground comes last. A caption that `caption` would
not have written is not a caption: `parse_caption` refuses it.
"""

from __future__ import annotations

import re
from functools import singledispatch

from dreamtrain.world.scene import CELLS, COLOUR_NAMES, GROUND_NAMES, KINDS, MAX_THINGS, SIZE_NAMES, Scene, Thing

PLACES = {  # cell -> words
    cell: f"on the {name}" if name in ("left", "right") else f"in the {name}" if name == "middle" else f"at the {name}"
    for cell, name in enumerate(CELLS)
}
NUMBERS = ("no", "one", "two", "three", "four", "five")
_CELL_OF = {words: cell for cell, words in PLACES.items()}
_THING = re.compile(
    r"an? (?:({}) )?({}) ({}) ({})".format(
        *("|".join(sorted(names, key=len, reverse=True)) for names in (SIZE_NAMES, COLOUR_NAMES, KINDS, _CELL_OF))
    )
)


def article(words: str) -> str:
    """The words with "a" or "an" in front."""
    spoken_with_vowel = words[0] in "aeiou" and not words.startswith(("us", "uni", "ufo")) or words.startswith("hour")
    return ("an " if spoken_with_vowel else "a ") + words


def plural(noun: str) -> str:
    return noun if noun.endswith("fish") else noun + "es" if noun.endswith(("s", "x", "z", "ch", "sh")) else noun + "s"


def listed(phrases: list[str]) -> str:
    """"a, b and c" """
    return phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + " and " + phrases[-1]


def thing_name(thing: Thing) -> str:
    """"small red circle"; medium is not named."""
    return " ".join(([] if thing.size == "medium" else [thing.size]) + [thing.colour, thing.kind])


@singledispatch
def caption(scene) -> str:
    """Each world registers its own Scene."""
    raise TypeError(f"no world has scenes of the type {type(scene).__name__}")


@caption.register
def _(scene: Scene) -> str:
    things = listed([f"{article(thing_name(thing))} {PLACES[thing.cell]}" for thing in scene.things])
    return f"{things}, on {scene.ground}"


def parse_caption(text: str) -> Scene:
    """The scene whose caption this is; ValueError for anything else."""
    body, _, ground = text.strip().rpartition(", on ")
    things = tuple(
        Thing(kind, colour, size or "medium", _CELL_OF[place])
        for size, colour, kind, place in _THING.findall(body)
    )
    scene = Scene(ground, things)
    if ground not in GROUND_NAMES or not 1 <= len(things) <= MAX_THINGS or caption(scene) != text.strip():
        raise ValueError(f"not a caption: {text!r}")
    if [thing.cell for thing in things] != sorted({thing.cell for thing in things}):
        raise ValueError(f"things out of reading order or in one place: {text!r}")
    return scene
