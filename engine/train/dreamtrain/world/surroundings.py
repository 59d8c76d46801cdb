"""What stands around and in requests in people's chats and changes nothing of what is asked, for training alone.

chat/before.txt and chat/behind.txt: what is said before and behind a request, a line each, with its own sign at the end or the beginning.
chat/swaps.txt: words that can stand for each other nearly anywhere, a group a line with " = " between.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

_CHAT = Path(__file__).parent / "chat"


def _lines(name: str) -> tuple[str, ...]:
    return tuple(line for line in (_CHAT / name).read_text(encoding="utf-8").split("\n") if line.strip())


BEFORE, BEHIND = _lines("before.txt"), _lines("behind.txt")
SWAPS = {words: tuple(other for other in group if other != words) for line in _lines("swaps.txt") for group in [line.split(" = ")] for words in group}
_SWAPPED = re.compile(rf"(?<![\w'#-])(?:{'|'.join(map(re.escape, sorted(SWAPS, key=len, reverse=True)))})(?![\w'-])")


def swapped(chance: random.Random, request: str, share: float = 0.35) -> str:
    """Each such word or phrase, with this share, said in another way."""
    return _SWAPPED.sub(lambda match: chance.choice(SWAPS[match[0]]) if chance.random() < share else match[0], request)


def surrounded(chance: random.Random, request: str) -> str:
    """The request behind a sentence or before one, or both."""
    if chance.random() < 0.7:
        request = chance.choice(BEFORE).rstrip() + " " + request
    else:
        request = request.rstrip("?.! ") + chance.choice(BEHIND)
    return request
