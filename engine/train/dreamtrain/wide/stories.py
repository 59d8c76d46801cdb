"""Short stories with the same characters in every picture, made from plots; and the ways to ask for one."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.wide.concepts import BY_NOUN, COLOUR_NAMES, CONCEPTS
from dreamtrain.wide.language import article
from dreamtrain.wide.planner import plan_scene, Wish
from dreamtrain.wide.scene import Guest, Scene, faults, fits
from dreamtrain.wide.words import WideVoice

HEROES = tuple(concept.noun for concept in CONCEPTS if concept.category == "animals" and concept.noun not in {
    "microbe", "spider web", "nest", "feather", "shell", "coral", "egg",
}) + ("robot", "alien", "ghost")
ASKED = (
    "tell me a story about {}", "a story about {}", "tell a story with {}", "a picture story about {}", "can you tell me a story about {}?", "write a short story about {}", "make up a story about {}",
    "i want a story about {}", "a bedtime story about {}", "tell us a story about {}", "a little story with {} please", "a tale about {}", "story time: {}", "please tell a story about {}",
    "could you tell a story about {}?", "a story with pictures about {}", "an illustrated story about {}", "show me a story about {}", "what happened to {}?", "a short tale of {}",
    "invent a story about {}", "tell my kids a story about {}", "a comic about {}", "draw a story about {}", "a three part story about {}", "make a picture book about {}",
    "i'd love a story about {}", "give me a story about {}", "read me a story about {}", "one more story about {}", "begin a story about {}",
)
# A plot: its sections of (text, things, setting). A and B are the heroes, X a thing; "A" alone is drawn alone, "A B" side by side.
PLOTS = (
    (("One morning {a} woke up and looked out of the door.", "A house", {"setting": "meadow"}), ("On the way through the forest it met {b}.", "A B", {"setting": "forest"}),
     ("They became friends and played together until the evening.", "A B ball", {"setting": "meadow", "time": "evening"}), ("At night both slept well under the moon.", "A moon B", {"setting": "meadow", "time": "night"})),
    (("{A} had lost {x} and was sad.", "A", {"setting": "field"}), ("{B} came along and helped to look for it.", "A B", {"setting": "field"}),
     ("Under a tree they found it again.", "tree<X", {"setting": "forest"}), ("How happy {the a} was! It gave {the b} a present.", "A present B", {"setting": "meadow"})),
    (("{A} wanted to see the sea.", "A suitcase", {"setting": "town"}), ("It took the train together with {b}.", "A train B", {"setting": "field"}),
     ("At last they stood on the beach.", "A B", {"setting": "beach"}), ("In the evening they watched the boats and ate ice cream.", "A ice B", {"setting": "beach", "time": "evening"})),
    (("It was winter, and {a} was cold.", "A", {"setting": "forest", "season": "winter", "weather": "snow"}), ("{B} invited it into its house.", "A house B", {"setting": "forest", "season": "winter"}),
     ("They made soup and sat in the warm room.", "A soup B", {"setting": "room"})),
    (("{A} planted a seed.", "A seed", {"setting": "field", "season": "spring"}), ("It rained, and the plant grew.", "seedling cloud", {"setting": "field", "season": "spring", "weather": "rain"}),
     ("In summer a big flower stood there, and {b} came to look.", "A flower B", {"setting": "field"})),
    (("{A} built a rocket.", "A rocket", {"setting": "meadow"}), ("It flew into space, and {b} came with it.", "A rocket B", {"setting": "space"}),
     ("From up there they saw the earth.", "A globe B", {"setting": "space"}), ("Then they flew home and told everybody about it.", "A B", {"setting": "town"})),
    (("{A} had a birthday.", "A cake", {"setting": "room"}), ("{B} came and brought {x}.", "A X B", {"setting": "room"}), ("They blew up balloons and danced.", "balloon A balloon B", {"setting": "room"})),
    (("One day {a} found {x} on the street.", "A X", {"setting": "street"}), ("It asked {b} whose it was.", "A B", {"setting": "street"}),
     ("Together they brought it back to the school.", "A X school", {"setting": "town"}), ("Everybody thanked them.", "A B", {"setting": "town"})),
)
_THINGS = {"ball": "football", "cake": "birthday cake", "ice": "ice cream cone", "soup": "pot of soup", "present": "gift", "cloud": "rain cloud"}
OBJECTS = ("key", "kite", "hat box", "book", "umbrella", "teddy bear", "watch", "guitar", "lantern", "balloon", "star", "ball of yarn", "map", "crown", "camera")
LOST = tuple(noun for noun in OBJECTS if noun in BY_NOUN)


def story(voice: WideVoice) -> tuple[str, list[tuple[str, Scene]]]:
    """The words of a request (before chatter), and the sections."""
    plot, (a, b), thing = voice.choice(PLOTS), voice.sample(HEROES, 2), voice.choice(LOST)
    looks = []
    for kind in (a, b):
        said = voice.choice(COLOUR_NAMES) if voice.chance(0.4) and BY_NOUN[kind].colour else ""
        looks.append(said if said and all(fits(kind, said, Scene(**{"things": (), **setting})) for _, _, setting in plot) else "")
    names = [f"{paint} {kind}".strip() for paint, kind in zip(looks, (a, b))]
    words = f"{article(names[0])} and {article(names[1])}"
    spoken = {"a": article(names[0]), "b": article(names[1]), "A": article(names[0]).capitalize(), "B": article(names[1]).capitalize(), "x": article(thing),
              "the a": f"the {a}", "the b": f"the {b}"}
    shown = {"A": Wish(a, looks[0] or None), "B": Wish(b, looks[1] or None), "X": Wish(thing)}
    sections, met = [], set()
    for text, things, setting in plot:
        said = {name: f"{'The' if name == 'A' else 'the'} {a}" if name in "aA" and "a" in met else f"{'The' if name == 'B' else 'the'} {b}" if name in "bB" and "b" in met else value
                for name, value in spoken.items()}
        met |= {name.lower() for name in ("a", "b", "A", "B") if "{" + name + "}" in text}
        sections.append((text.format_map(said), _pictured(things, setting, shown)))
    return voice.say(ASKED).format(words), sections


def _pictured(things: str, setting: dict[str, str], shown: dict[str, Wish]) -> Scene:
    wishes = []
    for word in things.split():
        host, _, guest = word.partition("<")
        made = shown.get(host) or Wish(_THINGS.get(host, host))
        wishes.append(replace(made, guest=Guest(shown[guest].kind, "", "under")) if guest else made)
    scene = plan_scene(wishes, Scene(**{"things": (), **setting}))
    assert not faults(scene), faults(scene)
    return scene
