"""What an edit's plan says: not the whole new caption, only where it differs from the old one.

    - ring at the top + a small pink ring at the top = dark blue

`-` takes away the thing of that kind in that place, `+` puts one there, `=` says anew what stands behind the things; all of them in
reading order, in this order of signs. Finding what is meant and copying what stays are two tasks, and a small model that must do both
in one go changes the wrong thing: so it does the first, and code does the second (engine/planner/changes.ts, kept alike).
"""

from __future__ import annotations

import re

_BODY = re.compile(r"^(.*?)(?:, (?!an? (?!arrow from ))(.*))?$")
_BETWEEN = re.compile(r", (?=an? )| and (?=an? )")
_PLACE = re.compile(r" ((?:on|in|at) the .*)$")
_SIGNED = re.compile(r"(?:^| )([-+=]) ((?:(?! [-+=] ).)+)")
_BEHIND = ("in ", "at ", "on ", "under ", "an arrow ", "arrows ")


def difference(before: str, after: str) -> str:
    """Of two captions; empty when they are the same."""
    (old, ground), (new, behind) = _read(before), _read(after)
    gone = [f"- {_kind_and_place(thing)}" for thing in old if thing not in new]
    come = [f"+ {thing}" for thing in new if thing not in old]
    return " ".join([*gone, *come, *([f"= {behind.removeprefix('on ')}"] if behind != ground else [])])


def applied(before: str, line: str) -> str:
    """The caption after these changes; ValueError where the line says anything else."""
    things, behind = _read(before)
    parts = _SIGNED.findall(line)
    if not parts or " ".join(f"{sign} {words}" for sign, words in parts) != line:
        raise ValueError(f"no changes: {line!r}")
    for sign, words in parts:
        if sign == "=":
            behind = words if words.startswith(_BEHIND) else f"on {words}"
        elif sign == "+":
            things.append(words)
        elif words in map(_kind_and_place, things):
            things = [thing for thing in things if _kind_and_place(thing) != words]
        else:
            raise ValueError(f"there is no {words!r}")
    things.sort(key=_rank)
    listed = " and ".join(filter(None, (", ".join(things[:-1]), things[-1]))) if things else ""
    return ", ".join(filter(None, (listed, behind)))


def _read(caption: str) -> tuple[list[str], str]:
    """The things in reading order, and what stands behind them with its preposition."""
    body, behind = _BODY.match(caption).groups()
    return _BETWEEN.split(body), behind or ""


def _kind_and_place(thing: str) -> str:
    """"circle at the top": the last word before the place, and the place."""
    place = _PLACE.search(thing)
    return f"{thing[: place.start()].split(' ')[-1]} {place[1]}" if place else thing


def _rank(thing: str) -> int:
    place = _PLACE.search(thing)
    if place is None:
        return 9
    words = re.findall(r"[a-z]+", place[1])[:4]  # "on the left", "at the bottom right"
    row = 0 if "top" in words else 2 if "bottom" in words else 1
    return 3 * row + (0 if "left" in words else 2 if "right" in words else 1)
