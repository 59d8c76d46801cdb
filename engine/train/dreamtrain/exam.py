"""The examination of the shipped model: held-out requests and what a right answer is, as JSON for the bot's own runtime.

    python -m dreamtrain.exam --out ../../test/eval        writes prompts.jsonl and pictures.webp
    npm run eval:pocket                                    answers them (in Node, from models/pocket)
    python -m dreamtrain.mark --answers … --out …          marks the answers

Six groups follow GenEval (single object, two objects, counting, colours, position, attribute binding): what is asked for must be
in the picture, the rest is free. Everywhere else the expected plan and words are those of the training's own rules.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from PIL import Image

from dreamtrain.world.conversations import make_turn
from dreamtrain.world.dialogue import Picture, Turn
from dreamtrain.world.documents import ABOUT, QUESTION, document_steps
from dreamtrain.world.drawing import ORDERS, RELATIONS, two_pictures
from dreamtrain.world.language import caption
from dreamtrain.world.outside import foreign, likeness, nonsense, unknown_thing, unknown_topic, other_task
from dreamtrain.world.planner import Wish
from dreamtrain.world.render import cell_jitter, render
from dreamtrain.world.scene import COLOUR_NAMES, KINDS
from dreamtrain.world.topics import TOPICS
from dreamtrain.world.words import Voice

SEED = 20261202
SHEET_COLUMNS = 16
OBJECTS = ("single object", "two objects", "counting", "colours", "position", "attribute binding")
COUNTS = dict.fromkeys(OBJECTS, 60) | {
    "edit": 100, "question": 100, "critic": 120, "two pictures": 30, "story": 10, "outside": 100, "ask": 40, "small talk": 40,
    "foreign": 40, "nonsense": 30, "likeness": 20, "very long": 4, "three edits": 16,
}
RELATION_NAMES = {(3, 5): "left of", (5, 3): "right of", (1, 7): "above", (7, 1): "below"}


def _by_code(turns: list[Turn]) -> dict:
    """What code has to make of the last turn's plan: its order with the captions before and after, or its query with the caption."""
    shown = {picture.name: caption(picture.scene) for turn in turns for picture in turn.shown()}
    orders = [[shown[step.target], step.order, shown[step.picture.name]] for step in turns[-1].steps if step.order]
    query = next(([shown[step.target], step.query] for step in turns[-1].steps if step.query), None)
    return ({"orders": orders} if orders else {}) | ({"query": query} if query else {})


