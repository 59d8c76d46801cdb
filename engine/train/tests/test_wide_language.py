import random
from collections import Counter

import pytest

from dreamtrain.wide.concepts import COLOURS, CONCEPTS, drawings
from dreamtrain.wide.language import caption, parse_caption, read_sketch
from dreamtrain.wide.scene import faults, sample_scene
from dreamtrain.wide.topics import topics


def test_every_concept_has_words_of_its_own_and_a_drawing():
    assert len(CONCEPTS) >= 400
    words = Counter(word for concept in CONCEPTS for word in {concept.noun, concept.plural, *concept.also})
    assert [word for word, count in words.items() if count > 1] == []
    assert {concept.colour for concept in CONCEPTS} <= {"", *COLOURS}
    pictures, masks, _ = drawings()
    assert (pictures[:, 3].float().mean((1, 2)) > 15).all()
    painted = [bool(mask.any()) for mask in masks]
    assert painted == [concept.colour != "" for concept in CONCEPTS]


def test_every_caption_reads_back_as_its_scene():
    rng = random.Random(1)
    for scene in (sample_scene(rng) for _ in range(2000)):
        assert faults(scene) == ""
        assert parse_caption(caption(scene)) == scene


@pytest.mark.parametrize("text", [
    "", "a red house in the middle", "a red house, on white", "a huge house in the middle, on white", "a red rainbow in the middle, on white",
    "a red house on the left and a blue house on the left, on white", "a red house on the right and a blue house on the left, on white",
    "a red house on the left, in a meadow in the snow", "a red house on the left, in space at night", "a red house on the left, on white and more",
    "a black house on the left, in a meadow at night", "a red house on the left with a black cat on it, on white",
    "a red house on the left, an arrow from the left to the right, on white", "a red unicorn in the middle, on white",
])
def test_what_is_no_caption_is_refused(text):
    with pytest.raises(ValueError):
        parse_caption(text)


@pytest.mark.parametrize(("sketch", "written"), [
    ("a house, on white", "a huge orange house in the middle, on white"),
    ("two dogs and a red car, in a meadow", "an orange dog on the left, an orange dog in the middle and a red car on the right, in a meadow"),
    ("a car on the right and a sun at the top, at sea at night", "a yellow sun at the top and a red car on the right, at sea at night"),
    ("a table with a cat under it, in a room, in paper style", "a huge brown table in the middle with an orange cat under it, in a room, in paper style"),
    ("a laptop and a server, an arrow from the left to the right, on white",
     "a blue laptop on the left and a blue server on the right, an arrow from the left to the right, on white"),
])
def test_a_sketch_leaves_to_the_rule_what_it_does_not_say(sketch, written):
    assert caption(read_sketch(sketch)) == written


def test_topics_are_plain_and_can_be_drawn():
    assert len({name for topic in topics() for name in topic.names}) == sum(len(topic.names) for topic in topics())
    for topic in topics():
        assert 3 <= len(topic.sections) <= 6, topic.names
        assert all(question.endswith("?") for question in topic.questions) and len(topic.questions) >= 3, topic.names
        for text, scene in topic.sections:
            assert text.endswith(".") and len(text) <= 200 and text.isascii(), text
            assert parse_caption(caption(scene)) == scene
