import importlib
import pkgutil
import random
import re
from itertools import islice

import pytest

from dreamtrain.wide.conversations import conversations as wide_conversations
from dreamtrain import world
from dreamtrain.world import chatting, framing, outside, surroundings, vocabulary
from dreamtrain.world.changes import change_of
from dreamtrain.world.conversations import TASKS, conversations, make_turn
from dreamtrain.world.dialogue import Picture, Step, Turn, edit_name, new_name, pieces
from dreamtrain.world.difference import applied, difference
from dreamtrain.world.drawing import wished_scene
from dreamtrain.world.language import caption, parse_caption
from dreamtrain.world.more import MORE
from dreamtrain.world.orders import ordered
from dreamtrain.world.planner import Wish, plan_scene
from dreamtrain.world.queries import answer
from dreamtrain.world.questions import judged_turn, question
from dreamtrain.world.scene import COLOUR_NAMES, Scene, Thing, sample_scene, visible
from dreamtrain.world.topics import TOPICS
from dreamtrain.world.unknown import HELD_OUT_NOUNS
from dreamtrain.world.words import KIND_WORDS, Voice, bare, first_of, kept_for_examination, more_of


def test_every_caption_reads_back_as_its_scene():
    rng = random.Random(1)
    for scene in (sample_scene(rng) for _ in range(2000)):
        assert parse_caption(caption(scene)) == scene


@pytest.mark.parametrize("text", [
    "", "a red circle", "a red circle on the left", "a red cat on the left, on white", "a red circle on the left, on black",
    "a orange circle on the left, on white", "a red circle on the right and a blue square on the left, on white",
    "a red circle on the left and a blue square on the left, on white", "a red circle on the left, on white and more",
])
def test_what_is_no_caption_is_refused(text):
    with pytest.raises(ValueError):
        parse_caption(text)


def test_the_rule_fills_in_what_was_left_open():
    assert caption(plan_scene([Wish("circle", "red")])) == "a huge red circle in the middle, on white"
    assert caption(plan_scene([Wish("sun"), Wish("car", size="small")])) == "a yellow sun on the left and a small red car on the right, on white"
    assert caption(plan_scene([Wish("cloud")])) == "a huge white cloud in the middle, on light blue"
    assert caption(plan_scene([Wish("star", count=2)], "dark blue")) == "a yellow star on the left and a yellow star on the right, on dark blue"
    assert caption(plan_scene([Wish("boat"), Wish("sun")], layout=(7, 1))) == "a yellow sun at the top and a brown boat at the bottom, on white"
    assert len({thing.cell for thing in plan_scene([Wish("tree", count=5)]).things}) == 5


def test_every_dialogue_speaks_of_scenes_that_can_be_drawn():
    for turns in islice(conversations(5), 3000):
        names = [picture.name for turn in turns for picture in turn.shown()]
        assert len(names) == len(set(names))
        for picture in (picture for turn in turns for picture in turn.shown()):
            assert parse_caption(caption(picture.scene)) == picture.scene
            assert all(visible(thing.colour, picture.scene.ground) for thing in picture.scene.things)
        for step in (step for turn in turns for step in turn.steps):
            assert "\n" not in step.text and step.text == step.text.strip()
            assert (step.kind in ("draw", "edit")) == (step.picture is not None)
            assert step.kind != "edit" or step.target in names


def test_topics_have_sections_with_captions_that_can_be_drawn():
    assert len(TOPICS) >= 300
    for topic in TOPICS:
        assert 3 <= len(topic.sections) <= 5
        for text, words in topic.sections:
            assert text.endswith(".")
            assert all(visible(thing.colour, scene.ground) for scene in [parse_caption(words)] for thing in scene.things)


def test_a_claim_is_answered_by_what_is_seen():
    voice = Voice(3)
    for _ in range(200):
        sent = Picture("#1", sample_scene(voice))
        assert judged_turn(voice, (sent,)).steps[0].text == f"I see {caption(sent.scene)}."


def test_an_answer_says_what_is_seen_and_then_what_was_asked():
    scene = Scene("white", (Thing("star", "red", "medium", 3), Thing("fish", "blue", "small", 4), Thing("star", "green", "large", 5)))
    seen = "I see a red star on the left, a small blue fish in the middle and a large green star on the right, on white."
    assert answer("all", scene) == seen
    assert answer("count star", scene) == f"{seen} There are two stars."
    assert answer("colour star", scene) == f"{seen} The stars are red and green."
    assert answer("where green star", scene) == f"{seen} The green star is on the right."
    assert answer("is fish: red", scene) == f"{seen} No, the fish is blue."
    assert answer("there box", scene) == f"{seen} No, there is no box."
    assert answer("bigger fish, star", scene) == f"{seen} The star is bigger."


