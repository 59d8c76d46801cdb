"""A dialogue and how it is laid out as tokens. This is the format the bot's own code builds again; keep the two alike.

    <s>A chat with an assistant that answers in words and pictures. USER: a red circle PLAN: write
     draw: a huge red circle in the middle, on white

     ASSISTANT: Here you are.
     #1: a huge red circle in the middle, on white<dream_start>(16 queries)<dream_end><im_start>(16 features)<im_end></s>
     USER: make it blue PLAN: write
     edit #1: thing: blue

     ASSISTANT: The circle is blue now.
     #1b: a huge blue circle in the middle, on white<dream_start>(16)<dream_end><im_start>(16)<im_end></s>

(The line breaks above are shown where a "\n" is, apart from the one before the second USER.)

A dialogue is a list of pieces. Every text piece is tokenised on its own, without special tokens and without any
added space, and the ids are put one after the other. A text piece begins with exactly one space, except SYSTEM
and the lone "\n" that ends a plan.

    token <s>, text SYSTEM, then for every turn:
      text " USER:"
      for each picture of the message: text " #1: {caption}", or " #1:" where it is not told; token <im_start>, image, token <im_end>
      text " " + request                       the request in one line, its ends trimmed
      text " PLAN:"
      for each step: text " write\n" | " ask\n" | " refuse\n" | " draw: {caption}\n" | " edit #1: {order}\n" | " look #1: {query}\n"
      text "\n"
      text " ASSISTANT:"
      for each step, in the plan's order:
        write, ask, refuse, look: text " {sentences}\n"    one line
        draw, edit: text " #2: {caption}", token <dream_start>, dream, token <dream_end>,
                    token <im_start>, image, token <im_end>
      token </s>

A sent picture is told when somebody asks about it or wants it changed: the host has the model describe it first, in a dialogue of its
own. An edit's plan says what is to be done, which code does to the old caption (orders.py; in the wide world it says what changes,
difference.py). A question about a picture has the plan `look` and nothing else: code answers it (queries.py). In the turns after
them, the plan of a question stands as ` write` and that of an edit as ` edit #1`: the host knows no more of them.

`dream` is the 16 query rows, `image` the 16 projected feature rows of a picture. The model writes the plan (the host
stops it at the second "\n" in a row), the sentences (until their "\n") and </s>; everything else the host puts in.
Pictures of a thread are #1, #2, ... in order, whoever made them; an edit takes the number of the picture it comes
from and that number's next free letter: #2b, #2c.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, NamedTuple

from dreamtrain.world.difference import difference
from dreamtrain.world.language import caption
from dreamtrain.world.scene import Scene

SYSTEM = "A chat with an assistant that answers in words and pictures."


@dataclass(frozen=True)
class Picture:
    name: str
    scene: Scene


@dataclass(frozen=True)
class Step:
    kind: str  # write, ask, refuse, draw, edit or look
    text: str = ""  # of write, ask, refuse and look
    picture: Picture | None = None  # of draw and edit: the new one
    target: str = ""  # of edit: the name of the old one; of look: of the one that is asked about
    query: str = ""  # of look
    order: str = ""  # of edit: what is to be done, where the plan says that
    before: Scene | None = None  # of edit: what the old one shows, where its plan says what changes

    def plan_line(self) -> str:
        """As the model writes it."""
        if self.order:
            return f"edit {self.target}: {self.order}"
        if self.kind == "edit" and self.before is not None:
            return f"edit {self.target}: {difference(caption(self.before), caption(self.picture.scene))}"
        return f"look {self.target}: {self.query}" if self.kind == "look" else self.settled_line()

    def told_line(self) -> str:
        """As it stands in the turns after it, where the host knows no more of it."""
        return f"edit {self.target}" if self.order else "write" if self.kind == "look" else self.plan_line()

    def settled_line(self) -> str:
        """As the bot carries it out."""
        if self.kind == "draw":
            return f"draw: {caption(self.picture.scene)}"
        if self.kind == "edit":
            return f"edit {self.target}: {caption(self.picture.scene)}"
        return "write" if self.kind == "look" else self.kind


@dataclass(frozen=True)
class Turn:
    request: str
    steps: tuple[Step, ...]
    pictures: tuple[Picture, ...] = ()  # sent with the request
    told: bool = False  # whether these are described to the model, in words
    planned: bool = True  # whether the model is to write the plan; else the host puts it there

    @property
    def looks(self) -> bool:
        """Whether code answers it."""
        return any(step.kind == "look" for step in self.steps)

    def shown(self) -> list[Picture]:
        """The pictures this turn adds to the thread, in order."""
        return [*self.pictures, *(step.picture for step in self.steps if step.picture)]


class Piece(NamedTuple):
    kind: str  # text, token, image or dream
    value: str | int  # the text, the token, or the picture's index in the dialogue
    learned: bool = False  # whether the model is to write it
    typed: bool = False  # whether somebody typed it


def pieces(turns: Iterable[Turn]) -> list[Piece]:
    made, shown, turns = [Piece("token", "<s>"), Piece("text", SYSTEM)], 0, list(turns)
    for turn in turns:
        past = turn is not turns[-1] and any(step.told_line() != step.plan_line() for step in turn.steps)
        written = turn.planned and not past
        made.extend(request_pieces(turn, shown))
        shown += len(turn.pictures)
        made.extend(Piece("text", f" {step.told_line() if past else step.plan_line()}\n", written) for step in turn.steps)
        made += [Piece("text", "\n", written), Piece("text", " ASSISTANT:")]
        for step in turn.steps:
            if step.picture is None:
                made.append(Piece("text", f" {step.text}\n", not turn.looks))
            else:
                made += picture_pieces(step.picture, shown)
                shown += 1
        made.append(Piece("token", "</s>", not turn.looks))
    return made


def request_pieces(turn: Turn, shown: int) -> list[Piece]:
    """From " USER:" to " PLAN:"; `shown` pictures came before in the dialogue."""
    made = [Piece("text", " USER:")]
    for index, picture in enumerate(turn.pictures, start=shown):
        made += [Piece("text", f" {picture.name}: {caption(picture.scene)}" if turn.told else f" {picture.name}:"), *_image(index)]
    return made + [Piece("text", f" {turn.request}", typed=True), Piece("text", " PLAN:")]


def picture_pieces(picture: Picture, index: int) -> list[Piece]:
    return [
        Piece("text", f" {picture.name}: {caption(picture.scene)}", True), Piece("token", "<dream_start>", True),
        Piece("dream", index), Piece("token", "<dream_end>"), *_image(index),
    ]


def _image(index: int) -> list[Piece]:
    return [Piece("token", "<im_start>"), Piece("image", index), Piece("token", "<im_end>")]


def new_name(thread: list[Picture]) -> str:
    return f"#{1 + sum(picture.name[1:].isdigit() for picture in thread)}"


def edit_name(thread: list[Picture], target: str) -> str:
    number = target.rstrip("bcdefghijklmnopqrstuvwxyz")
    edits = sum(picture.name.startswith(number) and picture.name[len(number):].isalpha() for picture in thread)
    return number + chr(ord("b") + edits)
