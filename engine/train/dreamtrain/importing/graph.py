"""Builds one ONNX graph node by node and writes it with its weights streamed, one group of tensors at a time.

Letters: B batch, T new positions, P past positions, H hidden, V vocabulary, N queries, D condition width, C latent channels,
h w latent sides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from dreamtrain.importing.quantise import BLOCK, quantise, quantised_shapes
from dreamtrain.importing.refusal import Refusal
from dreamtrain.importing.weights import Weight

OPSET, IR_VERSION = 20, 10
MICROSOFT = "com.microsoft"
SMALLEST_STORED_AS_HALF = 1000  # elements
LARGEST_EMBEDDED_BYTES = 100_000_000  # a graph with more keeps its weights in a file beside it (an ONNX file ends at 2 GB)
ALIGNMENT = 4096  # of a tensor in that file, so that it can be mapped
TYPES = {np.dtype("f4"): TensorProto.FLOAT, np.dtype("f2"): TensorProto.FLOAT16, np.dtype("u1"): TensorProto.UINT8}

Precision = str  # fp32, fp16, int8 or int4: how weights are stored; numbers are always computed in float32


@dataclass(frozen=True)
class Group:
    """Tensors that are made from the same weights; `load` gives them in this order."""

    names: tuple[str, ...]
    dtypes: tuple[np.dtype, ...]
    shapes: tuple[tuple[int, ...], ...]
    load: Callable[[], tuple[np.ndarray, ...]]

    @property
    def sizes(self) -> list[int]:
        return [prod(shape) * dtype.itemsize for shape, dtype in zip(self.shapes, self.dtypes)]


class Graph:
    """`precision` is how large weights are stored. Methods that add nodes give back the name of what they compute."""

    def __init__(self, name: str, precision: Precision):
        self.name, self.precision = name, precision
        self.nodes: list[onnx.NodeProto] = []
        self.groups: dict[str, Group] = {}
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def input(self, name: str, *axes: int | str, integers: bool = False) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.INT64 if integers else TensorProto.FLOAT, axes))
        return name

    def output(self, value: str, name: str, *axes: int | str) -> None:
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, axes))

    def op(self, kind: str, *inputs: str, **attributes) -> str:
        return self.ops(kind, 1, *inputs, **attributes)[0]

    def ops(self, kind: str, outputs: int, *inputs: str, domain: str = "", **attributes) -> list[str]:
        names = [f"{kind}.{len(self.nodes)}.{index}" for index in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f"{kind}.{len(self.nodes)}", domain=domain, **attributes))
        return names

    def constant(self, values, dtype=np.float32) -> str:
        array = np.asarray(values, dtype)
        name = "constant." + hashlib.sha256(f"{array.dtype}{array.shape}".encode() + array.tobytes()).hexdigest()[:12]
        self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def shape(self, *sizes: int) -> str:
        """For Reshape: 0 keeps an axis, -1 is what is left."""
        return self.constant(sizes, np.int64)

    def reshape(self, value: str, *sizes: int) -> str:
        return self.op("Reshape", value, self.shape(*sizes))

    def stored(self, weight: Weight, half: bool) -> str:
        """The weight's own tensor. One that is used twice is stored once."""
        name = weight.name + ".half" if half else weight.name
        change = _halved if half else _plain
        self.groups.setdefault(name, Group((name,), (np.dtype("f2" if half else "f4"),), (weight.shape,), lambda: (change(weight),)))
        return name

    def weight(self, weight: Weight) -> str:
        """As float32; a large one is stored in half precision when that is asked for, and widened when the graph is loaded."""
        half = self.precision == "fp16" and prod(weight.shape) >= SMALLEST_STORED_AS_HALF
        name = self.stored(weight, half)
        return self.op("Cast", name, to=TensorProto.FLOAT) if half else name

    def linear(self, value: str, weight: Weight, bias: Weight | None = None, precision: Precision | None = None) -> str:
        """value (..., K) times the transpose of weight (N, K), plus bias (N)."""
        bits = {"int4": 4, "int8": 8}.get(precision or self.precision)
        made = self._quantised(value, weight, bits) if bits else self.op("MatMul", value, self.weight(weight.transposed()))
        return self.op("Add", made, self.weight(bias)) if bias else made

    def _quantised(self, value: str, weight: Weight, bits: int) -> str:
        names = (f"{weight.name}.int{bits}", f"{weight.name}.scales")
        dtypes = (np.dtype("u1"), np.dtype("f4"))
        self.groups[names[0]] = Group(names, dtypes, quantised_shapes(*weight.shape, bits), lambda: quantise(weight.load(), bits))
        rows, columns = weight.shape
        return self.op(
            "MatMulNBits", value, *names, domain=MICROSOFT, K=columns, N=rows, bits=bits, block_size=BLOCK,
            accuracy_level=4,  # activations are rounded to 8 bits, too: the integer kernels of the CPU
        )

    @property
    def bytes(self) -> int:
        return sum(sum(group.sizes) for group in self.groups.values())

    def write(self, path: Path, progress: Callable[[int], None]) -> dict[str, dict]:
        """Writes `path`, and `path`.data if the weights are many. Gives hash and size by file name; tells of bytes as they are done."""
        external = self.bytes > LARGEST_EMBEDDED_BYTES
        data = path.with_name(path.name + ".data")
        initializers, files = [], {}
        if external:
            with data.open("wb") as file:
                sha256, at = hashlib.sha256(), 0
                for name, array, dims in self._tensors(progress):
                    gap = -at % ALIGNMENT
                    content = memoryview(np.ascontiguousarray(array)).cast("B")
                    for piece in (b"\0" * gap, content):
                        file.write(piece)
                        sha256.update(piece)
                    initializers.append(_external(name, array.dtype, dims, data.name, at + gap, len(content)))
                    at += gap + len(content)
            files[data.name] = {"sha256": sha256.hexdigest(), "bytes": at}
        else:
            initializers = [numpy_helper.from_array(array.reshape(dims), name) for name, array, dims in self._tensors(progress)]
        content = self._model(initializers).SerializeToString(deterministic=True)
        path.write_bytes(content)
        files[path.name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        return files

    def _tensors(self, progress: Callable[[int], None]) -> Iterable[tuple[str, np.ndarray, tuple[int, ...]]]:
        for group in self.groups.values():
            yield from zip(group.names, group.load(), group.shapes)
            progress(sum(group.sizes))

    def _model(self, initializers: list[TensorProto]) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes, self.name, self.inputs, self.outputs, [*self.constants.values(), *initializers],
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="dreamtrain")


def _plain(weight: Weight) -> np.ndarray:
    return weight.load()


def _halved(weight: Weight) -> np.ndarray:
    values = weight.load()
    with np.errstate(over="ignore"):
        half = values.astype(np.float16)
    if not np.isfinite(half).all():
        raise Refusal(f"{weight.name} does not fit into half precision; import with --llm fp32 --decoder fp32.")
    return half


def _external(name: str, dtype: np.dtype, dims, location: str, offset: int, length: int) -> TensorProto:
    tensor = TensorProto(name=name, data_type=TYPES[dtype], dims=dims, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", location), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor
