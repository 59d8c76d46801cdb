"""Measures a finished stage 0 on held-out scenes, and draws a sheet of what it makes.

    python -m dreamtrain.stage0_judge --out runs/pocket --count 256 --sheet runs/sheet.png
"""

from __future__ import annotations

import argparse
import json
import struct
import zlib
from pathlib import Path

import torch

from dreamtrain.judge import draw, edit_pairs, score
from dreamtrain.stage0_denoiser import load_denoiser
from dreamtrain.stage0_vae import load_vae
from dreamtrain.stage0_vision import held_out_scenes, load_reader
from dreamtrain.world.render import cell_jitter, render

GAP_PX = 4


def sheet(pictures: torch.Tensor, columns: int) -> torch.Tensor:
    """(B, 3, s, s) in [-1, 1] -> (H, W, 3) uint8, in rows of `columns` with grey gaps."""
    count, _, size, _ = pictures.shape
    cells = torch.nn.functional.pad(pictures, (0, GAP_PX, 0, GAP_PX), value=0.0)
    cells = torch.cat([cells, torch.zeros(-count % columns, *cells.shape[1:])])
    rows = cells.unflatten(0, (-1, columns)).permute(0, 3, 1, 4, 2).flatten(0, 1).flatten(1, 2)
    return ((rows + 1) * 127.5).round().clamp(0, 255).byte()


def write_png(path: Path, image: torch.Tensor) -> None:
    """(H, W, 3) uint8, eight bits a channel, no filter."""
    height, width, _ = image.shape
    lines = torch.cat([torch.zeros(height, 1, dtype=torch.uint8), image.flatten(1)], dim=1).numpy().tobytes()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=256)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--guidance", type=float, default=2.0)
    parser.add_argument("--shift", type=float, default=1.0)
    parser.add_argument("--condition-noise", type=float, default=0.0)
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args()
    vae, reader = load_vae(options.out / "vae.pt"), load_reader(options.out / "vision.pt")
    denoiser = load_denoiser(options.out / "denoiser.pt")
    sampling = {"steps": options.steps, "guidance": options.guidance, "shift": options.shift}
    if options.sheet:  # rows of eight: wanted above made; then parent above its edit
        scenes, pairs = held_out_scenes(24), edit_pairs(24)
        wanted, made = render(scenes), draw(denoiser, vae, scenes, **sampling)
        parents = render([before for before, _ in pairs], cell_jitter(24))
        with torch.no_grad():
            latents = vae.to_model(vae.encode(parents))
        edited = draw(denoiser, vae, [after for _, after in pairs], latents, **sampling)
        rows = [part for four in ((wanted, made), (parents, edited)) for pair in zip(*(one.split(8) for one in four)) for part in pair]
        write_png(options.sheet, sheet(torch.cat(rows), columns=8))
    if options.count:
        scores = score(denoiser, vae, reader, options.count, options.count // 2, condition_noise=options.condition_noise, **sampling)
        print(json.dumps(sampling | scores, indent=1))


if __name__ == "__main__":
    main()
