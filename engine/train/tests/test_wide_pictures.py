import random

import pytest
import torch

from dreamtrain.model.vision import VisionConfig
from dreamtrain.wide.concepts import KINDS
from dreamtrain.wide.edits import sample_edit
from dreamtrain.wide.language import read_sketch
from dreamtrain.wide.packed import MIN_APART, NONE, CELL_FIELDS, codes, kind_codes, pack, read_codes, unpack
from dreamtrain.wide.reader import Reader, agreement, field_loss
from dreamtrain.wide.render import cell_jitter, render
from dreamtrain.wide.scene import faults, sample_scene

SCENES = [sample_scene(random.Random(seed)) for seed in range(200)]


def test_scenes_survive_as_integers_and_as_codes():
    rows = pack(SCENES)
    assert unpack(rows) == SCENES
    assert unpack(read_codes(codes(rows))) == SCENES
    assert unpack(read_codes(codes(rows) + 0.08 * torch.randn(len(rows), 32, 128, generator=torch.Generator().manual_seed(1)))) == SCENES


def test_the_codes_of_any_two_kinds_are_far_apart():
    signs = kind_codes().sign()
    differing = (signs.shape[1] - signs @ signs.T) / 2 + MIN_APART * torch.eye(len(KINDS))
    assert differing.min() >= MIN_APART


def test_edits_are_scenes_without_faults():
    rng = random.Random(2)
    changed = [(scene, sample_edit(scene, rng)) for scene in SCENES]
    assert not [after for _, after in changed if faults(after)]
    assert sum(before != after for before, after in changed) > 150


def test_a_picture_is_as_its_scene_says_and_an_edit_keeps_the_rest():
    sketches = ["a circle on the left, on white", "a green circle on the left, on white", "a circle on the left and a sun on the right, on white",
                "a circle on the left, on white, in paper style", "a circle on the left, in a meadow at night"]
    jitter = cell_jitter(1, torch.Generator().manual_seed(1)).expand(len(sketches), -1, -1)
    red, green, sunny, paper, night = render(pack([read_sketch(sketch) for sketch in sketches]), jitter)
    assert red[:, 128, 46].tolist() == pytest.approx([224 / 127.5 - 1, 64 / 127.5 - 1, 56 / 127.5 - 1], abs=0.02)
    assert green[1, 128, 46] > green[0, 128, 46] + 0.3
    assert torch.equal(red[:, :, :128], sunny[:, :, :128]) and not torch.equal(red[:, :, 160:], sunny[:, :, 160:])
    assert not torch.equal(red, paper) and torch.equal(red[:, :, 140:], paper[:, :, 140:])
    assert night[:, 5, 250].mean() < red[:, 5, 250].mean() - 0.5


def test_every_part_of_a_scene_can_be_seen():
    pairs = [("a large box on the left, on white", "a large box on the left with a cat on it, on white"),
             ("a cat and a dog, on white", "a cat and a dog, an arrow from the left to the right, on white"),
             ("a cat, in a forest", "a cat, in a forest in the rain"), ("a cat, in a forest", "a cat, in a forest in autumn"), ("a cat, at sea", "a cat, at sea in the evening")]
    for sketches in pairs:
        before, after = render(pack([read_sketch(sketch) for sketch in sketches]), torch.zeros(2, 9, 2))
        assert ((before - after).abs().amax(0) > 0.1).sum() > 100, sketches


def test_the_reader_learns_from_defined_fields_alone():
    reader = Reader(VisionConfig(image_size=256, widths=(8, 8, 16, 16), hidden_size=32, layers=1, heads=2))
    rows = pack(SCENES[:4])
    logits = reader(torch.rand(4, 3, 256, 256))
    assert [part.shape[-1] for part in logits[0]] == list(CELL_FIELDS.values())
    loss = field_loss(logits, rows)
    loss.backward()
    assert torch.isfinite(loss) and reader.encoder.stem[1].weight.grad.any()
    assert agreement(rows, rows)["exact"] == 1 and agreement(rows, pack(SCENES[4:8]))["exact"] == 0
    read = reader.read(torch.rand(2, 3, 256, 256))
    assert len(unpack(read)) == 2 and ((read == NONE) | (read >= 0)).all()
