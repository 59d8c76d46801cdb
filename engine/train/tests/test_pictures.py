import torch

from dreamtrain.checkpoint import load_checkpoint, save_checkpoint
from dreamtrain.model.dit import Dit, DitConfig
from dreamtrain.model.flow import MovingAverage, noised, sample, step_times
from dreamtrain.model.vae import Vae, VaeConfig, fit_preview
from dreamtrain.model.vision import SceneReader, scene_labels, scene_loss, scenes_from
from dreamtrain.muon import Muon, optimisers_for, orthogonalised
from dreamtrain.stage0_vision import compare
from dreamtrain.world.scene import Scene, Thing

SMALL_DIT = DitConfig(hidden_size=64, layers=2, heads=2)
SMALL_VAE = VaeConfig(encoder_widths=(16, 16, 32), decoder_widths=(16, 16, 32), encoder_blocks=(1, 1, 1), decoder_blocks=(1, 1, 1))
SCENE = Scene("cream", (Thing("star", "red", "small", 0), Thing("house", "blue", "large", 8)))


def test_the_autoencoder_keeps_shapes_and_undoes_its_scaling():
    vae = Vae(SMALL_VAE).eval()
    latents = vae.encode(torch.rand(2, 3, 128, 128))
    assert latents.shape == (2, 16, 8, 8)
    assert vae.decode(latents).shape == (2, 3, 128, 128)
    vae.config = VaeConfig(scaling_factor=1.7, shift_factor=0.3)
    assert torch.allclose(vae.from_model(vae.to_model(latents)), latents, atol=1e-5)


def test_the_preview_map_finds_colours_that_are_linear_in_the_latents():
    latents = torch.randn(64, 16, 8, 8)
    wanted = torch.randn(16, 3)
    pixels = torch.einsum("bchw,cr->brhw", latents, wanted).repeat_interleave(16, 2).repeat_interleave(16, 3) + 0.5
    matrix, bias = fit_preview(latents, pixels)
    assert torch.allclose(matrix, wanted, atol=1e-3)
    assert torch.allclose(bias, torch.full((3,), 0.5), atol=1e-3)


def test_the_reader_gives_sixteen_patches_and_a_scene():
    reader = SceneReader().eval()
    pixels = torch.rand(2, 3, 128, 128) * 2 - 1
    assert reader.encoder(pixels).shape == (2, 16, 256)
    assert len(reader.read_scene(pixels)) == 2
    scene_loss(reader(pixels), scene_labels([SCENE, SCENE])).backward()


def test_perfect_logits_read_back_as_the_scene():
    labels = scene_labels([SCENE])
    widths = {"presence": 2, "kind": 18, "colour": 10, "size": 4, "ground": 5, "count": 5}
    logits = {part: torch.nn.functional.one_hot(values.clamp(min=0), widths[part]).float() for part, values in labels.items()}
    assert scenes_from(logits) == [SCENE]
    scores = compare([SCENE], scenes_from(logits))
    assert scores["exact"] == scores["recall"] == scores["kind"] == 1 and scores["extra_per_scene"] == 0


def test_compare_counts_what_is_missing_and_what_is_wrong():
    seen = Scene("white", (Thing("star", "blue", "small", 0), Thing("car", "red", "small", 3)))
    scores = compare([SCENE], [seen])
    assert scores["recall"] == 0.5 and scores["colour"] == 0 and scores["kind"] == 1
    assert scores["extra_per_scene"] == 1 and scores["ground"] == 0 and scores["exact"] == 0


def test_the_denoiser_takes_part_in_a_step():
    denoiser = Dit(SMALL_DIT)
    latents, condition = torch.randn(3, 16, 8, 8), torch.randn(3, 16, 64)
    inputs, t, velocity = noised(latents)
    made = denoiser(inputs, 1000 * t, condition, torch.zeros_like(latents))
    assert made.shape == velocity.shape
    made.sub(velocity).square().mean().backward()
    for optimiser in optimisers_for(denoiser, lr=1e-3):
        optimiser.step()


def test_euler_follows_a_straight_flow_to_its_end():
    target, noise = torch.randn(2, 16, 8, 8), torch.randn(2, 16, 8, 8)
    straight = lambda latents, timestep, condition, reference: (noise - target).repeat(latents.shape[0] // 2, 1, 1, 1)
    made = sample(straight, noise, torch.zeros(2, 16, 64), steps=4, shift=2.0)
    assert torch.allclose(made, target, atol=1e-5)


def test_a_shift_spends_steps_near_the_noise():
    assert step_times(4)[1] == 0.75
    assert step_times(4, shift=3.0)[1] > 0.75


def test_the_moving_average_moves_towards_the_weights():
    module = torch.nn.Linear(4, 4)
    average = MovingAverage(module)
    with torch.no_grad():
        module.weight += 1
    before = (module.weight - average.module.weight).abs().mean()
    average.update(module)
    assert (module.weight - average.module.weight).abs().mean() < before


def test_muon_evens_out_the_singular_values():
    singular = torch.linalg.svdvals(orthogonalised(torch.randn(48, 96) * torch.logspace(-1, 1, 96)))
    assert singular.min() > 0.4 and singular.max() < 1.4
    weight = torch.nn.Parameter(torch.randn(32, 32))
    weight.square().sum().backward()
    before = weight.detach().norm()
    Muon([weight], lr=0.1).step()
    assert weight.norm() < before


def test_a_checkpoint_comes_back(tmp_path):
    denoiser = Dit(SMALL_DIT)
    save_checkpoint(tmp_path / "deep" / "denoiser.pt", SMALL_DIT, denoiser.state_dict(), {"steps": 3})
    config, state, extra = load_checkpoint(tmp_path / "deep" / "denoiser.pt", DitConfig)
    assert config == SMALL_DIT and extra["steps"] == 3
    Dit(config).load_state_dict(state)
