"""The topics the pocket model can explain: true, plain sentences, each with a picture that this world can show.

The texts are in topics/*.txt. A topic is a paragraph: what it is called, the questions it answers, then sections of a
text line and a caption line.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Topic(NamedTuple):
    names: tuple[str, ...]
    questions: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]  # text, caption


def _read(paragraph: str) -> Topic:
    names, questions, *lines = paragraph.split("\n")
    return Topic(tuple(names.split(" | ")), tuple(questions.split(" | ")), tuple(zip(lines[::2], lines[1::2], strict=True)))


TOPICS = tuple(
    _read(paragraph)
    for file in sorted((Path(__file__).parent / "topics").glob("*.txt"))
    for paragraph in file.read_text(encoding="utf-8").strip().split("\n\n")
)
