"""Requests to change a picture of the thread: which picture is meant, what changes, and the new scene."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.wide.concepts import BY_NOUN, COLOUR_NAMES
from dreamtrain.wide.drawing import wish
from dreamtrain.wide.edits import shrunk
from dreamtrain.wide.language import NUMBERS, PLACES, article, look, where
from dreamtrain.wide.planner import FREE_ORDER, LAYOUTS, settled_colour, settled_size
from dreamtrain.wide.scene import (
    MAX_ARROWS, MAX_THINGS, SEASONS, SETTING_NAMES, SIZE_NAMES, STYLES, TIMES, WEATHERS, Guest, Scene, Thing, faults, fits, paintable,
)
from dreamtrain.wide.words import SEASON_WORDS, SETTING_WORDS, STYLE_WORDS, TIME_WORDS, WEATHER_WORDS, WideVoice, in_setting
from dreamtrain.world.dialogue import Picture, Step, Turn, edit_name
from dreamtrain.world.change_words import (
    ADD, ADD_AT, BIGGER, MOVE, RECOLOUR, REMOVE, REPLACE, RESIZE, SMALLER,
)
from dreamtrain.world.editing import DONE, IN_PICTURE, ORDINALS

Change = tuple[str, Scene, str, str]  # words, new scene, answer, the kind it speaks of ("" for none)

MOOD = ("make it {g}", "{g}", "the same {g}", "now {g}", "i want it {g}", "can you make it {g}?", "the same picture {g}", "change it so it is {g}", "could it be {g}?",
        "{g} please", "show it {g}", "what about {g}?", "put it {g}", "let it be {g}", "do it again {g}", "how about {g}?", "it should be {g}", "turn it so that it is {g}",
        "same thing but {g}", "again, {g}", "i'd like it {g}", "could you put it {g}?", "move everything {g}", "set it {g}", "place it {g}", "same, {g}", "redo it {g}",
        "can we have it {g}?", "please put it {g}", "instead, {g}", "try it {g}", "same scene {g}")
MOOD_ONLY = {
    "night": ("make it night", "now at night", "make it dark", "turn it into night", "night time please"), "day": ("make it day", "make it daytime", "by day please", "turn it into day"),
    "evening": ("make it evening", "give it a sunset", "make the sun set", "turn it into evening"), "rain": ("let it rain", "make it rain", "add rain", "give it some rain"),
    "snow": ("let it snow", "make it snow", "add snow", "give it some snow"), "clear": ("stop the rain and snow", "make the weather clear", "clear the weather"),
    "winter": ("make it winter", "turn it into winter"), "summer": ("make it summer", "turn it into summer"), "spring": ("make it spring", "turn it into spring"),
    "autumn": ("make it autumn", "turn it into autumn", "make it fall"),
}
COUNT = ("make it {n} {xs}", "i want {n} {xs}", "there should be {n} {xs}", "change it to {n} {xs}", "{n} {xs} instead", "make that {n} {xs}", "can there be {n} {xs}?",
         "{n} {xs} please", "i'd like {n} {xs}", "let there be {n} {xs}", "not one but {n} {xs}", "have {n} {xs}", "put {n} {xs} there", "show {n} {xs}", "draw {n} {xs} instead",
         "could it be {n} {xs}?", "use {n} {xs}", "turn it into {n} {xs}", "make {n} {xs} out of it", "we need {n} {xs}")
GUEST = ("put {y} {r} {x}", "add {y} {r} {x}", "place {y} {r} {x}", "i want {y} {r} {x}", "{y} {r} {x}", "draw {y} {r} {x}", "there should be {y} {r} {x}", "can you put {y} {r} {x}?",
         "and {y} {r} {x}", "now {y} {r} {x}", "set {y} {r} {x}", "could there be {y} {r} {x}?", "also {y} {r} {x}")
ARROW = ("draw an arrow from {a} to {b}", "add an arrow from {a} to {b}", "connect {a} to {b} with an arrow", "an arrow from {a} to {b}", "put an arrow from {a} to {b}",
         "let {a} point to {b}", "i want an arrow from {a} to {b}", "link {a} to {b}", "arrow from {a} to {b}", "join {a} to {b} with an arrow", "make an arrow from {a} to {b}",
         "show an arrow from {a} to {b}")
_INNER = {"on": ("on", "on top of", "onto"), "in": ("in", "inside", "into"), "under": ("under", "below", "beneath")}


def edit_turn(voice: WideVoice, thread: list[Picture], sent: tuple[Picture, ...] = ()) -> Turn | None:
    """An edit of some picture of the thread, `sent` being the pictures that come with the request; None if nothing fits."""
    thread = [*thread, *sent]
    last = thread[-1]
    target = last if sent or len(thread) == 1 or voice.chance(0.5) else voice.choice(thread)
    change = change_of(voice, target.scene)
    if change is None:
        return None
    words, scene, answer, kind = change
    reference = _reference(voice, thread, target, kind)
    if reference:
        words = voice.say(IN_PICTURE).format(r=reference, x=words)
    elif voice.chance(0.25) and words.startswith(_VERBS):
        words = voice.politely(words.rstrip("?"))
    new = Picture(edit_name(thread, target.name), scene)
    text = answer if voice.chance(0.7) else voice.say(DONE)
    return Turn(voice.chatter(words), (Step("write", text), Step("edit", picture=new, target=target.name, before=target.scene)), sent, told=True)


_VERBS = ("make ", "put ", "add ", "remove ", "move ", "change ", "turn ", "replace ", "draw ", "delete ", "swap ", "paint ", "place ", "take ")


def _reference(voice: WideVoice, thread: list[Picture], target: Picture, kind: str) -> str:
    """Words for the target: "" where it goes without saying (it is the latest, or the latest that shows this kind)."""
    holders = [picture for picture in thread if kind and picture.scene.has(kind)]
    goes_without = target is (holders[-1] if holders else thread[-1])
    if goes_without and (len(thread) == 1 or voice.chance(0.7)):
        return "" if voice.chance(0.93) else voice.say(("the picture", "this picture", "that one", "it"), always=True)
    ways = [target.name, f"picture {target.name[1:]}", f"number {target.name[1:]}"]
    if all(picture.name[1:].isdigit() for picture in thread) and len(thread) > 1:
        ordinal = thread.index(target)
        ways += [f"the {ORDINALS[ordinal]} one", f"the {ORDINALS[ordinal]} picture"] if ordinal < 3 else []
    if target is thread[-1]:
        ways += ["the last one", "the last picture", "the latest picture", "the newest one"]
    shown = [thing.kind for thing in target.scene.things if not any(p.scene.has(thing.kind) for p in thread if p is not target)]
    if shown:
        noun = voice.kind(voice.choice(shown))
        ways += [f"the one with the {noun}", f"the picture with the {noun}", f"the {noun} picture", f"the one where the {noun} is"]
    return voice.say(ways, always=True)


def change_of(voice: WideVoice, scene: Scene) -> Change | None:
    makers = (_recolour, _replace, _add, _count, _guest, _arrow, _remove, _resize, _move, _setting, _mood)
    change = voice.choices(makers, (5, 3.5, 3, 1.5, 1.5, 1, 2.5, 2.5, 2.5, 2, 4))[0](voice, scene)
    return None if change is None or change[1] == scene or faults(change[1]) else change


def _pick(voice: WideVoice, scene: Scene) -> tuple[Thing, str] | None:
    """A thing and words that single it out: "it" for a thing alone, its kind, or colour and kind, or kind and place."""
    thing = voice.choice(scene.things)
    noun = voice.kind(thing.kind)
    if scene.count == 1 and voice.chance(0.45):
        return thing, voice.say(("it", "it", "that"), always=True)
    alike = [each for each in scene.things if each.kind == thing.kind]
    if len(alike) == 1:
        return thing, f"the {noun}" if voice.chance(0.85) or not thing.colour else f"the {voice.colour(thing.colour)} {noun}"
    if thing.colour and sum(each.colour == thing.colour for each in alike) == 1:
        return thing, f"the {voice.colour(thing.colour)} {noun}"
    return thing, f"the {noun} {PLACES[thing.cell]}"


def _with(scene: Scene, old: Thing, new: Thing) -> Scene:
    if old.cell != new.cell:
        scene = replace(scene, arrows=tuple(sorted(tuple(new.cell if cell == old.cell else cell for cell in arrow) for arrow in scene.arrows)))
    return scene.with_things([new if thing == old else thing for thing in scene.things])


def _said(words: str, thing: Thing) -> str:
    return "" if words in ("it", "that") else thing.kind


def _recolour(voice, scene):
    thing, x = _pick(voice, scene)
    colours = [name for name in COLOUR_NAMES if fits(thing.kind, name, scene) and name != thing.colour]
    if not paintable(thing.kind) or not colours:
        return None
    colour = voice.choice(colours)
    return voice.say(RECOLOUR).format(x=x, c=voice.colour(colour)), _with(scene, thing, replace(thing, colour=colour)), f"The {thing.kind} is {colour} now.", _said(x, thing)


def _replace(voice, scene):
    """What is new comes in its own colour unless one is said; size, place and guest stay."""
    thing, x = _pick(voice, scene)
    new = replace(wish(voice, scene), size=None)
    if new.kind == thing.kind:
        return None
    made = replace(thing, kind=new.kind, colour=settled_colour(new.kind, new.colour))
    return voice.say(REPLACE).format(x=x, y=voice.thing(new)), _with(scene, thing, made), f"The {thing.kind} is {article(new.kind)} now.", _said(x, thing)


def _room(scene: Scene, cell: int | None) -> tuple[list[Thing], int] | None:
    """The old things made ready for one more, and the cell where that one goes; a thing alone in the middle shrinks and steps aside."""
    taken = {thing.cell for thing in scene.things}
    if scene.count >= MAX_THINGS or cell in taken:
        return None
    things = shrunk(list(scene.things))
    if len(things) == 1 and things[0].cell == 4 and cell is None:
        return [replace(things[0], cell=3)], 5
    return things, cell if cell is not None else next(each for each in FREE_ORDER if each not in taken)


def _add(voice, scene):
    said = voice.randrange(9) if voice.chance(0.4) else None
    beside = None
    if said is None and voice.chance(0.35) and len(scene.things) > 1:
        thing, x = _pick(voice, scene)
        words, step = voice.choice((("above", -3), ("over", -3), ("below", 3), ("left of", -1), ("to the left of", -1), ("right of", 1), ("to the right of", 1), ("next to", 1)))
        row, column = divmod(thing.cell, 3)
        row, column = (row + step // 3, column) if step % 3 == 0 else (row, column + step)
        if not (0 <= row < 3 and 0 <= column < 3):
            return None
        said, beside = 3 * row + column, f"{words} {x}"
    room = _room(scene, said)
    if room is None:
        return None
    things, cell = room
    new = wish(voice, scene)
    thing = Thing(new.kind, settled_colour(new.kind, new.colour), settled_size(new.size, cell, 2), cell)
    words = voice.say(ADD).format(y=voice.thing(new)) if said is None else voice.say(ADD_AT).format(y=voice.thing(new), p=beside or voice.place(cell))
    moved = replace(scene, arrows=()) if things[0].cell != scene.things[0].cell else scene
    return words, moved.with_things([*things, thing]), f"There is {article(look(thing))} {PLACES[cell]} now.", ""


def _count(voice, scene):
    """Of the only kind there is, another number, laid out anew."""
    first = scene.things[0]
    if any((thing.kind, thing.colour) != (first.kind, first.colour) or thing.guest for thing in scene.things):
        return None
    count = voice.choice([number for number in range(2, MAX_THINGS + 1) if number != len(scene.things)])
    size = "medium" if first.size == "huge" else first.size
    things = [replace(first, size=size, cell=cell) for cell in LAYOUTS[count]]
    words = voice.say(COUNT).format(n=voice.say((NUMBERS[count], str(count)), always=True), xs=BY_NOUN[first.kind].plural)
    return words, replace(scene, arrows=()).with_things(things), f"There are {NUMBERS[count]} {BY_NOUN[first.kind].plural} now.", ""


def _guest(voice, scene):
    thing, x = _pick(voice, scene)
    if scene.count >= MAX_THINGS or thing.guest:
        return None
    new, relation = replace(wish(voice, scene), size=None), voice.choice(tuple(_INNER))
    guest = Guest(new.kind, settled_colour(new.kind, new.colour), relation)
    made = replace(thing, guest=guest, size=thing.size if thing.size == "huge" else "large")
    words = voice.say(GUEST).format(y=voice.thing(new), r=voice.say(_INNER[relation], always=True), x=x)
    return words, _with(scene, thing, made), f"There is {article(look(guest))} {relation} the {thing.kind} now.", _said(x, thing)


def _arrow(voice, scene):
    kinds = [thing.kind for thing in scene.things]
    if len(set(kinds)) < 2 or len(set(kinds)) < len(kinds) or len(scene.arrows) >= MAX_ARROWS:
        return None
    a, b = voice.sample(scene.things, 2)
    if (a.cell, b.cell) in scene.arrows:
        return None
    words = voice.say(ARROW).format(a=f"the {voice.kind(a.kind)}", b=f"the {voice.kind(b.kind)}")
    return words, replace(scene, arrows=tuple(sorted((*scene.arrows, (a.cell, b.cell))))), f"An arrow leads from the {a.kind} to the {b.kind} now.", a.kind


def _remove(voice, scene):
    guests = [thing for thing in scene.things if thing.guest]
    if guests and voice.chance(0.4):
        host = voice.choice(guests)
        if sum(each.kind == host.guest.kind for each in scene.things) or sum(thing.guest.kind == host.guest.kind for thing in guests) > 1:
            return None
        words = voice.say(REMOVE).format(x=f"the {voice.kind(host.guest.kind)}")
        return words, _with(scene, host, replace(host, guest=None)), f"The {host.guest.kind} is gone.", host.guest.kind
    if len(scene.things) == 1:
        return None
    thing, x = _pick(voice, scene)
    return voice.say(REMOVE).format(x=x), scene.with_things([each for each in scene.things if each != thing]), f"The {thing.kind} is gone.", _said(x, thing)


def _resize(voice, scene):
    thing, x = _pick(voice, scene)
    if thing.guest:
        return None
    sizes = SIZE_NAMES if len(scene.things) == 1 and thing.cell == 4 else SIZE_NAMES[:3]
    if voice.chance(0.35):
        said = voice.choice(("small", "medium", "large"))
        size, words = settled_size(said, thing.cell, len(scene.things)), voice.say(RESIZE).format(x=x, s=voice.size(said))
    else:
        step = voice.choice((-1, 1))
        index = sizes.index(thing.size) + step
        if not 0 <= index < len(sizes):
            return None
        size, words = sizes[index], voice.say(BIGGER if step > 0 else SMALLER).format(x=x)
    return words, _with(scene, thing, replace(thing, size=size)), f"The {thing.kind} is {size} now.", _said(x, thing)


def _move(voice, scene):
    thing, x = _pick(voice, scene)
    if len(scene.things) == 2 and scene.things[0].kind != scene.things[1].kind and voice.chance(0.25):
        a, b = scene.things
        words = voice.say(("swap {a} and {b}", "let {a} and {b} change places", "switch {a} and {b}")).format(a=f"the {a.kind}", b=f"the {b.kind}")
        made = replace(scene, arrows=()).with_things([replace(a, cell=b.cell), replace(b, cell=a.cell)])
        arrows = tuple(sorted(tuple(a.cell if cell == b.cell else b.cell for cell in arrow) for arrow in scene.arrows))
        return words, replace(made, arrows=arrows), "They have changed places.", a.kind
    free = [cell for cell in range(9) if cell not in {each.cell for each in scene.things}]
    cell = voice.choice(free)
    size = "large" if thing.size == "huge" else thing.size
    return voice.say(MOVE).format(x=x, p=voice.place(cell)), _with(scene, thing, replace(thing, cell=cell, size=size)), f"The {thing.kind} is {PLACES[cell]} now.", _said(x, thing)


def _setting(voice, scene):
    setting = voice.choice([name for name in SETTING_NAMES if name != scene.setting])
    made = in_setting(scene, setting=setting)
    if made is None:
        return None
    said = voice.say(SETTING_WORDS[setting], always=True)
    words = voice.say(MOOD).format(g=said)
    if said.startswith("on ") and setting not in ("beach", "street") and voice.chance(0.4):
        words = voice.say(("make the background {g}", "change the background to {g}", "{g} background", "the background should be {g}", "use a {g} background",
                           "can you make the background {g}?", "turn the background {g}", "with a {g} background", "background {g}", "paint the background {g}")).format(g=setting)
    return words, made, f"It is {where(made)} now.", ""


def _mood(voice, scene):
    """Time, season, weather or style."""
    field, names, table = voice.choices((("time", TIMES, TIME_WORDS), ("season", SEASONS, SEASON_WORDS), ("weather", WEATHERS, WEATHER_WORDS), ("style", STYLES, STYLE_WORDS)), (4, 3, 3, 2))[0]
    name = voice.choice([each for each in names if each != getattr(scene, field)])
    made = in_setting(scene, **{field: name})
    if made is None or getattr(made, field) != name:
        return None
    words = voice.say(MOOD_ONLY[name]) if name in MOOD_ONLY and voice.chance(0.35) else voice.say(MOOD).format(g=voice.say(table[name], always=True))
    return words, made, f"It is in {name} style now." if field == "style" else f"It is {where(made)} now.", ""


