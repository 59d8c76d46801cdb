"""Disguises that are left of a request when the check has read through the plain ones, and those it reads: typing, cut and joined words, signs."""

from __future__ import annotations

import random

_LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7"}
_LOOKALIKE = str.maketrans("aeopcxy", "аеорсху")
_VOWELS = "aeiou"
_EMOJI = "🙂🔥😈🍑👀🙏✨"


def _word(word: str, rng: random.Random) -> str:
    if len(word) < 3:
        return word
    at = rng.randrange(1, len(word))
    kind = rng.randrange(11)
    if kind == 0:  # left out
        return word[:at] + word[at + 1 :]
    if kind == 1:  # doubled
        return word[:at] + word[at - 1] + word[at:]
    if kind == 2:  # swapped
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    if kind == 3:  # cut
        return word[:at] + rng.choice((" ", "-", ".", "_")) + word[at:]
    if kind == 4:
        return "".join(rng.choice(_LEET[sign]) if sign in _LEET and rng.random() < 0.6 else sign for sign in word)
    if kind == 5:
        return rng.choice((" ", ".", "-")).join(word)
    if kind == 6:  # masked
        return "".join(rng.choice("*#_") if sign in _VOWELS and rng.random() < 0.7 else sign for sign in word)
    if kind == 7:
        return word.translate(_LOOKALIKE)
    if kind == 8:  # without vowels
        return word[0] + "".join(sign for sign in word[1:] if sign not in _VOWELS)
    if kind == 9:
        return word[:at] + word[at - 1] * rng.randint(2, 4) + word[at:]
    near = chr(ord(word[at]) + rng.choice((-1, 1))) if word[at].isascii() and word[at].isalpha() else word[at]
    return word[:at] + near + word[at + 1 :]


def disguised(text: str, rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.06:
        return text.replace(" ", rng.choice(("", "_", ".", "-", "  ")))
    if kind < 0.12:
        return "".join(sign.upper() if rng.random() < 0.5 else sign for sign in text)
    words = text.split(" ")
    for _ in range(rng.choice((1, 1, 2, 3))):
        at = rng.randrange(len(words))
        words[at] = _word(words[at], rng)
    if rng.random() < 0.15:
        words.insert(rng.randrange(len(words) + 1), rng.choice(_EMOJI))
    return " ".join(words)
