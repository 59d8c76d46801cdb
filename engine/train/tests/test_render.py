import random

import pytest
import torch

from dreamtrain.world.edits import changed_cells, sample_edit
from dreamtrain.world.render import GROUND_RGB, QUARTERS, cell_jitter, render
from dreamtrain.world.scene import COLOUR_NAMES, KINDS, SIZE_NAMES, Scene, Thing, sample_scene, visible


def alone(kind: str, colour: str = "red", size: str = "medium", ground: str = "white") -> Scene:
    return Scene(ground, (Thing(kind, colour, size, 4),))


@pytest.mark.parametrize("size", SIZE_NAMES)
def test_every_kind_looks_like_no_other(size):
    still = torch.zeros(len(KINDS), 9, 2, dtype=torch.int64)
    pictures = render([alone(kind, size=size) for kind in KINDS], still).flatten(1)
    painted = (pictures - pictures[:, :1] != 0).sum(1)
    assert (painted > 100).all()
    apart = torch.cdist(pictures, pictures) + 1e3 * torch.eye(len(KINDS))
    assert apart.min() > 3


def test_a_picture_is_its_ground_where_nothing_stands():
    picture = render([alone("star", ground="dark blue")])[0]
    assert torch.allclose(picture[:, :20, :20], GROUND_RGB["dark blue"][:, None, None].expand(3, 20, 20))
    assert picture.abs().max() <= 1


def test_the_same_seed_draws_the_same_picture():
    scenes = [sample_scene(random.Random(seed)) for seed in range(8)]
    first, again, other = (render(scenes, generator=torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_jitter_moves_a_thing_by_whole_and_quarter_pixels():
    moves = torch.zeros(2, 9, 2, dtype=torch.int64)
    moves[1, 4, 0] = QUARTERS
    still, moved = render([alone("house")] * 2, moves)
    assert torch.allclose(still[:, :, :-1], moved[:, :, 1:], atol=1e-6)


def test_an_edit_leaves_other_cells_as_they_were():
    rng = random.Random(3)
    kept = 0
    for _ in range(200):
        before = sample_scene(rng)
        after = sample_edit(before, rng)
        assert 1 <= len(after.things) <= 5
        assert len({thing.cell for thing in after.things}) == len(after.things)
        assert all(visible(thing.colour, after.ground) for thing in after.things)
        jitter = cell_jitter(1)
        if not changed_cells(before, after):
            assert torch.equal(render([before], jitter), render([after], jitter))
            kept += 1
    assert kept


def test_no_two_colours_look_alike():
    colours = torch.stack([render([alone("circle", colour)], size=64)[0, :, 32, 32] for colour in COLOUR_NAMES])
    apart = torch.cdist(colours, colours) + 9 * torch.eye(len(COLOUR_NAMES))
    assert apart.min() > 0.2
