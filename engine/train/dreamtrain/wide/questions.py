"""Questions about a picture with true answers, claims to be judged, and descriptions."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.wide.concepts import BY_NOUN, KINDS
from dreamtrain.wide.edits import sample_edit
from dreamtrain.wide.language import NUMBERS, PLACES, article, caption, look, thing_phrase, where
from dreamtrain.wide.scene import SIZE_NAMES, Scene, Thing, all_things
from dreamtrain.wide.words import WideVoice
from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.question_words import (
    BIGGER, CLAIM, DESCRIBE, GROUND, HOW_MANY, HOW_MANY_THINGS, IN_ONE, IS_THERE, WHAT_AT, WHAT_COLOUR, WHERE,
)

RELATED = {"on": ("what is on the {k}?", "what do you see on the {k}?", "what sits on the {k}?", "what is on top of the {k}?", "what stands on the {k}?"),
           "in": ("what is in the {k}?", "what is inside the {k}?", "what do you see in the {k}?", "what does the {k} hold?"),
           "under": ("what is under the {k}?", "what is below the {k}?", "what is beneath the {k}?", "what do you see under the {k}?")}
WHEN = ("what time of day is it?", "is it day or night?", "when is it?", "what time is it in {r}?", "is it dark or light in {r}?", "which time of day does {r} show?", "day or night?",
        "is it night in {r}?", "what part of the day is it?", "do you see day or night?")
LEADS = ("where does the arrow from the {k} lead?", "what does the arrow from the {k} point to?", "where does the arrow go from the {k}?", "to what does the {k} point?",
         "what comes after the {k}?", "what is the {k} connected to?", "where does the {k} lead to?", "which thing follows the {k}?", "the arrow from the {k} leads where?",
         "what follows the {k}?")


def question_turn(voice: WideVoice, thread: list[Picture], sent: tuple[Picture, ...] = ()) -> Turn:
    """A question about the latest picture, or about another one that is named."""
    picture = (sent or thread)[-1]
    reference, named = voice.say(IN_ONE), False
    if not sent and len(thread) > 1 and voice.chance(0.3):
        picture = voice.choice(thread)
        reference, named = picture.name, True
    elif voice.chance(0.1):
        reference = picture.name
    words, answer = question(voice, picture.scene)
    if named and "{r}" not in words:
        words = voice.say(("in {r}, {q}", "{r}: {q}", "about {r}: {q}", "look at {r}, {q}")).replace("{q}", words)
    return Turn(voice.chatter(words.replace("{r}", reference)), (Step("write", answer),), sent, told=True)


def judged_turn(voice: WideVoice, sent: tuple[Picture, ...]) -> Turn:
    """The critic's question, as the bot itself asks it: is this caption, or a part of one, true of this picture? What is seen is said first."""
    scene = sent[-1].scene
    claim, true = claimed(voice, scene)
    words = CLAIM[0] if voice.chance(0.5) else voice.say(CLAIM)
    return Turn(words.format(c=claim, r=voice.say(IN_ONE)), (Step("write", f"I see {caption(scene)}. {'Yes' if true else 'No'}."),), sent)


def claimed(voice: WideVoice, scene: Scene) -> tuple[str, bool]:
    """A caption, or a phrase for one thing, and whether it is true of the scene."""
    true = voice.chance(0.5)
    if voice.chance(0.65):
        other = scene
        while not true and other == scene:
            other = sample_edit(scene, voice)
        return caption(other), true
    thing = voice.choice(scene.things)
    if true:
        return thing_phrase(thing), True
    kinds = {each.kind for each in all_things(scene)}
    free = [cell for cell in range(9) if cell not in {each.cell for each in scene.things}]
    way = voice.choice(("kind", "cell", "cell"))
    wrong = replace(thing, cell=voice.choice(free)) if way == "cell" else _other_kind(voice, thing, kinds)
    return thing_phrase(wrong), False


def _other_kind(voice: WideVoice, thing: Thing, kinds: set[str]) -> Thing:
    kind = voice.choice([each for each in KINDS if each not in kinds])
    own = BY_NOUN[kind].colour
    return replace(thing, kind=kind, colour=own and (thing.colour or own))


def described_turn(voice: WideVoice, sent: tuple[Picture, ...]) -> Turn:
    words = DESCRIBE[0] if voice.chance(0.5) else voice.chatter(voice.say(DESCRIBE).format(r=voice.say(IN_ONE)))
    return Turn(words, (Step("write", caption(sent[-1].scene)),), sent)


def question(voice: WideVoice, scene: Scene) -> tuple[str, str]:
    """Words (with {r} where the picture may be named) and the answer."""
    makers = (_how_many_things, _how_many, _what_colour, _where, _is_there, _what_at, _bigger, _background, _when, _related, _leads, _describe)
    while (made := voice.choices(makers, (2, 3, 4, 3, 4, 3, 1.5, 1.5, 1, 2, 1.5, 2))[0](voice, scene)) is None:
        pass
    return made


