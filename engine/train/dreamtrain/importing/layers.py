"""Layers that several graphs are made of, under the names that PyTorch gives their weights."""

from __future__ import annotations

import numpy as np

from dreamtrain.importing.graph import Graph
from dreamtrain.importing.weights import Source


def biased(graph: Graph, source: Source, name: str, value: str, width_in: int, width_out: int, bias: bool = True) -> str:
    """A linear layer."""
    return graph.linear(
        value, source.take(f"{name}.weight", width_out, width_in), source.take(f"{name}.bias", width_out) if bias else None,
    )


def layer_norm(graph: Graph, source: Source, name: str, value: str, width: int, eps: float = 1e-5) -> str:
    scale, bias = (graph.weight(source.take(f"{name}.{part}", width)) for part in ("weight", "bias"))
    return graph.op("LayerNormalization", value, scale, bias, axis=-1, epsilon=eps)


def rms_norm(graph: Graph, source: Source, name: str, value: str, width: int, eps: float) -> str:
    """In the form that ONNX Runtime joins to one kernel."""
    mean = graph.op("ReduceMean", graph.op("Pow", value, graph.constant(2.0)), graph.shape(-1), keepdims=1)
    spread = graph.op("Sqrt", graph.op("Add", mean, graph.constant(eps)))
    return graph.op("Mul", graph.op("Div", value, spread), graph.weight(source.take(f"{name}.weight", width)))


def projector(graph: Graph, source: Source, name: str, value: str, width_in: int, width_out: int) -> str:
    """One linear layer, its bias as it is found, or several (numbered 0, 2, …) with GELU between."""
    if not source.has(f"{name}.0.weight"):
        return biased(graph, source, name, value, width_in, width_out, bias=source.has(f"{name}.bias"))
    index = 0
    while source.has(f"{name}.{index}.weight"):
        if index:
            value = graph.op("Gelu", value)
        value = biased(graph, source, f"{name}.{index}", value, width_out if index else width_in, width_out, bias=source.has(f"{name}.{index}.bias"))
        index += 2
    return value


def conv(graph: Graph, source: Source, name: str, value: str, width_in: int, width_out: int, size: int = 3, **attributes) -> str:
    weight = graph.weight(source.take(f"{name}.weight", width_out, width_in, size, size))
    bias = graph.weight(source.take(f"{name}.bias", width_out))
    return graph.op("Conv", value, weight, bias, **({"pads": [size // 2] * 4} | attributes))


def group_norm(graph: Graph, source: Source, name: str, value: str, width: int, groups: int, eps: float) -> str:
    """(B, C, h, w); as an instance norm over the groups, which every execution provider has."""
    folded = graph.reshape(value, 0, groups, -1)
    normed = graph.op(
        "InstanceNormalization", folded, graph.constant(np.ones(groups)), graph.constant(np.zeros(groups)), epsilon=eps,
    )
    normed = graph.op("Reshape", normed, graph.op("Shape", value))
    scale, bias = (
        graph.weight(source.take(f"{name}.{part}", width).mapped(lambda values: values.reshape(-1, 1, 1), (width, 1, 1)))
        for part in ("weight", "bias")
    )
    return graph.op("Add", graph.op("Mul", normed, scale), bias)


def silu(graph: Graph, value: str) -> str:
    return graph.op("Mul", value, graph.op("Sigmoid", value))


def resnet(
    graph: Graph, source: Source, name: str, value: str, width_in: int, width_out: int, groups: int, eps: float, time: str | None = None,
    time_width: int = 0,
) -> str:
    """ResnetBlock2D of diffusers; `time` is the time step's embedding (B, time_width), after its SiLU."""
    inner = silu(graph, group_norm(graph, source, f"{name}.norm1", value, width_in, groups, eps))
    inner = conv(graph, source, f"{name}.conv1", inner, width_in, width_out)
    if time is not None:
        shift = biased(graph, source, f"{name}.time_emb_proj", time, time_width, width_out)
        inner = graph.op("Add", inner, graph.op("Unsqueeze", shift, graph.shape(2, 3)))
    inner = silu(graph, group_norm(graph, source, f"{name}.norm2", inner, width_out, groups, eps))
    inner = conv(graph, source, f"{name}.conv2", inner, width_out, width_out)
    if width_in != width_out:
        value = conv(graph, source, f"{name}.conv_shortcut", value, width_in, width_out, size=1)
    return graph.op("Add", value, inner)


def upsample(graph: Graph, source: Source, name: str, value: str, width: int) -> str:
    """Each pixel to four, then a convolution."""
    wider = graph.op(
        "Resize", value, "", graph.constant([1.0, 1.0, 2.0, 2.0]), mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor",
    )
    return conv(graph, source, f"{name}.conv", wider, width, width)


def to_rows(graph: Graph, value: str) -> str:
    """(B, C, h, w) -> (B, h * w, C)"""
    return graph.op("Transpose", graph.reshape(value, 0, 0, -1), perm=[0, 2, 1])


def to_planes(graph: Graph, rows: str, like: str) -> str:
    """(B, h * w, C) -> (B, C, h, w), as `like` has it."""
    return graph.op("Reshape", graph.op("Transpose", rows, perm=[0, 2, 1]), graph.op("Shape", like))
