"""What the pocket model cannot do, said honestly; what it must ask back; and talk."""

from __future__ import annotations

from dreamtrain.world.change_words import BIGGER, MOVE, RECOLOUR, REMOVE, REPLACE, SMALLER
from dreamtrain.world.chatting import MAKERS, SMALL_TALK
from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.documents import about, asked
from dreamtrain.world.drawing import ordered, wish, wished_scene
from dreamtrain.world.foreign import FOREIGN, composed
from dreamtrain.world.language import article, plural
from dreamtrain.world.scene import COLOUR_NAMES, KINDS
from dreamtrain.world.topics import TOPICS
from dreamtrain.world.unknown import HELD_OUT_NOUNS, NOUNS, OTHER_TASKS, PHRASES, TASK_FORMS
from dreamtrain.world.words import COUNT_WORDS, Voice, bare, held_out

_TOPIC_WORDS = {word for topic in TOPICS for name in topic.names for word in name.split()} | {"volcano", "rainbow"}
CANNOT_DRAW = "I can't draw that yet. I know shapes like circles and stars, and things like houses, trees, fish, boats and cars."
CANNOT_EXPLAIN = "I can't explain that yet. Ask me, for example, how a volcano erupts, why it rains or what DNS is."
CANNOT_HELP = "I can't help with that. I draw small pictures, change them and answer questions about them."
CANNOT_READ = "I don't understand that. Try: draw a red circle."
ONLY_ENGLISH = "I only understand English so far. Try: draw a red circle."
NO_PICTURE = "There is no picture here yet. What shall I draw?"
UNCLEAR = (
    "draw something", "make a picture", "draw", "surprise me", "a picture please", "draw me a picture", "paint something nice", "can you draw?",
    "i want a picture", "show me something", "make something", "draw anything", "something beautiful", "create an image", "i need a drawing",
    "sketch something for me", "give me a picture", "another picture", "do something", "please draw something", "draw it",
    "draw me something", "a drawing please", "can you make a picture?", "make me a picture", "something nice please", "whatever you like", "anything",
    "your choice", "draw whatever you want", "i don't know what to draw", "make art", "show me a picture", "a random picture", "draw something random",
    "paint", "what about a picture?", "could you draw something for me?", "draw something cool",
)
CHANGE_NOTHING = (
    "make it blue", "make it bigger", "turn it red", "remove the star", "change the colour", "add a sun to it", "make the circle green",
    "put it on the left", "now at night", "make it smaller", "delete the tree", "replace the house with a boat", "move it to the right",
    "change the background", "make the second one red", "edit #1: make it blue", "swap them", "undo that", "same but green", "make that green",
    "what is in the picture?", "how many circles are there?", "what colour is it?", "where is the star?", "describe the picture", "in #2, make it red", "make the picture darker",
    "make it green", "make it a bit darker", "turn it around", "paint it black", "change it to red", "change the background to white",
    "move it up", "remove it", "delete it", "erase the circle", "get rid of the moon", "replace it with a star", "add a star to it",
    "put a tree next to it", "make the house bigger", "make the star smaller", "now in blue", "the same in red", "the same at night",
    "bigger please", "smaller please", "a bit to the left", "make the first one blue", "change picture 2",
    "in the last one, remove the boat", "what is in it?", "what does the picture show?", "what colour is the house?", "where is the boat?",
    "is there a star in it?", "what is at the top?", "which is bigger, the star or the tree?", "how many things are there?",
)
NO_SUCH_THING = ("make the {} blue", "remove the {}", "move the {} to the left", "make the {} bigger", "replace the {} with a star", "the {} should be red",
                 "can you make the {} smaller?", "turn the {} green", "delete the {}", "paint the {} yellow", "swap the {} for a tree", "put the {} at the top")
CHANGING = ("make", "change", "turn", "can you make", "could you turn", "please make", "recolour", "replace", "swap", "can you change", "can you replace", "could you swap",
            "remove", "delete", "take", "get rid", "erase", "please", "can you remove", "wipe", "can you take", "could you delete", "could you remove", "shrink", "enlarge",
            "move", "can you move", "shift", "switch", "give", "set", "hide", "put", "bring")
LATIN = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua".split()
_SYLLABLES = "ba be bo cra da dle flo fi ga gle ho ka ko li lo mu na nop plo qua ri sa ska sti ta tri vo wib xo zan zu".split()


def refuse_turn(voice: Voice, thread: list[Picture]) -> Turn:
    ways = ((unknown_thing, CANNOT_DRAW), (unknown_topic, CANNOT_EXPLAIN), (other_task, CANNOT_HELP), (foreign, ONLY_ENGLISH), (nonsense, CANNOT_READ))
    words, answer = voice.choices(ways, (6, 3, 3, 1.8, 1))[0]
    return Turn(words(voice), (Step("refuse", answer),))


