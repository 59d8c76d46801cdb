"""Canonical captions of the wide world: one sentence for a scene and one scene for a sentence; and the looser way topics are written.

    a huge red house in the middle with a black cat on it, in a meadow at night in winter in the snow, in paper style
    a blue laptop on the left and a blue database on the right, an arrow from the left to the right, on white

Things come in reading order; medium size, day, summer, clear weather and the flat style are not named. A caption that `caption`
would not have written is not a caption: `parse_caption` refuses it. `read_sketch` takes more: colours, sizes, places and order may
be left open, and the planner's rule fills them in.
"""

from __future__ import annotations

import functools
import re

from dreamtrain.wide.concepts import COLOUR_NAMES, CONCEPTS
from dreamtrain.wide.planner import Wish, plan_scene
from dreamtrain.wide.scene import (
    CELLS, PLAIN, RELATIONS, SEASONS, SETTINGS, SIZE_NAMES, STYLES, TIMES, WEATHERS, Guest, Scene, Thing, faults,
)
from dreamtrain.world.language import article, caption, listed

PLACES = {
    cell: f"on the {name}" if name in ("left", "right") else f"in the {name}" if name == "middle" else f"at the {name}"
    for cell, name in enumerate(CELLS)
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
TIME_WORDS = {"evening": "in the evening", "night": "at night"}
SEASON_WORDS = {season: f"in {season}" for season in SEASONS[1:]}
WEATHER_WORDS = {"rain": "in the rain", "snow": "in the snow"}
STYLE_WORDS = {style: f"in {style} style" for style in STYLES[1:]}
_CELL_OF = {words: cell for cell, words in PLACES.items()}
_NUMBER = {"a": 1, "an": 1, "the": 1, **{word: count for count, word in enumerate(NUMBERS) if count > 1}}


def _either(names) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_NOUN_OF = {word: concept.noun for concept in CONCEPTS for word in (concept.noun, concept.plural, *concept.also)}
_LOOK = rf"({_either(_NUMBER)}) (?:({_either(SIZE_NAMES)}) )?(?:({_either(COLOUR_NAMES)}) )?({_either(_NOUN_OF)})"
_THING = re.compile(
    rf"{_LOOK}(?: ({_either(_CELL_OF)}))?(?: with an? (?:({_either(COLOUR_NAMES)}) )?({_either(_NOUN_OF)}) ({_either(RELATIONS)}) it)?(?=, | and |$)"
)
_ARROW = rf"from the ({_either(CELLS)}) to the ({_either(CELLS)})"
_TAIL = re.compile(
    rf"(?:, (an arrow|arrows) ({_ARROW}(?:(?:, | and ){_ARROW})*))?"
    rf", (?:on ({_either(PLAIN)})|({_either(SETTINGS.values())})((?: (?:{_either([*TIME_WORDS.values(), *SEASON_WORDS.values(), *WEATHER_WORDS.values()])}))*))"
    rf"(?:, in ({_either(STYLES[1:])}) style)?$"
)
_SETTING_OF = {phrase: setting for setting, phrase in SETTINGS.items()}


def look(thing: Thing | Guest) -> str:
    """"small red cat"; medium and a kind's only guise are not named."""
    size = getattr(thing, "size", "medium")
    return " ".join(filter(None, ("" if size == "medium" else size, thing.colour, thing.kind)))


def thing_phrase(thing: Thing) -> str:
    guest = thing.guest
    return f"{article(look(thing))} {PLACES[thing.cell]}" + (f" with {article(look(guest))} {guest.relation} it" if guest else "")


def where(scene: Scene) -> str:
    """"on white", "in a meadow at night"."""
    if scene.setting in PLAIN:
        return f"on {scene.setting}"
    words = (SETTINGS[scene.setting], TIME_WORDS.get(scene.time), SEASON_WORDS.get(scene.season), WEATHER_WORDS.get(scene.weather))
    return " ".join(filter(None, words))


def arrow_phrase(arrows: tuple[tuple[int, int], ...]) -> str:
    return ("an arrow " if len(arrows) == 1 else "arrows ") + listed([f"from the {CELLS[start]} to the {CELLS[end]}" for start, end in arrows])


@caption.register
def _(scene: Scene) -> str:
    parts = [listed([thing_phrase(thing) for thing in scene.things])]
    if scene.arrows:
        parts.append(arrow_phrase(scene.arrows))
    parts.append(where(scene))
    if scene.style != "flat":
        parts.append(STYLE_WORDS[scene.style])
    return ", ".join(parts)


def _read(text: str) -> tuple[list[tuple], Scene]:
    """The matched parts of the things, and the scene without them."""
    tail = _TAIL.search(text)
    if tail is None:
        raise ValueError(f"no setting at the end: {text!r}")
    head, start, found = text[: tail.start()], 0, []
    while start < len(head):
        match = _THING.match(head, start)
        if match is None:
            raise ValueError(f"no thing of this world at {head[start:start + 40]!r}")
        found.append(match.groups())
        start = match.end()
        for between in (", ", " and "):
            if head.startswith(between, start):
                start += len(between)
                break
    arrows = tuple(sorted((CELLS.index(a), CELLS.index(b)) for a, b in re.findall(_ARROW, tail[2] or "")))
    plain, scenic, said, style = tail.groups()[-4:]
    named = {words: name for table in (TIME_WORDS, SEASON_WORDS, WEATHER_WORDS) for name, words in table.items()}
    found_words = {named[words] for words in re.findall(_either(named), said or "")}

    def one_of(names, default):
        return next((name for name in names if name in found_words), default)

    scene = Scene(plain or _SETTING_OF[scenic], (), one_of(TIMES, "day"), one_of(SEASONS, "summer"), one_of(WEATHERS, "clear"), style or "flat", arrows)
    return found, scene


@functools.lru_cache(maxsize=4096)
def parse_caption(text: str) -> Scene:
    """The scene whose caption this is; ValueError for anything else."""
    found, scene = _read(text.strip())
    things = [
        Thing(_NOUN_OF[kind], colour or "", size or "medium", _CELL_OF.get(place, -1), Guest(_NOUN_OF[guest], paint or "", relation) if guest else None)
        for _, size, colour, kind, place, paint, guest, relation in found
    ]
    made = Scene(scene.setting, tuple(things), scene.time, scene.season, scene.weather, scene.style, scene.arrows)
    wrong = "a thing without a place" if any(thing.cell < 0 for thing in things) else faults(made) or (caption(made) != text.strip() and "not as it is written")
    if wrong:
        raise ValueError(f"{wrong}: {text!r}")
    return made


def read_sketch(text: str) -> Scene:
    """A scene from a caption whose writer used other words, or left colours, sizes or places open; ValueError if there is none.

    "two dogs and a tree, in a meadow" — "a laptop, a server and a database, arrows from the left to the middle and from the middle to the right, on white"
    """
    found, scene = _read(text.strip())
    wishes = [
        Wish(_NOUN_OF[kind], colour, size, _CELL_OF.get(place), _NUMBER[number], Guest(_NOUN_OF[guest], paint or "", relation) if guest else None)
        for number, size, colour, kind, place, paint, guest, relation in found
    ]
    made = plan_scene(wishes, scene)
    if wrong := faults(made):
        raise ValueError(f"{wrong}: {text!r}")
    return made
