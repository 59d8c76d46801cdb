"""Requests to change a picture of the thread: which picture is meant, what changes, and the new scene."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.world.dialogue import Picture, Step, Turn, edit_name
from dreamtrain.world.language import PLACES, article, thing_name
from dreamtrain.world.planner import FREE_ORDER, DEFAULT_COLOURS, default_colour, settled_size
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, SHAPE_KINDS, SIZE_NAMES, Scene, Thing, visible
from dreamtrain.world.words import SIZE_WORDS, Voice

Change = tuple[str, Scene, str, str]  # words, new scene, answer, the kind it speaks of ("" for none)
ORDINALS = ("first", "second", "third")

RECOLOUR = (
    "make {x} {c}", "change {x} to {c}", "turn {x} {c}", "colour {x} {c}", "{x} should be {c}", "paint {x} {c}", "can you make {x} {c}?",
    "i want {x} in {c}", "change the colour of {x} to {c}", "could you turn {x} {c}?", "please make {x} {c}", "{x} in {c}",
    "make {x} {c} instead", "now make {x} {c}", "color {x} {c}", "change the color of {x} to {c}", "can {x} be {c}?", "i'd like {x} to be {c}",
    "recolour {x} to {c}", "could {x} be {c} instead?",
)
REPLACE = (
    "replace {x} with {y}", "swap {x} for {y}", "turn {x} into {y}", "{y} instead of {x}", "make {x} {y}", "change {x} into {y}",
    "change {x} to {y}", "i want {y} instead of {x}", "instead of {x}, {y}", "can you change {x} into {y}?", "can you replace {x} by {y}?",
    "put {y} where {x} is", "take {x} out and put {y} there", "could you swap {x} with {y}?", "{x} should become {y}", "exchange {x} for {y}",
)
ADD = (
    "add {y}", "put {y} in", "add {y} to it", "and {y}", "also {y}", "now add {y}", "put {y} in too", "can you add {y}?",
    "{y} as well", "please add {y}", "i want {y} too", "draw {y} into it", "it needs {y}", "also draw {y}", "could you add {y}?",
    "give it {y}", "include {y}", "add {y} please", "can you put {y} in?", "it should also have {y}",
)
ADD_AT = ("add {y} {p}", "put {y} {p}", "{p} add {y}", "and {y} {p}", "draw {y} {p} too", "can you put {y} {p}?", "now add {y} {p}",
          "place {y} {p}", "i want {y} {p} as well", "could you add {y} {p}?", "{p} i want {y}", "also {y} {p}", "it needs {y} {p}")
REMOVE = (
    "remove {x}", "delete {x}", "take {x} away", "take away {x}", "without {x}", "get rid of {x}", "erase {x}", "can you remove {x}?",
    "drop {x} from it", "please take {x} away", "please remove {x}", "no {x}", "i don't want {x}", "take {x} out", "leave out {x}", "leave {x} out",
    "cut {x}", "could you delete {x}?", "the same without {x}", "can you take {x} out?", "lose {x}", "wipe {x} away",
)
BIGGER = ("make {x} bigger", "{x} bigger", "make {x} larger", "bigger {x}", "enlarge {x}", "can you make {x} bigger?", "{x} should be bigger",
          "grow {x}", "please make {x} a bit bigger", "please make {x} larger", "i want {x} bigger", "make {x} a little larger", "scale {x} up")
SMALLER = ("make {x} smaller", "{x} smaller", "shrink {x}", "can you make {x} smaller?", "{x} should be smaller", "make {x} a bit smaller",
           "please make {x} smaller", "reduce {x}", "i want {x} smaller", "can you make {x} a bit smaller?", "smaller {x}", "scale {x} down", "could {x} be smaller?")
RESIZE = ("make {x} {s}", "{x} should be {s}", "i want {x} {s}", "can you make {x} {s}?", "change {x} to {s}", "please make {x} {s}",
          "turn {x} {s}", "now make {x} {s}", "could {x} be {s}?", "i'd like {x} {s}")
MOVE = ("move {x} {p}", "put {x} {p}", "{x} {p}", "{x} should be {p}", "can you move {x} {p}?", "place {x} {p}", "i want {x} {p}",
        "please move {x} {p}", "shift {x} {p}", "could you put {x} {p}?", "move {x} so that it is {p}", "set {x} {p}")
REGROUND = ("make it {g}", "put it {g}", "{g}", "the same {g}", "now {g}", "i want it {g}", "can you make it {g}?", "the same picture {g}",
            "change it so it is {g}", "could it be {g}?", "{g} please", "show it {g}", "what about {g}?")
BACKGROUND = ("make the background {g}", "change the background to {g}", "{g} background", "the background should be {g}", "use a {g} background",
              "can you make the background {g}?", "turn the background {g}", "with a {g} background", "background {g}", "paint the background {g}")
GROUND_NAMES_SAID = {"light blue": ("light blue", "blue"), "light green": ("light green", "green"), "dark blue": ("dark blue", "dark")}
GROUND_ONLY = {"dark blue": ("make it night", "now at night", "make it dark", "night time", "turn it into night"),
               "light blue": ("make it day", "by day", "put it in the sky", "daytime please"), "light green": ("put it on grass", "put it on a meadow")}
IN_PICTURE = ("in {r}, {x}", "{x} in {r}", "for {r}: {x}", "{r}: {x}", "{x}, in {r}", "take {r} and {x}", "edit {r}: {x}", "{x} (in {r})",
              "change {r}: {x}", "now for {r}, {x}", "please go back to {r} and {x}", "look at {r}. {x}")
DONE = ("Done.", "Here you are.", "There you go.")


def edit_turn(voice: Voice, thread: list[Picture], sent: tuple[Picture, ...] = ()) -> Turn | None:
    """An edit of some picture of the thread, `sent` being the pictures that come with the request; None if nothing fits."""
    thread = [*thread, *sent]
    last = thread[-1]
    target = last if sent or len(thread) == 1 or voice.chance(0.5) else voice.choice(thread)
    change = change_of(voice, target.scene)
    if change is None:
        return None
    words, scene, answer, kind = change
    reference = _reference(voice, thread, target, kind)
    if reference is None:
        return None
    if reference:
        words = voice.say(IN_PICTURE).format(r=reference, x=words)
    new = Picture(edit_name(thread, target.name), scene)
    text = answer if voice.chance(0.7) else voice.say(DONE)
    return Turn(voice.chatter(words), (Step("write", text), Step("edit", picture=new, target=target.name)), sent)


def _reference(voice: Voice, thread: list[Picture], target: Picture, kind: str) -> str | None:
    """Words for the target: "" where it goes without saying (it is the latest, or the latest that shows this kind)."""
    holders = [p for p in thread if kind and any(t.kind == kind for t in p.scene.things)]
    goes_without = target is (holders[-1] if holders else thread[-1])
    if goes_without and (len(thread) == 1 or voice.chance(0.75)):
        return "" if voice.chance(0.93) else voice.say(("the picture", "this picture", "that one", "it"), always=True)
    ways = [target.name, f"picture {target.name[1:]}"]
    if all(p.name[1:].isdigit() for p in thread):
        ordinal = thread.index(target)
        if ordinal < 3 and len(thread) > 1:
            ways += [f"the {ORDINALS[ordinal]} one", f"the {ORDINALS[ordinal]} picture"]
    if target is thread[-1]:
        ways += ["the last one", "the last picture", "the latest picture", "the picture"]
    kinds = {t.kind for t in target.scene.things} - {t.kind for p in thread if p is not target for t in p.scene.things}
    if kinds:
        shown = voice.choice(sorted(kinds))
        ways += [f"the one with the {shown}", f"the picture with the {shown}", f"the {shown} picture"]
    return voice.say(ways, always=True)


def change_of(voice: Voice, scene: Scene) -> Change | None:
    makers = (_recolour, _replace, _add, _add_beside, _remove, _resize, _move, _reground)
    change = voice.choices(makers, (5, 3, 3, 1, 2, 2.5, 2, 3))[0](voice, scene)
    return None if change is None or change[1] == scene else change


def _pick(voice: Voice, scene: Scene) -> tuple[Thing, str] | None:
    """A thing and words that single it out: "it" for a thing alone, its kind, or colour and kind."""
    thing = voice.choice(scene.things)
    noun = voice.kind(thing.kind) if voice.chance(0.3) else thing.kind
    if len(scene.things) == 1 and voice.chance(0.55):
        return thing, voice.say(("it", "it", "that"), always=True)
    alike = [t for t in scene.things if t.kind == thing.kind]
    if len(alike) == 1:
        return thing, f"the {noun}" if voice.chance(0.85) else f"the {voice.colour(thing.colour)} {noun}"
    if sum(t.colour == thing.colour for t in alike) == 1:
        return thing, f"the {voice.colour(thing.colour)} {noun}"
    return thing, f"the {noun} {PLACES[thing.cell]}"


def _with(scene: Scene, old: Thing, new: Thing) -> Scene:
    return scene.with_things([new if thing == old else thing for thing in scene.things])


def _said_kind(words: str, thing: Thing) -> str:
    return "" if words in ("it", "that") else thing.kind


def _recolour(voice: Voice, scene: Scene) -> Change | None:
    colour = _seen(voice, scene)
    if len(scene.things) > 1 and voice.chance(0.12):
        words = voice.say(RECOLOUR).format(x=voice.say(("everything", "all of them", "them all", "all things"), always=True), c=voice.colour(colour))
        return words, scene.with_things([replace(t, colour=colour) for t in scene.things]), f"Everything is {colour} now.", ""
    thing, x = _pick(voice, scene)
    words = voice.say(RECOLOUR).format(x=x, c=voice.colour(colour))
    return words, _with(scene, thing, replace(thing, colour=colour)), f"The {thing.kind} is {colour} now.", _said_kind(x, thing)


def _replace(voice: Voice, scene: Scene) -> Change | None:
    """A shape for a shape keeps its colour; anything else comes in its own, if that can be seen there."""
    thing, x = _pick(voice, scene)
    kind = voice.choice([k for k in KINDS if k != thing.kind])
    colour = _seen(voice, scene) if voice.chance(0.4) else None
    both_shapes = thing.kind in SHAPE_KINDS and kind in SHAPE_KINDS
    kept = thing.colour if both_shapes or kind not in DEFAULT_COLOURS else default_colour(kind, scene.ground)
    y = article(" ".join(filter(None, (colour and voice.colour(colour), voice.kind(kind)))))
    words = voice.say(REPLACE).format(x=x, y=y)
    return words, _with(scene, thing, replace(thing, kind=kind, colour=colour or kept)), f"The {thing.kind} is a {kind} now.", _said_kind(x, thing)


def _room(scene: Scene, cell: int | None) -> tuple[list[Thing], int] | None:
    """The old things made ready for one more, and the cell where that one goes; a huge thing shrinks and steps aside."""
    taken = {thing.cell for thing in scene.things}
    if len(scene.things) == 5 or cell in taken:
        return None
    things = [replace(t, size="medium") if t.size == "huge" else t for t in scene.things]
    if scene.things[0].size == "huge" and cell is None:
        return [replace(things[0], cell=3)], 5
    return things, cell if cell is not None else next(c for c in FREE_ORDER if c not in taken)


def _add(voice: Voice, scene: Scene) -> Change | None:
    if len(scene.things) == 1 and voice.chance(0.12):
        (old,), cell = _room(scene, None)
        words = voice.say(ADD).format(y=f"another {voice.kind(old.kind)}")
        return words, scene.with_things([old, replace(old, cell=cell)]), f"There is another {old.kind} now.", ""
    said = voice.randrange(9) if voice.chance(0.45) else None
    room = _room(scene, said)
    if room is None:
        return None
    things, cell = room
    size = voice.choice(("small", "large")) if voice.chance(0.2) else None
    new, y = _newcomer(voice, scene, cell, size)
    words = voice.say(ADD).format(y=y) if said is None else voice.say(ADD_AT).format(y=y, p=voice.place(cell))
    return words, scene.with_things([*things, new]), f"There is {article(thing_name(new))} {PLACES[cell]} now.", ""


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
    thing, x = _pick(voice, scene)
    if x in ("it", "that"):
        x = f"the {thing.kind}"
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
    return (voice.say(ADD_AT[:9]).format(y=y, p=f"{words} {x}"), scene.with_things([*things, new]),
            f"There is {article(thing_name(new))} {PLACES[cell]} now.", thing.kind)


def _remove(voice: Voice, scene: Scene) -> Change | None:
    if len(scene.things) == 1:
        return None
    thing, x = _pick(voice, scene)
    rest = [t for t in scene.things if t != thing]
    return voice.say(REMOVE).format(x=x), scene.with_things(rest), f"The {thing.kind} is gone.", _said_kind(x, thing)


def _resize(voice: Voice, scene: Scene) -> Change | None:
    thing, x = _pick(voice, scene)
    sizes = SIZE_NAMES if len(scene.things) == 1 and thing.cell == 4 else SIZE_NAMES[:3]
    if voice.chance(0.35):
        said = voice.choice(("small", "medium", "large"))
        size = settled_size(said, thing.cell, len(scene.things))
        words = voice.say(RESIZE).format(x=x, s=voice.say(SIZE_WORDS[said], always=True))
    else:
        step = voice.choice((-1, 1))
        index = sizes.index(thing.size) + step
        if not 0 <= index < len(sizes):
            return None
        size, words = sizes[index], voice.say(BIGGER if step > 0 else SMALLER).format(x=x)
    return words, _with(scene, thing, replace(thing, size=size)), f"The {thing.kind} is {size} now.", _said_kind(x, thing)


def _move(voice: Voice, scene: Scene) -> Change | None:
    thing, x = _pick(voice, scene)
    if len(scene.things) == 2 and scene.things[0].kind != scene.things[1].kind and voice.chance(0.2):
        a, b = scene.things
        if voice.chance(0.5):
            a, b = b, a
        words = voice.say(("swap {a} and {b}", "let {a} and {b} change places", "switch {a} and {b}")).format(a=f"the {a.kind}", b=f"the {b.kind}")
        return words, scene.with_things([replace(a, cell=b.cell), replace(b, cell=a.cell)]), "They have changed places.", a.kind
    cell = voice.choice([c for c in range(9) if c not in {t.cell for t in scene.things}] or [thing.cell])
    size = "large" if thing.size == "huge" else thing.size
    words = voice.say(MOVE).format(x=x, p=voice.place(cell))
    return words, _with(scene, thing, replace(thing, cell=cell, size=size)), f"The {thing.kind} is {PLACES[cell]} now.", _said_kind(x, thing)


def _reground(voice: Voice, scene: Scene) -> Change | None:
    fitting = [g for g in GROUND_NAMES if g != scene.ground and all(visible(t.colour, g) for t in scene.things)]
    if not fitting:
        return None
    ground = voice.choice(fitting)
    form = voice.random()
    if form < 0.25 and ground in GROUND_ONLY:
        words = voice.say(GROUND_ONLY[ground])
    elif form < 0.6:
        words = voice.say(BACKGROUND).format(g=voice.say(GROUND_NAMES_SAID.get(ground, (ground,))))
    else:
        words = voice.say(REGROUND).format(g=voice.ground(ground))
    return words, replace(scene, ground=ground), f"It is on {ground} now.", ""
