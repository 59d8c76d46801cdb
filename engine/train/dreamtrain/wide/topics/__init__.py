"""The topics the wide model can explain, read from the text files beside this one.

A topic is a paragraph: a line of names, a line of questions (both separated by " | "), then three to six sections of two lines each,
a text of one or two plain, true sentences and a sketch of its picture, as `language.read_sketch` takes it. `# ` begins a comment.

    why leaves fall | falling leaves
    why do leaves fall? | why do trees lose their leaves?
    In autumn there is less light, so a tree gets little from its leaves.
    a tree in the middle and a sun at the top left, in a forest in autumn
    ...
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

from dreamtrain.wide.language import read_sketch
from dreamtrain.wide.scene import Scene

FOLDER = Path(__file__).parent


class Topic(NamedTuple):
    names: tuple[str, ...]
    questions: tuple[str, ...]
    sections: tuple[tuple[str, Scene], ...]


def read_topic(paragraph: str) -> Topic:
    names, questions, *lines = paragraph.split("\n")
    if len(lines) % 2:
        raise ValueError(f"{names!r}: a text without a picture")
    sections = tuple((text, read_sketch(sketch)) for text, sketch in zip(lines[::2], lines[1::2]))
    return Topic(tuple(names.split(" | ")), tuple(questions.split(" | ")), sections)


def read_topics(text: str) -> list[Topic]:
    lines = [line.strip() for line in text.split("\n") if not line.startswith("#")]
    return [read_topic(paragraph.strip()) for paragraph in "\n".join(lines).split("\n\n") if paragraph.strip()]


@functools.cache
def topics() -> tuple[Topic, ...]:
    """Of all files, in the order of their names."""
    return tuple(topic for path in sorted(FOLDER.glob("*.txt")) for topic in read_topics(path.read_text()))
