"""The graphs of a model folder: what goes in, what comes out, and how a module becomes an ONNX file.

Letters: B batch, T new positions, P past positions, H hidden, V vocabulary, N queries, D condition width,
C latent channels, h w latent sides.
"""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnx.external_data_helper import set_external_data
from torch import nn

from dreamtrain.decode_loop import DecodeStep, kv_names, looped, step_inputs, step_outputs
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.model.vae import Vae
from dreamtrain.portable import pad_convolutions
from dreamtrain.quantise import store_as_int8

OPSET = 18
SMALLEST_STORED_AS_HALF = 1000  # elements
ALIGNMENT = 4096  # of a tensor in a file of weights, so that it can be mapped


@dataclass
class Graph:
    """A module with example inputs; `axes` names the free axes of each input, by index."""

    module: nn.Module
    inputs: dict[str, torch.Tensor]
    axes: dict[str, dict[int, str]]
    outputs: list[str] = field(default_factory=list)
    finish: Callable[[onnx.ModelProto], onnx.ModelProto] = lambda model: model  # what is done to the exported graph


class _Call(nn.Module):
    """A function over some modules, as a module with plain tensors in and out."""

    def __init__(self, function, *modules: nn.Module):
        super().__init__()
        self.parts = nn.ModuleList(modules)
        self.function = function

    def forward(self, *inputs: torch.Tensor):
        return self.function(*self.parts, *inputs)


def embed_tokens(dream: DreamLLM) -> Graph:
    ids = torch.zeros(2, 3, dtype=torch.int64)
    return Graph(_Call(lambda model, ids: model.embed(ids), dream), {"input_ids": ids}, {"input_ids": {0: "B", 1: "T"}}, ["embeds"])


def language_model(dream: DreamLLM) -> Graph:
    config = dream.config.llama
    batch, new, past = 2, 3, 5
    names = [f"{layer}.{part}" for layer in range(config.num_hidden_layers) for part in ("key", "value")]
    inputs = {
        "inputs_embeds": torch.randn(batch, new, config.hidden_size),
        "attention_mask": torch.ones(batch, past + new, dtype=torch.int64),
        "position_ids": torch.arange(past, past + new).expand(batch, new).contiguous(),
    } | {f"past.{name}": torch.randn(batch, past, config.num_key_value_heads, config.head_dim) for name in names}
    axes = {name: {0: "B", 1: "P"} for name in inputs} | {
        "inputs_embeds": {0: "B", 1: "T"}, "attention_mask": {0: "B", 1: "P+T"}, "position_ids": {0: "B", 1: "T"},
    }

    def step(llama, rows, mask, positions, *past):
        hidden, logits, present = llama.step(rows, mask, positions, list(zip(past[::2], past[1::2])))
        return hidden, logits, *(tensor for pair in present for tensor in pair)

    return Graph(_Call(step, dream.llama), inputs, axes, ["hidden", "logits", *(f"present.{name}" for name in names)])


def decode_loop(dream: DreamLLM) -> Graph:
    inputs, axes = step_inputs(dream)
    names = kv_names(dream)
    own = len(inputs) - 2 * len(names)

    def step(module, *tensors):
        return module(*tensors[:own], list(tensors[own:own + len(names)]), list(tensors[own + len(names):]))

    return Graph(_Call(step, DecodeStep(dream)), inputs, axes, step_outputs(dream), lambda model: looped(model, names))


def vision_encoder(dream: DreamLLM, vision: nn.Module, image_size: int) -> Graph:
    pixels = torch.zeros(2, 3, image_size, image_size)
    return Graph(
        _Call(lambda encoder, model, pixels: model.project(encoder(pixels)), vision, dream),
        {"pixels": pixels}, {"pixels": {0: "B"}}, ["features"],
    )


def condition_head(dream: DreamLLM, pooled: bool) -> Graph:
    hidden = torch.randn(2, dream.config.num_dream_queries, dream.config.llama.hidden_size)
    return Graph(
        _Call(lambda model, hidden: model.condition(hidden), dream), {"hidden": hidden}, {"hidden": {0: "B"}},
        ["condition", "pooled"] if pooled else ["condition"],
    )


