import hashlib
import json

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from dreamtrain.export import export_folder, graphs_of
from dreamtrain.goldens import Runner, ddpm_steps, expected, flow_steps
from dreamtrain.model.flow import sample
from dreamtrain.onnx_graphs import SMALLEST_STORED_AS_HALF
from dreamtrain.portable import WRONG
from dreamtrain.tiny import tiny_ddpm, tiny_flow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    parts, out = tiny_flow(), tmp_path_factory.mktemp("folder")
    return parts, out, export_folder(parts, out, "tiny")


def run(path, feeds):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {name: tensor.numpy() for name, tensor in feeds.items()})))


def test_every_graph_computes_what_its_module_does_at_other_sizes_than_it_was_exported_with(folder):
    parts, out, manifest = folder
    for name, graph in graphs_of(parts).items():
        if name == "decodeLoop":
            continue  # made of the exported step: see test_decode_loop.py
        feeds = {key: torch.cat([tensor, tensor])[:3] + 0 for key, tensor in graph.inputs.items()}
        with torch.no_grad():
            wanted = graph.module.eval()(*feeds.values())
        made = run(out / manifest["graphs"][name], feeds)
        assert list(made) == graph.outputs
        for value, reference in zip(made.values(), wanted if isinstance(wanted, tuple) else (wanted,)):
            assert np.abs(value - reference.numpy()).max() < 1e-4, name


@pytest.mark.parametrize("past,new", [(0, 1), (0, 5), (1, 1), (9, 1), (4, 3)])
def test_the_language_model_takes_any_past_also_none(folder, past, new):
    parts, out, manifest = folder
    llama, config = parts.dream.llama, parts.dream.config.llama
    rows = torch.randn(1, past + new, config.hidden_size)
    with torch.no_grad():
        _, _, cache = llama.step(
            rows[:, :past], torch.ones(1, past, dtype=torch.int64), torch.arange(past)[None], llama.empty_cache(1),
        ) if past else (None, None, llama.empty_cache(1))
        wanted = llama(rows)[:, past:]
    feeds = {
        "inputs_embeds": rows[:, past:], "attention_mask": torch.ones(1, past + new, dtype=torch.int64),
        "position_ids": torch.arange(past, past + new)[None],
    } | {f"past.{layer}.{part}": pair[index] for layer, pair in enumerate(cache) for index, part in enumerate(("key", "value"))}
    made = run(out / manifest["graphs"]["languageModel"], feeds)
    assert np.abs(made["hidden"] - wanted.numpy()).max() < 1e-4
    assert made["present.0.key"].shape == (1, new, config.num_key_value_heads, config.head_dim)


def test_padding_on_the_left_changes_nothing(folder):
    parts, out, manifest = folder
    config = parts.dream.config.llama
    rows, pad = torch.randn(1, 4, config.hidden_size), 3
    empty = {f"past.{layer}.{part}": torch.zeros(1, 0, config.num_key_value_heads, config.head_dim)
             for layer in range(config.num_hidden_layers) for part in ("key", "value")}
    path = out / manifest["graphs"]["languageModel"]
    bare = run(path, empty | {
        "inputs_embeds": rows, "attention_mask": torch.ones(1, 4, dtype=torch.int64), "position_ids": torch.arange(4)[None]})
    padded = run(path, empty | {
        "inputs_embeds": torch.cat([torch.randn(1, pad, config.hidden_size), rows], dim=1),
        "attention_mask": torch.tensor([[0] * pad + [1] * 4]), "position_ids": torch.tensor([[0] * pad + [0, 1, 2, 3]])})
    assert np.abs(bare["logits"] - padded["logits"]).max() < 1e-4


def test_the_manifest_names_every_file_as_it_is(folder):
    parts, out, manifest = folder
    assert json.loads((out / "model.json").read_text()) == manifest
    assert {path.name for path in out.iterdir()} == {*manifest["files"], "model.json"}
    for name, entry in manifest["files"].items():
        content = (out / name).read_bytes()
        assert entry == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    tokens = manifest["tokens"]
    assert tokens["dreamStart"] not in tokens["suppressed"] and tokens["eos"] not in tokens["suppressed"]
    assert {tokens["bos"], tokens["imageStart"], tokens["imageEnd"], tokens["dreamEnd"]} <= set(tokens["suppressed"])