def count_words(number: int, noun: str, plural: str) -> str:
    return f"There {'is' if number == 1 else 'are'} {NUMBERS[number]} {noun if number == 1 else plural}."


def _only(scene: Scene, kind: str) -> bool:
    return sum(each.kind == kind for each in all_things(scene)) == 1


def _how_many_things(voice, scene):
    return voice.say(HOW_MANY_THINGS), count_words(scene.count, "thing", "things")


def _how_many(voice, scene):
    kind = voice.choice(all_things(scene)).kind if voice.chance(0.8) else voice.choice(KINDS)
    plural = BY_NOUN[kind].plural
    return voice.say(HOW_MANY).replace("{ks}", plural), count_words(sum(each.kind == kind for each in all_things(scene)), kind, plural)


def _what_colour(voice, scene):
    thing = voice.choice(all_things(scene))
    if not thing.colour:
        return None
    alike = [each for each in all_things(scene) if each.kind == thing.kind]
    if len(alike) == 1:
        return voice.say(WHAT_COLOUR).replace("{k}", voice.kind(thing.kind)), f"The {thing.kind} is {thing.colour}."
    if len({each.colour for each in alike}) == 1:
        plural = BY_NOUN[thing.kind].plural
        return voice.say(("what colour are the {ks}?", "what color are the {ks}?", "which colour do the {ks} have?")).replace("{ks}", plural), f"The {plural} are {thing.colour}."
    return None


def _where(voice, scene):
    thing = voice.choice(scene.things)
    if not _only(scene, thing.kind):
        return None
    return voice.say(WHERE).replace("{k}", voice.kind(thing.kind)), f"The {thing.kind} is {PLACES[thing.cell]}."


def _is_there(voice, scene):
    kinds = sorted({each.kind for each in all_things(scene)})
    kind = voice.choice(kinds) if voice.chance(0.5) else voice.choice([each for each in KINDS if each not in kinds])
    words = voice.say(IS_THERE).replace("is there a {k}", f"is there {article(kind)}").replace("a {k}", article(kind)).replace("{ks}", BY_NOUN[kind].plural).replace("{k}", kind)
    found = sum(each.kind == kind for each in all_things(scene))
    return words, f"Yes, there is {article(kind)}." if found == 1 else f"Yes, there are {NUMBERS[found]} {BY_NOUN[kind].plural}." if found else f"No, there is no {kind}."


def _what_at(voice, scene):
    cell = voice.choice(scene.things).cell if voice.chance(0.8) else voice.randrange(9)
    words = voice.say(WHAT_AT).replace("{p}", PLACES[cell] if voice.chance(0.5) else voice.place(cell))
    there = [each for each in scene.things if each.cell == cell]
    return words, f"There is {article(look(there[0]))} {PLACES[cell]}." if there else f"There is nothing {PLACES[cell]}."


def _bigger(voice, scene):
    if len(scene.things) < 2 or len({each.kind for each in scene.things}) < len(scene.things):
        return None
    a, b = voice.sample(scene.things, 2)
    words = voice.say(BIGGER).replace("{a}", a.kind).replace("{b}", b.kind)
    sizes = SIZE_NAMES.index(a.size), SIZE_NAMES.index(b.size)
    return words, "They are the same size." if sizes[0] == sizes[1] else f"The {a.kind if sizes[0] > sizes[1] else b.kind} is bigger."


def _background(voice, scene):
    return voice.say(GROUND), f"It is {where(replace(scene, time='day', season='summer', weather='clear'))}."


def _when(voice, scene):
    return voice.say(WHEN), {"day": "It is day.", "evening": "It is evening.", "night": "It is night."}["night" if scene.setting == "space" else scene.time]


def _related(voice, scene):
    hosts = [thing for thing in scene.things if thing.guest and _only(scene, thing.kind)]
    if not hosts:
        return None
    host = voice.choice(hosts)
    return voice.say(RELATED[host.guest.relation]).replace("{k}", host.kind), f"There is {article(look(host.guest))} {host.guest.relation} the {host.kind}."


def _leads(voice, scene):
    at = {thing.cell: thing for thing in scene.things}
    starts = [start for start, _ in scene.arrows]
    fitting = [(at[a], at[b]) for a, b in scene.arrows if starts.count(a) == 1 and _only(scene, at[a].kind)]
    if not fitting:
        return None
    start, end = voice.choice(fitting)
    return voice.say(LEADS).replace("{k}", start.kind), f"The arrow from the {start.kind} leads to the {end.kind}."


def _describe(voice, scene):
    return voice.say(DESCRIBE), caption(scene)
