"""Graphs as every execution provider of ONNX Runtime computes them right."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

WRONG, RIGHT = 6, 8  # input channels


def pad_convolutions(graph: onnx.GraphProto) -> None:
    """
    The WebGPU provider of ONNX Runtime 1.30 gives wrong numbers for a 3 x 3 convolution of six input channels (of 1 to 16, no other count;
    one picture or two, output channels a multiple of four). With two channels of zeros more it is right, and nothing else changes.
    """
    weights = {tensor.name: tensor for tensor in graph.initializer}
    for index, node in reversed(list(enumerate(graph.node))):
        weight = weights.get(node.input[1]) if node.op_type == "Conv" else None
        if weight is None or weight.dims[1] != WRONG:
            continue
        values = numpy_helper.to_array(weight)
        wider = np.pad(values, [(0, 0), (0, RIGHT - WRONG), *[(0, 0)] * (values.ndim - 2)])
        weight.CopyFrom(numpy_helper.from_array(wider, weight.name))
        pads = np.zeros((2, values.ndim), np.int64)
        pads[1, 1] = RIGHT - WRONG
        graph.initializer.append(numpy_helper.from_array(pads.ravel(), f"{weight.name}.pads"))
        padded = f"{weight.name}.padded"
        graph.node.insert(index, helper.make_node("Pad", [node.input[0], f"{weight.name}.pads"], [padded], name=padded))
        graph.node[index + 1].input[0] = padded