def ask_turn(voice: Voice, thread: list[Picture]) -> Turn:
    """Nothing was said, there is no picture to change, or the thing to change is in none."""
    if voice.chance(0.35):
        return Turn(voice.chatter(voice.say(UNCLEAR)), (Step("ask", "What shall I draw?"),))
    if not thread:
        words = voice.say(CHANGE_NOTHING) if voice.chance(0.4) else _order(voice, voice.choice(("it", "that", f"the {voice.choice(KINDS)}")))
        return Turn(voice.chatter(words), (Step("ask", NO_PICTURE),))
    shown = {thing.kind for picture in thread for thing in picture.scene.things}
    kind = voice.choice([kind for kind in KINDS if kind not in shown])
    words = voice.say(NO_SUCH_THING).format(kind) if voice.chance(0.3) else _order(voice, f"the {kind}")
    return Turn(voice.chatter(words), (Step("ask", f"I see no {kind} in the pictures. Which thing do you mean?"),))


def _order(voice: Voice, x: str) -> str:
    """To change x somehow, in words that could not ask for a new picture."""
    while True:
        words = voice.say(voice.choice((RECOLOUR, REPLACE, REMOVE, BIGGER, SMALLER, MOVE)))
        if words.startswith(CHANGING):
            y = article(voice.choice(KINDS))
            return words.format(x=x, y=y, c=voice.choice(COLOUR_NAMES), p=voice.place(voice.randrange(9)))


def talk_turn(voice: Voice, thread: list[Picture]) -> Turn:
    topic = voice.choice(range(len(SMALL_TALK)))
    wordings, answer = SMALL_TALK[topic]
    words = voice.say(wordings)
    if not voice.held_out and voice.chance(0.5):
        made = MAKERS[topic](voice)
        words = words if bare(made) in held_out(wordings) else made
    return Turn(voice.chatter(words), (Step("write", answer),))


def unknown_noun(voice: Voice) -> str:
    if voice.held_out:
        return voice.choice(HELD_OUT_NOUNS)
    return _invented(voice) if voice.chance(0.4) else voice.choice(NOUNS)


def _invented(voice: Voice) -> str:
    return "".join(voice.choice(_SYLLABLES) for _ in range(voice.randint(2, 4)))


def unknown_thing(voice: Voice) -> str:
    form = voice.random()
    noun = unknown_noun(voice)
    if form < 0.2:
        words = voice.say(PHRASES)
    elif form < 0.25:
        return likeness(voice)
    elif not voice.held_out and form < 0.62:
        words = _mixed(voice, noun)
    elif not voice.held_out and form < 0.7:
        words = wished_scene(voice, 3)[0]
        known = [word for word in words.split(" ") if word in KINDS]
        if known:  # among things that can be drawn, one that can't
            words = words.replace(voice.choice(known), noun, 1)
        else:
            words = f"{words} and {article(noun)}"
    elif form < 0.45:
        words = voice.say(("{u} and {k}", "{k} and {u}", "{u} with {k}", "{u} next to {k}", "{k} on {u}", "{u}, {k}", "{k} with {u}")).format(
            u=article(noun), k=wished_scene(voice, 1)[0])
    elif form < 0.53:
        words = f"{voice.say(('two', 'three', 'some', 'many', '2', 'five'), always=True)} {plural(noun)}"
    else:
        extra = voice.say(("", "", "", "red ", "big ", "blue ", "small ", "black ", "nice ", "cute ", "green "), always=True)
        words = article(extra + noun) if voice.chance(0.9) else noun
    return voice.chatter(words if voice.chance(0.1) else ordered(voice).format(words))


def _mixed(voice: Voice, noun: str) -> str:
    """What can't be drawn beside what can, each in any number, colour and place: "a canoe and two black cars in the corner"."""
    known, colour = voice.thing(wish(voice, count=voice.choice((1, 1, 1, 2, 3)))), f"{voice.colour(voice.choice(COLOUR_NAMES))} " if voice.chance(0.35) else ""
    count = voice.choice((2, 3, 4, 5)) if voice.chance(0.3) else 1
    unknown = article(colour + noun) if count == 1 else f"{voice.say(COUNT_WORDS[count], always=True)} {colour}{plural(noun)}"
    if voice.chance(0.2):
        return f"{unknown} {voice.place(voice.randrange(9))}" if voice.chance(0.4) else unknown
    first, second = (f"{thing} {voice.place(voice.randrange(9))}" if voice.chance(0.25) else thing for thing in voice.sample((known, unknown), 2))
    joined = voice.choice(("{} and {}", "{} and {}", "{} with {}", "{}, {}", "{} plus {}", "{} next to {}", "{} on {}", "{} in front of {}", "{} left of {}", "{} right of {}", "{} above {}", "{} under {}", "{} beside {}", "{} between {} and another one"))
    return joined.format(first, second)


