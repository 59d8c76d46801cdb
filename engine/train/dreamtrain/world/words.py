"""How people word things: synonyms, places, grounds, chat noise and slips of the finger; and what is held out.

A `Voice` is a random generator that picks wordings. Every tenth wording of a list of ten or more is kept back: a voice in training
never says it, and says those of more/ besides. A voice with `held_out`, which makes the examination, says what strangers.py has
for the list, written by somebody who had not seen it, or else what was kept back.
"""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Sequence

from dreamtrain.world.language import article, plural
from dreamtrain.world import surroundings
from dreamtrain.world.more import MORE
from dreamtrain.world.strangers import STRANGERS

KIND_WORDS = {
    "circle": ("circle", "circle", "circle", "disc", "dot", "round circle"), "square": ("square", "square", "square", "box"),
    "triangle": ("triangle",), "star": ("star",), "heart": ("heart", "heart", "heart", "love heart"),
    "diamond": ("diamond", "diamond", "rhombus"), "ring": ("ring", "ring", "hoop"), "cross": ("cross", "cross", "plus sign"),
    "sun": ("sun",), "moon": ("moon", "moon", "crescent"), "cloud": ("cloud",), "tree": ("tree",),
    "flower": ("flower", "flower", "blossom"), "house": ("house", "house", "home", "hut", "cottage"), "fish": ("fish",),
    "boat": ("boat", "boat", "ship", "sailboat", "sailing boat"), "drop": ("drop", "raindrop", "water drop", "droplet"),
    "car": ("car", "car", "car", "automobile"),
}
COLOUR_WORDS = {
    "red": ("red",) * 5 + ("scarlet", "crimson"), "orange": ("orange",), "yellow": ("yellow",) * 5 + ("golden", "gold"),
    "green": ("green",), "blue": ("blue",), "purple": ("purple",) * 4 + ("violet",), "pink": ("pink",) * 5 + ("rose",),
    "brown": ("brown",), "black": ("black",), "white": ("white",),
}
SIZE_WORDS = {
    "small": ("small", "small", "little", "tiny", "mini"), "medium": ("medium", "medium-sized", "medium sized", "middle-sized"),
    "large": ("big", "big", "large", "large", "huge", "giant"),
}
PLACE_WORDS = (  # by cell
    ("in the top left corner", "at the top left", "in the upper left corner", "top left", "in the top left"),
    ("at the top", "on top", "at the very top", "in the top middle", "up at the top"),
    ("in the top right corner", "at the top right", "in the upper right corner", "top right", "in the top right"),
    ("on the left", "on the left side", "on the left hand side", "to the left", "at the left"),
    ("in the middle", "in the center", "in the centre", "at the center", "in the very middle"),
    ("on the right", "on the right side", "on the right hand side", "to the right", "at the right"),
    ("in the bottom left corner", "at the bottom left", "in the lower left corner", "bottom left", "in the bottom left"),
    ("at the bottom", "at the very bottom", "in the bottom middle", "down at the bottom", "on the bottom"),
    ("in the bottom right corner", "at the bottom right", "in the lower right corner", "bottom right", "in the bottom right"),
)
GROUND_WORDS = {
    "white": ("on white", "on a white background", "on a plain white page", "with a white background", "on a blank page"),
    "cream": ("on cream", "on a cream background", "on paper", "on old paper", "on a beige background", "with a cream background",
              "on sand", "on the beach"),
    "light blue": ("on light blue", "on a light blue background", "in the sky", "on a blue sky", "on a sky blue background",
                   "on a blue background", "with a light blue background", "at sea", "by day"),
    "light green": ("on light green", "on a light green background", "on grass", "on a meadow", "in a field", "on a green background",
                    "with a green background", "on a green field", "in a garden"),
    "dark blue": ("on dark blue", "on a dark blue background", "at night", "in the night sky", "in the dark", "at night time",
                  "on a dark background", "with a dark blue background", "by night"),
}
COUNT_WORDS = {2: ("two", "2", "a pair of", "two", "a couple of"), 3: ("three", "3"), 4: ("four", "4"), 5: ("five", "5")}

ABBREVIATIONS = frozenset("api cdn ci dns git https http oauth tls 2fa sql cpu url css html usb gps dna ai".split())
_BEFORE = ("hey bot, ", "hey, ", "hi, ", "hello, ", "ok, ", "okay, ", "hey bot ", "yo, ", "now ", "so, ", "bot, ", "alright, ", "hi there, ", "um, ")
_FILLERS = ("just", "maybe", "actually", "really", "kindly", "simply", "perhaps", "quickly", "basically", "well", "like", "right", "you know", "i think", "if you can")
_AFTER = (" please", " pls", " thanks", " thank you", ", please", " plz", "!", "!!", " :)", ".", ".", " for me", ", thanks", " thx", " 🙂")


def first_of(wordings: Sequence) -> str:
    """What a list of wordings is known by: its first."""
    return wordings[0] if isinstance(wordings[0], str) else wordings[0][0]


