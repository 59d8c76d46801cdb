"""The words that training's requests are made of: what the bot holds slips of the finger, things nobody taught the model to draw, and plans that speak
of what nobody named against.

    python -m dreamtrain.world.vocabulary        prints vocabulary.json, which dreamtrain.export writes into the folder

The `kinds` of things that can be drawn, each with the nouns for it in singular and plural, and the `colours` with theirs. Three lists, no word in two of
them nor among the kinds: the other words of requests to `draw` and to change; the `unknown`, things that training names only to say that it can't draw
them; and what `other` requests say, those for explanations too. And the `topics`: what each is called and asked, the words that say in a request that it is about this one, and the captions of
its pictures in their order. No slips, no invented words and no other languages. The same words whenever it is made.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Iterable

from dreamtrain.world import asking, documents, framing, ordering
from dreamtrain.world.conversations import make_turn
from dreamtrain.world.language import plural
from dreamtrain.world.topics import TOPICS, Topic
from dreamtrain.world.unknown import NOUNS, OTHER_TASKS, PHRASES, TASK_FORMS
from dreamtrain.world.words import COLOUR_WORDS, KIND_WORDS, Voice

SEED = 20261201
THREADS = 4_000  # of ten turns each
DRAWING = ("draw", "edit", "edit", "edit")  # a thread's first turn and what is changed then
TALKING = ("question", "ask", "talk", "describe")
TELLING = ("document", "story")
SEEN_AT_LEAST = 3
EVERYWHERE = frozenset("one two three four five the that there have where which with for as get go may come comes see look all being doing every after an and are at by do we who whom why what you your is in it its my of on so to up us between can does each even form forms from goes happens how keeps made makes making many much off or out should sometimes their under used when whole without works".split())
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_TOPIC_WORD = re.compile(r"[a-z0-9']{2,}")


class _Careful(Voice):
    """Types no slips, and nothing around a request, where any noun may stand."""

    def _in_chat(self, request: str) -> str:
        return request

    def _slip(self, text: str) -> str:
        return text


def vocabulary(can_explain: Iterable[Topic] = TOPICS) -> dict[str, str | dict[str, str] | list[dict]]:
    """The words of each list, with spaces between them; of the topics those that the model has learnt."""
    voice = _Careful(SEED)
    drawing, talking, telling = Counter(), Counter(), Counter()
    for _ in range(THREADS):
        thread: list = []
        for task in (*DRAWING, *TALKING, *TELLING):
            turn = make_turn(voice, task, thread)
            (drawing if task in DRAWING else talking if task in TALKING else telling).update(_WORD.findall(turn.request.lower()))
            thread = [*thread, *turn.shown()] if task in DRAWING else thread
    kinds = {kind: _nouns(said) for kind, said in KIND_WORDS.items()}
    colours = {colour: _new(said, ()) for colour, said in COLOUR_WORDS.items()}
    things = [noun for nouns in kinds.values() for noun in nouns]
    drawn = _new(_often(drawing), things)
    others = _new(_often(talking + telling), [*things, *drawn])
    unknown = _new(NOUNS, [*things, *drawn, *others])
    said = _WORD.findall(" ".join((*PHRASES, *OTHER_TASKS, *(form.format(**_NOTHING) for form in TASK_FORMS))))
    others += _new(said, [*things, *drawn, *unknown, *others])
    lists = (("drawing", drawn), ("unknown", unknown), ("other", others))
    topics = _topics(can_explain, {*_often(drawing), *_often(talking)})
    return {"kinds": _joined(kinds.items()), "colours": _joined(colours.items())} | _joined(lists) | {"topics": topics}


def _topics(can_explain: Iterable[Topic], elsewhere: set[str]) -> list[dict]:
    """A topic's words are those of its names and questions that belong to no way of asking for one and are in no other requests; all of a name that has no
    such word."""
    frames = [documents, asking, framing, ordering]
    lists = [said for module in frames for name, said in vars(module).items() if name.isupper() and isinstance(said, (tuple, frozenset))]
    asked = {word for said in lists for words in said if isinstance(words, str) for word in _WORD.findall(words)}
    topics = []
    for topic in can_explain:
        named = [{*_TOPIC_WORD.findall(words.lower())} - EVERYWHERE for words in (*topic.names, *topic.questions)]
        words = set().union(*(words - asked - elsewhere or words - asked or words for words in named))
        topics.append({"names": [*topic.names, *(question.rstrip("?") for question in topic.questions)], "words": " ".join(sorted(words)), "pictures": [words for _, words in topic.sections]})
    return topics


def _nouns(said: Iterable[str]) -> list[str]:
    """In singular and plural, of "sailing boat" the last."""
    return _new([each for words in said for noun in [words.split()[-1]] for each in (noun, plural(noun))], ())


def _joined(lists: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    return {name: " ".join(words) for name, words in lists}


_NOTHING = dict.fromkeys(("n", "a", "ns", "o", "x", "y"), "")


def _often(counts: Counter[str]) -> list[str]:
    return sorted(word for word, count in counts.items() if count >= SEEN_AT_LEAST)


def _new(words: Iterable[str], there: Iterable[str]) -> list[str]:
    """Each once, in its order."""
    known = set(there)
    return [word for word in dict.fromkeys(words) if word not in known]


def text(can_explain: Iterable[Topic] = TOPICS) -> str:
    """What is in the file."""
    return json.dumps(vocabulary(can_explain), indent=1) + "\n"


if __name__ == "__main__":
    print(text(), end="")
