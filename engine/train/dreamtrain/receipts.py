"""Holds what the critic said of its pictures against a detector that has learnt nothing.

    python -m dreamtrain.receipts --answers ../../out/composer

`receipts.jsonl` there has one line a picture: file, caption (what was asked for), seen (what the critic saw), receipt. A
receipt is true if what it saw is the scene that the detector reads.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from dreamtrain.detector import read_scene
from dreamtrain.evaluate import share
from dreamtrain.world.language import parse_caption
from dreamtrain.world.scene import Scene


def _scene(words: str) -> Scene | None:
    try:
        return parse_caption(words)
    except ValueError:
        return None


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--answers", type=Path, required=True)
    given = options.parse_args()
    rows = [json.loads(line) for line in (given.answers / "receipts.jsonl").read_text().splitlines() if line]
    pixels = [np.asarray(Image.open(given.answers / row["file"]).convert("RGB")) for row in rows]
    read = read_scene(torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2).float() / 127.5 - 1)
    right = [scene == _scene(row["caption"]) for scene, row in zip(read, rows, strict=True)]
    seen = [scene == _scene(row["seen"]) for scene, row in zip(read, rows, strict=True)]
    missed = [bool(row["receipt"]) and "now it shows" not in row["receipt"] for row in rows]
    print("what was seen is what the detector reads", share(seen))
    print("the picture is what was asked for       ", share(right))
    print("the receipt is true of that             ", share([fault == (not fine) for fault, fine in zip(missed, right, strict=True)]))


if __name__ == "__main__":
    main()
