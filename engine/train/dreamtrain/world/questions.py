"""Questions about a picture with true answers, claims to be judged, and descriptions."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.language import NUMBERS, PLACES, article, caption, listed, plural, thing_name
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, SIZE_NAMES, Scene, Thing, visible
from dreamtrain.world.words import Voice

HOW_MANY_THINGS = ("how many things are there?", "how many things are in {r}?", "count the things", "how many objects are there?",
                   "how many things do you see?", "how many shapes are in {r}?", "can you count the things in {r}?", "number of things?",
                   "how much is there in {r}?", "how many things can you see in {r}?", "what is the number of things in {r}?",
                   "how many shapes are there?", "count everything in {r}", "how many did you draw?", "how many are there?", "how many things altogether?",
                   "please count all things", "how many items are in {r}?", "what's the number of shapes?", "tell me how many things there are",
                   "how many objects does {r} show?",
    "how many things do we have here?", "how many things did you make?", "what number of things is there?", "the number of things?",
    "how many pieces are in {r}?", "how many things have you drawn?", "how many are in {r}?", "how many of them are there?",
    "how many is that in all?", "count {r}'s things", "how many shapes do you see?", "how many objects can be seen?", "say the number of things",
    "how many things does it have?", "how many things in total?", "total number of things?", "give me the number of things",
    "how many things make up {r}?", "how big is the number of things?", "things: how many?",
)
HOW_MANY = ("how many {ks} are there?", "how many {ks} are in {r}?", "count the {ks}", "how many {ks} do you see?", "how many {ks}?",
            "can you count the {ks}?", "what is the number of {ks}?", "tell me how many {ks} there are", "how many {ks} can you see in {r}?",
            "how many {ks} did you draw?", "count all {ks} in {r}", "how many {ks} does {r} have?", "number of {ks}?", "please count the {ks}",
            "how many {ks} does {r} show?", "what's the number of {ks} in {r}?", "how many of the things are {ks}?", "are there many {ks}?",
            "how many {ks} have you drawn?", "how often do you see a {k}?",
    "how many {ks} does it show?", "how many {ks} did you make?", "what number of {ks} is there?", "how often is there a {k}?",
    "how often did you draw a {k}?", "how often does a {k} appear?", "{ks}: how many?", "the number of {ks}?", "how many times is there a {k}?",
    "how many {ks} have we here?", "give me the number of {ks}", "how many {ks} do we see?", "how many {ks} are to be seen?",
    "how many times do you see a {k}?", "say how many {ks} there are", "how many {ks} in all?", "is it one {k} or more?", "i see how many {ks}?",
    "{r} has how many {ks}?", "do you know how many {ks} there are?",
)
WHAT_COLOUR = ("what colour is the {k}?", "what color is the {k}?", "which colour does the {k} have?", "what is the colour of the {k}?",
               "tell me the colour of the {k}", "the {k} is what colour?", "which colour is the {k}?", "what colour is the {k} in {r}?",
               "what color is the {k} in {r}?", "do you know the colour of the {k}?", "what colour has the {k}?", "the colour of the {k}?", "which color is the {k}?",
               "in which colour is the {k}?", "what is the color of the {k} in {r}?", "what's the colour of the {k}?", "can you tell me the colour of the {k}?",
               "what colour did you give the {k}?", "say the colour of the {k}", "{k} colour?",
    "colour of the {k}?", "the {k}'s colour?", "{k}: which colour?", "{k}, what colour?", "what colour does the {k} have?",
    "what colour do you see on the {k}?", "say what colour the {k} is", "of what colour is the {k}?", "the {k} has which colour?",
    "which is the {k}'s colour?", "how is the {k} coloured?", "what's the {k}'s colour?", "give me the colour of the {k}",
    "which colour did the {k} get?", "what is the {k}'s colour in {r}?", "colour {k}?", "what paint has the {k}?",
    "i want to know the colour of the {k}", "what shade is the {k}?", "name the colour of the {k}",
)
WHERE = ("where is the {k}?", "where do you see the {k}?", "where can i find the {k}?", "in which place is the {k}?", "where is the {k} in {r}?",
         "where did you put the {k}?", "tell me where the {k} is", "whereabouts is the {k}?", "can you tell me where the {k} is?",
         "what is the place of the {k}?", "where's the {k}?", "where in {r} is the {k}?", "in which corner is the {k}?", "where can the {k} be found?",
         "what is the position of the {k}?", "where exactly is the {k}?", "where is the {k} placed?", "find the {k}", "point me to the {k}",
         "at which position is the {k}?",
    "in what position is the {k}?", "what position does the {k} have?", "the position of the {k}?", "which position has the {k}?", "{k}: where?",
    "on which side is the {k}?", "at what place is the {k}?", "the {k} is where?", "locate the {k}", "what is the location of the {k}?",
    "show me where the {k} is", "in what part of {r} is the {k}?", "where do i find the {k}?", "where does the {k} stand?",
    "where can you see the {k}?", "say where the {k} is", "where did the {k} go?", "the {k}, where is it?", "at which place do you see the {k}?",
    "position of the {k}?",
)
IS_THERE = ("is there a {k}?", "is there a {k} in {r}?", "do you see a {k}?", "can you see a {k}?", "does {r} show a {k}?", "is a {k} in {r}?",
            "any {ks}?", "are there any {ks}?", "is there any {k}?", "can a {k} be seen in {r}?", "does {r} have a {k}?", "is {r} showing a {k}?",
            "do you see any {ks}?", "does {r} contain a {k}?", "did you draw a {k}?", "are there {ks} in {r}?", "can one see a {k}?", "is a {k} there?",
            "have you drawn a {k}?", "is there a {k} anywhere?",
    "can you find a {k}?", "is a {k} visible?", "is there a {k} to be seen?", "is a {k} to be seen in {r}?", "do i see a {k}?",
    "could there be a {k} in {r}?", "is there a {k} somewhere?", "any {k} there?", "is there a {k} in there?", "does it have a {k}?",
    "has {r} got a {k}?", "can i see a {k} in {r}?", "can you spot a {k}?", "a {k}, is there one?", "do we have a {k}?",
    "tell me if there is a {k}", "check if there is a {k}", "is a {k} shown?", "is a {k} part of {r}?", "do you notice a {k}?",
    "would i find a {k} in {r}?", "was a {k} drawn?", "can we see a {k}?", "does a {k} appear?", "is there one {k} at least?", "are {ks} in {r}?",
    "is there also a {k}?", "{r} has a {k}?", "is some {k} there?", "do {ks} appear in {r}?",
)
IS_COLOUR = ("is the {k} {c}?", "is the {k} in {r} {c}?", "is it true that the {k} is {c}?", "the {k} is {c}, right?", "did you draw the {k} in {c}?",
             "is the colour of the {k} {c}?", "do you think the {k} is {c}?", "is that {k} {c}?", "the {k} is {c}, isn't it?", "would you say the {k} is {c}?",
             "does the {k} look {c}?",
    "is the {k} really {c}?", "am i right that the {k} is {c}?", "can you say whether the {k} is {c}?", "do you see the {k} as {c}?",
    "would you call the {k} {c}?", "is {c} the colour of the {k}?", "does the {k} have the colour {c}?", "tell me if the {k} is {c}",
    "so the {k} is {c}?", "the {k}, is it {c}?", "have you made the {k} {c}?", "is the {k} painted {c}?", "i think the {k} is {c}, yes?",
    "check whether the {k} is {c}", "did you make the {k} {c}?", "i say the {k} is {c}, is that right?",
    "would it be right to say the {k} is {c}?", "is the {k} a {c} one?", "do you agree that the {k} is {c}?",
)
WHAT_AT = ("what is {p}?", "what do you see {p}?", "what's {p}?", "which thing is {p}?", "what is there {p}?", "what is {p} of {r}?",
           "what can be seen {p}?", "tell me what is {p}", "what did you draw {p}?", "what stands {p}?", "what thing is {p}?", "what have you put {p}?", "is there anything {p}?",
           "which object is {p}?", "what can you see {p}?", "name the thing {p}", "what shape is {p}?", "what is placed {p}?", "what is shown {p}?", "who is {p}?",
    "who stands {p}?", "what shape stands {p}?", "the thing {p} is what?", "{p}, what is there?", "is something {p}?", "what is to be seen {p}?",
    "what do i see {p}?", "who sits {p}?", "which shape is {p}?", "what did you put {p}?", "what has been drawn {p}?", "{p} there is what?",
    "what do we have {p}?", "say what is {p}", "what comes {p}?", "which one is {p}?", "what can i find {p}?", "tell me which thing is {p}",
    "what lies {p}?", "do you see anything {p}?",
)
BIGGER = ("which is bigger, the {a} or the {b}?", "what is bigger, the {a} or the {b}?", "which one is larger: the {a} or the {b}?",
          "is the {a} bigger than the {b}?", "is the {a} larger or the {b}?",
    "the {a} or the {b}, which is bigger?", "is the {a} larger than the {b}?", "which of the two is bigger, the {a} or the {b}?",
    "what is larger, the {a} or the {b}?", "compare the {a} and the {b}, which is larger?", "is the {a} the bigger one or the {b}?",
    "who is bigger, the {a} or the {b}?", "is the {a} or the {b} bigger?", "which has more size, the {a} or the {b}?",
    "does the {a} look bigger than the {b}?", "is the {b} smaller than the {a}?", "tell me which is bigger, the {a} or the {b}",
    "the {a} and the {b}: which is larger?", "is the {a} as big as the {b}?", "between the {a} and the {b}, which one is bigger?",
)
GROUND = ("what colour is the background?", "what is the background?", "what color is the background?", "what colour is the ground?",
          "which colour has the background?", "what is behind it?", "tell me the background colour", "what is the background colour of {r}?",
          "on what colour is it drawn?", "which background does {r} have?", "what is the colour of the background?", "background colour?",
          "which colour is the background?", "what's the background like?", "what kind of background is it?", "what background did you use?",
          "what color is behind the things?", "say what the background is", "what is the ground of {r}?", "describe the background",
    "tell me about the background", "what does the background look like?", "name the background", "how is the background?",
    "the background is what colour?", "which ground does it have?", "how does the background look?", "what is the ground like?",
    "what background is there?", "what background do you see?", "the background of {r}?", "give me the background colour",
    "what is in the background?", "what colour has the ground?", "on which ground is it?", "what's the background?",
    "say the colour of the background", "in front of what background is it?", "which background did you take?", "what did you use as background?",
)
DESCRIBE = ("describe this picture", "describe {r}", "what is in {r}?", "what does {r} show?", "what do you see?", "what is on {r}?", "what's on {r}?",
            "caption {r}", "give {r} a caption", "can you describe {r}?", "what can you see in {r}?", "tell me what is in {r}", "what is this?",
            "what's this?", "describe it", "say what you see", "what did you draw?", "write a caption", "please describe {r}", "what is shown here?",
    "what is shown?", "what is here?", "what's shown in {r}?", "what is there to see?", "what do we see?", "what is drawn here?",
    "what have we here?", "what's here?", "tell me what you see", "what's in there?", "can you say what is in {r}?", "describe what you see",
    "what is there in {r}?", "what is to be seen here?", "tell me about {r}", "put {r} into words", "what is drawn in {r}?", "what does it show?",
    "what is in there?", "please say what {r} shows",
)
CLAIM = ("does this picture show {c}?", "does this picture show {c}?", "does {r} show {c}?", "is this {c}?", "is it true that it shows {c}?",
         "does it show {c}?", "is {c} in {r}?", "check: {c}", "is this a picture of {c}?", "do you see {c}?", "right or wrong: {c}")
ASKING = ("can you tell me: {}", "tell me, {}", "i want to know: {}", "please tell me: {}", "question: {}", "one question: {}", "do you know: {}", "a quick question, {}",
          "i wonder, {}", "may i ask: {}", "could you tell me, {}", "look: {}", "please look, {}", "i'd like to know, {}", "say, {}", "what do you think, {}",
          "let me ask: {}", "can you say, {}", "can you see {}", "hm, {}", "next question: {}", "have a look: {}")
IN_ONE = ("the picture", "this picture", "it", "the image", "that picture")


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
    words, answer = question(voice, picture.scene)
    if named and "{r}" not in words:
        words = voice.say(("in {r}, {q}", "{r}: {q}", "about {r}: {q}", "look at {r}, {q}")).replace("{q}", words)
    words = words.replace("{r}", reference)
    if voice.chance(0.12):
        words = voice.say(ASKING).format(words)
    return Turn(voice.chatter(words), (Step("write", answer),), sent, told=True)


def judged_turn(voice: Voice, sent: tuple[Picture, ...]) -> Turn:
    """The critic's question: is this caption true of this picture? The answer says what is seen, and comparing two captions is
    left to code and people: a verdict after it was still a guess after 20 M tokens."""
    scene = sent[-1].scene
    claim = scene if voice.chance(0.45) else changed(voice, scene)
    words = CLAIM[0] if voice.chance(0.5) else voice.say(CLAIM)
    words = words.format(c=caption(claim), r=voice.say(IN_ONE))
    return Turn(words, (Step("write", f"I see {caption(scene)}."),), sent, told=voice.chance(0.25))


def described_turn(voice: Voice, sent: tuple[Picture, ...]) -> Turn:
    words = DESCRIBE[0] if voice.chance(0.5) else voice.chatter(voice.say(DESCRIBE).format(r=voice.say(IN_ONE)))
    return Turn(words, (Step("write", caption(sent[-1].scene)),), sent)


def question(voice: Voice, scene: Scene) -> tuple[str, str]:
    """Words (with {r} where the picture may be named) and the answer."""
    makers = (_how_many_things, _how_many, _what_colour, _is_colour, _where, _is_there, _what_at, _bigger, _background, _describe)
    maker = voice.choices(makers, (2, 3, 3, 1.5, 3, 4, 3, 1.5, 1.5, 3))[0]
    made = maker(voice, scene)
    if made is None:
        return question(voice, scene)
    return (made[0], f"I see {caption(scene)}. {made[1]}") if maker in SEEN_FIRST else made


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


def count_words(number: int, noun: str) -> str:
    return f"There {'is' if number == 1 else 'are'} {NUMBERS[number]} {noun if number == 1 else plural(noun)}."


def counted(things: list[Thing], noun: str) -> str:
    """The things one by one, then their number: who lists first counts better."""
    seen = f"I see {listed([f'{article(thing_name(t))} {PLACES[t.cell]}' for t in things])}. " if things else ""
    return seen + count_words(len(things), noun)


def _how_many_things(voice, scene):
    return voice.say(HOW_MANY_THINGS), counted(list(scene.things), "thing")


def _how_many(voice, scene):
    kind = voice.choice(scene.things).kind if voice.chance(0.8) else voice.choice(KINDS)
    noun = voice.kind(kind) if voice.chance(0.2) else kind
    words = voice.say(HOW_MANY).replace("{ks}", plural(noun)).replace("{k}", noun)
    return words, counted([t for t in scene.things if t.kind == kind], kind)


def _what_colour(voice, scene):
    thing = voice.choice(scene.things)
    alike = [t for t in scene.things if t.kind == thing.kind]
    if len(alike) == 1:
        noun = voice.kind(thing.kind) if voice.chance(0.2) else thing.kind
        return voice.say(WHAT_COLOUR).replace("{k}", noun), f"The {thing.kind} is {thing.colour}."
    if len({t.colour for t in alike}) == 1:
        words = voice.say(("what colour are the {ks}?", "what color are the {ks}?", "which colour do the {ks} have?"))
        return words.replace("{ks}", plural(thing.kind)), f"The {plural(thing.kind)} are {thing.colour}."
    return None


def _is_colour(voice, scene):
    thing = voice.choice(scene.things)
    if sum(t.kind == thing.kind for t in scene.things) > 1:
        return None
    colour = thing.colour if voice.chance(0.5) else voice.choice(COLOUR_NAMES)
    words = voice.say(IS_COLOUR).replace("{k}", thing.kind).replace("{c}", voice.colour(colour))
    return words, f"{'Yes' if colour == thing.colour else 'No'}, the {thing.kind} is {thing.colour}."


def _where(voice, scene):
    thing = voice.choice(scene.things)
    if sum(t.kind == thing.kind for t in scene.things) > 1:
        return None
    return voice.say(WHERE).replace("{k}", thing.kind), f"The {thing.kind} is {PLACES[thing.cell]}."


def _is_there(voice, scene):
    kinds = {t.kind for t in scene.things}
    kind = voice.choice(sorted(kinds)) if voice.chance(0.5) else voice.choice([k for k in KINDS if k not in kinds])
    words = voice.say(IS_THERE).replace("{ks}", plural(kind)).replace("{k}", kind)
    found = [f"{article(thing_name(t))} {PLACES[t.cell]}" for t in scene.things if t.kind == kind]
    return words, f"Yes, there is {found[0]}." if len(found) == 1 else f"Yes, there are {NUMBERS[len(found)]} {plural(kind)}." if found else f"No, there is no {kind}."


def _what_at(voice, scene):
    cell = voice.choice(scene.things).cell if voice.chance(0.8) else voice.randrange(9)
    words = voice.say(WHAT_AT).replace("{p}", PLACES[cell] if voice.chance(0.5) else voice.place(cell))
    there = [t for t in scene.things if t.cell == cell]
    return words, f"There is {article(thing_name(there[0]))} {PLACES[cell]}." if there else f"There is nothing {PLACES[cell]}."


def _bigger(voice, scene):
    if len({t.kind for t in scene.things}) < 2 or len({t.kind for t in scene.things}) < len(scene.things):
        return None
    a, b = voice.sample(scene.things, 2)
    words = voice.say(BIGGER).replace("{a}", a.kind).replace("{b}", b.kind)
    sizes = SIZE_NAMES.index(a.size), SIZE_NAMES.index(b.size)
    seen = f"The {a.kind} is {a.size} and the {b.kind} is {b.size}. "
    return words, seen + ("They are the same size." if sizes[0] == sizes[1] else f"The {a.kind if sizes[0] > sizes[1] else b.kind} is bigger.")


def _background(voice, scene):
    return voice.say(GROUND), f"The background is {scene.ground}."


def _describe(voice, scene):
    return voice.say(DESCRIBE), caption(scene)


SEEN_FIRST = (_what_colour, _is_colour, _where, _is_there, _what_at)  # found more surely in a description than in a picture
