"""Orders to draw and to tell a story, put together from parts, for training alone: of one short list a small model learns the list.

The same frames go around what can be drawn and what can't, so that only the thing itself decides. asking.py does it for explanations,
framing.py for changes and questions. A held-out voice says none of this, and no whole frame is one that is held out.
"""

from __future__ import annotations

from typing import Sequence

from dreamtrain.world.words import Voice, bare, held_out

ASK = (
    "", "", "", "", "", "please ", "pls ", "can you ", "could you ", "would you ", "will you ", "can you please ", "could you please ", "would you please ", "can u ", "could u ",
    "i want you to ", "i'd like you to ", "i would like you to ", "i need you to ", "we need you to ", "i'd love you to ", "i'm asking you to ", "i ask you to ", "are you able to ", "would you be able to ",
    "is it possible to ", "would it be ok to ", "try to ", "now ", "next ", "first ", "just ", "simply ", "quickly ", "let's ", "let us ", "shall we ", "go on and ", "go and ", "be so kind and ", "be nice and ",
    "you could ", "you can ", "you should ", "you may ", "maybe you can ", "maybe you could ", "perhaps you could ", "why don't you ", "why not ", "how about you ", "what if you ", "what if we ", "it's time to ", "time to ", "your task: ", "task: ",
    "could i ask you to ", "may i ask you to ", "i wonder if you can ", "i wonder if you could ", "do you think you could ", "do you think you can ", "it would be great if you could ", "it would be nice to ", "i was hoping you could ",
    "my boss wants you to ", "my son wants you to ", "the team wants you to ", "we want you to ", "everybody wants you to ", "one thing: ", "a wish: ", "my wish: ", "my first wish: ", "today ", "for a start ", "to begin with, ",
    "hm, ", "hmm ", "oh ", "ah, ", "well, ", "so ", "great, now ", "nice, now ", "cool, now ", "good, now ", "thanks, now ", "new try: ", "new one: ", "new request: ", "i said ", "i meant ", "as a test, ", "test: ",
)
VERBS = ("draw", "draw", "draw", "draw", "paint", "paint", "sketch", "make", "make", "create", "generate", "show", "render", "design", "doodle", "illustrate", "produce", "do", "prepare", "compose", "put together", "whip up", "come up with", "draw up")
GIVING = ("draw me", "draw us", "paint me", "paint us", "make me", "make us", "show me", "show us", "give me", "give us", "get me", "get us", "sketch me", "send me", "send us", "bring me", "bring us", "create me", "do me", "design us", "find me", "fetch me", "let me see", "let us see", "let me have", "let us have")
PICTURES = (
    "a picture", "a picture", "a picture", "an image", "an image", "a drawing", "a drawing", "an illustration", "a sketch", "a painting", "a pic", "a graphic", "artwork", "a doodle", "a scene", "a print", "a cartoon", "an artwork", "a visual", "a clip art", "an icon", "a small picture", "a little picture", "a simple picture",
    "a nice picture", "a pretty picture", "a cute picture", "a big picture", "a quick picture", "a flat picture", "a colourful picture", "a small image", "a simple image", "a nice image", "a little drawing", "a simple drawing", "a nice drawing", "a small drawing", "a quick drawing", "a flat drawing", "a quick sketch", "a small sketch",
    "a simple illustration", "a small illustration", "a nice illustration", "one picture", "one image", "one drawing", "the picture", "the image", "some art", "another picture", "a new picture", "a new image", "a new drawing", "a fresh picture", "a card", "a page", "a poster",
)
OF = (" of", " of", " of", " of", " of", " with", " with", " showing", " that shows", " which shows", " featuring", " where i see", " where we see", " that has", " with nothing but", " with just", " with only", ":", " for", " about", " containing", " depicting")
WANT = (
    "i want", "i want", "i need", "i need", "i'd like", "i'd love", "i would like", "i would love", "i wish for", "i'm after", "i'm looking for", "i am looking for", "i could use", "i must have", "i have to have", "i ask for", "i order", "i wish i had", "i hope for", "i would love to have", "i want to have", "i'd like to have", "i'd like to get", "i'd like to see",
    "i want to see", "i need to see", "i'd love to see", "i would like to see", "i'd be happy about", "we want", "we need", "we'd like", "we would like", "we'd love", "we're looking for", "we are after", "we could use", "we want to see", "we need to see", "we have to have", "we ask for", "my team needs", "my class needs", "my son wants", "my kids want",
    "my boss needs", "my friend would like", "my mum would like", "my wife asked for", "our page needs", "our wiki needs", "the team wants", "the kids want", "everybody wants", "somebody asked for", "she wants", "he wants", "they want", "can i have", "can i get", "can i see", "could i have", "could i get", "could i see", "may i have", "may i see", "might i have",
    "can we have", "can we get", "can we see", "could we have", "could we get", "could we see", "may we have", "may we see", "how about", "what about", "why not", "what i want is", "what i need is", "what we need is", "all i want is", "all i need is", "all we want is", "next", "next:", "next up:", 
    "today:", "wanted:", "needed:", "order:", "my order:", "request:", "new:", "new request:", "subject:", "motif:", "prompt:", "scene:", "picture:", "image:", "drawing:", "sketch:", "idea:", "my idea:", "content:", "here is what i want:", "this is what i need:", "ready for", "it's time for", "time for", "let's have", "let's try", "let's start with", "let's go with", "let's do",
)
TAILS = (
    "", "", "", "", "", "", "", "", " please", " pls", " for me", " for us", " for my kids", " for my son", " for my mum", " for my friend", " for my team", " for my class", " for the team", " for the kids", " for a friend", " for everybody", " for our page", " for my page", " for the wiki", " for a talk", " for my talk", " for a card", " for a birthday card",
    " for a poster", " for school", " for work", " for the meeting", " for our chat", " for my desk", " for fun", " for the presentation", " for the newsletter", " for the blog", " for a post", " as a picture", " as an image", " as a drawing", " as a sketch", " as an illustration", " in a picture", " in one picture", " in a drawing", " on one page", " on a page", " on a card",
    " now", " today", " quickly", " next", " first", " if you can", " if possible", " when you can", " and nothing else", ", nothing else", ", that's all", ", that is all", ", simple", ", flat", ", nice and simple", ", would you?", ", can you?", ", could you?", ", will you?", ", ok?", ", right?", ", i like that", " i like that", " would be nice", " would be great", " would be cool", " will do",
)
RELATIVES = ("son", "kid", "team", "class", "mum", "boss", "friend", "sister", "teacher", "customer", "colleague", "neighbour")
SAYS = ("wants {}", "needs {}", "asked for {}", "would love {}", "would like {}", "dreams of {}", "would be happy about {}", "wants to see {}", "wishes for {}", "likes {}, draw it", "said: draw {}", "asks: can you draw {}?")
PASSIVE = ("can {} be drawn?", "could {} be drawn?", "may {} be painted?", "{} should be drawn", "{} is what i want", "{} is what i need", "{} is what we need", "{} is all i want", "{} has to be drawn", "i want {} drawn", "i want {} painted", "i need {} drawn", "i'd like {} drawn", "i'd like {} painted",
           "have {} drawn", "get {} drawn", "could we have {} painted?", "{} would be nice", "{} would be great", "{} for me please", "{}, can you draw that?", "{}, can you do that?", "{}, could you draw it?", "{}, please draw it", "{}: draw it", "{} - draw that", "{} - can you?", "{}, as a picture", "{}, in a picture please", "just {}", "only {}", "{}, nothing more", "simply {}")