def kept_for_examination(wordings: Sequence) -> Sequence:
    return STRANGERS.get(first_of(wordings)) or wordings[9::10]


def bare(words: str) -> str:
    return words.rstrip("?!. ")


@lru_cache(maxsize=None)
def held_out(wordings: Sequence) -> frozenset:
    """What training never says, whoever wrote it, bare of its last sign."""
    return frozenset(bare(words) if isinstance(words, str) else words for words in (*wordings[9::10], *kept_for_examination(wordings)))


def more_of(wordings: Sequence) -> tuple:
    """What training says besides the list: never what is kept back."""
    known_by = first_of(wordings), len(wordings)
    if known_by not in _MORE:
        kept = held_out(tuple(wordings))
        _MORE[known_by] = tuple(words for words in MORE.get(known_by[0], ()) if (bare(words) if isinstance(words, str) else words) not in kept)
    return _MORE[known_by]


_MORE: dict[tuple[str, int], tuple] = {}


class Voice(random.Random):
    def __init__(self, seed: int | None = None, held_out: bool = False):
        super().__init__(seed)
        self.held_out = held_out

    def say(self, wordings: Sequence, always: bool = False):
        """One of the wordings of this voice's side of the split; `always` takes any (word lists that are not split)."""
        count = len(wordings)
        if always or count < 10:
            return wordings[int(self.random() * count)]
        if self.held_out:
            kept_back = kept_for_examination(wordings)
            return kept_back[int(self.random() * len(kept_back))]
        kept, more = count // 10, more_of(wordings)
        index = int(self.random() * (count - kept + len(more)))
        return wordings[index + min(index // 9, kept)] if index < count - kept else more[index - (count - kept)]

    def chance(self, share: float) -> bool:
        return self.random() < share

    def kind(self, kind: str) -> str:
        return self.say(KIND_WORDS[kind], always=True)

    def colour(self, colour: str) -> str:
        return self.say(COLOUR_WORDS[colour], always=True)

    def place(self, cell: int) -> str:
        return self.say(PLACE_WORDS[cell], always=True)

    def ground(self, ground: str) -> str:
        return self.say(GROUND_WORDS[ground], always=True)

    def thing(self, wish) -> str:
        """A Wish in words, without its place: "a little red disc", "three stars", "a boat in blue"."""
        noun = self.kind(wish.kind)
        if wish.count > 1:
            noun = plural(noun)
        colour = self.colour(wish.colour) if wish.colour else ""
        size = self.say(SIZE_WORDS[wish.size], always=True) if wish.size else ""
        after = ""
        if colour and self.chance(0.06):
            after = " " + self.say(("in", "coloured", "colored", "painted"), always=True) + " " + colour
            colour = ""
        words = " ".join(part for part in (size, colour, noun) if part) + after
        if wish.count > 1:
            return f"{self.say(COUNT_WORDS[wish.count], always=True)} {words}"
        return words if self.chance(0.08) else f"{self.say(('one', 'the'), always=True)} {words}" if self.chance(0.06) else article(words)

    def chatter(self, request: str) -> str:
        """A request as somebody types it: case, politeness, noise, now and then a slip; in training more of them."""
        if not self.held_out:
            request = self._in_chat(request)
        if self.chance(0.08):
            request = self._filled(request)
        if self.chance(0.12):
            request = self.say(_BEFORE, always=True) + request
        if not request.endswith(("?", ".", "!")):
            if self.chance(0.22):
                request += self.say(_AFTER, always=True)
        elif self.chance(0.3):
            request = request[:-1]
        if self.chance(0.07 if self.held_out else 0.16):
            request = self._slip(request)
        if not self.held_out:
            request = self._capitals(request)
        if self.chance(0.25):
            request = request[0].upper() + request[1:]
        elif self.chance(0.02):
            request = request.upper()
        return request

    def _in_chat(self, request: str) -> str:
        if self.chance(0.4):
            request = surroundings.swapped(self, request)
        return surroundings.surrounded(self, request) if self.chance(0.12) else request

    def _filled(self, text: str) -> str:
        """A word more that says nothing, so that no single wording is leant on."""
        words = text.split(" ")
        words.insert(self.randrange(len(words)), self.say(_FILLERS, always=True))
        return " ".join(words)

    def _capitals(self, text: str) -> str:
        """"DNS" half of the time, and now and then a Word Or All Of Them With a capital; in training alone."""
        every, some = self.chance(0.01), self.chance(0.02)
        words = [
            word.upper() if word.strip("?.,:") in ABBREVIATIONS and self.chance(0.5) else word.capitalize() if every or some and self.chance(0.3) else word
            for word in text.split(" ")
        ]
        return " ".join(words)

    def _slip(self, text: str) -> str:
        words = text.split(" ")
        long = [i for i, word in enumerate(words) if len(word) >= (5 if self.held_out else 4) and word.isalpha()]
        if not long:
            return text
        i = self.choice(long)
        word, at = words[i], self.randrange(1, len(words[i]) - 1)
        words[i] = self.choice((
            word[:at] + word[at + 1:], word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2:],
        ))
        return " ".join(words)
