"""The wide model's checkpoints as a model folder in eight bits. Needs onnx and onnxscript; a checkpoint folder brought home will do."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from dreamtrain.checkpoint import load_checkpoint
from dreamtrain.export import Parts, export_folder
from dreamtrain.gpu.language import LONGEST
from dreamtrain.gpu.picture import FEW_STEPS, load_denoiser, load_reader, load_vae
from dreamtrain.model.vae import VaeConfig
from dreamtrain.training import load
from dreamtrain.world.dialogue import SYSTEM

LARGEST_BYTES = 52 * 2**20


def parts_of(checkpoints: Path) -> Parts:
    cpu = torch.device("cpu")
    _, _, vae = load_checkpoint(checkpoints / "vae.pt", VaeConfig)
    return Parts(
        dream=load(checkpoints / "dreamllm.pt")[0], vision=load_reader(checkpoints / "vision.pt", cpu).encoder,
        denoiser=load_denoiser(checkpoints / "few_steps.pt", cpu), vae=load_vae(checkpoints, cpu),
        tokenizer=(checkpoints / "tokenizer.json").read_text(),
        template={"system": SYSTEM, "user": " USER:", "plan": " PLAN:", "assistant": " ASSISTANT:", "edits": "changes", "sentPictures": "told"},
        diffusion={
            "prediction": "flow", "flowShift": 1.0, "reference": True,
            "defaults": {"scheduler": "flow-euler", "steps": FEW_STEPS, "guidance": 1.0},
        },
        unconditional="zeros", context_tokens=LONGEST,
        preview={"matrix": vae["preview_matrix"].tolist(), "bias": vae["preview_bias"].tolist()},
        description="A small DreamLLM that draws, edits and explains in flat pictures of everyday things.",
    )


def export(checkpoints: Path, out: Path, weights: str = "int8") -> dict:
    """Writes the folder; its size, and whether it is small enough to ship."""
    manifest = export_folder(parts_of(checkpoints), out, "dreamthread-pocket-wide", weights)
    size = sum(entry["bytes"] for entry in manifest["files"].values())
    return {"id": manifest["id"], "bytes": size, "small enough": size <= LARGEST_BYTES}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoints", type=Path, default=Path("runs/wide"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", choices=("int8", "fp16", "fp32"), default="int8")
    given = parser.parse_args()
    print(json.dumps(export(given.checkpoints, given.out, given.weights)))


if __name__ == "__main__":
    main()
