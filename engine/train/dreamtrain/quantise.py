"""Weights in eight bits: rounded in the modules first, so that what is measured is what is stored, then stored so in the graphs.

A matrix or convolution has one scale for each output. The graph widens it again with Cast and Mul of constants, which a runtime folds
when it loads: computing stays in single precision, only the file is small.
"""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

SMALLEST = 4096  # elements of a weight that is rounded; what is smaller would save nothing worth a scale
MOST = 127


def row_scales(weight: torch.Tensor) -> torch.Tensor:
    """(rows, 1, ...): the step between two of the 255 levels of each row of the first axis."""
    return (weight.flatten(1).abs().amax(1) / MOST).clamp(min=1e-12).reshape(-1, *[1] * (weight.ndim - 1))


@torch.no_grad()
def round_to_int8(*modules: nn.Module) -> None:
    """Rounds every large matrix to 255 levels a row of its first axis, in place."""
    for module in modules:
        for weight in module.parameters():
            if weight.ndim >= 2 and weight.numel() >= SMALLEST:
                scale = row_scales(weight)
                weight.copy_((weight / scale).round() * scale)


def _levels(values: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """int8 levels and the scales that give these values back, along the first or the last axis; None if they were not rounded so."""
    for axis in (0, values.ndim - 1):
        others = tuple(index for index in range(values.ndim) if index != axis)
        scale = np.maximum(np.abs(values).max(axis=others, keepdims=True) / MOST, 1e-12).astype(np.float32)
        levels = np.round(values / scale)
        if np.abs(values - levels * scale).max() <= 1e-5 * np.abs(values).max():
            return levels.astype(np.int8), scale
    return None


def store_as_int8(graph: onnx.GraphProto) -> None:
    nodes, added = [], []
    for tensor in graph.initializer:
        if tensor.data_type != onnx.TensorProto.FLOAT or np.prod(tensor.dims) < SMALLEST:
            continue
        found = _levels(numpy_helper.to_array(tensor))
        if found is None:
            continue
        name, (levels, scale) = tensor.name, found
        tensor.CopyFrom(numpy_helper.from_array(levels, f"{name}.levels"))
        added.append(numpy_helper.from_array(scale, f"{name}.scale"))
        nodes.append(onnx.helper.make_node("Cast", [f"{name}.levels"], [f"{name}.wide"], to=onnx.TensorProto.FLOAT, name=f"{name}.widen"))
        nodes.append(onnx.helper.make_node("Mul", [f"{name}.wide", f"{name}.scale"], [name], name=f"{name}.scaled"))
    graph.initializer.extend(added)
    nodes += graph.node
    del graph.node[:]
    graph.node.extend(nodes)
