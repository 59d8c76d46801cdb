"""The importer, on a small DreamLLM that the official classes made, and on others that our own reference makes: unlike it in every number."""

import json
import shutil
import tracemalloc
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from folder_run import Folder, differences
from safetensors.torch import save_file

from dreamtrain.importing.checkpoint import Base
from dreamtrain.importing.convert import import_checkpoint
from dreamtrain.importing.graph import Graph, WeightsFile
from dreamtrain.importing.quantise import BLOCK, quantise
from dreamtrain.importing.synth import synthesise
from dreamtrain.importing.weights import Weight
from dreamtrain.official.variants import variants
from dreamtrain.official.vectors import write

OFFICIAL = Path(__file__).parents[3] / "test/golden/official"
LOOP = ("latents", "picture")  # what comes after the whole loop


def silent(*_):
    pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("imported") / "model"
    import_checkpoint(OFFICIAL / "checkpoint", OFFICIAL / "base", out, "fp32", "fp32", silent)
    return out


def expect_the_same(folder: Folder, vectors: Path) -> None:
    found = differences(folder, vectors)
    assert len(found) >= 25
    for name, difference in found.items():
        assert difference <= (1e-3 if name.endswith(LOOP) else 1e-4), name


def test_the_folder_computes_what_the_official_code_computes(folder):
    expect_the_same(Folder(folder), OFFICIAL)


@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_other_sizes_layouts_and_kinds_compute_the_same(variant, tmp_path):
    write(variant, tmp_path)
    import_checkpoint(tmp_path / "checkpoint", tmp_path / "base", tmp_path / "model", "fp32", "fp32", silent)
    expect_the_same(Folder(tmp_path / "model"), tmp_path)


def test_frozen_parts_and_old_files_are_taken_where_they_lie(folder, tmp_path):
    """A checkpoint that saved only what was trained: the rest is in the base folders, queries and projector in upstream's oldest files."""
    checkpoint, base = shutil.copytree(OFFICIAL / "checkpoint", tmp_path / "checkpoint"), shutil.copytree(OFFICIAL / "base", tmp_path / "base")
    names = ("clip_vision_embedding", "stable_diffusion_head", "dream_embedding")
    vision, head, dream = (torch.load(checkpoint / f"{name}.bin", weights_only=True) for name in names)

    def part(state: dict, prefix: str) -> dict:
        return {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}

    torch.save(part(vision, "clip_vision_model.") | {"text_model.final_layer_norm.bias": torch.zeros(3)}, base / "clip/pytorch_model.bin")
    for name in ("unet", "vae"):
        save_file(part(head, f"{name}."), base / f"sd/{name}/diffusion_pytorch_model.safetensors")
    torch.save(torch.nn.Parameter(dream["dream_queries"]), checkpoint / "dream_queries.pt")
    torch.save(part(vision, "projector."), checkpoint / "clip_vision_model_projector.pt")
    torch.save(part(head, "projector."), checkpoint / "unet_projector.pt")
    for name in names:
        (checkpoint / f"{name}.bin").unlink()
    manifest = import_checkpoint(checkpoint, base, tmp_path / "model", "fp32", "fp32", silent)
    assert manifest["files"] == json.loads((folder / "model.json").read_text())["files"]
    told = (tmp_path / "model/MODEL_CARD.md").read_text()
    assert "`base/clip/pytorch_model.bin`" in told and "`checkpoint/pytorch_model.bin`" in told


def test_the_text_encoder_of_a_diffusion_folder_is_no_eye(tmp_path):
    shutil.copytree(OFFICIAL / "base/sd", tmp_path / "sd")
    (tmp_path / "sd/text_encoder").mkdir()
    (tmp_path / "sd/text_encoder/config.json").write_text('{"model_type": "clip_text_model"}')
    base = Base.at(tmp_path / "sd")
    assert (base.clip, base.diffusion) == (None, tmp_path / "sd")
    both = Base.at(OFFICIAL / "base")
    assert (both.clip, both.diffusion) == (OFFICIAL / "base/clip", OFFICIAL / "base/sd")


def test_ids_come_from_the_files_and_eos_is_not_what_config_json_says(folder):
    manifest = json.loads((folder / "model.json").read_text())
    assert json.loads((OFFICIAL / "checkpoint/config.json").read_text())["eos_token_id"] == 1
    tokens = manifest["tokens"]
    assert (tokens["bos"], tokens["eos"]) == (1, 2)
    assert (tokens["imageStart"], tokens["dreamEnd"], tokens["dreamStart"], tokens["imageEnd"]) == (401, 402, 403, 405)
    assert {0, 1, 400, 401, 402, 404, 405, 406, 407} == set(tokens["suppressed"])


@pytest.mark.parametrize("precision,closest", [("fp16", 0.99999), ("int8", 0.999), ("int4", 0.97)])
def test_fewer_bits_stay_close(folder, precision, closest, tmp_path):
    import_checkpoint(OFFICIAL / "checkpoint", OFFICIAL / "base", tmp_path / "model", precision, "fp16", silent)
    stored = Folder(tmp_path / "model")
    assert stored.manifest["quantisation"] == {"language": precision, "decoder": "fp16"}
    exact = Folder(folder)
    ids = exact.encode("How does the water cycle work?")
    one, other = (each.dream(ids).ravel().astype("f8") for each in (exact, stored))
    assert closest < one @ other / np.linalg.norm(one) / np.linalg.norm(other) < 1
    looped = stored.write_on(ids, 6)
    ids += looped["likely"][:-1, 0, 0].tolist()
    assert np.abs(looped["logits"][:, 0] - stored.read(stored.rows(ids), piece=1)[1][0, -6:]).max() < 1e-4


