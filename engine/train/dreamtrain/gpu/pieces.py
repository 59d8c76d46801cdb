"""Checkpoints in pieces small enough to travel, and together again.

    python -m dreamtrain.gpu.pieces split runs/wide/denoiser.pt --out carried       denoiser.pt.0, denoiser.pt.1, ...
    python -m dreamtrain.gpu.pieces join carried --out runs/wide

Matrices travel in eight bits, as they are shipped (quantise.py): all parts of the wide model together are then under 64 MiB.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
from pathlib import Path

import torch

from dreamtrain.quantise import SMALLEST, row_scales

PIECE_BYTES = 15 * 2**20
_PIECE = re.compile(r"(.+)\.(\d+)-of-(\d+)-([0-9a-f]{8})$")


def narrowed(value):
    """Large matrices of a checkpoint as {"levels": int8, "scale": float32}, the rest as it is."""
    if isinstance(value, torch.Tensor) and value.dtype == torch.float32 and value.ndim >= 2 and value.numel() >= SMALLEST:
        scale = row_scales(value)
        return {"levels": (value / scale).round().to(torch.int8), "scale": scale}
    return {key: narrowed(part) for key, part in value.items()} if isinstance(value, dict) else value


def widened(value):
    if isinstance(value, dict) and value.keys() == {"levels", "scale"}:
        return value["levels"].float() * value["scale"]
    return {key: widened(part) for key, part in value.items()} if isinstance(value, dict) else value


def split(path: Path, out: Path, limit: int = PIECE_BYTES) -> list[Path]:
    buffer = io.BytesIO()
    torch.save(narrowed(torch.load(path, map_location="cpu", weights_only=True)), buffer)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()[:8]
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob(f"{path.name}.*-of-*"):
        old.unlink()
    count = -(-len(content) // limit)
    made = []
    for index in range(count):
        made.append(out / f"{path.name}.{index}-of-{count}-{digest}")
        made[-1].write_bytes(content[index * limit:(index + 1) * limit])
    return made


def join(folder: Path, out: Path) -> list[Path]:
    """Every checkpoint whose pieces are all there; ValueError for one whose are not, or don't match their digest."""
    found: dict[tuple[str, int, str], dict[int, Path]] = {}
    for path in sorted(folder.iterdir()):
        if match := _PIECE.match(path.name):
            found.setdefault((match[1], int(match[3]), match[4]), {})[int(match[2])] = path
    made = []
    for (name, count, digest), parts in found.items():
        content = b"".join(parts[index].read_bytes() for index in sorted(parts))
        if len(parts) != count or hashlib.sha256(content).hexdigest()[:8] != digest:
            raise ValueError(f"{name}: expected {count} pieces of {digest}, found {sorted(parts)}; bring the missing ones")
        loaded = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
        out.mkdir(parents=True, exist_ok=True)
        torch.save(widened(loaded), out / name)
        made.append(out / name)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=("split", "join"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    for path in split(given.path, given.out) if given.way == "split" else join(given.path, given.out):
        print(path)


if __name__ == "__main__":
    main()
