import torch

from dreamtrain.budget import Budget
from dreamtrain.judge import draw, edit_pairs, kept_mask
from dreamtrain.model.dit import Dit, DitConfig
from dreamtrain.model.vae import Vae, VaeConfig
from dreamtrain.stage0_denoiser import PairPool, disturbed
from dreamtrain.stage0_judge import sheet, write_png
from dreamtrain.stage0_vae import picture_loss, psnr
from dreamtrain.stage0_vision import rebuilt, roughened
from dreamtrain.world.render import cell_jitter, render

VAE = Vae(VaeConfig(encoder_widths=(16, 16, 32), decoder_widths=(16, 16, 32), encoder_blocks=(1, 1, 1), decoder_blocks=(1, 1, 1))).eval()


def test_the_pool_pairs_pictures_and_gives_half_without_a_reference():
    torch.manual_seed(0)
    pool = PairPool(VAE, size=8)
    pool.add(6)
    pool.add(6)
    assert pool.filled == 8 and pool.cursor == 4
    latents, condition, reference = pool.batch(6)
    assert latents.shape == reference.shape == (6, 16, 8, 8) and condition.shape == (6, 16, 64)
    assert not reference[:3].any() and reference[3:].flatten(1).any(1).all()


def test_dropped_conditions_are_all_zero_and_some_keep_their_reference():
    torch.manual_seed(0)
    condition, reference = disturbed(torch.ones(400, 16, 64), torch.ones(400, 16, 8, 8))
    dropped, bare = ~condition.flatten(1).any(1), ~reference.flatten(1).any(1)
    assert 20 < dropped.sum() < 70
    assert 0 < bare.sum() < dropped.sum() and dropped[bare].all()


def test_what_an_edit_must_keep_is_drawn_alike():
    pairs = edit_pairs(60)
    jitter = cell_jitter(60)
    before, after = (render([pair[side] for pair in pairs], jitter) for side in (0, 1))
    for row, pair in enumerate(pairs):
        mask = kept_mask(*pair, 128)
        assert torch.equal(before[row][:, mask], after[row][:, mask])


def test_pictures_come_out_of_any_denoiser():
    scenes = [pair[0] for pair in edit_pairs(3)]
    pictures = draw(Dit(DitConfig(hidden_size=64, layers=1, heads=2)), VAE, scenes, steps=2, batch=2)
    assert pictures.shape == (3, 3, 128, 128) and pictures.abs().max() <= 1


def test_losses_and_disturbances_stay_in_bounds():
    pixels = render([pair[0] for pair in edit_pairs(6)])
    assert picture_loss(pixels, pixels) == 0
    assert (psnr(pixels, pixels) > 60).all()
    assert roughened(pixels).abs().max() <= 1
    assert rebuilt(VAE, pixels, 0.2).shape == pixels.shape


def test_a_budget_rises_and_falls():
    weight = torch.nn.Parameter(torch.ones(1))
    optimiser = torch.optim.SGD([weight], lr=1.0)
    budget = Budget(minutes=1, warmup=0.5)
    budget.step(optimiser)
    early = optimiser.param_groups[0]["lr"]
    budget.start -= 30
    budget.step(optimiser)
    middle = optimiser.param_groups[0]["lr"]
    budget.start -= 30
    budget.step(optimiser)
    assert early < 0.1 and middle > 0.9 and optimiser.param_groups[0]["lr"] < 0.1
    assert budget.done and budget.steps == 3
    assert budget.every("log", 10) and not budget.every("log", 10)


def test_a_sheet_is_a_png(tmp_path):
    image = sheet(torch.zeros(5, 3, 8, 8), columns=4)
    assert image.shape == (24, 48, 3)
    write_png(tmp_path / "sheet.png", image)
    assert (tmp_path / "sheet.png").read_bytes().startswith(b"\x89PNG")