def test_a_finer_scale_is_taken_where_its_error_is_smaller():
    spread = np.random.default_rng(0).standard_normal((64, 4 * BLOCK), np.float32)
    packed, scales = quantise(spread, 4)
    levels = np.stack([packed & 15, packed >> 4], -1).reshape(64, 4, BLOCK).astype("f4") - 8
    error = np.square(levels * scales.reshape(64, 4, 1) - spread.reshape(64, 4, BLOCK)).mean()
    reaching = np.abs(spread.reshape(64, 4, BLOCK)).max(-1, keepdims=True) / 8
    plain = np.square(np.clip(np.round(spread.reshape(64, 4, BLOCK) / reaching), -8, 7) * reaching - spread.reshape(64, 4, BLOCK)).mean()
    assert error < 0.95 * plain


@pytest.mark.parametrize("bits,columns", [(4, 2 * BLOCK), (4, BLOCK + 40), (8, 2 * BLOCK), (8, 40)])
def test_quantised_weights_are_within_half_a_step_but_for_the_largest_and_read_back_by_the_runtime(bits, columns, tmp_path):
    weights = np.random.default_rng(bits).standard_normal((7, columns), np.float32)
    packed, scales = quantise(weights, bits)
    levels = np.stack([packed & 15, packed >> 4], -1).reshape(7, -1) if bits == 4 else packed.reshape(7, -1)
    steps = np.repeat(scales.reshape(7, -1), BLOCK, axis=1)[:, :columns]
    restored = (levels[:, :columns].astype("f4") - 2 ** (bits - 1)) * steps
    errors = np.abs(restored - weights)
    # The end opposite of a block's largest number is one step short of it; a finer scale may leave out the largest numbers of a block.
    inner = (levels[:, :columns] > 0) & (levels[:, :columns] < 2**bits - 1)
    assert (errors <= 0.501 * np.abs(steps))[inner].all()
    assert inner.mean() > 0.8

    graph = Graph("product", f"int{bits}")
    rows = graph.input("rows", "B", columns)
    graph.output(graph.linear(rows, Weight("w", weights.shape, lambda: weights)), "made", "B", 7)
    graph.write(tmp_path / "product.onnx", silent)
    values = np.eye(columns, dtype="f4")
    made = onnxruntime.InferenceSession(str(tmp_path / "product.onnx")).run(None, {"rows": values})[0]
    assert np.abs(made.T - restored).max() < 0.02  # the runtime rounds activations, too


def test_many_weights_lie_beside_the_graph(tmp_path, monkeypatch):
    values = np.random.default_rng(0).standard_normal((64, 64), np.float32)
    made = []
    for limit in (10**9, 0):
        monkeypatch.setattr("dreamtrain.importing.graph.LARGEST_EMBEDDED_BYTES", limit)
        graph = Graph("product", "fp32")
        graph.output(graph.linear(graph.input("rows", "B", 64), Weight("w", values.shape, lambda: values)), "made", "B", 64)
        path = tmp_path / f"{limit}.onnx"
        files = graph.write(path, silent)
        assert {name: entry["bytes"] for name, entry in files.items()} == {name: (tmp_path / name).stat().st_size for name in files}
        assert len(files) == (2 if limit == 0 else 1)
        made.append(onnxruntime.InferenceSession(str(path)).run(None, {"rows": np.ones((1, 64), "f4")})[0])
    assert np.array_equal(*made)


def test_weights_are_in_memory_one_at_a_time(tmp_path):
    graph, size = Graph("chain", "int8"), 1024
    rows = graph.input("rows", "B", size)
    for index in range(32):
        rows = graph.linear(rows, Weight(f"w{index}", (size, size), lambda: np.ones((size, size), np.float32)))
    graph.output(rows, "made", "B", size)
    tracemalloc.start()
    weights = WeightsFile(tmp_path / "chain.weights")
    graph.write(tmp_path / "chain.onnx", silent, weights)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert weights.close()["chain.weights"]["bytes"] > 32 * size**2
    assert peak < 8 * 4 * size**2  # of 32 such matrices in float32, and what quantising one takes


def test_a_synthetic_folder_runs_and_its_numbers_stay_in_bounds(tmp_path):
    manifest = synthesise("dreamllm-tiny", tmp_path / "model", "int4", "fp16", 1, 3, silent)
    assert manifest["language"]["layers"] == 1 and 100_000 < manifest["parameters"] < 1_500_000
    folder = Folder(tmp_path / "model")
    hidden = folder.dream(folder.encode("a cat"))
    condition = folder.run("conditionHead", hidden=hidden)["condition"]
    latents = np.random.default_rng(0).standard_normal((1, 4, 8, 8), np.float32)
    eps = folder.run("denoiser", latents=latents, timestep=np.array([500], "f4"), condition=condition)["prediction"]
    pixels = folder.run("vaeDecoder", latents=latents)["pixels"]
    for values in (hidden, condition, eps, pixels):
        assert np.isfinite(values).all() and 0.05 < np.abs(values).mean() < 20