def test_large_weights_are_stored_in_half_and_nothing_of_the_machine_is(folder):
    _, out, manifest = folder
    for name in manifest["graphs"].values():
        model = onnx.load(out / name)
        large = [tensor for tensor in model.graph.initializer if np.prod(tensor.dims) >= SMALLEST_STORED_AS_HALF]
        halves = [tensor for tensor in large if tensor.data_type == onnx.TensorProto.FLOAT16]
        assert sum(np.prod(tensor.dims) for tensor in halves) >= 0.9 * sum(np.prod(tensor.dims) for tensor in large), name
        assert not any(node.doc_string or node.metadata_props for node in model.graph.node)
        assert b"/dreamtrain" not in (out / name).read_bytes() and b"site-packages" not in (out / name).read_bytes()


def test_full_precision_loses_nothing(tmp_path):
    parts = tiny_ddpm()
    before = {name: weight.clone() for name, weight in parts.dream.named_parameters()}
    manifest = export_folder(parts, tmp_path, "tiny", weights="fp32")
    assert manifest["quantisation"] == {"language": "fp32", "decoder": "fp32"}
    assert all(torch.equal(weight, before[name]) for name, weight in parts.dream.named_parameters())
    ids = torch.arange(5)[None]
    made = run(tmp_path / manifest["graphs"]["embedTokens"], {"input_ids": ids})["embeds"]
    assert np.array_equal(made, parts.dream.embed(ids).detach().numpy())


class Exact(torch.nn.Module):
    """A denoiser that knows the picture: all latents are 0.25."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def forward(self, latents, timestep, *rest):
        return self.answer(latents, timestep)


def test_the_reference_walks_end_at_the_picture():
    parts = tiny_ddpm()
    schedule = parts.diffusion["noise"]
    products = torch.cumprod(1 - torch.linspace(schedule["betaStart"] ** 0.5, schedule["betaEnd"] ** 0.5, 1000) ** 2, 0)

    def noise_of(latents, timestep):
        product = products[timestep.long()]
        return (latents - product.sqrt() * 0.25) / (1 - product).sqrt()

    parts.denoiser = Exact(noise_of)
    trace = ddpm_steps(Runner(parts), torch.randn(6, *parts.latent_shape), [[]], None, 1.0)
    assert len(trace) == 5 and (trace[-1] - 0.25).abs().max() < 1e-3

    parts = tiny_flow()
    parts.denoiser = Exact(lambda latents, timestep: (latents - 0.25) / (timestep / 1000))
    trace = flow_steps(Runner(parts), torch.randn(6, *parts.latent_shape), [[]], torch.zeros(1), 1.0)
    assert len(trace) == 5 and (trace[-1] - 0.25).abs().max() < 1e-4


def test_the_flow_walk_is_the_one_the_model_is_trained_and_scored_with():
    parts = tiny_flow()
    runner, noise = Runner(parts), torch.randn(5, *parts.latent_shape)
    condition, pooled = torch.randn(1, 5, 16), torch.zeros(1, 10)
    reference = torch.randn(1, *parts.latent_shape)
    with torch.no_grad():
        trace = flow_steps(runner, noise, [[torch.zeros_like(condition), pooled], [condition, pooled]], reference, 2.0)
        wanted = sample(
            lambda latents, t, rows, references: parts.denoiser(latents, t, rows, pooled.expand(len(rows), -1), references),
            noise[:1], condition, reference, steps=4, guidance=2.0, shift=3.0,
        )
    assert (trace[-1] - wanted).abs().max() < 1e-4


def test_golden_tensors_are_finite_and_whole():
    tensors, plan = expected(tiny_ddpm(), steps=2, guidance=2.0)
    assert all(torch.isfinite(tensor.float()).all() for tensor in tensors.values())
    assert tensors["denoise.latents"].shape[0] == 2 and tensors["denoise.noise"].shape[0] == 3
    assert len(plan["greedy"]) == 24 and plan["lengths"][-1] == tensors["text.hidden"].shape[0]


def test_no_convolution_has_a_count_of_input_channels_that_a_provider_gets_wrong(folder):
    parts, out, manifest = folder
    assert parts.latent_shape[0] == WRONG  # so that there is something to get wrong
    for name in manifest["graphs"].values():
        model = onnx.load(out / name)
        shapes = {tensor.name.removesuffix(".half"): tensor.dims for tensor in model.graph.initializer}
        convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
        assert all(shapes[node.input[1]][1] != WRONG for node in convolutions), name