def likeness(voice: Voice) -> str:
    """Somebody's, by a name that is made up."""
    name = f"{_invented(voice).title()} {_invented(voice).title()}"
    return voice.chatter(ordered(voice).format(voice.say(("{}", "a photo of {}", "a portrait of {}", "{}"), always=True).format(name)))


def unknown_topic(voice: Voice) -> str:
    while True:
        noun = unknown_noun(voice)
        if noun not in _TOPIC_WORDS:
            break
    form = voice.random()
    if form < 0.4:
        words = about(voice, voice.say(("{}", "{}s", "a {}", "the {}"), always=True).format(noun))
    else:
        question = voice.say(("how does a {} work?", "what is a {}?", "why is there a {}?", "how is a {} made?", "where do {}s come from?", "why do {}s exist?",
                           "what does a {} do?", "how do {}s work?", "who invented the {}?", "why are {}s so big?", "what are {}s?",
                           "why are {}s heavy?", "why is a {} round?", "why are there {}s?", "when was the {} invented?", "who makes {}s?", "what is inside a {}?",
                           "why is the {} blue?", "how big is a {}?", "how many {}s are there in the world?", "how do i use a {}?", "why does a {} break?",
                           "what makes a {} good?", "how do you make a {}?", "why are {}s so small?", "why are {}s so loud?", "why are {}s expensive?", "why is the {} so old?",
                           "why do we need {}s?", "why do people like {}s?", "how does the {} move?", "how does a {} grow?", "how many {}s exist?", "how many {}s are there on earth?",
                           "how long does a {} live?", "how fast is a {}?", "what is a {} for?", "what is a {} made of?", "what happens in a {}?", "who uses {}s?",
                           "where is the {}?", "when do {}s sleep?", "why does the {} exist?", "are {}s dangerous?")).format(noun)
        words = question if form < 0.6 else asked(voice, question)
    return voice.chatter(words)


def other_task(voice: Voice) -> str:
    if voice.held_out or voice.chance(0.5):
        return voice.chatter(voice.say(OTHER_TASKS))
    noun, other = voice.choice(KINDS) if voice.chance(0.35) else unknown_noun(voice), unknown_noun(voice)
    return voice.chatter(voice.say(TASK_FORMS).format(n=noun, a=article(noun), ns=plural(noun), o=other, x=voice.randint(2, 99), y=voice.randint(2, 99)))


def foreign(voice: Voice) -> str:
    words = voice.say(FOREIGN) if voice.held_out or voice.chance(0.4) else composed(voice)
    if not voice.held_out and bare(words) in held_out(FOREIGN):
        words = voice.say(FOREIGN)
    return words[0].upper() + words[1:] if voice.chance(0.2) else words


def nonsense(voice: Voice) -> str:
    """Keys hit at random, invented words, signs and numbers; now and then very long."""
    if not voice.held_out and voice.chance(0.25):  # a slip, a sign, a smiley
        return voice.choice(("-", "--", "?", "??", "???", "!", "!!!", ".", "..", "...", "…", "*", "/", "\\", "+", ":", ";", "#", "##", "@", "&", "%", "$", "(", ")", "[]", "{}", "=", "_", "~", "^", "'", '"', ",", "0", "1", "7", "42", "x", "j", "k", "z",
                             "😀", "😂", "🙂", "🎉", "👍", "❤️", "🔥", "🤔", "🐟", "🚀", "😀😀", "🙄", "asdf", "qwertz", "hjkl", "aaa", "xxx", "zzz", "ffff"))
    length = voice.choice((1, 1, 2, 3, 5, 8, 30))
    form = voice.randrange(4)
    if form == 0:
        made = ["".join(voice.choice("asdfghjklqwertyuiopzxcvbnm") for _ in range(voice.randint(3, 9))) for _ in range(length)]
    elif form == 1:
        made = [_invented(voice) for _ in range(length + 1)]
    elif form == 2:
        made = ["".join(voice.choice("?!.,;:#+*%&/()=-_0123456789") for _ in range(voice.randint(1, 8))) for _ in range(length)]
    else:
        made = [voice.choice(LATIN) for _ in range(length + 2)]
    return " ".join(made)
