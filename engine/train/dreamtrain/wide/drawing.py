"""Requests to draw, in many wordings, each with the scene that the planner's rule gives it."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.wide.concepts import BY_NOUN, CONCEPTS, KINDS
from dreamtrain.wide.language import caption, listed
from dreamtrain.wide.planner import Wish, plan_scene
from dreamtrain.wide.scene import MAX_THINGS, RELATIONS, Guest, Scene, faults, sample_colour, sample_scene
from dreamtrain.wide.words import WideVoice
from dreamtrain.world.dialogue import Picture, Step, Turn, new_name
from dreamtrain.world.drawing import FIRST, HERE, IN_TWO, ORDERS, RELATIONS as SIDES, SECOND

SETTING_FIRST = ("{ground}, {x}", "{ground}: {x}", "{ground} i want {x}", "{ground} draw {x}")
CHAINS = (
    "a diagram: {}", "a diagram of {}", "{} as a diagram", "{} in a diagram with arrows", "{} connected by arrows", "{} joined with arrows", "a flow from {}",
    "a flow chart: {}", "a simple diagram of {}", "{} with arrows between them", "a chain of {}", "an arrow diagram: {}", "{} linked by arrows", "steps: {}",
    "{} one after another with arrows", "the flow {}", "a picture of the flow {}", "a pipeline of {}", "{} with arrows from left to right", "a scheme: {}",
)
_TECHNICAL = tuple(concept.noun for concept in CONCEPTS if concept.category in ("computing", "office"))


def draw_turn(voice: WideVoice, thread: list[Picture]) -> Turn:
    if voice.chance(0.07):
        return _two_pictures(voice, thread)
    words, scene = draw_request(voice)
    return drawn(voice, voice.chatter(words), scene, thread)


def drawn(voice: WideVoice, request: str, scene: Scene, thread: list[Picture]) -> Turn:
    return Turn(request, (Step("write", voice.say(HERE)), Step("draw", picture=Picture(new_name(thread), scene))))


def _two_pictures(voice: WideVoice, thread: list[Picture]) -> Turn:
    (a, first), (b, second) = wished_scene(voice, 2), wished_scene(voice, 2)
    words = voice.say(IN_TWO).format(a=a, b=b)
    if voice.chance(0.7):
        words = voice.say(("draw {}", "make {}", "i want {}", "please draw {}", "show me {}", "paint {}")).format(words)
    one = Picture(new_name(thread), first)
    two = Picture(new_name([*thread, one]), second)
    steps = (Step("write", voice.say(FIRST)), Step("draw", picture=one), Step("write", voice.say(SECOND)), Step("draw", picture=two))
    return Turn(voice.chatter(words), steps)


def draw_request(voice: WideVoice) -> tuple[str, Scene]:
    """The words of a request (before chatter) and the scene it means."""
    words, scene = wished_scene(voice)
    return (words if voice.chance(0.1) else voice.say(ORDERS).format(words)), scene


def wished_scene(voice: WideVoice, most: int = MAX_THINGS) -> tuple[str, Scene]:
    """"two red foxes and a tent in a forest at night" and its scene."""
    while True:
        if voice.chance(0.08):
            scene = sample_scene(voice, voice.randint(1, min(most, 4)))
            return caption(scene), scene
        said, setting = voice.setting() if voice.chance(0.45) else ("", Scene("white", ()))
        form = voice.choices((_alone, _hosted, _related, _row, _chain, _several), (5, 2, 3, 1.4, 1, 5))[0]
        words, wishes, layout, arrows = form(voice, setting, most)
        scene = replace(plan_scene(wishes, setting, layout), arrows=arrows)
        if faults(scene):
            continue
        if not said:
            return words, scene
        if voice.chance(0.12):
            return voice.say(SETTING_FIRST).format(ground=said, x=words), scene
        return words + (", " if voice.chance(0.4) else " ") + said, scene


def wish(voice: WideVoice, setting: Scene, count: int = 1, kinds: tuple[str, ...] = KINDS) -> Wish:
    kind = voice.choice(kinds)
    own = BY_NOUN[kind].colour
    colour = sample_colour(voice, kind, setting) if voice.chance(0.6) else None
    if colour == own and voice.chance(0.5):
        colour = None
    size = voice.choice(("small", "medium", "large", "large")) if voice.chance(0.25) else None
    return Wish(kind, colour or None, size, count=count)


def _alone(voice, setting, most):
    one = wish(voice, setting)
    words = voice.thing(one)
    if voice.chance(0.3):
        one = replace(one, cell=voice.randrange(9))
        words += " " + voice.place(one.cell)
    return words, [one], None, ()


def _hosted(voice, setting, most):
    """One thing on, in or under another one."""
    guest = wish(voice, setting)
    host = replace(wish(voice, setting), size=None, guest=Guest(guest.kind, guest.colour or "", voice.choice(RELATIONS)))
    if most >= 3 and voice.chance(0.25):
        other = wish(voice, setting)
        return f"{voice.thing(host)} and {voice.thing(other)}", [host, other], None, ()
    return voice.thing(host), [host], None, ()


def _related(voice, setting, most):
    if most >= 3 and voice.chance(0.15):
        middle, left, right = (wish(voice, setting) for _ in range(3))
        return f"{voice.thing(middle)} between {voice.thing(left)} and {voice.thing(right)}", [middle, left, right], (4, 3, 5), ()
    a, b = wish(voice, setting), wish(voice, setting)
    words, cells = voice.say([side for side in SIDES if "on top" not in side[0] and " under" not in side[0] and " beneath" not in side[0]], always=not voice.held_out)
    return words.format(a=voice.thing(a), b=voice.thing(b)), [a, b], cells, ()


def _row(voice, setting, most):
    count = min(voice.choice((2, 3, 3)), most)
    group = wish(voice, setting, count)
    if voice.chance(0.6):
        words = voice.say(("{} in a row", "{} side by side", "a row of {}", "{} next to each other"))
        return words.format(voice.thing(group)), [group], (3, 5) if count == 2 else (3, 4, 5), ()
    words = voice.say(("{} in a column", "a column of {}", "{} one above the other"))
    return words.format(voice.thing(group)), [group], (1, 7) if count == 2 else (1, 4, 7), ()


def _chain(voice, setting, most):
    """A -> B -> C."""
    count = min(voice.choice((2, 3, 3, 3)), most)
    kinds = _TECHNICAL if voice.chance(0.6) else KINDS
    wishes = [replace(wish(voice, setting, kinds=kinds), size=None, colour=None) for _ in range(count)]
    cells = (3, 5) if count == 2 else (3, 4, 5)
    arrows = tuple(zip(cells, cells[1:]))
    names = [voice.kind(each.kind) for each in wishes]
    if voice.chance(0.4):
        return voice.say((" -> ", " → ", " to ", " then "), always=True).join(names), wishes, cells, arrows
    return voice.say(CHAINS).format(voice.say((" -> ", " to ", ", then ", " → "), always=True).join(names)), wishes, cells, arrows


def _several(voice, setting, most):
    """A list of two to six things: single ones, groups, some with places."""
    total = min(voice.choices((2, 3, 4, 5, 6), (4, 3, 1.5, 1, 1))[0], most)
    wishes, left = [], total
    while left:
        count = voice.choices((1, 2, 3, 4, 5, 6)[:left], (6, 2, 2, 1, 1, 1)[:left])[0]
        wishes.append(wish(voice, setting, count))
        left -= count
    phrases = [voice.thing(each) for each in wishes]
    if voice.chance(0.3) and all(each.count == 1 for each in wishes):
        cells = voice.sample(range(9), len(wishes))
        wishes = [replace(each, cell=cell) for each, cell in zip(wishes, cells)]
        phrases = [f"{phrase} {voice.place(cell)}" for phrase, cell in zip(phrases, cells)]
    if len(phrases) == 2:
        return voice.say(("{} and {}",) * 4 + ("{} with {}", "{} plus {}", "{}, {}", "{} & {}"), always=True).format(*phrases), wishes, None, ()
    return (voice.say((" and ", ", "), always=True).join(phrases) if voice.chance(0.2) else listed(phrases)), wishes, None, ()
