"""A change to a scene, as asked for in a conversation: the pairs the denoiser learns to keep pictures from."""

from __future__ import annotations

import random
from dataclasses import replace

from dreamtrain.wide.concepts import COLOUR_NAMES, KINDS
from dreamtrain.wide.scene import (
    CELLS, HAS_SEASON, HAS_TIME, HAS_WEATHER, MAX_ARROWS, MAX_THINGS, SEASONS, SIZE_NAMES, STYLES, TIMES, Scene, Thing, faults, fits,
    paintable, sample_colour, sample_guest, sample_scene, sample_setting,
)

EDITS = ("recolour", "replace", "add", "remove", "resize", "move", "swap", "guest", "arrow", "setting", "mood", "style", "nothing", "everything")
SHARES = (4, 4, 4, 3, 2, 3, 1, 2, 1, 2, 2, 1.5, 1, 3)
TWICE_SHARE = 0.15


def placed(scene: Scene, setting: Scene) -> Scene:
    """The things of a scene in the setting, time, season, weather and style of another one."""
    return replace(setting, things=scene.things, arrows=scene.arrows)


def shrunk(things: list[Thing]) -> list[Thing]:
    """What was huge alone is large in company."""
    return [replace(thing, size="large") if thing.size == "huge" else thing for thing in things]


def moods(scene: Scene) -> list[Scene]:
    """Every scene that differs in time, season or weather alone."""
    found = []
    if scene.setting in HAS_TIME:
        found += [replace(scene, time=time) for time in TIMES]
    if scene.setting in HAS_SEASON:
        found += [replace(scene, season=season, weather="clear" if scene.weather == "snow" or season == "winter" else scene.weather) for season in SEASONS]
    if scene.setting in HAS_WEATHER:
        falling = "snow" if scene.season == "winter" else "rain"
        found += [replace(scene, weather=weather) for weather in ("clear", falling)]
    return [each for each in found if each != scene and not faults(each)]


def _changed(scene: Scene, edit: str, rng: random.Random) -> Scene | None:
    """The scene after the edit, or None where it can't be done."""
    at = rng.randrange(len(scene.things))
    thing, rest = scene.things[at], list(scene.things[:at] + scene.things[at + 1:])
    free = [cell for cell in range(len(CELLS)) if cell not in {one.cell for one in scene.things}]

    def with_thing(new: Thing) -> Scene:
        return scene.with_things([*rest, new])

    match edit:
        case "nothing":
            return scene
        case "everything":
            return sample_scene(rng)
        case "recolour":
            colours = [name for name in COLOUR_NAMES if fits(thing.kind, name, scene) and name != thing.colour]
            return with_thing(replace(thing, colour=rng.choice(colours))) if paintable(thing.kind) and colours else None
        case "replace":
            kind = rng.choice(KINDS)
            keeps = rng.random() < 0.4 and thing.colour and fits(kind, thing.colour, scene)
            return with_thing(replace(thing, kind=kind, colour=thing.colour if keeps else sample_colour(rng, kind, scene)))
        case "resize":
            sizes = SIZE_NAMES if not rest and thing.cell == 4 else SIZE_NAMES[:3]
            return with_thing(replace(thing, size=rng.choice([size for size in sizes if size != thing.size])))
        case "remove":
            return scene.with_things(rest) if rest else None
        case "move":
            return with_thing(replace(thing, cell=rng.choice(free))) if thing.size != "huge" and free else None
        case "swap":
            if not rest:
                return None
            second = rng.choice(rest)
            still = [one for one in rest if one is not second]
            return scene.with_things([*still, replace(thing, cell=second.cell), replace(second, cell=thing.cell)])
        case "add":
            kind, size = rng.choice(KINDS), rng.choices(SIZE_NAMES[:3], (2, 5, 2))[0]
            new = Thing(kind, sample_colour(rng, kind, scene), size, rng.choice(free)) if free else None
            return scene.with_things([*shrunk(list(scene.things)), new]) if new and scene.count < MAX_THINGS else None
        case "guest":
            if thing.guest and rng.random() < 0.5:
                return with_thing(replace(thing, guest=None))
            grown = thing if thing.size == "huge" else replace(thing, size="large")
            return with_thing(replace(grown, guest=sample_guest(rng, scene)))
        case "arrow":
            pairs = [(a.cell, b.cell) for a in scene.things for b in scene.things if a is not b and (a.cell, b.cell) not in scene.arrows]
            if scene.arrows and rng.random() < 0.4:
                return replace(scene, arrows=tuple(arrow for arrow in scene.arrows if arrow != rng.choice(scene.arrows)))
            arrows = (*scene.arrows, rng.choice(pairs)) if pairs else ()
            return replace(scene, arrows=tuple(sorted(arrows))) if 0 < len(arrows) <= MAX_ARROWS else None
        case "setting":
            return placed(scene, sample_setting(rng))
        case "mood":
            found = moods(scene)
            return rng.choice(found) if found else None
        case "style":
            return replace(scene, style=rng.choice([style for style in STYLES if style != scene.style]))
    raise ValueError(edit)


def sample_edit(scene: Scene, rng: random.Random) -> Scene:
    """The scene after one edit, now and then two."""
    for _ in range(1 + (rng.random() < TWICE_SHARE)):
        after = None
        while after is None or faults(after):
            after = _changed(scene, rng.choices(EDITS, SHARES)[0], rng)
        scene = after
    return scene
