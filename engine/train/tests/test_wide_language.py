import random
from collections import Counter
from itertools import islice

import pytest

from dreamtrain.wide.concepts import COLOURS, CONCEPTS, drawings
from dreamtrain.wide.conversations import TASKS, conversations, make_turn
from dreamtrain.wide.editing import edit_turn
from dreamtrain.wide.language import caption, parse_caption, read_sketch, thing_phrase
from dreamtrain.wide.outside import HELD_OUT_NOUNS, NEAR, NOUNS, refuse_turn
from dreamtrain.wide.questions import claimed, question
from dreamtrain.wide.scene import faults, sample_scene
from dreamtrain.wide.stories import story
from dreamtrain.wide.topics import topics
from dreamtrain.wide.words import WideVoice, in_setting
from dreamtrain.world.dialogue import Picture


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


def test_every_dialogue_speaks_of_scenes_that_can_be_drawn():
    for turns in islice(conversations(5), 600):
        names = [picture.name for turn in turns for picture in turn.shown()]
        assert len(names) == len(set(names))
        for picture in (picture for turn in turns for picture in turn.shown()):
            assert parse_caption(caption(picture.scene)) == picture.scene
        for step in (step for turn in turns for step in turn.steps):
            assert "\n" not in step.text and step.text == step.text.strip()
            assert (step.kind in ("draw", "edit")) == (step.picture is not None)
            assert step.kind != "edit" or step.target in names


@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_many_wordings_and_others_for_evaluation(task):
    def wordings(held_out):
        voice = WideVoice(4, held_out)
        return {make_turn(voice, task, []).request for _ in range(120)}

    trained, kept = wordings(False), wordings(True)
    assert len(trained) >= 30
    assert len(kept - trained) >= min(20, 0.4 * len(kept))


def test_an_edit_says_which_picture_it_means_where_that_is_open():
    voice, first, second = WideVoice(6), read_sketch("a cat and a house, in a meadow"), read_sketch("a dog and a tree, on white")
    thread = [Picture("#1", first), Picture("#2", second)]
    turns = [turn for _ in range(300) if (turn := edit_turn(voice, thread))]
    assert {turn.steps[1].target for turn in turns} == {"#1", "#2"}
    assert any("second" in turn.request.lower() for turn in turns) and any("the one with" in turn.request.lower() for turn in turns)
    assert all(turn.steps[1].picture.name in ("#1b", "#2b") for turn in turns)


def test_a_change_of_weather_takes_the_season_along():
    scene = read_sketch("a cat, in a meadow")
    assert caption(in_setting(scene, weather="snow")).endswith("in a meadow in winter in the snow")
    assert in_setting(in_setting(scene, weather="snow"), weather="rain").season == "summer"
    assert caption(in_setting(in_setting(scene, season="winter", weather="snow"), setting="sea")).endswith("at sea")
    assert in_setting(read_sketch("a black cat, on white"), setting="dark blue") is None


def test_questions_have_true_answers():
    voice, scene = WideVoice(7), read_sketch("a red box on the left with a cat on it and two dogs, an arrow from the left to the middle, in a forest at night")
    asked = {question(voice, scene) for _ in range(600)}
    answers = {answer for _, answer in asked}
    assert {"There are four things.", "There are two dogs.", "The cardboard box is red.", "The cardboard box is on the left.", "It is night.", "It is in a forest.",
            "There is an orange cat on the cardboard box.", "The arrow from the cardboard box leads to the dog."} <= answers
    for _ in range(200):
        claim, true = claimed(voice, scene)
        assert true == (claim == caption(scene) or claim in map(thing_phrase, scene.things))


def test_what_is_unknown_is_refused_with_something_near():
    assert not set(NEAR) & {word for concept in CONCEPTS for word in (concept.noun, *concept.also)}
    assert not set(HELD_OUT_NOUNS) & set(NOUNS) and len(HELD_OUT_NOUNS) > 20
    voice = WideVoice(8, held_out=True)
    texts = [refuse_turn(voice, []).steps[0].text for _ in range(300)]
    assert any("animals, things and places" in text for text in texts)
    assert all(step in ("refuse",) for step in {refuse_turn(voice, []).steps[0].kind for _ in range(50)})


def test_stories_keep_their_characters():
    voice = WideVoice(9)
    for _ in range(100):
        words, sections = story(voice)
        hero, (_, ending) = sections[0][1].things[0], sections[-1]
        assert 3 <= len(sections) <= 4 and all(text.endswith((".", "!")) for text, _ in sections)
        assert hero.kind in words and any((thing.kind, thing.colour) == (hero.kind, hero.colour) for thing in ending.things)
