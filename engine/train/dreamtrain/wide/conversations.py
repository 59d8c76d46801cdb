"""Whole threads of the wide world: turns of every task strung together, pictures carried along. The tasks and their shares are the small world's."""

from __future__ import annotations

from typing import Iterator

from dreamtrain.wide.drawing import draw_turn, wished_scene
from dreamtrain.wide.editing import edit_turn
from dreamtrain.wide.outside import ask_turn, refuse_turn, talk_turn
from dreamtrain.wide.questions import described_turn, judged_turn, question_turn
from dreamtrain.wide.scene import Scene, sample_scene
from dreamtrain.wide.stories import story
from dreamtrain.wide.topics import topics
from dreamtrain.wide.words import WideVoice
from dreamtrain.world.conversations import FIRST, LATER, LENGTHS, SEEING, TASKS
from dreamtrain.world.dialogue import Picture, Step, Turn, new_name
from dreamtrain.world.documents import ABOUT, QUESTION


def conversation(voice: WideVoice, first: tuple[float, ...] = FIRST) -> list[Turn]:
    turns, thread = [], []
    for index in range(voice.choices(*LENGTHS)[0]):
        task = voice.choices(TASKS, LATER if index else first)[0]
        turns.append(make_turn(voice, task, thread))
        thread += turns[-1].shown()
        if task in ("judge", "describe", "document", "story") or len(thread) >= 4:
            break
    return turns


def make_turn(voice: WideVoice, task: str, thread: list[Picture]) -> Turn:
    """One turn of this task behind a thread that shows these pictures."""
    if task == "edit":
        return _edit(voice, thread)
    if task == "question":
        return question_turn(voice, thread, () if thread and voice.chance(0.75) else _sent(voice, thread))
    if task in ("judge", "describe"):
        return (judged_turn if task == "judge" else described_turn)(voice, _sent(voice, thread))
    makers = {"draw": draw_turn, "document": _document, "story": _story, "refuse": refuse_turn, "ask": ask_turn, "talk": talk_turn}
    return makers[task](voice, thread)


def conversations(seed: int, held_out: bool = False, seeing: bool = False) -> Iterator[list[Turn]]:
    voice = WideVoice(seed, held_out)
    while True:
        yield conversation(voice, SEEING if seeing else FIRST)


def _document(voice: WideVoice, thread: list[Picture]) -> Turn:
    topic = voice.choice(topics())
    if voice.chance(0.5):
        words = voice.say(ABOUT).format(voice.choice(topic.names))
    else:
        asked = voice.choice(topic.questions)
        words = voice.say(QUESTION).format(asked if voice.chance(0.6) else asked.rstrip("?"))
    return Turn(voice.chatter(words), _told(topic.sections, thread))


def _story(voice: WideVoice, thread: list[Picture]) -> Turn:
    words, sections = story(voice)
    return Turn(voice.chatter(words), _told(sections, thread))


def _told(sections, thread: list[Picture]) -> tuple[Step, ...]:
    steps, thread = [], list(thread)
    for text, scene in sections:
        thread.append(Picture(new_name(thread), scene))
        steps += [Step("write", text), Step("draw", picture=thread[-1])]
    return tuple(steps)


def _edit(voice: WideVoice, thread: list[Picture]) -> Turn:
    while True:
        sent = () if thread and voice.chance(0.88) else _sent(voice, thread)
        turn = edit_turn(voice, thread, sent)
        if turn is not None:
            return turn


def _sent(voice: WideVoice, thread: list[Picture]) -> tuple[Picture, ...]:
    return (Picture(new_name(thread), picture_scene(voice)),)


def picture_scene(voice: WideVoice) -> Scene:
    """A scene that is sent in: half of them any, half such as this bot draws."""
    return sample_scene(voice) if voice.chance(0.6) else wished_scene(voice)[1]
