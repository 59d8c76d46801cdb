"""Short stories that are made up: one hero through three or four pictures, the same in each."""

from __future__ import annotations

from dreamtrain.world import ordering
from dreamtrain.world.dialogue import Picture, Step, Turn, new_name
from dreamtrain.world.language import article
from dreamtrain.world.planner import Wish, default_colour, plan_scene
from dreamtrain.world.scene import KINDS, Scene
from dreamtrain.world.words import Voice

ASKED = (
    "tell me a story about {}", "a story about {}", "write a story about {}", "tell a story with {}", "can you tell me a story about {}?",
    "a picture story with {}", "make up a story about {}", "i want a story about {}", "a bedtime story about {}", "please tell me a story about {}",
    "once upon a time there was {}", "tell us a story about {}", "story: {}", "draw a story about {}", "a short story about {}",
    "give me a story about {}", "could you tell a story about {}?", "a little story with {}", "story time: {}", "invent a story about {}",
)
CHARACTERS = tuple(kind for kind in KINDS if kind not in ("sun", "moon"))
SEEN_ANYWHERE = ("red", "orange", "yellow", "green", "pink", "brown")


def story_turn(voice: Voice, thread: list[Picture]) -> Turn:
    """A hero goes out by day, meets a friend, and both go to sleep at night."""
    kind = voice.choice(CHARACTERS)
    friend_kind = CHARACTERS[(CHARACTERS.index(kind) + 1) % len(CHARACTERS)]
    colour = voice.choice(SEEN_ANYWHERE) if voice.chance(0.7) else None
    asked = article(" ".join(filter(None, (colour and voice.colour(colour), voice.kind(kind)))))
    if colour is None:
        colour = default_colour(kind, None)
        colour = colour if colour in SEEN_ANYWHERE else "green"
    friend_colour = SEEN_ANYWHERE[(SEEN_ANYWHERE.index(colour) + 1) % len(SEEN_ANYWHERE)]
    hero, friend = f"{colour} {kind}", f"{friend_colour} {friend_kind}"
    one, other = Wish(kind, colour), Wish(friend_kind, friend_colour)
    sections = (
        (f"Once there was {article(hero)}. It was all alone.", plan_scene([one], "light green")),
        (f"On a sunny day it met {article(friend)}.", _with("sun", one, other, "light blue")),
        ("They played together until it got dark.", plan_scene([one, other], "cream")),
        ("The moon came up, and the two friends fell asleep side by side.", _with("moon", one, other, "dark blue")),
    )
    steps, shown = [], list(thread)
    for text, scene in sections:
        shown.append(Picture(new_name(shown), scene))
        steps += [Step("write", text), Step("draw", picture=shown[-1])]
    words = voice.say(ASKED) if voice.held_out or voice.chance(0.4) else ordering.story(voice, ASKED)
    return Turn(voice.chatter(words.format(asked)), tuple(steps))


def _with(above: str, one: Wish, other: Wish, ground: str) -> Scene:
    return plan_scene([Wish(above, "yellow"), one, other], ground, (1, 6, 8))
