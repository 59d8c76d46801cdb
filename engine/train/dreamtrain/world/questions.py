"""Questions about a picture with true answers, claims to be judged, and descriptions."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.world import framing
from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.editing import NEWEST
from dreamtrain.world.language import PLACES, article, caption, plural
from dreamtrain.world.outside import unknown_noun
from dreamtrain.world.queries import answer
from dreamtrain.world.question_words import (
    ASKING, BIGGER, CLAIM, DESCRIBE, GROUND, HOW_MANY, HOW_MANY_THINGS, IN_ONE, IS_COLOUR, IS_THERE, WHAT_AT, WHAT_COLOUR, WHERE,
)
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, SIZE_NAMES, Scene, Thing, visible
from dreamtrain.world.words import Voice


def question_turn(voice: Voice, thread: list[Picture], sent: tuple[Picture, ...] = ()) -> Turn:
    """A question about the latest picture, or about another one that is named."""
    picture = (sent or thread)[-1]
    reference = voice.say(IN_ONE)
    named = False
    if not sent and len(thread) > 1 and voice.chance(0.3):
        picture = voice.choice(thread)
        reference, named = picture.name, True
    elif voice.chance(0.1):
        reference = picture.name
    elif not voice.held_out and voice.chance(0.1):
        reference = voice.choice(NEWEST)
    words, query = question(voice, picture.scene)
    if named and "{r}" not in words:
        frames = ("in {r}, {q}", "{r}: {q}", "about {r}: {q}", "look at {r}, {q}")
        words = voice.say(frames if voice.held_out else framing.QUESTION_ABOUT, always=True).replace("{q}", words)
    words = words.replace("{r}", reference)
    if voice.chance(0.12):
        words = voice.say(ASKING).format(words)
    return Turn(voice.chatter(words), (_look(picture, query),), sent, told=True)


def _look(picture: Picture, query: str) -> Step:
    return Step("look", answer(query, picture.scene), target=picture.name, query=query)


def judged_turn(voice: Voice, sent: tuple[Picture, ...]) -> Turn:
    """The critic's question: is this caption true of this picture? The answer says what is seen: a verdict after it was still a
    guess after 20 M tokens."""
    scene = sent[-1].scene
    claim = scene if voice.chance(0.45) else changed(voice, scene)
    words = CLAIM[0] if voice.chance(0.5) else voice.say(CLAIM)
    words = words.format(c=caption(claim), r=voice.say(IN_ONE))
    return Turn(words, (_look(sent[-1], "all"),), sent, told=True)


def described_turn(voice: Voice, sent: tuple[Picture, ...]) -> Turn:
    words = DESCRIBE[0] if voice.chance(0.5) else voice.chatter(voice.say(DESCRIBE).format(r=voice.say(IN_ONE)))
    return Turn(words, (Step("write", caption(sent[-1].scene)),), sent, planned=False)  # as the host asks for it


def question(voice: Voice, scene: Scene) -> tuple[str, str]:
    """Words (with {r} where the picture may be named) and what they ask (queries.py)."""
    makers = (_how_many_things, _how_many, _what_colour, _is_colour, _where, _is_there, _what_at, _bigger, _background, _describe)
    maker = voice.choices(makers, (2, 3, 3, 1.5, 3, 4, 3, 1.5, 1.5, 3))[0]
    return maker(voice, scene) or question(voice, scene)


def changed(voice: Voice, scene: Scene) -> Scene:
    """A scene that differs in one thing: what a drawing that went wrong could have been asked to be."""
    things, index = list(scene.things), voice.randrange(len(scene.things))
    thing, taken = things[index], {t.cell for t in things}
    colours = [c for c in COLOUR_NAMES if visible(c, scene.ground) and c != thing.colour]
    way = voice.choices(("colour", "kind", "size", "cell", "ground", "less", "more"), (4, 4, 1, 2, 1.5, 1.5, 1.5))[0]
    if way == "ground":
        return replace(scene, ground=voice.choice([g for g in GROUND_NAMES if g != scene.ground]))
    if way == "less" and len(things) > 1:
        del things[index]
    elif way == "more" and len(things) < 5:
        cell = voice.choice([c for c in range(9) if c not in taken])
        things.append(Thing(voice.choice(KINDS), voice.choice(colours), "medium", cell))
    elif way == "cell" and len(things) < 5:
        things[index] = replace(thing, cell=voice.choice([c for c in range(9) if c not in taken]))
    elif way == "size" and thing.size != "huge":
        things[index] = replace(thing, size=voice.choice([s for s in SIZE_NAMES[:3] if s != thing.size]))
    elif way == "kind":
        things[index] = replace(thing, kind=voice.choice([k for k in KINDS if k != thing.kind]))
    else:
        things[index] = replace(thing, colour=voice.choice(colours))
    return scene.with_things(things)


def _noun(voice: Voice, scene: Scene, there: float = 0.9) -> tuple[str, str]:
    """A kind in people's words and in a query's; it is in the picture, or with the rest of the share any, now and then none that there is."""
    if not voice.chance(there):
        kind = unknown_noun(voice) if voice.chance(0.3 if voice.held_out else 0.5) else voice.choice(KINDS)
        return kind, kind
    kind = voice.choice(scene.things).kind
    return (voice.kind(kind) if voice.chance(0.2) else kind), kind


def _phrase(voice: Voice, scene: Scene, there: float = 0.9, unknown: float = 0.08) -> tuple[str, str]:
    """A noun, now and then with its colour or size; in training this share are nouns that no picture has."""
    if not voice.held_out and voice.chance(unknown):
        noun, colour = unknown_noun(voice), voice.choice(COLOUR_NAMES)
        return (f"{voice.colour(colour)} {noun}", f"{colour} {noun}") if voice.chance(0.12) else (noun, noun)
    noun, kind = _noun(voice, scene, there)
    alike = [thing for thing in scene.things if thing.kind == kind]
    if not alike or not voice.chance(0.35 if len(alike) > 1 else 0.12):
        return noun, kind
    thing = voice.choice(alike)
    if voice.chance(0.3) and thing.size in ("small", "large"):
        return f"{voice.choice(('small', 'little') if thing.size == 'small' else ('large', 'big'))} {noun}", f"{thing.size} {kind}"
    return f"{voice.colour(thing.colour)} {noun}", f"{thing.colour} {kind}"


def _filled(words: str, noun: str, place: str = "") -> str:
    return words.replace("a {k}", article(noun) + place).replace("{ks}", _plural(noun) + place).replace("{k}", noun + place)


def _plural(noun: str) -> str:
    """Also of "star on the left"."""
    head, space, place = noun.partition(" ") if noun.split()[0] in KINDS else (noun, "", "")
    return plural(head) + space + place


def _place(voice: Voice) -> tuple[str, str]:
    """Now and then a place behind a noun, in people's words and in a query's; in training alone."""
    if voice.held_out or not voice.chance(0.15):
        return "", ""
    cell = voice.randrange(9)
    return f" {PLACES[cell] if voice.chance(0.3) else voice.place(cell)}", f" {PLACES[cell]}"


def _how_many_things(voice, scene):
    if voice.chance(0.15):
        colour = voice.choice(scene.things).colour
        return framing.question(voice, HOW_MANY).replace("{ks}", f"{colour} things").replace("{k}", f"{colour} thing"), f"count {colour} thing"
    return framing.question(voice, HOW_MANY_THINGS), "count thing"


def _how_many(voice, scene):
    noun, asked = _phrase(voice, scene, 0.85, unknown=0.36)
    said, place = _place(voice)
    return _filled(framing.question(voice, HOW_MANY), noun, said), f"count {asked}{place}"


def _what_colour(voice, scene):
    noun, asked = _phrase(voice, scene, 0.96)
    if any(colour in asked.split() for colour in COLOUR_NAMES):
        return None
    if sum(t.kind == asked for t in scene.things) > 1 and voice.chance(0.7):
        words = voice.say(("what colour are the {ks}?", "what color are the {ks}?", "which colour do the {ks} have?", "which colours do the {ks} have?"))
        return _filled(words, noun), f"colour {asked}"
    return _filled(framing.question(voice, WHAT_COLOUR), noun), f"colour {asked}"


def _is_colour(voice, scene):
    noun, kind = _noun(voice, scene, 0.96)
    true = [t.colour for t in scene.things if t.kind == kind]
    colour = true[0] if true and voice.chance(0.5) else voice.choice(COLOUR_NAMES)
    return _filled(framing.question(voice, IS_COLOUR), noun).replace("{c}", voice.colour(colour)), f"is {kind}: {colour}"


def _where(voice, scene):
    noun, asked = _phrase(voice, scene, 0.96)
    return _filled(framing.question(voice, WHERE), noun), f"where {asked}"


def _is_there(voice, scene):
    noun, asked = _phrase(voice, scene, 0.5, unknown=0.38)
    if not voice.held_out:
        said, place = _place(voice)
        return _filled(framing.question(voice, IS_THERE), noun, said), f"there {asked}{place}"
    if voice.chance(0.08):
        cell = voice.randrange(9)
        return _filled(framing.question(voice, IS_THERE[:11]), f"{noun} {PLACES[cell]}" if voice.chance(0.5) else f"{noun} {voice.place(cell)}"), f"there {asked} {PLACES[cell]}"
    return _filled(framing.question(voice, IS_THERE), noun), f"there {asked}"


def _what_at(voice, scene):
    cell = voice.choice(scene.things).cell if voice.chance(0.8) else voice.randrange(9)
    if not voice.held_out and voice.chance(0.15):
        noun = voice.choice(("object", "shape", "item", "thing or two", "single thing", "picture of something"))
        return _filled(framing.question(voice, IS_THERE), f"{noun} {voice.place(cell)}"), f"what {PLACES[cell]}"
    return framing.question(voice, WHAT_AT).replace("{p}", PLACES[cell] if voice.chance(0.5) else voice.place(cell)), f"what {PLACES[cell]}"


def _bigger(voice, scene):
    kinds = sorted({t.kind for t in scene.things})
    if len(kinds) < 2:
        return None
    a, b = voice.sample(kinds, 2)
    if not voice.held_out and voice.chance(0.1):
        b = unknown_noun(voice)
    return framing.question(voice, BIGGER).replace("{a}", a).replace("{b}", b), f"bigger {a}, {b}"


def _background(voice, scene):
    return framing.question(voice, GROUND), "ground"


def _describe(voice, scene):
    return framing.question(voice, DESCRIBE), "all"
