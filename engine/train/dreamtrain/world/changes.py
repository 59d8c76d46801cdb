"""What can be changed in a picture, in many wordings: each change with its words, the new scene and the answer."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.world.language import NUMBERS, PLACES, article, plural, thing_name
from dreamtrain.world.planner import FREE_ORDER, DEFAULT_COLOURS, LAYOUTS, default_colour, settled_size
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, MAX_THINGS, SHAPE_KINDS, SIZE_NAMES, Scene, Thing, visible
from dreamtrain.world.words import COUNT_WORDS, SIZE_WORDS, Voice

Change = tuple[str, Scene, str, str]  # words, new scene, answer, the kind it speaks of ("" for none)

RECOLOUR = (
    "make {x} {c}", "change {x} to {c}", "turn {x} {c}", "colour {x} {c}", "{x} should be {c}", "paint {x} {c}", "can you make {x} {c}?",
    "i want {x} in {c}", "change the colour of {x} to {c}", "could you turn {x} {c}?", "please make {x} {c}", "{x} in {c}",
    "make {x} {c} instead", "now make {x} {c}", "color {x} {c}", "change the color of {x} to {c}", "can {x} be {c}?", "i'd like {x} to be {c}",
    "recolour {x} to {c}", "could {x} be {c} instead?", "let {x} be {c}", "give {x} the colour {c}", "{x} must be {c}", "how about {x} in {c}?", "dye {x} {c}",
    "switch {x} to {c}", "set the colour of {x} to {c}", "make the colour of {x} {c}", "would {x} look good in {c}?", "{c} for {x}", "have {x} {c}",
    "{x} must become {c}", "i need {x} {c}", "i prefer {x} in {c}", "{x}: {c}", "make sure {x} is {c}", "use {c} for {x}", "get {x} {c}",
    "{x} would be nicer in {c}", "what if {x} were {c}?", "try {x} in {c}", "please colour {x} {c}", "tint {x} {c}", "{x} needs to be {c}",
    "could you colour {x} {c}?", "repaint {x} {c}", "why not make {x} {c}?", "now {x} in {c}", "take {c} for {x}", "i'd prefer {x} to be {c}",
    "would you make {x} {c}?", "could {x} have the colour {c}?", "may {x} be {c}?", "put {x} in {c}", "{x} can be {c}", "let me see {x} in {c}",
    "{c} would be better for {x}", "please let {x} be {c}", "could you paint {x} {c}?", "make {x} look {c}", "show {x} in {c}",
)
REPLACE = (
    "replace {x} with {y}", "swap {x} for {y}", "turn {x} into {y}", "{y} instead of {x}", "make {x} {y}", "change {x} into {y}",
    "change {x} to {y}", "i want {y} instead of {x}", "instead of {x}, {y}", "can you change {x} into {y}?", "can you replace {x} by {y}?",
    "put {y} where {x} is", "take {x} out and put {y} there", "could you swap {x} with {y}?", "{x} should become {y}", "exchange {x} for {y}", "no {x} but {y}", "put {y} in the place of {x}", "let {x} be {y}", "could {x} become {y}?",
    "draw {y} instead of {x}", "i'd like {y} instead of {x}", "not {x} but {y}", "{x} becomes {y}", "switch {x} for {y}", "substitute {y} for {x}",
    "please swap {x} for {y}", "please replace {x} with {y}",
    "{y}, not {x}", "swap {x} with {y}", "let {x} become {y}", "have {y} instead of {x}", "could {x} be {y}?", "{x} should be {y}",
    "make {y} out of {x}", "can {x} turn into {y}?", "use {y} in place of {x}", "take {y} instead of {x}", "could you turn {x} into {y}?",
    "please turn {x} into {y}", "please change {x} into {y}", "i would rather have {y} than {x}", "{x} must become {y}", "draw {y} where {x} is",
    "remove {x} and put {y} there", "change {x} for {y}", "put {y} instead of {x}", "could you make {x} {y}?", "would you replace {x} with {y}?",
    "trade {x} for {y}",
)
ADD = (
    "add {y}", "put {y} in", "add {y} to it", "and {y}", "also {y}", "now add {y}", "put {y} in too", "can you add {y}?",
    "{y} as well", "please add {y}", "i want {y} too", "draw {y} into it", "it needs {y}", "also draw {y}", "could you add {y}?",
    "give it {y}", "include {y}", "add {y} please", "can you put {y} in?", "it should also have {y}", "and now {y}", "there should be {y} too", "plus {y}", "i also want {y}", "please put {y} in",
    "could you also draw {y}?", "add {y} as well", "add {y} too", "place {y} in it", "{y} is missing", "let there be {y} too", "we need {y} there too",
    "{y} would be nice", "we need {y}", "it lacks {y}", "it misses {y}", "what about {y} too?", "how about adding {y}?", "don't forget {y}",
    "{y} should be there too", "i miss {y}", "insert {y}", "throw in {y}", "let me have {y} too", "could it have {y}?", "with {y} added",
    "there has to be {y}", "put in {y}", "bring in {y}", "{y} also", "now {y} too", "complete it with {y}", "what is missing is {y}",
    "i'd like {y} in it", "can it have {y} too?", "would you add {y}?", "it could use {y}", "you forgot {y}", "let's add {y}", "and add {y}",
    "paint {y} into it", "have {y} in it too", "it wants {y}", "and please {y} too",
)
ADD_AT = ("add {y} {p}", "put {y} {p}", "{p} add {y}", "and {y} {p}", "draw {y} {p} too", "can you put {y} {p}?", "now add {y} {p}",
          "place {y} {p}", "i want {y} {p} as well", "could you add {y} {p}?", "{p} i want {y}", "also {y} {p}", "it needs {y} {p}", "please add {y} {p}", "put {y} {p} too", "i also want {y} {p}", "there should be {y} {p}", "could you put {y} {p}?",
          "{y} {p} please", "plus {y} {p}", "add {y} {p} as well",
    "{y} should be {p} too", "let there be {y} {p}", "would you add {y} {p}?", "insert {y} {p}", "{p} put {y}", "{p} there should be {y}",
    "we need {y} {p}", "could there be {y} {p}?", "let's add {y} {p}", "i'd like {y} {p} too", "have {y} {p} as well", "can there be {y} {p}?",
    "there is {y} missing {p}", "how about {y} {p}?", "and {p} {y}", "now {y} {p}", "paint {y} {p}", "bring {y} in {p}", "what about {y} {p}?",
)
REMOVE = (
    "remove {x}", "delete {x}", "take {x} away", "take away {x}", "without {x}", "get rid of {x}", "erase {x}", "can you remove {x}?",
    "drop {x} from it", "please take {x} away", "please remove {x}", "no {x}", "i don't want {x}", "take {x} out", "leave out {x}", "leave {x} out",
    "cut {x}", "could you delete {x}?", "the same without {x}", "can you take {x} out?", "lose {x}", "wipe {x} away", "could you remove {x}?", "{x} should go", "{x} has to go", "{x} is not needed", "let {x} disappear",
    "make {x} disappear", "i'd like it without {x}", "hide {x}", "throw {x} out", "please delete {x}",
    "take {x} off", "clear {x}", "{x} must go", "{x} away", "i want {x} gone", "rub {x} out", "can {x} go?", "could {x} go away?", "away with {x}",
    "we don't need {x}", "please get rid of {x}", "could you take {x} away?", "would you remove {x}?", "not {x} please", "kick {x} out",
    "please drop {x}", "skip {x}", "{x} is too much", "without {x} please", "can you delete {x}?", "can you get rid of {x}?", "can you erase {x}?",
    "i'd rather not have {x}", "please erase {x}", "let {x} go", "strike {x}", "delete {x} from it", "remove {x} from it", "make it without {x}",
    "do it without {x}",
)
BIGGER = ("make {x} bigger", "{x} bigger", "make {x} larger", "bigger {x}", "enlarge {x}", "can you make {x} bigger?", "{x} should be bigger",
          "grow {x}", "please make {x} a bit bigger", "please make {x} larger", "i want {x} bigger", "make {x} a little larger", "scale {x} up",
    "{x} must be bigger", "i'd like {x} bigger", "could you make {x} bigger?", "let {x} grow", "{x} larger please", "{x} needs to be bigger",
    "now make {x} bigger", "can {x} be bigger?", "give {x} more size", "blow {x} up", "{x} a bit bigger", "would you make {x} larger?",
    "{x} is too small", "could {x} be larger?", "please enlarge {x}",
)
SMALLER = ("make {x} smaller", "{x} smaller", "shrink {x}", "can you make {x} smaller?", "{x} should be smaller", "make {x} a bit smaller",
           "please make {x} smaller", "reduce {x}", "i want {x} smaller", "can you make {x} a bit smaller?", "smaller {x}", "scale {x} down", "could {x} be smaller?",
    "{x} must be smaller", "i'd like {x} smaller", "could you make {x} smaller?", "let {x} shrink", "{x} a bit smaller please",
    "{x} needs to be smaller", "now make {x} smaller", "can {x} be smaller?", "make {x} a little smaller", "{x} is too big",
    "would you make {x} smaller?", "please shrink {x}", "make {x} less big", "could you shrink {x}?", "make {x} not so big",
)
RESIZE = ("make {x} {s}", "{x} should be {s}", "i want {x} {s}", "can you make {x} {s}?", "change {x} to {s}", "please make {x} {s}",
          "turn {x} {s}", "now make {x} {s}", "could {x} be {s}?", "i'd like {x} {s}",
    "{x} must be {s}", "let {x} be {s}", "i need {x} {s}", "{x} in {s}", "have {x} {s}", "could you make {x} {s}?", "show {x} {s}",
    "i prefer {x} {s}", "would you make {x} {s}?", "can {x} be {s}?", "{x} needs to be {s}", "draw {x} {s}", "get {x} {s}", "make sure {x} is {s}",
)
MOVE = ("move {x} {p}", "put {x} {p}", "{x} {p}", "{x} should be {p}", "can you move {x} {p}?", "place {x} {p}", "i want {x} {p}",
        "please move {x} {p}", "shift {x} {p}", "could you put {x} {p}?", "move {x} so that it is {p}", "set {x} {p}", "bring {x} {p}", "can {x} be {p}?", "{x} belongs {p}", "please put {x} {p}", "i'd like {x} {p}",
        "let {x} be {p}", "could {x} be {p}?", "push {x} so that it is {p}", "slide {x} so it is {p}", "drag {x} so it is {p}", "now put {x} {p}",
    "{x} must be {p}", "have {x} {p}", "let {x} go {p}", "could you move {x} {p}?", "would you put {x} {p}?", "i need {x} {p}", "{x} goes {p}",
    "get {x} {p}", "show {x} {p}", "can you put {x} {p}?", "draw {x} {p} instead", "{x} has to be {p}", "please place {x} {p}",
    "can you place {x} {p}?", "i prefer {x} {p}", "carry {x} so it is {p}", "could you place {x} {p}?", "{x} needs to be {p}",
    "send {x} so that it is {p}", "please set {x} {p}", "pull {x} so that it is {p}", "take {x} and put it {p}",
)
REGROUND = ("make it {g}", "put it {g}", "{g}", "the same {g}", "now {g}", "i want it {g}", "can you make it {g}?", "the same picture {g}",
            "change it so it is {g}", "could it be {g}?", "{g} please", "show it {g}", "what about {g}?",
            "please put it {g}", "let it be {g}", "how about {g}?", "it should be {g}", "i'd like it {g}", "move it all {g}", "can it be {g}?",
    "have it {g}", "put the whole thing {g}", "could you put it {g}?", "would you show it {g}?", "the scene {g}", "draw it {g}",
    "i'd rather have it {g}", "set it {g}", "now show it {g}", "let's see it {g}", "could you make it {g}?", "can you put it {g}?",
    "everything {g}", "i need it {g}", "it must be {g}", "get it {g}", "i prefer it {g}", "place it {g}", "change it to be {g}",
    "let it all be {g}",
)
BACKGROUND = ("make the background {g}", "change the background to {g}", "{g} background", "the background should be {g}", "use a {g} background",
              "can you make the background {g}?", "turn the background {g}", "with a {g} background", "background {g}", "paint the background {g}", "please make the background {g}",
              "i want a {g} background", "could the background be {g}?", "set the background to {g}", "colour the background {g}", "background: {g}",
              "let the background be {g}", "give it a {g} background", "i'd like the background {g}", "the background in {g}", "new background: {g}",
    "can the background be {g}?", "change the background colour to {g}", "have a {g} background", "would you make the background {g}?",
    "the background must be {g}", "i need a {g} background", "i prefer a {g} background", "put a {g} background", "let it have a {g} background",
    "could you make the background {g}?", "background to {g}", "can you change the background to {g}?", "take a {g} background",
    "background in {g} please", "swap the background for {g}", "please use a {g} background", "a {g} background please",
    "show it on a {g} background", "the background {g} please", "i want the background {g}",
)
JOINED = ("{} and {}", "{} and {}", "{}, and {}", "{}, then {}", "{} and then {}", "{}. {}", "{}; {}", "first {}, then {}", "{} and also {}", "{}. then {}",
          "{}, and also {}", "two things: {}, and {}", "{}. also {}", "{} & {}")
RECOUNT = ("make it {n} {ks}", "i want {n} {ks}", "{n} {ks} instead", "there should be {n} {ks}", "make that {n} {ks}", "change it to {n} {ks}", "{n} of them",
           "make it {n}", "can you make it {n} {ks}?", "draw {n} of them", "it should be {n} {ks}", "now with {n} {ks}", "could there be {n} {ks}?",
           "the same with {n} {ks}", "i'd like {n} {ks}",
    "have {n} {ks}", "could it be {n} {ks}?", "let there be {n} {ks}", "{n} {ks} please", "i need {n} {ks}", "we need {n} of them",
    "please make it {n} {ks}", "change the number to {n}", "show {n} {ks} instead", "i'd rather have {n} {ks}", "as {n} {ks}",
    "it must be {n} {ks}", "take {n} {ks}", "let it be {n} {ks}", "would {n} {ks} be possible?",
)
GROUND_NAMES_SAID = {"light blue": ("light blue", "blue"), "light green": ("light green", "green"), "dark blue": ("dark blue", "dark")}
GROUND_ONLY = {"dark blue": ("make it night", "now at night", "make it dark", "night time", "turn it into night"),
               "light blue": ("make it day", "by day", "put it in the sky", "daytime please"), "light green": ("put it on grass", "put it on a meadow")}


def change_of(voice: Voice, scene: Scene) -> Change | None:
    change = _two_changes(voice, scene) if voice.chance(0.1) else _one_change(voice, scene)
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
    words = voice.say(JOINED).format(first[0].rstrip("?"), second[0].rstrip("?"))
    return words, second[1], f"{first[2]} {second[2]}", ""


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
        return voice.say(REMOVE).format(x=x), scene.with_things(rest), f"The {plural(kind)} are gone.", kind
    if way < 0.5:
        said = voice.choice(("small", "medium", "large"))
        words = voice.say(RESIZE).format(x=x, s=voice.say(SIZE_WORDS[said], always=True))
        return words, scene.with_things([*rest, *(replace(t, size=said) for t in found)]), f"The {plural(kind)} are {said} now.", kind
    colour = _seen(voice, scene)
    words = voice.say(RECOLOUR).format(x=x, c=voice.colour(colour))
    return words, scene.with_things([*rest, *(replace(t, colour=colour) for t in found)]), f"The {plural(kind)} are {colour} now.", kind


def _recount(voice: Voice, scene: Scene) -> Change | None:
    """Another number of a thing, where all are the same: they are laid out anew."""
    thing = scene.things[0]
    if any((t.kind, t.colour, t.size) != (thing.kind, thing.colour, thing.size) for t in scene.things):
        return None
    count = voice.choice([n for n in range(2, MAX_THINGS + 1) if n != len(scene.things)])
    size = "large" if thing.size == "huge" and len(scene.things) > 1 else "medium" if thing.size == "huge" else thing.size
    words = voice.say(RECOUNT).format(n=voice.say((NUMBERS[count], str(count)), always=True), ks=plural(voice.kind(thing.kind)))
    things = [replace(thing, size=size, cell=cell) for cell in LAYOUTS[count]]
    return words, scene.with_things(things), f"There are {NUMBERS[count]} {plural(thing.kind)} now.", ""


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


def _add_some(voice: Voice, scene: Scene) -> Change | None:
    """Two or three new things of a kind, in the places that are free."""
    count = voice.choice((2, 2, 3))
    if len(scene.things) + count > MAX_THINGS:
        return None
    things, cell = _room(scene, None)
    new, _ = _newcomer(voice, scene, cell)
    said = "" if new.colour == default_colour(new.kind, scene.ground) and voice.chance(0.6) else voice.colour(new.colour) + " "
    cells = [cell, *(c for c in FREE_ORDER if c != cell and c not in {t.cell for t in things})][:count]
    words = voice.say(ADD).format(y=f"{voice.say(COUNT_WORDS[count], always=True)} {said}{plural(voice.kind(new.kind))}")
    added = [replace(new, cell=c) for c in cells]
    return words, scene.with_things([*things, *added]), f"There are {NUMBERS[count]} {plural(new.kind)} more now.", ""


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
