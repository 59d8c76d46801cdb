"""Trains the wide model: one command, stage after stage, each bound by its minutes and resumable.

    python -m dreamtrain.gpu.recipe picture language finish --out runs/wide --carry carried

`picture`: autoencoder, vision encoder, detector, denoiser. `language`: tokenizer, pretraining, stages I and II. `finish`: stage III,
distillation to 8 steps, examination and sheets; gpu/folder.py then makes the model folder, anywhere. The names of single stages do
as well. A stage whose checkpoint is in --out, or came in --pieces, goes on from it. What a group has made is also written to --carry
after every stage, in pieces of at most 15 MiB. --toy does the same on a CPU in minutes, badly.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import time
from pathlib import Path

import torch

from dreamtrain.gpu import picture
from dreamtrain.gpu.exam import Bot, code_share, examine
from dreamtrain.gpu.language import STAGES, train_stage
from dreamtrain.gpu.pieces import join, split
from dreamtrain.gpu.sizes import FULL, TOY, Sizes

GROUPS = {
    "picture": ("vae", "vision", "detector", "denoiser"), "language": ("pretrain", "stage1", "stage2"), "finish": ("stage3", "distil", "exam"),
}
CARRIED = {  # what the next group needs of this one
    "picture": ("vae.pt", "vision.pt", "detector.pt", "denoiser.pt"), "language": ("stage2.pt", "tokenizer.json"),
    "finish": ("dreamllm.pt", "few_steps.pt"),
}
NEEDED = ("torch", "tokenizers", "numpy", "PIL", "onnx")
OLDEST_TORCH = (2, 6)


def checked(device: torch.device) -> None:
    """Says what it runs on; ends with a sentence where that will not do."""
    missing = []
    for name in NEEDED:
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    version = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
    if missing or version < OLDEST_TORCH:
        sys.exit(f"Needed: {', '.join(NEEDED)} and torch {'.'.join(map(str, OLDEST_TORCH))} or later; missing: {', '.join(missing) or 'none'}, torch is {torch.__version__}.")
    name = torch.cuda.get_device_name() if device.type == "cuda" else "the CPU"
    print(f"torch {torch.__version__} on {name}, {os.cpu_count()} cores", flush=True)


def run_stage(name: str, sizes: Sizes, folder: Path, device: torch.device, given: argparse.Namespace) -> dict:
    minutes, seed = given.minutes or sizes.minutes.get(name, 0.0), given.seed + 10 * sum(map(ord, name))
    torch.manual_seed(seed)
    random.seed(seed)
    if name == "vae":
        return picture.train_vae(sizes, folder, minutes, device, seed)
    if name in ("vision", "detector"):
        return picture.train_reader(name, getattr(sizes, name), sizes, folder, minutes, device, seed)
    if name == "denoiser":
        return picture.train_denoiser(sizes, folder, minutes, device, seed, given.compile)
    if name == "distil":
        return picture.distil(sizes, folder, minutes, device, seed)
    if name in STAGES:
        measured = train_stage(name, sizes, folder, minutes, device, seed, given.compile)
        creation_only = {"condition names the scene": code_share(Bot(folder, sizes, device, "stage1.pt", few=False))} if name == "stage1" else {}
        return measured | creation_only
    return examine(folder, sizes, device, folder / "exam")


def carry_out(group: str, folder: Path, carried: Path) -> None:
    """The group's checkpoints in pieces, and its examination in one archive."""
    for name in CARRIED[group]:
        if (folder / name).suffix == ".pt" and (folder / name).exists():
            split(folder / name, carried)
        elif (folder / name).exists():
            carried.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / name, carried / name)
    if (folder / "exam").exists() and group == "finish":
        shutil.make_archive(str(carried / "exam"), "gztar", folder / "exam")


def carry_in(folder: Path, carried: Path) -> None:
    """What was carried here and is not in the folder yet."""
    fresh = folder / "joined"
    for path in join(carried, fresh) + list(carried.glob("tokenizer.json")):
        if not (folder / path.name).exists():
            shutil.copy(path, folder / path.name)
    shutil.rmtree(fresh, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stages", nargs="+", choices=(*GROUPS, *(name for names in GROUPS.values() for name in names)), metavar="STAGE")
    parser.add_argument("--out", type=Path, default=Path("runs/wide"), help="checkpoints (%(default)s)")
    parser.add_argument("--pieces", type=Path, help="folder of pieces that were carried here; read first")
    parser.add_argument("--carry", type=Path, help="folder for the pieces that travel home")
    parser.add_argument("--toy", action="store_true", help="toy sizes, for a rehearsal on a CPU")
    parser.add_argument("--minutes", type=float, help="of each stage, instead of its own")
    parser.add_argument("--eager", dest="compile", action="store_false", help="compile nothing")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() and not given.toy else "cpu")
    given.compile = given.compile and device.type == "cuda"
    if given.threads:
        torch.set_num_threads(given.threads)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = device.type == "cuda"
    if given.compile:
        torch._dynamo.config.suppress_errors = True  # what can't be compiled runs as it is
    checked(device)
    sizes, folder = TOY if given.toy else FULL, given.out
    folder.mkdir(parents=True, exist_ok=True)
    if given.pieces:
        carry_in(folder, given.pieces)
    began, report = time.monotonic(), {}
    for asked in given.stages:
        for name in GROUPS.get(asked, (asked,)):
            start = time.monotonic()
            print(f"== {name}, {(start - began) / 60:.2f} min in", flush=True)
            report[name] = run_stage(name, sizes, folder, device, given) | {"minutes": round((time.monotonic() - start) / 60, 2)}
            print(f"== {name}: {json.dumps(report[name])}", flush=True)
            (folder / "report.json").write_text(json.dumps(report, indent=1))
            if given.carry and asked in GROUPS:  # after every stage: a run that is cut off has brought home what it had
                carry_out(asked, folder, given.carry)
                shutil.copy(folder / "report.json", given.carry / f"report-{asked}.json")
            if device.type == "cuda":
                torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
