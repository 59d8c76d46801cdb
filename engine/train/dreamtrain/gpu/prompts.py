"""What the wide model is examined on: held-out requests by what they ask for, and what a picture must show to count as right."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.wide.concepts import COLOUR_NAMES, KINDS
from dreamtrain.wide.conversations import make_turn
from dreamtrain.wide.planner import Wish, plan_scene
from dreamtrain.wide.scene import RELATIONS, Guest, Scene, all_things, fits, own_colour, paintable
from dreamtrain.wide.words import WideVoice
from dreamtrain.world.dialogue import Turn
from dreamtrain.world.drawing import ORDERS, drawn

SEED = 20261122
ABILITIES = ("single object", "two objects", "counting", "colour", "position", "attribute binding")
TASKS = ("draw", "edit", "refuse", "ask", "document", "story", "talk")
ANSWERS = ("question", "judge", "describe")
_WHITE = Scene("white", ())
_SIDES = (("{a} left of {b}", (3, 5)), ("{a} to the right of {b}", (5, 3)), ("{a} above {b}", (1, 7)), ("{a} below {b}", (7, 1)), ("{a} to the left of {b}", (3, 5)), ("{a} right of {b}", (5, 3)))


def asked(ability: str, count: int) -> list[tuple[Turn, Scene]]:
    """Requests in held-out wordings with the scenes they mean."""
    voice, made = WideVoice(SEED + ABILITIES.index(ability), held_out=True), []
    while len(made) < count:
        words, scene = _request(voice, ability)
        made.append((drawn(voice, voice.chatter(voice.say(ORDERS).format(words)), scene, []), scene))
    return made


def _request(voice: WideVoice, ability: str) -> tuple[str, Scene]:
    a, b = (Wish(kind) for kind in voice.sample(KINDS, 2))
    if ability == "single object":
        return voice.thing(a), plan_scene([a])
    if ability == "two objects":
        return f"{voice.thing(a)} and {voice.thing(b)}", plan_scene([a, b])
    if ability == "counting":
        group = replace(a, count=voice.randint(2, 6))
        return voice.thing(group), plan_scene([group])
    if ability == "colour":
        a = _coloured(voice, a)
        return voice.thing(a), plan_scene([a])
    if ability == "attribute binding":
        a, b = _coloured(voice, a), _coloured(voice, b)
        return f"{voice.thing(a)} and {voice.thing(b)}", plan_scene([a, b])
    if voice.chance(0.3):
        host = replace(a, guest=Guest(b.kind, "", voice.choice(RELATIONS)))
        return voice.thing(host), plan_scene([host])
    words, cells = voice.choice(_SIDES)
    return words.format(a=voice.thing(a), b=voice.thing(b)), plan_scene([a, b], layout=cells)


def _coloured(voice: WideVoice, wish: Wish) -> Wish:
    """In a colour that is not its own and can be seen on white."""
    while not paintable(wish.kind):
        wish = replace(wish, kind=voice.choice(KINDS))
    return replace(wish, colour=voice.choice([name for name in COLOUR_NAMES if name != own_colour(wish.kind) and fits(wish.kind, name, _WHITE)]))


def shows(ability: str, wanted: Scene, seen: Scene) -> bool:
    kinds, got = [each.kind for each in all_things(wanted)], [each.kind for each in all_things(seen)]
    if ability in ("single object", "two objects"):
        return all(kind in got for kind in kinds)
    if ability == "counting":
        return got.count(kinds[0]) == len(kinds)
    if ability in ("colour", "attribute binding"):
        looks = {(each.kind, each.colour) for each in all_things(seen)}
        return all((each.kind, each.colour) in looks for each in all_things(wanted))
    host = wanted.things[0]
    if host.guest:
        return any(t.kind == host.kind and t.guest and (t.guest.kind, t.guest.relation) == (host.guest.kind, host.guest.relation) for t in seen.things)
    places = {thing.kind: divmod(thing.cell, 3) for thing in seen.things}
    if not all(kind in places for kind in kinds):
        return False
    (row, column), (other_row, other_column) = (places[kind] for kind in kinds)
    first, second = (divmod(thing.cell, 3) for thing in wanted.things)
    return column < other_column if first[1] < second[1] else row < other_row if first[0] < second[0] else False


def threads(task: str, count: int) -> list[list[Turn]]:
    """Threads whose last turn is of this task, in held-out wordings; edits and questions mostly behind earlier turns."""
    voice, made = WideVoice(SEED + 100 + (*TASKS, *ANSWERS).index(task), held_out=True), []
    while len(made) < count:
        turns, shown = [], []
        for _ in range(voice.choice((0, 1, 1, 2)) if task in ("edit", "question") else voice.choice((0, 0, 0, 1))):
            earlier = voice.choice(("draw", "draw", "edit")) if task in ("edit", "question") and shown else "draw"
            turns.append(make_turn(voice, earlier, shown))
            shown += turns[-1].shown()
        if len(shown) < 5:
            made.append([*turns, make_turn(voice, task, shown)])
    return made
