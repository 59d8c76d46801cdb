"""Whole threads: turns of every task strung together, pictures carried along."""

from __future__ import annotations

from typing import Iterator

from dreamtrain.world.dialogue import Picture, Turn, new_name
from dreamtrain.world.documents import document_turn
from dreamtrain.world.drawing import draw_turn, wished_scene
from dreamtrain.world.editing import edit_turn
from dreamtrain.world.outside import ask_turn, refuse_turn, talk_turn
from dreamtrain.world.questions import described_turn, judged_turn, question_turn
from dreamtrain.world.scene import Scene, sample_scene
from dreamtrain.world.stories import story_turn
from dreamtrain.world.words import Voice

TASKS = ("draw", "edit", "question", "judge", "describe", "document", "story", "refuse", "ask", "talk")
FIRST = (24, 20, 24, 1, 7, 20, 1.5, 17, 3, 6)  # weights of the task of a thread's first turn
LATER = (8, 50, 26, 0, 0, 2, 0.5, 7, 4, 3)  # and of a later one
SEEING = (12, 10, 20, 18, 18, 6, 1, 3, 1, 1)  # of a first turn while the model learns to see
LONG, LONGER = 7, 0.12  # pictures of a thread at which it ends, for some of them in training; 4 for all others
LENGTHS = ((1, 2, 3, 4), (42, 36, 17, 5))  # turns of a thread and their weights


def conversation(voice: Voice, first: tuple[float, ...] = FIRST) -> list[Turn]:
    turns, thread = [], []
    most = LONG if not voice.held_out and voice.chance(LONGER) else 4
    for index in range(voice.choices(*LENGTHS)[0] + (most > 4)):
        task = voice.choices(TASKS, LATER if index else first)[0]
        turns.append(make_turn(voice, task, thread))
        thread += turns[-1].shown()
        if task in ("judge", "describe", "document", "story") or len(thread) >= most:
            break
    return turns


def make_turn(voice: Voice, task: str, thread: list[Picture]) -> Turn:
    """One turn of this task behind a thread that shows these pictures."""
    if task == "edit":
        return _edit(voice, thread)
    if task == "question":
        return question_turn(voice, thread, () if thread and voice.chance(0.75) else _sent(voice, thread))
    if task in ("judge", "describe"):
        return (judged_turn if task == "judge" else described_turn)(voice, _sent(voice, thread))
    makers = {"draw": draw_turn, "document": document_turn, "story": story_turn, "refuse": refuse_turn, "ask": ask_turn, "talk": talk_turn}
    return makers[task](voice, thread)


def conversations(seed: int, held_out: bool = False, seeing: bool = False) -> Iterator[list[Turn]]:
    voice = Voice(seed, held_out)
    while True:
        yield conversation(voice, SEEING if seeing else FIRST)


def _edit(voice: Voice, thread: list[Picture]) -> Turn:
    while True:
        sent = () if thread and voice.chance(0.88) else _sent(voice, thread)
        turn = edit_turn(voice, thread, sent)
        if turn is not None:
            return turn


def _sent(voice: Voice, thread: list[Picture]) -> tuple[Picture, ...]:
    return (Picture(new_name(thread), picture_scene(voice)),)


def picture_scene(voice: Voice) -> Scene:
    """A scene that is sent in: half of them any, half such as this bot draws."""
    return sample_scene(voice) if voice.chance(0.6) else wished_scene(voice)[1]
