"""Builds one ONNX graph node by node and writes it with its weights streamed, one group of tensors at a time.

Letters: B batch, T new positions, P past positions, H hidden, V vocabulary, N queries, D condition width, C latent channels,
h w latent sides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
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


class WeightsFile:
    """Tensors one behind the other in a file beside the graphs that read them; a group that is there already is not written again."""

    def __init__(self, path: Path):
        self.path, self.file = path, path.open("wb")
        self.sha256, self.size = hashlib.sha256(), 0
        self.places: dict[str, tuple[int, int]] = {}  # offset and length in bytes, by tensor name

    def add(self, group: Group) -> list[TensorProto]:
        if group.names[0] not in self.places:
            for name, array in zip(group.names, group.load()):
                content = memoryview(np.ascontiguousarray(array)).cast("B")
                gap = -self.size % ALIGNMENT
                self.places[name] = self.size + gap, len(content)
                for piece in (bytes(gap), content):
                    self.file.write(piece)
                    self.sha256.update(piece)
                self.size += gap + len(content)
        return [self._reference(name, dtype, shape) for name, dtype, shape in zip(group.names, group.dtypes, group.shapes)]

    def close(self) -> dict[str, dict]:
        """Its hash and size, by its name."""
        self.file.close()
        return {self.path.name: {"sha256": self.sha256.hexdigest(), "bytes": self.size}}

    def _reference(self, name: str, dtype: np.dtype, shape: tuple[int, ...]) -> TensorProto:
        tensor = TensorProto(name=name, data_type=TYPES[dtype], dims=shape, data_location=TensorProto.EXTERNAL)
        offset, length = self.places[name]
        for key, value in (("location", self.path.name), ("offset", offset), ("length", length)):
            tensor.external_data.add(key=key, value=str(value))
        return tensor


class Graph:
    """`precision` is how large weights are stored. Methods that add nodes give back the name of what they compute."""

    def __init__(self, name: str, precision: Precision):
        self.name, self.precision = name, precision
        self.nodes: list[onnx.NodeProto] = []
        self.made = 0  # nodes, those inside of others included
        self.groups: dict[str, Group] = {}
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.widened: dict[str, onnx.NodeProto] = {}  # they come first, outside of any loop

    def input(self, name: str, *axes: int | str, integers: bool = False) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.INT64 if integers else TensorProto.FLOAT, axes))
        return name

    def output(self, value: str, name: str, *axes: int | str, integers: bool = False) -> None:
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.INT64 if integers else TensorProto.FLOAT, axes))

    def op(self, kind: str, *inputs: str, **attributes) -> str:
        return self.ops(kind, 1, *inputs, **attributes)[0]

    def ops(self, kind: str, outputs: int, *inputs: str, domain: str = "", **attributes) -> list[str]:
        self.made += 1
        names = [f"{kind}.{self.made}.{index}" for index in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f"{kind}.{self.made}", domain=domain, **attributes))
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
        if not half:
            return name
        if name not in self.widened:
            self.widened[name] = helper.make_node("Cast", [name], [weight.name], name=f"{name}.widened", to=TensorProto.FLOAT)
        return weight.name

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

    def write(self, path: Path, progress: Callable[[int], None], weights: WeightsFile | None = None) -> dict[str, dict]:
        """Writes `path`, and where the weights are many `path`.data; or puts them into a file that graphs share. Gives hash and size by
        file name, without the shared one's; tells of bytes as they are done."""
        own = WeightsFile(path.with_name(path.name + ".data")) if weights is None and self.bytes > LARGEST_EMBEDDED_BYTES else None
        initializers = []
        for group in self.groups.values():
            initializers += (weights or own).add(group) if weights or own else _embedded(group)
            progress(sum(group.sizes))
        content = self._model(initializers).SerializeToString(deterministic=True)
        path.write_bytes(content)
        return {path.name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}} | (own.close() if own else {})

    def _model(self, initializers: list[TensorProto]) -> onnx.ModelProto:
        nodes = [*self.widened.values(), *self.nodes]
        graph = helper.make_graph(nodes, self.name, self.inputs, self.outputs, [*self.constants.values(), *initializers])
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


def _embedded(group: Group) -> list[TensorProto]:
    return [numpy_helper.from_array(array.reshape(shape), name) for name, array, shape in zip(group.names, group.load(), group.shapes)]
