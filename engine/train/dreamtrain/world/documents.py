"""Short illustrated explanations: the ways to ask for one, and the turn that answers. The texts are in topics.py."""

from __future__ import annotations

from dreamtrain.world.dialogue import Picture, Step, Turn, new_name
from dreamtrain.world.language import parse_caption
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


def document_turn(voice: Voice, thread: list[Picture]) -> Turn:
    topic = voice.choice(TOPICS)
    if voice.chance(0.5):
        words = voice.say(ABOUT).format(voice.choice(topic.names))
    else:
        asked = voice.choice(topic.questions)
        words = voice.say(QUESTION).format(asked if voice.chance(0.6) else asked.rstrip("?"))
    return Turn(voice.chatter(words), tuple(document_steps(topic, thread)))


def document_steps(topic: Topic, thread: list[Picture]) -> list[Step]:
    steps, thread = [], list(thread)
    for text, words in topic.sections:
        thread.append(Picture(new_name(thread), parse_caption(words)))
        steps += [Step("write", text), Step("draw", picture=thread[-1])]
    return steps
