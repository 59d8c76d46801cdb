"""Reads a shipped model folder back into checkpoints, so that a fresh clone can go on training from what ships.

    python -m dreamtrain.recover ../../models/pocket --out runs/pocket

An exported graph holds its weights in an order of its own, some turned round, some in pieces of another shape, most under a number
for a name. So the same parts are made anew with weights of which no two are alike, and exported; where each of them lies in those
graphs, and which way round, is where the shipped one lies in the folder's.

What comes back is what ships, rounded to half precision, the autoencoder's encoder to eight bits. What only training and measuring use does not ship and stays lost: the
optimisers' moments, and the vision reader's head, with which the picture half was scored (detector.py reads pictures without it).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from dreamtrain.checkpoint import save_checkpoint
from dreamtrain.export import LANGUAGE_CHECKPOINT, Parts, graphs_of, pocket_parts
from dreamtrain.model.dit import Dit
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.model.vae import Vae
from dreamtrain.model.vision import VisionEncoder
from dreamtrain.onnx_graphs import write_graph
from dreamtrain.training import save as save_dreamllm

GRAPHS = ("embedTokens", "languageModel", "visionEncoder", "conditionHead", "denoiser", "vaeDecoder", "vaeEncoder")
NOWHERE = ("dream_queries",)  # in no graph but a file of its own


def recovered(folder: Path) -> Parts:
    """The pocket model of the folder, in memory."""
    manifest = json.loads((folder / "model.json").read_text())
    vae = Vae()
    vae.config = replace(vae.config, scaling_factor=manifest["vae"]["scalingFactor"], shift_factor=manifest["vae"]["shiftFactor"])
    parts = pocket_parts(DreamLLM(), VisionEncoder(), Dit(), vae, (folder / manifest["tokenizer"]).read_text(), manifest["preview"])
    fill(parts, folder, manifest["graphs"])
    queries = np.fromfile(folder / manifest["dream"]["file"], "<f4")
    with torch.no_grad():
        parts.dream.dream_queries.copy_(torch.from_numpy(queries).reshape(parts.dream.dream_queries.shape))
    return parts


@torch.no_grad()
def fill(parts: Parts, folder: Path, graphs: dict[str, str]) -> None:
    """Gives the modules the weights of the folder's graphs. ValueError where a graph is not what these parts export as."""
    wanted = {f"{number}.{name}": weight for number, module in enumerate(parts.modules) for name, weight in module.named_parameters()}
    for weight in wanted.values():
        weight.uniform_(0.5, 1)  # positive and not small: no two are alike, and none is taken for a constant
        weight.copy_(weight.half())
    _settle_norm(parts.vae)
    found: dict[str, torch.Tensor] = {}
    with tempfile.TemporaryDirectory() as made:
        for name, graph in graphs_of(parts).items():
            if name not in GRAPHS:
                continue  # the decode loop: the language model's weights once more
            write_graph(graph, Path(made) / "graph.onnx", "fp32")
            own, shipped = _weights(Path(made) / "graph.onnx"), _weights(folder / graphs[name])
            if [array.shape for array in own] != [array.shape for array in shipped]:
                raise ValueError(f"{folder / graphs[name]} is no graph that this version exports of the pocket model; recover it with the version that wrote it")
            places = {_key(array): index for index, array in enumerate(own)}
            for key, weight in wanted.items():
                for turned in (False, True):
                    index = places.get(_key((weight.T if turned and weight.dim() == 2 else weight).numpy()))
                    if index is not None:
                        array = torch.from_numpy(shipped[index].astype(np.float32))
                        found[key] = array.reshape(weight.T.shape).T if turned and weight.dim() == 2 else array.reshape(weight.shape)
                        break
    lost = sorted(set(wanted) - set(found) - {f"0.{name}" for name in NOWHERE})
    if lost:
        raise ValueError(f"weights that are in none of the graphs: {', '.join(lost)}")
    for key, value in found.items():
        wanted[key].copy_(value)


def _settle_norm(vae: Vae) -> None:
    """The exporter folds the latents' batch norm into the layer before it, so here that norm changes nothing."""
    norm = vae.encoder.norm
    norm.running_mean.zero_()
    norm.running_var.fill_(1 - norm.eps)


def _weights(path: Path) -> list[np.ndarray]:
    """Of all kinds, in the graph's order; those of eight bits (quantise.py) as the graph widens them."""
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(path).graph.initializer}
    return [
        values * tensors[name.removesuffix(".levels") + ".scale"] if name.endswith(".levels") else values
        for name, values in tensors.items() if not name.endswith(".scale")
    ]


def _key(array: np.ndarray) -> bytes:
    return array.astype(np.float32).tobytes()


def save_parts(parts: Parts, out: Path) -> None:
    """As the stages of training write and read them."""
    preview = {f"preview_{name}": torch.tensor(value) for name, value in parts.preview.items()}
    save_checkpoint(out / "vae.pt", parts.vae.config, parts.vae.state_dict(), preview)
    save_checkpoint(out / "vision.pt", parts.vision.config, {f"encoder.{name}": weight for name, weight in parts.vision.state_dict().items()})
    save_checkpoint(out / "denoiser.pt", parts.denoiser.config, parts.denoiser.state_dict())
    save_dreamllm(out / LANGUAGE_CHECKPOINT, parts.dream, {})
    (out / "tokenizer.json").write_text(parts.tokenizer)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--out", type=Path, default=Path("runs/pocket"))
    given = options.parse_args()
    torch.set_num_threads(1)
    save_parts(recovered(given.folder), given.out)
    print(f"vae.pt, vision.pt (without its head), denoiser.pt, {LANGUAGE_CHECKPOINT}, tokenizer.json -> {given.out}")


if __name__ == "__main__":
    main()
