"""Requests to draw, in many wordings, each with the scene that the planner's rule gives it."""

from __future__ import annotations

import re
from dataclasses import replace

from dreamtrain.world import ordering
from dreamtrain.world.dialogue import Picture, Step, Turn, new_name
from dreamtrain.world.language import article, caption, listed, plural
from dreamtrain.world.planner import Wish, default_colour, plan_scene
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, Scene, sample_scene, visible
from dreamtrain.world.words import Voice

ORDERS = (
    "draw {}", "draw me {}", "please draw {}", "can you draw {}?", "could you draw {}?", "paint {}", "show me {}", "make {}",
    "i want {}", "can you make me {}?",
    "draw a picture of {}", "a picture of {}", "make a picture of {}", "i want a picture of {}", "i'd like {}", "give me {}",
    "create {}", "generate {}", "a drawing of {}", "could you make me a drawing of {}?",
    "can i have {}?", "could i have a picture of {}?", "let's see {}", "how about {}?", "i need {}", "would you draw {}?",
    "picture: {}", "create an image of {}", "generate an image with {}", "i would love to see {}",
    "paint me {}", "can you paint {}?", "can you make {}?", "can you show me {}?", "please make {}", "please paint a picture of {}",
    "an image of {}", "new picture: {}", "draw {} for us", "make me a picture with {}",
    "illustrate {}", "do {}", "i want to see {}", "we need {}", "may i have {}?", "try {}", "render {}", "image of {}",
    "design {}", "please could you show me {}?", "sketch {}", "please could you sketch {}?",
    "please draw me {}", "please show me {}", "would you paint {}?", "would you make {}?", "i would like {}", "i would like to see {}",
    "i'd love {}", "bring me {}", "could you show me {}?", "could you paint me {}?", "could i see {}?", "can we have {}?", "can you do {}?",
    "can you create {}?", "please create {}", "please generate {}", "please do {}", "would you show me {}?", "let me see {}", "what about {}?",
    "we want {}", "i want you to draw {}", "i'd like you to draw {}", "now draw {}", "try to draw {}", "put {} on a page", "a nice picture of {}",
    "get me {}", "one picture with {}", "a sketch of {}", "new: {}", "next: {}", "go draw {}", "please would you draw {}?", "prepare {}",
)
GROUND_FIRST = ("{ground}, {x}", "{ground}: {x}", "{ground} i want {x}", "{ground} draw {x}")
IN_TWO = (
    "{a} and then, in a second picture, {b}", "{a} and in another picture {b}", "two pictures: first {a}, then {b}",
    "two pictures: {a}, and {b}", "{a}, and a second picture with {b}", "first {a} and then {b} in a new picture",
    "one picture of {a} and one picture of {b}", "2 pictures, one with {a} and one with {b}", "{a}; second picture: {b}",
    "two separate pictures: {a} and {b}", "{a}, then another picture: {b}", "picture one: {a}. picture two: {b}",
    "two pictures please: {a} and, separately, {b}", "{a} and a separate picture of {b}", "first picture: {a}. second picture: {b}", "make two pictures, {a} and {b}",
    "one with {a}, and another one with {b}", "{a} in one picture and {b} in another", "two images: {a} / {b}", "two different pictures, one of {a} and one of {b}",
    "separate pictures of {a} and of {b}", "{a}, and separately {b}", "in the first picture {a}, in the second {b}", "{a} first, then {b} as its own picture",
    "pictures of {a} and of {b}, each on its own", "a picture of {a} and then one of {b}",
    "{a} and {b}, each in its own picture", "{a} and {b}, as separate pictures", "{a} on one picture, {b} on another",
    "{a}, and as a second picture {b}", "{a}, and one more picture: {b}", "{a}, next picture: {b}", "{a}; then a new picture: {b}",
    "{a} / second picture: {b}", "1: {a}. 2: {b}", "1. {a} 2. {b}", "picture 1: {a}, picture 2: {b}", "picture 1: {a}. picture 2: {b}",
    "first: {a}. second: {b}", "first a picture of {a}, then a picture of {b}", "first one picture with {a}, then one with {b}",
    "one picture with {a}, one with {b}", "one image with {a} and another image with {b}", "one of {a}, and one of {b}",
    "one for {a} and one for {b}", "a picture with {a} and another with {b}", "a picture of {a}, and another of {b}",
    "an image of {a} and another image of {b}", "two drawings: {a}; {b}", "two drawings: first {a}, then {b}", "two images: {a}; {b}",
    "two images, the first with {a}, the second with {b}", "two pics: {a} / {b}", "two pictures, {a} / {b}", "two pictures: {a}; {b}",
    "two pictures: 1) {a} 2) {b}", "two pictures, one with {a}, the other with {b}", "two pictures, one of {a} and the other of {b}",
    "two pictures, the first of {a} and the second of {b}", "two single pictures: {a} / {b}",
    "two separate pictures, one of {a} and one of {b}", "two separate images: {a}; {b}", "two separate drawings: first {a}, then {b}",
    "2 pictures: {a} / {b}", "2 pictures: first {a}, second {b}", "2 images: one of {a}, one of {b}", "separately {a} and then {b}",
    "in one picture {a}, in the other {b}", "on one page {a}, on the next page {b}", "both {a} and {b}, but not in the same picture",
    "{a} and {b}, but in two pictures", "{a} and {b}, but in different pictures", "{a} and {b}, not in one picture", "both {a} and {b}, each in a picture of its own",
    "both {a} and {b}, in two pictures", "both {a} and {b}, but separately", "not in one picture: {a} and {b}", "{a} and {b}, but not together", "not together: {a} and {b}",
    "both {a} and {b}, not in one picture", "both {a} and also {b}, in different pictures", "{a} and, not in that picture, {b}", "{a} but {b} in a picture of its own", "{a}; {b} in a picture of its own",
    "both: {a} / {b}", "both of these: {a} / {b}", "{a} / {b}, separately", "two times: {a} / {b}", "each in its own picture: {a} and {b}", "one picture each: {a} and {b}", "one picture each for {a} and for {b}",
    "{a}, plus {b} as another picture", "{a}, plus another picture of {b}",
    "a picture each: {a} and {b}", "a picture each for {a} and {b}", "each of these in a picture: {a} and {b}", "each in one picture: {a} and {b}", "in one picture each: {a} and {b}", "one drawing each: {a} and {b}", "an image each: {a} and {b}",
)
_BARE_AND = re.compile(r"\{a\},? and \{b\}")  # with "a star and a boat" as one of the two, nobody could say where the first picture ends
RELATIONS = (  # wording of "{a} ... {b}", the cells of a and of b
    ("{a} left of {b}", (3, 5)), ("{a} to the left of {b}", (3, 5)), ("{a} right of {b}", (5, 3)),
    ("{a} to the right of {b}", (5, 3)), ("{a} above {b}", (1, 7)), ("{a} over {b}", (1, 7)), ("{a} on top of {b}", (1, 7)),
    ("{a} below {b}", (7, 1)), ("{a} under {b}", (7, 1)), ("{a} over top of {b}", (1, 7)), ("{a} beneath {b}", (7, 1)),
    ("{a} underneath {b}", (7, 1)), ("{a} next to {b}", (3, 5)), ("{a} beside {b}", (3, 5)), ("{a} with {b} above it", (7, 1)),
    ("{a} with {b} below it", (1, 7)), ("{a} with {b} under it", (1, 7)), ("{a} with {b} on top", (7, 1)),
    ("{a} with {b} on its left", (5, 3)), ("{a} at the left of {b}", (3, 5)), ("{a} with {b} on its right", (3, 5)),
)
_ROWS = {cell: {2: row[::2], 3: row} for cell, row in {1: (0, 1, 2), 7: (6, 7, 8), 3: (0, 3, 6), 5: (2, 5, 8)}.items()}  # where a group is above, below, left or right
HERE = ("Here you are.", "Here it is.", "One picture, coming up.")
FIRST = ("Here is the first one.", "First picture:")
SECOND = ("And here is the second one.", "And the second:")


