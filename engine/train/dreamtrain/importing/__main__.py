"""Imports a DreamLLM checkpoint in the official layout as a model folder, or makes one of random weights in a model's full size.

    python -m dreamtrain.importing CHECKPOINT --out DIR [--base DIR] [--llm int4|int8|fp16|fp32] [--decoder fp16|fp32]
    python -m dreamtrain.importing synth --like dreamllm-7b --out DIR [--layers N] [--seed N] [--llm …] [--decoder …]

What was interrupted goes on where it stopped when the same command is run again.
"""

from __future__ import annotations

import argparse
import errno
import json
import sys
from pathlib import Path

from dreamtrain.importing.convert import import_checkpoint
from dreamtrain.importing.refusal import Refusal
from dreamtrain.importing.synth import LIKE, synthesise


def main(arguments: list[str]) -> None:
    synthetic = arguments[:1] == ["synth"]
    parser = argparse.ArgumentParser(
        prog="python -m dreamtrain.importing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if synthetic:
        parser.add_argument("synth", choices=("synth",))
        parser.add_argument("--like", choices=LIKE, required=True)
        parser.add_argument("--layers", type=int, help="of the language model; as many as the model has when absent")
        parser.add_argument("--seed", type=int, default=0)
    else:
        parser.add_argument("checkpoint", type=Path)
        parser.add_argument("--base", type=Path, help="holds the CLIP and Stable Diffusion folders it was made from; their published configs are built in")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--llm", choices=("int4", "int8", "fp16", "fp32"), default="int4", help="how the language model is stored (%(default)s)")
    parser.add_argument("--decoder", choices=("fp16", "fp32"), default="fp16", help="how denoiser and VAE are stored (%(default)s)")
    parser.add_argument("--json-progress", action="store_true", help="tell progress as lines of JSON: stage, done and total bytes")
    options = parser.parse_args(arguments)
    report = json_progress if options.json_progress else Progress()
    if synthetic:
        manifest = synthesise(options.like, options.out, options.llm, options.decoder, options.layers, options.seed, report)
    else:
        manifest = import_checkpoint(options.checkpoint, options.base, options.out, options.llm, options.decoder, report)
    said = {"id": manifest["id"], "licence": manifest["licence"], "out": str(options.out)}
    print(json.dumps(said) if options.json_progress else f"{said['id']} -> {options.out}\nLicence: {said['licence']}")


def json_progress(stage: str, done: int, total: int) -> None:
    print(json.dumps({"stage": stage, "done": done, "total": total}), flush=True)


class Progress:
    """A line a stage, its percentage kept up to date where someone looks."""

    def __init__(self):
        self.shown = ("", -1)

    def __call__(self, stage: str, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if (stage, percent) != self.shown and (sys.stderr.isatty() or done >= total):
            print(f"\r{stage:>15} {percent:3} % of {total / 1e6:,.1f} MB", end="\n" if done >= total else "", file=sys.stderr, flush=True)
            self.shown = (stage, percent)


def explained(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full; make room and run the same command again, it goes on where it stopped."
    return f"{error.filename or 'A file'} cannot be used: {error.strerror}; check the path and its permissions."


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(explained(error))
    except MemoryError:
        sys.exit("The machine has too little free memory for the largest tensor of this model; close other programs, or use a larger one.")
    except KeyboardInterrupt:
        print("Stopped; run the same command again to go on.", file=sys.stderr)
        sys.exit(130)