def test_every_question_can_be_answered_and_its_answer_is_not_learnt():
    voice = Voice(8)
    for scene in (sample_scene(voice) for _ in range(2000)):
        words, query = question(voice, scene)
        assert answer(query, scene).startswith(f"I see {caption(scene)}.") and "{" not in words.replace("{r}", "")
    turns = [make_turn(voice, "question", []), make_turn(voice, "question", [])]
    written = [piece.value for piece in pieces(turns) if piece.learned]
    assert written == [f" {turns[1].steps[0].plan_line()}\n", "\n"]


def test_every_order_means_its_change():
    voice = Voice(5)
    for scene in (sample_scene(voice) for _ in range(4000)):
        change = change_of(voice, scene)
        if change is not None:
            assert ordered(scene, change[4]) == change[1], change
    for wrong in ("car: red; = gold", "- car", "make it red", "+ a dragon", "star: loud"):
        with pytest.raises(ValueError):
            ordered(Scene("white", (Thing("star", "red"),)), wrong)


def test_every_change_alters_the_scene_and_can_be_drawn():
    voice = Voice(6)
    for scene in (sample_scene(voice) for _ in range(3000)):
        change = change_of(voice, scene)
        if change is not None:
            assert change[1] != scene
            assert parse_caption(caption(change[1])) == change[1]
            assert all(visible(thing.colour, change[1].ground) for thing in change[1].things)


def test_held_out_wordings_are_never_said_in_training():
    wordings = [f"wording {index}" for index in range(25)]
    training, evaluation = Voice(1), Voice(1, held_out=True)
    heard = {training.say(wordings) for _ in range(2000)}
    kept = {evaluation.say(wordings) for _ in range(2000)}
    assert kept == {"wording 9", "wording 19"}
    assert heard == set(wordings) - kept


def split_lists() -> dict[str, list[tuple]]:
    """The lists of wordings of the world, by the first of each."""
    lists: dict[str, list[tuple]] = {}
    modules = [importlib.import_module(f"dreamtrain.world.{module.name}") for module in pkgutil.iter_modules(world.__path__) if module.name not in ("asking", "ordering")]  # their frames are put together
    values = [value for module in modules for value in vars(module).values() if isinstance(value, tuple)]
    for value in [*values, *(wordings for wordings, _ in chatting.SMALL_TALK)]:
        if len(value) >= 10 and isinstance(value[0], (str, tuple)) and isinstance(first_of(value), str) and value not in lists.setdefault(first_of(value), []):
            lists[first_of(value)].append(value)
    return lists


def test_more_wordings_are_for_lists_that_there_are_and_none_is_one_that_is_kept_back():
    lists = split_lists()
    for known_by, more in MORE.items():
        (wordings,) = lists[known_by]
        kept = {bare(words if isinstance(words, str) else words[0]) for words in kept_for_examination(wordings)}
        said = {bare(words if isinstance(words, str) else words[0]) for words in more_of(wordings)}
        assert len(said) >= len(more) * 0.9 and not said & kept
        slots = [{*re.findall(r"\{\w*\}", words if isinstance(words, str) else words[0])} - {"{r}"} for words in wordings]
        for words in more:
            assert {*re.findall(r"\{\w*\}", words if isinstance(words, str) else words[0])} - {"{r}"} in slots, words


def test_frames_put_around_a_wording_never_make_one_that_is_held_out():
    wordings = [f"add {{y}} {index}" for index in range(9)] + ["please add {y} 3"]
    voice = Voice(3)
    heard = {framing.order(voice, wordings, share=1).rstrip("?") for _ in range(5000)}
    assert "please add {y} 2" in heard and "please add {y} 3" not in heard
    assert {framing.order(Voice(1, held_out=True), wordings, share=1) for _ in range(50)} == {"please add {y} 3"}


def test_small_talk_that_is_put_together_has_a_maker_for_each_answer_and_spares_what_is_held_out():
    assert len(chatting.MAKERS) == len(chatting.SMALL_TALK)
    held = {words.rstrip("?!.") for wordings, _ in chatting.SMALL_TALK for words in wordings[9::10]}
    voice = Voice(2)
    voice.chatter = lambda words: words
    assert not {outside.talk_turn(voice, []).request.rstrip("?!.") for _ in range(20_000)} & held


def test_a_group_stands_where_a_thing_alone_would():
    voice, cells = Voice(6), set()
    for words, scene in (wished_scene(voice) for _ in range(20_000)):
        if re.fullmatch(r"(?:two|2) [a-z ]+ (?:above|over) an? [a-z ]+", words):
            cells.add(tuple(thing.cell for thing in scene.things))
    assert cells == {(0, 2, 7)}


@pytest.mark.parametrize("task", TASKS)
def test_every_task_can_open_a_thread(task):
    voice = Voice(4)
    assert all(make_turn(voice, task, []).steps for _ in range(100))


