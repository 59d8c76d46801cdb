from itertools import islice

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession

from dreamtrain.gpu.feed import Feed, pairs, scenes
from dreamtrain.gpu.language import laid_rows, on_device
from dreamtrain.gpu.picture import PairPool, disturbed
from dreamtrain.gpu.pieces import join, split
from dreamtrain.gpu.prompts import ABILITIES, asked, shows
from dreamtrain.gpu.sizes import FULL, TOY
from dreamtrain.model.dit import Dit
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.model.vae import Vae
from dreamtrain.quantise import SMALLEST, round_to_int8, store_as_int8
from dreamtrain.tokenizer import Encoder, train_tokenizer
from dreamtrain.wide.conversations import conversations
from dreamtrain.wide.language import read_sketch
from dreamtrain.wide.packed import NUM_QUERIES, WIDTH, codes
from dreamtrain.wide.reader import Reader

CPU = torch.device("cpu")


def test_the_full_model_is_small_enough_to_ship_in_eight_bits():
    with torch.device("meta"):
        parts = Vae(FULL.vae), Reader(FULL.vision).encoder, Dit(FULL.denoiser), DreamLLM(FULL.dream)
    weights = [weight for part in parts for weight in part.parameters()]
    large = [weight for weight in weights if weight.ndim >= 2 and weight.numel() >= SMALLEST]
    stored = sum(weight.numel() + 4 * weight.shape[0] for weight in large) + 4 * sum(weight.numel() for weight in weights if all(weight is not each for each in large))
    assert stored < 51 * 2**20  # the rest of 52 MiB is for graphs and the tokenizer


def test_toy_and_full_differ_in_size_alone():
    for sizes in (FULL, TOY):
        assert sizes.denoiser.grid_size == sizes.vae.grid_size and sizes.denoiser.latent_channels == sizes.vae.latent_channels
        assert sizes.vision.num_patches == sizes.dream.num_image_rows and sizes.vision.hidden_size == sizes.dream.vision_width
    assert FULL.minutes.keys() == TOY.minutes.keys()
    assert sum(FULL.minutes.values()) < 24  # of 30; the rest is for starting, compiling, examining and carrying


def test_pieces_travel_and_come_together(tmp_path):
    state = {"matrix": torch.randn(80, 90), "vector": torch.randn(7), "count": torch.tensor(3)}
    torch.save({"config": {"width": 90}, "state": state, "extra": {"note": "x"}}, tmp_path / "part.pt")
    pieces = split(tmp_path / "part.pt", tmp_path / "carried", limit=4000)
    assert len(pieces) > 2 and all(piece.stat().st_size <= 4000 for piece in pieces)
    (made,) = join(tmp_path / "carried", tmp_path / "home")
    loaded = torch.load(made, weights_only=True)
    assert loaded["config"] == {"width": 90} and torch.equal(loaded["state"]["vector"], state["vector"])
    step = state["matrix"].abs().amax(1, keepdim=True) / 127
    assert ((loaded["state"]["matrix"] - state["matrix"]).abs() <= 0.51 * step).all()
    pieces[1].unlink()
    with pytest.raises(ValueError, match="expected"):
        join(tmp_path / "carried", tmp_path / "again")


@pytest.mark.parametrize("transposed", [False, True])
def test_eight_bit_graphs_compute_what_the_rounded_weights_do(transposed):
    layer = torch.nn.Linear(80, 96, bias=False)
    round_to_int8(layer)
    weight = layer.weight.detach()
    graph = helper.make_graph(
        [helper.make_node("Gemm", ["x", "w"], ["y"], transB=0 if transposed else 1)], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [3, 80])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [3, 96])],
        [numpy_helper.from_array((weight.T if transposed else weight).contiguous().numpy(), "w")],
    )
    store_as_int8(graph)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    assert {TensorProto.INT8} <= {tensor.data_type for tensor in graph.initializer}
    x = torch.randn(3, 80)
    (y,) = InferenceSession(model.SerializeToString()).run(None, {"x": x.numpy()})
    np.testing.assert_allclose(y, layer(x).detach().numpy(), atol=1e-4)


def test_a_feed_gives_the_same_with_its_own_seed():
    first, second = (next(Feed(scenes(4), 0, 3)) for _ in range(2))
    assert torch.equal(first, second) and first.shape == (4, WIDTH)
    assert next(Feed(pairs(4), 0, 3)).shape == (2, 4, WIDTH)


def test_the_pool_gives_half_without_a_reference():
    torch.manual_seed(0)
    vae = Vae(TOY.vae).eval()
    pool = PairPool(vae, Feed(pairs(2), 0, 1), 6, CPU)
    for _ in range(4):
        pool.add()
    assert pool.filled == 6 and pool.cursor == 2
    latents, condition, reference = pool.batch(6)
    assert latents.shape == reference.shape == (6, 8, 32, 32) and condition.shape == (6, 32, 128)
    assert not reference[:3].any() and reference[3:].flatten(1).any(1).all()
    condition, reference = disturbed(torch.ones(400, 32, 128), torch.ones(400, 8, 32, 32))
    assert 15 < (~condition.flatten(1).any(1)).sum() < 70


def test_a_batch_names_what_each_dream_is_to_become():
    encoder = Encoder(train_tokenizer(400, source=conversations, vocabulary=700), NUM_QUERIES)
    turns = [each for each in islice(conversations(3), 40) if any(step.picture for step in each[-1].steps)][:3]
    rows = [encoder.row(each) for each in turns] + [encoder.unconditional()]
    batch, named, seen = on_device(laid_rows(rows, encoder.special["[PAD]"], frozenset({0})), CPU)
    pictures = [len(row.scenes) for row in rows]
    assert seen.tolist() == [False] * pictures[0] + [True] * sum(pictures[1:])
    assert named.tolist()[-1] is False and not batch.codes[-1].any()
    assert torch.equal(batch.codes[named], codes(batch.dream_scenes[named]))
    model = DreamLLM(TOY.dream)
    hidden = model(batch.ids % 1024, batch.queries, batch.images, torch.zeros(len(batch.scenes), 16, 64))
    assert model.condition(batch.dream_hidden(hidden)).shape == batch.codes.shape


@pytest.mark.parametrize("ability", ABILITIES)
def test_what_was_asked_for_is_told_from_what_was_not(ability):
    cases = asked(ability, 12)
    assert len({turn.request for turn, _ in cases}) == 12
    other = read_sketch("a server, on white")
    for _, scene in cases:
        assert shows(ability, scene, scene)
        assert not shows(ability, scene, other)
