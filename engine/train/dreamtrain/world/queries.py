"""What a question about a picture asks, as the plan's line says it, and the answer to it.

    look #1: colour red house

The model only says what is asked. Code reads the answer off the picture's caption, and says what is seen before it, so that people can
check it. Kept alike with engine/planner/queries.ts, which answers in the bot; here answers are made for what was said earlier in a
thread, and for the examination.

    all                     what is there, all of it
    ground                  what stands behind the things
    count PHRASE            how many there are; PHRASE is "star", "red star", "thing", "star on the left"
    colour PHRASE, where PHRASE, there PHRASE
    is PHRASE: COLOUR       whether it has that colour
    what PLACE              which thing is there: "what on the left"
    bigger NOUN, NOUN       which of the two
"""

from __future__ import annotations

from dreamtrain.world.language import NUMBERS, PLACES, article, caption, listed, plural, thing_name
from dreamtrain.world.scene import SIZE_NAMES, Scene, Thing


def answer(query: str, scene: Scene) -> str:
    seen = f"I see {caption(scene)}."
    head, _, rest = query.partition(" ")
    said = {"all": lambda: "", "ground": lambda: f"The background is {scene.ground}."}.get(head) or (lambda: _READERS[head](rest, scene))
    return f"{seen} {said()}".strip()


def found(phrase: str, scene: Scene) -> list[Thing]:
    place = next((words for words in PLACES.values() if phrase.endswith(f" {words}")), "")
    *qualities, noun = phrase.removesuffix(place).split()
    return [
        thing for thing in scene.things
        if noun in (thing.kind, "thing") and {*qualities} <= {thing.colour, thing.size} and place in ("", PLACES[thing.cell])
    ]


def _count(phrase: str, scene: Scene) -> str:
    number = len(found(phrase, scene))
    head, place = _apart(phrase)
    return f"There {'is' if number == 1 else 'are'} {NUMBERS[number]} {head if number == 1 else plural(head)}{place}."


def _colour(phrase: str, scene: Scene) -> str:
    return _told(phrase, scene, [thing.colour for thing in found(phrase, scene)])


def _where(phrase: str, scene: Scene) -> str:
    return _told(phrase, scene, [PLACES[thing.cell] for thing in found(phrase, scene)])


def _there(phrase: str, scene: Scene) -> str:
    things = found(phrase, scene)
    head, place = _apart(phrase)
    if not things:
        return f"No, there is no {head}{place}."
    if len(things) == 1:
        return f"Yes, there is {article(thing_name(things[0]))} {PLACES[things[0].cell]}."
    return f"Yes, there are {NUMBERS[len(things)]} {plural(head)}{place}."


def _is(rest: str, scene: Scene) -> str:
    phrase, _, colour = rest.partition(": ")
    colours = [thing.colour for thing in found(phrase, scene)]
    told = _told(phrase, scene, colours)
    return f"{'Yes' if {*colours} == {colour} else 'No'}, {told[0].lower()}{told[1:]}" if colours else told


def _what(place: str, scene: Scene) -> str:
    there = [thing for thing in scene.things if PLACES[thing.cell] == place]
    return f"There is {article(thing_name(there[0])) if there else 'nothing'} {place}."


def _bigger(rest: str, scene: Scene) -> str:
    nouns = rest.split(", ")
    sizes = [max((SIZE_NAMES.index(thing.size) for thing in found(noun, scene)), default=None) for noun in nouns]
    if None in sizes:
        return f"There is no {nouns[sizes.index(None)]}."
    return "They are the same size." if sizes[0] == sizes[1] else f"The {nouns[sizes[1] > sizes[0]]} is bigger."


def _told(phrase: str, scene: Scene, values: list[str]) -> str:
    """"The red stars are on the left and at the top." """
    head, place = _apart(phrase)
    if not values:
        return f"There is no {head}{place}."
    return f"The {head if len(values) == 1 else plural(head)}{place} {'is' if len(values) == 1 else 'are'} {listed(list(dict.fromkeys(values)))}."


def _apart(phrase: str) -> tuple[str, str]:
    place = next((f" {words}" for words in PLACES.values() if phrase.endswith(f" {words}")), "")
    return phrase.removesuffix(place), place


_READERS = {"count": _count, "colour": _colour, "where": _where, "there": _there, "is": _is, "what": _what, "bigger": _bigger}