def draw_turn(voice: Voice, thread: list[Picture]) -> Turn:
    if voice.chance(0.28):
        return two_pictures(voice, thread)
    words, scene = draw_request(voice)
    return drawn(voice, voice.chatter(words), scene, thread)


def drawn(voice: Voice, request: str, scene: Scene, thread: list[Picture]) -> Turn:
    return Turn(request, (Step("write", voice.say(HERE)), Step("draw", picture=Picture(new_name(thread), scene))))


def two_pictures(voice: Voice, thread: list[Picture]) -> Turn:
    form = voice.say(IN_TWO)
    most = 1 if _BARE_AND.search(form) else 2
    (a, first), (b, second) = wished_scene(voice, most), wished_scene(voice, most)
    words = form.format(a=a, b=b)
    if voice.chance(0.7):
        frame = voice.say(("draw {}", "make {}", "i want {}", "please draw {}", "show me {}", "paint {}"))
        words = (frame if voice.held_out or voice.chance(0.4) else ordering.to_draw(voice, ORDERS, plain=True)).format(words)
    one = Picture(new_name(thread), first)
    two = Picture(new_name([*thread, one]), second)
    steps = (Step("write", voice.say(FIRST)), Step("draw", picture=one), Step("write", voice.say(SECOND)), Step("draw", picture=two))
    return Turn(voice.chatter(words), steps)


