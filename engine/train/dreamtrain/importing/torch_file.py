"""Reads where tensors lie in a file of `torch.save`, without running anything that is in it.

Such a file is a zip of `data.pkl` (a pickle that says what the tensors are) and one uncompressed record a storage. A pickle can
call any function it names; this reader knows the few names that weights need and refuses all others.
"""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from dreamtrain.importing.refusal import Refusal
from dreamtrain.importing.stored import FORMATS, Stored, span

STORAGES = {
    "FloatStorage": "F32", "HalfStorage": "F16", "BFloat16Storage": "BF16", "DoubleStorage": "F64", "LongStorage": "I64",
}
LARGEST_PICKLE_BYTES = 64_000_000
LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, lengths of the name and of the extra field


class Storage(NamedTuple):
    key: str
    format: str


class Tensor(NamedTuple):
    storage: Storage
    offset: int  # elements
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _tensor(storage, offset, shape, strides, *_rest):
    return Tensor(storage, offset, tuple(shape), tuple(strides))


NAMES = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch", "Size"): tuple,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): lambda tensor, *_rest: tensor,
} | {("torch", name): format for name, format in STORAGES.items()}


class _Unpickler(pickle.Unpickler):
    def __init__(self, content: bytes, path: Path):
        super().__init__(io.BytesIO(content))
        self.path = path

    def find_class(self, module: str, name: str):
        if (module, name) not in NAMES:
            raise Refusal(
                f"{self.path} names {module}.{name}, which is code or no plain tensor, so it was not opened; get the checkpoint "
                "from a source you trust, or as safetensors."
            )
        return NAMES[module, name]

    def persistent_load(self, reference):
        _, format, key, _, _ = reference
        return Storage(str(key), format)


def read_torch(path: Path) -> dict[str, Stored]:
    """Tensors by name; a file that holds a single tensor gives it the name ''."""
    damaged = Refusal(f"{path} is truncated or no PyTorch file: its zip directory cannot be read; download it again.")
    with path.open("rb") as file:
        if file.read(4) != b"PK\3\4":
            raise Refusal(
                f"{path} is not a zip file, as PyTorch writes them since version 1.6; download it again, or save it anew with a later PyTorch."
            )
        try:
            records = {entry.filename.partition("/")[2]: entry for entry in zipfile.ZipFile(file).infolist()}
            if records["data.pkl"].file_size > LARGEST_PICKLE_BYTES or not _little_endian(file, records):
                raise damaged
            content = zipfile.ZipFile(file).read(records["data.pkl"])
            tree = _Unpickler(content, path).load()
            return {name: _place(file, path, records, tensor) for name, tensor in _tensors(tree, path).items()}
        except Refusal:
            raise
        except Exception as error:  # a damaged zip or pickle fails in any way it likes
            raise damaged from error


def _little_endian(file, records) -> bool:
    return "byteorder" not in records or zipfile.ZipFile(file).read(records["byteorder"]) == b"little"


def _tensors(tree, path: Path) -> dict[str, Tensor]:
    if isinstance(tree, Tensor):
        return {"": tree}
    if isinstance(tree, dict) and isinstance(tree.get("state_dict"), dict):
        tree = tree["state_dict"]
    if not isinstance(tree, dict) or not all(isinstance(name, str) and isinstance(item, Tensor) for name, item in tree.items()):
        raise Refusal(f"{path} holds something else than named tensors; expected a state dict.")
    return tree


def _place(file, path: Path, records, tensor: Tensor) -> Stored:
    (key, format), offset, shape, strides = tensor
    entry, width = records[f"data/{key}"], FORMATS[format].itemsize
    file.seek(entry.header_offset)
    signature, name_length, extra_length = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
    start = entry.header_offset + LOCAL_HEADER.size + name_length + extra_length
    inside = min((*shape, *strides, offset), default=0) >= 0 and (offset + span(shape, strides)) * width <= entry.file_size
    if signature != b"PK\3\4" or entry.compress_type != zipfile.ZIP_STORED or not inside or len(shape) != len(strides):
        raise ValueError("a record that is not where it should be")
    return Stored(path, start + offset * width, shape, strides, format)
