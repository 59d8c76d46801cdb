"""More wordings, for training alone: what another hand wrote for the lists of this folder, each list known by its first wording.

They stand apart so that every tenth of a list, which is kept back, stays the same. They are in more/*.txt: a list is a paragraph, its
first line the wording it is known by. One that is kept back is never said, even where it stands here too (`Voice.say`).
"""

from __future__ import annotations

from pathlib import Path


def _read() -> dict[str, tuple]:
    more: dict[str, list] = {}
    for file in sorted((Path(__file__).parent / "more").glob("*.txt")):
        for paragraph in file.read_text(encoding="utf-8").strip().split("\n\n"):
            known_by, *lines = paragraph.split("\n")
            more.setdefault(known_by, []).extend(words for line in lines for words in line.split(" | "))
    return {known_by: tuple(dict.fromkeys(wordings)) for known_by, wordings in more.items()}


MORE: dict[str, tuple] = _read()
# With the cells of a and of b; the first that is named is always a.
_CELLS = {"{a} is left of {b}": (3, 5), "{a} is right of {b}": (5, 3), "{a} is above {b}": (1, 7), "{a} is below {b}": (7, 1)}
MORE["{a} left of {b}"] = tuple((words, cells) for known_by, cells in _CELLS.items() for words in MORE.pop(known_by))
