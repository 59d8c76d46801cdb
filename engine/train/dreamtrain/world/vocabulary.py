"""The words that training's requests are made of: what the bot holds slips of the finger, and things nobody taught the model to draw, against.

    python -m dreamtrain.world.vocabulary        prints vocabulary.json, which dreamtrain.export writes into the folder

Four lists, no word in two of them: `things` that can be drawn, in singular and plural; the other words of requests to `draw` and to
change; the `unknown`, things that training names only to say that it can't draw them; and what `other` requests say, those for explanations too. No slips, no
invented words and no other languages. The same words whenever it is made.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Iterable

from dreamtrain.world.conversations import make_turn
from dreamtrain.world.language import plural
from dreamtrain.world.unknown import NOUNS, OTHER_TASKS, PHRASES, TASK_FORMS
from dreamtrain.world.words import KIND_WORDS, Voice

SEED = 20261201
THREADS = 4_000  # of ten turns each
DRAWING = ("draw", "edit", "edit", "edit")  # a thread's first turn and what is changed then
OTHER = ("question", "document", "story", "ask", "talk", "describe")
SEEN_AT_LEAST = 3
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


class _Careful(Voice):
    """Types no slips."""

    def _slip(self, text: str) -> str:
        return text


def vocabulary() -> dict[str, str]:
    """The words of each list, with spaces between them."""
    voice = _Careful(SEED)
    drawing, other = Counter(), Counter()
    for _ in range(THREADS):
        thread: list = []
        for task in (*DRAWING, *OTHER):
            turn = make_turn(voice, task, thread)
            (drawing if task in DRAWING else other).update(_WORD.findall(turn.request.lower()))
            thread = [*thread, *turn.shown()] if task in DRAWING else thread
    nouns = [words.split()[-1] for kinds in KIND_WORDS.values() for words in kinds]
    things = _new([each for noun in nouns for each in (noun, plural(noun))], ())
    drawn = _new(_often(drawing), things)
    others = _new(_often(other), [*things, *drawn])
    unknown = _new(NOUNS, [*things, *drawn, *others])
    said = _WORD.findall(" ".join((*PHRASES, *OTHER_TASKS, *(form.format(**_NOTHING) for form in TASK_FORMS))))
    others += _new(said, [*things, *drawn, *unknown, *others])
    return {name: " ".join(words) for name, words in (("things", things), ("drawing", drawn), ("unknown", unknown), ("other", others))}


_NOTHING = dict.fromkeys(("n", "a", "ns", "o", "x", "y"), "")


def _often(counts: Counter[str]) -> list[str]:
    return sorted(word for word, count in counts.items() if count >= SEEN_AT_LEAST)


def _new(words: Iterable[str], there: Iterable[str]) -> list[str]:
    """Each once, in its order."""
    known = set(there)
    return [word for word in dict.fromkeys(words) if word not in known]


def text() -> str:
    """What is in the file."""
    return json.dumps(vocabulary(), indent=2) + "\n"


if __name__ == "__main__":
    print(text(), end="")
