"""What can be changed in a picture: each change with its words, the new scene, the answer and the order for it."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.world import framing
from dreamtrain.world.change_words import (
    ADD, ADD_AT, BACKGROUND, BESIDE, BIGGER, GROUND_NAMES_SAID, GROUND_ONLY, JOINED, MOVE, RECOLOUR, RECOUNT,
    REGROUND, REMOVE, REPLACE, RESIZE, SMALLER,
)
from dreamtrain.world.language import NUMBERS, PLACES, article, plural, thing_name
from dreamtrain.world.planner import FREE_ORDER, DEFAULT_COLOURS, LAYOUTS, default_colour, settled_size
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, MAX_THINGS, SHAPE_KINDS, SIZE_NAMES, Scene, Thing, visible
from dreamtrain.world.words import COUNT_WORDS, SIZE_WORDS, Voice

Change = tuple[str, Scene, str, str, str]  # words, new scene, answer, the kind it speaks of ("" for none), the order (orders.py)


def change_of(voice: Voice, scene: Scene) -> Change | None:
    change = _two_changes(voice, scene) if voice.chance(0.1 if voice.held_out else 0.15) else _one_change(voice, scene)
    return None if change is None or change[1] == scene else change


def _one_change(voice: Voice, scene: Scene) -> Change | None:
    makers = (_recolour, _replace, _add, _add_some, _add_beside, _remove, _resize, _move, _reground, _group, _recount)
    return voice.choices(makers, (5, 3, 3, 0.7, 1, 2, 2.5, 2, 3, 1.2, 0.8))[0](voice, scene)


def _two_changes(voice: Voice, scene: Scene) -> Change | None:
    """One after the other, in one request."""
    first = _one_change(voice, scene)
    second = first and _one_change(voice, first[1])
    if not second or first[1] == scene or second[1] in (scene, first[1]):
        return None
    parts = first[0].rstrip("?"), second[0].rstrip("?")
    words = voice.say(JOINED).format(*parts) if voice.held_out or voice.chance(0.4) else framing.together(voice, *parts)
    return words, second[1], f"{first[2]} {second[2]}", "", f"{first[4]}; {second[4]}"


def _pick(voice: Voice, scene: Scene) -> tuple[Thing, str, str]:
    """A thing, words that single it out ("it" for a thing alone, its kind, or colour and kind), and the same for an order."""
    thing = voice.choice(scene.things)
    noun = voice.kind(thing.kind) if voice.chance(0.3) else thing.kind
    if len(scene.things) == 1 and voice.chance(0.55):
        return thing, voice.say(("it", "it", "that"), always=True), "thing"
    alike = [t for t in scene.things if t.kind == thing.kind]
    if len(alike) == 1:
        coloured = voice.chance(0.15)
        return (thing, f"the {voice.colour(thing.colour)} {noun}", f"{thing.colour} {thing.kind}") if coloured else (thing, f"the {noun}", thing.kind)
    if sum(t.colour == thing.colour for t in alike) == 1:
        return thing, f"the {voice.colour(thing.colour)} {noun}", f"{thing.colour} {thing.kind}"
    place = PLACES[thing.cell] if voice.held_out or voice.chance(0.5) else voice.place(thing.cell)
    return thing, f"the {noun} {place}", f"{thing.kind} {PLACES[thing.cell]}"


def _with(scene: Scene, old: Thing, new: Thing) -> Scene:
    return scene.with_things([new if thing == old else thing for thing in scene.things])


def _said_kind(words: str, thing: Thing) -> str:
    return "" if words in ("it", "that") else thing.kind


def _recolour(voice: Voice, scene: Scene) -> Change | None:
    colour = _seen(voice, scene)
    if len(scene.things) > 1 and voice.chance(0.12):
        words = framing.order(voice, RECOLOUR).format(x=voice.say(("everything", "all of them", "them all", "all things"), always=True), c=voice.colour(colour))
        return words, scene.with_things([replace(t, colour=colour) for t in scene.things]), f"Everything is {colour} now.", "", f"thing: {colour}"
    thing, x, phrase = _pick(voice, scene)
    words = framing.order(voice, RECOLOUR).format(x=x, c=voice.colour(colour))
    return words, _with(scene, thing, replace(thing, colour=colour)), f"The {thing.kind} is {colour} now.", _said_kind(x, thing), f"{phrase}: {colour}"


def _replace(voice: Voice, scene: Scene) -> Change | None:
    """A shape for a shape keeps its colour; anything else comes in its own, if that can be seen there."""
    thing, x, phrase = _pick(voice, scene)
    kind = voice.choice([k for k in KINDS if k != thing.kind])
    colour = _seen(voice, scene) if voice.chance(0.4) else None
    both_shapes = thing.kind in SHAPE_KINDS and kind in SHAPE_KINDS
    kept = thing.colour if both_shapes or kind not in DEFAULT_COLOURS else default_colour(kind, scene.ground)
    y = article(" ".join(filter(None, (colour and voice.colour(colour), voice.kind(kind)))))
    words = framing.order(voice, REPLACE).format(x=x, y=y)
    other = kind if colour is None and kept == thing.colour else f"{colour or kept} {kind}"
    return (words, _with(scene, thing, replace(thing, kind=kind, colour=colour or kept)), f"The {thing.kind} is a {kind} now.", _said_kind(x, thing),
            f"{phrase}: {article(other)}")


def _alike(voice: Voice, scene: Scene) -> tuple[list[Thing], str] | None:
    """Two or more things of one kind, and words for all of them."""
    kinds = [kind for kind in KINDS if sum(t.kind == kind for t in scene.things) > 1]
    if not kinds:
        return None
    kind = voice.choice(kinds)
    found = [t for t in scene.things if t.kind == kind]
    every = ("the {}", "the {}", "all {}", "all the {}", "both {}" if len(found) == 2 else f"the {NUMBERS[len(found)]} {{}}")
    return found, voice.say(every, always=True).format(plural(kind))


def _group(voice: Voice, scene: Scene) -> Change | None:
    """Recolours, resizes or removes all things of a kind."""
    alike = _alike(voice, scene)
    if alike is None:
        return None
    (found, x), rest = alike, [t for t in scene.things if t not in alike[0]]
    kind, way = found[0].kind, voice.random()
    if way < 0.25 and rest:
        return framing.order(voice, REMOVE).format(x=x), scene.with_things(rest), f"The {plural(kind)} are gone.", kind, f"- {kind}"
    if way < 0.5:
        said = voice.choice(("small", "medium", "large"))
        words = framing.order(voice, RESIZE).format(x=x, s=voice.say(SIZE_WORDS[said], always=True))
        return words, scene.with_things([*rest, *(replace(t, size=said) for t in found)]), f"The {plural(kind)} are {said} now.", kind, f"{kind}: {said}"
    colour = _seen(voice, scene)
    words = framing.order(voice, RECOLOUR).format(x=x, c=voice.colour(colour))
    return words, scene.with_things([*rest, *(replace(t, colour=colour) for t in found)]), f"The {plural(kind)} are {colour} now.", kind, f"{kind}: {colour}"


def _recount(voice: Voice, scene: Scene) -> Change | None:
    """Another number of a thing, where all are the same: they are laid out anew."""
    thing = scene.things[0]
    if any((t.kind, t.colour, t.size) != (thing.kind, thing.colour, thing.size) for t in scene.things):
        return None
    count = voice.choice([n for n in range(2, MAX_THINGS + 1) if n != len(scene.things)])
    size = "large" if thing.size == "huge" and len(scene.things) > 1 else "medium" if thing.size == "huge" else thing.size
    words = framing.order(voice, RECOUNT).format(n=voice.say((NUMBERS[count], str(count)), always=True), ks=plural(voice.kind(thing.kind)))
    things = [replace(thing, size=size, cell=cell) for cell in LAYOUTS[count]]
    return words, scene.with_things(things), f"There are {NUMBERS[count]} {plural(thing.kind)} now.", "", f"thing: {count}"


def _room(scene: Scene, cell: int | None) -> tuple[list[Thing], int] | None:
    """The old things made ready for one more, and the cell where that one goes; a huge thing shrinks and steps aside."""
    taken = {thing.cell for thing in scene.things}
    if len(scene.things) == 5 or cell in taken:
        return None
    things = [replace(t, size="medium") if t.size == "huge" else t for t in scene.things]
    if scene.things[0].size == "huge" and cell is None:
        return [replace(things[0], cell=3)], 5
    return things, cell if cell is not None else next(c for c in FREE_ORDER if c not in taken)


def _kept_size(thing: Thing) -> str:
    return "medium" if thing.size == "huge" else thing.size


def _add(voice: Voice, scene: Scene) -> Change | None:
    if len(scene.things) == 1 and voice.chance(0.12):
        (old,), cell = _room(scene, None)
        words = framing.order(voice, ADD).format(y=f"another {voice.kind(old.kind)}")
        return words, scene.with_things([old, replace(old, cell=cell)]), f"There is another {old.kind} now.", "", f"+ {article(thing_name(replace(old, size=_kept_size(old))))}"
    said = voice.randrange(9) if voice.chance(0.45) else None
    room = _room(scene, said)
    if room is None:
        return None
    things, cell = room
    size = voice.choice(("small", "large")) if voice.chance(0.2) else None
    new, y = _newcomer(voice, scene, cell, size)
    words = framing.order(voice, ADD).format(y=y) if said is None else framing.order(voice, ADD_AT).format(y=y, p=voice.place(cell))
    where = "" if said is None else f" {PLACES[cell]}"  # what was left open is for code to choose, and not known to who answers
    return words, scene.with_things([*things, new]), f"There is {article(thing_name(new))}{where} now.", "", f"+ {article(thing_name(new))}{where}"


def _add_some(voice: Voice, scene: Scene) -> Change | None:
    """Two or three new things of a kind, in the places that are free."""
    count = voice.choice((2, 2, 3))
    if len(scene.things) + count > MAX_THINGS:
        return None
    things, cell = _room(scene, None)
    new, _ = _newcomer(voice, scene, cell)
    said = "" if new.colour == default_colour(new.kind, scene.ground) and voice.chance(0.6) else voice.colour(new.colour) + " "
    cells = [cell, *(c for c in FREE_ORDER if c != cell and c not in {t.cell for t in things})][:count]
    words = framing.order(voice, ADD).format(y=f"{voice.say(COUNT_WORDS[count], always=True)} {said}{plural(voice.kind(new.kind))}")
    added = [replace(new, cell=c) for c in cells]
    return words, scene.with_things([*things, *added]), f"There are {NUMBERS[count]} {plural(new.kind)} more now.", "", "; ".join([f"+ {article(thing_name(new))}"] * count)


def _newcomer(voice: Voice, scene: Scene, cell: int, size: str | None = None) -> tuple[Thing, str]:
    """A new thing for this cell, and its words."""
    kind = voice.choice(KINDS)
    colour = _seen(voice, scene) if voice.chance(0.6) else None
    said = (size and voice.say(SIZE_WORDS[size], always=True), colour and voice.colour(colour), voice.kind(kind))
    new = Thing(kind, colour or default_colour(kind, scene.ground), settled_size(size, cell, 2), cell)
    return new, article(" ".join(filter(None, said)))


def _seen(voice: Voice, scene: Scene) -> str:
    """A colour that can be seen on the scene's ground."""
    return voice.choice([colour for colour in COLOUR_NAMES if visible(colour, scene.ground)])