def denoiser(module: nn.Module, latents: torch.Size, condition: torch.Size, pooled: int | None, reference: bool) -> Graph:
    inputs = {"latents": torch.randn(2, *latents), "timestep": torch.tensor([7.0, 900.0]), "condition": torch.randn(2, *condition)}
    if pooled is not None:
        inputs["pooled"] = torch.randn(2, pooled)
    if reference:
        inputs["reference"] = torch.randn(2, *latents)
    return Graph(module, inputs, {name: {0: "B"} for name in inputs}, ["prediction"])


def vae_decoder(vae: Vae, latents: torch.Size) -> Graph:
    return Graph(
        _Call(lambda model, latents: model.decode(latents), vae),
        {"latents": torch.randn(2, *latents)}, {"latents": {0: "B"}}, ["pixels"],
    )


def vae_encoder(vae: Vae, image_size: int) -> Graph:
    return Graph(
        _Call(lambda model, pixels: model.encode(pixels), vae),
        {"pixels": torch.zeros(2, 3, image_size, image_size)}, {"pixels": {0: "B"}}, ["latents"],
    )


def write_graph(graph: Graph, path: Path, weights: str) -> None:
    """One self-contained file. Large weights that were rounded to fp16 or int8 are stored in it; for fp32 all stay as they are."""
    letters = {letter for axes in graph.axes.values() for letter in axes.values()}
    named = {letter: torch.export.Dim(letter) for letter in letters if letter.isidentifier()}
    shapes = tuple(
        {axis: named.get(letter, torch.export.Dim.DYNAMIC) for axis, letter in graph.axes[name].items()} for name in graph.inputs
    )
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about letters that several axes share, which is what they are for
        program = torch.onnx.export(
            graph.module.eval(), tuple(graph.inputs.values()), input_names=list(graph.inputs), output_names=graph.outputs,
            dynamic_shapes=(shapes,) if isinstance(graph.module, _Call) else shapes, opset_version=OPSET, dynamo=True, verbose=False,
        )
    model = program.model_proto
    _strip(model)
    model = graph.finish(model)
    pad_convolutions(model.graph)
    if weights == "int8":
        store_as_int8(model.graph)
    if weights != "fp32":
        _store_as_half(model.graph)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))


def share_weights(paths: Iterable[Path], weights: Path) -> None:
    """Moves the large weights of several graphs into one file beside them, where equal ones stand once."""
    places: dict[bytes, tuple[int, int]] = {}
    with weights.open("wb") as file:
        for path in paths:
            model = onnx.load(path)
            for tensor in model.graph.initializer:
                content = numpy_helper.to_array(tensor).tobytes()
                if len(content) < 2 * SMALLEST_STORED_AS_HALF:
                    continue
                place = places.get(key := hashlib.sha256(content).digest())
                if place is None:
                    file.write(bytes(-file.tell() % ALIGNMENT))
                    place = places[key] = file.tell(), len(content)
                    file.write(content)
                set_external_data(tensor, location=weights.name, offset=place[0], length=place[1])
                tensor.ClearField("raw_data")
            path.write_bytes(model.SerializeToString(deterministic=True))


def _strip(model: onnx.ModelProto) -> None:
    """Drops what the exporter notes about itself: source lines and paths of the machine it ran on."""
    del model.metadata_props[:], model.graph.metadata_props[:]
    model.doc_string = model.graph.doc_string = ""
    for item in (*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info, *model.graph.initializer):
        item.doc_string = ""
        del item.metadata_props[:]


def _store_as_half(graph: onnx.GraphProto) -> None:
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != onnx.TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        if values.size < SMALLEST_STORED_AS_HALF or not np.array_equal(half.astype(np.float32), values):
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, name + ".half"))
        casts.append(onnx.helper.make_node("Cast", [name + ".half"], [name], to=onnx.TensorProto.FLOAT, name=name + ".widen"))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


@torch.no_grad()
def round_to_half(*modules: nn.Module) -> None:
    """Rounds large weights to what float16 can hold, in place: what is stored is then what is computed with."""
    for module in modules:
        for name, weight in module.named_parameters():
            if weight.numel() >= SMALLEST_STORED_AS_HALF:
                rounded = weight.half().float()
                if not torch.isfinite(rounded).all():
                    raise ValueError(f"{name} does not fit into float16; export with --weights fp32")
                weight.copy_(rounded)
