"""Short illustrated explanations: the ways to ask for one, and the turn that answers. The texts are in topics.py."""

from __future__ import annotations

import re

from dreamtrain.world import asking
from dreamtrain.world.dialogue import Picture, Step, Turn, new_name
from dreamtrain.world.language import parse_caption
from dreamtrain.world.scene import KINDS
from dreamtrain.world.topics import TOPICS, Topic
from dreamtrain.world.words import Voice

ABOUT = (
    "explain {}", "explain {} with pictures", "tell me about {}", "can you explain {}?", "show me {} step by step", "please explain {}",
    "describe {} with pictures", "i want to understand {}", "teach me {}", "explain {} to a child",
    "give me a short explanation of {}", "could you explain {} in pictures?", "a picture story about {}", "make a little guide to {}",
    "walk me through {}", "what should i know about {}?", "illustrate {} for my class", "explain {} simply", "an illustrated explanation of {}",
    "help me understand {} with pictures", "what about {}?", "{} explained", "i don't understand {}", "what do you know about {}?", "{} in pictures",
    "i want to learn about {}", "show me {} with pictures", "an introduction to {}", "can you tell me something about {}?", "give me a tour of {}",
)
QUESTION = ("{}", "{} with pictures", "can you show me {}", "please explain: {}", "my kid asks: {}", "{} show me", "{} explain with pictures",
            "quick question: {}", "i wonder: {}", "tell me, {}", "do you know {}", "explain in pictures: {}",
            "hey, {}", "{} i need it for my team", "somebody asked: {}", "{} a short answer please", "in pictures: {}", "{} answer with pictures",
            "new here: {}", "can you explain {}", "draw me an answer: {}")
COMPOSED = 0.6  # share of the requests in training whose frame is put together


def document_turn(voice: Voice, thread: list[Picture]) -> Turn:
    topic = voice.choice(TOPICS)
    words = about(voice, voice.choice(topic.names)) if voice.chance(0.5) else asked(voice, voice.choice(topic.questions))
    return Turn(voice.chatter(words), tuple(document_steps(topic, thread)))


def about(voice: Voice, name: str) -> str:
    """A request to explain what has this name, in training now and then without its article: "volcano"."""
    noun = re.sub(r"^(?:an?|the) ", "", name)
    if not voice.held_out and noun not in KINDS and voice.chance(0.3):
        name = noun
    return asking.about(voice, name) if not voice.held_out and voice.chance(COMPOSED) else voice.say(ABOUT).format(name)


def asked(voice: Voice, question: str) -> str:
    if not voice.held_out and voice.chance(COMPOSED):
        return asking.asked(voice, question)
    return voice.say(QUESTION).format(question if voice.chance(0.6) else question.rstrip("?"))


def document_steps(topic: Topic, thread: list[Picture]) -> list[Step]:
    steps, thread = [], list(thread)
    for text, words in topic.sections:
        thread.append(Picture(new_name(thread), parse_caption(words)))
        steps += [Step("write", text), Step("draw", picture=thread[-1])]
    return steps