def _add_beside(voice: Voice, scene: Scene) -> Change | None:
    """Above, below, left or right of a thing that is there; a thing alone in the middle makes room on its other side."""
    thing, x, phrase = _pick(voice, scene)
    if x in ("it", "that"):
        x, phrase = f"the {thing.kind}" if voice.held_out or voice.chance(0.5) else "it", thing.kind
    words, step = voice.choice((("above", -3), ("over", -3), ("below", 3), ("under", 3), ("left of", -1), ("to the left of", -1),
                                ("right of", 1), ("to the right of", 1), ("next to", 1)))
    things, old_cell = list(scene.things), thing.cell
    if len(things) == 1 and thing.cell == 4:
        things = [replace(thing, cell=4 - step, size="medium" if thing.size == "huge" else thing.size)]
        cell = 4 + step
    else:
        row, column = divmod(old_cell, 3)
        row, column = (row + step // 3, column) if step % 3 == 0 else (row, column + step)
        cell = 3 * row + column
        if not (0 <= row < 3 and 0 <= column < 3) or len(things) == 5 or cell in {t.cell for t in things}:
            return None
        things = [replace(t, size="large") if t.size == "huge" else t for t in things]
    new, y = _newcomer(voice, scene, cell)
    return (framing.order(voice, ADD_AT[:9]).format(y=y, p=f"{words} {x}"), scene.with_things([*things, new]),
            f"There is {article(thing_name(new))} {BESIDE[words]} the {thing.kind} now.", thing.kind, f"+ {article(thing_name(new))} {BESIDE[words]} {phrase}")


def _remove(voice: Voice, scene: Scene) -> Change | None:
    if len(scene.things) == 1:
        return None
    thing, x, phrase = _pick(voice, scene)
    rest = [t for t in scene.things if t != thing]
    return framing.order(voice, REMOVE).format(x=x), scene.with_things(rest), f"The {thing.kind} is gone.", _said_kind(x, thing), f"- {phrase}"


def _resize(voice: Voice, scene: Scene) -> Change | None:
    thing, x, phrase = _pick(voice, scene)
    sizes = SIZE_NAMES if len(scene.things) == 1 and thing.cell == 4 else SIZE_NAMES[:3]
    if voice.chance(0.35):
        said = voice.choice(("small", "medium", "large"))
        size = settled_size(said, thing.cell, len(scene.things))
        words, way = framing.order(voice, RESIZE).format(x=x, s=voice.say(SIZE_WORDS[said], always=True)), said
    else:
        step = voice.choice((-1, 1))
        index = sizes.index(thing.size) + step
        if not 0 <= index < len(sizes):
            return None
        size, words, way = sizes[index], framing.order(voice, BIGGER if step > 0 else SMALLER).format(x=x), "bigger" if step > 0 else "smaller"
    return words, _with(scene, thing, replace(thing, size=size)), f"The {thing.kind} is {way} now.", _said_kind(x, thing), f"{phrase}: {way}"


def _move(voice: Voice, scene: Scene) -> Change | None:
    thing, x, phrase = _pick(voice, scene)
    if len(scene.things) == 2 and scene.things[0].kind != scene.things[1].kind and voice.chance(0.2):
        a, b = scene.things
        if voice.chance(0.5):
            a, b = b, a
        words = voice.say(("swap {a} and {b}", "let {a} and {b} change places", "switch {a} and {b}")).format(a=f"the {a.kind}", b=f"the {b.kind}")
        return words, scene.with_things([replace(a, cell=b.cell), replace(b, cell=a.cell)]), "They have changed places.", a.kind, f"{a.kind}: swap {b.kind}"
    cell = voice.choice([c for c in range(9) if c not in {t.cell for t in scene.things}] or [thing.cell])
    size = "large" if thing.size == "huge" else thing.size
    words = framing.order(voice, MOVE).format(x=x, p=voice.place(cell))
    return words, _with(scene, thing, replace(thing, cell=cell, size=size)), f"The {thing.kind} is {PLACES[cell]} now.", _said_kind(x, thing), f"{phrase}: {PLACES[cell]}"


def _reground(voice: Voice, scene: Scene) -> Change | None:
    fitting = [g for g in GROUND_NAMES if g != scene.ground and all(visible(t.colour, g) for t in scene.things)]
    if not fitting:
        return None
    ground = voice.choice(fitting)
    form = voice.random()
    if form < 0.25 and ground in GROUND_ONLY:
        words = voice.say(GROUND_ONLY[ground])
    elif form < 0.6:
        words = framing.order(voice, BACKGROUND).format(g=voice.say(GROUND_NAMES_SAID.get(ground, (ground,))))
    else:
        words = framing.order(voice, REGROUND).format(g=voice.ground(ground))
    return words, replace(scene, ground=ground), f"It is on {ground} now.", "", f"= {ground}"
