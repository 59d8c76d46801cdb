import json
from pathlib import Path

import torch

from dreamtrain.detector import read_scene
from dreamtrain.exam import OBJECTS, examination
from dreamtrain.mark import Marks, _claim, mark_critic, mark_objects
from dreamtrain.stage0_vision import held_out_scenes
from dreamtrain.world.render import cell_jitter, render
from dreamtrain.world.scene import Scene, Thing

EXAM = Path(__file__).parents[3] / "test/eval"


def test_the_detector_reads_what_was_drawn():
    scenes = [scene for scene in held_out_scenes(60) if scene.ground == "white"]
    assert read_scene(render(scenes, cell_jitter(len(scenes), torch.Generator().manual_seed(1)))) == scenes


def test_the_detector_sees_nothing_in_noise():
    noise = torch.rand(4, 3, 128, 128, generator=torch.Generator().manual_seed(1)) * 0.7 + 0.3  # lightest about white
    assert all(scene.things == () for scene in read_scene(noise))


def test_the_exam_that_is_kept_is_the_one_the_code_makes():
    kept = [json.loads(line) for line in (EXAM / "prompts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept == examination().cases
    assert len(kept) >= 500 and [case["group"] for case in kept[:6]] == list(OBJECTS)


class Seen:
    """Answers whose last picture shows this."""

    def __init__(self, *scenes: Scene):
        self.turns, self.shown = {"x": [{"pictures": []}]}, list(scenes)

    def scenes(self, turn: dict) -> list[Scene]:
        return self.shown


def marked(group: str, expect: dict, *scenes: Scene) -> bool:
    marks = Marks()
    mark_objects(marks, Seen(*scenes), {"id": "x", "group": group, "turns": [], "expect": expect})
    return marks.right[group] == [True]


def test_objects_counts_and_relations_are_marked_by_what_is_seen():
    red, blue = Thing("star", "red", "medium", 3), Thing("fish", "blue", "medium", 5)
    both = Scene("white", (red, blue))
    left = {"shows": [{"kind": "star", "count": 1}, {"kind": "fish", "count": 1}], "relation": "left of"}
    assert marked("position", left, both)
    assert not marked("position", left | {"relation": "right of"}, both)
    assert not marked("position", left, Scene("white", (red,)))
    assert not marked("position", left, both, both)
    assert not marked("colours", {"shows": [{"kind": "star", "colour": "green", "count": 1}]}, both)
    assert not marked("counting", {"shows": [{"kind": "star", "count": 2}]}, both)


def test_the_critic_is_marked_by_comparing_what_is_seen_with_the_claim():
    claim, other = "a red star on the left, on white", "a red fish on the left, on white"
    case = {"id": "x", "turns": [{"say": f"is this a picture of {claim}?"}], "expect": {"text": [f"I see {claim}."]}}
    assert _claim(case["turns"][0]["say"]) == claim
    marks = Marks()
    mark_critic(marks, case, f"I see {claim}.")
    assert not marks.right
    mark_critic(marks, case, f"I see {other}.")
    assert marks.right == {"critic: precision": [False]}
    mark_critic(marks, case | {"expect": {"text": [f"I see {other}."]}}, f"I see {other}.")
    assert marks.right == {"critic: precision": [False, True], "critic: recall": [True]}
