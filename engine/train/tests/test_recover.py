"""What ships can be trained on: its folder is read back into the modules that it was made of."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import helper, numpy_helper

from dreamtrain.export import graphs_of, load_parts
from dreamtrain.recover import recovered, save_parts
from dreamtrain.stage0_vision import load_reader

POCKET = Path(__file__).parents[3] / "models/pocket"


@pytest.fixture(scope="module")
def parts():
    return recovered(POCKET)


def test_every_shipped_graph_computes_what_the_recovered_modules_do(parts):
    manifest = json.loads((POCKET / "model.json").read_text())
    for name, graph in graphs_of(parts).items():
        if name == "decodeLoop":
            continue  # the language model's weights once more
        session = onnxruntime.InferenceSession(str(POCKET / manifest["graphs"][name]), providers=["CPUExecutionProvider"])
        made = session.run(graph.outputs, {key: tensor.numpy() for key, tensor in graph.inputs.items()})
        with torch.no_grad():
            wanted = graph.module.eval()(*graph.inputs.values())
        for value, reference in zip(made, wanted if isinstance(wanted, tuple) else (wanted,)):
            assert np.abs(value - reference.numpy()).max() < 1e-4 * max(1, reference.abs().max().item()), name


def test_checkpoints_are_read_by_the_stages_that_train_on_and_only_the_readers_head_is_missing(parts, tmp_path):
    save_parts(parts, tmp_path)
    again = load_parts(tmp_path, "dreamllm.pt")
    for one, other in zip(again.modules, parts.modules):
        for (name, weight), kept in zip(one.state_dict().items(), other.state_dict().values()):
            assert torch.equal(weight, kept), name
    assert (again.preview, again.vae.config, again.token_ids) == (parts.preview, parts.vae.config, parts.token_ids)
    with pytest.raises(ValueError, match="without the head"):
        load_reader(tmp_path / "vision.pt")


def test_a_folder_of_another_model_is_refused_by_name(tmp_path):
    for name in ("model.json", "tokenizer.json"):
        shutil.copy(POCKET / name, tmp_path)
    one = numpy_helper.from_array(np.ones((2, 2), np.float32), "weight")
    graph = helper.make_graph([helper.make_node("Identity", ["weight"], ["embeds"])], "other", [], [helper.make_tensor_value_info("embeds", 1, [2, 2])], [one])
    onnx.save(helper.make_model(graph), tmp_path / "embed-tokens.onnx")
    with pytest.raises(ValueError, match="no graph that this version exports of the pocket model"):
        recovered(tmp_path)