class Exam:
    """Collects cases, and the pictures that come with their requests."""

    def __init__(self) -> None:
        self.cases: list[dict] = []
        self.pictures: list[torch.Tensor] = []

    def add(self, group: str, turns: list[Turn | str], **expect: object) -> None:
        told = [{"say": turn} if isinstance(turn, str) else {"say": turn.request} | self._sent(turn) for turn in turns]
        if turns and isinstance(turns[-1], Turn):
            steps = turns[-1].steps
            expect = {"plan": [step.settled_line() for step in steps], "text": [step.text for step in steps if step.text]} | _by_code(turns) | expect
        number = sum(case["group"] == group for case in self.cases)
        self.cases.append({"id": f"{group.replace(' ', '-')}-{number:03}", "group": group, "turns": told, "expect": expect})

    def _sent(self, turn: Turn) -> dict:
        if not turn.pictures:
            return {}
        jitter = cell_jitter(1, torch.Generator().manual_seed(SEED + len(self.pictures)))
        self.pictures.append(render([turn.pictures[0].scene], jitter)[0])
        return {"sent": len(self.pictures) - 1}

    def sheet(self) -> Image.Image:
        """All pictures in rows of SHEET_COLUMNS."""
        rows = -(-len(self.pictures) // SHEET_COLUMNS)
        image = Image.new("RGB", (128 * SHEET_COLUMNS, 128 * rows))
        for index, pixels in enumerate(self.pictures):
            data = ((pixels + 1) * 127.5).round().clamp(0, 255).byte().permute(1, 2, 0).numpy()
            image.paste(Image.fromarray(data), (128 * (index % SHEET_COLUMNS), 128 * (index // SHEET_COLUMNS)))
        return image


def objects(exam: Exam, group: str, voice: Voice) -> None:
    """One case of a GenEval group: `shows` lists what must be there, `relation` how the first lies to the second."""
    kinds = voice.sample(KINDS, 2)
    colours = voice.sample([c for c in COLOUR_NAMES if c != "white"], 2)  # white can't be seen on the ground that goes without saying
    count = voice.randint(2, 5) if group == "counting" else 1
    coloured = group in ("colours", "attribute binding")
    wishes = [Wish(kind, colour if coloured else None, count=count) for kind, colour in zip(kinds, colours)]
    expect: dict = {"shows": [{"kind": wish.kind, "count": wish.count} | ({"colour": wish.colour} if coloured else {}) for wish in wishes]}
    if group in ("single object", "counting", "colours"):
        words = voice.thing(wishes[0])
        del expect["shows"][1]
    elif group == "position":
        wording, cells = voice.say(RELATIONS, always=True)
        words = wording.format(a=voice.thing(wishes[0]), b=voice.thing(wishes[1]))
        expect["relation"] = RELATION_NAMES[cells]
    else:
        joined = voice.say(("{} and {}", "{} with {}", "{} next to {}"), always=True)
        words = joined.format(*(voice.thing(wish) for wish in wishes))
    exam.add(group, [voice.chatter(voice.say(ORDERS).format(words))], **expect)


def in_thread(exam: Exam, group: str, task: str, voice: Voice) -> None:
    """A turn of this task behind 0 to 2 others, all in held-out wordings."""
    turns: list[Turn] = []
    thread: list[Picture] = []
    for _ in range(voice.choice((0, 1, 1, 2)) if task in ("edit", "question") else 0):
        turns.append(make_turn(voice, voice.choice(("draw", "draw", "edit")), thread))
        thread += turns[-1].shown()
    turns.append(make_turn(voice, task, thread))
    last = turns[-1]
    shown = {picture.name: picture.scene for turn in turns for picture in turn.shown()}
    expect = {"parent": caption(shown[step.target]) for step in last.steps if step.kind == "edit"}
    exam.add(group, list(turns), **expect)


def documents(exam: Exam, voice: Voice) -> None:
    for topic in TOPICS:
        words = voice.say(ABOUT).format(voice.choice(topic.names)) if voice.chance(0.4) else voice.say(QUESTION).format(voice.choice(topic.questions))
        exam.add("document", [Turn(voice.chatter(words), tuple(document_steps(topic, [])))])


def three_edits(exam: Exam, voice: Voice) -> None:
    turns = [make_turn(voice, "draw", [])]
    while sum(step.picture is not None for step in turns[0].steps) > 1:
        turns = [make_turn(voice, "draw", [])]
    thread = turns[0].shown()
    while len(turns) < 4:
        turn = make_turn(voice, "edit", thread)
        if not turn.pictures and turn.steps[-1].target == thread[-1].name:
            turns.append(turn)
            thread += turn.shown()
    exam.add("three edits", list(turns), scenes=[caption(picture.scene) for picture in thread])


def refused(exam: Exam, group: str, voice: Voice) -> None:
    makers = {"outside": voice.choice((unknown_thing, unknown_thing, unknown_topic, other_task)), "foreign": foreign, "nonsense": nonsense,
              "likeness": likeness}
    if group == "very long":
        exam.add(group, [" ".join(make_turn(voice, "draw", []).request for _ in range(400))[:12_000]], kind="any")
    else:
        exam.add(group, [makers[group](voice)], kind="refuse")


def examination() -> Exam:
    exam = Exam()
    tasks = {"edit": "edit", "question": "question", "critic": "judge", "story": "story", "ask": "ask", "small talk": "talk"}
    for group, count in COUNTS.items():
        voice = Voice(SEED + sum(map(ord, group)), held_out=True)
        for _ in range(count):
            if group in OBJECTS:
                objects(exam, group, voice)
            elif group in tasks:
                in_thread(exam, group, tasks[group], voice)
            elif group == "two pictures":
                exam.add(group, [two_pictures(voice, [])])
            elif group == "three edits":
                three_edits(exam, voice)
            else:
                refused(exam, group, voice)
    documents(exam, Voice(SEED, held_out=True))
    drawn = len(OBJECTS) * COUNTS[OBJECTS[0]]
    exam.cases[:drawn] = sorted(exam.cases[:drawn], key=lambda case: case["id"][-3:])  # the six groups in turn, so that any first part is fair
    return exam


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--out", type=Path, required=True)
    out = options.parse_args().out
    torch.set_num_threads(1)  # two that wait for each other are slower
    exam = examination()
    out.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in exam.cases)
    (out / "prompts.jsonl").write_text(lines, encoding="utf-8")
    exam.sheet().save(out / "pictures.webp", lossless=True, quality=100, method=6)
    print(f"{len(exam.cases)} cases, {len(exam.pictures)} pictures -> {out}")


if __name__ == "__main__":
    main()