def test_names_of_pictures():
    scene = Scene("white", (Thing("circle", "red"),))
    thread = [Picture("#1", scene), Picture("#1b", scene), Picture("#2", scene)]
    assert new_name(thread) == "#3"
    assert edit_name(thread, "#1") == "#1c"
    assert edit_name(thread, "#1b") == "#1c"
    assert edit_name(thread, "#2") == "#2b"


def test_pieces_of_a_turn():
    sent, scene = Scene("white", (Thing("star", "yellow", "huge"),)), Scene("cream", (Thing("star", "red", "huge"),))
    turn = Turn("make it red", (Step("write", "Done."), Step("edit", picture=Picture("#1b", scene), target="#1")), (Picture("#1", sent),))
    assert [(piece.kind, piece.value) for piece in pieces([turn])] == [
        ("token", "<s>"), ("text", "A chat with an assistant that answers in words and pictures."), ("text", " USER:"), ("text", " #1:"),
        ("token", "<im_start>"), ("image", 0), ("token", "<im_end>"), ("text", " make it red"), ("text", " PLAN:"), ("text", " write\n"),
        ("text", " edit #1: a huge red star in the middle, on cream\n"), ("text", "\n"), ("text", " ASSISTANT:"), ("text", " Done.\n"),
        ("text", " #1b: a huge red star in the middle, on cream"), ("token", "<dream_start>"), ("dream", 1), ("token", "<dream_end>"),
        ("token", "<im_start>"), ("image", 1), ("token", "<im_end>"), ("token", "</s>"),
    ]


def test_a_plan_says_of_an_edit_what_changes():
    before = "a red circle at the top and a small blue ring on the left, on light blue"
    after = "a small pink ring on the left and a white star in the middle, on dark blue"
    line = "- circle at the top - ring on the left + a small pink ring on the left + a white star in the middle = dark blue"
    assert difference(before, after) == line
    assert applied(before, line) == after
    for wrong in ("", "a star", "- star in the middle", "- ring"):
        with pytest.raises(ValueError):
            applied(before, wrong)


def test_every_edit_of_the_wide_world_can_be_read_back():
    steps = [step for turns in islice(wide_conversations(3), 400) for turn in turns for step in turn.steps if step.kind == "edit"]
    assert len(steps) > 100
    for step in steps:
        line = step.plan_line().split(": ", 1)[1]
        assert applied(caption(step.before), line) == caption(step.picture.scene), line


def test_the_vocabulary_says_what_can_be_drawn_and_what_training_only_names(monkeypatch):
    monkeypatch.setattr(vocabulary, "THREADS", 60)
    made = vocabulary.vocabulary()
    assert made["kinds"]["diamond"] == "diamond diamonds rhombus rhombuses" and made["colours"]["yellow"] == "yellow golden gold"
    assert [(topic["names"][0], len(topic["pictures"])) for topic in made["topics"]] == [(topic.names[0], len(topic.sections)) for topic in TOPICS]
    topics = {word for topic in made["topics"] for word in topic["words"].split()}
    assert {"volcano", "h2o", "ci", "plus", "erupts"} <= topics and not {"explain", "how", "what", "pictures"} & topics
    assert vocabulary.vocabulary(TOPICS[:2])["topics"] == made["topics"][:2]
    lists = {name: words.split() for name, words in made.items() if name in ("drawing", "unknown", "other")}
    lists["things"] = " ".join(made["kinds"].values()).split()
    every = [word for words in lists.values() for word in words]
    assert len(every) == len(set(every))
    assert {"star", "stars", "fish", "hut", "rhombus"} <= set(lists["things"])
    assert {"draw", "red", "background", "a"} <= set(lists["drawing"])
    assert {"dragon", "volcano"} <= set(lists["unknown"]) and not set(HELD_OUT_NOUNS) & set(every) - {"mirror", "compass"}
    assert all(word.replace("'", "").isalpha() and word.islower() for word in every)
    assert made == vocabulary.vocabulary()


def test_what_stands_around_a_request_names_nothing_that_could_be_asked_for():
    said = {word for words in (*surroundings.BEFORE, *surroundings.BEHIND, *surroundings.SWAPS) for word in re.findall(r"[a-z]+", words.lower())}
    names = {each.split()[-1] for words in KIND_WORDS.values() for each in words} | {*COLOUR_NAMES, "left", "top", "bottom"}
    assert said & names == {"star"}  # "you're a star"
    assert all(others and words not in others for words, others in surroundings.SWAPS.items())


def test_swaps_leave_all_else_as_it_is_and_a_held_out_voice_makes_none():
    assert {surroundings.swapped(random.Random(seed), "kindly sketch a sketchy picturesque star", 1.0).partition(" a ")[2] for seed in range(20)} == {"sketchy picturesque star"}
    assert {Voice(seed, held_out=True).chatter("can you see a picture please").lower().count("illustration") for seed in range(200)} == {0}
    heard = {Voice(seed).chatter("can you see a picture").lower() for seed in range(200)}
    assert any("illustration" in words for words in heard) and any("can you spot" in words for words in heard)