def draw_request(voice: Voice) -> tuple[str, Scene]:
    """The words of a request (before chatter) and the scene it means."""
    words, scene = wished_scene(voice)
    if voice.chance(0.1):
        return words, scene
    return ordered(voice).format(words), scene


def ordered(voice: Voice) -> str:
    """A wording with one {} that asks to draw."""
    return voice.say(ORDERS) if voice.held_out or voice.chance(0.35) else ordering.to_draw(voice, ORDERS)


def wished_scene(voice: Voice, most: int = 5) -> tuple[str, Scene]:
    """"two red stars and a boat at night" and its scene."""
    if voice.chance(0.1):
        scene = sample_scene(voice, voice.randint(1, most))
        return caption(scene), scene
    ground = voice.choice(GROUND_NAMES) if voice.chance(0.35) else None
    form = voice.choices((_alone, _related, _row, _corners, _several), (5, 3, 1.6, 0.4, 5))[0]
    if not voice.held_out and most > 2 and voice.chance(0.2):
        form = voice.choice((_around, _around, _around, _in_colours))
    words, wishes, layout = form(voice, ground, most)
    scene = plan_scene(wishes, ground, layout)
    if ground is None:
        return words, scene
    if voice.chance(0.12):
        return voice.say(GROUND_FIRST).format(ground=voice.ground(ground), x=words), scene
    comma = ", " if voice.chance(0.4) else " "
    return words + comma + voice.ground(ground), scene


def wish(voice: Voice, ground: str | None = None, count: int = 1) -> Wish:
    colour = voice.choice(COLOUR_NAMES) if voice.chance(0.65) else None
    if colour and ground and not visible(colour, ground):
        colour = "orange"
    size = voice.choice(("small", "medium", "large", "large")) if voice.chance(0.3) else None
    return Wish(voice.choice(KINDS), colour, size, count=count)


def _alone(voice, ground, most):
    one = wish(voice, ground)
    words = voice.thing(one)
    if not voice.held_out and one.colour is None and voice.chance(0.25):  # "a circle but not red"
        unwanted = voice.choice(COLOUR_NAMES)
        kept = default_colour(one.kind, ground)
        other = next(c for c in ("blue", "green", "yellow") if c != unwanted and (ground is None or visible(c, ground)))
        words += voice.choice((" but not {}", ", not {}", " but not in {}", ", but not {}", " which is not {}", " that isn't {}", ", just not {}")).format(voice.colour(unwanted))
        return words, [replace(one, colour=other if kept == unwanted else kept)], None
    if voice.chance(0.3):
        one = replace(one, cell=voice.randrange(9))
        words += " " + voice.place(one.cell)
    return words, [one], None


def _related(voice, ground, most):
    if most >= 3 and voice.chance(0.12):
        middle, left, right = (wish(voice, ground) for _ in range(3))
        words = f"{voice.thing(middle)} between {voice.thing(left)} and {voice.thing(right)}"
        return words, [middle, left, right], (4, 3, 5)
    a, b = wish(voice, ground), wish(voice, ground)
    words, cells = voice.say(RELATIONS)
    if not voice.held_out and most > 2 and " it" not in words and voice.chance(0.3):  # "two stars above a boat"
        count, group = voice.choice((2, 2, 3)[: most - 1]), voice.randrange(2)
        a, b = (replace(each, count=count) if index == group else each for index, each in enumerate((a, b)))
        rows = [_ROWS[cell][count] if index == group else (cell,) for index, cell in enumerate(cells)]
        cells = (*rows[0], *rows[1])
    return words.format(a=voice.thing(a), b=voice.thing(b)), [a, b], cells


