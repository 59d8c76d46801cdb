"""More wordings, for training alone: what another hand wrote for the lists of this folder, each list known by its first wording.

They stand apart so that every tenth of a list, which is kept back, stays the same. They are in more/*.txt: a list is a paragraph, its
first line the wording it is known by. One that is kept back is never said, even where it stands here too (`Voice.say`).
"""

from __future__ import annotations

from pathlib import Path


def _read() -> dict[str, tuple]:
    paragraphs = (
        paragraph.split("\n")
        for file in sorted((Path(__file__).parent / "more").glob("*.txt"))
        for paragraph in file.read_text(encoding="utf-8").strip().split("\n\n")
    )
    return {known_by: tuple(words for line in lines for words in line.split(" | ")) for known_by, *lines in paragraphs}


MORE: dict[str, tuple] = _read()
MORE["{a} left of {b}"] = (  # with the cells of a and of b
    ("{a} on the left of {b}", (3, 5)), ("{a} to {b}'s left", (3, 5)), ("{a} at the left side of {b}", (3, 5)), ("{a} left from {b}", (3, 5)), ("{a} with {b} to the left of it", (5, 3)), ("{a} and to its left {b}", (5, 3)),
    ("{a} on the right of {b}", (5, 3)), ("{a} to {b}'s right", (5, 3)), ("{a} at the right side of {b}", (5, 3)), ("{a} right from {b}", (5, 3)), ("{a} with {b} to the right of it", (3, 5)), ("{a} and to its right {b}", (3, 5)),
    ("{a} on {b}", (1, 7)), ("{a} up above {b}", (1, 7)), ("{a} high above {b}", (1, 7)), ("{a} hanging over {b}", (1, 7)), ("{a} hovering over {b}", (1, 7)), ("{a} standing on {b}", (1, 7)), ("{a} and above it {b}", (7, 1)), ("{a} and over it {b}", (7, 1)),
    ("{a} down below {b}", (7, 1)), ("{a} deep below {b}", (7, 1)), ("{a} right under {b}", (7, 1)), ("{a} placed under {b}", (7, 1)), ("{a} and below it {b}", (1, 7)), ("{a} and under it {b}", (1, 7)), ("{a} with {b} beneath it", (1, 7)), ("{a} with {b} over it", (7, 1)),
    ("{a} by the side of {b}", (3, 5)), ("{a} alongside {b}", (3, 5)), ("{a} near {b}", (3, 5)), ("{a} close to {b}", (3, 5)), ("{a} standing beside {b}", (3, 5)), ("{a} placed next to {b}", (3, 5)), ("{a}, {b} to the right of it", (3, 5)), ("{a}, {b} to the left of it", (5, 3)),
)
