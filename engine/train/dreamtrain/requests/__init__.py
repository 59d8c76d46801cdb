"""Made-up requests for the text classifier: what a picture bot is asked for, innocent or not, in fourteen languages.

`<language>.txt` holds the tables. `[frame n]` and `[frame s]` are what a thing or a sentence is put into, `[word slot]` what a `{slot}` may
be, and `[n labels]`, `[s labels]` things and sentences with what they count as: `ok` is nothing, `?label` is left open. Bars part them.
One in eight words, templates and frames is held out: training never sees it.
"""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from dreamtrain.requests.disguise import disguised

HERE = Path(__file__).parent
LABELS = ("minors", "sexual", "self-harm", "violence", "hate", "harassment", "real-people", "weapons", "drugs", "personal-data")
# Slots whose words are innocent alone, and beside each other.
NEUTRAL = ("person", "place", "kid", "victim", "group", "near", "public", "cloth", "animal", "thing", "target", "job", "wear", "food", "medical")
OPEN = -1.0  # a label that an example says nothing about
_SLOT = re.compile(r"\{([\w-]+)\}")


def is_held(text: str, of: str) -> bool:
    return zlib.crc32(f"{of}|{text}".encode()) % 8 == 0


@dataclass
class Pair:
    """Entries in training, and those that are held out."""

    train: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def add(self, entry: str, of: str) -> None:
        (self.held if self.train and is_held(entry, of) else self.train).append(entry)

    def one(self, rng: random.Random, held: bool) -> str:
        return rng.choice(self.held if held and self.held else self.train)


@dataclass
class Tables:
    language: str
    frames: dict[str, Pair] = field(default_factory=dict)
    words: dict[str, Pair] = field(default_factory=dict)
    templates: dict[tuple[str, str], Pair] = field(default_factory=dict)  # (kind, labels) -> templates

    def fill(self, template: str, rng: random.Random, held: bool) -> str:
        return _SLOT.sub(lambda slot: self.words[slot[1]].one(rng, held and rng.random() < 0.8), template)


def read_tables(language: str) -> Tables:
    tables = Tables(language)
    pair = Pair()
    for line in (HERE / f"{language}.txt").read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            head, _, rest = line.strip("[] ").partition(" ")
            where = {"frame": tables.frames, "word": tables.words}.get(head)
            pair = where.setdefault(rest, Pair()) if where is not None else tables.templates.setdefault((head, rest), Pair())
            of = f"{language} {line}"
        else:
            for entry in line.split("|"):
                if entry.strip():
                    pair.add(entry.strip(), of)
    return tables


LANGUAGES = tuple(sorted(path.stem for path in HERE.glob("*.txt")))
TABLES = {language: read_tables(language) for language in LANGUAGES}


def _prose() -> dict[str, list[str]]:
    """Lines of the documents of both worlds, innocent all: every fourth file is held out, but for what stands in another, too."""
    files = sorted([*HERE.parent.glob("wide/topics/*.txt"), *HERE.parent.glob("world/topics/*.txt")])

    def lines_of(paths: list[Path]) -> list[str]:
        lines = [line for path in paths for line in path.read_text().splitlines() if not line.startswith("#")]
        return sorted({part.strip() for line in lines for part in line.split(" | ") if part.strip()})

    train = lines_of([path for at, path in enumerate(files) if at % 4])
    return {"train": train, "held": [line for line in lines_of(files[::4]) if line not in set(train)]}


PROSE = _prose()


def targets(labels: str) -> list[float]:
    named = labels.split()
    return [OPEN if f"?{label}" in named else float(label in named) for label in LABELS]


@dataclass(frozen=True)
class Example:
    text: str
    labels: str
    language: str


def example(rng: random.Random, *, held_templates: bool = False, held_words: bool = False, plain: bool = False, labels: str | None = None) -> Example:
    """One request; three in five of them innocent. `plain`: no disguise and nothing beside it."""
    language = "en" if rng.random() < 0.45 else rng.choice(LANGUAGES)
    tables = TABLES[language]
    wanted = labels or ("ok" if rng.random() < 0.6 else "")
    groups = [key for key in tables.templates if (key[1] == wanted if wanted else key[1] != "ok")]
    if not wanted:  # every kind of attack as often
        kind_of = rng.choice(sorted({key[1] for key in groups}))
        groups = [key for key in groups if key[1] == kind_of]
    kind, found = rng.choice(groups)
    text = tables.fill(tables.templates[kind, found].one(rng, held_templates), rng, held_words)
    if rng.random() < 0.7:
        text = tables.frames[kind].one(rng, held_templates).replace("{x}", text)
    if found == "ok" and rng.random() < 0.2:
        slots = [slot for slot in NEUTRAL if slot in tables.words]
        words = [tables.words[rng.choice(slots)].one(rng, held_words) for _ in range(rng.choice((1, 2, 2, 3)))]
        text = tables.frames["n"].one(rng, held_templates).replace("{x}", rng.choice((" ", " ", ", ")).join(words))
    innocent = lambda: _beside(rng, tables, "held" if held_templates else "train")
    if found == "ok" and rng.random() < 0.2:
        text = innocent()
    if plain:
        return Example(text, found, language)
    if rng.random() < 0.3:
        text = disguised(text, rng)
    place = rng.random()
    if place < 0.08:
        text = f"{innocent()}. {text}"
    elif place < 0.16:
        text = f"{text}. {innocent()}"
    elif place < 0.2:
        text = f"{text}\n{innocent()}, sent by you\n"
    elif place < 0.24:
        name = re.sub(r"\W+", rng.choice("_- "), text)
        text = f"{innocent()}\n{name}.{rng.choice(('png', 'jpg'))}, sent by you\n"
    elif place < 0.27:
        text = " ".join([innocent() for _ in range(4)] + [text] + [innocent() for _ in range(2)])
    return Example(text, found, language)


def _beside(rng: random.Random, tables: Tables, split: str) -> str:
    if rng.random() < 0.6:
        return rng.choice(PROSE[split])
    held = split == "held"
    kind = rng.choice("ns")
    return tables.frames[kind].one(rng, held).replace("{x}", tables.fill(tables.templates[kind, "ok"].one(rng, held), rng, held))