def _around(voice, ground, most):
    """"a house with a tree on the left and a sun above": what is named first stands in the middle."""
    sides = {3: ("on the left", "on its left", "to the left", "left of it", "at its left"), 5: ("on the right", "on its right", "to the right", "right of it"),
             1: ("above", "above it", "over it", "on top", "at the top"), 7: ("below", "below it", "under it", "underneath", "at the bottom")}
    cells = voice.sample(sorted(sides), voice.choice((2, 2, 3)[: most - 1]))
    wishes = [wish(voice, ground) for _ in range(1 + len(cells))]
    around = [f"{voice.thing(each)} {voice.choice(sides[cell])}" for each, cell in zip(wishes[1:], cells)]
    joined = listed(around) if voice.chance(0.7) else ", ".join(around)
    return f"{voice.thing(wishes[0])} with {joined}", wishes, (4, *cells)


def _in_colours(voice, ground, most):
    """"a red, a green and a blue square"."""
    one = replace(wish(voice, ground), size=None)
    colours = voice.sample([c for c in COLOUR_NAMES if ground is None or visible(c, ground)], voice.choice((2, 3, 3)[: most]))
    said = [voice.colour(colour) for colour in colours]
    noun = voice.kind(one.kind)
    words = voice.choice((
        f"{listed([article(colour) for colour in said])} {noun}", f"a {listed(said)} {noun}", f"{listed(said)} {plural(noun)}", f"one {listed([each if at == 0 else 'one ' + each for at, each in enumerate(said)])} {noun}",
        f"{plural(noun)} in {listed(said)}", f"{listed([article(f'{colour} {noun}') for colour in said])}", f"{listed([article(f'{noun} in {colour}') for colour in said])}",
    ))
    return words, [replace(one, colour=colour) for colour in colours], None


def _row(voice, ground, most):
    if most < 2:
        return _alone(voice, ground, most)
    count = min(voice.choice((2, 3, 3)), most)
    group = wish(voice, ground, count)
    if voice.chance(0.5):
        words = voice.say(("{} in a row", "{} side by side", "a row of {}", "{} next to each other"))
        return words.format(voice.thing(group)), [group], (3, 5) if count == 2 else (3, 4, 5)
    words = voice.say(("{} in a column", "{} on top of each other", "a column of {}", "a tower of {}"))
    return words.format(voice.thing(group)), [group], (1, 7) if count == 2 else (1, 4, 7)


def _corners(voice, ground, most):
    if most < 4:
        return _alone(voice, ground, most)
    group = wish(voice, ground, 4)
    one = voice.thing(replace(group, count=1))
    words = voice.say(("{} in each corner", "{} in every corner", "{} in all four corners")).format(one)
    if voice.chance(0.5):
        middle = wish(voice, ground)
        return f"{voice.thing(middle)} {voice.place(4)} and {words}", [replace(middle, cell=4), group], (0, 2, 6, 8)
    return words, [group], (0, 2, 6, 8)


def _several(voice, ground, most):
    """A list of one to five things: single ones, groups, some with places."""
    total = min(voice.choices((2, 3, 4, 5), (4, 3, 1.5, 1.2))[0], most)
    wishes, left = [], total
    while left:
        count = voice.choices((1, 2, 3, 4, 5)[:left], (6, 2, 2, 1, 1)[:left])[0]
        wishes.append(wish(voice, ground, count))
        left -= count
    phrases = [voice.thing(each) for each in wishes]
    if voice.chance(0.3) and all(each.count == 1 for each in wishes):
        cells = voice.sample(range(9), len(wishes))
        said = [voice.chance(0.85) for _ in wishes]
        wishes = [replace(each, cell=cell) if told else each for each, cell, told in zip(wishes, cells, said)]
        places = [voice.place(cell) if told else "" for cell, told in zip(cells, said)]
        front = voice.chance(0.25)
        phrases = [
            phrase if not place else f"{place} {phrase}" if front else f"{phrase} {place}" for phrase, place in zip(phrases, places)
        ]
    if len(phrases) == 2:
        words = voice.say(("{} and {}",) * 4 + ("{} with {}", "{} plus {}", "{}, {}", "{} & {}", "{} and also {}"), always=True).format(*phrases)
    elif voice.chance(0.2):
        words = voice.say((" and ", ", "), always=True).join(phrases)
    else:
        words = listed(phrases)
    return words, wishes, None