STORY = ("a story", "a tale", "a fairy tale", "a short story", "a little story", "a bedtime story", "a picture story", "a story with pictures", "an adventure", "a short tale", "a nice story", "a funny story", "a sweet story", "a good story", "a small tale", "some story", "another story", "a new story", "one story")
TELL = ("tell", "tell me", "tell us", "write", "write me", "write us", "make", "make up", "invent", "think of", "come up with", "give me", "give us", "let me hear", "let us hear", "let me have", "read", "narrate", "create", "draw", "draw me", "show me", "do", "tell my kids", "tell my son", "tell the children", "tell the class")
HERO = ("about {}", "about {}", "about {}", "of {}", "on {}", "with {}", "with {} in it", "where {} is the hero", "in which {} is the hero", "around {}", "whose hero is {}", "that is about {}", "with {} as its hero", "where we meet {}", "featuring {}", "for kids about {}")


def to_draw(voice: Voice, wordings: Sequence[str], plain: bool = False) -> str:
    """A frame with one {} for what shall be drawn; `plain`: such as goes before two pictures as well."""
    while True:
        frame = _frame(voice, plain)
        if not _is_held_out(frame, wordings):
            return frame


def story(voice: Voice, wordings: Sequence[str]) -> str:
    """A frame with one {} for a story's hero."""
    while True:
        told = f"{voice.choice(STORY)} {voice.choice(HERO)}"
        form = voice.random()
        frame = voice.choice(ASK) + f"{voice.choice(TELL)} {told}" if form < 0.5 else f"{voice.choice(WANT)} {told}" if form < 0.8 else told
        if voice.chance(0.3):
            frame += voice.choice(TAILS)
        if not _is_held_out(frame, wordings):
            return frame


def _frame(voice: Voice, plain: bool) -> str:
    form = voice.random()
    if plain or form < 0.25:
        frame = f"{voice.choice(ASK)}{voice.choice(VERBS if voice.chance(0.6) else GIVING)} {{}}"
    elif form < 0.5:
        frame = f"{voice.choice(ASK)}{voice.choice(VERBS if voice.chance(0.5) else GIVING)} {voice.choice(PICTURES)}{voice.choice(OF)} {{}}"
    elif form < 0.64:
        frame = f"{voice.choice(WANT)} {{}}"
    elif form < 0.8:
        frame = f"{voice.choice(WANT)} {voice.choice(PICTURES)}{voice.choice(OF)} {{}}"
    elif form < 0.86:
        frame = f"{voice.choice(PICTURES)}{voice.choice(OF)} {{}}" if voice.chance(0.6) else f"{voice.choice(PICTURES).split(' ')[-1]}{voice.choice((' of', ' of', ':', ' with'))} {{}}"
    elif form < 0.93:
        says = voice.choice(SAYS)
        thing = "{}" if voice.chance(0.5) else f"{voice.choice(PICTURES)}{voice.choice(OF)} {{}}"
        frame = f"{voice.choice(('my', 'my', 'our', 'the', 'his', 'her'))} {voice.choice(RELATIVES)} {says.format(thing)}"
    else:
        frame = voice.choice(PASSIVE)
    return frame + voice.choice(TAILS) if voice.chance(0.35) and not frame.endswith("?") else frame


def _is_held_out(frame: str, wordings: Sequence[str]) -> bool:
    return bare(frame) in held_out(tuple(wordings))
