"""The wide world: what a scene is, how one is sampled, and how it is laid out as integers.

A scene is a setting with its time, season, weather and drawing style; one to six things, each in a cell of a 3 x 3 grid, of
which some carry a guest (on, in or under them); and arrows between things. Everything a caption can say about a scene
is in these fields; what is left open (a few pixels of jitter) is the picture's own freedom under another seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from dreamtrain.wide.concepts import BY_NOUN, COLOUR_NAMES, KINDS

SIZES = {"small": 0.082, "medium": 0.120, "large": 0.158, "huge": 0.300}  # half the drawing's side, as a share of the canvas side
SIZE_NAMES = tuple(SIZES)
CELLS = ("top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right")
CELL_CENTRES = tuple(((c % 3 - 1) * 0.32 + 0.5, (c // 3 - 1) * 0.32 + 0.5) for c in range(9))  # (x, y) as shares
RELATIONS = ("on", "in", "under")
PLAIN = {
    "white": (255, 255, 255), "cream": (250, 240, 216), "light blue": (190, 224, 246), "light green": (204, 232, 196),
    "light yellow": (255, 244, 190), "light pink": (252, 220, 230), "light grey": (224, 226, 230), "dark blue": (34, 44, 84),
}
SETTINGS = {  # a scenic setting -> the phrase of its caption
    "meadow": "in a meadow", "forest": "in a forest", "field": "in a field", "mountains": "in the mountains", "beach": "on a beach",
    "sea": "at sea", "desert": "in a desert", "street": "on a street", "town": "in a town", "room": "in a room", "sky": "in the sky",
    "space": "in space", "underwater": "under water",
}
SETTING_NAMES = (*PLAIN, *SETTINGS)
TIMES, SEASONS = ("day", "evening", "night"), ("summer", "spring", "autumn", "winter")
WEATHERS, STYLES = ("clear", "rain", "snow"), ("flat", "outline", "paper")
HAS_TIME = {"meadow", "forest", "field", "mountains", "beach", "sea", "desert", "street", "town", "sky"}
HAS_SEASON = {"meadow", "forest", "field", "mountains", "street", "town"}
HAS_WEATHER = HAS_SEASON | {"beach", "sea"}
MAX_THINGS = 6  # guests counted in
MAX_ARROWS = 4
HIDDEN_AGAINST = {  # colours that can't be told from a plain ground, or from a setting by night
    "white": ("white", "cream", "light yellow", "light grey"), "grey": ("light grey",), "black": ("dark blue", "night", "space"),
    "blue": ("dark blue",), "purple": ("dark blue",), "pink": ("light pink",),
}


@dataclass(frozen=True)
class Guest:
    kind: str
    colour: str
    relation: str  # to its host: on, in or under


@dataclass(frozen=True)
class Thing:
    kind: str
    colour: str  # "" exactly for the kinds that have one guise only
    size: str = "medium"  # "huge" only when the thing is alone in the middle; a host is large or huge
    cell: int = 4
    guest: Guest | None = None


@dataclass(frozen=True)
class Scene:
    setting: str
    things: tuple[Thing, ...]  # in reading order: ascending cell, one thing a cell
    time: str = "day"
    season: str = "summer"
    weather: str = "clear"
    style: str = "flat"
    arrows: tuple[tuple[int, int], ...] = field(default=())  # (from cell, to cell), ascending

    def with_things(self, things: list[Thing]) -> "Scene":
        """The scene with these things instead, and the arrows that still have both ends."""
        cells = {thing.cell for thing in things}
        kept = tuple(arrow for arrow in self.arrows if set(arrow) <= cells)
        return replace(self, things=tuple(sorted(things, key=lambda thing: thing.cell)), arrows=kept)

    @property
    def count(self) -> int:
        return sum(1 + (thing.guest is not None) for thing in self.things)

    def has(self, kind: str) -> bool:
        return any(each.kind == kind for each in all_things(self))


def all_things(scene: Scene) -> list[Thing | Guest]:
    """Hosts and guests, a guest behind its host."""
    return [each for thing in scene.things for each in (thing, thing.guest) if each is not None]


def own_colour(kind: str) -> str:
    return BY_NOUN[kind].colour


def paintable(kind: str) -> bool:
    return own_colour(kind) != ""


def visible(colour: str, scene: Scene) -> bool:
    """Whether a thing painted in this colour can be told from what is behind it. Drawings in their own colours have edges of their own."""
    hidden = HIDDEN_AGAINST.get(colour, ())
    return scene.setting not in hidden and (scene.time != "night" or "night" not in hidden)


def fits(kind: str, colour: str, scene: Scene) -> bool:
    """Whether this colour of this kind exists and can be seen there."""
    return colour == own_colour(kind) or (colour != "" and paintable(kind) and visible(colour, scene))


def faults(scene: Scene) -> str:
    """What is wrong with a scene in a sentence, or "" for one that can be drawn."""
    cells = [thing.cell for thing in scene.things]
    hosts = [thing for thing in scene.things if thing.guest]
    if not scene.things or scene.count > MAX_THINGS:
        return f"a scene has 1 to {MAX_THINGS} things, not {scene.count}"
    if cells != sorted(set(cells)):
        return "things stand in reading order, one a cell"
    if scene.setting not in HAS_TIME and scene.time != "day" or scene.setting not in HAS_SEASON and scene.season != "summer":
        return f"{scene.setting} has no such time or season"
    if scene.weather != "clear" and scene.setting not in HAS_WEATHER or scene.weather == "snow" and scene.season != "winter":
        return f"{scene.setting} in {scene.season} has no {scene.weather}"
    if scene.weather == "rain" and scene.season == "winter":
        return "in winter it snows"
    if any(thing.size == "huge" for thing in scene.things) and (len(scene.things) > 1 or cells != [4]):
        return "only a thing alone in the middle is huge"
    if any(thing.size not in ("large", "huge") for thing in hosts):
        return "a thing with a guest is large or huge"
    if any(len({*arrow} & {*cells}) < 2 for arrow in scene.arrows) or len(scene.arrows) > MAX_ARROWS or list(scene.arrows) != sorted(set(scene.arrows)):
        return f"up to {MAX_ARROWS} arrows lead from thing to thing, ascending"
    unseen = [each.kind for each in all_things(scene) if not fits(each.kind, each.colour, scene)]
    return f"the {unseen[0]} can't be had or seen in this colour there" if unseen else ""


def sample_setting(rng: random.Random) -> Scene:
    """A setting with nothing in it yet."""
    setting = rng.choice(tuple(SETTINGS)) if rng.random() < 0.5 else rng.choices(tuple(PLAIN), (6, 1.5, 2, 1.5, 1, 1, 1, 1.5))[0]
    time = rng.choices(TIMES, (6, 1.5, 2.5))[0] if setting in HAS_TIME else "day"
    season = rng.choices(SEASONS, (4, 1, 1.5, 2))[0] if setting in HAS_SEASON else "summer"
    weather = "clear"
    if setting in HAS_WEATHER and rng.random() < 0.25:
        weather = "snow" if season == "winter" else "rain"
    return Scene(setting, (), time, season, weather, rng.choices(STYLES, (6, 2, 2))[0])


def sample_colour(rng: random.Random, kind: str, scene: Scene) -> str:
    """Its own colour half of the time."""
    if not paintable(kind) or rng.random() < 0.5:
        return own_colour(kind)
    return rng.choice([colour for colour in COLOUR_NAMES if fits(kind, colour, scene)])


def sample_guest(rng: random.Random, scene: Scene) -> Guest:
    kind = rng.choice(KINDS)
    return Guest(kind, sample_colour(rng, kind, scene), rng.choice(RELATIONS))


def sample_scene(rng: random.Random, things: int | None = None) -> Scene:
    """A random scene of 1 to MAX_THINGS things (fewer are likelier) that has no faults."""
    scene = sample_setting(rng)
    count = things or rng.choices(range(1, MAX_THINGS + 1), (5, 6, 4, 3, 2, 2))[0]
    cells = [4] if count == 1 and rng.random() < 0.6 else sorted(rng.sample(range(9), count))
    alike = rng.random() < 0.2
    kind = rng.choice(KINDS)
    colour = sample_colour(rng, kind, scene)
    made = []
    for cell in cells:
        size = rng.choices(("small", "medium", "large"), (2, 5, 2))[0]
        if cells == [4] and rng.random() < 0.7:
            size = "huge"
        if not alike:
            kind = rng.choice(KINDS)
            colour = sample_colour(rng, kind, scene)
        guest = sample_guest(rng, scene) if size in ("large", "huge") and len(cells) < 4 and rng.random() < 0.35 else None
        made.append(Thing(kind, colour, size, cell, guest))
    arrows = ()
    if len(made) > 1 and rng.random() < 0.15:
        pairs = list(zip(cells, cells[1:])) if rng.random() < 0.6 else [tuple(rng.sample(cells, 2)) for _ in range(2)]
        arrows = tuple(sorted(set(pairs)))[:MAX_ARROWS]
    return replace(scene, things=tuple(made), arrows=arrows)
