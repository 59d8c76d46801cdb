"""Tensors where they lie in a file. Reading is by offset and one at a time: nothing is mapped, and no checkpoint is ever in memory whole."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

from dreamtrain.importing.refusal import Refusal

# bfloat16 is the upper half of a float32.
FORMATS = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "BF16": np.dtype("<u2"), "F64": np.dtype("<f8"), "I64": np.dtype("<i8")}
LARGEST_HEADER_BYTES = 100_000_000


@dataclass(frozen=True)
class Stored:
    """A tensor of `format` at `offset` of `path`; `strides` count elements."""

    path: Path
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    format: str

    def read(self) -> np.ndarray:
        """Its values as float32, laid out by rows."""
        dtype = FORMATS[self.format]
        count = span(self.shape, self.strides)
        raw = np.fromfile(self.path, dtype, count, offset=self.offset)
        if raw.size < count:
            raise Refusal(f"{self.path} ends within a tensor; download it again.")
        if self.format == "BF16":
            raw = (raw.astype(np.uint32) << 16).view(np.float32)
        if self.strides != by_rows(self.shape):
            raw = np.lib.stride_tricks.as_strided(raw, self.shape, [step * raw.itemsize for step in self.strides])
        return np.ascontiguousarray(raw.reshape(self.shape), dtype=np.float32)


def by_rows(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(prod(shape[axis + 1:]) for axis in range(len(shape)))


def span(shape: tuple[int, ...], strides: tuple[int, ...]) -> int:
    """Elements from the first to the last, those between included."""
    return 0 if 0 in shape else 1 + sum((size - 1) * step for size, step in zip(shape, strides))


def read_safetensors(path: Path) -> dict[str, Stored]:
    """The layout of huggingface/safetensors: the header's length (u64), the header (JSON), the data."""
    damaged = Refusal(f"{path} is truncated or no safetensors file; download it again.")
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else size
        if length > min(size - 8, LARGEST_HEADER_BYTES):
            raise damaged
        try:
            header = json.loads(file.read(length))
            header.pop("__metadata__", None)
            found = {}
            for name, entry in header.items():
                shape, (begin, end) = tuple(int(axis) for axis in entry["shape"]), entry["data_offsets"]
                if entry["dtype"] not in FORMATS:
                    raise Refusal(f"{path} holds {name} as {entry['dtype']}, which is not read here; save it as F32, F16 or BF16.")
                fits = end - begin == prod(shape) * FORMATS[entry["dtype"]].itemsize and 0 <= begin <= end <= size - 8 - length
                if not fits or min(shape, default=0) < 0:
                    raise damaged
                found[name] = Stored(path, 8 + length + begin, shape, by_rows(shape), entry["dtype"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise damaged from error
    return found
