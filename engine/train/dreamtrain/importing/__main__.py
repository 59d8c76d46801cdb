"""Imports a DreamLLM checkpoint in the official layout as a model folder.

    python -m dreamtrain.importing CHECKPOINT --out DIR [--base DIR] [--llm int4|int8|fp16|fp32] [--decoder fp16|fp32]

An interrupted import goes on where it stopped when the same command is run again.
"""

from __future__ import annotations

import argparse
import errno
import json
import sys
from pathlib import Path

from dreamtrain.importing.convert import import_checkpoint
from dreamtrain.importing.refusal import Refusal


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m dreamtrain.importing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--base", type=Path, help="a folder with the CLIP and Stable Diffusion folders it was made from; their standard configs when absent")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--llm", choices=("int4", "int8", "fp16", "fp32"), default="int4")
    parser.add_argument("--decoder", choices=("fp16", "fp32"), default="fp16")
    parser.add_argument("--json-progress", action="store_true", help="tell progress as lines of JSON: stage, done and total bytes")
    options = parser.parse_args(arguments)
    report = json_progress if options.json_progress else Progress()
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
            print(f"\r{stage:>15} {percent:3} % of {total / 1e6:,.0f} MB", end="\n" if done >= total else "", file=sys.stderr, flush=True)
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
